"""What we believe against what the switch has, as tables."""

from dataclasses import replace

import pytest

from controller.calls.resync import Action, Found, Free, Gone, Met, compare
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
        [], {}, [ROW], {7: (TALKING, "c")}, [Gone("c", ROW, in_hand=False), Free(7)],
    ),
    "found without a word": ([CALLER], {}, [], {}, [Found(CALLER, "", "", None, "")]),
    "found parked": ([CALLER], {}, [ROW], {}, [Found(CALLER, "", "", ROW, "")]),
    "found talking": ([TALKS, LEG], {}, [ROW], {7: (TALKING, "c")}, [Found(TALKS, "l", "1001", ROW, "")]),
    "found ringing": ([TALKS, RINGS], {}, [ROW], {}, [Found(TALKS, "", "", ROW, "l")]),
    "a channel on its way in": ([replace(CALLER, application="")], {}, [], {}, []),
    "a leg alone": ([LEG], {}, [], {}, []),
    "a busy agent of no call": (
        [], {}, [], {7: (OFFERED, "c"), 8: (READY, None), 9: (TALKING, None)}, [Free(7), Free(9)],
    ),
    "a busy agent whom the call does not have": (
        [CALLER], {"c": (8,)}, [], {7: (OFFERED, "c"), 8: (OFFERED, "c")}, [ALONE, Free(7)],
    ),
    "a partner that is not there": (
        [replace(CALLER, partner="x")], {}, [], {}, [Found(replace(CALLER, partner="x"), "", "", None, "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_compare(name: str) -> None:
    channels, in_hand, rows, agents, expected = TABLE[name]
    found: list[Action] = compare(
        channels, in_hand={call: frozenset(who) for call, who in in_hand.items()}, rows=rows, agents=agents
    )
    assert found == expected
