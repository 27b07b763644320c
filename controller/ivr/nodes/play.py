"""`play`: say something and go on. Keys pressed meanwhile are kept for the next question."""

from typing import Literal

from controller.ivr.steps import Act, Go, Heard, Hush, Position, Pressed, Speak, Spoken, Step, Tell
from controller.ivr.values import keep_key
from hotline.words import Fact
from hotline.yaml_source.readers import Flag

from .shape import Prompts, Shape, Ways


class Play(Shape):
    """`announcement`: it counts towards the 20 s of S4; `served`: afterwards the caller has what he asked for."""

    kind: Literal["play"]
    prompt: Prompts
    next: str
    announcement: Flag = False
    interrupt: Flag = False
    served: Flag = False

    @property
    def announces(self) -> bool:
        return self.announcement

    def targets(self) -> Ways:
        return (("next", self.next),)

    def said(self) -> Ways:
        return (("prompt", p) for p in self.prompt)

    def enter(self, at: Position) -> Step:
        return at, (Speak(self.prompt),)

    def heard(self, at: Position, what: Heard) -> Step:
        if isinstance(what, Spoken):
            served: tuple[Act, ...] = (Tell(Fact.SERVED, {"node": at.node}),) if self.served else ()
            return at, (*served, Go(self.next))
        if isinstance(what, Pressed):
            return keep_key(at, what.digit), (Hush(), Go(self.next)) if self.interrupt else ()
        return at, ()
