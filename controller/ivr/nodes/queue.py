"""`queue`: wait for an agent of a line; if nobody is available, the flow goes on at `otherwise`."""

from typing import Literal

from pydantic import Field

from controller.ivr.steps import Enqueue, Go, Heard, Position, QueueOver, Speak, Spoken, Step, Tell
from hotline.words import Fact, QueueEnd
from hotline.yaml_source.readers import Whole

from .shape import Prompts, Shape, Ways


class Queue(Shape):
    """`before` is said first. Without it, an unanswered call is connected to a free agent without being answered first.

    `full` (too many wait already) and `callback` (a step of the ladder) are separate ways out if they are given.
    """

    kind: Literal["queue"]
    line: str
    before: Prompts = ()
    priority: Whole = Field(default=0, ge=0, le=100)
    otherwise: str
    full: str = ""
    callback: str = ""

    def targets(self) -> Ways:
        return ((way, getattr(self, way)) for way in ("full", "callback", "otherwise") if getattr(self, way))

    def said(self) -> Ways:
        return (("before", p) for p in self.before)

    def lines(self) -> Ways:
        return (("line", self.line),)

    def enter(self, at: Position) -> Step:
        return at, (Speak(self.before),) if self.before else (Enqueue(self.line, self.priority),)

    def heard(self, at: Position, what: Heard) -> Step:
        match what:
            case Spoken() if self.before:
                return at, (Enqueue(self.line, self.priority),)
            case QueueOver(why):
                ways = {str(QueueEnd.FULL): self.full, str(QueueEnd.CALLBACK): self.callback}
                return at, (Tell(Fact.QUEUE_OVER, {"why": why}), Go(ways.get(why) or self.otherwise))
            case _:
                return at, ()
