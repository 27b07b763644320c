"""The whole hotline as `scripts/run` starts it: its words, its programs, its end. Used by the tests of the main job."""

import json
import os
import queue
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from scripts.py.pace import patient

PATIENT = 900  # seconds that a caller waits and a telephone rings, for however slow a test
QUIET_DAY = """
numbers: {}
telephones: {}
"""
ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def short_sounds(folder: Path, seconds: float = 0.4) -> Path:
    """A silent file for each prompt; music lasts longer."""
    folder.mkdir()
    text = (ROOT / "sounds/zh/prompts.yml").read_text(encoding="utf-8")
    (folder / "prompts.yml").write_text(text, encoding="utf-8")
    for name in yaml.safe_load(text):
        with wave.open(str(folder / f"{name}.wav"), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(bytes(16000 * 30 if name.startswith("music") else int(seconds * 16000)))
    return folder


class Hotline:
    """`scripts/run` on the stand-in in a folder of its own; each word it says can be waited for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.port, self.switch_port = free_port(), free_port()
        self.file = folder / "settings.yml"
        self.settings: dict[str, Any] = {"sounds": str(short_sounds(folder / "sounds"))}
        self.settings["switch"] = {"port": self.switch_port}
        self.settings["public"] = {"port": free_port()}
        self.said: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *words: str) -> list[str]:
        self.file.write_text(yaml.safe_dump(self.settings), encoding="utf-8")
        fixed = [
            "--switch",
            "stand-in",
            "--data",
            str(self.data),
            "--port",
            str(self.port),
            "--settings",
            str(self.file),
            "--no-history",
        ]
        return [sys.executable, "-m", "scripts.py.run", *fixed, *words]

    def start(self, *words: str) -> None:
        self.said, self._lines = [], queue.Queue()
        self.process = subprocess.Popen(
            self.command(*words), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        threading.Thread(target=self._read, args=(self.process, self._lines), daemon=True).start()

    def prepare(self) -> str:
        """A first start makes the house and gives its password; from then on callers wait for the A position, and
        telephones ring, for as long as a test takes."""
        (self.folder / "quiet.yml").write_text(QUIET_DAY, encoding="utf-8")
        self.start("--day", str(self.folder / "quiet.yml"))
        self.hears("agent1")
        password = self.said[-1].split()[1]
        self.hears("Ctrl-C")
        assert self.stop() == 0
        ladder = json.dumps([{"whom": "A", "seconds": PATIENT, "skip": False}])
        with sqlite3.connect(self.data / "tingsu.db") as rows:
            rows.execute("UPDATE line SET ring_seconds = ?, ladder = ?", (PATIENT, ladder))
        rows.close()
        return password

    @staticmethod
    def _read(process: Any, lines: "queue.Queue[str | None]") -> None:
        with process.stdout as words:
            for line in words:
                lines.put(line.rstrip())
        lines.put(None)

    def hears(self, word: str, seconds: float = 30.0) -> str:
        """The next line that holds `word`."""
        until = time.monotonic() + patient(seconds)
        while True:
            try:
                line = self._lines.get(timeout=max(0.01, until - time.monotonic()))
            except queue.Empty:
                raise AssertionError(
                    f"not within {patient(seconds):.0f} s: {word}; said: {self.said}{self.logs()}"
                ) from None
            assert line is not None, f"it ended without saying {word}: {self.said}"
            self.said.append(line)
            if word in line:
                return line

    def fails(self, *words: str) -> str:
        """It cannot start: code 2, and what it said."""
        told = subprocess.run(
            self.command(*words), cwd=ROOT, capture_output=True, text=True, timeout=patient(60), check=False
        )
        assert (told.returncode, "Traceback" in told.stderr + told.stdout) == (2, False), told
        return told.stderr

    def health(self) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=patient(2)) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))

    def logs(self) -> str:
        return "".join(f"\n--- {file.name}\n{file.read_text()[-1500:]}" for file in sorted(self.data.glob("log/*.log")))

    def programs(self) -> dict[str, int]:
        """The process of each part."""
        assert self.process is not None
        modules = {
            "freeswitch.simulator": "switch",
            "controller": "controller",
            "hotline.jobs": "jobs",
            "admin_web": "web",
            "public_web": "public",
        }
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                words = (folder / "cmdline").read_text().split("\0")
            except (OSError, ValueError):
                continue
            named = words[words.index("-m") + 1] if "-m" in words else ""
            if parent == self.process.pid and named in modules:  # one that is being made has its parent's words
                found[modules[named]] = int(folder.name)
        return found

    def stop(self, how: int = signal.SIGINT) -> int:
        """The exit code; afterwards none of its programs runs."""
        assert self.process is not None
        pids = self.programs().values()
        self.process.send_signal(how)
        code = self.process.wait(patient(30))
        until_true(lambda: not [pid for pid in pids if _lives(pid)], 10, "all programs have ended")
        return code

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.stop(signal.SIGTERM)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until_true(what: Callable[[], Any], seconds: float, why: str) -> Any:
    """The first true value of `what`."""
    until, pause = time.monotonic() + patient(seconds), threading.Event()
    while time.monotonic() < until:
        if value := what():
            return value
        pause.wait(0.05)
    raise AssertionError(f"not within {patient(seconds):.0f} s: {why}")
