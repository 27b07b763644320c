"""An event socket that says what a test tells it to say, byte for byte, on a loopback port."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import gevent
from gevent.event import Event as Signal
from gevent.server import StreamServer

from scripts.py.pace import patient

GREETING = b"Content-Type: auth/request\n\n"
ACCEPTED = b"Content-Type: command/reply\nReply-Text: +OK accepted\n\n"
SECONDS = patient(5.0)  # how long a test waits for anything at all


def reply(text: str) -> bytes:
    return f"Content-Type: command/reply\nReply-Text: {text}\n\n".encode()


def api(body: str) -> bytes:
    data = body.encode()
    return f"Content-Type: api/response\nContent-Length: {len(data)}\n\n".encode() + data


def event(body: bytes, kind: str = "text/event-plain") -> bytes:
    return f"Content-Length: {len(body)}\nContent-Type: {kind}\n\n".encode() + body


class Guest:
    """One connection as the server sees it."""

    def __init__(self, sock: Any) -> None:
        self._sock, self._left = sock, b""

    def say(self, data: bytes) -> None:
        self._sock.sendall(data)

    def command(self) -> str:
        """The next whole command; EOFError when the client has gone."""
        while b"\n\n" not in self._left:
            data = self._sock.recv(65536)
            if not data:
                raise EOFError
            self._left += data
        command, _, self._left = self._left.partition(b"\n\n")
        return command.decode()

    def greet(self) -> str:
        """Let the client in; gives the password it said."""
        self.say(GREETING)
        said = self.command()
        self.say(ACCEPTED)
        return said.removeprefix("auth ")


class Scripted:
    """`script(guest)` is run for each connection, then the connection is closed. An error of it is kept in `errors`."""

    def __init__(self, script: Callable[[Guest], Any]) -> None:
        self._script = script
        self.errors: list[BaseException] = []
        self.guests = 0
        self._server = StreamServer(("127.0.0.1", 0), self._serve)

    def _serve(self, sock: Any, _address: object) -> None:
        self.guests += 1
        try:
            self._script(Guest(sock))
        except (EOFError, OSError, gevent.GreenletExit):
            pass
        except Exception as error:  # noqa: BLE001 - told when the test ends
            self.errors.append(error)

    @property
    def port(self) -> int:
        return int(self._server.server_port or 0)

    def start(self) -> "Scripted":
        self._server.start()
        return self

    def stop(self) -> None:
        self._server.stop(timeout=1)


@contextmanager
def serving(script: Callable[[Guest], Any]) -> Iterator[Scripted]:
    """A server for the time of a test; an error of the script fails the test."""
    server = Scripted(script).start()
    try:
        yield server
    finally:
        server.stop()
        assert server.errors == []


def wait(signal: Signal, why: str) -> None:
    assert signal.wait(SECONDS), f"not within {SECONDS} s: {why}"


def until(true: Callable[[], Any], why: str) -> None:
    """Let other greenlets work until something holds."""
    with gevent.Timeout(SECONDS, AssertionError(f"not within {SECONDS} s: {why}")):
        while not true():
            gevent.sleep(0.001)
