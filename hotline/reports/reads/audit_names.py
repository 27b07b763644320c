"""The names of what audit entries are about. Of a confidential complaint nothing is named: its entries name none."""

from collections.abc import Iterable
from typing import Any

from peewee import JOIN

from hotline.callers.rows import CallBack, Chamber, Contact, Judge
from hotline.calls.rows import Alarm, Call, FlowVersion, Line, Nuisance, Recording, TelephoneTry
from hotline.messages.rows import Notice
from hotline.people.rows import Person, Site
from hotline.reports.rows import Finding, OwnReport, Report, ReportList, RiskTask, WallKey
from hotline.subjects.rows import Erasure
from hotline.tickets.rows import (
    Appointment,
    Attachment,
    DispatchRule,
    Dispute,
    Entry,
    Export,
    ReplyTemplate,
    Ticket,
    Unit,
)
from hotline.tickets.rules.tickets import whole_number
from hotline.values.telephone import ending
from hotline.workdays.rows import SpecialDay

from . import audit_names_of_checks as checks
from .audit_named import Named as Named
from .audit_named import ids, plain

TAIL_LEAST = 4  # digits of a telephone number that are looked for
NAMED_MOST = 200  # objects that one typed name may mean
_PART = 500  # values of one query


def names_of(things: Iterable[str]) -> dict[str, Named]:
    """The names of things (`person:7`); one that is not there, or of another kind, is left out."""
    wanted: dict[str, set[str]] = {}
    for thing in things:
        kind, _colon, ref = thing.partition(":")
        wanted.setdefault(kind, set()).add(ref)
    found: dict[str, Named] = {}
    for kind, refs in wanted.items():
        for part in _parts(sorted(refs)):
            found |= {f"{kind}:{key}": named for key, named in _READS.get(kind, _none)(part).items()}
    return found


def people_of(logins: Iterable[str]) -> dict[str, str]:
    """Names by login."""
    return {
        row.login: row.name
        for part in _parts(sorted(set(logins)))
        for row in list(Person.select(Person.login, Person.name).where(Person.login.in_(part)))
    }


def calls_of(ids: Iterable[str]) -> dict[str, Named]:
    """When a call came and its number, by its id."""
    rows = [
        row
        for part in _parts(sorted(set(ids)))
        for row in list(Call.select(Call.id, Call.number, Call.arrived_at).where(Call.id.in_(part)))
    ]
    return {row.id: Named("", row.id, row.arrived_at, number=row.number) for row in rows}


def site_names() -> dict[int, str]:
    return {row.id: row.name for row in list(Site.select())}


def objects_named(text: str) -> tuple[str, ...]:
    """The things in whose name a text stands: people, lines, units, judges, chambers; a ticket by any writing of its
    number; call-backs and listed numbers by a telephone number or its end."""
    if not text:
        return ()
    ticket, tail = whole_number(text), ending(text)
    found: list[str] = [f"ticket:{ticket}"] if ticket else []
    if len(tail) >= TAIL_LEAST and not ticket:
        found += [f"call_back:{one}" for one in _ending_in(CallBack, tail)]
        found += [f"nuisance:{one}" for one in _ending_in(Nuisance, tail)]
    for kind, table, column in (
        ("person", Person, "id"), ("line", Line, "id"), ("unit", Unit, "code"), ("judge", Judge, "id"),
        ("chamber", Chamber, "id"),
    ):  # fmt: skip
        query = table.select().where(table.name.contains(text)).limit(NAMED_MOST)
        found += [f"{kind}:{getattr(row, column)}" for row in list(query)]
    return tuple(found)


def _ending_in(table: Any, tail: str) -> list[int]:
    query = table.select(table.id).where(table.number.text().endswith(tail)).order_by(table.id.desc())
    return [row.id for row in list(query.limit(NAMED_MOST))]


def _parts(values: list[str]) -> Iterable[list[str]]:
    return (values[n : n + _PART] for n in range(0, len(values), _PART))


def _none(_refs: list[str]) -> dict[str, Named]:
    return {}


def _people(refs: list[str]) -> dict[str, Named]:
    rows = list(Person.select().where(Person.id.in_(ids(refs))))
    return {str(row.id): Named(f"{row.name} ({row.login})", str(row.id)) for row in rows}


def _recordings(refs: list[str]) -> dict[str, Named]:
    rows = list(Recording.select().where(Recording.id.in_(ids(refs))))
    return {str(row.id): Named("", row.call, row.begun_at) for row in rows}


def _contacts(refs: list[str]) -> dict[str, Named]:
    rows = list(Contact.select(Contact, Judge).join(Judge).where(Contact.id.in_(ids(refs))))
    return {str(row.id): Named(row.judge.name, str(row.id)) for row in rows}


def _units(refs: list[str]) -> dict[str, Named]:
    return {r.code: Named(r.name, str(r.id)) for r in list(Unit.select().where(Unit.code.in_(refs)))}


def _flows(refs: list[str]) -> dict[str, Named]:
    rows = list(FlowVersion.select().where(FlowVersion.name.in_(refs)).order_by(FlowVersion.id))
    return {row.name: Named(row.title, row.name) for row in rows}  # the newest title stays


def _tickets(refs: list[str]) -> dict[str, Named]:
    open_ones = Ticket.select(Ticket.number, Ticket.site, Ticket.opened_by).where(
        Ticket.number.in_(refs), Ticket.confidential == False  # noqa: E712
    )  # fmt: skip
    return {row.number: Named(row.number, row.number, None, row.site_id, row.opened_by_id) for row in list(open_ones)}


def _numbers(table: Any, refs: list[str]) -> dict[str, Named]:
    rows = list(table.select().where(table.id.in_(ids(refs))))
    return {str(r.id): Named(getattr(r, "name", ""), str(r.id), number=r.number) for r in rows}


def _of_tickets(table: Any, refs: list[str]) -> dict[str, Named]:
    """Disputes and appointments by the number of their ticket."""
    rows = list(table.select(table, Ticket).join(Ticket).where(table.id.in_(ids(refs))))
    return {str(row.id): Named("" if row.ticket.confidential else row.ticket.number, str(row.id)) for row in rows}


def _alarms(refs: list[str]) -> dict[str, Named]:
    rows = list(Alarm.select().where(Alarm.id.in_(ids(refs))))
    return {str(r.id): Named("", str(r.id), r.since, code=r.kind) for r in rows}


def _notices(refs: list[str]) -> dict[str, Named]:
    rows = list(Notice.select().where(Notice.id.in_(ids(refs))))
    return {str(r.id): Named("", str(r.id), number=r.number, code=r.template) for r in rows}


def _days(refs: list[str]) -> dict[str, Named]:
    rows = list(SpecialDay.select().where(SpecialDay.id.in_(ids(refs))))
    return {str(r.id): Named(f"{r.day} {r.name}", str(r.id)) for r in rows}


def _exports(refs: list[str]) -> dict[str, Named]:
    rows = list(Export.select(Export, Person).join(Person).where(Export.id.in_(ids(refs))))
    return {str(r.id): Named(r.person.name, str(r.id), r.asked_at) for r in rows}


def _erasures(refs: list[str]) -> dict[str, Named]:
    return {str(r.id): Named(r.number, str(r.id)) for r in list(Erasure.select().where(Erasure.id.in_(ids(refs))))}


def _reports(refs: list[str]) -> dict[str, Named]:
    return {str(r.id): Named(r.number, str(r.id)) for r in list(Report.select().where(Report.id.in_(ids(refs))))}


def _findings(refs: list[str]) -> dict[str, Named]:
    rows = list(Finding.select().where(Finding.id.in_(ids(refs))))
    return {str(r.id): Named("", str(r.id), code=r.kind) for r in rows}


def _tasks(refs: list[str]) -> dict[str, Named]:
    rows = list(RiskTask.select().where(RiskTask.id.in_(ids(refs))))
    return {str(r.id): Named("", str(r.id), r.at) for r in rows}


def _files(refs: list[str]) -> dict[str, Named]:
    """Files of forms; one that came to stand with a confidential complaint is not named."""
    query = Attachment.select(Attachment, Ticket).join(Ticket, JOIN.LEFT_OUTER).where(Attachment.id.in_(ids(refs)))
    rows: list[Any] = [row for row in list(query) if row.ticket is None or not row.ticket.confidential]
    return {str(row.id): Named(row.name, str(row.id)) for row in rows}


def _templates(refs: list[str]) -> dict[str, Named]:
    rows = list(ReplyTemplate.select().where(ReplyTemplate.id.in_(ids(refs))))
    return {str(row.id): Named(row.title, str(row.id)) for row in rows}


def _entries(refs: list[str]) -> dict[str, Named]:
    """Entries by kind and code (`topic:0101`)."""
    kinds = sorted({ref.partition(":")[0] for ref in refs})
    rows = list(Entry.select().where(Entry.kind.in_(kinds)))
    found = {f"{r.kind}:{r.code}": Named(r.zh, r.kind, en=r.en, code=r.kind) for r in rows}
    return {ref: found[ref] for ref in refs if ref in found}


def _rules(refs: list[str]) -> dict[str, Named]:
    rows = list(DispatchRule.select().where(DispatchRule.id.in_(ids(refs))))
    parts = {row.id: row for row in list(Entry.select())} if rows else {}
    units = {row.id: row.name for row in list(Unit.select())} if rows else {}
    made = {}
    for row in rows:
        about = [parts[one] for one in (row.topic_id, row.place_id) if one in parts]
        zh, en = " ".join(one.zh for one in about), " ".join(one.en or one.zh for one in about)
        unit = units.get(row.unit_id, "")
        made[str(row.id)] = Named(f"{zh} → {unit}".strip(), str(row.id), en=f"{en} → {unit}".strip())
    return made


def _tries(refs: list[str]) -> dict[str, Named]:
    rows = list(TelephoneTry.select().where(TelephoneTry.id.in_(ids(refs))))
    return {str(row.id): Named(f"{row.extension or '*'} ({row.address})", str(row.id)) for row in rows}


_READS: dict[str, Any] = {
    **checks.READS,
    "person": _people,
    "line": lambda refs: plain(Line, refs),
    "judge": lambda refs: plain(Judge, refs),
    "chamber": lambda refs: plain(Chamber, refs),
    "recording": _recordings,
    "contact": _contacts,
    "unit": _units,
    "flow": _flows,
    "ticket": _tickets,
    "dispute": lambda refs: _of_tickets(Dispute, refs),
    "appointment": lambda refs: _of_tickets(Appointment, refs),
    "call_back": lambda refs: _numbers(CallBack, refs),
    "nuisance": lambda refs: _numbers(Nuisance, refs),
    "alarm": _alarms,
    "notice": _notices,
    "special_day": _days,
    "export": _exports,
    "erasure": _erasures,
    "report": _reports,
    "own_report": lambda refs: plain(OwnReport, refs),
    "finding": _findings,
    "risk_task": _tasks,
    "file": _files,
    "template": _templates,
    "entry": _entries,
    "rule": _rules,
    "report_list": lambda refs: plain(ReportList, refs),
    "wall_key": lambda refs: plain(WallKey, refs),
    "telephone_try": _tries,
}
