"""Contact with judges: the directory, the requests, and every telephone rung for them."""

import datetime as dt
import functools
import operator
from dataclasses import dataclass
from typing import Any

import peewee

from hotline.callers.rows import Chamber, Contact, Judge
from hotline.calls.rows import AgentState, Call, CallLeg
from hotline.people.rows import Person, Site
from hotline.store.paging import SIZE, Page, cut, mark, total, unmark_id
from hotline.words import CallState, ContactState, Informed, OfferResult, Party, Presence

from . import cases, informing


@dataclass(frozen=True, slots=True)
class ChamberView:
    id: int
    site: int
    site_name: str
    name: str
    telephone: str


@dataclass(frozen=True, slots=True)
class JudgeView:
    id: int
    name: str
    title: str
    chamber: int
    chamber_name: str
    chamber_telephone: str
    telephone: str
    mobile: str
    chief: bool
    active: bool


@dataclass(frozen=True, slots=True)
class Request:
    """A request for a judge; an ordinary one must be answered by `due_at`."""

    id: int
    judge: int
    judge_name: str
    chamber_name: str
    call: str
    line: str
    caller_number: str
    caller_name: str
    case_number: str
    text: str
    urgent: bool
    state: ContactState
    opened_by: str
    opened_at: dt.datetime
    due_at: dt.datetime
    reply: str
    closed_by: str
    closed_at: dt.datetime | None
    informed: Informed

    @property
    def uninformed(self) -> bool:
        """True while it is open and nobody on the judge's side knows of it."""
        return self.state is ContactState.OPEN and self.informed is Informed.NOBODY

    def overdue(self, now: dt.datetime) -> bool:
        """No deadline runs against a judge who was never told."""
        return self.state is ContactState.OPEN and self.informed is Informed.TOLD and self.due_at < now


@dataclass(frozen=True, slots=True)
class Ringing:
    """One telephone rung for a request: of a judge, or of his chamber. `result` is None while it rings or talks."""

    kind: Party
    name: str
    dialled: str
    begun_at: dt.datetime
    answered_at: dt.datetime | None
    ended_at: dt.datetime | None
    result: OfferResult | None


@dataclass(frozen=True, slots=True)
class CallerOf:
    """The caller of a call, and the cases with his number. `ended`: he has rung off."""

    call: str
    number: str
    name: str
    cases: tuple[tuple[str, str], ...]  # case number, judge
    ended: bool = False


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """A filter on requests. `state`: `open`, `done`, or "" for both; `person`: who opened them."""

    state: str = ""
    words: str = ""
    person: int | None = None


def judges(words: str = "", *, all_of_them: bool = False) -> tuple[JudgeView, ...]:
    """The directory by chamber, its chief first; `words` are searched in names of judges and chambers."""
    query = Judge.select(Judge, Chamber).join(Chamber).order_by(Chamber.name, Judge.chief.desc(), Judge.name, Judge.id)
    if not all_of_them:
        query = query.where(Judge.active)
    if words:
        query = query.where(Judge.name.contains(words) | Chamber.name.contains(words))
    return tuple(_judge(row) for row in query)


def judge(judge: int) -> JudgeView | None:
    row = Judge.select(Judge, Chamber).join(Chamber).where(Judge.id == judge).first()
    return None if row is None else _judge(row)


def chambers() -> tuple[ChamberView, ...]:
    rows = Chamber.select(Chamber, Site).join(Site).order_by(Site.id, Chamber.name)
    return tuple(ChamberView(row.id, row.site_id, row.site.name, row.name, row.telephone) for row in rows)


def chamber(chamber: int) -> ChamberView | None:
    return next((one for one in chambers() if one.id == chamber), None)


def page(wanted: ContactFilter, site: int | None, *, after: str = "", size: int = SIZE) -> Page[Request]:
    """The requests of a site (None: all sites): open ones by deadline, others newest first."""
    query = _within(_all(), site)
    for fits in _conditions(wanted):
        query = query.where(fits)
    counted, due = total(query), wanted.state == ContactState.OPEN
    moment = Contact.due_at if due else Contact.opened_at
    begin = unmark_id(after)
    if begin is not None:
        at, key = begin[0], int(begin[1])
        beyond = (moment > at) if due else (moment < at)
        next_key = (Contact.id > key) if due else (Contact.id < key)
        query = query.where(beyond | ((moment == at) & next_key))
    order = (moment, Contact.id) if due else (moment.desc(), Contact.id.desc())
    rows = _requests(query.order_by(*order).limit(size + 1))
    return cut(rows, lambda n: mark(rows[n].due_at if due else rows[n].opened_at, rows[n].id), size, total=counted)


def one(contact: int, site: int | None) -> Request | None:
    rows = _requests(_within(_all().where(Contact.id == contact), site))
    return rows[0] if rows else None


def of_call(call: str) -> tuple[Request, ...]:
    return tuple(_requests(_all().where(Contact.call == call).order_by(Contact.id)))


def ringings(contact: int) -> tuple[Ringing, ...]:
    """All telephones rung for a request, in order."""
    legs = CallLeg.select(CallLeg, Person).join(Person, peewee.JOIN.LEFT_OUTER).where(CallLeg.contact == contact)
    return tuple(
        Ringing(
            Party(leg.kind), leg.name or getattr(leg.person, "name", ""), leg.dialled, leg.begun_at, leg.answered_at,
            leg.ended_at, OfferResult(leg.result) if leg.result else None,
        )
        for leg in legs.order_by(CallLeg.begun_at, CallLeg.id)
    )  # fmt: skip


def caller(call: str, person: int) -> CallerOf | None:
    """The caller on this person's telephone now, or in his last call; None for another person's call."""
    row = Call.get_or_none(Call.id == call)
    if row is None:
        return None
    on = AgentState.select().where(AgentState.person == person, AgentState.call == call).exists()
    if not on and row.agent_id != person:
        return None
    known = tuple((case.number, case.judge) for case in cases.of_number(row.number))
    return CallerOf(row.id, row.number, row.name, known, row.ended_at is not None)


def talks_with(person: int, request: Request) -> bool:
    """True if the request's caller is on this person's telephone now, so that the judge can be rung for him."""
    stands = AgentState.get_or_none(AgentState.person == person, AgentState.state == Presence.TALKING.value)
    row = Call.get_or_none(Call.id == stands.call) if stands is not None and stands.call else None
    if row is None or row.state != CallState.TALKING or row.agent_id != person:
        return False
    return row.id == request.call or (bool(row.number) and row.number == request.caller_number)


def _conditions(wanted: ContactFilter) -> list[Any]:
    fits: list[Any] = []
    if wanted.state == ContactState.OPEN:
        fits.append(Contact.state == ContactState.OPEN.value)
    elif wanted.state:
        fits.append(Contact.state != ContactState.OPEN.value)
    if wanted.words:
        said = (Judge.name, Chamber.name, Contact.caller_name, Contact.case_number)
        fits.append(functools.reduce(operator.or_, [column.contains(wanted.words) for column in said]))
    if wanted.person is not None:
        fits.append(Contact.opened_by == wanted.person)
    return fits


def _within(query: Any, site: int | None) -> Any:
    return query if site is None else query.where(Contact.site == site)


def _all() -> Any:
    opened, closed = Person.alias(), Person.alias()
    return (
        Contact.select(
            Contact, Judge.name.alias("judge_name"), Chamber.name.alias("chamber_name"),
            opened.name.alias("opened_name"), closed.name.alias("closed_name"), Call.line.alias("call_line"),
        )
        .join(Judge)
        .join(Chamber)
        .switch(Contact)
        .join(opened, on=(Contact.opened_by == opened.id))
        .switch(Contact)
        .join(closed, peewee.JOIN.LEFT_OUTER, on=(Contact.closed_by == closed.id))
        .switch(Contact)
        .join(Call, peewee.JOIN.LEFT_OUTER, on=(Contact.call == Call.id))
        .objects()
    )  # fmt: skip


def _judge(row: Any) -> JudgeView:
    return JudgeView(
        row.id, row.name, row.title, row.chamber_id, row.chamber.name, row.chamber.telephone, row.telephone, row.mobile,
        bool(row.chief), bool(row.active),
    )  # fmt: skip


def _requests(query: Any) -> list[Request]:
    rows = list(query)
    known = informing.of_contacts({row.id: row.call or "" for row in rows})
    return [_request(row, known[row.id]) for row in rows]


def _request(row: Any, informed: Informed) -> Request:
    return Request(
        id=row.id,
        judge=row.judge_id,
        judge_name=row.judge_name,
        chamber_name=row.chamber_name,
        call=row.call or "",
        line=row.call_line or "",
        caller_number=row.caller_number,
        caller_name=row.caller_name,
        case_number=row.case_number,
        text=row.text,
        urgent=bool(row.urgent),
        state=ContactState(row.state),
        opened_by=row.opened_name,
        opened_at=row.opened_at,
        due_at=row.due_at,
        reply=row.reply,
        closed_by=row.closed_name or "",
        closed_at=row.closed_at,
        informed=informed,
    )
