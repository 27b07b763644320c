"""`menu`: a question answered by one key. Wrong keys and silence are counted; after too many it goes to `too_many`."""

from dataclasses import replace
from typing import Literal

from pydantic import Field

from controller.ivr.steps import (
    Go,
    Heard,
    Hush,
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

from .shape import AsksAgain, Key, Prompts, Ways


class Menu(AsksAgain):
    asking = ("prompt", "wrong", "silent")

    kind: Literal["menu"]
    prompt: Prompts
    keys: dict[Key, str] = Field(min_length=1)
    wrong: Prompts
    silent: Prompts

    def targets(self) -> Ways:
        return (*((f"keys.{key}", node) for key, node in self.keys.items()), ("too_many", self.too_many))

    def enter(self, at: Position) -> Step:
        ahead = at.ahead if "#" in self.keys else at.ahead.lstrip("#")  # drop the # after a complete number
        if ahead:
            return self._take(replace(at, ahead=ahead[1:]), ahead[0], playing=False)
        return replace(at, ahead=""), (Speak(self.prompt),)

    def heard(self, at: Position, what: Heard) -> Step:
        match what:
            case Pressed(digit):
                return self._take(at, digit, playing=not at.listening)
            case Spoken():
                return self._listening(at)
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
        more = self._tried(at)
        if more is None:
            return at, (Go(self.too_many),)
        return replace(more, listening=False), (Speak((*why, *self.prompt)),)
