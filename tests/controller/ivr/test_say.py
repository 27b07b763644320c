"""`say` and the sentences with values in it."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from controller.ivr import template
from controller.ivr.nodes import Say
from controller.ivr.steps import Go, Hush, Position, Pressed, Silence, Speak, Spoken, Tell, Text
from hotline.words import Fact, Trouble

pytestmark = pytest.mark.unit
VALUES = (
    ("count", "2"), ("fee", "12.5"), ("day", "2026-11-22"), ("code", "0571"), ("case", "(2026)浙0599民初1024号"),
    ("number", "13800001234"), ("say", "第一段。\n\n第二段。\n第三段。"), ("empty", ""), ("sound", "special.day"),
)  # fmt: skip
AT = Position("n", values=VALUES)


def say(**more: Any) -> Say:
    return Say.model_validate({"kind": "say", "next": "on", **more})


def unsaid(name: str) -> Tell:
    return Tell(Fact.TROUBLE, {"what": Trouble.NO_SPEECH, "detail": name})


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("您的案件共有{count}件。", "您的案件共有2件。"),
        ("您的案件共有{count:number}件。", "您的案件共有二件。"),
        ("{fee:money}", "十二元五角"),
        ("{day:date}开庭，{day:date}", "二零二六年十一月二十二日开庭，二零二六年十一月二十二日"),
        ("{code:digits}、{code}", "零五七一、0571"),
        ("{case:case}", "二零二六，浙零五九九，民初一零二四号"),
        ("{number:telephone}", "幺三八，零零零零，幺二三四"),
        ("没有值。", "没有值。"),
    ],
)
def test_a_sentence_with_values(sentence: str, said: str) -> None:
    assert say(text=sentence).enter(AT) == (AT, (Speak((Text(said),)),))


@pytest.mark.parametrize(("sentence", "name"), [("{nothing}", "nothing"), ("{count}和{code:date}", "code")])
def test_a_sentence_that_cannot_be_said_is_passed_over_and_told(sentence: str, name: str) -> None:
    assert say(text=sentence).enter(AT) == (AT, (unsaid(name), Go("on")))
    assert say(text=sentence, prompt="p").enter(AT) == (AT, (unsaid(name), Speak(("p",))))


def test_a_value_does_not_become_a_sentence() -> None:
    at = replace(AT, values=(("a", "{b}"), ("b", "2")))
    assert say(text="{a}{b}").enter(at)[1] == (Speak((Text("{b}2"),)),)


@pytest.mark.parametrize(
    ("sentence", "complaint"),
    [
        ("{fee:gold}", r"\{fee:gold\}: there is no kind `gold`"),
        ("{Fee}", "a value stands in braces"),
        ("{fee", "a value stands in braces"),
        ("{}", "a value stands in braces"),
    ],
)
def test_sentences_that_cannot_be_understood(sentence: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        template.read(sentence)


def test_paragraphs_are_said_one_by_one() -> None:
    node = say(prompt="p", value="say", served=True)
    assert node.enter(AT) == (AT, (Speak(("p", Text("第一段。"))),))
    at, acts = node.heard(AT, Spoken())
    assert (at, acts) == (replace(AT, tries=1), (Tell(Fact.SERVED, {"node": "n"}), Speak((Text("第二段。"),))))
    at, acts = node.heard(at, Spoken())
    assert (at, acts) == (replace(AT, tries=2), (Speak((Text("第三段。"),)),))
    assert node.heard(at, Spoken()) == (replace(AT, tries=3), (Go("on"),))


def test_sentence_and_value_together() -> None:
    assert say(text="共{count}段", value="say", private=True).enter(AT)[1] == (Speak((Text("共2段", True),)),)
    at, acts = say(text="共{count}段", value="say", private=True).heard(AT, Spoken())
    assert (at.tries, acts) == (1, (Speak((Text("第一段。", True),)),))


def test_any_key_goes_on_where_it_may() -> None:
    assert say(value="say").heard(AT, Pressed("9")) == (replace(AT, ahead="9"), ())
    assert say(value="say", interrupt=True).heard(AT, Pressed("9")) == (replace(AT, ahead="9"), (Hush(), Go("on")))
    assert say(value="say").heard(AT, Silence()) == (AT, ())


def test_the_prompt_that_a_value_names() -> None:
    node = say(prompt="p", prompt_of="sound", value="say")
    assert node.enter(AT) == (AT, (Speak(("p",)),))
    at, acts = node.heard(AT, Spoken())
    assert acts == (Speak(("special.day",)),)
    assert node.heard(at, Spoken())[1] == (Speak((Text("第一段。"),)),)
    assert say(prompt="p", prompt_of="empty").enter(AT)[1] == (Speak(("p",)),)
    assert say(prompt="p", prompt_of="nothing").enter(AT)[1] == (unsaid("nothing"), Speak(("p",)))
    assert say(prompt_of="say").enter(AT)[1] == (unsaid("say"), Go("on"))


def test_an_empty_value_is_no_trouble_and_a_missing_one_is() -> None:
    assert say(value="empty").enter(AT) == (AT, (Go("on"),))
    assert say(value="nothing").enter(AT) == (AT, (unsaid("nothing"), Go("on")))


def test_it_must_say_something() -> None:
    with pytest.raises(ValidationError, match="this says nothing"):
        say()
