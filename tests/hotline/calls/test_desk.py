"""What the desk and the board read."""

import datetime as dt

import pytest

from hotline.calls.reads import desk
from hotline.calls.reads.desk import AgentStatus
from hotline.calls.rules.phases import Phase, Stage, phases, totals
from hotline.people.reads.scope import Scope
from hotline.reports.reads import board
from hotline.reports.rules.standard import Counted, Figures, figures
from hotline.rows import Offer
from hotline.store import health
from hotline.store.heartbeat import beat
from hotline.tickets.reads import lookup
from hotline.words import CallState, Fact, Outcome, Part, Presence, Reason
from tests.builders import NOW, fact, new_call, new_ticket, stand
from tests.there import there

pytestmark = pytest.mark.unit


def test_somebody_who_never_signed_in_is_off(agent):
    assert desk.stand(agent.id) == AgentStatus()
    assert desk.pop(agent.id, AgentStatus()) is None


def shown(agent):
    return there(desk.pop(agent.id, desk.stand(agent.id)))


def test_the_pop_knows_the_callers_past(agent, other_agent):
    earlier = new_call(agent=other_agent, at=NOW - dt.timedelta(days=1), outcome=Outcome.TALKED)
    new_call(number="13900000000")
    ticket = new_ticket(opened_by=other_agent)
    call = new_call(state=CallState.OFFERING)
    Offer.create(call=call.id, number=1, person=agent, step="B", offered_at=NOW)
    stand(agent, Presence.OFFERED, call=call.id)
    pop = shown(agent)
    assert (pop.call.id, pop.step, pop.held) == (call.id, "B", False)
    assert [row.id for row in pop.earlier] == [earlier.id]
    assert [row.number for row in lookup.of_caller(call.number, but=call.id)] == [ticket.number]


@pytest.mark.parametrize("number", ["", "anonymous", "0000"])
def test_a_withheld_number_has_no_past(agent, number):
    new_call(number=number)
    call = new_call(number=number)
    stand(agent, Presence.OFFERED, call=call.id)
    pop = shown(agent)
    assert (pop.earlier, lookup.of_caller(number, but=call.id)) == ((), [])


def test_hold_and_resume_are_seen(agent):
    call = new_call(state=CallState.TALKING, agent=agent)
    stand(agent, Presence.TALKING, call=call.id)
    seen = []
    for seq, kind in enumerate((Fact.TALKING, Fact.HELD, Fact.RECORDING, Fact.RESUMED), 1):
        fact(call, seq, kind, after=seq)
        seen.append(shown(agent).held)
    assert seen == [False, True, True, False]


def test_in_wrap_up_the_last_call_stays(agent):
    new_call(agent=agent, talking_at=NOW - dt.timedelta(hours=1))
    last = new_call(agent=agent, talking_at=NOW)
    stand(agent, Presence.WRAP_UP)
    assert shown(agent).call.id == last.id
    stand(agent, Presence.READY)
    assert desk.pop(agent.id, desk.stand(agent.id)) is None


def test_the_board_counts_what_waits_and_who_stands_where(agent, other_agent, branch):
    new_call(state=CallState.QUEUED, queued_at=NOW, outcome=None)
    new_call(state=CallState.OFFERING, queued_at=NOW - dt.timedelta(seconds=5), outcome=None)
    new_call(state=CallState.IN_FLOW, outcome=None)
    new_call(outcome=Outcome.TALKED, talking_at=NOW, wait_seconds=12.0)
    new_call(outcome=Outcome.ABANDONED_QUEUE, wait_seconds=99.0)
    new_call(outcome=Outcome.TALKED, at=NOW - dt.timedelta(days=1))
    stand(agent, Presence.AWAY, reason=Reason.MEAL)
    shown = board.board(Scope(), begin=NOW - dt.timedelta(hours=1), end=NOW + dt.timedelta(hours=1))
    assert [(w.since, w.ringing) for w in shown.waiting] == [(NOW - dt.timedelta(seconds=5), True), (NOW, False)]
    assert [(a.name, a.stand.state) for a in shown.agents] == [("王小兰", Presence.AWAY), ("李东", Presence.OFF)]
    assert (shown.in_menu, shown.figures) == (1, Figures(5, 1, 1, 12.0, 0.5))
    east = board.board(Scope(site=branch.id), begin=NOW - dt.timedelta(hours=1), end=NOW)
    assert ([a.name for a in east.agents], east.waiting, east.figures.entered) == (["李东"], (), 0)


def test_figures_of_an_empty_day_divide_by_nothing():
    assert figures([]) == Figures(0, 0, 0, None, None)
    assert figures([]).connect_good is figures([]).answer_good is True


def test_unknown_numbers_count_nowhere_and_calls_that_still_run_are_not_divided_by():
    rows = [
        Counted(None, 2, 1, 10.0),
        Counted("talked", 8, 8, 80.0),
        Counted("self_served", 1, 0, 0.0),
        Counted("abandoned_menu", 1, 0, 0.0),
        Counted("unknown_number", 50, 0, 0.0),
    ]
    assert figures(rows) == Figures(12, 9, 1, 10.0, 0.9, by_machine=1)


def test_phases_of_a_call_follow_its_facts():
    told = [
        (0.0, Fact.ARRIVED), (1.0, Fact.NODE), (10.0, Fact.QUEUED), (11.0, Fact.OFFERED), (26.0, Fact.OFFER_ENDED),
        (27.0, Fact.OFFERED), (30.0, Fact.OFFER_ENDED), (30.0, Fact.TALKING), (50.0, Fact.HELD), (60.0, Fact.RESUMED),
    ]  # fmt: skip
    assert phases(told, end=100.0) == (
        Phase(Stage.MENU, 0.0, 10.0),
        Phase(Stage.WAITING, 10.0, 11.0),
        Phase(Stage.RINGING, 11.0, 26.0),
        Phase(Stage.WAITING, 26.0, 27.0),
        Phase(Stage.RINGING, 27.0, 30.0),
        Phase(Stage.TALKING, 30.0, 50.0),
        Phase(Stage.HELD, 50.0, 60.0),
        Phase(Stage.TALKING, 60.0, 100.0),
    )
    assert phases([], end=5.0) == ()


def test_every_stage_has_its_total_however_short_it_was():
    told = (
        Phase(Stage.MENU, 0.0, 5.0), Phase(Stage.RINGING, 5.0, 5.25), Phase(Stage.TALKING, 5.25, 9.25),
        Phase(Stage.HELD, 9.25, 9.5), Phase(Stage.TALKING, 9.5, 10.0),
    )  # fmt: skip
    assert list(totals(told).items()) == [
        (Stage.MENU, 5.0), (Stage.RINGING, 0.25), (Stage.TALKING, 4.5), (Stage.HELD, 0.25)
    ]  # fmt: skip
    assert totals(()) == {}


def test_a_part_is_lost_when_its_sign_of_life_is_old(db):
    beat(Part.CONTROLLER, now=NOW)
    beat(Part.JOBS, now=NOW - dt.timedelta(seconds=16))
    beat(Part.CONTROLLER, now=NOW - dt.timedelta(seconds=8))
    beat(Part.WEB, now=NOW - dt.timedelta(seconds=15))
    assert health.parts(now=NOW) == {
        Part.SWITCH: "lost",
        Part.CONTROLLER: "ok",
        Part.JOBS: "lost",
        Part.WEB: "ok",
        Part.DATABASE: "ok",
    }
