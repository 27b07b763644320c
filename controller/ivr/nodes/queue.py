"""`queue`: wait for a person of a line; where nobody can be had the flow goes on at `otherwise`."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from controller.ivr.steps import Enqueue, Go, Heard, Position, QueueOver, Speak, Spoken, Step, Tell
from hotline.words import Fact

from .shape import Prompts, Shape


class Queue(Shape):
    """`before` is said first. Without it an unanswered call is joined to a free agent without being answered before."""

    kind: Literal["queue"]
    line: str
    before: Prompts = ()
    priority: int = Field(default=0, ge=0, le=100)
    otherwise: str

    def targets(self) -> Iterable[tuple[str, str]]:
        return (("otherwise", self.otherwise),)

    def said(self) -> Iterable[tuple[str, str]]:
        return (("before", p) for p in self.before)

    def enter(self, at: Position) -> Step:
        return at, (Speak(self.before),) if self.before else (Enqueue(self.line, self.priority),)

    def heard(self, at: Position, what: Heard) -> Step:
        match what:
            case Spoken() if self.before:
                return at, (Enqueue(self.line, self.priority),)
            case QueueOver(why):
                return at, (Tell(Fact.QUEUE_OVER, {"why": why}), Go(self.otherwise))
            case _:
                return at, ()
