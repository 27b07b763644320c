"""`menu`: a question answered by one key. Wrong keys and silence are counted and led on."""

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

from .shape import Key, Prompts, Shape, Ways


class Menu(Shape):
    kind: Literal["menu"]
    prompt: Prompts
    keys: dict[Key, str] = Field(min_length=1)
    wrong: Prompts
    silent: Prompts
    wait: float = Field(default=5, gt=0, le=60)
    tries: int = Field(default=3, ge=1, le=9)
    too_many: str

    def targets(self) -> Ways:
        return (*((f"keys.{key}", node) for key, node in self.keys.items()), ("too_many", self.too_many))

    def idle(self) -> Iterable[str]:
        return (self.too_many,)

    def said(self) -> Ways:
        for name in ("prompt", "wrong", "silent"):
            yield from ((name, prompt) for prompt in getattr(self, name))

    def enter(self, at: Position) -> Step:
        ahead = at.ahead if "#" in self.keys else at.ahead.lstrip("#")  # # after a number that was complete without
        if ahead:
            return self._take(replace(at, ahead=ahead[1:]), ahead[0], playing=False)
        return replace(at, ahead=""), (Speak(self.prompt),)

    def heard(self, at: Position, what: Heard) -> Step:
        match what:
            case Pressed(digit):
                return self._take(at, digit, playing=not at.listening)
            case Spoken():
                return replace(at, listening=True), (Listen(self.wait),)
            case Silence():
                return self._again(at, self.silent)
            case _:
                return at, ()

    def _take(self, at: Position, key: str, *, playing: bool) -> Step:
        quiet = (Hush(),) if playing else (StopListening(),)
        told = Tell(Fact.KEY, {"key": key})
        if key in self.keys:
            return at, (*quiet, told, Go(self.keys[key]))
        again, acts = self._again(replace(at, ahead=""), self.wrong)
        return again, (*quiet, told, *acts)

    def _again(self, at: Position, why: tuple[str, ...]) -> Step:
        tries = at.tries + 1
        if tries >= self.tries:
            return at, (Go(self.too_many),)
        return replace(at, tries=tries, listening=False), (Speak((*why, *self.prompt)),)
