"""Callers in the shipped flows, key by key: each topic of self-service, the judge, the queue's end, the survey."""

import datetime as dt
import re
from typing import Any

import pytest

from controller.ivr.interpreter import begin
from controller.ivr.steps import (
    AskCallBack,
    Enqueue,
    EnquiryAnswer,
    Go,
    Inquire,
    Leave,
    Listen,
    MessageDone,
    QueueOver,
    Speak,
    TakeMessage,
    Tell,
    Text,
)
from hotline.knowledge.rules import answers, fees
from hotline.values.spoken import money
from hotline.words import Fact, Outcome
from hotline.workdays.rules.hours import Hours, SpecialDay
from scripts.py.make_prompts import texts

from .walker import CONTENT, FLOWS, NOW, ROOT, Answer, Caller, house

pytestmark = pytest.mark.unit
COURT, GOV = FLOWS["court_12368"], FLOWS["gov_12345"]
END = "common.end_menu"
CASE = "案号二零二六，浙零五九九，民初一零二四号，案由买卖合同纠纷，由民事庭张三法官承办，目前审理中。"


def caller(answer: Answer | None = None, **how: Any) -> Caller:
    """In the main menu of the court."""
    found = Caller(COURT, answer or house(), **how)
    assert (found.at.node, found.heard) == ("main", ["court.welcome", "court.menu"])
    return found


def fee(kind: str, amount: str | None, *, halved: bool = False) -> str:
    value = None if amount is None else answers.amount(amount)
    rule = CONTENT.fees.kinds[kind]
    return answers.fee_said(rule.name, fees.fee(CONTENT.fees, kind, value, halved=halved))


def queued(found: Caller) -> bool:
    return (found.at.node, found.waits_for) == ("person", Enqueue("filing", 0))


class Cases:
    """A case system with one case and one petition; three wrong secrets lock."""

    def __init__(self, *, away: bool = False) -> None:
        self.away, self.wrong = away, 0

    def __call__(self, ask: Inquire) -> EnquiryAnswer:
        about = dict(ask.about)
        if self.away:
            return EnquiryAnswer(None, "unavailable")
        secrets = {("case", "password"): "135790", ("case", "identity"): "12345X", ("petition", ""): "246813"}
        if about["code"] == "20261024" and about["secret"] == secrets[ask.what, about.get("how", "")]:
            return EnquiryAnswer((("say", CASE),))
        self.wrong += 1
        return EnquiryAnswer(None, "refused" if self.wrong < 3 else "locked")


def with_cases(**how: bool) -> Answer:
    cases = Cases(**how)
    return house({"case": cases, "petition": cases})


# ---- 1 case information


def test_a_case_by_code_and_password() -> None:
    found = caller(with_cases()).press("1").press("1").press("1").press("20261024#")
    assert (found.at.node, found.heard) == ("case_password", ["case.password"])
    assert found.masks == [True]
    found.press("135790#")
    assert found.said == ["common.looking_up", Text(CASE, secret=True), END]
    assert found.asked[-1] == Inquire(
        "case", (("code", "20261024"), ("secret", "135790"), ("how", "password")), 10
    )  # fmt: skip
    assert (found.masks, found.served(), "case_secret" in dict(found.at.values)) == ([True, False], True, False)
    assert found.path == [
        "welcome", "main", "[1]", "self_service", "[1]", "case", "[1]", "case_code", "[20261024]", "case_password",
        "[******]", "case_lookup", "case_said", "case_end",
    ]  # fmt: skip
    assert found.press("1").said == [Text(CASE, secret=True), END]
    assert found.press("9").at.node == "main"
    assert queued(found.press("0"))


def test_a_case_by_the_identity_number_whose_x_is_a_star() -> None:
    found = caller(with_cases()).press("1").press("1").press("2").press("20261024#")
    assert found.heard == ["case.identity"]
    found.press("12345*")
    assert dict(found.asked[-1].about) == {"code": "20261024", "secret": "12345X", "how": "identity"}
    assert (found.said[1], found.masks) == (Text(CASE, secret=True), [True, False])


def test_three_wrong_secrets_lock_and_the_caller_may_still_have_a_person() -> None:
    found = caller(with_cases()).press("1").press("1").press("1").press("20261024#").press("1111#")
    assert found.heard == ["common.looking_up", "case.refused", "case.password"]
    assert found.press("1111#").heard == ["common.looking_up", "case.refused", "case.password"]
    assert found.press("1111#").heard == ["common.looking_up", "case.locked", "common.back_menu"]
    told = [told.data for told in found.facts if told.kind is Fact.FOUND]
    assert told == [{"what": "case", "why": why} for why in ("refused", "refused", "locked")]
    assert found.masks == [True, False] * 3
    assert not found.served()
    assert queued(found.press("0"))


def test_a_case_system_that_is_away() -> None:
    found = caller(with_cases(away=True)).press("1").press("1").press("1").press("20261024#").press("135790#")
    assert found.heard == ["common.looking_up", "common.lookup_away", "common.back_menu"]
    assert found.press("9").heard == ["court.menu"]


def test_whoever_types_too_fast_is_understood() -> None:
    """All in one go while the welcome is said; the # after six digits that were complete means nothing."""
    found = Caller(COURT, with_cases(), hears=False).press("11220261024", hears=False).press("#")
    assert found.at.node == "case_identity"
    assert found.press("12345*#").said[-2:] == [Text(CASE, secret=True), END]
    assert found.at.node == "case_end"


# ---- 2, 5, 7, 8 guides


@pytest.mark.parametrize(("key", "topic"), [("2", "litigation"), ("5", "hearing"), ("7", "risk"), ("8", "aid")])
def test_guides_are_said_paragraph_by_paragraph(key: str, topic: str) -> None:
    found = caller().press("1").press(key)
    assert found.said == [*(Text(one) for one in CONTENT.guide[topic].paragraphs), END]
    assert (found.served(), found.path[-3:]) == (True, [topic, "guide_said", "guide_end"])
    assert found.press("1").said[0] == Text(CONTENT.guide[topic].paragraphs[0])
    assert found.press("9").at.node == "main"


def test_a_key_ends_a_long_guide() -> None:
    found = caller().press("1").press("2", hears=False)
    assert (found.at.node, found.said) == ("guide_said", [Text(CONTENT.guide["litigation"].paragraphs[0])])
    assert found.press("0").heard == ["common.transfer"]
    assert queued(found)


# ---- 3 fees


def confirmed(found: Caller, amount: str) -> Caller:
    """Key an amount in, hear it and say yes."""
    found.press(f"{amount}#")
    assert found.said == [
        "common.you_keyed", Text(f"{money(amount.replace('*', '.'))}。"), "common.confirm"
    ]  # fmt: skip
    return found.press("1")


@pytest.mark.parametrize(
    ("key", "kind"),
    [("1", "property"), ("2", "divorce"), ("3", "personality"), ("4", "ip"), ("7", "enforcement"),
     ("8", "preservation")],
)  # fmt: skip
def test_fees_by_an_amount(key: str, kind: str) -> None:
    found = confirmed(caller().press("1").press("3").press(key), "500000*50")
    ending = "fees.end_halving" if CONTENT.fees.kinds[kind].halves else END
    assert found.said == [Text(fee(kind, "500000*50")), "fees.estimate", ending]
    assert found.served()


@pytest.mark.parametrize(
    ("key", "kind"), [("2", "divorce"), ("3", "personality"), ("4", "ip"), ("7", "enforcement"), ("8", "preservation")]
)
def test_fees_without_an_amount(key: str, kind: str) -> None:
    found = confirmed(caller().press("1").press("3").press(key), "0")
    assert found.said[0] == Text(fee(kind, None))


@pytest.mark.parametrize(("key", "kind"), [("5", "labour"), ("6", "administrative")])
def test_fees_of_kinds_that_have_no_amount(key: str, kind: str) -> None:
    found = caller().press("1").press("3").press(key)
    assert found.said == [Text(fee(kind, None)), "fees.estimate", "fees.end_halving"]
    assert found.press("2").said == [Text(fee(kind, None, halved=True)), "fees.estimate", END]


def test_a_property_case_needs_an_amount_and_may_be_halved() -> None:
    found = confirmed(caller().press("1").press("3").press("1"), "0")
    assert found.heard == ["fees.needs_amount", "fees.amount"]
    confirmed(found, "12000")
    assert found.press("2").said == [Text(fee("property", "12000", halved=True)), "fees.estimate", END]
    assert found.press("1").said[0] == Text(fee("property", "12000", halved=True))
    found.press("9").press("1").press("3").press("5")
    assert found.said[0] == Text(fee("labour", None))
    assert found.press("2").said[0] == Text(fee("labour", None, halved=True))


def test_an_amount_that_cannot_be_is_asked_for_again() -> None:
    found = caller().press("1").press("3").press("1").press("1*2*3#")
    assert found.heard == ["fees.bad_amount", "fees.amount"]


# ---- 4 time limits


@pytest.mark.parametrize(
    ("key", "kind"), [("1", "civil"), ("2", "criminal"), ("3", "administrative"), ("4", "enforcement"), ("5", "party")]
)
def test_time_limits(key: str, kind: str) -> None:
    found = caller().press("1").press("4").press(key)
    assert found.said == [*(Text(limit.say) for limit in CONTENT.time_limits.of_kind(kind)), END]
    assert found.served()


# ---- 6 jurisdiction

MATTERS = ["contract", "loan", "divorce", "real_estate", "traffic", "labour", "general"]
MORE = ["online_purchase", "tort", "inheritance", "support", "insurance", "enforcement", "administrative",
        "payment_order"]  # fmt: skip
PLACES = ["city", "east", "lake"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("matter", [*MATTERS, *MORE])
def test_jurisdiction_of_each_matter_and_place(matter: str, place: str) -> None:
    found = caller().press("1").press("6")
    if matter in MORE:
        found.press("8").press(str(MORE.index(matter) + 1))
    else:
        found.press(str(MATTERS.index(matter) + 1))
    assert found.heard == ["courts.place"]
    found.press(str(PLACES.index(place) + 1))
    assert found.said == [Text(CONTENT.jurisdiction.sentence(matter, place)), END]
    assert found.served()


def test_the_menu_of_places_is_the_content() -> None:
    assert [place.id for place in CONTENT.jurisdiction.places] == PLACES


# ---- the rest of the main menu


def test_a_petition() -> None:
    found = caller(with_cases()).press("2").press("20261024#").press("2468#")
    assert found.heard == ["common.looking_up", "case.refused", "case.password"]
    assert found.press("246813#").said == ["common.looking_up", Text(CASE, secret=True), END]
    assert dict(found.asked[-1].about) == {"code": "20261024", "secret": "246813"}
    assert (found.served(), found.masks) == (True, [True, False, True, False])


# ---- 4 how a ticket stands


class Tickets:
    """One ticket; three wrong digits lock its code."""

    def __init__(self, why: str = "") -> None:
        self.why, self.wrong = why, 0

    def __call__(self, ask: Inquire) -> EnquiryAnswer:
        if self.why or self.wrong >= 3:
            return EnquiryAnswer(None, self.why or "locked")
        if dict(ask.about) == {"code": "12345678", "secret": "1234"}:
            return EnquiryAnswer((("say", "第一段。\n第二段。"),))
        self.wrong += 1
        return EnquiryAnswer(None, "refused")


def test_how_a_ticket_stands() -> None:
    found = caller(house({"ticket": Tickets()})).press("4")
    assert (found.heard, found.masks) == (["ticket.code"], [])
    found.press("12345678#").press("1234")
    one, two = (Text(part, secret=True) for part in ("第一段。", "第二段。"))
    assert found.said == ["common.looking_up", one, two, END]
    assert found.asked[-1] == Inquire("ticket", (("code", "12345678"), ("secret", "1234")), 8)
    assert (found.served(), found.masks, "ticket_secret" in dict(found.at.values)) == (True, [True, False], False)
    assert found.path[-6:] == ["[12345678]", "ticket_digits", "[****]", "ticket_lookup", "ticket_said", "ticket_end"]
    assert found.press("1").said == [one, two, END]
    assert queued(found.press("0"))


def test_wrong_digits_are_keyed_in_again_until_the_code_is_locked() -> None:
    found = caller(house({"ticket": Tickets()})).press("4")
    for _ in range(3):
        found.press("12345678#").press("0000")
        assert found.heard == ["common.looking_up", "ticket.refused", "ticket.code"]
    found.press("12345678#").press("1234")
    assert (found.heard, found.served()) == (["common.looking_up", "ticket.locked", "common.back_menu"], False)
    assert queued(found.press("0"))


@pytest.mark.parametrize(
    ("why", "sentence"),
    [("unavailable", "ticket.away"), ("not_found", "ticket.not_found"), ("locked", "ticket.locked")],
)
def test_each_answer_about_a_ticket_has_its_sentence_and_a_way_on(why: str, sentence: str) -> None:
    court = caller(house({"ticket": Tickets(why)})).press("4").press("12345678#").press("1234")
    assert (court.heard[1:], court.press("9").heard) == ([sentence, "common.back_menu"], ["court.menu"])
    gov = Caller(GOV, house({"ticket": Tickets(why)})).told(QueueOver("nobody")).press("4")
    gov.press("12345678#").press("1234")
    assert (gov.heard[1:], gov.press("1").heard) == ([sentence, "ticket.stuck_menu"], ["ticket.code"])


def test_at_12345_a_ticket_can_be_asked_after_where_nobody_can_be_had() -> None:
    found = Caller(GOV, house({"ticket": Tickets()})).told(QueueOver("nobody"))
    assert found.heard == ["common.agents_busy", "callback.offer", "ticket.offer"]
    found.press("4").press("12345678#").press("1234")
    assert (found.heard[-1], found.served()) == ("ticket.end_menu", True)
    assert (found.press("0").at.node, found.waits_for) == ("person", Enqueue("government", 0))


def test_the_judge_is_contacted_by_an_agent_who_sees_it_on_the_way() -> None:
    found = caller().press("3")
    assert (found.heard, queued(found)) == (["court.judge", "common.transfer"], True)
    assert found.path == ["welcome", "main", "[3]", "judge", "person"]


def test_a_person_in_one_key() -> None:
    found = caller().press("0")
    assert queued(found)
    assert found.path == ["welcome", "main", "[0]", "person"]


def test_wrong_keys_and_silence_lead_to_a_person() -> None:
    found = caller().press("7").quiet()
    assert found.heard == ["common.no_key", "court.menu"]
    found.press("#")
    assert (found.heard, queued(found)) == (["common.too_many", "common.transfer"], True)


def test_who_was_served_and_says_nothing_hears_goodbye() -> None:
    found = caller().press("1").press("4").press("1").quiet().quiet().quiet()
    assert (found.heard, found.waits_for) == (["common.goodbye"], Leave(None))


# ---- working hours

WEEK = (*(((510, 720), (810, 1020)),) * 5, (), ())
AT_NOON, AT_NIGHT = NOW + 3.5 * 3600, NOW + 10 * 3600


@pytest.mark.parametrize(
    ("now", "said"),
    [(AT_NOON, "人工服务将于今天十三点三十分开始。"), (AT_NIGHT, "人工服务将于明天八点三十分开始。")],
)
def test_outside_working_hours(now: float, said: str) -> None:
    found = caller(house(hours={"filing": Hours(WEEK)}, now=now)).press("0")
    assert found.heard == ["court.closed", said, "court.closed_menu"]
    assert found.press("1").waits_for == TakeMessage(120)
    assert found.told(MessageDone(8.0)).heard == ["common.message_kept", "common.goodbye"]
    assert found.path == ["welcome", "main", "[0]", "closed", "closed_menu", "[1]", "message", "bye"]


def test_self_service_is_open_at_night() -> None:
    found = caller(house(hours={"filing": Hours(WEEK)}, now=AT_NIGHT)).press("0").press("9")
    assert found.press("1").press("4").press("1").served()


def test_in_working_hours_and_with_a_night_service_callers_are_put_through() -> None:
    assert queued(caller(house(hours={"filing": Hours(WEEK)})).press("0"))
    assert queued(caller(house(hours={"filing": Hours(WEEK, night_service=True)}, now=AT_NIGHT)).press("0"))


def test_a_special_day_says_its_own_sentence() -> None:
    hours = Hours(WEEK, special={dt.date(2026, 11, 23): SpecialDay((), "搬迁", "special.moving")})
    found = caller(house(hours={"filing": hours})).press("0")
    assert found.heard == ["court.closed", "special.moving", "人工服务将于明天八点三十分开始。", "court.closed_menu"]


# ---- the end of the queue


def test_a_call_back_to_the_number_he_calls_from() -> None:
    found = caller().press("0").told(QueueOver("nobody"))
    assert (found.heard, found.at.node) == (["common.agents_busy", "callback.offer"], "call_back")
    found.press("1")
    assert (found.heard, found.waits_for) == (["callback.kept", "common.goodbye"], Leave(None))
    assert found.backs == [AskCallBack("filing")]


@pytest.mark.parametrize("why", ["nobody", "too_long", "full", "callback", "no_line"])
def test_however_the_queue_ends_a_call_back_is_offered(why: str) -> None:
    found = caller().press("0").told(QueueOver(why)).press("2").press("057288888888#").press("1")
    assert found.backs == [AskCallBack("filing", "057288888888")]
    assert found.path[-4:] == ["call_back", "[2]", "[************]", "call_back_kept"]


def test_who_hides_his_number_keys_one_in() -> None:
    found = caller(number="anonymous").press("0").told(QueueOver("nobody")).press("1")
    assert found.heard == ["callback.number"]
    assert found.press("13900001234#").press("1").backs == [AskCallBack("filing", "13900001234")]


def test_who_wants_none_may_leave_a_message() -> None:
    found = caller().press("0").told(QueueOver("nobody")).press("3")
    assert (found.heard, found.waits_for) == (["common.leave_message", "sound.tone"], TakeMessage(120))


# ---- nuisance numbers, government, survey


def test_a_refused_number_is_let_go_without_an_answer() -> None:
    refused = house(
        {"caller": lambda ask: EnquiryAnswer((("nuisance", "refused"), ("calls_today", "9"), ("call_back", "no")))}
    )
    found = Caller(COURT, refused)
    assert (found.waits_for, found.said, found.path) == (Leave(Outcome.REFUSED), [], ["refused"])


def test_government_callers_are_queued_without_an_answer() -> None:
    at, acts = begin(GOV)
    assert acts == (
        Tell(Fact.FLOW, {"flow": "gov_12345", "version": GOV.version}), Tell(Fact.NODE, {"node": "person"}),
        Enqueue("government", 0),
    )  # fmt: skip
    assert at.node == "person"
    assert not any(isinstance(act, Speak | Go) for act in acts)


@pytest.mark.parametrize("flow", [COURT, GOV], ids=lambda flow: flow.name)
def test_after_the_talk_it_is_asked_how_it_was(flow: Any) -> None:
    found = Caller(flow, house()).led(flow.after_talk)
    assert (found.heard, found.waits_for) == (["survey.ask"], Listen(5))
    assert found.press("9").heard == ["survey.ask"]
    found.press("2")
    assert (found.heard, found.waits_for) == (["survey.thanks", "common.goodbye"], Leave(None))
    assert [told.data for told in found.facts if told.kind is Fact.SURVEY] == [{"score": 4}]
    found.led(flow.after_talk).quiet().quiet()
    assert (found.heard, found.waits_for) == (["common.goodbye"], Leave(None))


def test_numbers_that_are_read_digit_by_digit_are_written_so() -> None:
    """A speech engine would say 12368 as a figure."""
    prompts = texts(ROOT / "sounds" / "zh")
    assert [name for name, what in prompts.items() if isinstance(what, str) and re.search("[0-9]{2}", what)] == []


def test_every_prompt_of_the_flows_has_its_text() -> None:
    said = {prompt for flow in FLOWS.values() for node in flow.nodes.values() for _, prompt in node.said()}
    assert said - texts(ROOT / "sounds" / "zh").keys() == set()
