"""Random callers and random answers: everybody comes to an end, nothing is raised, no secret is told."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.ivr.check import check
from controller.ivr.flow import Flow
from controller.ivr.interpreter import begin, enter_node, heard
from controller.ivr.nodes import Gather, Menu, Play, Say, Survey
from controller.ivr.steps import (
    Act,
    Enqueue,
    EnquiryAnswer,
    Go,
    Heard,
    Inquire,
    Lead,
    Leave,
    Listen,
    MaskRecording,
    MessageDone,
    Pressed,
    QueueOver,
    Silence,
    Speak,
    Spoken,
    Step,
    TakeMessage,
    TalkOver,
    Tell,
    TransferOver,
)
from hotline.words import Fact
from tests.effort import often

from .walker import CONTENT, FLOWS, PROBLEMS

pytestmark = pytest.mark.unit

EVERY_KIND = (Path(__file__).parent / "every_kind.yml").read_text(encoding="utf-8")
EVERY, WRONG = check(EVERY_KIND, "every_kind.yml", seconds=lambda prompt: 1.0, content=CONTENT)
ALL: dict[str, Flow] = FLOWS | ({EVERY.name: EVERY} if EVERY is not None else {})
MOST = 80  # steps in which a silent caller must have come to the end of any flow
WAITS = (Speak, Listen, Enqueue, TakeMessage, Inquire, Lead, Leave)
SECRET = re.compile("[789]{4}")  # secrets are keyed in with these figures, and nothing else is


def answer(acts: tuple[Act, ...], found: EnquiryAnswer) -> Heard | None:
    """What a caller who does nothing is answered with by the house; None at the end."""
    asked = [act for act in acts if isinstance(act, WAITS)]
    match asked[-1] if asked else None:
        case Speak():
            return Spoken()
        case Listen():
            return Silence()
        case Enqueue():
            return QueueOver("nobody")
        case TakeMessage():
            return MessageDone(0.0)
        case Inquire():
            return found
        case Lead():
            return TransferOver("NO_ANSWER")
        case _:
            return None


def ends(flow: Flow, step: Step, found: EnquiryAnswer) -> int:
    """In how many steps a caller who does nothing more comes to the end."""
    at, acts = step
    for steps in range(MOST):
        if any(isinstance(act, Leave) for act in acts):
            return steps
        told = answer(acts, found)
        assert told is not None, f"{flow.name}: {at} waits for nothing"
        at, acts = heard(flow, at, told)
    raise AssertionError(f"{flow.name}: no end within {MOST} steps")


def test_they_can_be_read() -> None:
    assert (sorted(FLOWS), PROBLEMS, WRONG) == (["court_12368", "gov_12345", "unknown_number", "visit"], [], [])


@pytest.mark.parametrize("why", ["", "unavailable"])
@pytest.mark.parametrize("name", sorted(ALL))
def test_who_does_nothing_comes_to_the_end(name: str, why: str) -> None:
    flow = ALL[name]
    found = EnquiryAnswer(None if why else (), why)
    assert ends(flow, begin(flow), found) <= 30
    if flow.after_talk:
        at, _ = begin(flow)
        assert ends(flow, enter_node(flow, at, flow.after_talk), found) <= 10


VALUES = st.lists(
    st.tuples(
        st.sampled_from(["say", "open", "why", "present", "nuisance", "call_back", "least", "prompt", "x"]),
        st.sampled_from(["", "yes", "no", "night", "0", "refused", "第一段。\n第二段。", "12.5", "abc", "a.b"]),
    ),
    max_size=4,
    unique_by=lambda pair: pair[0],
).map(tuple)
FOUND = st.one_of(
    VALUES.map(EnquiryAnswer),
    st.sampled_from(["not_found", "refused", "locked", "unavailable", "?"]).map(lambda why: EnquiryAnswer(None, why)),
)
KEYS = st.text(alphabet="0123456789*#", min_size=1, max_size=12)
OTHER = st.sampled_from(
    [Spoken(), Silence(), QueueOver("full"), QueueOver("callback"), TransferOver("BUSY"),
     TransferOver("", answered=True), MessageDone(3.0), TalkOver()]
)  # fmt: skip
SENSIBLE = st.integers(min_value=0, max_value=9)  # what the node in hand hopes for
DOES = st.lists(st.one_of(SENSIBLE, SENSIBLE, SENSIBLE, KEYS, FOUND, OTHER), max_size=40)
TYPED = {"keys": "778899#", "digits": "20260123#", "money": "5000*5#", "date": "20260229#", "telephone": "13600001234#",
         "identity": "77889*"}  # fmt: skip


def sensible(flow: Flow, node: str, chosen: int, acts: tuple[Act, ...], found: EnquiryAnswer) -> list[Heard]:
    """A key of the menu, a number that can be, yes to what is read back, or the house's answer."""
    kind = flow.nodes[node]
    waits = next((act for act in reversed(acts) if isinstance(act, WAITS)), None)
    if isinstance(waits, Listen) and isinstance(kind, Menu | Survey):
        return [Pressed(list(kind.keys)[chosen % len(kind.keys)])]
    if isinstance(waits, Listen) and isinstance(kind, Gather):
        return [Pressed(key) for key in ("1" if chosen > 4 else TYPED[kind.what])]
    if isinstance(waits, Listen):
        return [Pressed(key) for key in ("1", "2", "3", "13600001234#", "1")[chosen % 5]]
    told = answer(acts, found)
    return [told] if told is not None else []


def fit(flow: Flow, node: str, what: Heard) -> Heard:
    """Keys as this test lets them be pressed: 7, 8 and 9 in secrets and menus alone, so that a secret can be known."""
    if not isinstance(what, Pressed):
        return what
    kind = flow.nodes[node]
    if isinstance(kind, Gather) and kind.secret:
        return Pressed(re.sub("[0-6]", "7", what.digit))
    return what if isinstance(kind, Menu) else Pressed(re.sub("[789]", "5", what.digit))


class Walk:
    """A random walk from a node: what was told on it, and where the recording stands."""

    def __init__(self, flow: Flow, start: str, found: EnquiryAnswer) -> None:
        self.flow, self.found = flow, found
        self.told: list[Act] = []
        self.masked = False
        at, _ = begin(flow)
        self.acts: tuple[Act, ...] = ()
        self._take(enter_node(flow, at, start) if start else begin(flow))

    def does(self, one: int | str | Heard) -> bool:
        """False: the call is over."""
        for what in self._heard(one):
            if any(isinstance(act, Leave) for act in self.told):
                return False
            self._take(heard(self.flow, self.at, fit(self.flow, self.at.node, what)))
        return not any(isinstance(act, Leave) for act in self.told)

    def _heard(self, one: int | str | Heard) -> list[Heard]:
        if isinstance(one, int):
            return sensible(self.flow, self.at.node, one, self.acts, self.found)
        return [Pressed(key) for key in one] if isinstance(one, str) else [one]

    def _take(self, step: Step) -> None:
        self.at, new = step
        self.told += new
        assert not any(isinstance(act, Go) for act in new)
        assert self.at.node in self.flow.nodes
        for act in new:
            self.masked = act.on if isinstance(act, MaskRecording) else self.masked
        self.acts = new if any(isinstance(act, WAITS) for act in new) else self.acts


WHERE = st.sampled_from([(name, node) for name, flow in sorted(ALL.items()) for node in ("", *flow.nodes)])


@given(WHERE, DOES, FOUND)
@settings(max_examples=often(250, 2000))
def test_whatever_happens_the_end_is_in_reach(
    where: tuple[str, str], does: list[int | str | Heard], found: EnquiryAnswer
) -> None:
    """From each node; then the caller falls silent."""
    walk = Walk(ALL[where[0]], where[1], found)
    for one in does:
        if not walk.does(one):
            break
        node = walk.flow.nodes[walk.at.node]
        assert walk.masked == (isinstance(node, Gather) and node.secret)
    assert [act for act in walk.told if isinstance(act, Tell) and SECRET.search(str(act.data))] == []
    ends(walk.flow, (walk.at, walk.acts), found)


def test_facts_of_each_node_once_and_none_of_those_that_say_nothing() -> None:
    flow = ALL["court_12368"]
    at, _ = begin(flow)
    at, acts = heard(flow, at, EnquiryAnswer(()))
    assert acts == (Tell(Fact.NODE, {"node": "welcome", "announces": True}), Speak(("court.welcome",)))
    at, acts = heard(flow, at, Pressed("0"))
    assert acts == ()
    at, acts = heard(flow, at, Spoken())
    assert [act.data for act in acts if isinstance(act, Tell)] == [{"node": "main"}, {"key": "0"}]
    assert (at.node, isinstance(acts[-1], Inquire)) == ("is_open", True)


def test_nothing_that_is_said_can_be_cut_short_without_being_kept() -> None:
    """A key that ends a sentence answers the next question."""
    for flow in ALL.values():
        for name, node in flow.nodes.items():
            if isinstance(node, Play | Say):
                at, _ = begin(flow)
                at, _ = enter_node(flow, at, name)
                if at.node == name:
                    assert node.heard(at, Pressed("0"))[0].ahead == "0"
