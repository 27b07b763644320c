"""Keeps the program that measures recordings running, beside the jobs and without delaying them."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import structlog

log = structlog.get_logger()
AGAIN_SECONDS = 60.0  # one that ended is started again after this long
END_SECONDS = 5.0


class ListeningProgram:
    """`arguments`: those with which the jobs were started, so that both have the same settings."""

    def __init__(
        self, arguments: Sequence[str], *, begin: Callable[..., Any] = subprocess.Popen,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._command = [sys.executable, "-m", "hotline.jobs.listening", *arguments]
        self._begin, self._seconds = begin, seconds
        self._process: Any = None
        self._begun: float | None = None

    def keep(self) -> None:
        """Start it, or start it again if it has ended."""
        now = self._seconds()
        if self._process is not None and self._process.poll() is None:
            return
        if self._begun is not None and now - self._begun < AGAIN_SECONDS:
            return
        if self._process is not None:
            log.warning("listening_ended", code=self._process.poll())
        self._process, self._begun = self._begin(self._command, stdin=subprocess.DEVNULL), now

    def end(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
