"""The fields of a circular or notice letter, and the letters of a period or for a person's units."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from hotline.assessment.rows import AssessmentLetter, AssessmentPeriod, AssessmentReceipt
from hotline.assessment.rules.kept import signed, written
from hotline.people.rows import Person
from hotline.tickets.rules.papers import chinese_day, lines, plain
from hotline.words import AssessmentPaper, PeriodKind

from .scores import UnitScore, by_event, scores


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What became of a letter at a unit."""

    id: int
    unit: int
    unit_name: str
    seen_by: str
    seen_at: dt.datetime | None
    answer: str
    answered_by: str
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class LetterView:
    id: int
    period: int
    site: int
    site_code: str
    kind: AssessmentPaper
    number: str
    by: str
    at: dt.datetime
    fields: dict[str, Any]
    receipts: tuple[ReceiptView, ...]


def title_of(row: AssessmentPeriod) -> str:
    """`2026年第4季度`, `2026年11月`."""
    first = dt.date.fromisoformat(row.first)
    if row.kind == PeriodKind.QUARTER.value:
        return f"{first.year}年第{(first.month + 2) // 3}季度"
    return f"{first.year}年{first.month}月"


def fields_of(
    row: AssessmentPeriod, kind: AssessmentPaper, unit: int | None, text: str, *, number: str, day: dt.date, person: str
) -> dict[str, Any]:  # fmt: skip
    """All fields that a template of either kind may use. A circular names the units in the order of their tree."""
    found = scores(row)
    mine = next((one for one in found if one.unit == unit), None)
    shown = [one for one in found if one.score is not None]
    return {
        "kind": kind.zh, "number": number, "date": chinese_day(day), "issuer": row.site.name, "person": person,
        "period": title_of(row), "unit": plain(mine.name) if mine is not None else "",
        "score": written(mine.score) if mine is not None and mine.score is not None else "",
        "body_lines": lines(text),
        "rows": [_line(one) for one in shown],
        "kinds": [
            {"event": event.zh, "count": str(n), "points": signed(points)}
            for event, (n, points) in (by_event(row.id, mine.unit).items() if mine is not None else ())
        ],
    }  # fmt: skip


def _line(one: UnitScore) -> dict[str, str]:
    return {
        "unit": plain(one.name), "tickets": str(one.tickets), "lost": written(one.lost), "gained": written(one.gained),
        "score": written(one.score) if one.score is not None else "–",
    }  # fmt: skip


def of_period(period: int) -> tuple[LetterView, ...]:
    query = AssessmentLetter.select().where(AssessmentLetter.period == period).order_by(AssessmentLetter.id.desc())
    return tuple(_view(row, None) for row in list(query))


def for_units(units: Collection[int], *, waiting: bool = False) -> tuple[LetterView, ...]:
    """The letters to these units, newest first, with their receipts alone; `waiting`: not answered yet."""
    mine = AssessmentReceipt.select(AssessmentReceipt.letter).where(AssessmentReceipt.unit.in_(list(units)))
    if waiting:
        mine = mine.where(AssessmentReceipt.answered_at.is_null())
    query = AssessmentLetter.select().where(AssessmentLetter.id.in_(mine)).order_by(AssessmentLetter.id.desc())
    return tuple(_view(row, units) for row in list(query.limit(100)))


def unanswered(units: Collection[int]) -> int:
    """How many letters wait for the answer of one of these units."""
    mine = AssessmentReceipt.select().where(
        AssessmentReceipt.unit.in_(list(units)), AssessmentReceipt.answered_at.is_null()
    )
    return int(mine.count())


def one(letter: int, units: Collection[int] | None) -> LetterView | None:
    """A letter; for a person of units only if one of them got it, with their receipts alone."""
    row = AssessmentLetter.get_or_none(AssessmentLetter.id == letter)
    if row is None:
        return None
    found = _view(row, units)
    return found if units is None or found.receipts else None


def _view(row: Any, units: Collection[int] | None) -> LetterView:
    receipts = AssessmentReceipt.select().where(AssessmentReceipt.letter == row.id)
    if units is not None:
        receipts = receipts.where(AssessmentReceipt.unit.in_(list(units)))
    return LetterView(
        row.id, row.period_id, row.period.site_id, row.period.site.code, AssessmentPaper(row.kind), row.number,
        row.person.name, row.at, row.fields,
        tuple(_receipt(one) for one in list(receipts.order_by(AssessmentReceipt.id))),
    )  # fmt: skip


def _receipt(row: Any) -> ReceiptView:
    return ReceiptView(
        row.id, row.unit_id, row.unit.name, _name(row.seen_by), row.seen_at, row.answer, _name(row.answered_by),
        row.answered_at,
    )  # fmt: skip


def _name(person: Person | None) -> str:
    return "" if person is None else str(person.name)
