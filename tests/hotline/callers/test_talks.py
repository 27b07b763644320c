"""What an agent does to a talk becomes orders: rows as they must be, refusals before anything is written."""

import datetime as dt
from typing import Any

import pytest

from hotline.callers.verbs.talks import consult, play_script, transfer
from hotline.calls.orders.claim import claim
from hotline.calls.rules.order_kinds import (
    Consult,
    HandOver,
    Hold,
    MaskRecording,
    Mute,
    PlayScript,
    Resume,
    Return,
    Target,
    ThreeWay,
    Transfer,
    UnmaskRecording,
    Unmute,
)
from hotline.calls.verbs.agents import control
from hotline.ports import Refused
from hotline.rows import Audit, Chamber, Dialled, FlowVersion, Judge, Order, Person
from hotline.words import Party, Presence, Role, Script
from tests.builders import NOW, new_line, new_person, stand

pytestmark = pytest.mark.unit
BY: dict[str, Any] = {"by": "agent", "now": NOW, "client_ip": "10.0.0.1"}


@pytest.fixture
def colleague(head):
    row = new_person(name="王磊", extension="1002", site=head)
    stand(row, Presence.READY)
    return row


@pytest.fixture
def judge(head):
    chamber = Chamber.create(site=head, name="民事庭", telephone="6100")
    Judge.create(chamber=chamber, name="何静", telephone="6102", chief=True)
    return Judge.create(chamber=chamber, name="刘志明", telephone="6101", mobile="13700001111")


def _orders():
    return [(c.person, c.by, c.command) for c in claim(claimant="test", now=NOW)]


@pytest.mark.parametrize(
    ("kind", "order"),
    [("hold", Hold()), ("resume", Resume()), ("mute", Mute()), ("unmute", Unmute()), ("mask", MaskRecording()),
     ("unmask", UnmaskRecording()), ("three_way", ThreeWay()), ("return", Return()), ("hand_over", HandOver())],
)  # fmt: skip
def test_what_needs_no_more_words(agent, kind, order):
    control(agent.id, kind, by="agent", now=NOW)
    assert _orders() == [(agent.id, "agent", order)]


@pytest.mark.parametrize("kind", ["", "consult", "watch", "call_out", "publish_flow", "Mute"])
def test_what_needs_more_words_is_no_control(agent, kind):
    with pytest.raises(Refused, match="There is no such order"):
        control(agent.id, kind, by="agent", now=NOW)
    assert Order.select().count() == 0


@pytest.mark.parametrize("script", list(Script))
def test_the_machine_speaks(agent, script):
    play_script(agent.id, str(script), by="agent", now=NOW)
    assert _orders() == [(agent.id, "agent", PlayScript(script))]


def test_a_script_that_nobody_knows(agent):
    with pytest.raises(Refused, match="There is no such script"):
        play_script(agent.id, "polite", by="agent", now=NOW)


def test_a_colleague_is_asked_in_or_given_the_caller(agent, colleague):
    consult(agent.id, f"person:{colleague.id}", **BY)
    transfer(agent.id, f"person:{colleague.id}", **BY)
    target = Target(agent=colleague.id, name="王磊")
    assert _orders() == [(agent.id, "agent", Consult((target,))), (agent.id, "agent", Transfer((target,)))]
    assert Audit.select().count() == 0


def test_a_number_outside_is_written_down_with_its_tail_only(agent):
    consult(agent.id, "number: 138-0000 (1234)", **BY)
    transfer(agent.id, "number:12348", **BY)
    made = [
        Target("13800001234", outside=True, party=Party.OUTSIDE),
        Target("12348", outside=True, party=Party.OUTSIDE),
    ]
    assert _orders() == [(agent.id, "agent", Consult((made[0],))), (agent.id, "agent", Transfer((made[1],)))]
    assert [(a.act, a.who, a.object) for a in Audit.select().order_by(Audit.id)] == [
        ("call_out", "agent", "number:1234"), ("call_out", "agent", "number:2348"),
    ]  # fmt: skip


def test_an_extension_of_ours_is_the_colleague_who_has_it(agent, colleague):
    consult(agent.id, "number:1002", **BY)
    assert _orders() == [(agent.id, "agent", Consult((Target(agent=colleague.id, name="王磊"),)))]


def test_a_judge_is_rung_at_each_telephone_in_turn(agent, judge):
    consult(agent.id, f"judge:{judge.id}", **BY)
    rung = [
        ("6101", False, "刘志明"),
        ("13700001111", True, "刘志明"),
        ("6100", False, "民事庭"),
        ("6102", False, "何静"),
    ]
    targets = tuple(
        Target(dialled, outside, 20, Party.CHAMBER if dialled == "6100" else Party.JUDGE, name)
        for dialled, outside, name in rung
    )
    assert _orders() == [(agent.id, "agent", Consult(targets))]


def test_a_caller_is_given_to_a_line_or_a_flow(agent, head):
    new_line()
    for version in ("a", "b"):
        FlowVersion.create(name="court", version=version, title=f"法院{version}", text="", at=NOW, by="x", why="")
    transfer(agent.id, "line:filing", **BY)
    transfer(agent.id, "flow:court", **BY)
    assert [order for _person, _by, order in _orders()] == [
        Transfer((Target(line="filing", name="立案咨询"),)), Transfer((Target(flow="court", name="法院b"),)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("", "Choose whom to ring"), ("person:", "Choose whom to ring"), ("line:filing", "Choose whom to ring"),
        ("moon:1", "Choose whom to ring"), ("person:999", "There is no such person"),
        ("person:../1", "There is no such person"), ("person:" + "9" * 400, "There is no such person"),
        ("person:１", "There is no such person"), ("judge:1", "Choose a judge"),
        ("number:12", "This is no number that can be called"),
        ("number:1 OR 1", "This is no number that can be called"),
        ("number:" + "1" * 500, "This is no number that can be called"),
        ("number:13800001234'); originate", "This is no number that can be called"),
    ],
)  # fmt: skip
def test_nobody_who_can_be_asked_in(agent, to, why):
    with pytest.raises(Refused) as refused:
        consult(agent.id, to, **BY)
    assert (refused.value.code, Order.select().count(), Audit.select().count()) == (why, 0, 0)


@pytest.mark.parametrize(
    ("to", "why"),
    [("judge:1", "Choose whom to ring"), ("line:moon", "There is no such line"), ("line:off", "There is no such line"),
     ("flow:moon", "There is no such flow"), ("flow:../../etc/passwd", "There is no such flow")],
)  # fmt: skip
def test_nowhere_to_give_a_caller(agent, to, why):
    new_line(code="off", active=False)
    with pytest.raises(Refused) as refused:
        transfer(agent.id, to, **BY)
    assert (refused.value.code, Order.select().count()) == (why, 0)


@pytest.mark.parametrize("state", [s for s in Presence if s is not Presence.READY])
def test_a_colleague_who_is_not_free_is_not_rung(agent, colleague, state):
    stand(colleague, state)
    for verb in (consult, transfer):
        with pytest.raises(Refused, match="This colleague is not free"):
            verb(agent.id, f"person:{colleague.id}", **BY)
    with pytest.raises(Refused, match="This colleague is not free"):
        consult(agent.id, "number:1002", **BY)
    assert Order.select().count() == 0


def test_nobody_asks_himself_an_administrator_or_one_who_has_left(agent, colleague, administrator):
    stand(agent, Presence.READY)
    stand(administrator, Presence.READY)
    Person.update(extension="1050").where(Person.id == administrator.id).execute()
    Person.update(active=False).where(Person.id == colleague.id).execute()
    told = []
    for person in (agent, administrator, colleague):
        with pytest.raises(Refused) as refused:
            consult(agent.id, f"person:{person.id}", **BY)
        told.append(refused.value.code)
    assert told == ["This colleague is not free", "There is no such person", "There is no such person"]


def test_a_judge_without_any_telephone(agent, head):
    row = Judge.create(chamber=Chamber.create(site=head, name="立案庭"), name="郑安")
    with pytest.raises(Refused, match="No telephone of this judge"):
        consult(agent.id, f"judge:{row.id}", **BY)


def test_calls_out_are_counted_for_the_hour(agent):
    for n in range(40):
        transfer(agent.id, f"number:1380000{n:04d}", **BY | {"now": NOW - dt.timedelta(minutes=n)})
    with pytest.raises(Refused) as refused:
        transfer(agent.id, "number:13800001234", **BY)
    assert refused.value.sentence() == "You have made 40 calls within the hour; wait a little"
    Dialled.update(at=NOW - dt.timedelta(hours=2)).where(Dialled.number == "13800000000").execute()
    assert transfer(agent.id, "number:13800001234", **BY)


def test_without_a_telephone_or_a_desk_nothing_is_ordered(head, administrator):
    bare = new_person(name="无机", role=Role.AGENT)
    for person, why in ((bare, "%(name)s has no telephone"), (administrator, "Choose an agent")):
        for act in (
            lambda who: play_script(who.id, "silent", by="x", now=NOW),
            lambda who: consult(who.id, "number:13800001234", **BY),
            lambda who: transfer(who.id, "number:13800001234", **BY),
        ):
            with pytest.raises(Refused) as refused:
                act(person)
            assert (refused.value.code, Order.select().count()) == (why, 0)
