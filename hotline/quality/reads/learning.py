"""How far two looks agree, where they differ most, and the library of examples."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hotline.people.rows import Person
from hotline.quality.rows import Inspection, InspectionStep, QualityExample
from hotline.quality.rules.agreement import Agreement, agreement
from hotline.quality.rules.forms import InspectionForm, Item
from hotline.store.paging import SIZE, Page, cut, mark, unmark_id
from hotline.words import Inspected, InspectionEvent

from .forms import of_id
from .sight import plain

DAYS = 92
PAIRS_MOST, SHOWN = 2000, 30


@dataclass(frozen=True, slots=True)
class TwoLooks:
    """A thing that two have looked at: the first look's number and what each gave, in hundredths."""

    inspection: int
    inspected: Inspected
    at: dt.datetime
    agent: str
    first: str
    second: str
    points: int | None
    again: int | None

    @property
    def apart(self) -> int:
        """How far the two lie apart; the whole way where only one has a score."""
        if self.points is None or self.again is None:
            return 0 if self.points == self.again else 10_000
        return abs(self.points - self.again)


@dataclass(frozen=True, slots=True)
class ItemAgreement:
    form: InspectionForm
    item: Item
    found: Agreement


@dataclass(frozen=True, slots=True)
class Calibration:
    """`items` in the order of the forms; `apart`: those that differ most, the widest first."""

    pairs: int
    items: tuple[ItemAgreement, ...]
    apart: tuple[TwoLooks, ...]


@dataclass(frozen=True, slots=True)
class ExampleView:
    """`clip` None: without sound."""

    id: int
    inspection: int
    stars: int
    title: str
    text: str
    inspected: Inspected
    clip: int | None
    by: str
    at: dt.datetime


def calibration(site: int | None, now: dt.datetime, *, but: int, days: int = DAYS) -> Calibration:
    """Of the looks of these days that were made twice, without those about `but` himself. What was marked first counts,
    not what an appeal made of it."""
    looks: dict[tuple[str, str], dict[bool, Any]] = {}
    query = (
        Inspection.select(Inspection, Person)
        .join(Person, on=(Inspection.agent == Person.id))
        .where(plain(), Inspection.done_at >= now - dt.timedelta(days=days), Inspection.agent != but)
    )
    if site is not None:
        query = query.where(Inspection.site == site)
    for row in list(query.order_by(Inspection.id.desc()).limit(2 * PAIRS_MOST)):
        looks.setdefault((row.inspected, row.ref), {})[row.blind] = row
    both = [(two[False], two[True]) for two in looks.values() if len(two) == 2]
    steps = _scored([row.id for pair in both for row in pair])
    both = [(one, other) for one, other in both if one.id in steps and other.id in steps]
    names = {row.id: row.name for row in list(Person.select())}
    pairs = [
        TwoLooks(
            one.id, Inspected(one.inspected), one.at, one.agent.name, names.get(one.inspector_id, ""),
            names.get(other.inspector_id, ""), steps[one.id].points, steps[other.id].points,
        )
        for one, other in both
    ]  # fmt: skip
    widest = sorted(pairs, key=lambda pair: (-pair.apart, -pair.inspection))
    return Calibration(len(pairs), tuple(_items(both, steps)), tuple(pair for pair in widest if pair.apart)[:SHOWN])


def _items(both: list[tuple[Any, Any]], steps: dict[int, Any]) -> Iterable[ItemAgreement]:
    marks: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for one, other in both:
        if one.form_id == other.form_id:
            first, second = steps[one.id].marks, steps[other.id].marks
            for item in first.keys() & second.keys():
                marks.setdefault((one.form_id, item), []).append((first[item], second[item]))
    for form in sorted({form for form, _item in marks}):
        shape = of_id(form)
        for item in shape.items():
            if (form, item.code) in marks:
                yield ItemAgreement(shape, item, agreement(marks[form, item.code]))


def _scored(ids: list[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for n in range(0, len(ids), 500):
        steps = InspectionStep.select().where(
            InspectionStep.inspection.in_(ids[n : n + 500]), InspectionStep.event == InspectionEvent.SCORED.value
        )
        found |= {row.inspection_id: row for row in list(steps)}
    return found


def examples(site: int | None, *, stars: int = 0, after: str = "") -> Page[ExampleView]:
    """The library of a site (None: of all), the newest first; without what has become confidential."""
    query = _examples(site)
    if stars:
        query = query.where(QualityExample.stars == stars)
    past = unmark_id(after)
    if past is not None:
        at, last = past
        query = query.where((QualityExample.at < at) | ((QualityExample.at == at) & (QualityExample.id < last)))
    rows = list(query.order_by(QualityExample.at.desc(), QualityExample.id.desc()).limit(SIZE + 1))
    return cut([_example(row) for row in rows], lambda n: mark(rows[n].at, rows[n].id), SIZE)


def example(which: int, site: int | None) -> ExampleView | None:
    row = _examples(site).where(QualityExample.id == which).first()
    return None if row is None else _example(row)


def _examples(site: int | None) -> Any:
    query = (
        QualityExample.select(QualityExample, Inspection, Person)
        .join(Inspection)
        .switch(QualityExample)
        .join(Person, on=(QualityExample.by == Person.id))
        .where(plain())
    )
    return query if site is None else query.where(QualityExample.site == site)


def _example(row: Any) -> ExampleView:
    return ExampleView(
        row.id, row.inspection_id, row.stars, row.title, row.text, Inspected(row.inspection.inspected), row.clip_id,
        row.by.name, row.at,
    )  # fmt: skip
