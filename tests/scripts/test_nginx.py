"""The servers of docs/deploy.md in a real nginx: it takes them, and requests bring the browser's own address."""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scripts.py.pace import patient

pytestmark = pytest.mark.wire
ROOT = Path(__file__).resolve().parents[2]
SERVERS = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8"), re.DOTALL)
STAFF, CITIZENS = "hotline.court.example", "12368.court.example"


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was asked, and from whom."""

    def do_GET(self) -> None:
        told = f"{self.path}|{self.headers['Host']}|{self.headers['X-Forwarded-For']}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        pass


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """The port of both servers, told apart by their names, and nginx's folder."""
    if shutil.which("nginx") is None or shutil.which("openssl") is None:
        pytest.skip("no nginx or no openssl on this machine (apt install nginx-light openssl)")
    folder, behind = tmp_path_factory.mktemp("nginx"), ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={STAFF}",
         "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    port = free_port()
    text = "\n".join(SERVERS).replace("listen 443", f"listen 127.0.0.1:{port}").replace("10.0.0.0/8", "127.0.0.1/32")
    text = re.sub(r"ssl_certificate_key +\S+;", f"ssl_certificate_key {folder}/key.pem;", text)
    text = re.sub(r"ssl_certificate +\S+;", f"ssl_certificate {folder}/certificate.pem;", text)
    text = re.sub(r"127\.0\.0\.1:836[89]", f"127.0.0.1:{behind.server_address[1]}", text)
    places = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log {folder}/access.log;\n{places}{text}}}\n", encoding="utf-8",
    )  # fmt: skip
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    running = subprocess.Popen(command)
    try:
        until = time.monotonic() + patient(10)
        while socket.socket().connect_ex(("127.0.0.1", port)) != 0:
            assert time.monotonic() < until, (folder / "error.log").read_text()
        yield port, folder
    finally:
        running.terminate()
        running.wait()
        behind.shutdown()


def asked(port: int, host: str, path: str) -> str:
    """What the program behind was asked; the browser claims another address."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    wire = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=patient(10))
    wire.request("GET", path, headers={"Host": host, "X-Forwarded-For": "203.0.113.9"})
    answer = wire.getresponse()
    assert answer.status == 200
    return answer.read().decode()


@pytest.mark.parametrize("host", [STAFF, CITIZENS])
@pytest.mark.parametrize("path", ["/", "/live", "/wall/secret-key", "/tickets?x=1"])
def test_a_request_comes_through_and_a_claimed_address_does_not(front: tuple[int, Path], host: str, path: str) -> None:
    assert asked(front[0], host, path) == f"{path}|{host}|127.0.0.1"


def test_the_key_of_a_wallboard_is_in_no_log(front: tuple[int, Path]) -> None:
    asked(front[0], STAFF, "/wall/another-key")
    asked(front[0], STAFF, "/tickets?seen=1")
    until = time.monotonic() + patient(10)
    while "seen=1" not in (written := (front[1] / "access.log").read_text()):
        assert time.monotonic() < until
    assert "another-key" not in written
