"""`play`: say something and go on. Keys pressed meanwhile are kept for the next question."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from controller.ivr.steps import Act, Go, Heard, Hush, Position, Pressed, Speak, Spoken, Step, Tell
from hotline.words import Fact

from .shape import Prompts, Shape

AHEAD = 20  # keys kept for later questions


class Play(Shape):
    """`announcement` counts towards the 20 s of S4; `served` says that the caller now has what he asked for."""

    kind: Literal["play"]
    prompt: Prompts
    next: str
    announcement: bool = False
    interrupt: bool = False
    served: bool = False

    def targets(self) -> Iterable[tuple[str, str]]:
        return (("next", self.next),)

    def said(self) -> Iterable[tuple[str, str]]:
        return (("prompt", p) for p in self.prompt)

    def enter(self, at: Position) -> Step:
        return at, (Speak(self.prompt),)

    def heard(self, at: Position, what: Heard) -> Step:
        if isinstance(what, Spoken):
            served: tuple[Act, ...] = (Tell(Fact.SERVED, {"node": at.node}),) if self.served else ()
            return at, (*served, Go(self.next))
        if isinstance(what, Pressed):
            kept = replace(at, ahead=(at.ahead + what.digit)[:AHEAD])
            return kept, (Hush(), Go(self.next)) if self.interrupt else ()
        return at, ()
