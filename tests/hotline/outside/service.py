"""Another organisation's machine on loopback: it answers what a test tells it to, or misbehaves."""

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Misbehave = Callable[["Handler"], None]


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers with `(status, value)`: bytes as they are, anything else as JSON; or lets a function misbehave."""

    protocol_version = "HTTP/1.1"
    machine: "Machine"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.machine.heard.append((self.path, dict(self.headers), json.loads(body)))
        answer = self.machine.answers.get(self.path, self.machine.answers.get("*", (404, {})))
        self.close_connection = True
        if callable(answer):
            answer(self)
            return
        status, value = answer
        sent = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
        self.begin(status, len(sent))
        self.wfile.write(sent)

    def begin(self, status: int, length: int, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Nothing is logged."""


class Machine:
    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, str], Any]] = []
        self.answers: dict[str, Any] = {}
        self.over = threading.Event()  # set when the test ends: whoever waits goes on
        self.url = ""

    @property
    def asked(self) -> list[tuple[str, Any]]:
        return [(path, value) for path, _headers, value in self.heard]


def silent(handler: Handler) -> None:
    """Says nothing until the test is over."""
    handler.machine.over.wait(20)


def drop(handler: Handler) -> None:
    """Hangs up without a word."""
    handler.connection.close()


def half(handler: Handler) -> None:
    """Promises more than it sends."""
    handler.begin(200, 1000)
    handler.wfile.write(b'{"id": "1"')


def drip(handler: Handler) -> None:
    """One sign after the other, for ever."""
    handler.begin(200, 10**6)
    while not handler.machine.over.wait(0.02):
        try:
            handler.wfile.write(b" ")
        except OSError:
            return


def huge(handler: Handler) -> None:
    """More than anybody wants to read."""
    handler.begin(200, 50 * 1024 * 1024)
    try:
        for _ in range(50):
            handler.wfile.write(b" " * 1024 * 1024)
    except OSError:
        return


def elsewhere(handler: Handler) -> None:
    """Sends whoever asks to another address."""
    handler.begin(307, 0, Location="/other")


@contextmanager
def machine() -> Iterator[Machine]:
    made = Machine()
    handler = type("Its", (Handler,), {"machine": made})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up is meant to
        made.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield made
        made.over.set()
        server.shutdown()
        thread.join()
