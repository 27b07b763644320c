"""Agents' states: the table is the whole truth, and each second of a day lies in exactly one state."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.queueing import presence
from controller.queueing.presence import KEPT, MISSED, TABLE, TAKES_NONE, Agent, Changed, Move, may_call_out
from hotline.words import OfferResult, Presence, Reason
from tests.effort import often

pytestmark = pytest.mark.unit

ME = Agent(1, "head", "1001")
PAIRS = list(itertools.product(Presence, Move))


def standing(state: Presence, **more: object) -> Agent:
    call = "c-1" if state in (Presence.OFFERED, Presence.TALKING, Presence.WRAP_UP) else None
    return Agent(1, "head", "1001", state, Reason.BY_HAND, 100.0, call=call, **more)  # type: ignore[arg-type]


def reached(start: Presence) -> set[Presence]:
    seen, todo = {start}, [start]
    while todo:
        state = todo.pop()
        for (old, _), new in TABLE.items():
            if old is state and new not in seen:
                seen.add(new)
                todo.append(new)
    return seen


@pytest.mark.parametrize("state", list(Presence))
def test_every_state_leads_to_every_other(state: Presence) -> None:
    assert reached(state) == set(Presence)


@pytest.mark.parametrize(("state", "move"), PAIRS)
def test_a_move_is_in_the_table_or_changes_nothing(state: Presence, move: Move) -> None:
    agent = standing(state)
    after, changed = presence.move(agent, move, reason=Reason.BY_HAND, at=200.0, by="me", call="c-2", until=230.0)
    if move in KEPT and state in (Presence.OFFERED, Presence.TALKING):
        assert (after.kept, after.state, changed) == ((KEPT[move], Reason.BY_HAND), state, None)
        return
    new = TABLE.get((state, move))
    if new is None:
        assert (after, changed) == (agent, None)
        return
    assert after == Agent(1, "head", "1001", new, Reason.BY_HAND, 200.0, 230.0, "c-2")
    assert changed == Changed(1, 200.0, state, new, Reason.BY_HAND, "me", "c-2", 230.0)


def test_a_call_goes_through_every_state() -> None:
    agent, states = ME, []
    day = [
        (Move.WISH_READY, Reason.BY_HAND), (Move.OFFER, Reason.CALL_OFFERED), (Move.ANSWERED, Reason.CALL_ANSWERED),
        (Move.CALL_OVER, Reason.CALL_ENDED), (Move.WRAP_UP_OVER, Reason.WRAP_UP_OVER),
        (Move.WISH_OFF, Reason.SIGNED_OUT),
    ]  # fmt: skip
    for at, (move, reason) in enumerate(day):
        call = "c-1" if move in (Move.OFFER, Move.ANSWERED) else None
        agent, changed = presence.move(agent, move, reason=reason, at=float(at), call=call)
        assert changed is not None
        states.append((changed.new, changed.reason, changed.call))
    assert states == [
        (Presence.READY, Reason.BY_HAND, None),
        (Presence.OFFERED, Reason.CALL_OFFERED, "c-1"),
        (Presence.TALKING, Reason.CALL_ANSWERED, "c-1"),
        (Presence.WRAP_UP, Reason.CALL_ENDED, "c-1"),
        (Presence.READY, Reason.WRAP_UP_OVER, None),
        (Presence.OFF, Reason.SIGNED_OUT, None),
    ]


@pytest.mark.parametrize("result", [r for r in OfferResult if r not in (OfferResult.ANSWERED, OfferResult.CALLER_GONE)])
def test_every_way_to_miss_an_offer_has_its_reason(result: OfferResult) -> None:
    assert MISSED[result] in Reason


@pytest.mark.parametrize(
    ("state", "order", "then", "ends"),
    [
        (Presence.TALKING, Move.WISH_AWAY, [Move.CALL_OVER, Move.WRAP_UP_OVER], Presence.AWAY),
        (Presence.TALKING, Move.WISH_OFF, [Move.CALL_OVER, Move.WRAP_UP_OVER], Presence.OFF),
        (Presence.TALKING, Move.WISH_AWAY, [Move.CALL_OVER, Move.WISH_READY], Presence.READY),
        (Presence.OFFERED, Move.WISH_AWAY, [Move.CALLER_GONE], Presence.AWAY),
        (Presence.OFFERED, Move.WISH_OFF, [Move.OFFER_MISSED], Presence.OFF),
        (Presence.OFFERED, Move.WISH_READY, [Move.OFFER_MISSED], Presence.AWAY),
        (Presence.OFFERED, Move.WISH_AWAY, [Move.ANSWERED, Move.CALL_OVER, Move.WRAP_UP_OVER], Presence.AWAY),
        (Presence.TALKING, Move.WISH_OFF, [Move.FREED], Presence.AWAY),
    ],
)
def test_a_kept_wish_is_obeyed_when_the_call_is_over(
    state: Presence, order: Move, then: list[Move], ends: Presence
) -> None:
    agent, _ = presence.move(standing(state), order, reason=Reason.MEAL, at=200.0)
    for move in then:
        agent, _ = presence.move(agent, move, reason=Reason.CALL_ENDED, at=201.0)
    assert (agent.state, agent.kept) == (ends, None)


MOVES = st.tuples(st.sampled_from(Move), st.sampled_from(Reason), st.floats(0.0, 600.0), st.sampled_from(["c-1", None]))


@given(st.lists(MOVES, max_size=60))
@settings(max_examples=often(100, 400))
def test_random_moves_leave_no_second_without_a_state_and_none_with_two(day: list[tuple]) -> None:  # type: ignore[type-arg]
    agent, now = ME, 0.0
    book: list[Changed] = []
    for what, reason, wait, call in day:
        now += wait
        before = agent
        agent, changed = presence.move(agent, what, reason=reason, at=now, call=call)
        if changed is None:
            assert (agent.state, agent.since) == (before.state, before.since)
            continue
        book.append(changed)
        assert (changed.old, changed.new, changed.at) == (before.state, agent.state, agent.since)
        assert changed.reason in Reason
    assert [c.old for c in book] == [ME.state, *(c.new for c in book)][: len(book)]
    assert [c.at for c in book] == sorted(c.at for c in book)
    assert agent.kept is None or agent.state in (Presence.OFFERED, Presence.TALKING, Presence.WRAP_UP)


# ---- who has a telephone and takes no calls

CLERK = Agent(2, "head", "1010", takes_calls=False)


@pytest.mark.parametrize(("state", "what"), PAIRS)
def test_a_clerk_is_moved_by_his_own_calls_alone(state: Presence, what: Move) -> None:
    clerk = Agent(2, "head", "1010", state, takes_calls=False)
    after, changed = presence.move(clerk, what, reason=Reason.BY_HAND, at=9.0, until=99.0)
    if what in KEPT and state in (Presence.OFFERED, Presence.TALKING):
        assert (after.state, changed) == (state, None)
        return
    assert after.state == TAKES_NONE.get((state, what), state)
    assert after.until is None
    assert after.state in (Presence.OFF, Presence.OFFERED, Presence.TALKING) or after == clerk


@pytest.mark.parametrize("ends", [Move.CALL_OVER, Move.FREED])
def test_between_the_calls_that_he_makes_he_is_off(ends: Move) -> None:
    clerk, states = CLERK, []
    for what in (Move.CALL_OUT, Move.ANSWERED, ends):
        clerk, _ = presence.move(clerk, what, reason=Reason.ENGAGED, at=1.0, call="c-1")
        states.append(clerk.state)
    assert states == [Presence.OFFERED, Presence.TALKING, Presence.OFF]
    assert may_call_out(clerk)


def test_an_agent_who_is_off_calls_nobody() -> None:
    assert [may_call_out(standing(state)) for state in Presence] == [
        state in (Presence.READY, Presence.AWAY, Presence.WRAP_UP) for state in Presence
    ]
