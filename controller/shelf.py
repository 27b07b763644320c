"""The flows and prompts on hand: which flow takes a number, and how long a prompt's sound file is."""

import wave
from pathlib import Path

import structlog

from controller.ivr.check import check
from controller.ivr.flow import Flow
from controller.ivr.marked import Problem
from controller.switch import port
from hotline.settings import Settings

log = structlog.get_logger()
UNKNOWN = "unknown_number"  # the flow for a number that nobody has given a flow


def seconds(folder: Path, prompt: str) -> float | None:
    """The length of a prompt's sound file; None without one."""
    try:
        with wave.open(str(folder / f"{prompt}.wav"), "rb") as sound:
            return sound.getnframes() / sound.getframerate()
    except (OSError, wave.Error, EOFError):
        return None


class Shelf:
    """All flows of an installation, checked. A flow with a problem is not used, and said so."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.flows: dict[str, Flow] = {}
        self.problems: list[Problem] = []
        for file in sorted(settings.flows.glob("*.yml")):
            self._take(file)

    def _take(self, file: Path) -> None:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.problems.append(Problem(str(file), 1, 1, f"this cannot be read: {error}"))
            return
        flow, problems = check(text, str(file), seconds=lambda p: seconds(self._settings.sounds, p))
        self.problems += problems
        if flow is not None:
            self.flows[flow.name] = flow
        for problem in problems:
            log.error("flow_problem", problem=str(problem))

    def for_arrival(self, arrived: port.Arrived) -> Flow | None:
        return self.for_number(arrived.dialled)

    def for_number(self, dialled: str) -> Flow | None:
        number = self._settings.numbers.get(dialled)
        return self.flows.get(number.flow if number else UNKNOWN)
