"""`lookup` and `when`: what is asked, and where each answer leads."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from controller.ivr.nodes import Lookup, When
from controller.ivr.steps import EnquiryAnswer, Go, Inquire, Position, Pressed, Silence, Speak, Spoken, Tell
from hotline.words import Fact

pytestmark = pytest.mark.unit
AT = Position("n", values=(("code", "2026"), ("secret", "1357"), ("say", "旧")))


def lookup(**more: Any) -> Lookup:
    return Lookup.model_validate({"kind": "lookup", "found": "f", "not_found": "n", **more})


CASE = lookup(source="case", **{"with": {"code": "code", "secret": "secret"}}, fixed={"how": "password"}, seconds=10)
CASE_WAYS = CASE.model_copy(update={"refused": "r", "locked": "l", "unavailable": "u"})


def found(why: str, what: str = "case") -> Tell:
    return Tell(Fact.FOUND, {"what": what, "why": why})


def test_it_asks_at_once_or_after_a_word() -> None:
    question = Inquire("case", (("how", "password"), ("code", "2026"), ("secret", "1357")), 10)
    assert CASE.enter(AT) == (AT, (question,))
    assert CASE.heard(AT, Spoken()) == (AT, ())
    polite = CASE.model_copy(update={"prompt": ("p",)})
    assert polite.enter(AT) == (AT, (Speak(("p",)),))
    assert polite.heard(AT, Spoken()) == (AT, (question,))


def test_keys_meanwhile_mean_nothing_and_missing_values_are_not_asked_with() -> None:
    assert CASE.heard(AT, Pressed("1")) == (AT, ())
    assert CASE.enter(Position("n"))[1] == (Inquire("case", (("how", "password"),), 10),)


@pytest.mark.parametrize(
    ("node", "why", "way"),
    [
        (CASE_WAYS, "not_found", "n"), (CASE_WAYS, "refused", "r"), (CASE_WAYS, "locked", "l"),
        (CASE_WAYS, "unavailable", "u"), (CASE_WAYS, "anything", "n"),
        (CASE, "refused", "n"), (CASE, "locked", "n"), (CASE, "unavailable", "n"),
        (CASE.model_copy(update={"refused": "r"}), "locked", "r"),
    ],
)  # fmt: skip
def test_each_answer_has_its_way_and_the_secret_is_gone(node: Lookup, why: str, way: str) -> None:
    at, acts = node.heard(AT, EnquiryAnswer(None, why))
    assert (at.values, acts) == ((("code", "2026"),), (found(why), Go(way)))


def test_what_is_found_is_a_value() -> None:
    at, acts = CASE.heard(AT, EnquiryAnswer((("say", "目前审理中。"),)))
    assert (at.values, acts) == ((("code", "2026"), ("say", "目前审理中。")), (found("found"), Go("f")))


def test_nothing_found_is_a_finding_too() -> None:
    """An answer without values is one: `caller` of a number that nobody knows."""
    at, acts = lookup(source="caller").heard(AT, EnquiryAnswer(()))
    assert (at.values, acts) == (AT.values, (found("found", "caller"), Go("f")))


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"source": "case"}, "case is asked with code, secret"),
        ({"source": "fee", "fixed": {"kind": "labour", "halved": "half"}}, "`halved` is one of these words: yes, no"),
        ({"source": "limits", "fixed": {"topic": "x", "kind": "y"}}, "limits is not asked with topic"),
        ({"source": "guide", "fixed": {"topic": "x"}, "with": {"topic": "y"}}, "does not stand in `fixed` too"),
    ],
)
def test_each_source_is_asked_with_its_own(given: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        lookup(**given)


# ---- when


def when(*cases: dict[str, Any], **more: Any) -> When:
    return When.model_validate({"kind": "when", "cases": cases, "otherwise": "o", **more})


def ask(what: str, line: str = "", seconds: float = 2) -> Inquire:
    return Inquire(what, (("line", line),) if line else (), seconds)


def ends(node: When, *answers: EnquiryAnswer, at: Position = AT) -> list[Any]:
    """The questions in turn, and where it leads."""
    asked: list[Any] = []
    at, acts = node.enter(at)
    for answer in answers:
        asked += acts
        at, acts = node.heard(at, answer)
    return [*asked, *acts]


@pytest.mark.parametrize(
    ("is_", "open_", "why", "holds"),
    [
        ("open", "yes", "open", True), ("open", "no", "night", False), ("open", "night", "night", False),
        ("closed", "yes", "open", False), ("closed", "no", "lunch", True), ("closed", "night", "night", False),
        ("night_service", "night", "weekend", True), ("night_service", "no", "weekend", False),
        ("lunch", "no", "lunch", True), ("lunch", "yes", "lunch", False), ("holiday", "night", "holiday", True),
        ("weekend", "no", "night", False), ("special", "no", "special", True), ("night", "no", "night", True),
    ],
)  # fmt: skip
def test_hours(is_: str, open_: str, why: str, holds: bool) -> None:
    node = when({"hours": {"line": "filing", "is": is_}, "go": "g"})
    answer = EnquiryAnswer((("open", open_), ("why", why), ("say", "")))
    assert ends(node, answer) == [ask("hours", "filing"), Go("g" if holds else "o")]


@pytest.mark.parametrize(
    ("condition", "values", "holds"),
    [
        ({"waiting_over": 10}, ("11", "1", "11.0"), True), ({"waiting_over": 10}, ("10", "1", "10.0"), False),
        ({"load_over": 2.5}, ("6", "2", "3.0"), True), ({"load_over": 2.5}, ("5", "2", "2.5"), False),
        ({"load_over": 2.5}, ("1", "0", "inf"), True), ({"present": 0}, ("0", "0", "0"), True),
        ({"present": 0}, ("0", "1", "0"), False), ({"waiting_over": 1, "present": 2}, ("2", "2", "1"), True),
        ({"waiting_over": 1, "present": 2}, ("2", "3", "1"), False), ({"waiting_over": 0}, ("x", "", ""), False),
    ],
)  # fmt: skip
def test_queue(condition: dict[str, Any], values: tuple[str, str, str], holds: bool) -> None:
    node = when({"queue": {"line": "filing", **condition}, "go": "g"}, seconds=5)
    answer = EnquiryAnswer(tuple(zip(("waiting", "present", "load"), values, strict=True)))
    assert ends(node, answer) == [ask("queue", "filing", 5), Go("g" if holds else "o")]


@pytest.mark.parametrize(
    ("condition", "values", "holds"),
    [
        ({"nuisance": "refused"}, ("refused", "0", "no"), True), ({"nuisance": "refused"}, ("mark", "0", "no"), False),
        ({"nuisance": "mark"}, ("mark", "0", "no"), True), ({"calls_today_over": 3}, ("no", "4", "no"), True),
        ({"calls_today_over": 3}, ("no", "3", "no"), False), ({"call_back": True}, ("no", "0", "yes"), True),
        ({"call_back": False}, ("no", "0", "yes"), False), ({"call_back": False}, ("no", "0", "no"), True),
        ({"call_back": True, "nuisance": "mark"}, ("no", "0", "yes"), False),
    ],
)  # fmt: skip
def test_caller(condition: dict[str, Any], values: tuple[str, str, str], holds: bool) -> None:
    node = when({"caller": condition, "go": "g"})
    answer = EnquiryAnswer(tuple(zip(("nuisance", "calls_today", "call_back"), values, strict=True)))
    assert ends(node, answer) == [ask("caller"), Go("g" if holds else "o")]


@pytest.mark.parametrize(
    "case",
    [
        {"hours": {"line": "a", "is": "closed"}},
        {"queue": {"line": "a", "present": 0}},
        {"caller": {"call_back": False}},
    ],
    ids=["hours", "queue", "caller"],
)
def test_an_answer_that_cannot_be_had_does_not_hold(case: dict[str, Any]) -> None:
    """Also where an earlier answer was had: it is not today's any more."""
    old = replace(AT, values=(("hours_open", "no"), ("queue_present", "0"), ("caller_call_back", "no")))
    assert ends(when({**case, "go": "g"}), EnquiryAnswer(None, "unavailable"), at=old)[-1] == Go("o")


def test_values_need_no_question() -> None:
    node = when({"value": {"name": "code", "is": "2026"}, "go": "g"})
    assert node.enter(AT) == (AT, (Go("g"),))
    assert when({"value": {"name": "code", "is": "1"}, "go": "g"}).enter(AT) == (AT, (Go("o"),))
    assert when({"value": {"name": "nothing", "is": "1"}, "go": "g"}).enter(AT) == (AT, (Go("o"),))


def test_the_first_case_that_holds_and_each_question_once() -> None:
    node = when(
        {"hours": {"line": "a", "is": "lunch"}, "go": "lunch"},
        {"hours": {"line": "a", "is": "closed"}, "queue": {"line": "a", "present": 0}, "go": "both"},
        {"hours": {"line": "b", "is": "open"}, "value": {"name": "code", "is": "2026"}, "go": "b"},
    )
    closed = EnquiryAnswer((("open", "no"), ("why", "night"), ("say", "明天")))
    opened = EnquiryAnswer((("open", "yes"), ("why", "open"), ("say", "")))
    nobody, somebody = EnquiryAnswer((("present", "0"),)), EnquiryAnswer((("present", "1"),))
    assert ends(node, closed, nobody) == [ask("hours", "a"), ask("queue", "a"), Go("both")]
    assert ends(node, opened, opened) == [ask("hours", "a"), ask("hours", "b"), Go("b")]
    assert ends(node, closed, somebody, closed) == [ask("hours", "a"), ask("queue", "a"), ask("hours", "b"), Go("o")]


def test_what_was_learnt_stays_and_is_asked_again_the_next_time() -> None:
    node = when({"hours": {"line": "a", "is": "closed"}, "go": "closed"})
    answer = EnquiryAnswer((("open", "no"), ("why", "night"), ("say", "明天"), ("prompt", ""), ("more", "x")))
    at, _ = node.enter(AT)
    at, acts = node.heard(at, answer)
    learnt = (("hours_open", "no"), ("hours_why", "night"), ("hours_say", "明天"), ("hours_prompt", ""))
    assert (at.values, acts) == ((*AT.values, *learnt), (Go("closed"),))
    assert node.enter(at)[1] == (ask("hours", "a"),)


def test_keys_are_kept_and_the_rest_passed_over() -> None:
    node = when({"caller": {"call_back": True}, "go": "g"})
    at, _ = node.enter(AT)
    assert node.heard(at, Pressed("1")) == (replace(at, ahead="1"), ())
    assert node.heard(at, Silence()) == (at, ())


def test_an_answer_that_nobody_waits_for_changes_nothing() -> None:
    node = when({"value": {"name": "code", "is": "1"}, "go": "g"})
    assert node.heard(AT, EnquiryAnswer((("open", "no"),))) == (AT, (Go("o"),))


@pytest.mark.parametrize(
    "case",
    [{"go": "g"}, {"queue": {"line": "a"}, "go": "g"}, {"caller": {}, "go": "g"}, {"hours": {"line": "a", "is": "x"}},
     {"caller": {"nuisance": "no"}, "go": "g"}],
)  # fmt: skip
def test_conditions_that_ask_nothing(case: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        when(case)
