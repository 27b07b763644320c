"""Contact the judge: requests, the message to the judge, the urgent ringing, answers, the directory."""

import datetime as dt
from typing import Any

import pytest

from hotline.callers.verbs.contacts import JudgeForm, Request, close, open_contact, ring, save_chamber, save_judge
from hotline.calls.orders.claim import claim
from hotline.calls.rules.order_kinds import Consult, Target
from hotline.ports import Refused
from hotline.rows import Audit, Chamber, Change, Contact, Judge, Notice, Order, Parameter
from hotline.words import ContactState, Party
from tests.builders import NOW, new_call

pytestmark = pytest.mark.unit
BY: dict[str, Any] = {"by": "agent", "now": NOW, "client_ip": "10.0.0.1"}
EDIT: dict[str, Any] = {"by": "administrator", "now": NOW, "client_ip": ""}


@pytest.fixture
def judge(head):
    chamber = Chamber.create(site=head, name="民事庭", telephone="6100")
    Judge.create(chamber=chamber, name="何静", telephone="6102", chief=True)
    return Judge.create(chamber=chamber, name="刘志明", telephone="6101", mobile="13700001111")


def _open(judge, agent, **given):
    values = {"text": "请回电", "caller_number": "13800001234", "caller_name": "张三"} | given
    return open_contact(Request(judge.id, **values), person=agent.id, **BY)


def test_an_ordinary_request_waits_until_the_close_of_the_next_workday(judge, agent):
    contact = _open(judge, agent, case_number="(2026)浙0599民初1号\n")
    row = Contact.get_by_id(contact)
    monday = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)  # asked on a Friday; 17:30 in China
    assert (row.state, row.urgent, row.due_at, row.opened_at) == ("open", False, monday, NOW)
    assert (row.judge_id, row.caller_number, row.caller_name, row.text) == (judge.id, "13800001234", "张三", "请回电")
    assert (row.case_number, row.site_id, row.opened_by_id) == ("(2026)浙0599民初1号", agent.site_id, agent.id)
    notice = Notice.get()
    assert (notice.number, notice.template, notice.ref) == ("13700001111", "contact_judge", f"contact:{contact}")
    assert notice.fields == {"judge": "刘志明", "caller": "张三", "until": "11-23 17:30"}
    assert [(a.act, a.object) for a in Audit.select()] == [("open_contact", f"contact:{contact}")]
    assert ("contacts", str(contact)) in {(c.topic, c.ref) for c in Change.select()}
    assert Order.select().count() == 0


def test_the_workdays_can_be_set(judge, agent):
    Parameter.create(name="contact.reply_workdays", value=3, at=NOW, by="x")
    assert Contact.get_by_id(_open(judge, agent)).due_at == dt.datetime(2026, 11, 25, 9, 30, tzinfo=dt.UTC)


def test_a_judge_without_a_mobile_gets_no_message(judge, agent):
    Judge.update(mobile="").execute()
    _open(judge, agent)
    assert Notice.select().count() == 0


def test_number_and_name_come_from_the_call(judge, agent):
    call = new_call(number="13900001111", name="李四")
    row = Contact.get_by_id(_open(judge, agent, call=call.id, caller_name=""))
    assert (row.call, row.caller_number, row.caller_name) == (call.id, "13900001111", "李四")


def test_an_urgent_one_rings_judge_mobile_chamber_and_chief(judge, agent):
    call = new_call(state="talking", agent=agent)
    contact = _open(judge, agent, call=call.id, urgent=True, text="")
    rung = [
        ("6101", False, "刘志明"),
        ("13700001111", True, "刘志明"),
        ("6100", False, "民事庭"),
        ("6102", False, "何静"),
    ]
    targets = tuple(
        Target(d, outside, 20, Party.CHAMBER if d == "6100" else Party.JUDGE, name, contact=contact)
        for d, outside, name in rung
    )
    assert [(c.person, c.command) for c in claim(claimant="t", now=NOW)] == [(agent.id, Consult(targets))]


def test_it_can_be_rung_again_as_long_as_it_is_open(judge, agent):
    contact = _open(judge, agent)
    assert ring(contact, agent.id, **BY) == Order.get().id
    close(contact, "replied", "已答复", person=agent.id, **BY)
    with pytest.raises(Refused) as refused:
        ring(contact, agent.id, **BY)
    assert refused.value.sentence() == "This request is over: Replied"


def test_without_any_telephone_nothing_is_written(head, agent):
    bare = Judge.create(chamber=Chamber.create(site=head, name="立案庭"), name="郑安")
    with pytest.raises(Refused, match="No telephone of this judge"):
        _open(bare, agent, call=new_call().id, urgent=True)
    assert (Contact.select().count(), Order.select().count()) == (0, 0)


def test_what_cannot_be_asked(judge, agent):
    Judge.update(active=False).where(Judge.id == judge.id).execute()
    for given, why in (({"text": " \r\n"}, "Write what the judge should know"), ({}, "Choose a judge")):
        with pytest.raises(Refused) as refused:
            _open(judge, agent, **given)
        assert refused.value.code == why


@pytest.mark.parametrize(
    ("state", "reply", "why"),
    [("replied", "", "Write the answer"), ("closed", " \n ", "Write the answer"),
     *((state, "x", "Choose what came of it") for state in ("open", "", "moon"))],
)  # fmt: skip
def test_answers_that_are_none(judge, agent, state, reply, why):
    contact = _open(judge, agent)
    with pytest.raises(Refused) as refused:
        close(contact, state, reply, person=agent.id, **BY)
    assert (refused.value.code, Contact.get_by_id(contact).state) == (why, "open")


@pytest.mark.parametrize(("state", "reply"), [("replied", "开庭不改期"), ("connected", ""), ("closed", "当事人撤回")])
def test_what_came_of_it_is_written_down_once(judge, agent, state, reply):
    contact = _open(judge, agent)
    close(contact, state, reply, person=agent.id, **BY)
    row = Contact.get_by_id(contact)
    assert (row.state, row.reply, row.closed_by_id, row.closed_at) == (state, reply, agent.id, NOW)
    with pytest.raises(Refused) as refused:
        close(contact, "closed", "again", person=agent.id, **BY)
    assert refused.value.fields == {"state": ContactState(state)}
    with pytest.raises(Refused, match="There is no such request"):
        close(999, "closed", "x", person=agent.id, **BY)


def test_chambers_and_judges_are_entered_and_changed(head, branch):
    chamber = save_chamber(None, head.id, " 执行局 ", "6200", **EDIT)
    save_chamber(None, branch.id, "执行局", "", **EDIT)  # another court's
    with pytest.raises(Refused, match="exists already"):
        save_chamber(None, head.id, "执行局", "", **EDIT)
    assert save_chamber(chamber, head.id, "执行一局", "0571-88888888转1", **EDIT) == chamber
    assert (Chamber.get_by_id(chamber).name, Chamber.get_by_id(chamber).telephone) == ("执行一局", "0571-88888888转1")
    first = save_judge(None, JudgeForm(chamber, "钱玉兰", "执行员", "6201", "+8613700001111", chief=True), **EDIT)
    second = save_judge(None, JudgeForm(chamber, "林涛", chief=True), **EDIT)
    assert [(j.id, j.chief) for j in Judge.select().order_by(Judge.id)] == [(first, False), (second, True)]
    save_judge(first, JudgeForm(chamber, "钱玉兰", active=False), **EDIT)
    row = Judge.get_by_id(first)
    assert (row.active, row.telephone, row.mobile) == (False, "", "")
    assert {a.act for a in Audit.select()} == {"edit_judges"}


@pytest.mark.parametrize("number", ["abc", "１", "1" * 21, "138;x", "6101x"])
def test_what_is_no_telephone_number_is_refused(head, number):
    with pytest.raises(Refused, match="This is no telephone number"):
        save_chamber(None, head.id, "民事庭", number, **EDIT)
    assert Chamber.select().count() == 0


def test_a_judge_has_a_name_and_a_chamber(head):
    chamber = save_chamber(None, head.id, "民事庭", "", **EDIT)
    for form, why in ((JudgeForm(chamber, " "), "Write the name"), (JudgeForm(999, "甲"), "Choose a chamber")):
        with pytest.raises(Refused) as refused:
            save_judge(None, form, **EDIT)
        assert refused.value.code == why
    with pytest.raises(Refused, match="Write the name"):
        save_chamber(None, head.id, "\u200b", "", **EDIT)
