"""What hangs on the findings of the risk view: notes, and tasks with whom they are for and what became of them."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN, fn

from hotline.clock import local_day
from hotline.people.reads.scope import Scope
from hotline.people.rows import Person, Site
from hotline.people.rules.permissions import Permission, may
from hotline.reports.rows import Finding, RiskNote, RiskTask
from hotline.reports.rules.findings import FindingKey, is_overdue
from hotline.store.paging import SIZE, Page, cut, mark, unmark_id
from hotline.tickets.reads import scope as scopes
from hotline.tickets.reads import units
from hotline.tickets.rows import Entry, Ticket, Unit
from hotline.words import Dimension, FindingKind, TaskState

ENDED_SHOWN = 50  # the newest of those that are over


@dataclass(frozen=True, slots=True)
class NoteView:
    text: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class TaskView:
    """`whom`: the unit or the person who does it. `told`: what was done, or why it was withdrawn."""

    id: int
    key: FindingKey
    text: str
    whom: str
    due: dt.date
    state: TaskState
    overdue: bool
    told: str
    by: str
    at: dt.datetime
    ended_by: str
    ended_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        return self.state is TaskState.OPEN


@dataclass(frozen=True, slots=True)
class Hung:
    """What hangs on a finding: notes, the newest first; tasks, open ones first, by the day on which they are due."""

    notes: list[NoteView] = field(default_factory=list)
    tasks: list[TaskView] = field(default_factory=list)

    @property
    def open(self) -> int:
        return sum(one.is_open for one in self.tasks)

    @property
    def overdue(self) -> int:
        return sum(one.overdue for one in self.tasks)


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with something on it. `site_name`: "" for the whole house."""

    key: FindingKey
    site_name: str
    last_at: dt.datetime
    notes: int
    open: int
    overdue: int


def hung(keys: Collection[FindingKey], now: dt.datetime) -> dict[FindingKey, Hung]:
    """What hangs on each of these; a finding without anything is left out."""
    slots = sorted({key.slot for key in keys})
    ids: dict[int, FindingKey] = {}
    for n in range(0, len(slots), 500):
        some = Finding.select().where(Finding.slot.in_(slots[n : n + 500]))
        ids |= {row.id: _key(row) for row in list(some)}
    if not ids:
        return {}
    found = {key: Hung() for key in ids.values()}
    notes = RiskNote.select(RiskNote, Person).join(Person).where(RiskNote.finding.in_(sorted(ids)))
    for row in list(notes.order_by(RiskNote.id.desc())):
        found[ids[row.finding_id]].notes.append(NoteView(row.text, row.by.name, row.at))
    for task in _tasks(RiskTask.finding.in_(sorted(ids)), local_day(now)):
        found[task.key].tasks.append(task)
    return found


def of_site(site: int | None, now: dt.datetime, *, only_open: bool, after: str = "") -> Page[FindingView]:
    """The findings with something on them, those that were last written on first; the head site sees all sites'."""
    query: Any = (
        Finding.select(Finding, Site).join(Site, JOIN.LEFT_OUTER).order_by(Finding.last_at.desc(), Finding.id.desc())
    )
    if site is not None:
        query = query.where(Finding.site == site)
    if only_open:
        query = query.where(Finding.id.in_(RiskTask.select(RiskTask.finding).where(_is_open())))
    past = unmark_id(after)
    if past is not None:
        at, last = past
        query = query.where((Finding.last_at < at) | ((Finding.last_at == at) & (Finding.id < last)))
    rows: list[Any] = list(query.limit(SIZE + 1))
    ids = [row.id for row in rows]
    count: Any = RiskNote.select(RiskNote.finding, fn.COUNT(RiskNote.id)).where(RiskNote.finding.in_(ids))
    notes: dict[int, int] = dict(count.group_by(RiskNote.finding).tuples())
    days: dict[int, list[str]] = {}
    for row in list(RiskTask.select(RiskTask.finding, RiskTask.due).where(RiskTask.finding.in_(ids), _is_open())):
        days.setdefault(row.finding_id, []).append(row.due)
    today = local_day(now).isoformat()
    views = [
        FindingView(
            _key(row), row.site.name if row.site_id else "", row.last_at, notes.get(row.id, 0),
            len(days.get(row.id, ())), sum(due < today for due in days.get(row.id, ())),
        )
        for row in rows
    ]  # fmt: skip
    return cut(views, lambda n: mark(views[n].last_at, rows[n].id), SIZE)


def lately(site: int | None, since: dt.datetime, *, most: int) -> list[FindingKey]:
    """The findings of a site (None: of the whole house, and of no site) that were written on since then, and those
    with an open task."""
    open_ones = RiskTask.select(RiskTask.finding).where(_is_open())
    here = Finding.site.is_null() if site is None else Finding.site == site
    query = Finding.select().where(here, (Finding.last_at >= since) | Finding.id.in_(open_ones))
    return [_key(row) for row in list(query.order_by(Finding.last_at.desc(), Finding.id.desc()).limit(most))]


def for_person(person: int, now: dt.datetime) -> tuple[list[TaskView], list[TaskView]]:
    """The tasks of a person and of his units with those below: open ones by their days, and the newest of those that
    are over."""
    mine = _mine(person)
    return (
        _tasks(mine & _is_open(), local_day(now)),
        _tasks(mine & (RiskTask.state != TaskState.OPEN.value), local_day(now), newest=ENDED_SHOWN),
    )


def waiting(person: int) -> int:
    """How many open tasks are his."""
    return int(RiskTask.select().where(_mine(person) & _is_open()).count())


def key_of_task(task: int, site: int | None) -> FindingKey | None:
    """The finding of a task of this site; the head site (None) sees all sites'."""
    row = Finding.select().join(RiskTask, on=(RiskTask.finding == Finding.id)).where(RiskTask.id == task).first()
    return _key(row) if row is not None and site in (None, row.site_id) else None


def is_seen(key: FindingKey, scope: Scope) -> bool:
    """Whether what it is about is there, for a reader with this scope of tickets; what is a mere count always is."""
    if key.kind is FindingKind.PERSON:
        named = scopes.NAMED_T
        query = named.select(named.id).where(named.number == key.about, named.caller_number != "")
        return bool(scopes.narrowed(query, scope).exists())
    return all(_is_there(by, part) for by, part in key.parts)


def _is_there(by: Dimension, part: str) -> bool:
    if not part.isdigit():
        return True  # without an area
    if by is Dimension.UNIT:
        return bool(Unit.select().where(Unit.id == int(part)).exists())
    return bool(Entry.select().where(Entry.id == int(part), Entry.kind == by.value).exists())


def is_for(task: Any, person: int) -> bool:
    """Whether a row of a task is for this person."""
    if task.person_id is not None:
        return bool(task.person_id == person)
    return task.unit_id in units.below(units.of_person(person))


def anchors(site: int | None, numbers: Iterable[str]) -> dict[str, str]:
    """By a caller's number the ticket that names him in a finding on which something hangs."""
    wanted = sorted({number for number in numbers if number})
    found: dict[str, str] = {}
    rows: Any = (
        Finding.select(Finding.about, Ticket.caller_number)
        .join(Ticket, on=(Ticket.number == Finding.about))
        .where(
            Finding.kind == FindingKind.PERSON.value, Ticket.caller_number.in_(wanted),
            Finding.site.is_null() if site is None else Finding.site == site,
            Ticket.confidential == False,  # noqa: E712
        )
        .order_by(Finding.id)
        .tuples()
    )  # fmt: skip
    for about, number in list(rows) if wanted else []:
        found.setdefault(str(number), about)
    return found


def numbers_of(keys: Iterable[FindingKey]) -> dict[str, str]:
    """The caller's number of each ticket that names a person; none of a ticket that is confidential by now."""
    about = sorted({key.about for key in keys if key.kind is FindingKind.PERSON})
    rows = Ticket.select(Ticket.number, Ticket.caller_number).where(
        Ticket.number.in_(about), Ticket.confidential == False  # noqa: E712
    )  # fmt: skip
    return {row.number: row.caller_number for row in list(rows)}


def doers(site: int | None) -> list[tuple[int, str]]:
    """The people who can be given a task: active ones who see tickets, by name."""
    query = Person.select().where(Person.active == True).order_by(Person.name, Person.id)  # noqa: E712
    query = query if site is None else query.where(Person.site == site)
    return [(row.id, f"{row.name} ({row.login})") for row in list(query) if may(row.roles, Permission.SEE_TICKETS)]


def _mine(person: int) -> Any:
    here = units.below(units.of_person(person))
    mine = RiskTask.person == person
    return mine | RiskTask.unit.in_(sorted(here)) if here else mine


def _is_open() -> Any:
    return RiskTask.state == TaskState.OPEN.value


def _tasks(where: Any, today: dt.date, *, newest: int = 0) -> list[TaskView]:
    """Open ones first, by their days; or so many of the newest."""
    by, doer, ender = Person.alias(), Person.alias(), Person.alias()
    query = (
        RiskTask.select(
            RiskTask, Finding.kind, Finding.about, Finding.site.alias("of_site"), Unit.name.alias("unit_name"),
            by.name.alias("by_name"), doer.name.alias("doer_name"), ender.name.alias("ender_name"),
        )
        .join(Finding)
        .join_from(RiskTask, Unit, JOIN.LEFT_OUTER)
        .join_from(RiskTask, by, on=(RiskTask.by == by.id))
        .join_from(RiskTask, doer, JOIN.LEFT_OUTER, on=(RiskTask.person == doer.id))
        .join_from(RiskTask, ender, JOIN.LEFT_OUTER, on=(RiskTask.ended_by == ender.id))
        .where(where)
        .objects()
    )  # fmt: skip
    if newest:
        query = query.order_by(RiskTask.ended_at.desc(), RiskTask.id.desc()).limit(newest)
    views = [_task(row, today) for row in list(query)]
    return views if newest else sorted(views, key=lambda one: (not one.is_open, one.due, one.id))


def _task(row: Any, today: dt.date) -> TaskView:
    state, due = TaskState(row.state), dt.date.fromisoformat(row.due)
    return TaskView(
        row.id, FindingKey(FindingKind(row.kind), row.about, row.of_site), row.text,
        row.unit_name or row.doer_name or "", due, state,
        is_overdue(due, open_=state is TaskState.OPEN, today=today), row.told, row.by_name, row.at,
        row.ender_name or "", row.ended_at,
    )  # fmt: skip


def _key(row: Any) -> FindingKey:
    return FindingKey(FindingKind(row.kind), row.about, row.site_id)
