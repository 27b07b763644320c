"""Appointments: how full each hour is, and lists by days or by ticket."""

import datetime as dt
from dataclasses import dataclass

from peewee import SQL, fn

from hotline.people.reads.scope import Scope
from hotline.tickets.rows import Appointment, Ticket
from hotline.words import AppointmentKind, AppointmentState

from . import scope as scopes
from .scope import NAMED_T as T

OPEN = (AppointmentState.ASKED.value, AppointmentState.CONFIRMED.value)


@dataclass(frozen=True, slots=True)
class AppointmentView:
    id: int
    number: str
    kind: AppointmentKind
    state: AppointmentState
    day: dt.date
    slot: str
    place: str
    reason: str
    name: str
    caller: str


def taken(site: int, begin: dt.date, end: dt.date) -> dict[tuple[dt.date, str], int]:
    """How many appointments each hour of a site has, without cancelled ones."""
    query = (
        Appointment.select(Appointment.day, Appointment.slot, fn.COUNT(SQL("1")).alias("n"))
        .join(Ticket)
        .where(
            Ticket.site == site, Appointment.day >= begin.isoformat(), Appointment.day <= end.isoformat(),
            Appointment.state != AppointmentState.CANCELLED.value,
        )
        .group_by(Appointment.day, Appointment.slot)
    )  # fmt: skip
    return {(dt.date.fromisoformat(row.day), row.slot): row.n for row in list(query)}


def between(scope: Scope, begin: dt.date, end: dt.date) -> list[AppointmentView]:
    """The appointments from `begin` to `end`, by day and hour."""
    query = scopes.narrowed(Appointment.select(Appointment, T).join(T), scope).where(
        Appointment.day >= begin.isoformat(), Appointment.day <= end.isoformat()
    )
    return [_view(row) for row in list(query.order_by(Appointment.day, Appointment.slot, Appointment.id).limit(1000))]


def of_ticket(number: str) -> list[AppointmentView]:
    query = Appointment.select(Appointment, Ticket).join(Ticket).where(Ticket.number == number)
    return [_view(row) for row in list(query.order_by(Appointment.id))]


def _view(row: Appointment) -> AppointmentView:
    return AppointmentView(
        row.id, row.ticket.number, AppointmentKind(row.kind), AppointmentState(row.state),
        dt.date.fromisoformat(row.day), row.slot, row.place, row.reason, row.ticket.caller_name,
        row.ticket.caller_number,
    )  # fmt: skip
