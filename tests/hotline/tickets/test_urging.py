"""The clocks' ladder: reminded, urged, overdue, circular; once each, both sides told, nothing at night."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline import rows
from hotline.clock import CHINA
from hotline.tickets.jobs import urging
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.urging import LADDER, Late, next_step
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.values.quiet_hours import Quiet
from hotline.words import Profile, Role, TicketEvent, UrgeStep
from tests.builders import NOW, new_person, new_units

pytestmark = pytest.mark.unit
QUIET = Quiet(dt.time(20), dt.time(8))


def china(day: str, time: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day} {time}").replace(tzinfo=CHINA)


@pytest.fixture
def number(head: Any) -> str:
    """Dispatched on Friday the 20th to a court's division: to be taken by Monday, finished by Wednesday evening."""
    units = new_units(head)
    who = new_person(role=Role.DISPATCHER)
    matter = Matter("complaint", "执行缓慢", "半年没有进展。", caller_number="13800001234", profile=Profile.COURT_12368)
    made = open_ticket(matter, person=who.id, token="t", draft=None, now=NOW, client_ip="")
    act(made, TransitionRequest(TicketEvent.DISPATCH, unit=units["civil"].id), who=actor(who.id), now=NOW)
    rows.TicketClock.update(stopped_at=NOW).where(rows.TicketClock.kind == "take").execute()
    rows.Notice.delete().execute()
    return made


def test_the_ladder_of_one_clock(number: str) -> None:
    """Wednesday 25 November is the end: yellow from Tuesday evening, due, a day over, three workdays over."""
    told = []
    for day, time in (
        ("2026-11-23", "10:00"), ("2026-11-24", "17:29"), ("2026-11-24", "17:31"), ("2026-11-25", "09:00"),
        ("2026-11-25", "17:31"), ("2026-11-26", "07:00"), ("2026-11-26", "09:00"), ("2026-11-27", "09:00"),
        ("2026-11-29", "09:00"), ("2026-11-30", "09:00"), ("2026-12-01", "09:00"),
    ):  # fmt: skip
        at = china(day, time)
        if urging.urge(at, QUIET):
            told.append((day, time, rows.Urge.select().order_by(rows.Urge.id.desc()).get().step))
        assert urging.urge(at, QUIET) == 0  # nothing twice
    assert told == [
        ("2026-11-24", "17:31", "before"), ("2026-11-25", "17:31", "at"), ("2026-11-26", "09:00", "after"),
        ("2026-11-30", "09:00", "circular"),
    ]  # fmt: skip
    row = rows.Ticket.get(rows.Ticket.number == number)
    assert row.urges == 3
    sent = [(n.template, n.number[-4:]) for n in rows.Notice.select().order_by(rows.Notice.id)]
    assert sent == [
        ("urged_unit", "0003"), ("urged_unit", "0003"), ("overdue_unit", "0003"), ("urged_citizen", "1234"),
        ("circular_unit", "0003"), ("circular_unit", "0002"),
    ]  # fmt: skip


def test_at_night_nobody_is_urged(number: str) -> None:
    assert urging.urge(china("2026-11-26", "23:00"), QUIET) == 0
    assert rows.Urge.select().count() == 0


def test_a_calendar_that_changes_moves_the_date_and_tells(number: str) -> None:
    assert urging.reckon_again(NOW) == 0
    rows.SpecialDay.create(day="2026-11-24", name="机房停电", spans=[])
    assert urging.reckon_again(NOW) == 1
    row = rows.Ticket.get(rows.Ticket.number == number)
    assert row.due_at == china("2026-11-26", "17:30")
    assert [n.fields for n in rows.Notice.select()] == [{"number": number, "until": "2026-11-26", "was": "2026-11-25"}]
    step = rows.TicketStep.select().order_by(rows.TicketStep.number.desc()).get()
    assert (step.event, step.by) == ("recompute", "clock")


@given(
    told=st.sampled_from(["", *(step.value for step in LADDER)]),
    hours=st.integers(-100, 300), over=st.integers(0, 9), circular=st.integers(1, 5),
)  # fmt: skip
def test_a_step_is_never_taken_twice_nor_backwards(told: str, hours: int, over: int, circular: int) -> None:
    due = NOW
    late = Late(due - dt.timedelta(hours=24), due, over if hours > 0 else 0)
    step = next_step(told, late, circular_workdays=circular, now=due + dt.timedelta(hours=hours))
    if step is not None:
        assert told == "" or LADDER.index(step) > LADDER.index(UrgeStep(told))
        assert (step is not UrgeStep.CIRCULAR) or told == UrgeStep.AFTER
