"""Each kind of node: what it asks for, and how it answers."""

from dataclasses import replace

import pytest

from controller.ivr.interpreter import again, begin, enter_node, heard
from controller.ivr.nodes import Gather, HangUp, Menu, Message, Play, Queue
from controller.ivr.steps import (
    Enqueue,
    Go,
    Hush,
    Leave,
    Listen,
    MessageDone,
    Position,
    Pressed,
    QueueOver,
    Silence,
    Speak,
    Spoken,
    StopListening,
    TakeMessage,
    Tell,
)
from hotline.words import Fact, Outcome
from tests.controller.calls.table import COURT, flow

pytestmark = pytest.mark.unit

AT = Position("n")
MENU = Menu(
    kind="menu", prompt=("m",), keys={"1": "a", "*": "b"}, wrong=("w",), silent=("s",), wait=4, tries=2, too_many="t"
)
GATHER = Gather(
    kind="gather",
    prompt=("p",),
    into="number",
    shortest=2,
    longest=4,
    wait=3,
    tries=2,
    again=("again",),
    next="n",
    too_many="t",
)
LISTENING = replace(AT, listening=True)


def key(digit: str) -> Tell:
    return Tell(Fact.KEY, {"key": digit})


@pytest.mark.parametrize(
    ("at", "what", "answer"),
    [
        (AT, Spoken(), (LISTENING, (Listen(4),))),
        (AT, Pressed("1"), (AT, (Hush(), key("1"), Go("a")))),
        (LISTENING, Pressed("*"), (LISTENING, (StopListening(), key("*"), Go("b")))),
        (LISTENING, Pressed("5"), (replace(AT, tries=1), (StopListening(), key("5"), Speak(("w", "m"))))),
        (LISTENING, Silence(), (replace(AT, tries=1), (Speak(("s", "m")),))),
        (replace(LISTENING, tries=1), Silence(), (replace(LISTENING, tries=1), (Go("t"),))),
        (replace(AT, tries=1), Pressed("9"), (replace(AT, tries=1), (Hush(), key("9"), Go("t")))),
        (AT, QueueOver("x"), (AT, ())),
    ],
)
def test_menu(at: Position, what: object, answer: object) -> None:
    assert MENU.heard(at, what) == answer  # type: ignore[arg-type]


def test_a_menu_takes_keys_that_were_pressed_ahead() -> None:
    assert MENU.enter(AT) == (AT, (Speak(("m",)),))
    assert MENU.enter(replace(AT, ahead="12")) == (replace(AT, ahead="2"), (StopListening(), key("1"), Go("a")))
    assert MENU.enter(replace(AT, ahead="#1")) == (AT, (StopListening(), key("1"), Go("a")))
    assert MENU.enter(replace(AT, ahead="#")) == (AT, (Speak(("m",)),))


def test_what_was_pressed_ahead_after_a_wrong_key_means_nothing() -> None:
    wrong = (StopListening(), key("5"), Speak(("w", "m")))
    assert MENU.enter(replace(AT, ahead="512")) == (replace(AT, tries=1), wrong)


def test_a_hash_is_a_key_where_the_menu_has_it() -> None:
    node = MENU.model_copy(update={"keys": {"#": "c"}})
    assert node.enter(replace(AT, ahead="#"))[1] == (StopListening(), key("#"), Go("c"))


@pytest.mark.parametrize(
    ("at", "what", "answer"),
    [
        (AT, Spoken(), (LISTENING, (Listen(3),))),
        (AT, Pressed("1"), (replace(LISTENING, digits="1"), (Hush(), Listen(3)))),
        (replace(LISTENING, digits="1"), Pressed("2"), (replace(LISTENING, digits="12"), (Listen(3),))),
        (
            replace(LISTENING, digits="123"), Pressed("4"),
            (replace(LISTENING, digits="1234", values=(("number", "1234"),)), (StopListening(), key("1234"), Go("n"))),
        ),
        (
            replace(LISTENING, digits="12"), Pressed("#"),
            (replace(LISTENING, digits="12", values=(("number", "12"),)), (StopListening(), key("12"), Go("n"))),
        ),
        (
            replace(LISTENING, digits="12"), Silence(),
            (replace(LISTENING, digits="12", values=(("number", "12"),)), (StopListening(), key("12"), Go("n"))),
        ),
        (replace(LISTENING, digits="1"), Silence(), (replace(AT, tries=1), (StopListening(), Speak(("again", "p"))))),
        (replace(LISTENING, tries=1), Silence(), (replace(LISTENING, tries=1), (StopListening(), Go("t")))),
        (AT, MessageDone(1.0), (AT, ())),
    ],
)  # fmt: skip
def test_gather(at: Position, what: object, answer: object) -> None:
    assert GATHER.heard(at, what) == answer  # type: ignore[arg-type]


def test_a_number_pressed_ahead_is_taken() -> None:
    assert GATHER.enter(replace(AT, ahead="123#9")) == (
        replace(LISTENING, digits="123", ahead="9", values=(("number", "123"),)),
        (StopListening(), key("123"), Go("n")),
    )
    assert GATHER.enter(replace(AT, ahead="1")) == (replace(LISTENING, digits="1"), (Listen(3),))


def test_play_keeps_keys_for_later() -> None:
    node = Play(kind="play", prompt=("p",), next="x")
    assert node.enter(AT) == (AT, (Speak(("p",)),))
    assert node.heard(AT, Pressed("1")) == (replace(AT, ahead="1"), ())
    assert node.heard(replace(AT, ahead="1" * 20), Pressed("2")) == (replace(AT, ahead="1" * 20), ())
    assert node.heard(AT, Spoken()) == (AT, (Go("x"),))
    interrupted = node.model_copy(update={"interrupt": True})
    assert interrupted.heard(AT, Pressed("1")) == (replace(AT, ahead="1"), (Hush(), Go("x")))
    served = node.model_copy(update={"served": True})
    assert served.heard(AT, Spoken()) == (AT, (Tell(Fact.SERVED, {"node": "n"}), Go("x")))


def test_queue_with_and_without_a_word_before() -> None:
    node = Queue(kind="queue", line="filing", priority=3, otherwise="m")
    assert node.enter(AT) == (AT, (Enqueue("filing", 3),))
    assert node.heard(AT, Spoken()) == (AT, ())
    assert node.heard(AT, QueueOver("nobody")) == (AT, (Tell(Fact.QUEUE_OVER, {"why": "nobody"}), Go("m")))
    polite = node.model_copy(update={"before": ("b",)})
    assert polite.enter(AT) == (AT, (Speak(("b",)),))
    assert polite.heard(AT, Spoken()) == (AT, (Enqueue("filing", 3),))


def test_message_and_hang_up() -> None:
    node = Message(kind="message", prompt=("p",), seconds=60, next="x")
    assert node.enter(AT) == (AT, (Speak(("p", "sound.tone")),))
    assert node.heard(AT, Spoken()) == (AT, (TakeMessage(60),))
    assert node.heard(AT, MessageDone(3.0)) == (AT, (Go("x"),))
    assert HangUp(kind="hang_up").enter(AT) == (AT, (Leave(None),))
    bye = HangUp(kind="hang_up", prompt=("b",), outcome=Outcome.UNKNOWN_NUMBER)
    assert bye.enter(AT) == (AT, (Speak(("b",)),))
    assert bye.heard(AT, Spoken()) == (AT, (Leave(Outcome.UNKNOWN_NUMBER),))
    assert bye.heard(AT, Pressed("1")) == (AT, ())


def test_a_walk_through_the_flow() -> None:
    at, acts = begin(COURT)
    assert (at.node, acts) == (
        "main",
        (
            Tell(Fact.FLOW, {"flow": "court", "version": COURT.version}),
            Tell(Fact.NODE, {"node": "main"}),
            Speak(("menu",)),
        ),
    )
    at, acts = heard(COURT, at, Pressed("1"))
    assert (at.node, acts) == ("info", (Hush(), key("1"), Tell(Fact.NODE, {"node": "info"}), Speak(("info",))))
    assert again(COURT, at)[1] == (Tell(Fact.NODE, {"node": "info"}), Speak(("info",)))
    assert again(COURT, Position("gone"))[0].node == "main"
    assert heard(COURT, Position("gone"), Spoken()) == (Position("gone"), ())


def test_what_the_caller_is_known_by_is_among_his_values() -> None:
    known = (("caller_number", "13800001234"),)
    at, _ = begin(COURT, known)
    assert at.values == known
    assert begin(COURT)[0].values == ()
    assert again(COURT, Position("gone", values=known))[0].values == known


def test_led_to_a_node_after_the_talk() -> None:
    at = Position("person", tries=2, digits="1", listening=True, ahead="99", values=(("x", "1"),), stage="s")
    assert enter_node(COURT, at, "main") == (
        Position("main", values=(("x", "1"),)), (Tell(Fact.NODE, {"node": "main"}), Speak(("menu",)))
    )  # fmt: skip
    assert enter_node(COURT, at, "gone") == (replace(at, ahead=""), (Leave(Outcome.FAILED),))


def test_a_flow_that_goes_round_without_waiting_is_left() -> None:
    """A checked flow cannot; whoever gets past the check must not hang the program."""
    text = "flow: f\ntitle: t\nstart: a\nnodes:\n  a: {kind: hang_up}\n"
    made = flow(text)
    ring = type(made)("f", "t", "a", {"a": Round(to="b"), "b": Round(to="a")}, "v")
    _, acts = begin(ring)
    assert acts[-1] == Leave(Outcome.FAILED)


class Round(HangUp):
    kind: str = "hang_up"  # type: ignore[assignment]
    to: str

    def enter(self, at: Position) -> object:  # type: ignore[override]
        return at, (Go(self.to),)
