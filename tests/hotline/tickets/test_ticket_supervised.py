"""A supervision goes with its ticket: who has it now answers within a new limit, and both sides are told (K6)."""

from typing import Any

import pytest

from hotline import rows
from hotline.tickets.rules.payloads import CitizenAnswer
from hotline.tickets.verbs.life import repair
from hotline.tickets.verbs.units import dissolve_unit
from hotline.words import TicketEvent, Way
from tests.builders import NOW
from tests.hotline.tickets.town import Town, answered, china, handled

pytestmark = pytest.mark.unit
E = TicketEvent


def clocks(town: Town) -> list[tuple[str, Any]]:
    """Of each supervision's running clock: the unit that it binds, and until when."""
    codes = {unit.id: code for code, unit in town.units.items()}
    clock = rows.TicketClock
    running = clock.select().where(clock.kind == "supervision", clock.stopped_at.is_null())
    return [(codes[one.unit_id], one.due_at) for one in running.order_by(clock.id)]


def told(town: Town) -> list[tuple[str, str]]:
    """Which unit was told what of supervisions."""
    codes = {unit.telephone: code for code, unit in town.units.items()}
    kinds = ["supervised_unit", "supervision_moved"]
    notices = rows.Notice.select().where(rows.Notice.template.in_(kinds)).order_by(rows.Notice.id)
    return [(codes[one.number], one.template) for one in notices]


def supervised(town: Town) -> str:
    rows.Unit.update(telephone="13900009999").where(rows.Unit.id == town.units["hotline"].id).execute()
    town.units["hotline"].telephone = "13900009999"
    number = handled(town)
    town.do(number, E.SUPERVISE, "leader", "请速办。")
    return number


def moves(number: str) -> list[tuple[str, Any, dict[str, Any]]]:
    step, ticket = rows.TicketStep, rows.Ticket.get(rows.Ticket.number == number)
    found = step.select().where(step.ticket == ticket, step.event == "move_supervision").order_by(step.number)
    return [(one.new, one.unit_id, one.data) for one in found]


def test_dispatched_anew_the_new_unit_answers_within_a_new_limit(town: Town) -> None:
    number = supervised(town)
    assert clocks(town) == [("civil", china("2026-11-24"))]
    town.do(number, E.ASK_RETURN, "civil", "属于住建局职责。")
    assert clocks(town) == [("civil", china("2026-11-24"))]
    town.later(days=3)
    town.do(number, E.APPROVE_RETURN, "reviewer")
    assert clocks(town) == [("hotline", china("2026-11-25"))]  # who has to find the unit
    town.later(days=1)
    town.do(number, E.DISPATCH, "dispatcher", unit=town.units["housing"].id, way=Way.TRANSFER)
    assert clocks(town) == [("housing", china("2026-11-26"))]
    one = rows.Supervision.get()
    assert (one.unit_id, one.due_at, one.answered_at) == (town.units["housing"].id, china("2026-11-26"), None)
    hotline, housing, civil = (town.units[code].id for code in ("hotline", "housing", "civil"))
    assert moves(number) == [
        ("accepted", hotline, {"was": civil, "until": "2026-11-25"}),
        ("dispatched", housing, {"was": hotline, "until": "2026-11-26"}),
    ]
    assert told(town) == [
        ("civil", "supervised_unit"), ("hotline", "supervised_unit"), ("civil", "supervision_moved"),
        ("housing", "supervised_unit"), ("hotline", "supervision_moved"),
    ]  # fmt: skip
    town.do(number, E.ANSWER_SUPERVISION, "housing", "已办。")
    assert clocks(town) == []


def test_who_keeps_the_ticket_keeps_the_limit(town: Town) -> None:
    """Refused by the citizen it is the same unit's: what it was to answer by then it still is."""
    number = supervised(town)
    for event, by in ((E.REPLY, "civil"), (E.UNIT_APPROVE, "civilhead"), (E.APPROVE, "reviewer")):
        town.do(number, event, by)
    town.later(days=3)
    town.do(number, E.FOLLOW_UP_REFUSE, "citizen", "没有修好。", payload=CitizenAnswer((True, False, 1)))
    assert (clocks(town), moves(number)) == ([("civil", china("2026-11-24"))], [])


def test_with_the_end_its_clock_ends_and_a_reopened_one_has_a_new(town: Town) -> None:
    number = supervised(town)
    town.do(number, E.WITHDRAW, "dispatcher", "来电人称已解决。")
    assert clocks(town) == []
    town.later(days=3)
    town.do(number, E.REOPEN, "reviewer", "来电人再次反映。")
    assert clocks(town) == [("hotline", china("2026-11-25"))]


def test_under_review_the_unit_answers_on(town: Town) -> None:
    number = answered(town)
    town.do(number, E.SUPERVISE, "leader", "请速办。")
    town.do(number, E.FOLLOW_UP_GIVE_UP, "visitor")
    town.later(days=3)
    town.do(number, E.ASK_REVIEW, "dispatcher", "不服。")
    assert clocks(town) == [("civil", china("2026-11-25"))]


@pytest.mark.parametrize(("follower", "has"), [("housing", "housing"), (None, "hotline")])
def test_of_a_dissolved_unit_the_follower_or_the_desk_goes_on(town: Town, follower: str | None, has: str) -> None:
    supervised(town)
    unit = town.units[follower].id if follower else None
    dissolve_unit(town.units["civil"].id, unit, by="x", now=NOW, client_ip="")
    assert clocks(town) == [(has, china("2026-11-24"))]
    assert rows.Supervision.get().unit_id == town.units[has].id
    assert told(town) == [("civil", "supervised_unit"), (has, "supervised_unit")]  # who is no more is told nothing


def test_its_date_moves_with_the_calendar(town: Town) -> None:
    number = supervised(town)
    rows.SpecialDay.create(day="2026-11-23", name="台风", spans=[])
    town.do(number, E.RECOMPUTE, "clock")
    assert clocks(town) == [("civil", china("2026-11-25"))]
    assert rows.Supervision.get().due_at == china("2026-11-25")


def test_what_an_older_version_left_without_a_clock_gets_one(town: Town) -> None:
    number = supervised(town)
    rows.TicketClock.update(stopped_at=NOW).where(rows.TicketClock.kind == "supervision").execute()
    town.later(days=3)
    assert (repair.adopt(town.now), clocks(town)) == (1, [("civil", china("2026-11-25"))])
    assert moves(number) == [
        ("handling", town.units["civil"].id, {"was": town.units["civil"].id, "until": "2026-11-25"})
    ]
    assert repair.adopt(town.now) == 0
