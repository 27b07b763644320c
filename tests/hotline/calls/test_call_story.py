"""A call as the fold of its facts: told as text, one line a fact."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.calls.rules.call_record import CallFact, CallRecord, fold, step
from hotline.words import CallState, Fact
from tests.effort import often

pytestmark = pytest.mark.unit

DATA: dict[Fact, dict[str, Any]] = {
    Fact.ARRIVED: {"profile": "gov_12345", "dialled": "12345", "number": "138", "name": "张三"},
    Fact.ADOPTED: {"where": "parked"},
    Fact.FLOW: {"flow": "gov_12345", "version": "v1"},
    Fact.NODE: {"node": "person"},
    Fact.KEY: {"key": "0"},
    Fact.SERVED: {"node": "info"},
    Fact.QUEUED: {"line": "government", "priority": 0},
    Fact.OFFERED: {"offer": 1, "agent": 7, "whom": "A", "extension": "1001"},
    Fact.RINGING: {"offer": 1},
    Fact.OFFER_ENDED: {"offer": 1, "agent": 7, "result": "no_answer"},
    Fact.TALKING: {"offer": 1, "agent": 7},
    Fact.HELD: {"agent": 7},
    Fact.RESUMED: {"agent": 7},
    Fact.AGENT_LOST: {"agent": 7, "cause": "MEDIA_TIMEOUT"},
    Fact.QUEUE_OVER: {"why": "nobody"},
    Fact.MESSAGE: {"seconds": 7.0},
    Fact.TALK_OVER: {"agent": 7},
    Fact.SCRIPT: {"script": "silent", "agent": 7},
    Fact.SUSPECTED: {"calls": 3, "alike": False},
    Fact.TESTED: {"voice": True},
    Fact.SURVEY: {"score": 4},
    Fact.RECORDING: {"path": "c.wav", "kind": "call"},
    Fact.RECORDED: {"path": "c.wav", "kind": "call", "seconds": 7.0},
    Fact.TROUBLE: {"what": "refused", "detail": ""},
    Fact.ENDED: {"outcome": "talked", "by": "caller", "cause": "NORMAL_CLEARING"},
}


def facts(text: str) -> list[CallFact]:
    """`second kind field=value …`, one a line."""
    told = []
    for seq, line in enumerate(text.strip().splitlines(), 1):
        at, kind, *more = line.split()
        given = {key: int(value) if value.isdigit() else value for key, value in (m.split("=") for m in more)}
        told.append(CallFact("c", seq, float(at), Fact(kind), DATA.get(Fact(kind), {}) | given))
    return told


def told(text: str) -> dict[str, Any]:
    """What the story says that a fresh one does not."""
    story, fresh = fold("c", facts(text)), CallRecord("c")
    return {name: getattr(story, name) for name in CallRecord.__slots__ if getattr(story, name) != getattr(fresh, name)}


WHO = {"id": "c", "profile": "gov_12345", "dialled": "12345", "number": "138", "name": "张三", "arrived_at": 100.0}
ARRIVED = {k: v for k, v in WHO.items() if k != "id"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("100 arrived", {"seq": 1}),
        ("100 arrived\n101 answered\n102 answered", {"seq": 3, "answered_at": 101.0}),
        (
            "100 arrived\n100 flow\n100 node node=main\n105 key key=0\n105 node node=person",
            {
                "seq": 5, "state": CallState.IN_FLOW, "flow": "gov_12345", "path": ("main", "[0]", "person"),
                "flow_version": "v1",
            },
        ),
        (
            "100 arrived\n110 queued",
            {"seq": 2, "state": CallState.QUEUED, "line": "government", "queued_at": 110.0},
        ),
        (
            "100 arrived\n110 queued\n110 offered",
            {"seq": 3, "state": CallState.OFFERING, "line": "government", "queued_at": 110.0, "offers": 1},
        ),
        (
            "100 arrived\n110 queued\n110 offered\n125 offer_ended\n125 offered offer=2 agent=8\n126 ringing offer=2",
            {"seq": 6, "state": CallState.OFFERING, "line": "government", "queued_at": 110.0, "offers": 2},
        ),
        (
            "100 arrived\n110 queued\n110 offered\n113 offer_ended result=answered\n113 talking\n120 held\n"
            "125 resumed\n150 ended",
            {
                "seq": 8, "state": CallState.ENDED, "line": "government", "queued_at": 110.0, "offers": 1, "agent": 7,
                "answered_at": 113.0, "talking_at": 113.0, "ended_at": 150.0, "wait_seconds": 3.0, "talk_seconds": 37.0,
                "outcome": "talked", "ended_by": "caller", "cause": "NORMAL_CLEARING",
            },
        ),
        (
            "100 arrived\n110 queued\n113 talking\n120 agent_lost\n120 queued\n121 talking agent=8 offer=2",
            {
                "seq": 6, "state": CallState.TALKING, "line": "government", "queued_at": 110.0, "agent": 8,
                "answered_at": 113.0, "talking_at": 113.0, "wait_seconds": 3.0,
            },
        ),
        (
            "100 arrived\n110 queued\n150 queue_over\n150 node node=message",
            {
                "seq": 4, "state": CallState.IN_FLOW, "line": "government", "queued_at": 110.0, "path": ("message",),
                "wait_seconds": 40.0,
            },
        ),
        (
            "100 arrived\n110 queued\n130 ended outcome=abandoned_queue",
            {
                "seq": 3, "state": CallState.ENDED, "line": "government", "queued_at": 110.0, "ended_at": 130.0,
                "wait_seconds": 20.0, "outcome": "abandoned_queue", "ended_by": "caller", "cause": "NORMAL_CLEARING",
            },
        ),
        (
            "100 arrived\n104 talking",
            {
                "seq": 2, "state": CallState.TALKING, "agent": 7, "answered_at": 104.0, "talking_at": 104.0,
                "wait_seconds": 4.0,
            },
        ),
        (
            "100 arrived\n101 ended outcome=abandoned_menu\n102 recorded\n103 node\n104 talking",
            {
                "seq": 5, "state": CallState.ENDED, "ended_at": 101.0, "outcome": "abandoned_menu",
                "ended_by": "caller", "cause": "NORMAL_CLEARING",
            },
        ),
    ],
)  # fmt: skip
def test_stories(text: str, says: dict[str, Any]) -> None:
    assert told(text) == ARRIVED | says


def test_a_late_offer_ended_does_not_turn_a_talk_back() -> None:
    assert told("100 arrived\n110 talking\n111 offer_ended")["state"] is CallState.TALKING


def test_facts_that_came_before_change_nothing() -> None:
    said = facts("100 arrived\n110 queued\n113 talking")
    story = fold("c", said)
    assert [step(story, fact) for fact in said] == [story] * 3


KINDS = st.lists(st.sampled_from(Fact), max_size=25)


@given(KINDS, st.integers(0, 25))
@settings(max_examples=often(100, 500))
def test_told_twice_or_in_two_parts_it_is_the_same_story(kinds: list[Fact], cut: int) -> None:
    said = [CallFact("c", seq, 100.0 + seq, kind, DATA.get(kind, {})) for seq, kind in enumerate(kinds, 1)]
    whole = fold("c", said)
    twice = fold("c", itertools.chain.from_iterable((fact, fact) for fact in said))
    first = fold("c", said[:cut])
    for fact in said:
        first = step(first, fact)
    assert whole == twice == first
    assert whole.seq == len(said)
    assert (whole.state is CallState.ENDED) == (Fact.ENDED in kinds)
    for seconds in (whole.wait_seconds, whole.talk_seconds):
        assert seconds is None or seconds >= 0


def test_of_several_questions_the_one_for_satisfaction_is_the_calls() -> None:
    several = "100 arrived\n101 survey score=5 asks=handled\n102 survey score=2 asks=satisfied\n"
    several += "103 survey score=1 asks=solved"
    assert told(several)["satisfaction"] == 2
    assert "satisfaction" not in told("100 arrived\n101 survey score=1 asks=solved")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        # from the answer, not from the node: 112.5 − 101
        ("100 arrived\n100 flow\n100 node node=welcome announces=1\n101 answered\n112.5 node node=main", 11.5),
        ("100 arrived\n100 answered\n100 node node=a announces=1\n104 node node=b announces=1\n110 queued", 10.0),
        ("100 arrived\n100 answered\n100 node node=a announces=1\n104 key key=1\n110 node node=main", 4.0),
        ("100 arrived\n100 answered\n100 node node=main\n110 node node=info", None),  # it has no announcement
        ("100 arrived\n100 answered\n100 node node=a announces=1\n104 ended", None),  # hung up meanwhile
        # what is announced after a person was asked for is no announcement before a choice
        ("100 arrived\n100 answered\n101 queued\n120 queue_over\n120 node node=a announces=1\n130 node node=b", None),
    ],
)
def test_an_announcement_is_heard_from_the_answer_until_the_flow_goes_on(text: str, seconds: float | None) -> None:
    assert fold("c", facts(text)).announced_seconds == seconds
