"""A safe event-socket connection on greenswitch: it never hangs, forges a command or drops a reply.

Only the interface and the connecting are greenswitch's; reading, replies and sending are ours, because version 0.0.19
unquotes before it splits lines, lets commands wait forever when the connection drops, loops on a truncated body,
glues bodies to headers, has no time limit, and sends a value with a blank line as two commands.
"""

from collections import deque
from collections.abc import Callable
from typing import Any

import gevent
import structlog
from gevent import socket
from gevent.event import AsyncResult
from greenswitch import InboundESL

from hotline import clock

log = structlog.get_logger()
Reply = Callable[[str | None], Any]  # the reply's text, or None when the connection was lost before it came
_CHUNK = 256 * 1024
_MOST = 64 * 1024 * 1024  # a longer block is not event-socket data


class ConnectionLost(Exception):
    """The connection is gone; the command may or may not have been carried out."""


class WrongPassword(Exception):
    """The event socket rejected our password or our address."""


class SafeESL(InboundESL):
    """One connection. `on_event` gets the bytes of each event; `on_lost` is called once, when it has ended."""

    def __init__(
        self,
        host: str,
        port: int,
        password: str,
        *,
        timeout: float = 5.0,
        on_event: Callable[[bytes], Any] = lambda data: None,
        on_lost: Callable[[], Any] = lambda: None,
    ) -> None:
        super().__init__(host, port, password, timeout)
        self._on_event, self._on_lost = on_event, on_lost
        self._pending: deque[tuple[float, Reply]] = deque()
        self._outbox: list[bytes] = []
        self._wake = gevent.event.Event()
        self._greenlets: list[gevent.Greenlet[..., Any]] = []
        self._greeted: AsyncResult[str] = AsyncResult()
        self._stood = False
        self.heard_at = 0.0
        self.odd = 0

    # ---- connecting

    def connect(self) -> None:
        """Connect and log in. Raises WrongPassword, ConnectionLost (also when nothing comes within `timeout`)."""
        try:
            self.sock = socket.create_connection((self.host, self.port), timeout=self.timeout)
        except OSError as error:
            raise ConnectionLost(f"{self.host}:{self.port}: {error}") from error
        self.sock.settimeout(None)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self.connected = True
        self.heard_at = clock.seconds()
        self._greenlets = [gevent.spawn(self.receive_events), gevent.spawn(self._write), gevent.spawn(self._watch)]
        for one in self._greenlets:
            one.link_exception(lambda dead: self._lost(f"a part failed: {dead.exception!r}"))
        try:
            greeting = self._greeted.get(timeout=self.timeout)
        except gevent.Timeout:
            self.close()
            raise ConnectionLost("no greeting: this is not an event socket") from None
        if not greeting:
            raise ConnectionLost("the connection ended before the greeting")
        if greeting != "auth/request":
            self.close()
            raise WrongPassword("the event socket does not accept connections from this address")
        self.authenticate()

    def authenticate(self) -> None:
        try:
            reply = self.ask(f"auth {self.password}")
        except ConnectionLost:
            raise WrongPassword("the event socket closed at the password") from None
        if not reply.startswith("+OK"):
            self.close()
            raise WrongPassword("the event socket does not accept the password")
        self._stood = True

    def close(self) -> None:
        """End the connection; waiting commands get ConnectionLost."""
        self._lost("closed")

    # ---- commands

    def tell(self, command: str, on_reply: Reply = lambda text: None) -> None:
        """Send without waiting. Raises ConnectionLost if not connected, ValueError if the command has a blank line."""
        if not self.connected:
            raise ConnectionLost("not connected")
        data = _checked(command)
        self._pending.append((clock.seconds(), on_reply))
        self._outbox.append(data)
        self._wake.set()

    def ask(self, command: str) -> str:
        """Send and wait for the reply. Raises ConnectionLost, also when none comes within `timeout`."""
        answer: AsyncResult[str | None] = AsyncResult()
        self.tell(command, answer.set)
        try:
            text = answer.get(timeout=self.timeout)
        except gevent.Timeout:
            self.close()
            raise ConnectionLost("no reply in time") from None
        if text is None:
            raise ConnectionLost("the connection ended before the reply")
        return text

    def send(self, data: str) -> str:
        """greenswitch's name for `ask`."""
        return self.ask(data)

    # ---- the three greenlets

    def receive_events(self) -> None:
        """Read blocks until the connection ends."""
        reader = Reader(self._block)
        try:
            while self.connected and (data := self.sock.recv(_CHUNK)):
                self.heard_at = clock.seconds()
                reader.feed(data)
        except (OSError, ValueError) as error:
            self._lost(str(error))
        else:
            self._lost("closed by the switch")

    def _write(self) -> None:
        """The only writer, so that commands never mix; everything queued goes out in one piece."""
        try:
            while self.connected:
                self._wake.wait()
                self._wake.clear()
                if self._outbox and self.connected:
                    data, self._outbox = b"".join(self._outbox), []
                    self.sock.sendall(data)
        except OSError as error:
            self._lost(str(error))

    def _watch(self) -> None:
        """A command without a reply in time means that the connection is dead."""
        while self.connected:
            gevent.sleep(min(1.0, self.timeout / 2))
            if self._pending and clock.seconds() - self._pending[0][0] > self.timeout:
                self._lost("no reply in time")

    # ---- inside

    def _block(self, kind: bytes, headers: bytes, body: bytes) -> None:
        if kind == b"text/event-plain":
            self._on_event(body)
        elif kind == b"command/reply":
            self._reply(_header(headers, b"Reply-Text").decode("utf-8", "replace"))
        elif kind == b"api/response":
            self._reply(body.decode("utf-8", "replace"))
        elif kind in (b"auth/request", b"text/rude-rejection"):
            self._greeted.set(kind.decode())
        elif kind == b"text/disconnect-notice":
            self._lost("the switch says goodbye")
        else:
            self.odd += 1  # JSON events and log lines: we never subscribe to them

    def _reply(self, text: str) -> None:
        if self._pending:
            _answer(self._pending.popleft()[1], text)
        else:
            self.odd += 1

    def _lost(self, why: str) -> None:
        if not self.connected:
            return
        self.connected = False
        self._wake.set()
        if not self._greeted.ready():
            self._greeted.set("")
        self.sock.close()
        waiting, self._pending = self._pending, deque()
        for _, on_reply in waiting:
            _answer(on_reply, None)
        if self._stood:  # `connect` itself reports a connection that never worked
            log.info("event_socket_lost", why=why, waiting=len(waiting))
        self._on_lost()


def _answer(on_reply: Reply, text: str | None) -> None:
    """A failing callback must not end the reading, nor keep other callbacks from being called."""
    try:
        on_reply(text)
    except Exception:
        log.exception("reply_failed")


def _checked(command: str) -> bytes:
    if "\n\n" in command or "\r" in command or "\0" in command or command.endswith("\n"):
        raise ValueError("a command is one block of lines")
    return command.encode() + b"\n\n"


def _header(headers: bytes, name: bytes) -> bytes:
    found = (b"\n" + headers + b"\n").partition(b"\n" + name + b": ")[2]
    return found.partition(b"\n")[0]


class Reader:
    """Splits a stream into blocks: headers up to a blank line, then a body of Content-Length bytes."""

    def __init__(self, on_block: Callable[[bytes, bytes, bytes], Any]) -> None:
        self._on_block = on_block
        self._left = b""

    def feed(self, data: bytes) -> None:
        """Take more bytes. Raises ValueError if they cannot be event-socket data."""
        buffer = self._left + data if self._left else data
        at, end = 0, len(buffer)
        while (stop := buffer.find(b"\n\n", at)) >= 0:
            headers = buffer[at:stop].lstrip(b"\n")
            length = _header(headers, b"Content-Length")
            size = int(length) if length else 0
            if size < 0 or size > _MOST:
                raise ValueError("a block of impossible length")
            if stop + 2 + size > end:
                break
            body = buffer[stop + 2 : stop + 2 + size]
            at = stop + 2 + size
            if headers:
                self._on_block(_header(headers, b"Content-Type"), headers, body)
        self._left = buffer[at:]
        if len(self._left) > _MOST:
            raise ValueError("a block without an end")
