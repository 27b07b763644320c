"""What rings ends by the call's own clock: for each thing that rings, and whatever is told in whatever order."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.calls.asks import Arm, Close, Disarm, Engage, OfferOver, TalkOver
from controller.calls.messages import (
    AgentRequest,
    CallMessage,
    Lost,
    Offered,
    Released,
    TimeUp,
    Unseen,
)
from controller.calls.ring_time import GRACE_SECONDS, TIMER, believed, leg_of, rings, rings_at
from controller.calls.session import decide
from controller.calls.state import TABLE, Move
from controller.calls.turn import Parties, Session, Third, Turn, Watcher
from controller.switch import port
from hotline.calls.rules import order_kinds as kinds
from hotline.words import CallState, Fact, OfferResult, Outcome, Script
from tests.effort import often

from .table import (
    NOW,
    OFFERED,
    C,
    Call,
    L,
    bridge_done,
    bridged,
    hung_up,
    note,
    offering,
    ringing,
    talking,
)
from .test_any_order import FIRST, FLOWS, TELLS

pytestmark = pytest.mark.unit
OUTSIDE = kinds.Target("057112345678", outside=True, seconds=30)
COLLEAGUE = kinds.Target("1002", agent=8)


def consulting(to: kinds.Target = OUTSIDE, *more: kinds.Target) -> Call:
    call = talking()
    call.after(AgentRequest(7, kinds.Consult((to, *more))))
    return call


def transferring() -> Call:
    call = talking()
    call.after(AgentRequest(7, kinds.Transfer((COLLEAGUE,))))
    return call


def watched() -> Call:
    call = talking()
    call.after(AgentRequest(9, kinds.Watch(7), "1009"))
    return call


def calling_out() -> Call:
    call = Call(None)
    call.after(AgentRequest(7, kinds.CallOut("13800138000", line="filing"), "1001"))
    return call


def citizen_rings() -> Call:
    call = calling_out()
    call.after(port.LegUp(C, f"{C}-a", NOW))
    return call


# ---- one timer for each thing that rings, as long as it rings

RINGS: dict[str, tuple[Callable[[], Call], str, float]] = {
    "an offer": (offering, "bridge 2", 15),
    "a consulted number": (consulting, f"{C}-t1", 30),
    "a consulted colleague": (lambda: consulting(COLLEAGUE), f"{C}-t1", 20),
    "whom the caller is transferred to": (transferring, f"{C}-t1", 20),
    "a supervisor": (watched, f"{C}-w1", 20),
    "who calls out": (calling_out, f"{C}-a", 20),
    "the citizen": (citizen_rings, C, 45),
}
ANSWERS: dict[str, CallMessage] = {
    "bridge 2": bridged(),
    **{leg: port.LegUp(C, leg, NOW) for leg in (f"{C}-t1", f"{C}-w1", f"{C}-a", C)},
}


@pytest.mark.parametrize("name", RINGS)
def test_it_is_limited_from_its_beginning_to_its_answer(name: str) -> None:
    make, what, seconds = RINGS[name]
    call = make()
    assert rings(call.session) == {what: seconds}
    assert {n: s for n, s in call.timers.items() if n.startswith(TIMER)} == {TIMER + what: seconds + GRACE_SECONDS}
    call.after(ANSWERS[what])
    assert what not in rings(call.session)
    assert TIMER + what not in call.timers


def up(call: Call, name: str) -> list[object]:
    return list(call.after(TimeUp(TIMER + RINGS[name][1])))


def rang_on(what: str) -> object:
    return note(Fact.TROUBLE, what="rang_on", detail=what)


def test_the_end_of_an_offer() -> None:
    call = offering()
    call.after(ringing())
    assert up(call, "an offer") == [
        rang_on("bridge 2"),
        port.Unbridge(C),
        Arm("slot", 1.0),
        port.HangUp(L),
        note(Fact.OFFER_ENDED, offer=1, agent=7, result=OfferResult.NO_ANSWER),
        OfferOver(1, 7, OfferResult.NO_ANSWER),
    ]
    assert call.session.state is CallState.QUEUED


def test_the_end_of_an_offer_of_which_nothing_was_heard() -> None:
    assert up(offering(), "an offer")[:3] == [rang_on("bridge 2"), port.Unbridge(C), Arm("slot", 1.0)]


def test_after_a_cut_offer_the_next_bridge_waits_for_the_end_of_the_first() -> None:
    call = offering()
    up(call, "an offer")
    call.after(Offered(2, 8, "1002", OFFERED.whom, 15))
    assert call.after(bridge_done(2, "ORIGINATOR_CANCEL")) == [Disarm("slot"), port.Bridge(C, "3", "1002", 15)]
    assert call.session.state is CallState.OFFERING


def test_after_a_cut_offer_the_caller_hears_music_whether_or_not_its_end_is_told() -> None:
    for told in (bridge_done(2, "ORIGINATOR_CANCEL"), TimeUp("slot")):
        call = offering()
        up(call, "an offer")
        assert port.Music(C, "4", "music.hold") in call.after(told)


def test_an_offer_that_waits_for_the_channel_is_forgotten() -> None:
    call = offering()
    up(call, "an offer")
    call.after(Offered(2, 8, "1002", OFFERED.whom, 15))
    call.after(Released(8))
    assert port.Bridge not in [type(one) for one in call.after(bridge_done(2, "ORIGINATOR_CANCEL"))]


def test_the_end_of_a_consultation_and_the_next_who_is_rung() -> None:
    assert up(consulting(), "a consulted number") == [
        rang_on(f"{C}-t1"),
        port.HangUp(f"{C}-t1"),
        note(Fact.LEG_ENDED, leg=f"{C}-t1", result=OfferResult.NO_ANSWER),
        note(Fact.RETURNED, agent=7),
        port.JoinRoom(C, L),
        Arm("slot", 1.0),
    ]
    call = consulting(OUTSIDE, COLLEAGUE)
    assert Engage(8) in up(call, "a consulted number")
    assert rings(call.session) == {f"{C}-t2": 20}


def test_the_end_of_a_supervisors_ringing() -> None:
    assert up(watched(), "a supervisor") == [
        rang_on(f"{C}-w1"),
        port.HangUp(f"{C}-w1"),
        note(Fact.LEG_ENDED, leg=f"{C}-w1", result=OfferResult.NO_ANSWER),
        OfferOver(0, 9, OfferResult.NO_ANSWER),
    ]


def test_the_end_of_a_call_out() -> None:
    assert up(calling_out(), "who calls out")[-1] == Close()
    assert OfferOver(0, 7, OfferResult.NO_ANSWER) in up(calling_out(), "who calls out")
    assert TalkOver(7) in up(citizen_rings(), "the citizen")
    assert port.HangUp(f"{C}-a") in up(citizen_rings(), "the citizen")


@pytest.mark.parametrize("name", RINGS)
def test_while_the_switch_is_not_heard_it_waits(name: str) -> None:
    make, what, _ = RINGS[name]
    call = make()
    before = call.session
    decided = decide(before, TimeUp(TIMER + what, deaf=True), now=NOW)
    assert decided == (before, (Arm(TIMER + what, GRACE_SECONDS),))


@pytest.mark.parametrize("name", RINGS)
def test_a_time_that_is_up_too_late_changes_nothing(name: str) -> None:
    make, what, _ = RINGS[name]
    call = make()
    call.after(ANSWERS[what])
    before = call.session
    assert up(call, name) == []
    assert call.session == before


# ---- a person who is freed, and legs that are not there


@pytest.mark.parametrize(
    ("name", "person"), [("an offer", 7), ("a consulted colleague", 8), ("a supervisor", 9), ("who calls out", 7)]
)
def test_who_is_freed_rings_no_more(name: str, person: int) -> None:
    make, what, _ = RINGS[name]
    call = make()
    assert rings_at(call.session, person) == what
    freed = [one for one in call.after(Released(person)) if isinstance(one, OfferOver)]
    assert [(one.agent, one.result) for one in freed] == [(person, OfferResult.NO_ANSWER)]
    assert (rings(call.session), rings_at(call.session, person)) == ({}, "")


def test_who_talks_or_is_nobody_is_not_freed_so() -> None:
    call = talking()
    for person in (7, 8):
        assert call.after(Released(person)) == []
    assert (leg_of(call.session, 7), leg_of(call.session, 8)) == (L, "")


@pytest.mark.parametrize("name", RINGS)
def test_what_rings_and_is_not_there_has_failed(name: str) -> None:
    make, what, _ = RINGS[name]
    call = make()
    assert what in believed(call.session)
    decided = call.after(Unseen(what))
    assert decided[0] == note(Fact.TROUBLE, what="no_leg", detail=what)
    assert what not in rings(call.session)
    assert call.after(Unseen(what)) == []


def test_legs_of_a_talk_that_are_not_there() -> None:
    call = talking()
    assert call.after(Unseen(L))[:3] == [
        note(Fact.TROUBLE, what="no_leg", detail=L), TalkOver(7), note(Fact.AGENT_LOST, agent=7, cause="LOST"),
    ]  # fmt: skip
    third = consulting()
    third.after(port.LegUp(C, f"{C}-t1", NOW))
    assert note(Fact.RETURNED, agent=7) in third.after(Unseen(f"{C}-t1"))
    left = consulting()
    left.after(port.LegUp(C, f"{C}-t1", NOW))
    assert TalkOver(7) in left.after(Unseen(L))
    assert left.session.parties.third is not None
    out = citizen_rings()
    assert out.after(Unseen(f"{C}-a"))[-1] == Close()


# ---- a caller without an agent is in no room


ALONE = (CallState.QUEUED, CallState.TESTING, CallState.IN_FLOW)
LEAVES = [key for key, after in TABLE.items() if key[0] is CallState.TALKING and after in ALONE]


@pytest.mark.parametrize(("state", "move"), LEAVES)
def test_whichever_way_the_caller_leaves_an_agent_he_leaves_the_room(state: CallState, move: Move) -> None:
    third = Third("t", kinds.Target())
    parties = Parties(
        room=True, caller_in=True, muted=True, masked=True, third=third, watchers=(Watcher("w", 9),), legs=4
    )
    turn = Turn(Session(C, state=state, parties=parties), NOW)
    assert turn.move(move)
    assert turn.s.parties == Parties(masked=True, watchers=(Watcher("w", 9),), legs=4)


@pytest.mark.parametrize("script", Script)
def test_who_rings_off_during_a_script_of_the_agents_button_has_its_outcome(script: Script) -> None:
    outcomes = {
        Script.SILENT: Outcome.SILENT, Script.TOO_QUIET: Outcome.TOO_QUIET, Script.HANDS_FREE: Outcome.HANDS_FREE,
        Script.NOISY: Outcome.NOISY,
    }  # fmt: skip
    call = talking()
    call.after(AgentRequest(7, kinds.PlayScript(script)))
    ended = next(n for n in call.after(hung_up()) if getattr(n, "kind", None) is Fact.ENDED)
    assert ended.data["outcome"] is outcomes[script]  # type: ignore[union-attr]


# ---- whatever is told in whatever order, at whatever time

SWITCH = st.one_of(
    st.builds(port.LegUp, st.just(C), st.sampled_from([f"{C}-t1", f"{C}-t2", f"{C}-w1", f"{C}-a", C]), st.just(NOW)),
    st.builds(
        port.LegFailed, st.just(C), st.sampled_from([f"{C}-t1", f"{C}-w1", f"{C}-a", C]), st.just(NOW),
        st.sampled_from(["NO_ANSWER", "USER_BUSY", "X"]),
    ),
    st.builds(
        port.Refusal, st.just(C), st.just(NOW),
        st.sampled_from(["CallLeg", "Watch", "CallCaller", "PickUp", "Unbridge", "Hold", "Mute", "Mask"]),
        st.just("-ERR"), st.sampled_from(["", f"{C}-t1", f"{C}-w1", f"{C}-a"]),
    ),
    st.builds(Released, st.sampled_from([7, 8])),
    st.builds(Unseen, st.sampled_from(["l-1", f"{C}-t1", f"{C}-w1", f"{C}-a", "bridge 2", "bridge 3"])),
)  # fmt: skip
BEGINS = FIRST | st.just(AgentRequest(7, kinds.CallOut("13800138000", line="filing"), "1001"))
STEPS = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 1.0, 7.0, 26.0]), TELLS | SWITCH), max_size=40)


class Clocked(Call):
    """A call whose timers run out when they are due; it keeps how long each thing has been ringing."""

    def __init__(self, flow: object) -> None:
        super().__init__(flow)  # type: ignore[arg-type]
        self.due: dict[str, float] = {}
        self.since: dict[str, float] = {}

    def tell(self, message: CallMessage) -> None:
        logged = len(self.log)
        self.after(message)
        for one in self.log[logged:]:
            match one:
                case Arm(name, seconds):
                    self.due[name] = self.now + seconds
                case Disarm(name):
                    self.due.pop(name, None)
                case Close():
                    self.due.clear()
        now = rings(self.session)
        self.since = {what: self.since.get(what, self.now) for what in now}
        for what, seconds in now.items():
            assert self.now - self.since[what] <= seconds + GRACE_SECONDS, what

    def pass_time(self, seconds: float) -> None:
        until = self.now + seconds
        while (first := min(self.due.items(), key=lambda one: one[1], default=None)) and first[1] <= until:
            name, self.now = first
            del self.due[name]
            self.tell(TimeUp(name))
        self.now = until


@given(FLOWS, BEGINS, STEPS)
@settings(max_examples=often(200, 2000))
def test_nothing_rings_longer_than_its_time(
    flow: object, first: CallMessage, steps: list[tuple[float, CallMessage]]
) -> None:
    call = Clocked(flow)
    call.tell(first)
    for seconds, message in steps:
        call.pass_time(seconds)
        call.tell(message)
    call.pass_time(45 + 2 * GRACE_SECONDS)
    assert set(rings(call.session)) <= set(call.since)
    for what, seconds in rings(call.session).items():
        assert call.now - call.since[what] <= seconds + GRACE_SECONDS, what
    if call.session.state in ALONE:
        assert (call.session.parties.room, call.session.parties.third) == (False, None)
    call.tell(Lost())
    assert call.session.state is CallState.ENDED
    assert rings(replace(call.session, held=None)) == {}
