"""Issue a paper of a ticket (K10): keep its number and fields in one transaction; the file can be made any time."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from hotline.clock import CHINA, local_day
from hotline.people.rows import Person
from hotline.people.rules.audit_things import SEALED
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import is_postgresql
from hotline.store.database import writing
from hotline.store.rows import Counter
from hotline.tickets.rows import Attachment, Entry, Member, Paper, Ticket, TicketRequest, TicketStep, Unit, Urge
from hotline.tickets.rules import papers as rules
from hotline.tickets.rules.guards import Actor
from hotline.tickets.rules.life import OPEN_STATES
from hotline.tickets.rules.paper_texts import CITIZEN, TicketFile, enclosed
from hotline.tickets.rules.papers import Fields, Numbers, Organ, PaperFacts
from hotline.words import AuditAction, Channel, PaperKind, TicketEvent, TicketKind, TicketState, UnitKind, UrgeStep, Way

from .life.lookups import TicketLookups

Make = Callable[[PaperKind, str, Fields], object]  # kind, site and fields; raises Refused when the paper cannot be made
NO_NUMBER = "〔〕号"  # stands in a paper that is only tried
_LEFT_OUT = frozenset({TicketEvent.NOTE, TicketEvent.RECOMPUTE, TicketEvent.FOLLOW_UP_TRY, TicketEvent.CORRECT})


def offered(row: Any, who: Actor, now: dt.datetime) -> tuple[PaperKind, ...]:
    """Which papers this person may issue for this ticket in its present state."""
    known = _facts(row, now)
    return tuple(kind for kind in PaperKind if rules.refusal(kind, known, who) is None)


def issue(
    kind: PaperKind, number: str, who: Actor, *, numbers: Numbers, make: Make, now: dt.datetime, client_ip: str = ""
) -> int:
    """Return the id of the paper's row. `make` is tried before anything is kept, so a paper that cannot be made uses
    no number. If the last paper of this kind says the same, return that one. Raises Refused.

    It is tried before the transaction, which others wait for, and again in it only if the ticket has changed since."""
    row = _found(number, locked=False)
    fields = _told(kind, row, who, now)
    last = _last(kind, row)
    tried = None if last is not None and rules.same(last.fields, fields) else fields
    if tried is not None:
        make(kind, row.site.code, {**tried, "number": NO_NUMBER})
    with writing():
        row = _found(number, locked=True)
        fields = _told(kind, row, who, now)
        last = _last(kind, row)
        if last is not None and rules.same(last.fields, fields):
            return int(last.id)
        changed = fields != tried
        fields["number"] = given = _number(kind, row, numbers, now)
        if changed:
            make(kind, row.site.code, fields)
        paper: Any = Paper.create(
            ticket=row.id, kind=kind.value, number=given, unit=row.unit_id, fields=fields, person=who.person, at=now
        )
        if row.confidential:
            audit.note(AuditAction.ISSUE_PAPER, SEALED, by=who.by, now=now, client_ip=client_ip, kind=kind.value)
        else:
            thing = f"ticket:{row.number}"
            audit.note(
                AuditAction.ISSUE_PAPER, thing, by=who.by, now=now, client_ip=client_ip, kind=kind.value, number=given
            )
    return int(paper.id)


def read(paper: int, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Record in the audit that somebody downloads a paper."""
    with writing():
        row: Any = Paper.get_by_id(paper)
        by, secret = Person.get_by_id(person).login, row.ticket is not None and row.ticket.confidential
        thing = SEALED if secret or row.ticket is None else f"ticket:{row.ticket.number}"
        data = {} if secret else {"paper": row.number}
        audit.note(AuditAction.READ_FILE, thing, by=by, now=now, client_ip=client_ip, **data)


def _found(number: str, *, locked: bool) -> Any:
    query = Ticket.select().where(Ticket.number == number)
    row = (query.for_update() if locked and is_postgresql() else query).first()
    if row is None:
        raise Refused("There is no such ticket")
    return row


def _told(kind: PaperKind, row: Any, who: Actor, now: dt.datetime) -> Fields:
    """What the paper says but its number. Raises Refused."""
    wrong = rules.refusal(kind, _facts(row, now), who)
    if wrong is not None:
        raise wrong
    return _fields(kind, row, who, now)


def _last(kind: PaperKind, row: Any) -> Any:
    return Paper.select().where(Paper.ticket == row.id, Paper.kind == kind.value).order_by(-Paper.id).first()


def _number(kind: PaperKind, row: Any, numbers: Numbers, now: dt.datetime) -> str:
    """The next number of the series. A confidential complaint uses no series: a gap would reveal that it exists."""
    year, prefix = local_day(now).year, numbers.prefix(kind, _organ(kind, row))
    if row.confidential:
        return f"{prefix}密〔{year}〕{row.number[-8:]}-{_count(row, kind)}号"
    name = rules.series(prefix, year)
    Counter.insert(name=name, value=1).on_conflict(
        conflict_target=[Counter.name], update={Counter.value: Counter.value + 1}
    ).execute()
    return numbers.number(prefix, year, int(Counter.get_by_id(name).value))


def _count(row: Any, kind: PaperKind) -> int:
    return int(Paper.select().where(Paper.ticket == row.id, Paper.kind == kind.value).count()) + 1


def _facts(row: Any, now: dt.datetime) -> PaperFacts:
    granted = _granted(row) is not None if row.extensions else False
    return PaperFacts(
        state=TicketState(row.state), site=row.site_id, confidential=row.confidential, way=row.way, unit=row.unit_id,
        unit_above=TicketLookups().above(row.unit_id), answered=bool(row.reply), extended=granted,
        circular=_late(row, now),
    )  # fmt: skip


def _late(row: Any, now: dt.datetime) -> bool:
    if TicketState(row.state) in OPEN_STATES and row.due_at is not None and row.due_at < now:
        return True
    return bool(Urge.select().where(Urge.ticket == row.id, Urge.step == UrgeStep.CIRCULAR.value).exists())


def _granted(row: Any) -> Any:
    query = TicketRequest.select().where(
        TicketRequest.ticket == row.id, TicketRequest.kind == "extension", TicketRequest.granted == True  # noqa: E712
    )  # fmt: skip
    return query.order_by(TicketRequest.id.desc()).first()


def _fields(kind: PaperKind, row: Any, who: Actor, now: dt.datetime) -> Fields:
    """All fields that a template of any kind may use; fields that do not belong to this kind are empty."""
    today, steps, organ = local_day(now), _steps(row), _organ(kind, row)
    granted = _granted(row) if kind is PaperKind.EXTENSION else None
    texts = {
        "kind": kind.zh, "date": rules.chinese_day(today), "date_spoken": rules.spoken_day(today),
        "issuer": organ.name, "unit": _unit(row.unit_id), "ticket": row.number,
        "channel": Channel(row.channel).zh, "matter": TicketKind(row.kind).zh, "opened": _moment(row.opened_at),
        "opened_day": rules.chinese_day(local_day(row.opened_at)), "topic": _entry(row.topic_id),
        "place": _entry(row.place_id), "address": row.address, "case_number": row.case_number,
        "caller": row.caller_name, "caller_number": row.caller_number,
        "subject": row.subject, "text": row.text, "way": Way(row.way).zh if row.way else "",
        "opinion": _opinion(kind, steps), "due": rules.chinese_day(local_day(row.due_at)) if row.due_at else "",
        "reply": rules.passed_reply(kind, TicketState(row.state), row.reply),
        "reply_unit": _unit(row.unit_id) or row.site.name,
        "reply_day": rules.chinese_day(local_day(row.replied_at)) if row.replied_at else "",
        "reason": granted.reason if granted is not None else "",
        "days": rules.days(granted.half_days) if granted is not None else "",
        "person": Person.get_by_id(who.person).name if who.person is not None else "",
    }  # fmt: skip
    if kind is not PaperKind.REPLY:
        return rules.complete(texts, _history(steps), hides=row.hides_name, former=row.former_names)
    files = _enclosed(row, TicketLookups().above(row.unit_id), by_unit=organ.is_unit)
    return rules.complete(texts, [], hides=row.hides_name, former=row.former_names, attachments=files)


def _steps(row: Any) -> list[Any]:
    return list(TicketStep.select().where(TicketStep.ticket == row.id).order_by(TicketStep.number))


def _organ(kind: PaperKind, row: Any) -> Organ:
    """Who signs: a reply is signed by the unit that answers, unless that is the hotline; else the site signs."""
    unit = Unit.get_or_none(Unit.id == row.unit_id) if row.unit_id is not None else None
    if kind is PaperKind.REPLY and unit is not None and unit.kind != UnitKind.HOTLINE:
        return Organ(unit.code, unit.name, is_unit=True)
    return Organ(row.site.code, row.site.name)


def _enclosed(row: Any, above: frozenset[int], *, by_unit: bool) -> list[str]:
    """The names of the files that belong to the answer."""
    query = Attachment.select().where(Attachment.ticket == row.id).order_by(Attachment.id)
    files = [TicketFile(one.name, one.at, bool(one.token), one.person_id) for one in list(query)]
    members = Member.select(Member.person).where(Member.unit.in_(list(above)))
    answerers = frozenset(one.person_id for one in list(members)) if files and by_unit else None
    again = row.again_at if row.again_at is not None and (row.replied_at or row.again_at) >= row.again_at else None
    since = again or row.dispatched_at or row.opened_at
    return enclosed(files, row.reply, since=since, answerers=answerers)


def _opinion(kind: PaperKind, steps: list[Any]) -> str:
    """What the hotline wrote when it dispatched the ticket; for a circular, the last text of an urge or supervision."""
    wanted = (
        (TicketEvent.SUPERVISE.value, TicketEvent.URGE.value)
        if kind is PaperKind.CIRCULAR
        else (TicketEvent.DISPATCH.value,)
    )
    found = [step.text for step in steps if step.event in wanted and step.text]
    return str(found[-1]) if found else ""


def _history(steps: list[Any]) -> list[dict[str, str]]:
    shown = [step for step in steps if step.event not in _LEFT_OUT]
    units = {
        row.id: row.name for row in list(Unit.select().where(Unit.id.in_([s.unit_id for s in shown if s.unit_id])))
    }
    return [
        {
            "day": _moment(step.at), "event": TicketEvent(step.event).zh, "text": step.text[:500],
            "who": units.get(step.unit_id, "") or {"clock": "系统", "citizen": CITIZEN}.get(step.by, "热线"),
        }
        for step in shown
    ]  # fmt: skip


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _unit(unit: int | None) -> str:
    row = Unit.get_or_none(Unit.id == unit) if unit is not None else None
    return str(row.name) if row is not None else ""


def _entry(entry: int | None) -> str:
    row = Entry.get_or_none(Entry.id == entry) if entry is not None else None
    return str(row.zh) if row is not None else ""
