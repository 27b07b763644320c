"""The figures of each unit in a period: each figure counts rows; and checks that they add up."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from peewee import SQL, Case, fn

from hotline.tickets.rows import FollowUp, Ticket, TicketClock, TicketRequest, TicketStep, Unit, Urge
from hotline.tickets.rules.life import OPEN_STATES
from hotline.words import ClockKind, TicketEvent, TicketState


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """On tickets opened in the period whose last unit is this one: `received` = `ended` + `still_open`.
    `finished` and `finished_late`: finish clocks that the unit stopped, in time or late; `taken`, `taken_late`: take
    clocks. `solved`, `unsolved`, `silent`: ended tickets by the citizen's answer."""

    unit: str
    received: int
    ended: int
    still_open: int
    taken: int
    taken_late: int
    finished: int
    finished_late: int
    urged: int
    extended: int
    returned: int
    again: int
    solved: int
    unsolved: int
    silent: int

    @property
    def in_time(self) -> float | None:
        return None if not self.finished else 1 - self.finished_late / self.finished


def by_unit(begin: dt.datetime, end: dt.datetime) -> list[UnitFigures]:
    """The figures of units that had tickets opened in [begin, end); confidential ones are not counted."""
    states = [state.value for state in OPEN_STATES]
    mine = _tickets(begin, end)
    base: dict[int, dict[str, Any]] = {}
    counted = mine.select(
        Ticket.unit.alias("unit"), fn.COUNT(SQL("1")).alias("received"),
        _sum(Ticket.state.in_(states)).alias("still_open"), fn.SUM(Ticket.round).alias("again"),
        _sum(Ticket.state.not_in(states) & (Ticket.solved == True)).alias("solved"),  # noqa: E712
        _sum(Ticket.state.not_in(states) & (Ticket.solved == False)).alias("unsolved"),  # noqa: E712
        _sum(Ticket.state.not_in(states) & Ticket.solved.is_null()).alias("silent"),
    ).where(Ticket.unit.is_null(False)).group_by(Ticket.unit)  # fmt: skip
    for row in counted.dicts():
        base[row.pop("unit")] = row
    clocks, urged = _clocks(begin, end), _count(Urge, begin, end)
    returned = _count(TicketRequest, begin, end, TicketRequest.kind == "return")
    extended = _count(TicketRequest, begin, end, TicketRequest.kind == "extension", TicketRequest.granted == True)  # noqa: E712
    names = {row.id: row.name for row in list(Unit.select())}
    return [
        UnitFigures(
            unit=names[unit],
            received=row["received"],
            ended=row["received"] - row["still_open"],
            still_open=row["still_open"],
            again=row["again"] or 0,
            solved=row["solved"],
            unsolved=row["unsolved"],
            silent=row["silent"],
            taken=clocks.get((unit, "take"), (0, 0))[0],
            taken_late=clocks.get((unit, "take"), (0, 0))[1],
            finished=clocks.get((unit, "finish"), (0, 0))[0],
            finished_late=clocks.get((unit, "finish"), (0, 0))[1],
            urged=urged.get(unit, 0),
            extended=extended.get(unit, 0),
            returned=returned.get(unit, 0),
        )
        for unit, row in sorted(base.items(), key=lambda one: -one[1]["received"])
    ]


def by_state(begin: dt.datetime, end: dt.datetime) -> dict[TicketState, int]:
    """Tickets opened in the period, by state; every state is listed."""
    found = dict.fromkeys(TicketState, 0)
    query = _tickets(begin, end).select(Ticket.state, fn.COUNT(SQL("1")).alias("n")).group_by(Ticket.state)
    for row in query.dicts():
        found[TicketState(row["state"])] = row["n"]
    return found


def by_event(begin: dt.datetime, end: dt.datetime) -> dict[TicketEvent, int]:
    """Events in the period, on tickets of any age."""
    found = dict.fromkeys(TicketEvent, 0)
    query = (
        TicketStep.select(TicketStep.event, fn.COUNT(SQL("1")).alias("n"))
        .join(Ticket)
        .where(TicketStep.at >= begin, TicketStep.at < end, Ticket.confidential == False)  # noqa: E712
        .group_by(TicketStep.event)
    )
    rows: Any = query.dicts()
    for row in rows:
        found[TicketEvent(row["event"])] = row["n"]
    return found


def problems() -> list[str]:
    """Inconsistencies: a ticket without a unit, a missing clock, a broken history."""
    return [*_nobodys(), *_ended_with_clocks(), *_histories(), *_follow_ups()]


def _nobodys() -> list[str]:
    states = [state.value for state in OPEN_STATES]
    rows = (
        Ticket.select()
        .where(
            Ticket.state.in_(states),
            Ticket.holder.is_null() | (Ticket.burns_at.is_null() & Ticket.paused_at.is_null()),
        )
        .order_by(Ticket.id)
    )
    return [f"{row.number}: {row.state} without an owner or a clock" for row in list(rows.limit(20))]


def _ended_with_clocks() -> list[str]:
    states = [state.value for state in OPEN_STATES]
    rows = (
        TicketClock.select(TicketClock, Ticket)
        .join(Ticket)
        .where(Ticket.state.not_in(states), TicketClock.stopped_at.is_null(), TicketClock.kind != "supervision")
        .order_by(TicketClock.id)
    )
    return [f"{row.ticket.number}: ended, and its {row.kind} clock runs" for row in list(rows.limit(20))]


def _histories() -> list[str]:
    """Check that each step begins in the last one's state, the last state is the ticket's, none is missing."""
    found: list[str] = []
    last: dict[int, tuple[int, str]] = {}
    for step in TicketStep.select().order_by(TicketStep.ticket, TicketStep.number).iterator():
        before = last.get(step.ticket_id, (0, ""))
        if (step.number, step.old) != (before[0] + 1, before[1]):
            found.append(f"ticket {step.ticket_id}: step {step.number} does not follow")
        last[step.ticket_id] = (step.number, step.new)
    for row in Ticket.select(Ticket.id, Ticket.number, Ticket.state, Ticket.steps).order_by(Ticket.id).iterator():
        if last.get(row.id) != (row.steps, row.state):
            found.append(f"{row.number}: its history does not end where it stands")
    return found[:20]


def _follow_ups() -> list[str]:
    """Check that a ticket awaiting a follow-up has exactly one open follow-up in this round."""
    open_now = {
        row.ticket_id
        for row in list(FollowUp.select(FollowUp.ticket).where(FollowUp.state == "open", FollowUp.sample == False))  # noqa: E712
    }
    wanted = {row.id for row in list(Ticket.select(Ticket.id).where(Ticket.state == TicketState.FOLLOWING_UP.value))}
    return [f"ticket {one}: its visit does not fit its state" for one in sorted(open_now ^ wanted)[:20]]


def _tickets(begin: dt.datetime, end: dt.datetime) -> Any:
    return Ticket.select().where(Ticket.opened_at >= begin, Ticket.opened_at < end, Ticket.confidential == False)  # noqa: E712


def _sum(what: Any) -> Any:
    return fn.COALESCE(fn.SUM(Case(None, [(what, 1)], 0)), 0)


def _clocks(begin: dt.datetime, end: dt.datetime) -> dict[tuple[int, str], tuple[int, int]]:
    """By unit and kind: clocks stopped in the period, and how many of them late."""
    kinds = [ClockKind.TAKE.value, ClockKind.FINISH.value]
    query = (
        TicketClock.select(
            TicketClock.unit.alias("unit"), TicketClock.kind, fn.COUNT(SQL("1")).alias("n"),
            _sum(TicketClock.stopped_at > TicketClock.due_at).alias("late"),
        )
        .join(Ticket)
        .where(
            TicketClock.stopped_at >= begin, TicketClock.stopped_at < end, TicketClock.kind.in_(kinds),
            TicketClock.unit.is_null(False), Ticket.confidential == False,  # noqa: E712
        )
        .group_by(TicketClock.unit, TicketClock.kind)
    )  # fmt: skip
    rows: Any = query.dicts()
    return {(row["unit"], row["kind"]): (row["n"], row["late"]) for row in rows}


def _count(kind: Any, begin: dt.datetime, end: dt.datetime, *where: Any) -> dict[int, int]:
    at = kind.at if hasattr(kind, "at") else kind.asked_at
    query = kind.select(kind.unit.alias("unit"), fn.COUNT(SQL("1")).alias("n")).where(at >= begin, at < end, *where)
    return {row["unit"]: row["n"] for row in query.group_by(kind.unit).dicts()}
