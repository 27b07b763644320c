"""The HTTP speech engine against a service on loopback, which answers as services do."""

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from hotline.outside import engines
from hotline.ports import GatewayError
from tests.hotline.outside.wavs import tone, wav

pytestmark = pytest.mark.wire
WAV = wav(tone(0.1))


class Service(http.server.BaseHTTPRequestHandler):
    """`/say` answers; `/<code>` refuses with the code; the others misbehave."""

    heard: list[object]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.path, self.headers["Content-Type"], json.loads(body)))
        code = int(self.path[1:]) if self.path[1:].isdigit() else 200
        self.send_response(code)
        if self.path == "/short":
            self.send_header("Content-Length", str(len(WAV)))
        self.end_headers()
        if self.path == "/drop":
            return
        self.wfile.write(WAV[:50] if self.path == "/short" else WAV)

    def log_message(self, *words: object) -> None:
        """Nothing is logged."""


@pytest.fixture
def service() -> Iterator[tuple[str, list[Any]]]:
    heard: list[Any] = []
    handler = type("Heard", (Service,), {"heard": heard})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", heard
        server.shutdown()
        thread.join()


def refused(url: str, seconds: float = 5) -> tuple[str, bool]:
    with pytest.raises(GatewayError) as error:
        engines.Http(url, seconds).wav("您好")
    return str(error.value), error.value.permanent


def test_a_text_is_posted_and_a_wav_comes_back(service: tuple[str, list[Any]]) -> None:
    url, heard = service
    assert engines.Http(f"{url}/say", 5).wav("您好") == WAV
    assert heard == [("/say", "application/json", {"text": "您好"})]


@pytest.mark.parametrize(
    ("code", "permanent"),
    [(400, True), (404, True), (413, True), (408, False), (429, False), (500, False), (503, False)],
)
def test_the_service_refuses(service: tuple[str, list[Any]], code: int, permanent: bool) -> None:
    assert refused(f"{service[0]}/{code}") == (f"the speech service answered {code}", permanent)


def test_the_service_ends_in_the_middle(service: tuple[str, list[Any]]) -> None:
    assert refused(f"{service[0]}/short") == ("the speech service ended in the middle", False)


def test_more_than_a_wav_can_have(service: tuple[str, list[Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BYTES_MOST", 100)
    assert refused(f"{service[0]}/say") == ("the speech service sent more than a wav of a text can have", True)


def test_the_service_takes_its_time(service: tuple[str, list[Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    hours = iter(range(0, 36000, 3600))
    monkeypatch.setattr(engines, "monotonic", lambda: next(hours))
    assert refused(f"{service[0]}/say") == ("the speech service did not end in time", False)


def test_nobody_is_there() -> None:
    told, permanent = refused("http://127.0.0.1:1/say", 0.5)
    assert (told.startswith("the speech service: "), permanent) == (True, False)
