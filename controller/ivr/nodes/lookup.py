"""`lookup`: ask the case system, the fee scale or the content; the answer decides the next node."""

from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from controller.ivr.steps import Act, EnquiryAnswer, Go, Heard, Inquire, Position, Speak, Spoken, Step, Tell
from controller.ivr.values import drop, get, put
from hotline.words import Fact
from hotline.yaml_source import InvalidValue
from hotline.yaml_source.readers import Number

from .shape import Name, Prompts, Shape, Ways

Source = Literal["case", "petition", "ticket", "fee", "limits", "jurisdiction", "guide", "caller"]
NEEDS: dict[Source, tuple[str, ...]] = {
    "case": ("code", "secret"),
    "petition": ("code", "secret"),
    "ticket": ("code", "secret"),
    "fee": ("kind",),
    "limits": ("kind",),
    "jurisdiction": ("matter", "place"),
    "guide": ("topic",),
    "caller": (),
}
MAY: dict[Source, tuple[str, ...]] = {"case": ("how",), "fee": ("amount", "halved")}
FINDS: dict[Source, tuple[str, ...]] = {
    **dict.fromkeys(get_args(Source), ("say",)),
    "fee": ("say", "least", "most", "clause"),
    "caller": ("nuisance", "calls_today", "call_back"),
}
WORDS = {"how": ("password", "identity"), "halved": ("yes", "no")}
CONTENTS = {
    ("fee", "kind"): "fees",
    ("limits", "kind"): "limits",
    ("jurisdiction", "matter"): "matters",
    ("jurisdiction", "place"): "places",
    ("guide", "topic"): "topics",
}


class Lookup(Shape):
    """`with` names the values sent with the question; `fixed` has those that are the same for every caller. The answer
    goes into values; a secret is deleted after use. Keys pressed meanwhile are ignored."""

    kind: Literal["lookup"]
    source: Source
    given: dict[str, Name] = Field(default_factory=dict, alias="with")
    fixed: dict[str, str] = Field(default_factory=dict)
    prompt: Prompts = ()
    seconds: Number = Field(default=8, ge=1, le=20)
    found: str
    not_found: str
    refused: str = ""
    locked: str = ""
    unavailable: str = ""

    @model_validator(mode="after")
    def _asks_what_there_is(self) -> Self:
        given, may = {*self.given, *self.fixed}, {*NEEDS[self.source], *MAY.get(self.source, ())}
        if given - may:
            raise InvalidValue(
                "%(source)s is not asked with %(names)s", source=self.source, names=", ".join(sorted(given - may))
            )
        if {*NEEDS[self.source]} - given:
            names = ", ".join(NEEDS[self.source])
            raise InvalidValue(
                "%(source)s is asked with %(names)s, in `with` or `fixed`", source=self.source, names=names
            )
        if self.given.keys() & self.fixed.keys():
            raise InvalidValue("what stands in `with` does not stand in `fixed` too")
        for key, words in WORDS.items():
            if self.fixed.get(key, words[0]) not in words:
                raise InvalidValue("`%(key)s` is one of these words: %(words)s", key=key, words=", ".join(words))
        return self

    def targets(self) -> Ways:
        ways = ("found", "not_found", "refused", "locked", "unavailable")
        return ((way, getattr(self, way)) for way in ways if getattr(self, way))

    def said(self) -> Ways:
        return (("prompt", p) for p in self.prompt)

    def uses(self) -> Ways:
        return ((f"with.{key}", name) for key, name in self.given.items())

    def sets(self) -> tuple[str, ...]:
        return FINDS[self.source]

    def contents(self) -> tuple[tuple[str, str, str], ...]:
        lists = ((key, CONTENTS.get((self.source, key)), value) for key, value in self.fixed.items())
        return tuple((f"fixed.{key}", where, value) for key, where, value in lists if where)

    def enter(self, at: Position) -> Step:
        return at, (Speak(self.prompt) if self.prompt else self._question(at),)

    def heard(self, at: Position, what: Heard) -> Step:
        match what:
            case Spoken() if self.prompt:
                return at, (self._question(at),)
            case EnquiryAnswer(values, why):
                return self._answered(at, values, why)
            case _:
                return at, ()

    def _question(self, at: Position) -> Act:
        gathered = ((key, get(at, name)) for key, name in self.given.items())
        about = (*self.fixed.items(), *((key, value) for key, value in gathered if value is not None))
        return Inquire(self.source, about, self.seconds)

    def _answered(self, at: Position, values: tuple[tuple[str, str], ...] | None, why: str) -> Step:
        at = drop(at, *FINDS[self.source], self.given.get("secret", ""))
        if values is not None:
            at = put(at, *values)
        ways = {"refused": self.refused, "locked": self.locked or self.refused, "unavailable": self.unavailable}
        way = self.found if values is not None else ways.get(why) or self.not_found
        return at, (Tell(Fact.FOUND, {"what": self.source, "why": why if values is None else "found"}), Go(way))
