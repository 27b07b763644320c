"""Appointments (D7): book one from a ticket, confirm, finish or cancel it; confirming sends the citizen a message."""

import datetime as dt

from hotline.clock import local_day
from hotline.messages import verbs as notices
from hotline.people.reads.parameters import parameter
from hotline.people.rows import Person, Site
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce, is_postgresql
from hotline.store.database import writing
from hotline.store.unchanged import as_read
from hotline.tickets.reads import sight
from hotline.tickets.reads.appointments import taken
from hotline.tickets.rows import Appointment
from hotline.tickets.rules import appointments as rules
from hotline.values.privacy import clean, whole
from hotline.values.telephone import mobile
from hotline.values.typed import day
from hotline.words import AppointmentKind, AppointmentState, AuditAction, NoticeKind
from hotline.workdays.reads.calendars import calendar_of

_MOVES = {
    AppointmentState.CONFIRMED: {AppointmentState.ASKED},
    AppointmentState.DONE: {AppointmentState.CONFIRMED},
    AppointmentState.CANCELLED: {AppointmentState.ASKED, AppointmentState.CONFIRMED},
}


def book(
    number: str,
    kind: str,
    day: str,
    slot: str,
    place: str,
    reason: str,
    *,
    person: int,
    now: dt.datetime,
    client_ip: str = "",
) -> int:
    """Book an hour for the ticket's citizen and return its id; a ticket has at most one open one. Raises Refused."""
    if kind not in set(AppointmentKind):
        raise Refused("Choose what kind of appointment it is")
    what = AppointmentKind(kind)
    where = clean(place, 200).strip()
    if not where:
        raise Refused("Write where it is to be")
    if what is AppointmentKind.HOME and not reason.strip():
        raise Refused("Write why filing at home is needed")
    with writing():
        ticket = sight.ticket(number, person, Permission.APPOINT)
        date = _day(day)
        _one_at_a_time(ticket.site_id)
        _fits(what, date, slot, ticket.site_id, now)
        open_states = [AppointmentState.ASKED.value, AppointmentState.CONFIRMED.value]
        if Appointment.select().where(Appointment.ticket == ticket.id, Appointment.state.in_(open_states)).exists():
            raise Refused("This ticket has an appointment already: cancel it first")
        made = Appointment.create(
            ticket=ticket.id, kind=kind, state=AppointmentState.ASKED.value, day=date.isoformat(), slot=slot,
            place=where, reason=whole(reason, 500), person=person, at=now,
        )  # fmt: skip
        _note(made.id, AppointmentState.ASKED.value, person, now, client_ip)
        announce("appointments", number, at=now)
        return int(made.id)


def _one_at_a_time(site: int) -> None:
    """Of two who book the last place of an hour the second one counts the first. On SQLite each is alone anyway."""
    if is_postgresql():
        sites = Site.select().where(Site.id == site)
        list(sites.for_update("FOR NO KEY UPDATE"))  # type: ignore[arg-type]  # the stubs know FOR UPDATE alone


def move(appointment: int, to: str, *, person: int, now: dt.datetime, client_ip: str = "") -> None:
    """Confirm, finish or cancel. The citizen gets a message when it is confirmed. Raises Refused."""
    if to not in set(AppointmentState) or AppointmentState(to) not in _MOVES:
        raise Refused("There is no such appointment")
    with writing():
        row = Appointment.get_or_none(Appointment.id == appointment)
        ticket = None if row is None else sight.seen(row.ticket.number, person, Permission.APPOINT)
        if row is None or ticket is None:
            raise Refused("There is no such appointment")
        if AppointmentState(row.state) not in _MOVES[AppointmentState(to)]:
            raise Refused("This appointment is “%(state)s” now", state=AppointmentState(row.state))
        done = now if to in (AppointmentState.DONE, AppointmentState.CANCELLED) else None
        if not Appointment.update(state=to, done_at=done).where(as_read(row, "state")).execute():
            raise Refused("Somebody else has just changed this: load the page again")
        if to == AppointmentState.CONFIRMED and mobile(ticket.caller_number):
            fields = {"what": AppointmentKind(row.kind).zh, "when": f"{row.day} {row.slot}", "where": row.place}
            ref = f"appointment:{appointment}"
            notices.put(ticket.caller_number, NoticeKind.APPOINTMENT.value, fields, ref=ref, now=now)
        _note(appointment, to, person, now, client_ip)
        announce("appointments", ticket.number, at=now)


def _note(appointment: int, state: str, person: int, now: dt.datetime, client_ip: str = "") -> None:
    by = Person.get_by_id(person).login
    audit.note(AuditAction.BOOK, f"appointment:{appointment}", by=by, now=now, client_ip=client_ip, state=state)


def _fits(kind: AppointmentKind, day: dt.date, slot: str, site: int, now: dt.datetime) -> None:
    calendar, today = calendar_of(site), local_day(now)
    most, ahead = parameter("appointment.places"), parameter("appointment.days")
    busy = taken(site, today, today + dt.timedelta(days=ahead))
    why = rules.why_not(
        kind, day, slot, today=today, ahead=ahead, calendar=calendar, taken=busy.get((day, slot), 0), most=most
    )
    if why == "full":
        left = rules.free(kind, today=today, ahead=ahead, calendar=calendar, taken=busy, most=most, shown=1)
        if not left:
            raise Refused("Everything is taken for the next weeks")
        raise Refused("This hour is taken; the next free one is %(day)s %(slot)s", day=left[0].day, slot=left[0].slot)
    if why == "slot":
        raise Refused("Choose an hour of the list")
    if why == "past":
        raise Refused("Choose a day after today")
    if why == "far":
        raise Refused("Choose a day within the next weeks")
    if why == "closed":
        raise Refused("On this day it is not possible")


def _day(typed: str) -> dt.date:
    read = day(typed)
    if read is None:
        raise Refused("Choose a day")
    return read
