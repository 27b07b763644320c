"""Who is slow is cut off and nobody else; TLS, its headers and cookies; nothing beyond this machine in the clear."""

import logging
import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gevent
import pytest
from flask import Flask, Response
from gevent.pywsgi import WSGIServer

from admin_web.app import create_app
from admin_web.connections import StaffHandler
from hotline.settings import SettingsError, load
from hotline.settings.served import ServedSettings, TlsSettings
from public_web.app import create_app as create_public_app
from scripts.py.pace import patient
from tests.builders import NOW, PASSWORD, new_person
from web_kit import serving

pytestmark = pytest.mark.wire
log = logging.getLogger("test_serving")
HERE = ServedSettings(port=1).model_copy(update={"port": 0})


class Patient(serving.PatientHandler):
    """For what must not hang on a machine's speed."""

    header_seconds = whole_seconds = float(patient(20))


class Quick(serving.PatientHandler):
    header_seconds = 0.2
    whole_seconds = 0.2
    endless = frozenset({"/live"})


@pytest.fixture
def pages() -> Flask:
    app = Flask("pages")
    app.add_url_rule("/", "home", lambda: "home")

    def slowly() -> Any:
        yield "begin "
        gevent.sleep(0.6)  # three times as long as a request may take
        yield "end"

    app.add_url_rule("/live", "live", lambda: Response(slowly()))
    app.add_url_rule("/long", "long", lambda: Response(slowly()))
    return app


@pytest.fixture
def begun(pages: Flask) -> Iterator[WSGIServer]:
    made = serving.server(pages, HERE, log, at_once=50, handler=Quick)
    made.start()
    yield made
    made.stop(timeout=1)


def told(server: WSGIServer, sent: bytes) -> bytes:
    """Everything that the server answers until it closes the connection, asked in a thread beside it."""

    def ask() -> bytes:
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=patient(20)) as wire:
            wire.sendall(sent)
            parts = []
            while part := wire.recv(65536):
                parts.append(part)
            return b"".join(parts)

    return bytes(gevent.get_hub().threadpool.apply(ask))


@pytest.mark.parametrize("half", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX-Half: "])
def test_half_a_request_is_cut_off(begun: WSGIServer, half: bytes) -> None:
    assert told(begun, half) == b""


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked", b"Content-Length: 0\r\nContent-Length: 40",
        b"Content-Length: 40\r\ncontent-length: 40", b"Content-Length: +4", b"Content-Length: -4",
        b"Content-Length: 4, 4", b"Content-Length: 0x4", b"Transfer-Encoding : chunked", b"Transfer-Encoding: xchunked",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", b"Transfer-Encoding: gzip, chunked",
        b"Host: other", b"Content Length: 4", b"no header", b"From a\r\nContent-Length: 4", b": 4",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", [b"GET", b"POST"])
def test_a_request_that_a_proxy_may_read_otherwise_ends_the_connection(
    begun: WSGIServer, method: bytes, headers: bytes
) -> None:
    """What follows is not taken for a request of its own."""
    answer = told(
        begun, method + b" / HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"
    )
    assert (answer.count(b"HTTP/1.1 "), answer.startswith(b"HTTP/1.1 400 ")) == (1, True)


def test_plain_requests_are_read_as_they_are(begun: WSGIServer) -> None:
    close = b"Host: x\r\nConnection: close\r\n"
    for sent in (b"Content-Length: 2\r\n\r\nab", b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", b"\r\n"):
        assert told(begun, b"GET / HTTP/1.1\r\n" + close + sent).endswith(b"home")


@pytest.mark.parametrize(
    "kind",
    [
        b"application/x-www-form-urlencoded", b"application/json", b"text/plain; charset=utf-8", b"message/rfc822",
        b"multipart/form-data; boundary=----WebKitFormBoundaryA1b2", b'multipart/mixed; boundary="a b"',
        b"multipart/form-data",
        b"application/octet-stream", b"nonsense", b"",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "end", [b"Content-Length: 2\r\n\r\nab", b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"]
)
def test_a_form_of_any_kind_is_read(begun: WSGIServer, kind: bytes, end: bytes) -> None:
    sent = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: " + kind + b"\r\n" + end
    assert told(begun, sent).startswith(b"HTTP/1.1 405 ")


def test_a_request_whose_answer_lasts_too_long_ends_and_the_stream_does_not(begun: WSGIServer) -> None:
    ask = b"GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert b"end" not in told(begun, ask % b"/long")
    assert b"end" in told(begun, ask % b"/live")


def test_the_staffs_stream_is_the_only_endless_one() -> None:
    assert (set(StaffHandler.endless), StaffHandler.header_seconds) == ({"/live"}, 30.0)


def test_connections_are_bounded(pages: Flask) -> None:
    assert getattr(serving.server(pages, HERE, log, at_once=7, handler=Quick).pool, "size", None) == 7


def test_it_speaks_tls_with_its_own_certificate(pages: Flask, tmp_path: Path) -> None:
    cert, key = tmp_path / "c.pem", tmp_path / "k.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*words, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
    served = HERE.model_copy(update={"tls": TlsSettings(cert=cert, key=key)})
    made = serving.server(pages, served, log, at_once=5, handler=Patient)
    made.start()

    def ask() -> bytes:
        context = ssl.create_default_context(cafile=str(cert))
        with (
            socket.create_connection(("127.0.0.1", made.server_port), timeout=patient(20)) as wire,
            context.wrap_socket(wire, server_hostname="localhost") as safe,
        ):
            safe.sendall(b"GET / HTTP/1.0\r\n\r\n")
            parts = []
            while part := safe.recv(65536):
                parts.append(part)
            return b"".join(parts)

    assert gevent.get_hub().threadpool.apply(ask).endswith(b"home")
    made.stop(timeout=1)


def test_half_a_handshake_is_cut_off(pages: Flask, tmp_path: Path) -> None:
    test_it_speaks_tls_with_its_own_certificate(pages, tmp_path)  # makes the certificate
    served = HERE.model_copy(update={"tls": TlsSettings(cert=tmp_path / "c.pem", key=tmp_path / "k.pem")})
    made = serving.server(pages, served, log, at_once=5, handler=Quick)
    made.start()
    assert told(made, b"\x16\x03\x01") == b""
    made.stop(timeout=1)


BEHIND = {"behind_https": True, "proxies": ["10.0.0.1/32"]}


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({}, False), ({"host": "localhost"}, False), ({"host": "0.0.0.0"}, True), ({"host": ""}, True),
        ({"host": "192.168.1.5"}, True), ({"host": "192.168.1.5", "insecure": True}, False),
        ({"host": "0.0.0.0", **BEHIND}, False), ({"host": "::", "tls": {"cert": __file__, "key": __file__}}, False),
    ],
)  # fmt: skip
def test_nothing_is_said_beyond_this_machine_in_the_clear(given: dict[str, Any], refused: bool) -> None:
    chosen = load(web=given, public=given)
    for name, served in (("web", chosen.web), ("public", chosen.public)):
        said = served.refusal(name)
        assert (said is not None) is refused
        assert said is None or (f"{name}.insecure: true" in said and "明文" in said)


def test_a_certificate_that_is_not_there_is_told_by_its_file() -> None:
    said = load(web={"tls": {"cert": "/nowhere/c.pem", "key": "/nowhere/k.pem"}}).web.refusal("web")
    assert said == "web.tls：没有文件 /nowhere/c.pem / there is no file /nowhere/c.pem"


@pytest.mark.parametrize("given", [{"behind_https": True}, {**BEHIND, "tls": {"cert": "c", "key": "k"}}])
def test_settings_that_cannot_be(given: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=r"web: .* / "):
        load(web=given)


def _app(tmp_path: Path, made: Any, **given: Any) -> Any:
    (tmp_path / "flows").mkdir(exist_ok=True)
    app = made(load(data=tmp_path, flows=tmp_path / "flows", stand_in=True, **given), now=lambda: NOW)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_over_https_the_cookies_are_the_hosts_own_and_browsers_stay(db: Any, tmp_path: Path) -> None:
    new_person(login="agent")
    browser = _app(tmp_path, create_app, web=BEHIND).test_client()
    answer = browser.post("/login", data={"login": "agent", "password": PASSWORD}, base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookies = answer.headers.getlist("Set-Cookie")
    assert sorted(cookie.split("=")[0] for cookie in cookies) == ["__Host-tingsu", "__Host-tingsu_known"]
    for cookie in cookies:
        assert ("Secure" in cookie, "Path=/" in cookie, "Domain" in cookie, "HttpOnly" in cookie) == (
            True, True, False, True,
        )  # fmt: skip


def test_in_the_clear_nothing_is_promised(db: Any, tmp_path: Path) -> None:
    for made in (create_app, create_public_app):
        answer = _app(tmp_path, made).test_client().get("/login")
        assert "Strict-Transport-Security" not in answer.headers
    answer = _app(tmp_path, create_public_app, public=BEHIND).test_client().get("/")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_log_of_requests_says_who_and_what_and_no_number(
    db: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    new_person(login="agent")
    browser = _app(tmp_path, create_app, web={"proxies": ["127.0.0.1/32"]}).test_client()
    at = {"X-Forwarded-For": "203.0.113.9"}
    with caplog.at_level(logging.INFO, "admin_web.access"):
        browser.post("/login", data={"login": "agent", "password": PASSWORD}, headers=at)
        browser.get("/calls?tail=13800001234", headers=at)
        browser.get("/static/style.css", headers=at)
    lines = [re.sub(r"\d+ ms$", "n ms", record.getMessage()) for record in caplog.records if "access" in record.name]
    assert lines == ["203.0.113.9 - POST login.page 303 n ms", "203.0.113.9 agent GET calls.page 200 n ms"]
