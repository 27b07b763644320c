"""The controller's program before an event socket that does not accept its password: said once, tried again, found."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gevent
import pytest
import yaml

from freeswitch.simulator.core import Switch
from freeswitch.simulator.server import Server
from hotline import clock, rows
from hotline.store.health import LAG, parts
from hotline.words import Part
from scripts.py.pace import patient

pytestmark = pytest.mark.wire
ROOT = Path(__file__).resolve().parents[2]


def until(what: Callable[[], Any], why: str, seconds: float = 20.0) -> Any:
    end = time.monotonic() + patient(seconds)
    while time.monotonic() < end:
        if value := what():
            return value
        gevent.sleep(0.05)
    raise AssertionError(f"not within {patient(seconds):.0f} s: {why}")


class Door(Server):
    """An event socket that counts who knocks."""

    knocks = 0

    def _serve(self, wire: Any, address: object) -> None:
        self.knocks += 1
        super()._serve(wire, address)


def serving(port: int, password: str) -> Door:
    made = Door(Switch(numbers={}, sounds=lambda path: 1.0), port=port, password=password)
    made.start()
    return made


def beat() -> dict[str, Any]:
    row = rows.Heartbeat.get_or_none(rows.Heartbeat.part == Part.CONTROLLER.value)
    return dict(row.state) if row is not None else {}


@pytest.fixture
def controller(db: Any, database_url: str, tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """`controller(port)` starts the program; its log is given back."""
    running: list[subprocess.Popen[bytes]] = []

    def start(port: int) -> Path:
        values = {
            "data": str(tmp_path / "data"),
            "database": database_url,
            "switch": {"port": port, "password": "right"},
        }
        (tmp_path / "settings.yml").write_text(yaml.safe_dump(values), encoding="utf-8")
        log = tmp_path / "controller.log"
        with log.open("wb") as out:
            command = [sys.executable, "-m", "controller", "--settings", str(tmp_path / "settings.yml")]
            running.append(subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out))
        return log

    yield start
    for process in running:
        process.terminate()
        assert process.wait(patient(15)) == 0


def told(log: Path, event: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line["event"] == event]


def test_said_once_seen_on_healthz_and_over_when_the_password_is_right(controller: Callable[[int], Path]) -> None:
    wrong = serving(0, "wrong")
    port = wrong.port
    log = controller(port)
    until(lambda: beat().get("trouble"), "the heartbeat names the trouble")
    assert (beat()["trouble"], beat()["connected"]) == ("the event socket does not accept the password", False)
    states = parts(now=clock.now())
    assert (states[Part.SWITCH], states[Part.CONTROLLER]) == ("lost", "ok")
    until(lambda: wrong.knocks >= 4, "it tries again and again")
    said = told(log, "switch_not_reached")
    assert [(one["level"], one["why"]) for one in said] == [("error", "the event socket does not accept the password")]
    assert told(log, "event_socket_lost") == []  # a line that never stood is not lost
    wrong.stop()

    right = serving(port, "right")
    until(lambda: beat().get("connected"), "it connects")
    until(lambda: parts(now=clock.now())[Part.SWITCH] == "ok", "healthz says so")
    assert beat()[LAG] >= 0.0
    assert (beat()["trouble"], len(told(log, "switch_connected"))) == ("", 1)
    right.stop()


def test_settings_that_cannot_be_used_end_the_program_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "settings.yml"
    file.write_text("switch: {pasword: x}", encoding="utf-8")
    for module in ("controller", "hotline.jobs", "admin_web"):
        command = [sys.executable, "-m", module, "--settings", str(file)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=patient(30), check=False)
        assert (ended.returncode, "Traceback" in ended.stderr) == (2, False), ended.stderr
        assert f"{file}:1:10: switch.pasword: 没有这一项 / there is no such word here" in ended.stderr
