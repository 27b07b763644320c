"""A caller who walks through a flow by keys, and a house that answers what the flow asks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from controller.calls import asks
from controller.enquiries import Enquiries, Timetable, at_once
from controller.ivr.flow import Flow, load
from controller.ivr.interpreter import begin, enter_node, heard
from controller.ivr.steps import (
    Act,
    AskCallBack,
    Enqueue,
    EnquiryAnswer,
    Heard,
    Inquire,
    Lead,
    Leave,
    Listen,
    MaskRecording,
    Pressed,
    Silence,
    Speak,
    Spoken,
    Step,
    TakeMessage,
    Tell,
    Text,
)
from hotline.knowledge import content
from hotline.words import Fact
from hotline.workdays.rules.calendar import Calendar

ROOT = Path(__file__).resolve().parents[3]
LOADED = [load(file.read_text(encoding="utf-8"), file.name) for file in (ROOT / "ivr_flows").glob("*.yml")]
FLOWS = {loaded.flow.name: loaded.flow for loaded in LOADED if loaded.flow is not None}
PROBLEMS = [problem for loaded in LOADED for problem in loaded.problems]
CONTENT = content.load(ROOT / "content")
NOW = 1_795_395_600.0  # Monday 23 November 2026, 09:00 in China
Answer = Callable[[Inquire], EnquiryAnswer]
NOBODY_SPECIAL = (("nuisance", "no"), ("calls_today", "1"), ("call_back", "no"))


def house(given: dict[str, Answer] | None = None, *, hours: dict[str, Any] | None = None, now: float = NOW) -> Answer:
    """Answers with the real content, rules and hours; `given` answers for what stands in a database or elsewhere."""
    enquiries: Any = Enquiries(None, CONTENT, None, None, at_once, lambda: now)  # type: ignore[arg-type]
    enquiries.timetable = Timetable(hours or {}, Calendar({}))
    known: dict[str, Answer] = {"caller": lambda ask: EnquiryAnswer(NOBODY_SPECIAL), **(given or {})}

    def answer(ask: Inquire) -> EnquiryAnswer:
        if ask.what in known:
            return known[ask.what](ask)
        told: list[Any] = []
        enquiries.inquire(None, asks.Inquire("t", ask.what, ask.about), told.append)
        return EnquiryAnswer(told[0].values, told[0].why)

    return answer


class Caller:
    """Stands at `at`; `said` holds what he has heard since he last did something, `facts` all that was told."""

    def __init__(self, flow: Flow, answer: Answer, *, number: str = "13800001234", hears: bool = True) -> None:
        self.flow, self.answer = flow, answer
        self.said: list[str | Text] = []
        self.facts: list[Tell] = []
        self.asked: list[Inquire] = []
        self.masks: list[bool] = []
        self.backs: list[AskCallBack] = []
        self.acts: tuple[Act, ...] = ()
        self._take(begin(flow, (("caller_number", number),)))
        self._listen(hears)

    def press(self, keys: str, *, hears: bool = True) -> "Caller":
        """Press keys one after the other, and hear out what comes of them (or not yet)."""
        return self.told(*(Pressed(key) for key in keys), hears=hears)

    def quiet(self) -> "Caller":
        return self.told(Silence())

    def told(self, *what: Heard, hears: bool = True) -> "Caller":
        self.said = []
        for one in what:
            self._take(heard(self.flow, self.at, one))
        self._listen(hears)
        return self

    def led(self, node: str) -> "Caller":
        """To a node, as after a talk."""
        self.said = []
        self._take(enter_node(self.flow, self.at, node))
        self._listen(True)
        return self

    @property
    def waits_for(self) -> Act | None:
        return next((act for act in reversed(self.acts) if isinstance(act, _WAITS)), None)

    @property
    def heard(self) -> list[str]:
        return [one.text if isinstance(one, Text) else one for one in self.said]

    @property
    def path(self) -> list[str]:
        words = {Fact.NODE: "{node}", Fact.KEY: "[{key}]"}
        return [words[told.kind].format(**told.data) for told in self.facts if told.kind in words]

    def served(self) -> bool:
        return any(told.kind is Fact.SERVED for told in self.facts)

    def _take(self, step: Step) -> None:
        self.at, acts = step
        self.acts = acts if any(isinstance(act, _WAITS) for act in acts) else (*self.acts, *acts)
        for act in acts:
            match act:
                case Speak(prompts):
                    self.said += prompts
                case Tell():
                    self.facts.append(act)
                case Inquire():
                    self.asked.append(act)
                case MaskRecording(on):
                    self.masks.append(on)
                case AskCallBack():
                    self.backs.append(act)

    def _listen(self, hears: bool) -> None:
        """Let the house do its part until it is the caller's turn, or somebody else's."""
        for _ in range(200):
            match self.waits_for:
                case Speak() if hears:
                    self._take(heard(self.flow, self.at, Spoken()))
                case Inquire() as ask:
                    self._take(heard(self.flow, self.at, self.answer(ask)))
                case _:
                    return
        raise AssertionError(f"{self.at} never waits")


_WAITS = (Speak, Listen, Enqueue, TakeMessage, Inquire, Lead, Leave)
