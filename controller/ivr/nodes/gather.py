"""`gather`: take a number by keys, ended by # or by its length. A secret one never reaches a fact or the recording."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, Self

from pydantic import Field, model_validator

from controller.ivr.keyed import SAID, Kind, read
from controller.ivr.steps import (
    Act,
    Go,
    Heard,
    Hush,
    Listen,
    MaskRecording,
    Position,
    Pressed,
    Silence,
    Speak,
    Spoken,
    Step,
    Tell,
    Text,
)
from controller.ivr.values import put
from hotline.values.spoken import spoken
from hotline.words import Fact, Trouble
from hotline.yaml_source import InvalidValue
from hotline.yaml_source.readers import Flag, Whole

from .shape import AsksAgain, Name, Prompts, Wait, Ways, quiet

YOU_KEYED, RIGHT_OR_AGAIN = "common.you_keyed", "common.confirm"
CONFIRM = "confirm"  # the stage in which the number is read back to the caller


class Gather(AsksAgain):
    """The number goes into the value `into`; if it is too short or not valid for its kind, it is asked for again."""

    asking = ("prompt", "again")

    kind: Literal["gather"]
    prompt: Prompts
    into: Name
    what: Kind = Field(default="keys", alias="as")
    shortest: Whole = Field(default=1, ge=1, le=64)
    longest: Whole = Field(default=20, ge=1, le=64)
    wait: Wait = 6
    secret: Flag = False
    confirm: Flag = False
    again: Prompts
    next: str

    @model_validator(mode="after")
    def _can_be_read_back(self) -> Self:
        if self.confirm and self.what not in SAID:
            raise InvalidValue(
                "confirm: what is read back has a kind; write `as:` and one of %(kinds)s", kinds=", ".join(SAID)
            )
        if self.shortest > self.longest:
            raise InvalidValue("shortest: this is more than longest")
        return self

    def targets(self) -> Ways:
        return (("next", self.next), ("too_many", self.too_many))

    def said(self) -> Ways:
        yield from super().said()
        yield from (("confirm", prompt) for prompt in (YOU_KEYED, RIGHT_OR_AGAIN) if self.confirm)

    def sets(self) -> Iterable[str]:
        return (self.into,)

    def aloud(self) -> Ways:
        return (("confirm", self.into),) if self.confirm else ()

    def enter(self, at: Position) -> Step:
        at, acts = self._begin(at)
        return at, self._masked((MaskRecording(True), *acts) if self.secret else acts)

    def heard(self, at: Position, what: Heard) -> Step:
        at, acts = self._confirmed(at, what) if at.stage == CONFIRM else self._keyed(at, what)
        return at, self._masked(acts)

    def _masked(self, acts: tuple[Act, ...]) -> tuple[Act, ...]:
        """Unmask the recording when the node of a secret is left."""
        if not self.secret or not any(isinstance(act, Go) for act in acts):
            return acts
        return (*acts[:-1], MaskRecording(False), acts[-1])

    def _begin(self, at: Position) -> Step:
        typed = at.ahead.lstrip("#")
        at = replace(at, ahead="")
        if not typed:
            return at, (Speak(self.prompt),)
        at = replace(at, listening=True)
        for place, digit in enumerate(typed):
            at, acts = self._keyed(at, Pressed(digit))
            if any(isinstance(act, Go) for act in acts):
                return replace(at, ahead=typed[place + 1 :]), acts
            if any(
                isinstance(act, Speak) for act in acts
            ):  # wrong, or read back: ignore the keys that were typed after it
                return at, acts
        return self._listening(at)

    # ---- keying in

    def _keyed(self, at: Position, what: Heard) -> Step:
        match what:
            case Pressed("#") if not at.digits and not at.listening:
                return at, ()  # it belongs to the previous number, which was complete without it
            case Pressed("#") | Silence():
                return self._done(at)
            case Pressed(digit):
                return self._more(at, digit)
            case Spoken():
                return self._listening(at)
            case _:
                return at, ()

    def _more(self, at: Position, digit: str) -> Step:
        hushed = () if at.listening else (Hush(),)
        at = replace(at, digits=at.digits + digit, listening=True)
        if len(at.digits) < self.longest:
            return at, (*hushed, Listen(self.wait))
        at, acts = self._done(at)
        return at, (*hushed, *acts)

    def _done(self, at: Position) -> Step:
        value = read(self.what, at.digits) if len(at.digits) >= self.shortest else None
        if value is None:
            return self._anew(at, (*self.again, *self.prompt))
        return self._read_back(at, value) if self.confirm else self._keep(at, value)

    def _anew(self, at: Position, say: tuple[str | Text, ...]) -> Step:
        """Ask once more from the beginning, unless the tries are used up."""
        more = self._tried(at)
        if more is None:
            return at, (quiet(at), Go(self.too_many))
        return replace(more, digits="", listening=False, stage=""), (quiet(at), Speak(say))

    def _keep(self, at: Position, value: str, *more: Act) -> Step:
        shown = "*" * len(at.digits) if self.secret else at.digits
        told = Tell(Fact.KEY, {"key": shown})
        return put(at, (self.into, value)), (quiet(at), *more, told, Go(self.next))

    # ---- reading back

    def _read_back(self, at: Position, value: str) -> Step:
        try:
            said = spoken(SAID[self.what], value)
        except ValueError:
            return self._keep(at, value, Tell(Fact.TROUBLE, {"what": Trouble.NO_SPEECH, "detail": self.into}))
        say = Speak((YOU_KEYED, Text(f"{said}。"), RIGHT_OR_AGAIN))
        return replace(at, listening=False, stage=CONFIRM), (quiet(at), say)

    def _confirmed(self, at: Position, what: Heard) -> Step:
        value = read(self.what, at.digits)
        match what:
            case Pressed("1") if value is not None:
                return self._keep(at, value)
            case Pressed("2"):
                return self._anew(at, self.prompt)
            case Pressed() | Silence() if value is not None:
                more = self._tried(at)
                if more is None:
                    return at, (quiet(at), Go(self.too_many))
                return self._read_back(more, value)
            case Spoken():
                return self._listening(at)
            case _:
                return at, ()
