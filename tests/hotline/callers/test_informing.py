"""Whether the judge's side knows of a request; the next way, the alarm, and no deadline for who was never told."""

import datetime as dt
import itertools
from typing import Any

import pytest

from hotline.callers.jobs import uninformed
from hotline.callers.reads import contacts
from hotline.callers.rules.contacts import Ways, informed
from hotline.callers.verbs.contacts import Request, open_contact
from hotline.calls.jobs import alarms
from hotline.calls.orders.claim import claim, finish
from hotline.rows import Alarm, Call, CallLeg, Chamber, Judge, Notice, Order
from hotline.words import Informed, NoticeState, Party
from tests.builders import NOW, new_call

pytestmark = pytest.mark.unit
BY: dict[str, Any] = {"by": "agent", "now": NOW, "client_ip": "10.0.0.1"}


@pytest.fixture
def judge(head: Any) -> Any:
    chamber = Chamber.create(site=head, name="民事庭", telephone="6100")
    Judge.create(chamber=chamber, name="何静", telephone="6102", chief=True)
    return Judge.create(chamber=chamber, name="刘志明", telephone="6101")


def _open(judge: Any, agent: Any, **given: Any) -> int:
    return open_contact(Request(judge.id, text="请回电", caller_number="13800001234", **given), person=agent.id, **BY)


def _rung(contact: int, *, answered: bool = False, ended: bool = True, kind: Party = Party.JUDGE) -> None:
    n = CallLeg.select().count()
    CallLeg.create(
        call="c", leg=f"t{n}", kind=kind, dialled="6101", contact=contact, begun_at=NOW,
        answered_at=NOW if answered else None, ended_at=NOW if ended else None,
    )  # fmt: skip


def _known(contact: int) -> Informed:
    row = contacts.one(contact, None)
    assert row is not None
    return row.informed


def test_all_ways() -> None:
    for messages, answered, rings in itertools.product((0, 1, 2), (0, 1), (False, True)):
        told = informed(Ways(messages, answered, rings))
        assert (told is Informed.TOLD) == bool(messages or answered)
        assert (told is Informed.NOBODY) == (not messages and not answered and not rings)


def test_an_urgent_one_that_nobody_answered_is_an_alarm_and_has_no_deadline(judge: Any, agent: Any) -> None:
    call = new_call(state="talking", agent=agent)
    contact = _open(judge, agent, urgent=True, call=call.id)
    assert _known(contact) is Informed.RINGING  # the order waits
    [order] = claim(claimant="t", now=NOW)
    finish(order.id, now=NOW)
    assert _known(contact) is Informed.RINGING  # a telephone is about to ring
    _rung(contact, ended=False)
    assert (_known(contact), uninformed(NOW)) == (Informed.RINGING, [])
    CallLeg.update(ended_at=NOW).execute()
    assert _known(contact) is Informed.NOBODY
    later = NOW + dt.timedelta(days=30)
    row = contacts.one(contact, None)
    assert row is not None
    assert (row.uninformed, row.overdue(later)) == (True, False)
    assert alarms.watch(NOW, waits_seconds=40, away_minutes=30, also=uninformed(NOW)) == (1, 0)
    assert [(a.kind, a.ref, a.data) for a in Alarm.select()] == [
        ("not_informed", str(contact), {"judge": "刘志明", "contact": contact})
    ]
    _rung(contact, answered=True, kind=Party.CHAMBER)
    assert alarms.watch(NOW, waits_seconds=40, away_minutes=30, also=uninformed(NOW)) == (0, 1)
    row = contacts.one(contact, None)
    assert row is not None
    assert row.overdue(later)


def test_a_caller_who_rings_off_before_anybody_is_rung_leaves_the_judge_uninformed(judge: Any, agent: Any) -> None:
    call = new_call(state="talking", agent=agent)
    contact = _open(judge, agent, urgent=True, call=call.id)
    Call.update(ended_at=NOW).execute()
    assert _known(contact) is Informed.NOBODY


def test_a_refused_ringing_informs_nobody(judge: Any, agent: Any) -> None:
    call = new_call(state="talking", agent=agent)
    contact = _open(judge, agent, urgent=True, call=call.id)
    finish(Order.get().id, now=NOW, refused="You have no call")
    assert _known(contact) is Informed.NOBODY


def test_in_wrap_up_nothing_is_rung_for_an_urgent_one(judge: Any, agent: Any) -> None:
    call = new_call(agent=agent, ended_at=NOW)
    contact = _open(judge, agent, urgent=True, call=call.id)
    assert (Order.select().count(), _known(contact)) == (0, Informed.NOBODY)


def test_the_next_way_is_the_chiefs_mobile_once(judge: Any, agent: Any) -> None:
    Judge.update(mobile="13700002222").where(Judge.chief).execute()
    contact = _open(judge, agent)
    assert [(n.number, n.ref) for n in Notice.select()] == [("13700002222", f"contact:{contact}:chief")]
    assert (_known(contact), uninformed(NOW)) == (Informed.TOLD, [])
    Notice.update(state=NoticeState.FAILED).execute()  # the carrier did not bring it
    assert [one.ref for one in uninformed(NOW)] == [str(contact)]
    assert Notice.select().count() == 1


def test_a_message_that_failed_goes_to_the_chief(judge: Any, agent: Any) -> None:
    Judge.update(mobile="13700002222").where(Judge.chief).execute()
    Judge.update(mobile="13700001111").where(Judge.id == judge.id).execute()
    contact = _open(judge, agent)
    Notice.update(state=NoticeState.FAILED).execute()
    assert _known(contact) is Informed.NOBODY
    uninformed(NOW)
    assert [n.ref for n in Notice.select().order_by(Notice.id)] == [f"contact:{contact}", f"contact:{contact}:chief"]
    assert _known(contact) is Informed.TOLD


def test_no_way_at_all_is_a_trouble_for_an_ordinary_one_too(judge: Any, agent: Any) -> None:
    contact = _open(judge, agent)
    assert [one.ref for one in uninformed(NOW)] == [str(contact)]


def test_a_message_that_is_only_kept_tells_nobody(judge: Any, agent: Any) -> None:
    Judge.update(mobile="13900200101").where(Judge.id == judge.id).execute()
    contact = _open(judge, agent)
    for state in NoticeState:
        Notice.update(state=state.value).execute()
        told = state not in (NoticeState.KEPT, NoticeState.FAILED)
        assert (state, _known(contact)) == (state, Informed.TOLD if told else Informed.NOBODY)
