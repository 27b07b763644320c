"""The web as a program: it says why it cannot begin, and gives news over the wire."""

import http.client
import json
import socket
import subprocess
import sys

import pytest

from hotline import clock
from scripts.py.pace import patient
from tests.builders import PASSWORD
from tests.there import found, there

pytestmark = pytest.mark.wire


def test_a_taken_port_is_one_sentence_in_two_languages(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        words = [sys.executable, "-m", "admin_web", "--data", str(tmp_path), "--port", port]
        told = subprocess.run(words, capture_output=True, text=True, timeout=patient(30), check=False)
    assert told.returncode == 2
    assert "端口已被占用" in told.stderr
    assert "the port is taken" in told.stderr
    assert "Traceback" not in told.stderr


def test_news_come_over_the_wire_within_a_second_and_only_ones_own(server, agent, tell):
    host = server.removeprefix("http://")
    cookie = _sign_in(host)
    wire = http.client.HTTPConnection(host, timeout=patient(5))
    wire.request("GET", "/live", headers={"Cookie": cookie})
    answer = wire.getresponse()
    assert (answer.status, answer.getheader("Content-Type")) == (200, "text/event-stream; charset=utf-8")
    assert _next(answer) == {"topic": "reread", "ref": ""}
    begun = clock.seconds()
    tell("agent:999", "not mine")
    tell("calls", "not an agent's")
    tell(f"agent:{agent.id}", "call-1")
    news = _next(answer)
    while news == {"topic": "reread", "ref": ""}:  # the watcher's own beginning
        news = _next(answer)
    assert news == {"topic": f"agent:{agent.id}", "ref": "call-1"}
    assert clock.seconds() - begun < patient(1.0)
    wire.close()


def _sign_in(host):
    wire = http.client.HTTPConnection(host, timeout=patient(5))
    wire.request("GET", "/login")
    answer = wire.getresponse()
    token = found(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    form = f"login=agent&password={PASSWORD}&csrf_token={token}"
    cookie = there(answer.getheader("Set-Cookie")).split(";")[0]
    given = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    wire.request("POST", "/login", body=form, headers=given)
    answer = wire.getresponse()
    answer.read()
    wire.close()
    given_back = answer.headers.get_all("Set-Cookie") or []
    return next(one.split(";")[0] for one in given_back if one.startswith("tingsu="))


def _next(answer):
    while True:
        line = answer.readline().decode().strip()
        if line.startswith("data: "):
            return json.loads(line[6:])
