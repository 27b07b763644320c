"""`gather` with kinds of value, reading back and secrets."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from controller.ivr.keyed import read
from controller.ivr.nodes import Gather
from controller.ivr.steps import (
    Go,
    Hush,
    Listen,
    MaskRecording,
    Position,
    Pressed,
    Silence,
    Speak,
    Spoken,
    StopListening,
    Tell,
    Text,
)
from hotline.words import Fact, Trouble

pytestmark = pytest.mark.unit
AT = Position("n")
LISTENING = replace(AT, listening=True)


def gather(**more: Any) -> Gather:
    given = {"prompt": "p", "into": "x", "wait": 3, "tries": 2, "again": "again", "next": "on", "too_many": "out"}
    return Gather.model_validate({"kind": "gather", **given, **more})


def key(keyed: str) -> Tell:
    return Tell(Fact.KEY, {"key": keyed})


def has(digits: str, **more: Any) -> Position:
    return replace(LISTENING, digits=digits, **more)


@pytest.mark.parametrize(
    ("kind", "keyed", "value"),
    [
        ("keys", "12*", "12*"), ("keys", "", None),
        ("digits", "0123", "0123"), ("digits", "1*", None), ("digits", "", None), ("digits", "１", None),
        ("money", "500000", "500000"), ("money", "007", "7"), ("money", "0", "0"), ("money", "000", "0"),
        ("money", "12*5", "12.5"), ("money", "12*50", "12.5"), ("money", "12*", "12"), ("money", "12*345", None),
        ("money", "*5", None), ("money", "1*2*3", None), ("money", "1000000000000", "1000000000000"),
        ("money", "1000000000000*01", None), ("money", "", None),
        ("date", "20261122", "2026-11-22"), ("date", "20240229", "2024-02-29"), ("date", "20230229", None),
        ("date", "20261301", None), ("date", "2026112", None), ("date", "18991231", None), ("date", "2026*122", None),
        ("telephone", "13800001234", "13800001234"), ("telephone", "013800001234", "13800001234"),
        ("telephone", "057188888888", "057188888888"), ("telephone", "01088888888", "01088888888"),
        ("telephone", "05728888888", "05728888888"), ("telephone", "88888888", "88888888"),
        ("telephone", "4008123123", "4008123123"), ("telephone", "110", None), ("telephone", "12800001234", None),
        ("telephone", "1380000123", None), ("telephone", "138*0001234", None), ("telephone", "00861380000", None),
        ("identity", "123456", "123456"), ("identity", "12345*", "12345X"), ("identity", "1234*6", None),
        ("identity", "12345", None), ("identity", "1234567", None),
    ],
)  # fmt: skip
def test_what_keys_can_mean(kind: Any, keyed: str, value: str | None) -> None:
    assert read(kind, keyed) == value


def test_a_value_that_cannot_be_is_asked_for_again() -> None:
    node = gather(**{"as": "date"})
    assert node.heard(has("20261301"), Pressed("#")) == (
        replace(AT, tries=1), (StopListening(), Speak(("again", "p")))
    )  # fmt: skip
    assert node.heard(has("20261301", tries=1), Silence()) == (
        has("20261301", tries=1), (StopListening(), Go("out"))
    )  # fmt: skip
    at, acts = node.heard(has("20261122"), Pressed("#"))
    assert (at.values, acts) == ((("x", "2026-11-22"),), (StopListening(), key("20261122"), Go("on")))


def test_a_value_of_before_is_replaced() -> None:
    at, _ = gather(**{"as": "money"}).heard(has("1*50", values=(("x", "9"), ("y", "2"))), Pressed("#"))
    assert at.values == (("y", "2"), ("x", "1.5"))


CONFIRM = gather(**{"as": "money", "confirm": True, "longest": 4})
READ_BACK = Speak(("common.you_keyed", Text("五百元。"), "common.confirm"))
ASKED = Position("n", digits="500", stage="confirm")


def test_it_is_read_back_and_confirmed() -> None:
    assert CONFIRM.heard(has("500"), Pressed("#")) == (ASKED, (StopListening(), READ_BACK))
    assert CONFIRM.heard(ASKED, Spoken()) == (replace(ASKED, listening=True), (Listen(3),))
    kept = (("x", "500"),)
    assert CONFIRM.heard(ASKED, Pressed("1")) == (replace(ASKED, values=kept), (Hush(), key("500"), Go("on")))
    at = replace(ASKED, listening=True)
    assert CONFIRM.heard(at, Pressed("1")) == (replace(at, values=kept), (StopListening(), key("500"), Go("on")))


def test_by_its_length_it_is_read_back_too() -> None:
    at, acts = CONFIRM.heard(replace(AT, digits="500"), Pressed("0"))
    assert (at.stage, acts) == (
        "confirm", (Hush(), StopListening(), Speak(("common.you_keyed", Text("五千元。"), "common.confirm")))
    )  # fmt: skip


@pytest.mark.parametrize("what", [Pressed("5"), Pressed("#"), Pressed("*"), Silence()])
def test_what_is_neither_yes_nor_no_is_asked_again_and_counted(what: Any) -> None:
    at = replace(ASKED, listening=True)
    assert CONFIRM.heard(at, what) == (replace(ASKED, tries=1), (StopListening(), READ_BACK))
    at = replace(at, tries=1)
    assert CONFIRM.heard(at, what) == (at, (StopListening(), Go("out")))


def test_keyed_in_anew_is_counted() -> None:
    at = replace(ASKED, listening=True)
    assert CONFIRM.heard(at, Pressed("2")) == (replace(AT, tries=1), (StopListening(), Speak(("p",))))
    assert CONFIRM.heard(replace(at, tries=1), Pressed("2"))[1] == (StopListening(), Go("out"))


def test_what_cannot_be_said_is_taken_without_reading_back() -> None:
    node = gather(**{"as": "digits", "confirm": True, "longest": 40})
    at, acts = node.heard(has("1" * 33), Pressed("#"))
    trouble = Tell(Fact.TROUBLE, {"what": Trouble.NO_SPEECH, "detail": "x"})
    assert (at.values, acts) == ((("x", "1" * 33),), (StopListening(), trouble, key("1" * 33), Go("on")))


def test_reading_back_needs_a_kind_and_lengths_an_order() -> None:
    with pytest.raises(ValidationError, match="what is read back has a kind"):
        gather(confirm=True)
    with pytest.raises(ValidationError, match="this is more than longest"):
        gather(shortest=5, longest=4)


SECRET = gather(secret=True, shortest=3, longest=4)


def test_the_recording_is_silent_while_a_secret_is_keyed_in() -> None:
    assert SECRET.enter(AT) == (AT, (MaskRecording(True), Speak(("p",))))
    at, acts = SECRET.heard(has("123"), Pressed("#"))
    assert (at.values, acts) == (
        (("x", "123"),), (StopListening(), key("***"), MaskRecording(False), Go("on"))
    )  # fmt: skip
    assert SECRET.heard(has("12"), Pressed("#"))[1] == (StopListening(), Speak(("again", "p")))
    assert SECRET.heard(has("12", tries=1), Pressed("#"))[1] == (StopListening(), MaskRecording(False), Go("out"))


def test_a_secret_typed_ahead_is_masked_too() -> None:
    at, acts = SECRET.enter(replace(AT, ahead="12349"))
    assert acts == (MaskRecording(True), StopListening(), key("****"), MaskRecording(False), Go("on"))
    assert (at.ahead, at.values) == ("9", (("x", "1234"),))
    assert SECRET.enter(replace(AT, ahead="12")) == (has("12"), (MaskRecording(True), Listen(3)))


def test_a_hash_after_a_number_that_was_complete_means_nothing() -> None:
    assert SECRET.heard(AT, Pressed("#")) == (AT, ())
    assert gather().enter(replace(AT, ahead="#12")) == (has("12"), (Listen(3),))
    assert gather().enter(replace(AT, ahead="#")) == (AT, (Speak(("p",)),))
    assert gather().heard(LISTENING, Pressed("#"))[1] == (StopListening(), Speak(("again", "p")))


def test_what_was_typed_after_a_wrong_number_is_forgotten() -> None:
    at, acts = gather(**{"as": "date"}).enter(replace(AT, ahead="999#12"))
    assert (at.ahead, at.digits, acts) == ("", "", (StopListening(), Speak(("again", "p"))))
