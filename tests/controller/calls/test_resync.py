"""What we believe against what the switch has, as tables."""

from dataclasses import replace

import pytest

from controller.calls.resync import Action, Found, Free, Gone, InHand, Met, NoLeg, Stray, compare
from controller.switch.port import Channel
from hotline.calls.rules.roster import OpenCall
from hotline.words import CallState, Presence

pytestmark = pytest.mark.unit

CALLER = Channel("c", True, "ACTIVE", "park", "138", "张三", "12368", "", True, 100.0)
LEG = Channel("l", False, "ACTIVE", "", "138", "", "1001", "c", True, 110.0)
TALKS = replace(CALLER, partner="l")
RINGS = replace(LEG, answered=False, state="RINGING")
ROW = OpenCall("c", 9, 1, "filing", 7, "138", "court_12368", "12368", CallState.TALKING)
READY, OFFERED, TALKING = Presence.READY, Presence.OFFERED, Presence.TALKING

BOTH = frozenset({"c", "l"})
ALONE = Met("c", "", ringing=False, there=frozenset({"c"}))
RINGING, JOINED = Met("c", "", ringing=True, there=BOTH), Met("c", "l", ringing=False, there=BOTH)

# channels, calls in hand with their agents, calls and agents as written down; what is to be done
Case = tuple[
    list[Channel], dict[str, tuple[int, ...]], list[OpenCall], dict[int, tuple[Presence, str | None]], list[Action]
]  # fmt: skip
TABLE: dict[str, Case] = {
    "nothing": ([], {}, [], {}, []),
    "in hand and there": ([CALLER], {"c": ()}, [], {}, [ALONE]),
    "in hand and ringing": ([TALKS, RINGS], {"c": (7,)}, [], {7: (OFFERED, "c")}, [RINGING]),
    "in hand and talking": ([TALKS, LEG], {"c": (7,)}, [], {7: (TALKING, "c")}, [JOINED]),
    "in hand and gone": ([], {"c": ()}, [ROW], {}, [Gone("c", ROW, in_hand=True)]),
    "written down and gone": ([], {}, [ROW], {}, [Gone("c", ROW, in_hand=False)]),
    "written down, gone, and its agent": (
        [], {}, [ROW], {7: (TALKING, "c")}, [Gone("c", ROW, in_hand=False), Free(7, "c")],
    ),
    "found without a word": ([CALLER], {}, [], {}, [Found(CALLER, "", "", None, "")]),
    "found parked": ([CALLER], {}, [ROW], {}, [Found(CALLER, "", "", ROW, "")]),
    "found talking": (
        [TALKS, LEG], {}, [ROW], {7: (TALKING, "c")}, [Found(TALKS, "l", "1001", ROW, ""), Free(7, "c", unsure=True)],
    ),
    "found ringing": ([TALKS, RINGS], {}, [ROW], {}, [Found(TALKS, "", "", ROW, "l")]),
    "a channel on its way in": ([replace(CALLER, application="")], {}, [], {}, []),
    "a leg alone": ([LEG], {}, [], {}, []),
    "a busy agent of no call": (
        [], {}, [], {7: (OFFERED, "c"), 8: (READY, None), 9: (TALKING, None)}, [Free(7, "c"), Free(9)],
    ),
    "a busy agent whom the call does not have": (
        [CALLER], {"c": (8,)}, [], {7: (OFFERED, "c"), 8: (OFFERED, "c")}, [ALONE, Free(7, "c")],
    ),
    "a partner that is not there": (
        [replace(CALLER, partner="x")], {}, [], {}, [Found(replace(CALLER, partner="x"), "", "", None, "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_compare(name: str) -> None:
    channels, in_hand, rows, agents, expected = TABLE[name]
    found: list[Action] = compare(
        channels, in_hand={call: InHand(frozenset(who)) for call, who in in_hand.items()}, rows=rows, agents=agents
    )
    assert found == expected


OURS = replace(LEG, id="c-t1", partner="")
BARE = InHand(legs=frozenset({"o-a"}), bare=True)
# channels, calls in hand, what is to be done beside `Met`
LEGS: dict[str, tuple[list[Channel], dict[str, InHand], list[Action]]] = {
    "an offer without a leg": ([CALLER], {"c": InHand(legs=frozenset({"bridge 3"}))}, [NoLeg("c", "bridge 3")]),
    "an offer whose leg rings": ([TALKS, RINGS], {"c": InHand(legs=frozenset({"bridge 3"}))}, []),
    "a talk without a leg": ([CALLER], {"c": InHand(legs=frozenset({"l"}))}, [NoLeg("c", "l")]),
    "a talk with its leg": ([TALKS, LEG], {"c": InHand(legs=frozenset({"l"}))}, []),
    "a third party without a leg": ([TALKS, LEG], {"c": InHand(legs=frozenset({"l", "c-t1"}))}, [NoLeg("c", "c-t1")]),
    "a call that is gone is that alone": ([], {"c": InHand(legs=frozenset({"l"}))}, [Gone("c", None, in_hand=True)]),
    "an agent who is rung for a call out": ([replace(RINGS, id="o-a")], {"o": BARE}, []),
    "an agent who is rung no more": ([], {"o": BARE}, [NoLeg("o", "o-a")]),
    "a leg of a call that has done with it": ([CALLER, OURS], {"c": InHand()}, [Stray("c-t1")]),
    "a leg of a call that has it": ([CALLER, OURS], {"c": InHand(legs=frozenset({"c-t1"}))}, []),
    "a leg of no call": ([OURS], {}, [Stray("c-t1")]),
    "a leg of a call that is yet to be taken over": ([CALLER, OURS], {}, [Found(CALLER, "", "", None, "")]),
}  # fmt: skip


@pytest.mark.parametrize("name", LEGS)
def test_legs(name: str) -> None:
    channels, in_hand, expected = LEGS[name]
    found = compare(channels, in_hand=in_hand, rows=(), agents={})
    assert [one for one in found if not isinstance(one, Met)] == expected


def test_a_citizen_who_is_rung_for_a_controller_that_is_gone() -> None:
    citizen = replace(RINGS, id="o", partner="")
    row = replace(ROW, id="o", state=CallState.DIALLING)
    assert compare([citizen], in_hand={}, rows=[row], agents={}) == [Stray("o")]
    talks = replace(citizen, answered=True, application="conference")
    assert compare([talks], in_hand={}, rows=[row], agents={}) == [Found(talks, "", "", row, "")]
    assert compare([citizen], in_hand={"o": InHand(legs=frozenset({"o"}), bare=True)}, rows=[row], agents={}) == [
        Met("o", "", ringing=False, there=frozenset({"o"}))
    ]


def test_an_agent_of_a_call_that_may_be_taken_over_now() -> None:
    found = compare([CALLER], in_hand={}, rows=(), agents={7: (OFFERED, "c")})
    assert found[-1] == Free(7, "c", unsure=True)
