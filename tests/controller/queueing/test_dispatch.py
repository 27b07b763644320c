"""The queue's hand: what the lanes and the book are told, on timers in the test's hand."""

from typing import Any

import pytest

from controller.calls.asks import Join
from controller.calls.messages import CallMessage, NobodyLeft, Offered, Waits
from controller.queueing.dispatch import Dispatch
from controller.queueing.line import LineRouting, Rung
from controller.queueing.presence import Agent, Changed, Move
from controller.timers import VirtualTimers
from hotline.words import OfferResult, Presence, Reason, Whom

pytestmark = pytest.mark.unit

T = 1_000.0
LINE = LineRouting("filing", "head", (1,), (2,), (Rung(Whom.A, 15), Rung(Whom.B, 15), Rung(Whom.POOL, 20)), 15, 30)


class Floor:
    """A dispatcher and what it has told."""

    def __init__(self, *ready: int, agents: int = 3) -> None:
        self.timers = VirtualTimers(T)
        self.told: list[tuple[str, CallMessage]] = []
        self.book: list[Changed] = []
        self.dispatch = Dispatch(self.timers, lambda call, told: self.told.append((call, told)), self.book.append)
        self.dispatch.set_floor([agent(n) for n in range(1, agents + 1)], [LINE])
        for person in ready:
            self.order(person, Move.WISH_READY)
        self.book.clear()

    def order(self, person: int, move: Move, reason: Reason = Reason.BY_HAND) -> bool:
        return self.dispatch.request_move(person, move, reason=reason, by=f"agent{person}")

    def state(self, person: int) -> tuple[Presence, Reason]:
        return self.dispatch.agents[person].state, self.dispatch.agents[person].reason

    def news(self) -> list[tuple[Presence, Reason, str | None]]:
        news, self.book[:] = [(c.new, c.reason, c.call) for c in self.book], []
        return news

    def talk(self, call: str, person: int) -> None:
        self.dispatch.join(call, Join("filing", 0, T))
        self.dispatch.offer_over(call, person, OfferResult.ANSWERED)


def agent(person: int, **more: Any) -> Agent:
    return Agent(person, "head", f"100{person}", **more)


def test_a_call_is_offered_and_every_change_is_booked() -> None:
    floor = Floor(1)
    floor.dispatch.join("c", Join("filing", 0, T))
    floor.dispatch.offer_over("c", 1, OfferResult.ANSWERED)
    floor.dispatch.talk_over("c", 1, "filing")
    floor.timers.advance(T + 29.9)
    assert floor.state(1) == (Presence.WRAP_UP, Reason.CALL_ENDED)
    floor.timers.advance(T + 30)
    assert floor.told == [("c", Offered(1, 1, "1001", Whom.A, 15))]
    assert floor.book == [
        Changed(1, T, Presence.READY, Presence.OFFERED, Reason.CALL_OFFERED, "system", "c", None),
        Changed(1, T, Presence.OFFERED, Presence.TALKING, Reason.CALL_ANSWERED, "system", "c", None),
        Changed(1, T, Presence.TALKING, Presence.WRAP_UP, Reason.CALL_ENDED, "system", "c", T + 30),
        Changed(1, T + 30, Presence.WRAP_UP, Presence.READY, Reason.WRAP_UP_OVER, "system", None, None),
    ]


def test_a_missed_offer_goes_on_and_the_agent_is_told_why() -> None:
    floor = Floor(1, 2, 3)
    floor.dispatch.join("c", Join("filing", 0, T))
    for person, result in ((1, OfferResult.NO_ANSWER), (2, OfferResult.BUSY), (3, OfferResult.UNREACHABLE)):
        floor.dispatch.offer_over("c", person, result)
    assert floor.told == [
        ("c", Offered(1, 1, "1001", Whom.A, 15)),
        ("c", Offered(2, 2, "1002", Whom.B, 15)),
        ("c", Offered(3, 3, "1003", Whom.POOL, 15)),
        ("c", NobodyLeft("nobody")),
    ]
    assert [floor.state(n) for n in (1, 2, 3)] == [
        (Presence.AWAY, Reason.NO_ANSWER),
        (Presence.AWAY, Reason.TELEPHONE_BUSY),
        (Presence.AWAY, Reason.TELEPHONE_GONE),
    ]  # fmt: skip


def test_the_pool_is_waited_for_and_then_given_up() -> None:
    floor = Floor(1)
    floor.talk("busy", 1)
    floor.told.clear()
    floor.dispatch.join("c", Join("filing", 0, T))
    assert floor.told == [("c", Waits())]
    floor.timers.advance(T + 20)
    assert floor.told == [("c", Waits()), ("c", NobodyLeft("too_long"))]


def test_a_caller_who_leaves_is_not_looked_at_again() -> None:
    floor = Floor(1)
    floor.talk("busy", 1)
    floor.dispatch.join("c", Join("filing", 0, T))
    floor.dispatch.forget("c")
    floor.told.clear()
    floor.timers.advance(T + 100)
    assert floor.told == []
    assert floor.state(1) == (Presence.TALKING, Reason.CALL_ANSWERED)


def test_the_next_caller_is_given_when_the_wrap_up_is_over_or_waived() -> None:
    for waived in (True, False):
        floor = Floor(1)
        floor.talk("first", 1)
        floor.dispatch.join("second", Join("filing", 0, T))
        floor.dispatch.talk_over("first", 1, "filing")
        if waived:
            assert floor.order(1, Move.WISH_READY)
            assert floor.told[-1] == ("second", Offered(1, 1, "1001", Whom.POOL, 15))
            floor.timers.advance(T + 30)
            assert floor.state(1) == (Presence.OFFERED, Reason.CALL_OFFERED)
        else:
            floor.timers.advance(T + 19)
            assert floor.told[-1] == ("second", Waits())


def test_a_kept_wish_counts_as_done_and_is_obeyed_later() -> None:
    floor = Floor(1)
    floor.talk("c", 1)
    assert floor.order(1, Move.WISH_AWAY, Reason.MEAL) is True
    assert floor.state(1) == (Presence.TALKING, Reason.CALL_ANSWERED)
    floor.dispatch.talk_over("c", 1, "filing")
    floor.timers.advance(T + 60)
    assert floor.state(1) == (Presence.AWAY, Reason.MEAL)


def test_a_wish_that_does_not_fit_is_refused() -> None:
    floor = Floor(1)
    assert floor.order(1, Move.WISH_READY) is False
    assert floor.order(2, Move.WISH_OFF) is False
    assert floor.news() == []


def test_what_does_not_concern_the_agent_changes_nothing() -> None:
    floor = Floor(1)
    floor.talk("c", 1)
    floor.news()
    floor.dispatch.offer_over("other", 1, OfferResult.NO_ANSWER)
    floor.dispatch.talk_over("other", 1, "filing")
    floor.dispatch.talk_over("c", 99, "filing")
    floor.dispatch.released(1, "c")
    floor.dispatch.telephone_gone("1001")
    floor.dispatch.telephone_gone("9999")
    assert floor.news() == []


def test_a_telephone_that_goes_takes_its_ready_agent_along() -> None:
    floor = Floor(1, 2)
    floor.dispatch.telephone_gone("1001")
    assert floor.news() == [(Presence.AWAY, Reason.TELEPHONE_GONE, None)]


def test_an_offer_of_a_former_controller_gives_its_agent_back() -> None:
    floor = Floor(1)
    floor.dispatch.join("c", Join("filing", 0, T))
    floor.news()
    floor.dispatch.released(1, "other")
    assert floor.news() == []
    floor.dispatch.released(1, "c")
    assert floor.news() == [(Presence.READY, Reason.RECONCILED, None)]


def test_an_agent_whose_call_is_none_is_freed_where_he_sees_it() -> None:
    floor = Floor(1)
    floor.talk("c", 1)
    floor.news()
    floor.dispatch.free(1)
    assert floor.news() == [(Presence.AWAY, Reason.RECONCILED, None)]


def test_a_line_that_is_no_more_leads_the_caller_on() -> None:
    floor = Floor(1)
    floor.dispatch.join("c", Join("closed", 0, T))
    assert floor.told == [("c", NobodyLeft("no_line"))]


def test_offers_of_a_call_taken_over_count_on() -> None:
    floor = Floor(1)
    floor.dispatch.offers_begun("c", 4)
    floor.dispatch.join("c", Join("filing", 0, T))
    assert floor.told == [("c", Offered(5, 1, "1001", Whom.A, 15))]


class TestTheFloorReadAgain:
    def test_states_are_kept_and_telephones_are_new(self) -> None:
        floor = Floor(1)
        floor.dispatch.set_floor([Agent(1, "head", "2001"), agent(2)], [LINE])
        assert floor.state(1) == (Presence.READY, Reason.BY_HAND)
        floor.dispatch.join("c", Join("filing", 0, T))
        assert floor.told == [("c", Offered(1, 1, "2001", Whom.A, 15))]

    def test_who_is_gone_is_signed_out_and_once(self) -> None:
        floor = Floor(1)
        floor.dispatch.set_floor([agent(2)], [LINE])
        floor.dispatch.set_floor([agent(2)], [LINE])
        assert floor.news() == [(Presence.OFF, Reason.SIGNED_OUT, None)]

    def test_who_is_gone_ends_his_call_first(self) -> None:
        floor = Floor(1)
        floor.talk("c", 1)
        floor.news()
        floor.dispatch.set_floor([agent(2)], [LINE])
        floor.dispatch.talk_over("c", 1, "filing")
        floor.timers.advance(T + 30)
        assert floor.news() == [(Presence.WRAP_UP, Reason.CALL_ENDED, "c"), (Presence.OFF, Reason.SIGNED_OUT, None)]

    def test_a_wrap_up_of_before_the_restart_ends_in_time(self) -> None:
        floor = Floor()
        wrapping = agent(9, state=Presence.WRAP_UP, reason=Reason.CALL_ENDED, since=T - 25, until=T + 5)
        floor.dispatch.set_floor([wrapping], [LINE])
        floor.timers.advance(T + 5)
        assert floor.state(9) == (Presence.READY, Reason.WRAP_UP_OVER)

    def test_who_moves_to_another_site_is_asked_there(self) -> None:
        floor = Floor(1, 2, 3)
        floor.dispatch.set_floor([agent(1), agent(2), Agent(3, "east", "1003")], [LINE])
        for person in (1, 2):
            floor.order(person, Move.WISH_AWAY)
        floor.dispatch.join("c", Join("filing", 0, T))
        assert floor.told == [("c", NobodyLeft("nobody"))]

    def test_who_takes_no_calls_is_neither_counted_nor_asked(self) -> None:
        floor = Floor()
        clerk = Agent(1, "head", "1001", takes_calls=False)
        floor.dispatch.set_floor([clerk], [LINE])
        floor.dispatch.engage("mine", 1)
        floor.dispatch.join("c", Join("filing", 0, T))
        assert floor.told == [("c", NobodyLeft("nobody"))]
        floor.dispatch.offer_over("mine", 1, OfferResult.ANSWERED)
        floor.dispatch.talk_over("mine", 1, "")
        assert floor.state(1) == (Presence.OFF, Reason.CALL_ENDED)

    def test_who_may_take_calls_no_more_is_signed_out(self) -> None:
        floor = Floor(1)
        floor.dispatch.set_floor([Agent(1, "head", "1001", takes_calls=False)], [LINE])
        assert floor.state(1) == (Presence.OFF, Reason.SIGNED_OUT)
        floor.dispatch.join("c", Join("filing", 0, T))
        assert floor.told == [("c", NobodyLeft("nobody"))]
        floor.dispatch.set_floor([agent(1)], [LINE])
        floor.order(1, Move.WISH_READY)
        floor.dispatch.join("d", Join("filing", 0, T))
        assert floor.told[-1] == ("d", Offered(1, 1, "1001", Whom.A, 15))


@pytest.mark.parametrize("result", OfferResult)
def test_what_rings_beside_the_queue_moves_nobody_in_it(result: OfferResult) -> None:
    """A supervisor or a consulted colleague is rung for a call that waits or rings elsewhere."""
    floor = Floor(1, 3)
    floor.dispatch.engage("c", 3)
    floor.dispatch.join("c", Join("filing", 0, T))
    floor.dispatch.offer_over("c", 3, result)
    assert floor.dispatch.board.offered_to("c") == 1
    assert (floor.state(1)[0], floor.state(3)[0] is Presence.OFFERED) == (Presence.OFFERED, False)
    floor.dispatch.offer_over("c", 1, OfferResult.ANSWERED)
    assert "c" not in floor.dispatch.board.calls
