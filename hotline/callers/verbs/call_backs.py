"""Calling people back: take a task, call (the agent's telephone rings first), close it with a reason."""

import datetime as dt
from typing import Any

from peewee import fn

from hotline.callers.reads import call_backs
from hotline.callers.rows import CallBack, CallBackTry
from hotline.callers.rules.call_backs import OPEN, may_ring
from hotline.calls.orders.place import place
from hotline.calls.reads.orders import rings_nobody
from hotline.calls.rows import Call, Line
from hotline.calls.rules.call_ids import call_of
from hotline.calls.rules.dialling import WayOut
from hotline.calls.rules.order_kinds import CallOut
from hotline.calls.verbs import dialling
from hotline.clock import CHINA
from hotline.people.reads import remit
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.store.unchanged import as_read
from hotline.values.privacy import whole
from hotline.values.quiet_hours import Quiet
from hotline.values.telephone import canonical
from hotline.words import AuditAction, CallBackReason, CallBackState


def take(task: int, person: int, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Take a task; taking one's own task again is no error."""
    with writing():
        row = _open(task, person)
        if row.state == CallBackState.TAKEN and row.taken_by_id != person:
            raise Refused("%(name)s has this call-back in hand", name=getattr(row.taken_by, "name", ""))
        taken = CallBack.update(state=CallBackState.TAKEN, taken_by=person, taken_at=now).where(_as_read(row))
        _must_be_first(taken.execute())
        audit.note(AuditAction.TAKE_CALL_BACK, f"call_back:{task}", by=by, now=now, client_ip=client_ip)
        announce("call_backs", str(task), at=now)


def call(task: int, person: int, *, by: str, now: dt.datetime, client_ip: str, quiet: Quiet) -> int:
    """Ring the person's telephone, then the citizen's. Returns the order's id."""
    take(task, person, by=by, now=now, client_ip=client_ip)
    with writing():
        row = _open(task, person)
        for attempt in CallBackTry.select().where(CallBackTry.call_back == task, CallBackTry.ended_at.is_null()):
            forget_unmade(attempt, now)
        if _being_called(task):
            raise Refused("This call is being made already")
        who, asked = _caller(person), CallBackReason(row.reason)
        rings = may_ring(quiet, now.astimezone(CHINA), asked, row.missed_at)
        dialling.allow(row.number, WayOut.CALL_BACK, who, now, quiet=quiet, at_night=rings)
        order = _dial(row.number, row.name, row.line, row.profile, who, by, now, call_back=task)
        number = CallBackTry.select(fn.MAX(CallBackTry.number)).where(CallBackTry.call_back == task).scalar() or 0
        CallBackTry.create(call_back=task, number=number + 1, person=person, at=now, call=call_of(order, now))
        audit.asked(AuditAction.CALL_OUT, f"call_back:{task}", order, by=by, now=now, client_ip=client_ip)
        announce("call_backs", str(task), at=now)
    return order


def forget_unmade(attempt: Any, now: dt.datetime) -> bool:
    """Delete an attempt whose call was never made, because the agent's state did not allow it: nobody was tried. In the
    caller's transaction; returns whether it did."""
    unmade = rings_nobody(attempt.call or "", attempt.person_id, attempt.at, now)
    if unmade:
        CallBackTry.delete().where(CallBackTry.id == attempt.id).execute()
    return unmade


def _being_called(task: int) -> bool:
    """Whether an attempt runs: ordered, and its call has not ended."""
    ended = Call.select(Call.id).where(Call.id == CallBackTry.call, Call.ended_at.is_null(False))
    running = CallBackTry.call_back == task, CallBackTry.ended_at.is_null(), ~fn.EXISTS(ended)
    return bool(CallBackTry.select().where(*running).exists())


def dial(
    number: str, person: int, *, line: str | None, by: str, now: dt.datetime, client_ip: str, quiet: Quiet,
    contact: int | None = None, name: str = "",
) -> int:  # fmt: skip
    """Call a number without a call-back task, for a contact or else for a follow-up. Returns the order's id."""
    with writing():
        who = _caller(person)
        way = WayOut.FOLLOW_UP if contact is None else WayOut.CONTACT
        dialling.allow(number, way, who, now, quiet=quiet)
        order = _dial(number, name, line, "", who, by, now, contact=contact)
        last = canonical(number)[-4:]
        audit.asked(AuditAction.CALL_OUT, f"number:{last}", order, by=by, now=now, client_ip=client_ip)
    return order


def _dial(
    number: str, name: str, line: str | None, profile: str, who: Person, by: str, now: dt.datetime,
    *, call_back: int | None = None, contact: int | None = None,
) -> int:  # fmt: skip
    """Place the order for a number that the dialling policy has allowed."""
    dialled = canonical(number)
    row = Line.get_or_none(Line.code == (line or ""))
    shown = row.shown_number if row is not None else ""
    command = CallOut(dialled, name, line or "", shown, profile or "", call_back, contact)
    order = place(command, person=who.id, by=by, now=now)
    dialling.note([dialled], order, who.id, now)
    return order


def _caller(person: int) -> Person:
    """Who calls out: active, allowed to, with a telephone."""
    who = Person.get_or_none(Person.id == person)
    if who is None or not who.active or not may(who.roles, Permission.CALL_OUT):
        raise Refused("You may not call out")
    if not who.extension:
        raise Refused("%(name)s has no telephone", name=who.name)
    found: Person = who
    return found


def assign(task: int, to: int, *, person: int, by: str, now: dt.datetime, client_ip: str) -> None:
    """Give a task to somebody, also one that another has in hand. It goes back to all if he leaves it undone."""
    with writing():
        who = Person.get_or_none(Person.id == person)
        if who is None or not who.active or not may(who.roles, Permission.ASSIGN_CALL_BACKS):
            raise Refused("You may not assign call-backs")
        row = _open(task, person)
        if _being_called(task):
            raise Refused("This call is being made already")
        if to not in {one.id for one in call_backs.callers_of(row.line)}:
            raise Refused("Choose somebody who calls back for this line and has a telephone")
        taken = CallBack.update(state=CallBackState.TAKEN, taken_by=to, taken_at=now).where(_as_read(row))
        _must_be_first(taken.execute())
        audit.note(
            AuditAction.ASSIGN_CALL_BACK, f"call_back:{task}", by=by, now=now, client_ip=client_ip, person=to
        )  # fmt: skip
        announce("call_backs", str(task), at=now)


def close(task: int, note: str, *, by: str, person: int, now: dt.datetime, client_ip: str) -> None:
    """Close a task without having reached anybody, with a reason."""
    note = whole(note, 500)
    if not note:
        raise Refused("Say why")
    with writing():
        row = _open(task, person)
        closed = CallBack.update(
            state=CallBackState.CLOSED, note=note, done_at=now, done_by=person, taken_by=None
        ).where(_as_read(row))  # fmt: skip
        _must_be_first(closed.execute())
        audit.note(AuditAction.CLOSE_CALL_BACK, f"call_back:{task}", by=by, now=now, client_ip=client_ip, note=note)
        announce("call_backs", str(task), at=now)


def _as_read(row: CallBack) -> Any:
    return as_read(row, "state", "taken_by")


def _must_be_first(written: int) -> None:
    if not written:
        raise Refused("Somebody else has just changed this: load the page again")


def _open(task: int, person: int) -> CallBack:
    mine = remit.of_person(person, Permission.CALL_OUT, Permission.ASSIGN_CALL_BACKS)
    row = call_backs.row_within(task, mine.site)
    if row is None:
        raise Refused("There is no such call-back")
    if row.state not in OPEN:
        raise Refused("This call-back is over: %(state)s", state=CallBackState(row.state))
    return row
