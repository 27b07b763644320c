"""Hang a note or a task on a finding of the risk view; finish or withdraw a task."""

import datetime as dt
from typing import Any

from hotline.clock import local_day
from hotline.people.reads import remit
from hotline.people.reads.remit import login_of
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.reports.reads import findings
from hotline.reports.rows import Finding, RiskNote, RiskTask
from hotline.reports.rules.findings import FindingKey, TaskWanted, checked, text_of
from hotline.store.database import writing
from hotline.store.unchanged import as_read
from hotline.tickets.reads import sight
from hotline.tickets.rows import Unit
from hotline.words import AuditAction, TaskState


def hang_note(key: FindingKey, text: str, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Note something on a finding. Raises Refused."""
    with writing():
        _allowed(key, person)
        kept = text_of(text, Refused("Write what is to be noted"))
        finding = _hooked(key, now)
        RiskNote.create(finding=finding, text=kept, by=person, at=now)
        audit.note(
            AuditAction.NOTE_FINDING, f"finding:{finding.id}", by=login_of(person), now=now, client_ip=client_ip,
            kind=key.kind.value,
        )  # fmt: skip


def hang_task(key: FindingKey, wanted: TaskWanted, *, person: int, now: dt.datetime, client_ip: str) -> int:
    """Give a unit or a person a task about a finding; its id. Raises Refused."""
    with writing():
        mine = _allowed(key, person)
        text, due = checked(wanted, local_day(now))
        if wanted.unit is not None:
            unit = Unit.get_or_none(Unit.id == wanted.unit, Unit.active == True)  # noqa: E712
            if unit is None or not mine.has(unit.site_id):
                raise Refused("Choose the unit from the list")
        else:
            doer = Person.get_or_none(Person.id == wanted.person)
            if doer is None or not mine.has(doer.site_id) or not _does(doer):
                raise Refused("Choose the person from the list")
        finding = _hooked(key, now)
        row = RiskTask.create(
            finding=finding, text=text, unit=wanted.unit, person=wanted.person, due=due.isoformat(),
            state=TaskState.OPEN.value, by=person, at=now,
        )  # fmt: skip
        audit.note(
            AuditAction.HANG_TASK, f"risk_task:{row.id}", by=login_of(person), now=now, client_ip=client_ip,
            kind=key.kind.value, due=due.isoformat(), unit=wanted.unit, person=wanted.person,
        )  # fmt: skip
        return int(row.id)


def finish(task: int, told: str, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Say what was done: who it is for, or who assesses the risk of its site. Raises Refused."""
    with writing():
        row = _task(task, person, own=True)
        said = text_of(told, Refused("Say in a sentence what was done"))
        _end(row, TaskState.DONE, said, person, now)
        audit.note(AuditAction.END_TASK, f"risk_task:{row.id}", by=login_of(person), now=now, client_ip=client_ip)


def withdraw(task: int, why: str, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Take a task back, and say why. Raises Refused."""
    with writing():
        row = _task(task, person, own=False)
        said = text_of(why, Refused("Say why the task is withdrawn"))
        _end(row, TaskState.WITHDRAWN, said, person, now)
        audit.note(AuditAction.WITHDRAW_TASK, f"risk_task:{row.id}", by=login_of(person), now=now, client_ip=client_ip)


def _end(row: RiskTask, state: TaskState, told: str, person: int, now: dt.datetime) -> None:
    ended = RiskTask.update(state=state.value, told=told, ended_by=person, ended_at=now)
    if row.state != TaskState.OPEN.value or not ended.where(as_read(row, "state")).execute():
        raise Refused("This task is over already: load the page again")
    Finding.update(last_at=now).where(Finding.id == row.finding_id).execute()


def _task(task: int, person: int, *, own: bool) -> RiskTask:
    """The task, for who assesses the risk of its site; with `own` also for whom it is for."""
    who = Person.get_or_none(Person.id == person)
    if who is None or not who.active:
        raise Refused("You may not do this")
    row: RiskTask | None = RiskTask.get_or_none(RiskTask.id == task)
    if row is not None and own and _does(who) and findings.is_for(row, person):
        return row
    assesses = may(who.roles, Permission.ASSESS_RISK)
    if row is None or not assesses or not remit.of_person(person).has(row.finding.site_id):
        raise Refused("There is no such task")
    return row


def _does(who: Person) -> bool:
    return bool(who.active) and may(who.roles, Permission.SEE_TICKETS)


def _allowed(key: FindingKey, person: int) -> remit.Remit:
    mine = remit.of_person(person, Permission.ASSESS_RISK)
    who = Person.get_by_id(person)
    if not mine.has(key.site) or not findings.is_seen(key, sight.in_lists(person, who.roles, mine.site)):
        raise Refused("There is no such finding")
    return mine


def _hooked(key: FindingKey, now: dt.datetime) -> Any:
    """The row of the finding, which is written with the first thing that hangs on it."""
    about = {"slot": key.slot, "site": key.site, "kind": key.kind.value, "about": key.about, "last_at": now}
    Finding.insert(about).on_conflict_ignore().execute()
    Finding.update(last_at=now).where(Finding.slot == key.slot).execute()
    return Finding.get(Finding.slot == key.slot)
