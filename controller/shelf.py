"""The flows and prompts on hand: which flow takes a number, and how long a prompt's sound file is."""

import wave
from pathlib import Path

import structlog

from controller.ivr.check import check
from controller.ivr.flow import Flow
from controller.ivr.marked import Problem
from controller.ivr.nodes import HangUp
from controller.switch import port
from hotline.settings import Settings
from hotline.words import Outcome

log = structlog.get_logger()
UNKNOWN = "unknown_number"  # the flow for a number that nobody has given a flow
_SORRY = HangUp(
    kind="hang_up", title="流程不可用", title_en="Flow not usable", prompt=("common.out_of_order",),
    outcome=Outcome.FAILED,
)  # fmt: skip
# For a number whose own flow is missing or wrong: the caller hears that he cannot be helped now, and the call is kept.
OUT_OF_ORDER = Flow("no_flow", "流程不可用 / flow not usable", "sorry", {"sorry": _SORRY}, "")


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
        for dialled, number in settings.numbers.items():
            if number.flow not in self.flows:
                log.error("number_without_flow", number=dialled, flow=number.flow)

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

    def for_arrival(self, arrived: port.Arrived) -> Flow:
        return self.for_number(arrived.dialled)

    def for_number(self, dialled: str) -> Flow:
        number = self._settings.numbers.get(dialled)
        name = number.flow if number else UNKNOWN
        flow = self.flows.get(name)
        if flow is None:
            log.error("no_flow", dialled=dialled, flow=name)
        return flow or OUT_OF_ORDER
