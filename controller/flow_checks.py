"""Where flows are checked: a clerk's text may be built to make work, and the controller carries calls.

The program `python -m controller.flow_checks` reads and checks it under limits of time and memory
(`hotline.outside.apart`); the controller gets the problems, or the values of a flow that has none, and makes the nodes
of them without reading the text. Tests and `scripts/check_flows` check at once, in their own process.
"""

import wave
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import structlog

from controller.ivr.check import check
from controller.ivr.flow import Flow, of_value
from hotline.calls.rules.dialling import NumberPlan
from hotline.knowledge import content
from hotline.knowledge.content import Content
from hotline.outside.apart import Maker, TooMuch, WorkLimits
from hotline.outside.serving import serve
from hotline.yaml_source import Plain, Problem, read

log = structlog.get_logger()
LIMITS = WorkLimits(seconds=15.0, cpu_seconds=8, memory_mb=512, answer_mb=8)
TOO_MUCH = "checking this flow takes too much time or memory: make it shorter"
NOT_CHECKED = "this flow could not be checked: the administrator finds the reason in the controller's log"
Checked = tuple[Flow | None, list[Problem]]


@dataclass(frozen=True, slots=True)
class FlowRules:
    """`lines`: codes of lines that a flow may name (none: not checked); `plan`: the numbers that the house dials, None:
    not checked."""

    lines: frozenset[str] = frozenset()
    plan: NumberPlan | None = None


class FlowCheck(Protocol):
    def __call__(self, text: str, file: str, rules: FlowRules) -> Checked:
        """The flow, or None and what is wrong with it."""
        ...


def seconds(folder: Path, prompt: str) -> float | None:
    """The length of a prompt's sound file; None without one."""
    try:
        with wave.open(str(folder / f"{prompt}.wav"), "rb") as sound:
            return sound.getnframes() / sound.getframerate()
    except (OSError, wave.Error, EOFError):
        return None


def at_once(sounds: Path, known: Content) -> FlowCheck:
    """Checks in this process."""

    def checked(text: str, file: str, rules: FlowRules) -> Checked:
        return check(
            text, file, seconds=lambda prompt: seconds(sounds, prompt), lines=set(rules.lines) or None, content=known,
            refusal=rules.plan.complaint if rules.plan is not None else None,
        )  # fmt: skip

    return checked


class ChecksApart:
    """Checks in a process of its own. One text is checked at a time; who asks waits at most the limit for each."""

    def __init__(self, sounds: Path, content_folder: Path, limits: WorkLimits = LIMITS) -> None:
        self._given = {"sounds": str(sounds.resolve()), "content": str(content_folder.resolve())}
        self._maker = Maker(limits, program="controller.flow_checks")

    def __call__(self, text: str, file: str, rules: FlowRules) -> Checked:
        plan = None if rules.plan is None else asdict(rules.plan)
        try:
            told = self._maker.ask("check", text=text, file=file, lines=rules.lines, plan=plan, **self._given)
        except TooMuch:
            return None, [Problem(file, 1, 1, "", TOO_MUCH)]
        except RuntimeError as error:
            log.error("flow_not_checked", file=file, why=str(error))
            return None, [Problem(file, 1, 1, "", NOT_CHECKED)]
        if told["problems"]:
            return None, [Problem.from_data(one) for one in told["problems"]]
        return of_value(_unfolded(told["value"]), text), []

    def stop(self) -> None:
        self._maker.stop()


def _check(given: dict[str, Any]) -> Any:
    plan = given["plan"]
    if plan is not None:
        plan = NumberPlan(frozenset(plan["listed"]), tuple(plan["refused"]), frozenset(plan["on_duty"]))
    known = content.load(Path(given["content"]))
    rules = FlowRules(frozenset(given["lines"]), plan)
    flow, problems = at_once(Path(given["sounds"]), known)(given["text"], given["file"], rules)
    value = None if flow is None else _folded(read(given["text"], given["file"]).value)
    return {"problems": [one.as_data() for one in problems], "value": value}


def _folded(value: Any) -> Any:
    """A value of a file for JSON: a sign before each text says whether it stood in quotation marks."""
    if isinstance(value, dict):
        return {name: _folded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_folded(part) for part in value]
    return value if value is None else ("." if isinstance(value, Plain) else '"') + value


def _unfolded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _unfolded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_unfolded(part) for part in value]
    return value if value is None else Plain(value[1:]) if value[0] == "." else value[1:]


if __name__ == "__main__":
    serve({"check": _check})
