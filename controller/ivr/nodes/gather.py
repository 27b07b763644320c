"""`gather`: a number keyed in, ended by # or by its length. Secret ones never reach a fact in the clear."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from pydantic import Field

from controller.ivr.steps import (
    Go,
    Heard,
    Hush,
    Listen,
    Position,
    Pressed,
    Silence,
    Speak,
    Spoken,
    Step,
    StopListening,
    Tell,
)
from hotline.words import Fact

from .shape import Prompts, Shape


class Gather(Shape):
    """The number goes into the value `into`; too short or silent ones are asked for again."""

    kind: Literal["gather"]
    prompt: Prompts
    into: str = Field(pattern=r"^[a-z_]{1,32}$")
    shortest: int = Field(default=1, ge=1, le=64)
    longest: int = Field(default=20, ge=1, le=64)
    wait: float = Field(default=6, gt=0, le=60)
    secret: bool = False
    tries: int = Field(default=3, ge=1, le=9)
    again: Prompts
    next: str
    too_many: str

    def targets(self) -> Iterable[tuple[str, str]]:
        return (("next", self.next), ("too_many", self.too_many))

    def said(self) -> Iterable[tuple[str, str]]:
        for name in ("prompt", "again"):
            yield from ((name, prompt) for prompt in getattr(self, name))

    def enter(self, at: Position) -> Step:
        if not at.ahead:
            return at, (Speak(self.prompt),)
        typed, at = at.ahead, replace(at, ahead="", listening=True)
        for place, digit in enumerate(typed):
            at, acts = self.heard(at, Pressed(digit))
            if any(isinstance(act, Go | Speak) for act in acts):
                return replace(at, ahead=typed[place + 1 :]), acts
        return at, (Listen(self.wait),)

    def heard(self, at: Position, what: Heard) -> Step:
        match what:
            case Pressed("#") | Silence():
                return self._done(at)
            case Pressed(digit):
                quiet = () if at.listening else (Hush(),)
                at = replace(at, digits=at.digits + digit, listening=True)
                if len(at.digits) >= self.longest:
                    at, acts = self._done(at)
                    return at, (*quiet, *acts)
                return at, (*quiet, Listen(self.wait))
            case Spoken():
                return replace(at, listening=True), (Listen(self.wait),)
            case _:
                return at, ()

    def _done(self, at: Position) -> Step:
        quiet = (StopListening(),) if at.listening else (Hush(),)
        if len(at.digits) < self.shortest:
            tries = at.tries + 1
            if tries >= self.tries:
                return at, (*quiet, Go(self.too_many))
            at = replace(at, tries=tries, digits="", listening=False)
            return at, (*quiet, Speak((*self.again, *self.prompt)))
        shown = "*" * len(at.digits) if self.secret else at.digits
        kept = (*(v for v in at.values if v[0] != self.into), (self.into, at.digits))
        return replace(at, values=kept), (*quiet, Tell(Fact.KEY, {"key": shown}), Go(self.next))
