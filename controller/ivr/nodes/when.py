"""`when`: choose the next node by the hour, the queue, the caller or a value; the first case that holds is taken."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from controller.ivr.steps import EnquiryAnswer, Go, Heard, Inquire, Position, Pressed, Step
from controller.ivr.values import drop, get, keep_key, put
from hotline.yaml_source import InvalidValue
from hotline.yaml_source.readers import Number

from .conditions import FINDS, Case, Question
from .shape import Shape, Ways

ASKED = "?"  # prefix of the names that record what was asked; no flow can use it in a name


def _some(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    if not cases:
        raise InvalidValue("one case at least is needed")
    return cases


class When(Shape):
    """Each case asks its questions when its turn comes, one after the other. If a question has no answer, the case does
    not hold. The answers stay among the values: `hours_say`, `queue_waiting` …"""

    passing: ClassVar[bool] = True

    kind: Literal["when"]
    cases: Annotated[tuple[Case, ...], AfterValidator(_some)]
    otherwise: str
    seconds: Number = Field(default=2, ge=1, le=20)

    def targets(self) -> Ways:
        yield from ((f"cases.{place}.go", case.go) for place, case in enumerate(self.cases))
        yield "otherwise", self.otherwise

    def uses(self) -> Ways:
        return ((f"cases.{n}.value.name", case.value.name) for n, case in enumerate(self.cases) if case.value)

    def lines(self) -> Ways:
        for place, case in enumerate(self.cases):
            yield from ((f"cases.{place}.{one.what}.line", one.line) for one in (case.hours, case.queue) if one)

    def sets(self) -> Iterable[str]:
        kinds = {one.what for case in self.cases for one in case.conditions() if one.what}
        return [f"{kind}_{name}" for kind in kinds for name in FINDS[kind]]

    def enter(self, at: Position) -> Step:
        return self._next(drop(at, *(ASKED + what for what in FINDS)))

    def heard(self, at: Position, what: Heard) -> Step:
        match what:
            case EnquiryAnswer(values):
                return self._next(self._learnt(at, values))
            case Pressed(key):
                return keep_key(at, key), ()
            case _:
                return at, ()

    def _next(self, at: Position) -> Step:
        """Go where the first case that holds leads, or ask the question that it needs; `tries` counts the cases that do
        not hold."""
        values = dict(at.values)
        for place, case in enumerate(self.cases[at.tries :], at.tries):
            for one in case.conditions():
                question = one.question()
                if question is not None and get(at, ASKED + one.what) != _key(question):
                    return replace(at, tries=place), (Inquire(*question, self.seconds),)
                if not one.holds(values):
                    break
            else:
                return self._leave(at, case.go)
        return self._leave(at, self.otherwise)

    def _learnt(self, at: Position, values: tuple[tuple[str, str], ...] | None) -> Position:
        """Put the answer to the current question among the values; without an answer, delete its values."""
        _, acts = self._next(at)
        asked = next((act for act in acts if isinstance(act, Inquire)), None)
        if asked is None:
            return at
        at = drop(at, *(f"{asked.what}_{name}" for name in FINDS[asked.what]))
        learnt = ((f"{asked.what}_{name}", value) for name, value in values or () if name in FINDS[asked.what])
        return put(at, *learnt, (ASKED + asked.what, _key((asked.what, asked.about))))

    @staticmethod
    def _leave(at: Position, node: str) -> Step:
        return drop(at, *(ASKED + what for what in FINDS)), (Go(node),)


def _key(question: Question) -> str:
    return " ".join(f"{key}={value}" for key, value in question[1])
