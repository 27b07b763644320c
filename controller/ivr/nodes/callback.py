"""`callback`: offer to call back, at the caller's number or another one; the place in the queue is kept."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from controller.ivr.steps import (
    Act,
    AskCallBack,
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
from controller.ivr.values import drop, get
from hotline.values.reach import Reach, reach
from hotline.values.telephone import telephone
from hotline.words import Fact
from hotline.yaml_source import InvalidValue

from .gather import Gather
from .shape import Asks, Key, Prompts, Tries, Wait, Ways, quiet

OWN = "12"  # the keys that the question itself uses
OFFER = "offer"  # the stage of the question; `gather` takes the number
CALLER_NUMBER = "caller_number"  # a value that the flow has from the start
NUMBER, KEPT, GIVEN_UP = "call_back_number", "+kept", "+given_up"


class Callback(Asks):
    """Key 1: the number he calls from; 2: another one, keyed in and read back; `keys` lead to other nodes; any other
    key means no. Who hides his number, or calls from abroad, has to key one in."""

    asking = ("offer", "number", "again")

    kind: Literal["callback"]
    line: str
    offer: Prompts
    number: Prompts
    again: Prompts
    keys: dict[Key, str] = Field(default_factory=dict)
    wait: Wait = 6
    tries: Tries = 3
    next: str
    declined: str

    @model_validator(mode="after")
    def _keeps_its_own_keys(self) -> Self:
        if self.keys.keys() & set(OWN):
            raise InvalidValue("keys 1 and 2 are the call-back's own")
        return self

    def targets(self) -> Ways:
        return (("next", self.next), ("declined", self.declined), *((f"keys.{k}", to) for k, to in self.keys.items()))

    def idle(self) -> Iterable[str]:
        return (self.declined,)

    def said(self) -> Ways:
        yield from super().said()
        yield from (("number", prompt) for field, prompt in self._number.said() if field == "confirm")

    def lines(self) -> Ways:
        return (("line", self.line),)

    @cached_property
    def _number(self) -> Gather:
        given = {"prompt": self.number, "again": self.again, "wait": self.wait, "tries": self.tries}
        own = {"kind": "gather", "into": NUMBER, "as": "telephone", "longest": 16, "confirm": True}
        return Gather.model_validate({**given, **own, "next": KEPT, "too_many": GIVEN_UP})

    def enter(self, at: Position) -> Step:
        ahead, at = at.ahead.lstrip("#"), replace(at, ahead="", stage=OFFER)
        if ahead:
            return self._choose(replace(at, ahead=ahead[1:], listening=True), ahead[0])
        return at, (Speak(self.offer),)

    def heard(self, at: Position, what: Heard) -> Step:
        if at.stage != OFFER:
            return self._led(*self._number.heard(at, what))
        match what:
            case Pressed(key):
                return self._choose(at, key)
            case Silence():
                return self._silence(at)
            case Spoken():
                return self._listening(at)
            case _:
                return at, ()

    def _silence(self, at: Position) -> Step:
        """Ask once more; a second silence means no."""
        if at.tries:
            return at, (Go(self.declined),)
        return replace(at, tries=1, listening=False), (Speak(self.offer),)

    def _choose(self, at: Position, key: str) -> Step:
        told: tuple[Act, ...] = (quiet(at), Tell(Fact.KEY, {"key": key}))
        if key == "1" and not _hidden(at):
            return at, (*told, AskCallBack(self.line), Go(self.next))
        if key not in OWN:
            return at, (*told, Go(self.keys.get(key, self.declined)))
        at, acts = self._number.enter(replace(at, tries=0, listening=False, stage=""))
        return self._led(at, (*told, *acts))

    def _led(self, at: Position, acts: tuple[Act, ...]) -> Step:
        """Turn the acts of `gather` into this node's; only the call-back contains the number, the key fact masks it."""
        number = get(at, NUMBER) or ""
        led: list[Act] = []
        for act in acts:
            match act:
                case Go(node) if node == KEPT:
                    led += [AskCallBack(self.line, number), Go(self.next)]
                case Go(_):
                    led.append(Go(self.declined))
                case Tell(Fact.KEY, {"key": str(keyed)}) if len(keyed) > 1:
                    led.append(Tell(Fact.KEY, {"key": "*" * len(keyed)}))
                case _:
                    led.append(act)
        return drop(at, NUMBER), tuple(led)


def _hidden(at: Position) -> bool:
    """Whether the caller is known to hide his number, or shows one that is not called back."""
    number = get(at, CALLER_NUMBER)
    return number is not None and reach(telephone(number)) is not Reach.HOME
