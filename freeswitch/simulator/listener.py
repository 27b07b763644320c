"""One client of the event socket: read its commands, queue its events, drop it if it does not read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import gevent
from gevent.queue import Full, Queue

from freeswitch.simulator.events import Event
from freeswitch.simulator.messages import Reply, head
from freeswitch.simulator.subscription import Subscription

QUEUE = 100_000
MISSED = 500
GOODBYE = "Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n"
_LONGEST = 10_485_760


class Wire(Protocol):
    """The methods of a socket that are used here."""

    def recv(self, size: int, /) -> bytes:
        """Receive some bytes; none at the end."""

    def sendall(self, data: bytes, /) -> None:
        """Send all bytes."""

    def shutdown(self, how: int, /) -> None:
        """Close the connection."""


class Listener:
    """One connection."""

    def __init__(
        self, wire: Wire, password: str, run: Callable[[str], Reply], after: Callable[[], None], queue: int = QUEUE
    ) -> None:
        self._wire, self._password, self._run, self._after = wire, password, run, after
        self._out: Queue[bytes | None] = Queue(maxsize=queue)
        self._subscription = Subscription()
        self._missed = 0
        self._authed = False
        self.running = True
        self._writer = gevent.spawn(self._write)

    def serve(self) -> None:
        """Serve until the client or the simulator closes the connection."""
        self._put(b"Content-Type: auth/request\n\n")
        buffer = b""
        while self.running:
            command, buffer = self._cut(buffer)
            if command is not None:
                self._answer(command)
                continue
            try:
                data = self._wire.recv(65536)
            except OSError:
                break
            if not data or len(buffer) > _LONGEST:
                break
            buffer += data
        self.close()

    def _cut(self, buffer: bytes) -> tuple[str | None, bytes]:
        """Take one whole command off the front: up to a blank line, and a body of Content-Length bytes."""
        buffer = buffer.replace(b"\r\n", b"\n") if b"\r\n" in buffer else buffer
        buffer = buffer.lstrip(b"\n")
        top, blank, rest = buffer.partition(b"\n\n")
        if not blank:
            return None, buffer
        text = top.decode("utf-8", "surrogateescape")
        length = head(text)[1].get("content-length", "")
        size = int(length) if length.isdigit() else 0
        if len(rest) < size:
            return None, buffer
        if size:
            text += "\n\n" + rest[:size].decode("utf-8", "surrogateescape")
        return text, rest[size:]

    def _answer(self, command: str) -> None:
        verb, _, rest = command.split("\n", 1)[0].partition(" ")
        if verb.lower() in ("exit", "..."):
            self._put(Reply("command/reply", "+OK bye").wire())
            self.running = False
        elif not self._authed:
            self._greet(verb.lower(), rest)
        else:
            said = self._subscription.command(command.split("\n", 1)[0])
            reply = Reply("command/reply", said) if said is not None else self._run(command)
            self._put(reply.wire())
            self._after()  # the events of a command follow its reply

    def _greet(self, verb: str, password: str) -> None:
        self._authed = verb == "auth" and password == self._password
        text = "+OK accepted" if self._authed else "-ERR invalid"
        self._put(Reply("command/reply", text if verb == "auth" else "-ERR command not found").wire())
        self.running = self.running and (self._authed or verb != "auth")

    def hear(self, event: Event) -> None:
        """Queue an event if the client wants it; after 500 missed events the listener is dropped."""
        if not (self.running and self._authed and self._subscription.wants(event)):
            return
        body = event.plain()
        message = f"Content-Length: {len(body)}\nContent-Type: text/event-plain\n\n".encode() + body
        try:
            self._out.put_nowait(message)
        except Full:
            self._missed += 1
            if self._missed > MISSED:
                self.running = False
                self._writer.kill(block=False)
                self._shut()

    def _put(self, message: bytes | None) -> None:
        self._out.put(message)

    def _write(self) -> None:
        while (message := self._out.get()) is not None:
            try:
                self._wire.sendall(message)
            except OSError:
                self.running = False
                return

    def close(self) -> None:
        """Say goodbye and send what is left."""
        if self._writer.ready():
            return
        self.running = False
        note = f"Content-Type: text/disconnect-notice\nContent-Length: {len(GOODBYE)}\n\n{GOODBYE}"
        self._put(note.encode())
        self._put(None)
        self._writer.join(timeout=2)
        self._shut()

    def _shut(self) -> None:
        try:
            self._wire.shutdown(2)
        except OSError:
            return
