"""The stand-in switch over a real socket, with a client of our own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import gevent
import pytest
from gevent import socket as green

from freeswitch.simulator.callers import Caller
from freeswitch.simulator.core import Switch
from freeswitch.simulator.events import Event
from freeswitch.simulator.server import Server

from .reading import read_plain
from .switch_bench import sounds

pytestmark = pytest.mark.wire

ROOT = Path(__file__).parents[2]


class Client:
    """Speaks the event socket; what comes is a pair of headers and body."""

    def __init__(self, port: int) -> None:
        self._socket = green.create_connection(("127.0.0.1", port), timeout=10)
        self._file = self._socket.makefile("rb")

    def read(self) -> tuple[dict[str, str], bytes]:
        headers: dict[str, str] = {}
        while (line := self._file.readline()) != b"\n":
            if not line:
                raise EOFError
            key, _, value = line.decode().rstrip("\n").partition(": ")
            headers[key] = value
        return headers, self._file.read(int(headers.get("Content-Length", 0)))

    def send(self, text: str) -> None:
        self._socket.sendall(text.encode())

    def ask(self, text: str) -> str:
        self.send(text + "\n\n")
        while True:
            headers, body = self.read()
            if headers["Content-Type"] == "command/reply":
                return headers["Reply-Text"]
            if headers["Content-Type"] == "api/response":
                return body.decode()

    def event(self, name: str) -> Event:
        while True:
            headers, body = self.read()
            if headers["Content-Type"] == "text/event-plain" and (event := read_plain(body)).name == name:
                return event

    def greet(self) -> Client:
        assert self.read() == ({"Content-Type": "auth/request"}, b"")
        assert self.ask("auth ClueCon") == "+OK accepted"
        return self

    def close(self) -> None:
        self._file.close()
        self._socket.close()


@pytest.fixture
def server() -> Iterator[Server]:
    switch = Switch(numbers={"12368": {"ts_profile": "court"}}, sounds=sounds)
    running = Server(switch, port=0, password="ClueCon")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    made = Client(server.port).greet()
    yield made
    made.close()


def test_a_wrong_password_is_shown_the_door(server: Server) -> None:
    client = Client(server.port)
    client.read()
    assert client.ask("auth wrong") == "-ERR invalid"
    assert client.read() == (
        {"Content-Type": "text/disconnect-notice", "Content-Length": "67"},
        b"Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n",
    )
    with pytest.raises(EOFError):
        client.read()
    client.close()


def test_exit_says_goodbye(client: Client) -> None:
    assert client.ask("exit") == "+OK bye"
    assert client.read()[0]["Content-Type"] == "text/disconnect-notice"


def test_nothing_is_answered_before_the_password(server: Server) -> None:
    client = Client(server.port)
    client.read()
    assert client.ask("api status") == "-ERR command not found"
    assert client.ask("auth ClueCon") == "+OK accepted"
    client.close()


def test_commands_come_in_pieces_and_in_heaps(client: Client) -> None:
    for piece in ("api ec", "ho 好", "\n", "\napi echo b\n\n"):
        client.send(piece)
    assert [client.read()[1].decode() for _ in range(2)] == ["好", "b"]


def test_a_body_is_counted_in_bytes(client: Client, server: Server) -> None:
    uuid = server.switch.call_in(Caller("138"), 1.0)
    body = "note=好\n\nnext"
    size = len(body.encode())
    text = f"sendmsg {uuid}\ncall-command: execute\nexecute-app-name: set\ncontent-length: {size}\n\n{body}"
    client.send(text + "api echo after\n\n")
    assert client.read()[0]["Reply-Text"] == "+OK"
    assert client.read()[1] == b"after"
    assert client.ask(f"api uuid_getvar {uuid} note") == "好\n\nnext"


def test_each_listener_hears_what_it_asked_for(client: Client, server: Server) -> None:
    other = Client(server.port).greet()
    assert client.ask("event plain CHANNEL_CREATE BACKGROUND_JOB CUSTOM sofia::register") == (
        "+OK event listener enabled plain"
    )
    assert other.ask("events plain ALL") == "+OK event listener enabled plain"
    assert other.ask("nixevent CHANNEL_CREATE") == "+OK events nixed"
    assert other.ask("filter Event-Name CHANNEL_PARK") == "+OK filter added. [Event-Name]=[CHANNEL_PARK]"
    server.switch.call_in(Caller("138", "x%0AUnique-ID: evil2"), 1.0)
    server.wake()
    created = client.event("CHANNEL_CREATE")
    assert created.get("Caller-Caller-ID-Number") == "138"
    parked = other.event("CHANNEL_PARK")
    assert parked.get("Unique-ID") == created.get("Unique-ID")
    assert client.ask("bgapi uuid_exists nope\nJob-UUID: J1") == "+OK Job-UUID: J1"
    assert client.event("BACKGROUND_JOB").body == "false"
    other.close()


def test_what_is_not_known_is_refused_politely(client: Client) -> None:
    asked = ["nonsense", "linger", "nolog", "noevents", "event plain NOSUCH", "filter x", "log 7"]
    assert [client.ask(line) for line in asked] == [
        "-ERR command not found",
        "-ERR not controlling a session",
        "-ERR not loging",
        "-ERR not listening for events",
        "-ERR no keywords supplied",
        "-ERR invalid syntax",
        "+OK log level 7 [7]",
    ]


def test_time_passes_by_itself(client: Client, server: Server) -> None:
    client.ask("event plain PLAYBACK_STOP CHANNEL_PARK")
    server.switch.at(server.switch.board.now, lambda: server.switch.call_in(Caller("138"), server.switch.board.now))
    server.wake()
    uuid = client.event("CHANNEL_PARK").get("Unique-ID")
    client.ask(f"sendmsg {uuid}\ncall-command: execute\nexecute-app-name: playback\nexecute-app-arg: x0.wav")
    assert client.event("PLAYBACK_STOP").get("Playback-Status") == "done"


def test_a_listener_that_does_not_read_is_dropped() -> None:
    switch = Switch(numbers={}, sounds=sounds)
    server = Server(switch, port=0, password="ClueCon", queue=5)
    server.start()
    client = Client(server.port).greet()
    client.ask("event plain CUSTOM x::y")
    for _ in range(600):
        switch.board.fire("CUSTOM", {"Event-Subclass": "x::y", "Pad": "x" * 65536})
    server.publish()
    with pytest.raises((EOFError, ConnectionError)):
        client.event("NEVER")
    client.close()
    server.stop()


def test_stopping_says_goodbye_to_all(server: Server) -> None:
    client = Client(server.port).greet()
    gevent.spawn(server.stop)
    assert client.read()[0]["Content-Type"] == "text/disconnect-notice"
    client.close()


def _program(*more: str) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "freeswitch.simulator", *more]
    told = os.environ | {"TINGSU_EVENT_SOCKET": "x"}
    return subprocess.Popen(line, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=told)


def test_a_taken_port_is_one_clear_sentence_in_both_languages() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        program = _program("--port", str(port))
        said = program.communicate(timeout=60)[1]
    assert program.returncode == 2
    assert [said.count("\n"), f"Port {port}" in said, f"端口 {port}" in said] == [1, True, True]


def test_a_wrong_script_is_told_and_sigterm_ends_cleanly(tmp_path: Path) -> None:
    script = tmp_path / "day.yml"
    script.write_text("calls: 3")
    wrong = _program("--port", "0", "--script", str(script))
    assert (wrong.communicate(timeout=60)[1], wrong.returncode) == (f"{script}:1:8 a list is expected here\n", 2)
    right = _program("--port", "0", "--sounds", str(tmp_path), "--recordings", str(tmp_path / "rec"))
    assert right.stderr is not None
    assert "listens on 127.0.0.1:" in right.stderr.readline()
    right.terminate()
    assert right.wait(timeout=60) == 0
    right.stderr.close()


def test_a_day_begins_when_somebody_listens(tmp_path: Path) -> None:
    """However long a controller took to start, the first call comes to it and not into the fallback."""
    script = tmp_path / "day.yml"
    script.write_text('numbers: {"12368": {}}\ncalls: [{at: 0, from: "13800000000", to: "12368"}]\n')
    program = _program("--port", "0", "--script", str(script), "--sounds", str(tmp_path))
    assert program.stderr is not None
    port = int(program.stderr.readline().rpartition(":")[2])
    client = Client(port)
    client.read()
    assert client.ask("auth y") == "-ERR invalid"  # who may not listen begins nothing
    client.close()
    client = Client(port)
    client.read()
    assert client.ask("auth x") == "+OK accepted"
    client.ask("event plain CHANNEL_CREATE")
    assert client.event("CHANNEL_CREATE").get("Caller-Destination-Number") == "12368"
    client.close()
    program.terminate()
    assert program.wait(timeout=60) == 0
    program.stderr.close()
