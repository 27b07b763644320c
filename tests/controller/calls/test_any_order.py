"""Whatever is told in whatever order: no error, one end, every offer closed, and one application at a time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.calls.asks import Close, Note, OfferOver, TalkOver
from controller.calls.messages import (
    Adopt,
    Again,
    AgentRequest,
    CallMessage,
    Lost,
    NobodyLeft,
    Offered,
    TimeUp,
    Waits,
)
from controller.switch import port
from hotline.calls.rules import order_kinds as kinds
from hotline.words import CallState, Fact, OfferResult, Script, WatchMode, Whom
from tests.effort import often

from .table import ARRIVED, COURT, GOV, NOW, C, Call, hung_up

pytestmark = pytest.mark.unit

LEGS = st.sampled_from(["l-1", "l-2"])
TOKENS = st.integers(1, 12).map(str)
PEOPLE = st.sampled_from([7, 8])
CAUSES = st.sampled_from(
    ["USER_BUSY", "NO_ANSWER", "SUCCESS", "ORIGINATOR_CANCEL", "MEDIA_TIMEOUT", "NORMAL_CLEARING", ""]
)
RESPONSES = st.sampled_from(["FILE PLAYED", "", "FILE NOT FOUND", "PLAYBACK ERROR"])
AT = st.just(NOW)
CALL = st.just(C)
TARGETS = st.builds(
    kinds.Target, dialled=st.sampled_from(["1002", "057112345678"]), outside=st.booleans(),
    agent=st.sampled_from([None, 8]), line=st.sampled_from(["", "filing"]),
)  # fmt: skip
ORDERS = st.one_of(
    st.sampled_from(
        [kinds.Answer(), kinds.HangUp(), kinds.Hold(), kinds.Resume(), kinds.Mute(), kinds.Unmute(),
         kinds.MaskRecording(), kinds.UnmaskRecording(), kinds.ThreeWay(), kinds.Return(), kinds.HandOver(),
         kinds.Watch(7), kinds.TakeOver(7)]
    ),
    st.builds(kinds.PlayScript, st.sampled_from(Script)),
    st.builds(kinds.Consult, st.tuples(TARGETS)),
    st.builds(kinds.Transfer, st.tuples(TARGETS)),
    st.builds(kinds.WatchAs, st.just(7), st.sampled_from(["", *WatchMode])),
)  # fmt: skip
TELLS = st.one_of(
    st.just(ARRIVED),
    st.builds(port.Answered, CALL, AT),
    st.builds(port.Done, CALL, AT, TOKENS, st.just("x"), RESPONSES, CAUSES, st.sampled_from([0.0, 7.0])),
    st.builds(port.Key, CALL, AT, st.sampled_from("0159#*")),
    st.builds(port.LegRinging, CALL, LEGS, AT),
    st.builds(port.Bridged, CALL, LEGS, AT),
    st.builds(port.LegGone, CALL, LEGS, AT, CAUSES, st.booleans()),
    st.builds(port.RecordingBegun, CALL, AT, st.just("c.wav")),
    st.builds(port.RecordingDone, CALL, AT, st.just("c.wav"), st.just(1.0), st.just("")),
    st.builds(port.Refusal, CALL, AT, st.sampled_from(["bridge", "playback", "record", "Hold"]), st.just("-ERR")),
    st.builds(Offered, st.integers(1, 9), PEOPLE, st.just("1001"), st.sampled_from(Whom), st.just(15)),
    st.just(Waits()),
    st.builds(NobodyLeft, st.sampled_from(["nobody", "too_long"])),
    st.builds(TimeUp, st.sampled_from(["key", "slot", "gone", "other"])),
    st.builds(AgentRequest, PEOPLE, ORDERS, st.just("1009"), st.sampled_from([None, GOV])),
    st.builds(Again, st.sampled_from(["", "l-1"]), st.booleans()),
)
ADOPT = st.builds(
    Adopt,
    number=st.just("138"), name=st.just(""), dialled=st.just("12345"), profile=st.just("p"), answered=st.booleans(),
    seq=st.just(4), offers=st.just(2), arrived=st.booleans(), agent=st.sampled_from([None, 7]),
    leg=st.sampled_from(["", "l-1"]), line=st.sampled_from(["", "filing", "government"]), since=st.just(NOW - 5),
    talked=st.booleans(), offer=st.sampled_from([None, (2, 7)]),
)  # fmt: skip
FIRST = st.just(ARRIVED) | ADOPT
FLOWS = st.sampled_from([COURT, GOV, None])


@given(FLOWS, FIRST, st.lists(TELLS, max_size=50), st.sampled_from([hung_up(), hung_up(theirs=False), Lost()]))
@settings(max_examples=often(150, 1000))
def test_random_orders(flow: object, first: CallMessage, middle: list[CallMessage], last: CallMessage) -> None:
    call = Call(flow)  # type: ignore[arg-type]
    call.after(first)
    for told in middle:
        call.after(told)
    call.after(last)
    notes = [one for one in call.log if isinstance(one, Note)]
    assert call.session.state is CallState.ENDED
    assert [n.kind for n in notes].count(Fact.ENDED) == 1
    assert notes[-1].kind is Fact.ENDED
    assert call.log[-1] == Close()
    every_offer_ends(call, notes, first)
    agents_are_given_back(call)


def every_offer_ends(call: Call, notes: list[Note], first: CallMessage) -> None:
    offered = [n.data["agent"] for n in notes if n.kind is Fact.OFFERED]
    ended = [n.data["agent"] for n in notes if n.kind is Fact.OFFER_ENDED]
    if isinstance(first, Adopt) and first.offer is not None:
        offered.insert(0, first.offer[1])
    assert offered == ended


def agents_are_given_back(call: Call) -> None:
    """Who was offered the call hears how it ended; who talked is freed; nobody is freed twice."""
    talks: list[int] = []
    for one in call.log:
        if isinstance(one, OfferOver) and one.result is OfferResult.ANSWERED:
            talks.append(one.agent)
        elif isinstance(one, TalkOver) and one.agent in talks:
            talks.remove(one.agent)
    assert talks == []
    assert call.session.held is None


@given(FLOWS, st.lists(TELLS, max_size=50))
@settings(max_examples=often(100, 600))
def test_every_token_is_used_once_and_repeats_change_nothing_after_the_end(
    flow: object, middle: list[CallMessage]
) -> None:
    call = Call(flow)  # type: ignore[arg-type]
    call.after(ARRIVED, *middle, hung_up())
    tokens = [
        one.token
        for one in call.log
        if isinstance(one, port.Play | port.Music | port.Record | port.Bridge | port.Answer)
    ]
    assert len(tokens) == len(set(tokens))
    ended, said = call.session, len(call.log)
    call.after(*middle, ARRIVED, hung_up())
    assert (call.session, len(call.log)) == (ended, said)
