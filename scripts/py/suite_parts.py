"""One part of the tests as a program: its words come line by line under its name, its cases from pytest's own file."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO
from xml.etree import ElementTree  # the file is pytest's, made a moment ago


@dataclass(frozen=True, slots=True)
class Part:
    """`command`: a program of the environment and its words. `counted`: a run of pytest whose cases are counted.
    `spread`: how it is spread over workers. `again`: what fails is repeated once, without them. `gives_way`: to what
    waits in real time."""

    name: str
    command: tuple[str, ...]
    counted: bool = False
    spread: tuple[str, ...] = ()
    again: bool = False
    gives_way: bool = False
    postgresql: bool = False
    environment: tuple[tuple[str, str], ...] = ()

    def within(self, **given: str) -> "Part":
        return replace(self, environment=(*self.environment, *given.items()))


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    seconds: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Result:
    """`repeated`: cases that failed first. `cases`: after the repetition."""

    name: str
    code: int
    seconds: float
    cases: tuple[Case, ...] = ()
    repeated: tuple[str, ...] = ()


def run(part: Part, folder: Path) -> Result:
    """Run it to its end, and once more what failed where that is allowed."""
    begun = time.monotonic()
    code, cases = _program(part, part.spread, folder / f"{part.name}.xml")
    failed = tuple(case.name for case in cases if case.verdict == "failed")
    if code == 0 or not part.again or not failed:
        return Result(part.name, code, time.monotonic() - begun, cases)
    print(f"{part.name} | 单独重试一次 / repeated once, alone: {', '.join(failed)}", flush=True)
    code, second = _program(part, ("--last-failed",), folder / f"{part.name}-again.xml")
    now = {case.name: case for case in second}
    cases = tuple(now.get(case.name, case) for case in cases)
    return Result(part.name, code, time.monotonic() - begun, cases, failed)


def _program(part: Part, more: tuple[str, ...], file: Path) -> tuple[int, tuple[Case, ...]]:
    """Its exit code, and the cases that it wrote into `file`."""
    words = [*part.command, *more]
    if part.counted:  # two parts run beside each other, each remembers its own failures
        words += ["-o", f"cache_dir=.pytest_cache/{part.name}", f"--junitxml={file}"]
    polite = ["nice", "-n", "10"] if part.gives_way and shutil.which("nice") else []
    print(f"{part.name} | {' '.join(words)}", flush=True)
    process = subprocess.Popen(
        [*polite, str(Path(sys.executable).parent / words[0]), *words[1:]],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ | dict(part.environment),
    )  # fmt: skip
    assert process.stdout is not None
    _say(part.name, process.stdout)
    return process.wait(), _cases(file)


def _say(name: str, words: IO[str]) -> None:
    with words:
        for line in words:
            print(f"{name} | {line}", end="", flush=True)


def _cases(file: Path) -> tuple[Case, ...]:
    """What pytest wrote; () where it wrote nothing."""
    if not file.exists():
        return ()
    found = []
    for one in ElementTree.parse(file).iter("testcase"):  # noqa: S314 - pytest's own file
        inside = {child.tag for child in one}
        verdict = "failed" if inside & {"failure", "error"} else "skipped" if "skipped" in inside else "passed"
        found.append(Case(f"{one.get('classname')}::{one.get('name')}", float(one.get("time", 0)), verdict))
    return tuple(found)
