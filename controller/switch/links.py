"""The connections to one FreeSWITCH: one for events, some for commands; reconnects while the controller runs."""

from collections.abc import Callable
from typing import Any
from zlib import crc32

import gevent
import structlog
from gevent.event import Event as Signal

from hotline import clock
from hotline.settings import SwitchSettings

from . import events, port
from .esl import ConnectionLost, SafeESL, WrongPassword

log = structlog.get_logger()
FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0
SILENCE_SECONDS = 50.0  # FreeSWITCH sends a HEARTBEAT every 20 s


class Links:
    """A `freeswitch.Wire` over sockets. `feed` gets event bytes; `hear` gets SwitchLost and SwitchBack."""

    def __init__(
        self, settings: SwitchSettings, feed: Callable[[bytes], Any], hear: Callable[[port.Heard], Any]
    ) -> None:
        self._settings, self._feed, self._hear = settings, feed, hear
        self._events: SafeESL | None = None
        self._commands: list[SafeESL] = []
        self._lost = Signal()
        self._stopped = False
        self.up = False
        self.trouble = ""

    def run(self) -> None:
        """Connect, and reconnect when the connection is lost; ends after `stop`."""
        wait = FIRST_WAIT
        while not self._stopped:
            try:
                self._connect()
            except (ConnectionLost, WrongPassword) as error:
                self._drop()
                if self.trouble != str(error):
                    log.error("switch_not_reached", why=str(error))
                self.trouble = str(error)
                gevent.sleep(wait)
                wait = min(LONGEST_WAIT, wait * 2)
                continue
            wait, self.trouble, self.up = FIRST_WAIT, "", True
            self._hear(port.SwitchBack(clock.seconds()))
            self._stay()
            self.up = False
            self._drop()
            if not self._stopped:
                self._hear(port.SwitchLost(clock.seconds()))

    def stop(self) -> None:
        """Close all connections; calls continue in the switch."""
        self._stopped = True
        self._lost.set()
        self._drop()

    def tell(self, call: str, command: str, on_reply: Callable[[str | None], Any]) -> None:
        if not self.up or not self._commands:
            on_reply(None)
            return
        link = self._commands[crc32(call.encode()) % len(self._commands)]
        try:
            link.tell(command, on_reply)
        except (ConnectionLost, ValueError) as error:
            log.warning("command_not_sent", call=call, why=str(error))
            on_reply(None)

    # ---- inside

    def _connect(self) -> None:
        self._lost.clear()
        for _ in range(self._settings.command_connections):
            # one by one: if the next fails, `_drop` closes the open ones
            self._commands.append(self._link(lambda data: None))
        self._events = self._link(self._take)
        self._events.ask(f"event plain {events.SUBSCRIBED}")

    def _link(self, on_event: Callable[[bytes], Any]) -> SafeESL:
        s = self._settings
        link = SafeESL(s.host, s.port, s.password, timeout=s.reply_seconds, on_event=on_event, on_lost=self._lost.set)
        link.connect()
        return link

    def _take(self, data: bytes) -> None:
        """An event that cannot be parsed must not end the reading."""
        try:
            self._feed(data)
        except Exception:
            log.exception("event_failed", bytes=len(data))

    def _stay(self) -> None:
        while not self._lost.wait(timeout=5.0):
            if self._events is None or clock.seconds() - self._events.heard_at > SILENCE_SECONDS:
                log.error("switch_silent", seconds=SILENCE_SECONDS)
                return

    def _drop(self) -> None:
        for link in (*self._commands, *([self._events] if self._events else [])):
            link.close()
        self._commands, self._events = [], None
