"""Keeps programs running: starts them in order, starts again what dies and says so, stops all of them together."""

import ctypes
import json
import os
import signal
import ssl
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

LOOK_SECONDS = 0.2
UP_SECONDS = 60.0  # how long the parts may take until all of them are well
STOP_SECONDS = 12.0
OWN = ssl._create_unverified_context()  # noqa: S323 - our own address, whatever name its certificate has
CANNOT = 2  # a program's exit code for "it makes no sense to try again"
_PR_SET_PDEATHSIG = 1  # Linux
Say = Callable[[str, str], Any]


@dataclass
class Program:
    name: str
    label: str
    command: list[str]
    told: dict[str, str] = field(default_factory=dict)  # secrets, in its environment: command lines are read by all
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    again_at: float = 0.0
    wait: float = field(default=1.0)


class Keeper:
    def __init__(self, logs: Path, say: Say) -> None:
        self._logs, self._say = logs, say
        self._programs: list[Program] = []
        self._stop = threading.Event()

    def add(self, program: Program) -> None:
        self._programs.append(program)

    def run(self, welcome: Callable[[], Any], health: str) -> int:
        """Until Ctrl-C or SIGTERM; 2 when a program cannot run at all."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: self._stop.set())
        self._logs.mkdir(parents=True, exist_ok=True)
        code = 0
        try:
            for program in self._programs:
                self._start(program)
            code = self._watch(welcome, health)
        finally:
            self._end()
        return code

    def _watch(self, welcome: Callable[[], Any], health: str) -> int:
        until, greeted, told = time.monotonic() + UP_SECONDS, False, False
        while not self._stop.wait(LOOK_SECONDS):
            for program in self._programs:
                if (hopeless := self._look(program)) is not None:
                    return hopeless
            if not greeted and is_well(health):
                greeted = True
                welcome()
            elif not greeted and not told and time.monotonic() > until:
                told = True
                self._say(f"还有部分未就绪，日志在 {self._logs}", f"not all parts are up; see the logs in {self._logs}")
        return 0

    def _start(self, program: Program) -> None:
        with self._log(program) as out:
            program.process = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=_end_with_us,
                env=os.environ | program.told,
            )
        program.begun = time.monotonic()

    def _log(self, program: Program) -> IO[bytes]:
        """Where its lines go; nowhere if the file cannot be opened, so that a full disk keeps nobody from starting."""
        try:
            return (self._logs / f"{program.name}.log").open("ab")
        except OSError as error:
            self._say(f"{program.label}的日志无法写入：{error}", f"no log of {program.name} can be written: {error}")
            return Path(os.devnull).open("ab")

    def _look(self, program: Program) -> int | None:
        """Start again what has died, a little later each time; gives an exit code when there is no sense in it."""
        if program.process is None:
            if time.monotonic() >= program.again_at:
                self._start(program)
            return None
        code = program.process.poll()
        if code is None:
            return None
        if code == CANNOT:
            self._say(
                f"{program.label}不能运行：{self._last(program)}", f"{program.name} cannot run, see the line above"
            )
            return CANNOT
        lived = time.monotonic() - program.begun
        program.wait = 1.0 if lived > 30 else min(30.0, program.wait * 2)
        program.process, program.again_at = None, time.monotonic() + program.wait
        self._say(
            f"{program.label}已退出（{code}），{program.wait:.0f} 秒后重新启动",
            f"{program.name} has ended ({code}); it is started again in {program.wait:.0f} s",
        )
        return None

    def _last(self, program: Program) -> str:
        lines = (self._logs / f"{program.name}.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[-1] if lines else ""

    def _end(self) -> None:
        """Web first, the switch last: nobody is left talking to a part that is gone."""
        self._say("正在停止 …", "stopping …")
        for program in reversed(self._programs):
            if program.process is None or program.process.poll() is not None:
                continue
            program.process.terminate()
            try:
                program.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                program.process.kill()
                program.process.wait()


def _end_with_us() -> None:
    """In the program that is about to start: it is told to end when the keeper is killed, and leaves no port taken."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def is_well(health: str) -> bool:
    """Whether `/healthz` says that all parts are well."""
    try:
        with urllib.request.urlopen(health, timeout=1, context=OWN) as answer:  # noqa: S310 - our own address
            return bool(json.load(answer)["ok"])
    except (OSError, ValueError, KeyError):
        return False
