"""A set of rules as it is kept in a row and typed in a form; what is wrong with one, told by field. Pure."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hotline.ports import Refused
from hotline.values.plain import plain
from hotline.words import CREDITS, WITHOUT_SOURCE, PointEvent, UnitKind

from .points import ASSESSED, WHOLE, PointRule, RuleSet, SizeWeight

POINTS_MOST = 1000 * WHOLE  # of a base, a rule or a cap
FREE_MOST = 1000
PERCENT_MOST = 1000
TICKETS_MOST = 1_000_000
SIZES_MOST = 10
WHY_MOST = 500
PARTS = ("points", "more", "free", "most", "cap")
KINDS = tuple(kind for kind in UnitKind if kind in ASSESSED)
EVENTS = tuple(event for event in PointEvent if event not in WITHOUT_SOURCE)
_NUMBER = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?", re.ASCII)


def as_kept(rules: RuleSet) -> dict[str, Any]:
    return {
        "base": rules.base,
        "rules": {event.value: {part: getattr(rule, part) for part in PARTS} for event, rule in rules.rules.items()},
        "kinds": {kind.value: percent for kind, percent in rules.kinds.items()},
        "sizes": [[one.tickets, one.percent] for one in rules.sizes],
    }  # fmt: skip


def from_kept(data: Mapping[str, Any]) -> RuleSet:
    """What an older program kept and this one does not know is left out."""
    known = set(PointEvent)
    return RuleSet(
        base=int(data["base"]),
        rules={PointEvent(name): PointRule(**rule) for name, rule in data["rules"].items() if name in known},
        kinds={UnitKind(kind): int(percent) for kind, percent in data["kinds"].items() if kind in set(UnitKind)},
        sizes=tuple(SizeWeight(int(tickets), int(percent)) for tickets, percent in data["sizes"]),
    )  # fmt: skip


def written(points: int) -> str:
    """`-1.5`, `12`, `0.25`: hundredths as people write them."""
    sign, rest = "-" if points < 0 else "", abs(points)
    whole, part = divmod(rest, WHOLE)
    return f"{sign}{whole}" + (f".{part:02}".rstrip("0") if part else "")


def signed(points: int) -> str:
    """`+1.5`, `−2`, `0`."""
    return f"+{written(points)}" if points > 0 else written(points).replace("-", "−")


def hundredths(text: str) -> int | None:
    """A number of points of at most two decimals, not negative; None for what is none."""
    text = plain(text).strip()
    return int(Decimal(text) * WHOLE) if _NUMBER.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class TypedRules:
    """What a form gave: the rules, or which fields are wrong and why."""

    rules: RuleSet | None
    wrong: Mapping[str, Refused]


def typed(form: Mapping[str, str]) -> TypedRules:
    """The rules of a form: `base`, `<event>.<part>`, `kind.<kind>`, `size.<n>.tickets` and `size.<n>.percent`."""
    read = _Reader(form)
    base = read.points("base", least=1)
    rules = {event: _rule(read, event) for event in EVENTS}
    kinds = {kind: read.whole(f"kind.{kind.value}", PERCENT_MOST, empty=WHOLE) for kind in KINDS}
    sizes = tuple(
        SizeWeight(read.whole(f"size.{n}.tickets", TICKETS_MOST), read.whole(f"size.{n}.percent", PERCENT_MOST))
        for n in range(SIZES_MOST) if form.get(f"size.{n}.tickets", "").strip()
    )  # fmt: skip
    for n in range(SIZES_MOST):
        if form.get(f"size.{n}.percent", "").strip() and not form.get(f"size.{n}.tickets", "").strip():
            read.wrong[f"size.{n}.tickets"] = Refused("Write from how many tickets on this weight counts")
    if len({one.tickets for one in sizes}) < len(sizes):
        read.wrong["sizes"] = Refused("Two sizes begin with the same number of tickets: change one of them")
    if read.wrong:
        return TypedRules(None, read.wrong)
    found = {event: rule for event, rule in rules.items() if rule != PointRule()}
    return TypedRules(RuleSet(base, found, {k: p for k, p in kinds.items() if p != WHOLE}, sizes), {})


def _rule(read: "_Reader", event: PointEvent) -> PointRule:
    given = {part: read.points(f"{event.value}.{part}") for part in PARTS if part != "free"}
    rule = PointRule(free=read.whole(f"{event.value}.free", FREE_MOST, empty=0), **given)
    if rule.most and rule.most < rule.points:
        read.wrong[f"{event.value}.most"] = Refused("The most for one ticket is less than the first costs: raise it")
    if event not in CREDITS and rule.cap and rule.cap < max(rule.points, rule.most):
        read.wrong[f"{event.value}.cap"] = Refused("The cap of a period is less than one ticket costs: raise it")
    return rule


class _Reader:
    """Reads fields and collects what is wrong with them."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self.form = form
        self.wrong: dict[str, Refused] = {}

    def points(self, name: str, *, least: int = 0) -> int:
        found = hundredths(self.form.get(name, "") or "0")
        if found is None or not least <= found <= POINTS_MOST:
            self.wrong[name] = Refused("Write a number of points up to 1000 with at most two decimals")
            return 0
        return found

    def whole(self, name: str, most: int, *, empty: int | None = None) -> int:
        text = plain(self.form.get(name, "")).strip()
        if not text and empty is not None:
            return empty
        if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text) <= most):
            self.wrong[name] = Refused("Write a whole number up to %(most)s", most=most)
            return 0
        return int(text)


def as_typed(rules: RuleSet) -> dict[str, str]:
    """The form's fields of a set of rules."""
    found = {"base": written(rules.base)}
    for event in EVENTS:
        rule = rules.rule(event)
        found |= {f"{event.value}.{part}": written(getattr(rule, part)) for part in PARTS if part != "free"}
        found[f"{event.value}.free"] = str(rule.free)
    found |= {f"kind.{kind.value}": str(rules.kinds.get(kind, WHOLE)) for kind in KINDS}
    for n, one in enumerate(rules.sizes):
        found |= {f"size.{n}.tickets": str(one.tickets), f"size.{n}.percent": str(one.percent)}
    return found


def checked_day(effective: dt.date | None, today: dt.date) -> dt.date:
    """From which day a version may count: from tomorrow on, so that nothing that is done is judged anew. Raises
    Refused."""
    if effective is None or effective <= today:
        raise Refused("Choose a day from tomorrow on: what is done already counts by the rules of its day")
    if effective > today + dt.timedelta(days=366):
        raise Refused("Choose a day within a year")
    return effective
