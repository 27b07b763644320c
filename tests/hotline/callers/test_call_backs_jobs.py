"""Missed calls become tasks, one a number; attempts get their results; what nobody needs any more is closed."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.callers.jobs import called_again, collect, give_back, settle
from hotline.callers.rules.call_backs import first_time, may_ring
from hotline.rows import CallBack, CallBackCall, CallBackTry, CallLeg, Change
from hotline.values.quiet_hours import Quiet, may_call
from hotline.words import CallBackReason, Outcome
from tests.builders import NOW, fact, new_call
from tests.effort import often

pytestmark = pytest.mark.unit
QUIET = Quiet()
MINUTE = dt.timedelta(minutes=1)
NEVER_QUIET = Quiet(dt.time(0, 0), dt.time(0, 0))


def _missed(outcome=Outcome.ABANDONED_QUEUE, *, ago=10, lasted=60, **given):
    ended = NOW - ago * MINUTE
    begun = ended - dt.timedelta(seconds=lasted)
    values = {"line": "filing", "ended_at": ended, "queued_at": begun} | given
    return new_call(at=begun, outcome=outcome, **values)


def _tasks():
    return [(t.number, t.reason, t.calls, t.state) for t in CallBack.select().order_by(CallBack.id)]


def _task(person=None, **given):
    values = {
        "number": "13800001234", "profile": "court_12368", "reason": "queue", "state": "taken" if person else "open",
        "taken_by": person, "taken_at": NOW if person else None, "call": "c-1", "last_call": "c-1", "created_at": NOW,
        "missed_at": NOW, "next_at": NOW,
    }  # fmt: skip
    return CallBack.create(**values | given)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [("abandoned_menu", "menu"), ("abandoned_queue", "queue"), ("abandoned_ringing", "ringing"),
     ("no_agent", "no_agent"), ("message_left", "message"), ("call_back", "asked")],
)  # fmt: skip
def test_a_missed_call_becomes_a_task(db, outcome, reason):
    call = _missed(Outcome(outcome))
    collect(NOW)
    task = CallBack.get()
    assert (task.number, task.name, task.line, task.profile, task.reason) == (
        "13800001234", "张三", "filing", "court_12368", reason,
    )  # fmt: skip
    assert (task.state, task.call, task.last_call, task.calls, task.tries) == ("open", call.id, call.id, 1, 0)
    assert (task.missed_at, task.created_at, task.next_at, task.place_since) == (
        call.ended_at, NOW, NOW, call.queued_at,
    )  # fmt: skip
    assert [(c.topic, c.ref) for c in Change.select()] == [("call_backs", str(task.id))]


@pytest.mark.parametrize(
    "given",
    [{"outcome": Outcome.TALKED}, {"outcome": Outcome.SELF_SERVED}, {"outcome": Outcome.REFUSED},
     {"outcome": Outcome.ABANDONED_MENU, "lasted": 2}, {"number": "anonymous"}, {"number": ""},
     {"direction": "out"}, {"ago": 60 * 49}, {"outcome": None, "ended_at": None}],
)  # fmt: skip
def test_what_is_no_task(db, given):
    _missed(**given)
    collect(NOW)
    assert _tasks() == []


def test_calls_of_one_number_are_one_task_with_the_gravest_reason(db):
    first = _missed(Outcome.ABANDONED_MENU, ago=30, line=None)
    _missed(Outcome.ABANDONED_QUEUE, ago=20, number="13900001111")
    last = _missed(Outcome.MESSAGE_LEFT, ago=10)
    collect(NOW)
    assert _tasks() == [("13800001234", "message", 2, "open"), ("13900001111", "queue", 1, "open")]
    task = CallBack.select().order_by(CallBack.id).first()
    assert (task.call, task.last_call, task.missed_at, task.line) == (first.id, last.id, last.ended_at, "filing")
    assert {c.call for c in CallBackCall.select().where(CallBackCall.call_back == task)} == {first.id, last.id}


def test_a_later_call_joins_the_open_task_and_a_lesser_reason_does_not_weaken_it(db):
    _missed(Outcome.NO_AGENT, ago=30)
    collect(NOW - 20 * MINUTE)
    _missed(Outcome.ABANDONED_MENU, ago=10)
    collect(NOW)
    collect(NOW)
    assert _tasks() == [("13800001234", "no_agent", 2, "open")]
    CallBack.update(state="reached").execute()
    _missed(ago=5)
    collect(NOW)
    assert _tasks()[1:] == [("13800001234", "queue", 1, "open")]


def test_who_asked_is_called_at_his_number_in_his_place(db):
    call = _missed(Outcome.CALL_BACK)
    since = NOW - 40 * MINUTE
    fact(call, 1, "call_back", number="057188880000", line="enforcement", since=since.timestamp(), priority=5)
    collect(NOW)
    task = CallBack.get()
    assert (task.number, task.line, task.priority, task.place_since) == ("057188880000", "enforcement", 5, since)


def test_who_withholds_his_number_and_keys_another_in_is_called_there(db):
    for number, keyed in (("anonymous", "057188880000"), ("unknown", "")):
        fact(_missed(Outcome.CALL_BACK, number=number), 1, "call_back", number=keyed, line="filing", since=None)
    collect(NOW)
    assert _tasks() == [("057188880000", "asked", 1, "open")]


CN = dt.timezone(dt.timedelta(hours=8))
DAY = dt.datetime(2026, 11, 20, tzinfo=CN)


@pytest.mark.parametrize("hour", [10, 20, 23, 3, 8])
def test_a_task_holds_no_quiet_hours_so_that_changed_ones_count_at_once(db, hour):
    now = DAY + dt.timedelta(hours=hour)
    new_call(at=now - MINUTE, ended_at=now, outcome=Outcome.NO_AGENT, queued_at=now)
    collect(now)
    assert CallBack.get().next_at == now


@pytest.mark.parametrize(
    ("hour", "missed", "reason", "quiet", "first"),
    [  # hours of 20 November, negative ones of the day before
        (10, 9, "queue", QUIET, 10), (21, 20, "queue", QUIET, 32), (3, 2, "message", QUIET, 8),
        (8, 3, "queue", QUIET, 8), (21, 20, "asked", QUIET, 21), (3, -4, "asked", QUIET, 3), (3, 2, "asked", QUIET, 3),
        (21, 19, "asked", QUIET, 32), (3, -5, "asked", QUIET, 8), (22, 2, "asked", QUIET, 32),
        (13, 12, "queue", Quiet(dt.time(12), dt.time(14)), 14), (13, 12, "asked", Quiet(dt.time(12), dt.time(14)), 13),
        (21, 20, "queue", NEVER_QUIET, 21),
    ],
)  # fmt: skip
def test_from_when_a_caller_may_be_called_back(hour, missed, reason, quiet, first):
    now, ended = DAY + dt.timedelta(hours=hour), DAY + dt.timedelta(hours=missed)
    why = CallBackReason(reason)
    assert first_time(quiet, now, now.astimezone(dt.UTC), why, ended) == DAY + dt.timedelta(hours=first)
    assert may_ring(quiet, now, why, ended) is (hour == first)


HALF_HOURS = st.integers(0, 47).map(lambda n: dt.time(n // 2, 30 * (n % 2)))


@settings(max_examples=often(200, 5000))
@given(
    quiet=st.builds(Quiet, HALF_HOURS, HALF_HOURS), now=st.integers(0, 5000), next_in=st.integers(-600, 600),
    ago=st.integers(0, 3000), reason=st.sampled_from(list(CallBackReason)),
)  # fmt: skip
def test_the_first_time_is_the_first_at_which_he_may_be_called(quiet, now, next_in, ago, reason):
    at = DAY + now * MINUTE
    given_at, missed = at + next_in * MINUTE, at - ago * MINUTE
    first = first_time(quiet, at, given_at, reason, missed)
    begin = max(at, given_at)
    assert may_ring(quiet, first, reason, missed)
    assert begin <= first <= begin + dt.timedelta(days=1)
    assert not any(
        may_ring(quiet, begin + n * MINUTE, reason, missed) for n in range(0, (first - begin) // MINUTE, 15)
    )  # none before it
    if reason is not CallBackReason.ASKED:
        assert may_call(quiet, first)


def _attempt(task, agent, *, outcome, citizen=None, talked=False):
    call = new_call(
        at=NOW + dt.timedelta(seconds=1), direction="out", call_back=task.id, outcome=outcome,
        ended_at=NOW + MINUTE, talking_at=NOW + dt.timedelta(seconds=20) if talked else None,
    )  # fmt: skip
    row = CallBackTry.create(call_back=task, number=task.tries + 1, person=agent, at=NOW, call=call.id)
    if citizen is not None:
        CallLeg.create(call=call.id, leg=call.id, kind="citizen", dialled=task.number, begun_at=NOW, result=citizen)
    return row, call


def _after(task):
    row = CallBack.get_by_id(task.id)
    return row.state, row.tries, row.taken_by_id, row.done_by_id


def test_who_was_reached_is_done(agent):
    task = _task(agent)
    row, call = _attempt(task, agent, outcome=Outcome.REACHED, citizen="answered", talked=True)
    assert settle(NOW + 2 * MINUTE) == 1
    assert _after(task) == ("reached", 1, None, agent.id)
    done = CallBackTry.get_by_id(row.id)
    assert (done.call, done.result, done.ended_at) == (call.id, "reached", call.ended_at)
    assert CallBack.get_by_id(task.id).done_at == call.ended_at
    assert settle(NOW + 3 * MINUTE) == 0


@pytest.mark.parametrize("citizen", ["no_answer", "busy", "rejected", "failed"])
def test_who_was_not_reached_is_tried_again_after_half_an_hour(agent, citizen):
    task = _task(agent)
    row, _call = _attempt(task, agent, outcome=Outcome.NOT_REACHED, citizen=citizen)
    settle(NOW + 2 * MINUTE)
    assert _after(task) == ("open", 1, None, None)
    assert CallBackTry.get_by_id(row.id).result == citizen
    assert CallBack.get_by_id(task.id).next_at == NOW + 32 * MINUTE


def test_the_third_time_is_the_last(agent):
    task = _task(agent, tries=2)
    _attempt(task, agent, outcome=Outcome.NOT_REACHED, citizen="no_answer")
    settle(NOW + 2 * MINUTE)
    assert _after(task) == ("given_up", 3, None, agent.id)


def test_an_agent_who_did_not_pick_up_has_tried_nobody(agent):
    task = _task(agent, tries=2)
    row, _call = _attempt(task, agent, outcome=Outcome.NO_PICK_UP)
    settle(NOW + 2 * MINUTE)
    assert (_after(task), CallBackTry.get_by_id(row.id).result) == (("open", 2, None, None), "no_pick_up")


def test_what_was_closed_meanwhile_stays_closed(agent):
    task = _task(agent, state="closed")
    row, _call = _attempt(task, agent, outcome=Outcome.REACHED, citizen="answered", talked=True)
    settle(NOW + 2 * MINUTE)
    assert (_after(task)[0], CallBackTry.get_by_id(row.id).result) == ("closed", "reached")


def test_each_attempt_is_settled_by_its_own_call(agent):
    task = _task(agent)
    _row, call = _attempt(task, agent, outcome=Outcome.REACHED, citizen="answered", talked=True)
    other = CallBackTry.create(call_back=task, number=2, person=agent, at=NOW, call="another")
    assert settle(NOW + MINUTE) == 1
    assert CallBackTry.get_by_id(other.id).ended_at is None
    assert [row.call for row in CallBackTry.select().order_by(CallBackTry.number)] == [call.id, "another"]


def test_who_has_called_again_and_talked_needs_no_call(agent):
    task, other, taken = _task(), _task(number="13900001111"), _task(agent, number="13700001111")
    for number in ("13800001234", "13900001111", "13700001111"):
        new_call(at=NOW, number=number, talking_at=None if number.startswith("139") else NOW + MINUTE)
    new_call(at=NOW, number="13900001111", direction="out", talking_at=NOW + MINUTE)
    assert called_again(NOW + 2 * MINUTE) == 1
    assert [_after(t)[0] for t in (task, other, taken)] == ["closed", "open", "taken"]
    row = CallBack.get_by_id(task.id)
    assert (row.note, row.done_at, row.done_by_id) == ("called again", NOW + 2 * MINUTE, None)


def test_a_talk_before_the_missed_call_does_not_count(db):
    task = _task()
    new_call(at=NOW - 10 * MINUTE, talking_at=NOW - 9 * MINUTE)
    assert (called_again(NOW), _after(task)[0]) == (0, "open")


def test_what_nobody_does_anything_with_is_given_back(agent):
    task = _task(agent)
    CallBackTry.create(call_back=task, number=1, person=agent, at=NOW)
    assert give_back(NOW + 30 * MINUTE) == 0
    assert give_back(NOW + 31 * MINUTE) == 1
    assert _after(task) == ("open", 0, None, None)
    assert [(t.result, t.ended_at) for t in CallBackTry.select()] == [("failed", NOW + 31 * MINUTE)]
    assert give_back(NOW + 62 * MINUTE) == 0
