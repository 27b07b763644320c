"""The schemas of the files in `content/`, with checks; frozen, because many parts share them."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from hotline.knowledge.rules.fees import Bracket, Range, Rule, Scale
from hotline.yaml_source import Plain
from hotline.yaml_source.readers import Day, Exact, Flag, Whole

SPOKEN_MOST = 120


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


# ---- types of values


def _spoken(text: str) -> str:
    """A text for a speech engine; digits are not allowed, because engines read them in different ways."""
    if not text.strip() or len(text) > SPOKEN_MOST:
        raise ValueError(f"播报内容应为 1 至 {SPOKEN_MOST} 个字 / what is spoken has 1 to {SPOKEN_MOST} characters")
    if re.search("[0-9]", text):
        raise ValueError("播报内容中的数字请写成汉字 / write the figures of what is spoken in characters")
    return text


def _placed(text: str) -> str:
    if re.search("[{}]", text.replace("{place}", "").replace("{court}", "")):
        raise ValueError("只能用 {place} 和 {court} / only {place} and {court} can be filled in")
    return _spoken(text)


def _rate(value: object) -> object:
    """`2.5%` as a part of one."""
    found = re.fullmatch(r"([0-9]{1,2}(?:\.[0-9]+)?)\s*%", value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError("应写作百分比 / a percentage is expected, like 2.5%")
    return Decimal(found[1]) / 100


def _range(value: object) -> object:
    """One figure is a range of one figure."""
    return {"least": value, "most": value} if isinstance(value, Plain) else value


def _one_each(items: tuple[Any, ...]) -> tuple[Any, ...]:
    ids = [item.id for item in items]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ValueError(f"编号重复 / these ids stand there twice: {', '.join(twice)}")
    return items


def _some(items: tuple[Any, ...]) -> tuple[Any, ...]:
    if not items:
        raise ValueError("至少要有一项 / one at least is needed")
    return items


Text = Annotated[str, Field(min_length=1)]
Spoken = Annotated[str, AfterValidator(_spoken)]
Id = Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
Yuan = Annotated[Exact, Field(ge=0, le=10**15, decimal_places=2)]
Share = Annotated[str, Field(pattern="^[1-9][0-9]?/[1-9][0-9]?$")]


class _RangeFile(_Part):
    least: Yuan
    most: Yuan
    local: Yuan | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.least <= (self.least if self.local is None else self.local) <= self.most:
            raise ValueError("应有 least ≤ local ≤ most / local lies between least and most")
        return self


class _BracketFile(_Part):
    up_to: Yuan | None = None
    rate: Annotated[Decimal, BeforeValidator(_rate)] = Decimal(0)
    each: Yuan = Decimal(0)


_RangeOrOne = Annotated[_RangeFile, BeforeValidator(_range)]


class _KindFile(_Part):
    name: Text
    clause: Text
    each: _RangeOrOne | None = None
    without: _RangeOrOne | None = None
    brackets: tuple[_BracketFile, ...] = ()
    brackets_of: str = ""
    share: Share = "1/1"
    most: Yuan | None = None
    halves: Flag = False

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        ends = [bracket.up_to for bracket in self.brackets]
        closed = [end for end in ends[:-1] if end is not None]
        if ends and (ends[-1] is not None or len(closed) < len(ends) - 1 or closed != sorted(set(closed))):
            raise ValueError(
                "各档 up_to 应递增，最后一档不写 / up_to goes up from bracket to bracket, the last has none"
            )
        if bool(self.brackets) + bool(self.brackets_of) + (self.each is not None) == 0 or (
            self.brackets and self.brackets_of
        ):
            raise ValueError("应有 each、brackets 或 brackets_of / each, brackets or brackets_of is needed, not both")
        return self

    def rule(self, brackets: tuple[_BracketFile, ...]) -> Rule:
        each, without = (None if r is None else Range(r.least, r.most, r.local) for r in (self.each, self.without))
        steps = tuple(Bracket(b.up_to, b.rate, b.each) for b in brackets)
        return Rule(self.name, self.clause, each, without, steps, Fraction(self.share), self.most, self.halves)


# ---- the shapes


class Note(_Part):
    """A sentence said after a figure, and its source in the law."""

    id: Id
    say: Spoken
    clause: Text


class FeesFile(_Part):
    order: Text
    since: Day
    kinds: dict[Id, _KindFile]
    notes: Annotated[tuple[Note, ...], AfterValidator(_one_each)]

    @model_validator(mode="after")
    def _borrows_what_is_there(self) -> Self:
        for name, kind in self.kinds.items():
            if kind.brackets_of and not (kind.brackets_of in self.kinds and self.kinds[kind.brackets_of].brackets):
                raise ValueError(f"{name}: brackets_of: {kind.brackets_of} 没有分档 / has no brackets of its own")
        return self

    def scale(self) -> Scale:
        own = {name: kind.brackets for name, kind in self.kinds.items()}
        return Scale({name: kind.rule(own[kind.brackets_of or name]) for name, kind in self.kinds.items()})


class TimeLimit(_Part):
    """A time limit: `say` is spoken, `clause` is its source."""

    id: Id
    kind: Id
    name: Text
    say: Spoken
    clause: Text


class TimeLimits(_Part):
    """`kinds`: id → name, in the order in which a menu offers them."""

    kinds: dict[Id, Text]
    limits: Annotated[tuple[TimeLimit, ...], AfterValidator(_one_each)]

    @model_validator(mode="after")
    def _known_kinds(self) -> Self:
        for limit in self.limits:
            if limit.kind not in self.kinds:
                raise ValueError(f"{limit.id}: 没有种类 {limit.kind} / there is no such kind")
        return self

    def of_kind(self, kind: str) -> tuple[TimeLimit, ...]:
        return tuple(limit for limit in self.limits if limit.kind == kind)


class Court(_Part):
    id: Id
    name: Spoken
    address: Text


class Place(_Part):
    """A place that callers choose, and the id of its court."""

    id: Id
    name: Spoken
    court: Id


class Matter(_Part):
    """A kind of matter: the rule, and the sentence for a place (none where no court of ours is meant)."""

    id: Id
    name: Text
    say: Spoken
    here: Annotated[str, AfterValidator(_placed)] = ""
    clause: Text


class Jurisdiction(_Part):
    """Jurisdiction of courts; `levels` list the cases that begin at a higher court."""

    courts: Annotated[tuple[Court, ...], AfterValidator(_one_each)]
    places: Annotated[tuple[Place, ...], AfterValidator(_one_each)]
    matters: Annotated[tuple[Matter, ...], AfterValidator(_one_each)]
    levels: Annotated[tuple[Note, ...], AfterValidator(_one_each)]

    @model_validator(mode="after")
    def _known_courts(self) -> Self:
        for place in self.places:
            if place.court not in {court.id for court in self.courts}:
                raise ValueError(f"{place.id}: 没有法院 {place.court} / there is no such court")
        return self

    def sentence(self, matter: str, place: str) -> str:
        """The rule of a matter, and which court it is for a place. KeyError: no such matter or place."""
        told = {m.id: m for m in self.matters}[matter]
        where = {p.id: p for p in self.places}[place]
        court = {c.id: c.name for c in self.courts}[where.court]
        return told.say + told.here.replace("{place}", where.name).replace("{court}", court)


class Topic(_Part):
    """A topic of self-service, in paragraphs that are spoken one by one."""

    name: Text
    paragraphs: Annotated[tuple[Spoken, ...], AfterValidator(_some)]


class GuideFile(_Part):
    topics: dict[Id, Topic]


class Step(_Part):
    """One of three: a text to say, an action, or seconds to wait."""

    say: str = ""
    do: str = ""
    wait: Whole = Field(default=0, ge=0, le=60)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if re.search("[{}]", self.say.replace("{hotline}", "")):
            raise ValueError("只能用 {hotline} / only {hotline} can be filled in")
        if bool(self.say) + bool(self.do) + bool(self.wait) != 1:
            raise ValueError("应为 say、do、wait 之一 / one of say, do and wait is expected")
        return self


class Situation(_Part):
    """What an agent does in a situation; `prescribed`: the wording of the standard."""

    id: Id
    name: Text
    prescribed: Flag
    steps: Annotated[tuple[Step, ...], AfterValidator(_some)]


class Preferred(_Part):
    say: Text
    instead_of: Annotated[tuple[Text, ...], AfterValidator(_some)]


class Phrases(_Part):
    """The script beside the call, preferred wordings, and words to avoid. `{hotline}` in a step is filled in from
    `hotlines`."""

    source: str
    hotlines: dict[Id, Text] = Field(default_factory=dict)  # by profile; `any` for a call without one
    situations: Annotated[tuple[Situation, ...], AfterValidator(_one_each)]
    preferred: tuple[Preferred, ...]
    forbidden: tuple[Text, ...]
