"""From events to points: rules and their versions, weights, caps, exclusions; the sum of the rows is the score. Pure.

    points of an event = (first + more × (n − 1), at most `most`) × weight of the kind of unit × weight of its size,
    where n counts what is beyond `free`; of days late only those of this unit and period.

Points are whole hundredths: 150 are 1.5 points. What is taken off is negative.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hotline.words import CREDITS, PointEvent, PointKind, UnitKind
from hotline.workdays.rules.deadlines import CHINA

from .events import CountedEvent

WHOLE = 100  # hundredths of a point, and per cent of a weight
ASSESSED = frozenset(UnitKind) - {UnitKind.HOTLINE, UnitKind.DISCIPLINE}  # who assesses is not assessed


@dataclass(frozen=True, slots=True)
class PointRule:
    """`points`: for the first that counts; `more`: for each further one; `free`: so many cost nothing; `most`: at most
    for one event of a ticket, `cap`: for all of a unit in a period; 0: no limit."""

    points: int = 0
    more: int = 0
    free: int = 0
    most: int = 0
    cap: int = 0

    def of(self, n: int) -> int:
        """Without a sign and a weight."""
        over = n - self.free
        if over <= 0:
            return 0
        made = self.points + self.more * (over - 1)
        return min(made, self.most) if self.most else made


@dataclass(frozen=True, slots=True)
class SizeWeight:
    """Units with so many tickets in the period, or more, count by so many per cent."""

    tickets: int
    percent: int


@dataclass(frozen=True, slots=True)
class RuleSet:
    """`base`: what a unit begins a period with; `kinds`: per cent by the kind of unit, 100 where none stands."""

    base: int = 100 * WHOLE
    rules: Mapping[PointEvent, PointRule] = field(default_factory=dict)
    kinds: Mapping[UnitKind, int] = field(default_factory=dict)
    sizes: tuple[SizeWeight, ...] = ()

    def rule(self, event: PointEvent) -> PointRule:
        return self.rules.get(event, PointRule())

    def percent(self, kind: UnitKind, tickets: int) -> tuple[int, int]:
        """The weights of a unit by its kind and by its size."""
        fitting = [one for one in self.sizes if tickets >= one.tickets]
        size = max(fitting, key=lambda one: one.tickets).percent if fitting else WHOLE
        return self.kinds.get(kind, WHOLE), size


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A set of rules from a day on; of two of the same day the later one counts."""

    number: int
    effective: dt.date
    rules: RuleSet


@dataclass(frozen=True, slots=True)
class PointRow:
    """A row of points. `about`: the key of the row that an exclusion or correction is about."""

    key: str
    kind: PointKind
    event: PointEvent
    unit: int
    ticket: int | None
    source: str
    at: dt.datetime
    points: int
    version: int
    about: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> dt.date:
        return day_of(self.at)


@dataclass(frozen=True, slots=True)
class UnitSize:
    """What the weights of a unit hang on."""

    kind: UnitKind
    tickets: int = 0


def on(versions: Sequence[RuleVersion], day: dt.date) -> RuleVersion | None:
    """The version that counts on a day."""
    found = [one for one in versions if one.effective <= day]
    return max(found, key=lambda one: (one.effective, one.number)) if found else None


def day_of(at: dt.datetime) -> dt.date:
    """The day in China."""
    return at.astimezone(CHINA).date()


def weighted(points: int, percents: Sequence[int]) -> int:
    """Rounded half up."""
    value, whole = points, 1
    for one in percents:
        value, whole = value * one, whole * WHOLE
    return (2 * value + whole) // (2 * whole)


def priced(
    counted: Iterable[CountedEvent], versions: Sequence[RuleVersion], sizes: Mapping[int, UnitSize]
) -> tuple[PointRow, ...]:  # fmt: skip
    """A row for each event that gives points, by the version of its day. Units that are not assessed have none."""
    made = []
    for one in counted:
        version, size = on(versions, day_of(one.at)), sizes.get(one.unit)
        if version is None or size is None or size.kind not in ASSESSED:
            continue
        rule = version.rules.rule(one.event)
        percents = version.rules.percent(size.kind, size.tickets)
        points = weighted(rule.of(one.n) - rule.of(one.was), percents)
        if points:
            facts = {**one.facts, "n": one.n, "was": one.was, "kind_weight": percents[0], "size_weight": percents[1]}
            sign = 1 if one.event in CREDITS else -1
            made.append(PointRow(
                one.key, PointKind.EVENT, one.event, one.unit, one.ticket, one.source, one.at, sign * points,
                version.number, facts=facts,
            ))  # fmt: skip
    return tuple(made)


def settled(
    rows: Sequence[PointRow], excluded: Mapping[str, Mapping[str, Any]], versions: Sequence[RuleVersion]
) -> tuple[PointRow, ...]:  # fmt: skip
    """The rows with those that take excluded points back, and those that give back what passes a cap: the sum of all
    rows of a unit is what changes its base. `excluded`: facts of the decision by the key of the row."""
    events = [one for one in rows if one.kind is PointKind.EVENT]
    back = [_excluded(one, excluded[one.key]) for one in events if one.key in excluded]
    return (*events, *back, *_caps([*events, *back], versions))


def _excluded(row: PointRow, facts: Mapping[str, Any]) -> PointRow:
    return PointRow(
        f"excluded:{row.key}", PointKind.EXCLUDED, row.event, row.unit, row.ticket, row.source, row.at, -row.points,
        row.version, about=row.key, facts=facts,
    )  # fmt: skip


def _caps(rows: Sequence[PointRow], versions: Sequence[RuleVersion]) -> Iterable[PointRow]:
    """What a unit has beyond the cap of a kind of event, by the newest version that counted one of them."""
    known = {one.number: one for one in versions}
    for unit, event in sorted({(one.unit, one.event) for one in rows}):
        mine = [one for one in rows if (one.unit, one.event) == (unit, event)]
        number = max(one.version for one in mine)
        cap = known[number].rules.rule(event).cap if number in known else 0
        total = sum(one.points for one in mine)
        if cap and abs(total) > cap:
            over = total + cap if total < 0 else total - cap
            last = max(one.at for one in mine)
            yield PointRow(
                f"cap:{event.value}:{unit}", PointKind.CAP, event, unit, None, "", last, -over, number,
                facts={"cap": cap, "sum": total},
            )  # fmt: skip


def sums(rows: Iterable[PointRow]) -> dict[int, int]:
    """The points of each unit."""
    found: dict[int, int] = {}
    for one in rows:
        found[one.unit] = found.get(one.unit, 0) + one.points
    return found
