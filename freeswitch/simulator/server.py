"""The simulator on a port: the core runs on the real clock for any number of clients. Loopback only."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import gevent
from gevent.event import Event as Signal
from gevent.server import StreamServer

from freeswitch.simulator.core import Switch
from freeswitch.simulator.listener import QUEUE, Listener, Wire
from freeswitch.simulator.messages import Reply

log = logging.getLogger(__name__)


class Server:
    """Serves one Switch. `clock` gives epoch seconds."""

    def __init__(
        self, switch: Switch, *, port: int, password: str, clock: Callable[[], float] = time.time, queue: int = QUEUE
    ) -> None:
        self.switch, self._password, self._clock, self._queue = switch, password, clock, queue
        self._listeners: list[Listener] = []
        self._changed = Signal()
        self.attended = Signal()  # a client has logged in and sent a command
        self._stream = StreamServer(("127.0.0.1", port), self._serve)
        self._driver: gevent.Greenlet[[], None] | None = None

    def start(self) -> None:
        """Listen on the port and run the clock. Raises OSError if the port is taken."""
        self._stream.start()
        self._driver = gevent.spawn(self._drive)

    @property
    def port(self) -> int:
        """The port we listen on (useful after asking for port 0)."""
        return int(self._stream.server_port or 0)

    def _serve(self, wire: Wire, _address: object) -> None:
        listener = Listener(wire, self._password, self._run, self._after, self._queue)
        self._listeners.append(listener)
        try:
            listener.serve()
        finally:
            self._listeners.remove(listener)

    def _run(self, text: str) -> Reply:
        return self.switch.command(text, self._clock())

    def _after(self) -> None:
        self.attended.set()
        self.publish()
        self._changed.set()

    def publish(self) -> None:
        """Hand the waiting events to the listeners."""
        for event in self.switch.take_events():
            for listener in list(self._listeners):
                listener.hear(event)

    def _drive(self) -> None:
        """Sleep until something is due, or a command may have changed what is due."""
        while True:
            for act in (self._advance, self.publish):
                try:
                    act()
                except Exception:  # one broken call must not stop the clock of the others
                    log.exception("something due failed")
            self._changed.clear()
            due = self.switch.next_due()
            self._changed.wait(None if due is None else max(0.001, due - self._clock()))

    def _advance(self) -> None:
        self.switch.advance(self._clock())

    def wake(self) -> None:
        """Something other than a command has changed the switch."""
        self._changed.set()

    def stop(self) -> None:
        """Say goodbye to all."""
        if self._driver is not None:
            self._driver.kill()
        self._stream.stop_accepting()
        gevent.joinall([gevent.spawn(listener.close) for listener in list(self._listeners)], timeout=3)
        self._stream.stop(timeout=1)
