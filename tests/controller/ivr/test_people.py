"""`callback`, `transfer`, `survey` and the ways out of `queue`."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from controller.ivr.nodes import Callback, Queue, Survey, Transfer
from controller.ivr.steps import (
    AskCallBack,
    Go,
    Hush,
    Lead,
    Leave,
    Listen,
    Position,
    Pressed,
    QueueOver,
    Silence,
    Speak,
    Spoken,
    StopListening,
    Tell,
    Text,
    TransferOver,
)
from hotline.values.spoken import telephone
from hotline.words import Fact

pytestmark = pytest.mark.unit
AT = Position("n", values=(("caller_number", "13800001234"),))


def key(keyed: str) -> Tell:
    return Tell(Fact.KEY, {"key": keyed})


# ---- call-back

BACK = Callback.model_validate(
    {"kind": "callback", "line": "filing", "offer": "offer", "number": "number", "again": "bad", "wait": 4, "tries": 2,
     "next": "kept", "declined": "no"}
)  # fmt: skip
OFFERED = replace(AT, stage="offer")
ASKED = replace(OFFERED, listening=True)


@pytest.mark.parametrize(
    ("at", "what", "answer"),
    [
        (OFFERED, Spoken(), (ASKED, (Listen(4),))),
        (OFFERED, Pressed("1"), (OFFERED, (Hush(), key("1"), AskCallBack("filing"), Go("kept")))),
        (ASKED, Pressed("1"), (ASKED, (StopListening(), key("1"), AskCallBack("filing"), Go("kept")))),
        (ASKED, Pressed("3"), (ASKED, (StopListening(), key("3"), Go("no")))),
        (ASKED, Pressed("#"), (ASKED, (StopListening(), key("#"), Go("no")))),
        (ASKED, Silence(), (replace(OFFERED, tries=1), (Speak(("offer",)),))),
        (replace(ASKED, tries=1), Silence(), (replace(ASKED, tries=1), (Go("no"),))),
        (ASKED, Pressed("2"), (AT, (StopListening(), key("2"), Speak(("number",))))),
        (ASKED, QueueOver("x"), (ASKED, ())),
    ],
)
def test_the_offer(at: Position, what: Any, answer: object) -> None:
    assert BACK.heard(at, what) == answer


def test_it_begins_with_the_offer_or_with_a_key_of_before() -> None:
    assert BACK.enter(AT) == (OFFERED, (Speak(("offer",)),))
    at, acts = BACK.enter(replace(AT, ahead="#12"))
    assert (at.ahead, acts) == ("2", (StopListening(), key("1"), AskCallBack("filing"), Go("kept")))


def test_another_number_is_read_back_and_told_by_the_call_back_alone() -> None:
    at = BACK.heard(ASKED, Pressed("2"))[0]
    for digit in "057188888888":
        at, _ = BACK.heard(at, Pressed(digit))
    at, acts = BACK.heard(at, Pressed("#"))
    said = Text(f"{telephone('057188888888')}。")
    assert acts == (StopListening(), Speak(("common.you_keyed", said, "common.confirm")))
    at, acts = BACK.heard(at, Pressed("1"))
    assert acts == (Hush(), key("*" * 12), AskCallBack("filing", "057188888888"), Go("kept"))
    assert at.values == AT.values


def test_a_number_that_is_none_and_no_number_at_all() -> None:
    at = replace(AT, digits="110", listening=True)
    assert BACK.heard(at, Pressed("#")) == (replace(AT, tries=1), (StopListening(), Speak(("bad", "number"))))
    at = replace(at, tries=1)
    assert BACK.heard(at, Pressed("#")) == (at, (StopListening(), Go("no")))
    assert BACK.heard(replace(AT, listening=True, tries=1), Silence())[1] == (StopListening(), Go("no"))


def test_other_keys_lead_where_they_are_said_to() -> None:
    node = BACK.model_copy(update={"keys": {"4": "ticket", "#": "again"}})
    assert node.heard(ASKED, Pressed("4"))[1] == (StopListening(), key("4"), Go("ticket"))
    assert node.heard(ASKED, Pressed("3"))[1] == (StopListening(), key("3"), Go("no"))
    assert list(node.targets()) == [("next", "kept"), ("declined", "no"), ("keys.4", "ticket"), ("keys.#", "again")]
    with pytest.raises(ValidationError, match="1 and 2 are the call-back's own"):
        Callback.model_validate(BACK.model_dump() | {"keys": {"2": "ticket"}})


@pytest.mark.parametrize("number", ["anonymous", "", "00"])
def test_who_hides_his_number_keys_one_in(number: str) -> None:
    at = replace(ASKED, values=(("caller_number", number),))
    assert BACK.heard(at, Pressed("1"))[1] == (StopListening(), key("1"), Speak(("number",)))


def test_a_number_that_the_flow_does_not_know_is_the_one_he_calls_from() -> None:
    assert BACK.heard(replace(ASKED, values=()), Pressed("1"))[1][2:] == (AskCallBack("filing"), Go("kept"))


# ---- transfer


def transfer(**more: Any) -> Transfer:
    return Transfer.model_validate({"kind": "transfer", "failed": "f", **more})


def test_transfer() -> None:
    assert transfer(to="114").enter(AT) == (AT, (Lead("114", True, 30),))
    node = transfer(extension="1001", before="b", seconds=20)
    assert node.enter(AT) == (AT, (Speak(("b",)),))
    assert node.heard(AT, Spoken()) == (AT, (Lead("1001", False, 20),))
    assert node.heard(AT, TransferOver("NO_ANSWER")) == (AT, (Go("f"),))
    assert node.heard(AT, TransferOver("NORMAL_CLEARING", answered=True)) == (AT, (Leave(),))
    assert transfer(to="114").heard(AT, Spoken()) == (AT, ())
    assert node.heard(AT, Pressed("1")) == (AT, ())


@pytest.mark.parametrize("given", [{}, {"to": "114", "extension": "1001"}, {"to": "11;rm"}, {"extension": "user/1"}])
def test_transfer_leads_to_one_number(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        transfer(**given)


# ---- survey

SURVEY = Survey.model_validate(
    {"kind": "survey", "prompt": "p", "keys": {"1": 5, "2": 4, "3": 1}, "thanks": "t", "wait": 4, "next": "on"}
)
BARE = SURVEY.model_copy(update={"thanks": ()})
HEARD = replace(AT, listening=True)
AGAIN = (replace(AT, tries=1), (Speak(("p",)),))


@pytest.mark.parametrize(
    ("at", "what", "answer"),
    [
        (AT, Spoken(), (HEARD, (Listen(4),))),
        (HEARD, Pressed("2"), (replace(AT, stage="thanks"), (
            StopListening(), key("2"), Tell(Fact.SURVEY, {"score": 4}), Speak(("t",))))),
        (AT, Pressed("1"), (replace(AT, stage="thanks"), (
            Hush(), key("1"), Tell(Fact.SURVEY, {"score": 5}), Speak(("t",))))),
        (HEARD, Silence(), AGAIN),
        (HEARD, Pressed("9"), (AGAIN[0], (StopListening(), key("9"), *AGAIN[1]))),
        (replace(HEARD, tries=1), Pressed("9"), (replace(HEARD, tries=1), (StopListening(), key("9"), Go("on")))),
        (replace(HEARD, tries=1), Silence(), (replace(HEARD, tries=1), (Go("on"),))),
        (replace(AT, stage="thanks"), Spoken(), (replace(AT, stage="thanks"), (Go("on"),))),
        (replace(AT, stage="thanks"), Pressed("1"), (replace(AT, stage="thanks"), ())),
        (AT, QueueOver("x"), (AT, ())),
    ],
)  # fmt: skip
def test_survey(at: Position, what: Any, answer: object) -> None:
    assert SURVEY.heard(at, what) == answer


def test_survey_without_thanks_and_with_a_key_of_before() -> None:
    scored = (StopListening(), key("3"), Tell(Fact.SURVEY, {"score": 1}), Go("on"))
    assert BARE.heard(HEARD, Pressed("3"))[1] == scored
    assert BARE.enter(AT) == (AT, (Speak(("p",)),))
    assert BARE.enter(replace(AT, ahead="31"))[1] == scored


def test_one_question_of_several_is_told_by_its_name_and_is_a_value() -> None:
    asks = SURVEY.model_copy(update={"asks": "solved"})
    at, acts = asks.heard(HEARD, Pressed("3"))
    assert acts == (StopListening(), key("3"), Tell(Fact.SURVEY, {"score": 1, "asks": "solved"}), Speak(("t",)))
    assert at == replace(AT, stage="thanks", values=(*AT.values, ("solved", "1")))
    assert (asks.sets(), SURVEY.sets()) == (("solved",), ())


def test_scores_are_one_to_five() -> None:
    with pytest.raises(ValidationError):
        Survey.model_validate({"kind": "survey", "prompt": "p", "keys": {"1": 6}, "next": "on"})


# ---- queue


@pytest.mark.parametrize(
    ("why", "way"),
    [("nobody", "o"), ("too_long", "o"), ("no_line", "o"), ("full", "f"), ("callback", "c"), ("anything", "o")],
)
def test_the_ways_out_of_a_queue(why: str, way: str) -> None:
    node = Queue(kind="queue", line="filing", otherwise="o", full="f", callback="c")
    assert node.heard(AT, QueueOver(why)) == (AT, (Tell(Fact.QUEUE_OVER, {"why": why}), Go(way)))
    plain = Queue(kind="queue", line="filing", otherwise="o")
    assert plain.heard(AT, QueueOver(why))[1][1] == Go("o")
