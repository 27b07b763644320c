"""The known cases of a telephone number: from the case system's last answer, or the built-in sample."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from hotline.callers.rows import CaseCache, CourtCase
from hotline.ports import Case
from hotline.values.telephone import canonical

KIND = "cases"


@dataclass(frozen=True, slots=True)
class Cached:
    cases: tuple[Case, ...]
    as_of: dt.datetime


def cached(number: str) -> Cached | None:
    """The last answer for a number."""
    row = CaseCache.get_or_none(CaseCache.number == number, CaseCache.kind == KIND)
    return None if row is None else Cached(tuple(_case(one) for one in row.data), row.fetched_at)


def of_number(number: str) -> tuple[Case, ...]:
    """The cases of a number without asking the case system."""
    if not canonical(number):
        return ()
    known = cached(number)
    if known is not None:
        return known.cases
    rows = CourtCase.select().where(CourtCase.party_number == number).order_by(CourtCase.number)
    return tuple(
        Case(row.number, row.cause, row.division, row.judge, row.stage, row.next_hearing, row.party) for row in rows
    )


def as_data(cases: Iterable[Case]) -> list[dict[str, Any]]:
    """Cases in the form that is stored."""
    return [asdict(one) | {"next_hearing": one.next_hearing and one.next_hearing.isoformat()} for one in cases]


def _case(data: dict[str, Any]) -> Case:
    at = data["next_hearing"]
    return Case(**data | {"next_hearing": dt.datetime.fromisoformat(at) if at else None})
