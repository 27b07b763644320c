"""`survey`: ask for a score by one key, repeat the question once, and go on without complaint if there is no answer."""

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from controller.ivr.steps import (
    Go,
    Heard,
    Position,
    Pressed,
    Silence,
    Speak,
    Spoken,
    Step,
    Tell,
)
from controller.ivr.values import put
from hotline.words import Fact
from hotline.yaml_source.readers import Whole

from .shape import Asks, Key, Prompts, Ways, quiet

THANKS = "thanks"
Score = Annotated[Whole, Field(ge=1, le=5)]


class Survey(Asks):
    """`keys`: the score of each key, 5 is best. `thanks` is said after an answer. `asks` names one of several questions
    (5 is yes, 1 is no); its score becomes a value of that name."""

    asking = ("prompt", "thanks")

    kind: Literal["survey"]
    prompt: Prompts
    asks: Literal["", "handled", "solved", "again", "satisfied"] = ""
    keys: dict[Key, Score] = Field(min_length=1)
    thanks: Prompts = ()
    next: str

    def targets(self) -> Ways:
        return (("next", self.next),)

    def sets(self) -> tuple[str, ...]:
        return (self.asks,) if self.asks else ()

    def enter(self, at: Position) -> Step:
        if at.ahead:
            return self._take(replace(at, ahead="", listening=True), at.ahead[0])
        return at, (Speak(self.prompt),)

    def heard(self, at: Position, what: Heard) -> Step:
        match what:
            case Spoken() if at.stage == THANKS:
                return at, (Go(self.next),)
            case Spoken():
                return self._listening(at)
            case Pressed(key) if at.stage != THANKS:
                return self._take(at, key)
            case Silence():
                return self._again(at)
            case _:
                return at, ()

    def _take(self, at: Position, key: str) -> Step:
        stop, pressed = quiet(at), Tell(Fact.KEY, {"key": key})
        if key not in self.keys:
            at, acts = self._again(at)
            return at, (stop, pressed, *acts)
        on = Speak(self.thanks) if self.thanks else Go(self.next)
        score = self.keys[key]
        if not self.asks:
            told = Tell(Fact.SURVEY, {"score": score})
        else:
            told = Tell(Fact.SURVEY, {"score": score, "asks": self.asks})
            at = put(at, (self.asks, str(score)))
        return replace(at, stage=THANKS, listening=False), (stop, pressed, told, on)

    def _again(self, at: Position) -> Step:
        if at.tries:
            return at, (Go(self.next),)
        return replace(at, tries=1, listening=False), (Speak(self.prompt),)
