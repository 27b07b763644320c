"""What the board reads: figures with call-backs, lines as they stand, whom agents talk to, what a supervisor hears."""

import datetime as dt

import pytest

from hotline.calls.reads import choices, lines, listed
from hotline.calls.reads.listed import CallFilter
from hotline.clock import day_bounds, local_day
from hotline.people.reads.scope import Scope
from hotline.reports.reads import board
from hotline.reports.reads.board import Waits, Watched
from hotline.reports.reads.day import day
from hotline.reports.rules.standard import mean_of_days
from hotline.rows import CallBack, CallBackCall, CallLeg, Offer, Position, PresenceChange, Skill, SpecialDay
from hotline.words import CallState, Outcome, Presence, Role, WatchMode
from hotline.workdays.rules.hours import Closed, Open
from tests.builders import NOW, fact, new_call, new_line, new_person, stand
from tests.there import there

pytestmark = pytest.mark.unit
SECOND = dt.timedelta(seconds=1)
HOUR = dt.timedelta(hours=1)


def missed(state, outcome=Outcome.ABANDONED_QUEUE):
    call = new_call(outcome=outcome)
    task = CallBack.create(
        number="1", profile="p", reason="queue", state=state, call=call.id, last_call=call.id, created_at=NOW,
        missed_at=NOW, next_at=NOW,
    )  # fmt: skip
    CallBackCall.create(call=call.id, call_back=task)
    return call


def test_reached_call_backs_count_as_connected_and_calls_made_count_nowhere(db):
    new_call(outcome=Outcome.TALKED, talking_at=NOW, wait_seconds=10.0)
    missed("reached"), missed("open"), missed("given_up")
    new_call(outcome=Outcome.REACHED, direction="out", talking_at=NOW, wait_seconds=99.0)
    new_call(outcome=Outcome.TALKED, direction="out", talking_at=NOW, wait_seconds=99.0)
    told = board.figures_of(Scope(), NOW - HOUR, NOW + HOUR)
    assert (told.entered, told.answered, told.called_back, told.connect_rate, told.average_answer) == (
        4,
        1,
        1,
        0.5,
        10.0,
    )
    lived = day(NOW - HOUR, NOW + HOUR)
    assert (lived.figures, lived.calls) == (told, 4)


def test_who_has_only_a_telephone_has_stood_nowhere(db):
    new_person(extension="1010", role=Role.FOLLOW_UP_CLERK)
    agent = new_person(extension="1011")
    PresenceChange.create(uid="1", person=agent, old="off", new="ready", reason="by_hand", by="x", at=NOW)
    told = day(NOW - HOUR, NOW + HOUR).agents
    assert [(sum(one.seconds.values()), one.calls) for one in told] == [(0.0, 0), (3600.0, 0)]


def test_a_site_counts_its_own_call_backs(branch):
    new_line(code="east_line", site=branch)
    call = missed("reached")
    assert board.figures_of(Scope(site=branch.id), NOW - HOUR, NOW + HOUR).called_back == 0
    type(call).update(line="east_line").execute()
    assert board.figures_of(Scope(site=branch.id), NOW - HOUR, NOW + HOUR).called_back == 1


def test_the_week_is_the_mean_of_its_days(db):
    for ago, outcomes in ((0, "++--"), (3, "+"), (6, "--"), (7, "----")):
        for sign in outcomes:
            outcome = Outcome.SELF_SERVED if sign == "+" else Outcome.ABANDONED_MENU
            new_call(at=NOW - dt.timedelta(days=ago), outcome=outcome)
    for scope, rate in ((Scope(), 0.5), (Scope(site=99), None)):
        today = board.figures_of(scope, *day_bounds(local_day(NOW)))
        assert mean_of_days([today, *board.days_before(scope, local_day(NOW))]) == rate


def test_a_call_that_was_passed_on_stays_with_who_took_it_first(agent):
    """The transfer gives the call to a colleague; the first agent still finds it among his own."""
    first, second = agent, new_person(login="second")
    call = new_call(id="c", agent=second, outcome=Outcome.TALKED)
    Offer.create(call=call.id, number=1, person=first, step="A", offered_at=NOW, result="answered")
    other = new_call(id="d", agent=second)
    Offer.create(call=other.id, number=1, person=first, step="A", offered_at=NOW, result="no_answer")
    assert [row.id for row in listed.page(CallFilter(), Scope(person=first.id)).rows] == ["c"]
    assert {row.id for row in listed.page(CallFilter(), Scope(person=second.id)).rows} == {"c", "d"}


def test_waits_are_those_that_are_over(db):
    for seconds in (40.0, 40.1, None):
        new_call(queued_at=NOW, wait_seconds=seconds, state=CallState.ENDED if seconds else CallState.QUEUED)
    new_call(wait_seconds=None)
    new_call(queued_at=NOW, wait_seconds=5.0, direction="out")
    begin, end = day_bounds(local_day(NOW))
    assert board.board(Scope(), begin=begin, end=end).waits == Waits(2, 1)
    assert board.board(Scope(), begin=end, end=end + HOUR).waits == Waits(0, 0)


def test_a_line_says_how_it_stands(agent, other_agent, supervisor, branch):
    new_line(hours={"workdays": ["09:00-12:00"]}, needs={"dialect": 2})
    new_line(code="unused", active=False)
    east = new_line(code="east_line", site=branch)
    for n in (50, 20):
        new_call(state=CallState.QUEUED, queued_at=NOW - n * SECOND, line="filing")
    new_call(state=CallState.TALKING, line="filing", queued_at=NOW - HOUR)
    for person in (agent, supervisor, other_agent):
        stand(person, Presence.READY)
    Skill.create(person=agent, code="dialect", level=2)
    Skill.create(person=supervisor, code="dialect", level=1)
    Position.create(line=east, kind="B", person=other_agent, days="1234")  # today is a Friday
    head_line, branch_line = lines.lines_now(None, NOW)[::-1]
    assert (head_line.waiting, head_line.longest, head_line.present, head_line.load) == (2, NOW - 50 * SECOND, 1, 2.0)
    assert (head_line.is_open, head_line.covered, branch_line.covered) == (True, False, False)
    assert (branch_line.waiting, branch_line.present, branch_line.load, branch_line.longest) == (0, 1, 0.0, None)
    Position.update(days="5").execute()
    [only] = lines.lines_now(branch.id, NOW)
    assert (only.code, only.covered) == ("east_line", True)
    stand(other_agent, Presence.AWAY)
    assert [(line.covered, line.present) for line in lines.lines_now(branch.id, NOW)] == [(False, 0)]


def test_hours_follow_the_special_days_of_the_lines_own_site(head, branch):
    new_line(hours={"workdays": ["09:00-12:00"]})
    new_line(code="east_line", site=branch, hours={"workdays": ["09:00-12:00"]})
    new_line(code="free")
    SpecialDay.create(day="2026-11-20", site=branch, name="搬迁", spans=[], prompt="court.closed")
    told = {line.code: line.opening for line in lines.lines_now(None, NOW)}
    shut = told["east_line"]
    assert isinstance(shut, Closed)
    assert (type(told["filing"]), there(shut.special).sentence, told["free"]) == (
        Open,
        "court.closed",
        Open(None),
    )
    SpecialDay.create(day="2026-11-21", site=None, name="上班", spans=None)
    assert all(line.is_open for line in lines.lines_now(head.id, NOW + dt.timedelta(days=1)))
    assert lines.open_now(["filing", "east_line", "free", "?"], NOW) == {"filing", "free"}


def test_hours_that_cannot_be_read_are_open_always_and_say_why(head):
    told = lines.times({"workdays": ["9-12"]}, "head")
    assert (told.at(NOW), "9-12" in told.trouble) == (Open(None), True)
    assert isinstance(lines.times({"workdays": []}, "head").at(NOW), Closed)


def test_agents_stand_by_site_with_their_talks(agent, other_agent, supervisor):
    call = new_call(state=CallState.TALKING, agent=agent, number="13911112222")
    stand(agent, Presence.TALKING, call=call.id)
    stand(supervisor, Presence.TALKING, call=call.id)
    stand(other_agent, Presence.TALKING, call="gone")
    shown = board.board(Scope(), begin=NOW, end=NOW).by_site
    assert {site: [a.name for a in people] for site, people in shown.items()} == {
        "市中级法院": ["王小兰", "赵班长"], "东区法院": ["李东"],
    }  # fmt: skip
    mine, hers = shown["市中级法院"]
    assert (there(mine.talk).number, mine.talks, mine.hears) == ("13911112222", True, "")
    assert (hers.talks, hers.hears, shown["东区法院"][0].talk) == (False, "王小兰", None)


def test_what_a_supervisor_hears_and_how(agent, supervisor, other_agent):
    assert board.watched(supervisor.id) is None
    call = new_call(state=CallState.TALKING, agent=agent)
    fact(call, 1, "watched", after=-60, person=supervisor.id, mode="barge")  # an earlier time
    leg = CallLeg.create(call=call.id, leg="w1", kind="supervisor", person=supervisor, dialled="1009", begun_at=NOW)
    assert board.watched(supervisor.id) == Watched(agent.id, "王小兰", up=False, mode=WatchMode.LISTEN)
    CallLeg.update(answered_at=NOW).execute()
    fact(call, 2, "watched", after=1, person=supervisor.id, mode="whisper")
    fact(call, 3, "watched", after=2, person=other_agent.id, mode="listen")
    assert board.watched(supervisor.id) == Watched(agent.id, "王小兰", up=True, mode=WatchMode.WHISPER)
    assert board.watched(other_agent.id) is None
    CallLeg.update(ended_at=NOW).where(CallLeg.id == leg.id).execute()
    assert board.watched(supervisor.id) is None


def test_who_has_a_telephone_and_takes_no_calls_is_no_agent(db):
    agent = new_person(extension="1001")
    clerk = new_person(role=Role.FOLLOW_UP_CLERK, extension="1010")
    for person in (agent, clerk):
        stand(person, Presence.TALKING)
    assert [view.id for view in board.agents(Scope())] == [agent.id]
    assert [one.id for one in choices.colleagues(but=0)] == [agent.id]


def test_after_a_take_over_the_talk_is_the_supervisors_own(agent, supervisor):
    call = new_call(id="taken", state=CallState.TALKING, agent=supervisor, talking_at=NOW)
    CallLeg.create(
        call=call.id, leg="s", kind="supervisor", person=supervisor, dialled="1009", begun_at=NOW, answered_at=NOW
    )
    fact(call, 1, "watched", person=supervisor.id, mode=WatchMode.BARGE.value)
    stand(supervisor, Presence.TALKING, call=call.id)
    stand(agent, Presence.WRAP_UP, call=call.id)
    shown = {one.name: (one.talk and one.talk.id, one.hears) for one in board.agents(Scope())}
    assert (board.watched(supervisor.id), shown) == (None, {supervisor.name: ("taken", ""), agent.name: (None, "")})
