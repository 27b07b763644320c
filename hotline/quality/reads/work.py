"""Lists of inspections: an inspector's work, those of a site for who manages them, a person's own results."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from hotline.clock import day_bounds, local_day
from hotline.people.rows import Person
from hotline.quality.rows import Inspection, QualityForm
from hotline.quality.rules.plans import week_of
from hotline.store.paging import SIZE, Page, cut, mark, unmark_id
from hotline.words import Inspected, InspectionState, SampleClass

from .sight import UNTOLD, plain

OPEN, APPEALED = InspectionState.OPEN.value, InspectionState.APPEALED.value


@dataclass(frozen=True, slots=True)
class InspectionLine:
    """`inspector`: "" where nobody has it; `points`: hundredths, None without a score."""

    id: int
    inspected: Inspected
    form_zh: str
    form_en: str
    agent: str
    inspector: str
    at: dt.datetime
    why: SampleClass
    state: InspectionState
    due: dt.date
    overdue: bool
    points: int | None
    fatal: bool
    blind: bool
    done_at: dt.datetime | None
    answer_due: str


@dataclass(frozen=True, slots=True)
class WorkProgress:
    """Of one inspector: what waits, what of that is late, appeals that he decides, and what he did in this week."""

    open: int
    overdue: int
    appeals: int
    done: int


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """What of a site is shown; "" and None for all."""

    state: str = ""
    inspector: int | None = None
    agent: int | None = None
    overdue: bool = False


def progress(person: int, now: dt.datetime) -> WorkProgress:
    mine = Inspection.select().where(Inspection.inspector == person, _his(person))
    waiting = mine.where(Inspection.state == OPEN)
    week = day_bounds(week_of(local_day(now)))[0]
    appeals = Inspection.select().where(Inspection.decider == person, Inspection.state == APPEALED, plain())
    return WorkProgress(
        waiting.count(), waiting.where(Inspection.due < local_day(now).isoformat()).count(), appeals.count(),
        mine.where(Inspection.done_at >= week).count(),
    )  # fmt: skip


def waiting(person: int, now: dt.datetime, *, most: int = SIZE) -> list[InspectionLine]:
    """What waits for an inspector, by its days; first the appeals that he decides."""
    appeals = _all().where(Inspection.decider == person, Inspection.state == APPEALED, plain()).order_by(Inspection.id)
    rows = _all().where(Inspection.inspector == person, Inspection.state == OPEN, _his(person))
    ordered = rows.order_by(Inspection.due, Inspection.id).limit(most)
    return [_line(row, now) for row in (*list(appeals), *list(ordered))]


def done(person: int, now: dt.datetime, *, after: str = "") -> Page[InspectionLine]:
    """What an inspector has done, the newest first."""
    return _newest(
        _all().where(Inspection.inspector == person, _his(person), Inspection.done_at.is_null(False)), now, after
    )


def next_of(person: int, after: int) -> int | None:
    """The inspection that follows this one in his list; the first one at its end; None where nothing else waits."""
    rows = Inspection.select(Inspection.id).where(
        Inspection.inspector == person, Inspection.state == OPEN, _his(person)
    )  # fmt: skip
    ids = [row.id for row in list(rows.order_by(Inspection.due, Inspection.id))]
    if after in ids:
        ids = [*ids[ids.index(after) + 1 :], *ids[: ids.index(after)]]
    return ids[0] if ids else None


def of_site(
    site: int | None, wanted: WorkFilter, now: dt.datetime, *, but: int, after: str = ""
) -> Page[InspectionLine]:
    """Those of a site (None: of all), the newest first, for who manages them; `but`: himself, of whom he sees none
    here, nor what he has to look at blind."""
    query = _all().where(plain(), Inspection.agent != but)
    if site is not None:
        query = query.where(Inspection.site == site)
    blind = Inspection.alias()
    his = blind.select(blind.ref).where(blind.inspector == but, blind.state == OPEN)
    query = query.where(Inspection.ref.not_in(his) | (Inspection.inspector == but))
    if wanted.state:
        query = query.where(Inspection.state == wanted.state)
    if wanted.inspector is not None:
        query = query.where(Inspection.inspector == wanted.inspector)
    if wanted.agent is not None:
        query = query.where(Inspection.agent == wanted.agent)
    if wanted.overdue:
        query = query.where(Inspection.state == OPEN, Inspection.due < local_day(now).isoformat())
    return _by_drawn(query, now, after)


def own_results(person: int, now: dt.datetime, *, after: str = "") -> Page[InspectionLine]:
    """The results that somebody may read about himself, the newest first."""
    query = _all().where(plain(), Inspection.agent == person, Inspection.blind == False)  # noqa: E712
    return _newest(query.where(Inspection.state.not_in(UNTOLD), Inspection.done_at.is_null(False)), now, after)


def to_answer(person: int) -> int:
    """How many results wait for him."""
    query = Inspection.select().where(
        plain(), Inspection.agent == person, Inspection.blind == False,  # noqa: E712
        Inspection.state == InspectionState.SCORED.value,
    )  # fmt: skip
    return int(query.count())


def _his(person: int) -> Any:
    """Of an inspector's own: all that is not confidential, and what is so and was given to him as such."""
    return plain() | ((Inspection.confidential == True) & (Inspection.inspector == person))  # noqa: E712


def _newest(query: Any, now: dt.datetime, after: str) -> Page[InspectionLine]:
    return _paged(query, Inspection.done_at, lambda row: row.done_at, now, after)


def _by_drawn(query: Any, now: dt.datetime, after: str) -> Page[InspectionLine]:
    return _paged(query, Inspection.drawn_at, lambda row: row.drawn_at, now, after)


def _paged(
    query: Any, column: Any, moment: Callable[[Any], dt.datetime], now: dt.datetime, after: str
) -> Page[InspectionLine]:  # fmt: skip
    past = unmark_id(after)
    if past is not None:
        at, last = past
        query = query.where((column < at) | ((column == at) & (Inspection.id < last)))
    rows = list(query.order_by(column.desc(), Inspection.id.desc()).limit(SIZE + 1))
    return cut([_line(row, now) for row in rows], lambda n: mark(moment(rows[n]), rows[n].id), SIZE)


def _all() -> Any:
    looker = Person.alias()
    return (
        Inspection.select(
            Inspection, Person.name.alias("agent_name"), looker.name.alias("looker"), QualityForm.zh.alias("form_zh"),
            QualityForm.en.alias("form_en"),
        )
        .join(Person, on=(Inspection.agent == Person.id))
        .switch(Inspection)
        .join(looker, JOIN.LEFT_OUTER, on=(Inspection.inspector == looker.id))
        .switch(Inspection)
        .join(QualityForm)
        .objects()
    )  # fmt: skip


def _line(row: Any, now: dt.datetime) -> InspectionLine:
    late = row.state == OPEN and row.due < local_day(now).isoformat()
    return InspectionLine(
        row.id, Inspected(row.inspected), row.form_zh, row.form_en, row.agent_name, row.looker or "", row.at,
        SampleClass(row.why), InspectionState(row.state), dt.date.fromisoformat(row.due), late, row.points,
        bool(row.fatal), bool(row.blind), row.done_at, row.answer_due,
    )  # fmt: skip
