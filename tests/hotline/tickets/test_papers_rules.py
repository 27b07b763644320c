"""Who may issue which paper, how it is numbered, what stands in it."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.tickets.rules import papers as rules
from hotline.tickets.rules.guards import Actor
from hotline.tickets.rules.papers import Numbers, Organ, PaperFacts
from hotline.words import PaperKind, Role, TicketState, Way

pytestmark = pytest.mark.unit
UNIT = 7
DISPATCHER = Actor("d", 1, frozenset({Role.DISPATCHER}), site=1)
REVIEWER = Actor("r", 2, frozenset({Role.HOTLINE_REVIEWER}), site=1)
HANDLER = Actor("h", 3, frozenset({Role.HANDLER}), site=1, posts=frozenset({UNIT}))
STRANGER = Actor("s", 4, frozenset({Role.HANDLER}), site=1, posts=frozenset({8}))
ELSEWHERE = Actor("e", 5, frozenset({Role.DISPATCHER}), site=2)
INSPECTOR = Actor("i", 6, frozenset({Role.INSPECTOR}), site=1)
AGENT = Actor("a", 7, frozenset({Role.AGENT}), site=1)
FACTS = PaperFacts(
    TicketState.CLOSED, 1, way=Way.ASSIGN, unit=UNIT, unit_above=frozenset({UNIT}), answered=True, extended=True,
    circular=True,
)  # fmt: skip


def kinds(who, facts=FACTS):
    return [kind.value for kind in PaperKind if rules.refusal(kind, facts, who) is None]


def test_who_may_issue_what():
    hotline = ["slip", "letter", "extension", "circular"]
    assert [kinds(who) for who in (DISPATCHER, REVIEWER, HANDLER, STRANGER, ELSEWHERE, INSPECTOR, AGENT)] == [
        hotline, ["slip", "letter", "reply", "extension", "circular"], ["reply"], [], [], [], [],
    ]  # fmt: skip
    assert kinds(replace(ELSEWHERE, head=True)) == hotline


def test_what_must_have_happened():
    def why(kind, **other):
        found = rules.refusal(kind, replace(FACTS, **other), REVIEWER)
        return found and found.sentence()

    assert [
        why(PaperKind.SLIP, unit=None), why(PaperKind.LETTER, way=Way.TRANSFER), why(PaperKind.REPLY, answered=False),
        why(PaperKind.REPLY, state=TicketState.REVIEWING), why(PaperKind.EXTENSION, extended=False),
        why(PaperKind.CIRCULAR, circular=False), why(PaperKind.SLIP, extended=False, circular=False),
    ] == [
        "This ticket has not been given to a unit yet",
        "A letter of assignment goes with a ticket that was assigned",
        "There is no answer yet that the hotline has passed",
        "There is no answer yet that the hotline has passed",
        "No extension has been granted for this ticket",
        "A circular is issued when the clock has taken that step, or the answer is late",
        None,
    ]  # fmt: skip


def test_a_confidential_complaint_is_answered_by_the_inspection_alone():
    secret = replace(FACTS, confidential=True, unit=None)
    assert [kinds(who, secret) for who in (DISPATCHER, REVIEWER, HANDLER, INSPECTOR)] == [[], [], [], ["reply"]]
    assert kinds(replace(INSPECTOR, site=2), secret) == []


def test_numbers():
    one = Numbers({"head": "南法"}, {"slip": "热转"}, digits=4)
    assert one.number(one.prefix(PaperKind.SLIP, Organ("head", "南川法院")), 2026, 1) == "南法热转〔2026〕0001号"
    bare = Numbers()
    assert bare.number(bare.prefix(PaperKind.REPLY, Organ("east", "东区法院")), 2026, 12) == "东区法院热复〔2026〕12号"
    assert len(rules.series(bare.prefix(PaperKind.SLIP, Organ("x", "长" * 100)), 2026)) <= 64


def test_a_units_number_is_its_own_also_where_a_site_has_its_code():
    one = Numbers({"head": "南法"}, units={"head": "南建"})
    organs = [Organ("head", "法院"), Organ("head", "住建局", is_unit=True), Organ("civil", "民政局", is_unit=True)]
    assert [one.prefix(PaperKind.REPLY, organ) for organ in organs] == ["南法热复", "南建热复", "民政局热复"]


def test_the_answer_stands_in_a_reply_and_a_slip_once_passed():
    told = [
        rules.passed_reply(kind, state, "已修复")
        for kind in PaperKind for state in (TicketState.REVIEWING, TicketState.CLOSED)
    ]  # fmt: skip
    assert told == ["", "已修复", "", "", "", "已修复", "", "", "", ""]


def test_when_the_letter_is_missing():
    def missing(offered=("slip", "letter"), letters_to=(), open_=True):
        return rules.lacks_letter([PaperKind(one) for one in offered], letters_to, "住建局", open_=open_)

    assert missing()
    assert missing(letters_to=["民政局"])  # the unit before this one
    assert not missing(letters_to=["民政局", "住建局"])
    assert not missing(offered=["slip"])
    assert not missing(open_=False)


def test_signs_are_told_by_the_fields_that_the_template_uses():
    fields = rules.complete(
        {"caller": "马\ue000", "text": "\ue000😀", "subject": "😀😀", "reply": "😀"},
        [{"day": "1", "event": "登记", "who": "热线", "text": "\ue001"}], hides=False, attachments=["\ue000.jpg"],
    )  # fmt: skip
    signs = frozenset("\ue000\ue001😀☃")
    used = {"caller", "subject", "reply_lines", "history", "attachment_lines"}
    assert rules.undrawn_by_field(signs, fields, used) == {
        "caller": "\ue000", "subject": "😀", "history": "\ue001", "reply": "😀", "attachments": "\ue000", "": "☃",
    }  # fmt: skip
    assert rules.undrawn_by_field(frozenset(), fields, used) == {}


def test_private_signs_are_replaced_in_new_papers_and_in_kept_ones():
    private, real = "马\ue863", "马\u4dae"
    assert rules.complete({"caller": private}, [], hides=False)["caller"] == real
    row = dict.fromkeys(rules.ROW, private)
    kept = rules.as_template({"caller": private, "reply": private, "history": [row]})
    assert (kept["caller"], kept["reply_lines"], kept["history"]) == (real, [real], [dict.fromkeys(rules.ROW, real)])


def test_a_paper_of_an_older_program_has_every_field():
    assert set(rules.TEXTS) | set(rules.LISTS) | {"history", "attachment_lines"} == set(rules.as_template({}))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2026, 11, 20), "二〇二六年十一月二十日"), (dt.date(2030, 1, 1), "二〇三〇年一月一日"),
        (dt.date(2027, 10, 31), "二〇二七年十月三十一日"), (dt.date(2027, 12, 10), "二〇二七年十二月十日"),
    ],
)  # fmt: skip
def test_days_in_words(day, said):
    assert rules.spoken_day(day) == said


def test_who_brought_it_stands_nowhere_when_withheld():
    texts = {"caller": "张三丰", "caller_number": "13800001234", "subject": "张三丰反映电梯", "text": "回电13800001234"}
    history = [{"day": "1", "event": "登记", "who": "热线", "text": "致电张三丰13800001234"}]
    hidden = rules.complete(texts, history, hides=True)
    assert (hidden["caller"], hidden["caller_number"], hidden["to"]) == ("（保密）", "（保密）", "来电人")
    assert "张三丰" not in str(hidden)
    assert "13800001234" not in str(hidden)
    assert rules.complete(texts, history, hides=False)["to"] == "张三丰先生/女士"


@given(st.text())
def test_any_text_can_stand_in_a_word_file(text):
    assert all(sign == "\n" or sign == "\t" or sign >= " " for sign in rules.plain(text))
    assert all(line.strip() for line in rules.lines(text))


def test_the_same_paper_is_told_by_what_it_says():
    one = rules.complete({"subject": "电梯", "date": "今天", "person": "甲"}, [], hides=False)
    assert rules.same(one, {**one, "number": "1号", "date": "明天", "person": "乙"})
    assert not rules.same(one, {**one, "subject": "水管"})
