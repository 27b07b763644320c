"""A test's side of `mother.py`: webs that begin at once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Web(NamedTuple):
    """`said`: the lines of its standard error."""

    pid: int
    said: Iterator[str]


class Mother:
    """`running(FIFO, WORDS)` gives a web that runs."""

    def __init__(self) -> None:
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tests.web.mother"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "TINGSU_SETTINGS": ""},
        )  # fmt: skip

    def ask(self, *words: str) -> int:
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write("\t".join(words) + "\n")
        self.program.stdin.flush()
        return int(self.program.stdout.readline())

    @contextmanager
    def running(self, fifo: str, words: list[str]) -> Iterator[Web]:
        """A web that ends cleanly at SIGTERM and has said nothing of an error of ours."""
        os.mkfifo(fifo)
        pid = self.ask("run", fifo, *words)
        with open(fifo, encoding="utf-8") as said:
            yield Web(pid, said)
            os.kill(pid, signal.SIGTERM)
            rest = said.read()
        assert self.ask("end", str(pid)) == 0
        assert "Traceback" not in rest, rest

    def end(self) -> None:
        assert self.program.stdin is not None
        self.program.stdin.close()
        self.program.wait()
