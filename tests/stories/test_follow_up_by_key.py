"""A follow-up by key: the clerk calls out, hands the citizen to the flow, and what he presses is the answer."""

from typing import Any

import pytest

from hotline import clock, rows
from hotline.calls.rules.order_kinds import PublishFlow
from hotline.follow_ups import jobs as jobs
from hotline.follow_ups.verbs import follow_up_calls
from hotline.tickets.verbs.life import Matter, open_ticket
from hotline.values.quiet_hours import Quiet

from .house import House
from .test_outgoing import CITIZEN, newest
from .test_third_party import LONG

pytestmark = pytest.mark.story


def press(house: House, call: str, key: str) -> None:
    """The citizen presses a key."""
    engine = house.switch.engine
    engine.key(engine.board.channels[call], key)


@pytest.fixture
def follow_up(house: House) -> Any:
    """An answered ticket whose citizen is to be asked, with the unit that answered it."""
    now = clock.utc(house.now)
    matter = Matter("complaint", "电梯停运", "", caller_number=CITIZEN)
    open_ticket(matter, person=house.person(5), token="t", draft=None, now=now, client_ip="")
    row, unit = rows.Ticket.get(), rows.Unit.get(rows.Unit.code == "housing")
    rows.Ticket.update(state="visiting", unit=unit, holder=unit).where(rows.Ticket.id == row.id).execute()
    return rows.FollowUp.create(ticket=row, round=0, state="open", planned_at=now, next_at=now, token="w")


def asked(house: House, follow_up: Any, keys: str, **how: Any) -> rows.Call:
    """The clerk calls, hands the citizen to the survey, and he presses keys, one to each question; then he hangs up."""
    clerk = rows.Person.get(rows.Person.login == "visitor")
    house.telephone("1010", ring_seconds=1, talk_seconds=LONG)
    house.telephone(CITIZEN, **({"talk_seconds": LONG} | how))
    at: dict[str, Any] = {"by": "visitor", "now": clock.utc(house.now)}
    follow_up_calls.call(follow_up.id, clerk.id, **at, client_ip="", quiet=Quiet())
    house.controller.door.open()
    house.run(12)
    if newest(house).state == "talking":
        at["now"] = clock.utc(house.now)
        follow_up_calls.survey(follow_up.id, clerk.id, **at)
        house.controller.door.open()
        for key in keys:
            house.run(3)
            press(house, newest(house).id, key)
        house.run(2)
        house.switch.phones.hang_up(CITIZEN)
    house.run(120)
    house.settled()
    return newest(house)


def settled(house: House) -> Any:
    assert jobs.settle(clock.utc(house.now)) == 1
    return rows.Ticket.get()


def test_dealt_with_solved_and_satisfied_are_three_keys_and_close_the_ticket(house: House, follow_up: Any) -> None:
    call = asked(house, follow_up, "112")
    ticket = settled(house)
    assert (ticket.state, ticket.handled, ticket.solved, ticket.satisfied) == ("closed", True, True, 4)
    done = rows.FollowUp.get()
    assert (done.state, done.way, done.call, call.satisfaction) == ("done", "ivr", call.id, 4)
    assert [data for kind, data in house.facts(call.id) if kind == "survey"] == [
        {"score": 5, "asks": "handled"}, {"score": 5, "asks": "solved"}, {"score": 4, "asks": "satisfied"},
    ]  # fmt: skip


def test_not_solved_and_wanted_again_goes_back_to_the_unit(house: House, follow_up: Any) -> None:
    asked(house, follow_up, "1214")
    ticket = settled(house)
    assert (ticket.state, ticket.round, ticket.handled, ticket.solved, ticket.satisfied) == (
        "dispatched", 1, None, None, None,
    )  # fmt: skip
    done = rows.FollowUp.get()  # the answer stays with its round
    assert (done.round, done.handled, done.solved, done.satisfied) == (0, True, False, 2)
    step = rows.TicketStep.select().order_by(rows.TicketStep.id.desc()).first()
    assert (step.event, step.text) == ("visit_refuse", "群众在语音评价中表示没有解决，要求重新办理。")


def test_not_solved_and_not_wanted_again_is_closed_as_he_said(house: House, follow_up: Any) -> None:
    asked(house, follow_up, "2225")
    ticket = settled(house)
    assert (ticket.state, ticket.handled, ticket.solved, ticket.satisfied) == ("closed", False, False, 1)


@pytest.mark.parametrize("keys", ["12", "21"])
def test_not_solved_or_not_dealt_with_and_no_choice_waits_for_a_clerk(house: House, follow_up: Any, keys: str) -> None:
    """Nothing is closed by hanging up: what he said stays on the follow-up, and a clerk calls."""
    asked(house, follow_up, keys)
    kept = settled(house), rows.FollowUp.get()
    assert (kept[0].state, kept[1].state, kept[1].handled, kept[1].solved) == (
        "visiting", "open", keys[0] == "1", keys[1] == "1",
    )  # fmt: skip


def test_not_dealt_with_is_asked_whether_again_though_solved(house: House, follow_up: Any) -> None:
    asked(house, follow_up, "2114")
    assert settled(house).state == "dispatched"


def test_who_hangs_up_before_he_says_whether_it_is_solved_is_called_again(house: House, follow_up: Any) -> None:
    asked(house, follow_up, "1")
    assert settled(house).state == "visiting"
    attempt = rows.FollowUpTry.get()
    assert (rows.FollowUp.get().state, attempt.result, attempt.call) == ("open", "talked", newest(house).id)


@pytest.mark.parametrize("answer", ["ignore", "busy", "reject"])
def test_who_does_not_answer_or_refuses_is_tried_again(house: House, follow_up: Any, answer: str) -> None:
    call = asked(house, follow_up, "", answer=answer)
    assert (call.outcome, settled(house).state) == ("not_reached", "visiting")
    attempt = rows.FollowUpTry.get()
    assert (rows.FollowUp.get().tries, attempt.result, attempt.call) == (1, "not_reached", call.id)


def test_an_older_flow_with_one_question_still_counts(house: House, follow_up: Any) -> None:
    """A flow that a court has published keeps its meaning: 5 solved and content, 1 not solved."""
    text = """
flow: visit
title: 回访评价
start: ask
nodes:
  ask: {kind: survey, prompt: visit.solved, keys: {"1": 5, "3": 1}, next: goodbye}
  goodbye: {kind: hang_up, prompt: common.goodbye}
"""
    assert house.order("agent5", PublishFlow(text, "old")) is None
    asked(house, follow_up, "1")
    ticket = settled(house)
    assert (ticket.state, ticket.solved, ticket.satisfied, rows.FollowUp.get().way) == ("closed", True, 5, "ivr")
