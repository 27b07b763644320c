"""Hostile files are opened in a process of its own, with limits of time, memory and output; a new one follows it.

A template or a sheet of a few kilobytes can make gigabytes of work. The program `hotline.outside.maker` does it: it is
started for the first file and kept, because its libraries take a second to load. One file is opened at a time.
"""

import atexit
import base64
import json
import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from hotline.ports import Refused

log = logging.getLogger(__name__)
ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV")  # all that it learns of ours


class TooMuch(Exception):
    """The work took more time, memory or output than it may. Who asked says it in a sentence."""


@dataclass(frozen=True, slots=True)
class WorkLimits:
    """Of one work: seconds on the clock and of the processor, megabytes of memory and of the answer."""

    seconds: float = 30.0
    cpu_seconds: int = 12
    memory_mb: int = 1024
    answer_mb: int = 64


@dataclass(slots=True)
class Maker:
    """The process of `program` (a module that serves), and how it is asked. Under gevent only the greenlet that asks
    waits."""

    limits: WorkLimits = WorkLimits()
    program: str = "hotline.outside.maker"
    _turn: Any = field(default_factory=threading.Lock)
    _process: "subprocess.Popen[bytes] | None" = None

    def ask(self, work: str, **given: Any) -> Any:
        """What `hotline.outside.maker` answers to `work`; bytes go and come as bytes. Raises Refused, as the work did;
        TooMuch; and RuntimeError if the work failed in a way that nobody foresaw."""
        line = json.dumps({"work": work, "given": given, **self._told()}, default=packed).encode() + b"\n"
        with self._turn:
            answer = self._answer(line)
        if answer is None:
            log.error("work apart was cut off: %s", work)
            raise TooMuch(work)
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        if "refused" in answer:
            refused: Refused = Refused.__new__(Refused)
            Exception.__init__(refused, answer["refused"])
            refused.code, refused.fields = answer["refused"], answer["fields"]
            raise refused
        return unpacked(answer["done"])

    def stop(self) -> None:
        """End the process; the next work starts a new one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was not sent yet goes nowhere
                        pipe.close()

    def _told(self) -> dict[str, int]:
        return {"cpu_seconds": self.limits.cpu_seconds, "memory_mb": self.limits.memory_mb}

    def _answer(self, line: bytes) -> "dict[str, Any] | None":
        """The answer to a line; None if there is none within the limits."""
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        most = self.limits.answer_mb * 1024 * 1024
        late = threading.Timer(self.limits.seconds, process.kill)
        late.daemon = True
        late.start()
        try:
            process.stdin.write(line)
            process.stdin.flush()
            told = process.stdout.readline(most)
            if told.endswith(b"\n"):
                found: dict[str, Any] = json.loads(told)
                return None if found.get("too_much") else found
        except (OSError, ValueError) as error:
            log.error("the maker's process has ended: %s", type(error).__name__)
        finally:
            late.cancel()
        self.stop()
        return None

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self.stop()
            command = [sys.executable, "-m", self.program]
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
                env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            )
        return self._process


def packed(value: Any) -> Any:
    """Bytes and sets for JSON."""
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} does not go to another process")


def unpacked(value: Any) -> Any:
    """A value from JSON, with its bytes."""
    if isinstance(value, dict) and value.keys() == {"bytes"}:
        return base64.b64decode(value["bytes"])
    return value


MAKER = Maker()
atexit.register(MAKER.stop)
