"""Calling people back: whose task it is, when nobody may be called, what stands in the rows afterwards."""

import datetime as dt
from typing import Any

import pytest

from hotline.callers.jobs import settle
from hotline.callers.verbs.call_backs import call, close, dial, take
from hotline.calls.orders.claim import claim, finish
from hotline.calls.rules.call_ids import NEVER_RANG, call_of
from hotline.calls.rules.order_kinds import CallOut
from hotline.ports import Refused
from hotline.rows import Audit, Call, CallBack, CallBackTry, Change, Order, Person
from hotline.values.quiet_hours import Quiet
from hotline.words import CallBackState, Role
from tests.builders import NOW, new_call, new_line, new_person

pytestmark = pytest.mark.unit
QUIET = Quiet()
BY: dict[str, Any] = {"by": "agent", "now": NOW, "client_ip": "10.0.0.1"}


def _task(**given):
    values = {
        "number": "13800001234", "name": "张三", "line": "filing", "profile": "court_12368", "reason": "queue",
        "state": "open", "call": "c-1", "last_call": "c-1", "created_at": NOW, "missed_at": NOW, "next_at": NOW,
    }  # fmt: skip
    return CallBack.create(**values | given)


def _row(task):
    row = CallBack.get_by_id(task.id)
    return row.state, row.taken_by_id, row.taken_at


def _orders():
    return [(c.person, c.command) for c in claim(claimant="test", now=NOW)]


def test_a_task_is_taken_once_and_again_by_the_same_hand(agent):
    task, mate = _task(), new_person(login="mate")
    take(task.id, agent.id, **BY)
    take(task.id, agent.id, **BY)
    with pytest.raises(Refused) as refused:
        take(task.id, mate.id, by="mate", now=NOW, client_ip="")
    assert refused.value.sentence() == "王小兰 has this call-back in hand"
    assert _row(task) == ("taken", agent.id, NOW)
    assert {(c.topic, c.ref) for c in Change.select()} == {("call_backs", str(task.id))}
    assert {(a.act, a.object, a.who) for a in Audit.select()} == {("take_call_back", f"call_back:{task.id}", "agent")}


def test_calling_takes_the_task_orders_the_call_and_opens_an_attempt(agent):
    new_line(shown_number="057112368")
    task = _task()
    order = call(task.id, agent.id, **BY, quiet=QUIET)
    assert Order.get_by_id(order).person_id == agent.id
    made = call_of(order, NOW)
    assert _orders() == [
        (agent.id, CallOut("13800001234", "张三", "filing", "057112368", "court_12368", call_back=task.id, call=made))
    ]
    assert _row(task)[:2] == ("taken", agent.id)
    assert [(t.number, t.person_id, t.at, t.result) for t in CallBackTry.select()] == [(1, agent.id, NOW, None)]


def _attempts():
    return [(t.number, t.call, t.result, t.ended_at) for t in CallBackTry.select().order_by(CallBackTry.number)]


def test_a_call_that_was_refused_is_no_attempt_and_anybody_calls_again(agent):
    """Pressed while signed out, ten times at once: nothing is counted, and the task is free again."""
    task, mate = _task(), new_person(login="mate", extension="1002")
    for _press in range(10):
        finish(call(task.id, agent.id, **BY, quiet=QUIET), now=NOW, refused="You are signed out")
    assert len(_attempts()) == 1
    assert settle(NOW) == 1
    assert (_attempts(), _row(task)) == ([], ("open", None, None))
    assert CallBack.get_by_id(task.id).tries == 0
    order = call(task.id, mate.id, by="mate", now=NOW, client_ip="", quiet=QUIET)
    assert _attempts() == [(1, call_of(order, NOW), None, None)]


def test_a_call_that_nobody_makes_is_no_attempt_after_two_minutes(agent):
    task = _task()
    order = call(task.id, agent.id, **BY, quiet=QUIET)
    assert (settle(NOW + NEVER_RANG), _attempts()) == (0, [(1, call_of(order, NOW), None, None)])
    assert (settle(NOW + 2 * NEVER_RANG), _attempts(), _row(task)) == (1, [], ("open", None, None))


def test_a_call_that_is_being_made_is_not_made_twice(agent):
    """Neither while the order waits nor while it rings; once it has ended, at once."""
    task, later = _task(), BY | {"now": NOW + NEVER_RANG}
    order = call(task.id, agent.id, **BY, quiet=QUIET)
    with pytest.raises(Refused, match="This call is being made already"):
        call(task.id, agent.id, **BY, quiet=QUIET)
    made = new_call(id=call_of(order, NOW), state="dialling", direction="out", call_back=task.id)
    with pytest.raises(Refused, match="This call is being made already"):
        call(task.id, agent.id, **later, quiet=QUIET)
    Call.update(ended_at=NOW + NEVER_RANG, state="ended").where(Call.id == made.id).execute()
    assert Order.select().count() == 1
    call(task.id, agent.id, **later, quiet=QUIET)
    assert [number for number, *_ in _attempts()] == [1, 2]


def _called_at(hour, agent):
    """Whether somebody is called at this hour in China."""
    at = dt.datetime(2026, 11, 20, tzinfo=dt.UTC) + dt.timedelta(hours=hour - 8)
    try:
        call(_task().id, agent.id, by="agent", now=at, client_ip="", quiet=QUIET)
    except Refused as refused:
        return refused.sentence()
    return True


def test_quiet_hours(agent):
    no = "Nobody is called between 20:00 and 08:00"
    assert {hour: _called_at(hour, agent) for hour in (7, 8, 19, 20, 23)} == {7: no, 8: True, 19: True, 20: no, 23: no}
    assert Order.select().count() == 2


@pytest.mark.parametrize("number", ["anonymous", "", "12", "1" * 21, "138 0000"])
def test_numbers_that_nobody_can_call(agent, number):
    with pytest.raises(Refused, match="This is no number that can be called"):
        dial(number, agent.id, line=None, **BY, quiet=QUIET)


def test_who_may_not_call_or_has_no_telephone(agent, administrator, head):
    for person, code in ((administrator, "You may not call out"), (new_person(), "%(name)s has no telephone")):
        with pytest.raises(Refused) as refused:
            dial("13800001234", person.id, line=None, **BY, quiet=QUIET)
        assert refused.value.code == code
    Person.update(active=False).where(Person.id == agent.id).execute()
    with pytest.raises(Refused, match="You may not call out"):
        dial("13800001234", agent.id, line=None, **BY, quiet=QUIET)


def test_a_number_is_dialled_for_a_judges_matter(agent):
    order = dial("13800001234", agent.id, line="nowhere", **BY, quiet=QUIET, contact=7, name="张三")
    assert _orders() == [(agent.id, CallOut("13800001234", "张三", "nowhere", contact=7, call=call_of(order, NOW)))]
    assert [(a.act, a.object) for a in Audit.select()] == [("call_out", "number:1234")]


def test_so_many_calls_an_hour_and_no_more(agent):
    for n in range(40):
        dial(f"1380000{n:04d}", agent.id, line=None, **BY, quiet=QUIET)
    with pytest.raises(Refused) as refused:
        dial("13800001234", agent.id, line=None, **BY, quiet=QUIET)
    assert refused.value.fields == {"most": 40}


def test_closing_says_why_and_by_whom(agent):
    task = _task(state="taken", taken_by=agent)
    with pytest.raises(Refused, match="Say why"):
        close(task.id, "  ", person=agent.id, **BY)
    close(task.id, "空号" * 250, person=agent.id, **BY)
    row = CallBack.get_by_id(task.id)
    assert (row.state, row.note, row.done_at, row.done_by_id, row.taken_by_id) == (
        "closed", "空号" * 250, NOW, agent.id, None,
    )  # fmt: skip


@pytest.mark.parametrize("state", ["reached", "given_up", "closed"])
def test_what_is_over_is_over(agent, state):
    task = _task(state=state)
    for act in (
        lambda: take(task.id, agent.id, **BY),
        lambda: call(task.id, agent.id, **BY, quiet=QUIET),
        lambda: close(task.id, "x", person=agent.id, **BY),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.sentence() == f"This call-back is over: {CallBackState(state).en}"
    with pytest.raises(Refused, match="There is no such call-back"):
        take(999, agent.id, **BY)


def test_a_supervisor_may_call_too(supervisor):
    assert Role(supervisor.role) is Role.SUPERVISOR
    assert dial("13800001234", supervisor.id, line=None, **BY, quiet=QUIET)
