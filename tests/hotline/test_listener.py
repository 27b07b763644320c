"""The program that measures recordings is kept running: begun once, begun again when it ended, ended with the jobs."""

import subprocess
from typing import Any

import pytest

from hotline.jobs.listener import AGAIN_SECONDS, ListeningProgram

pytestmark = pytest.mark.unit


class Process:
    def __init__(self, command: list[str], **_given: Any) -> None:
        self.command, self.asked = command, list[str]()
        self.code: int | None = None

    def poll(self) -> int | None:
        return self.code

    def terminate(self) -> None:
        self.asked.append("terminate")

    def kill(self) -> None:
        self.asked.append("kill")

    def wait(self, seconds: float) -> None:
        raise subprocess.TimeoutExpired(self.command, seconds)


def test_one_that_ended_begins_again_after_a_while() -> None:
    begun, clock = list[Process](), [100.0]

    def begin(command: list[str], **given: Any) -> Process:
        begun.append(Process(command, **given))
        return begun[-1]

    listener = ListeningProgram(["--settings", "a.yml"], begin=begin, seconds=lambda: clock[0])
    listener.end()  # nothing runs yet
    for _ in range(3):
        listener.keep()
    assert [one.command[1:] for one in begun] == [["-m", "hotline.jobs.listening", "--settings", "a.yml"]]
    begun[0].code = 1
    listener.keep()
    assert len(begun) == 1  # not at once: a program that cannot begin would begin without an end
    clock[0] += AGAIN_SECONDS
    listener.keep()
    assert len(begun) == 2
    listener.end()
    assert [one.asked for one in begun] == [[], ["terminate", "kill"]]
