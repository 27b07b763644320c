"""Climbing widens: branch sites, A and B people of other sites, steps that are waited out, the way to the call-back."""

import pytest

from controller.queueing.line import Give, GiveUp, LineRouting, Rung, Wait
from hotline.words import Presence

from .places import BRANCH, CALLBACK, LINES, PATIENT, POOL, WIDE, A, B, board, stand, waits

pytestmark = pytest.mark.unit

READY, TALKING, AWAY, WRAP_UP = Presence.READY, Presence.TALKING, Presence.AWAY, Presence.WRAP_UP
BUSY = {"p1": TALKING, "p4": TALKING, "p5": TALKING, "p7": TALKING}


def line(*ladder: Rung, a: tuple[int, ...] = (), b: tuple[int, ...] = ()) -> LineRouting:
    return LineRouting("x", "east", a, b, ladder, 15, 30)


def test_a_branch_is_asked_only_from_its_step_on() -> None:
    made = board(**BUSY)
    assert made.join("c", WIDE, priority=0, since=0.0, now=0.0) == [Wait("c", 20.0)]
    assert stand(made, 5, READY, 19.0) == []
    assert made.look("c", 20.0) == [Give("c", 5, BRANCH, 15, "west")]


def test_who_becomes_ready_at_a_branch_takes_what_waits_and_is_lent() -> None:
    made = board(**BUSY)
    waits(made, WIDE, "c")
    assert made.look("c", 20.0) == [Wait("c", 50.0)]
    assert stand(made, 7, READY, 21.0) == []
    assert stand(made, 5, READY, 22.0) == [Give("c", 5, BRANCH, 15, "west")]


def test_the_home_pool_goes_on_being_asked_and_is_not_lent() -> None:
    made = board(**BUSY)
    waits(made, WIDE, "c")
    made.look("c", 20.0)
    assert stand(made, 1, READY, 22.0) == [Give("c", 1, POOL, 15)]


def test_an_earlier_branch_may_still_take_the_call_on_a_later_step() -> None:
    for person, lent in ((5, "west"), (7, "north")):
        made = board(**BUSY)
        waits(made, WIDE, "c")
        made.look("c", 20.0)
        assert made.look("c", 50.0) == [Wait("c", 90.0)]
        assert stand(made, person, READY, 51.0) == [Give("c", person, BRANCH, 15, lent)]


def test_the_own_site_is_asked_before_a_branch_that_was_idle_longer() -> None:
    step = line(Rung(BRANCH, 20, sites=("west", "north")))
    made = board(p5=READY, p7=READY)
    stand(made, 3, READY, 9.0)
    stand(made, 5, READY, 5.0)
    given = [made.join(f"c{n}", step, priority=0, since=9.0, now=9.0) for n in range(3)]
    assert given == [
        [Give("c0", 3, POOL, 15)],
        [Give("c1", 7, BRANCH, 15, "north")],
        [Give("c2", 5, BRANCH, 15, "west")],
    ]


def test_rank_alone_decides_between_the_own_site_and_another() -> None:
    """A borrowed agent takes the stranger who asked first before his own site's caller who asked later."""
    for stranger, own, first in ((1.0, 2.0, "stranger"), (2.0, 1.0, "own")):
        made = board(p3=TALKING, p5=TALKING)
        made.join("stranger", line(Rung(BRANCH, 50, sites=("west",))), priority=0, since=stranger, now=3.0)
        made.join("own", LineRouting("w", "west", (), (), (Rung(POOL, 50),), 15, 30), priority=0, since=own, now=3.0)
        assert [give.call for give in stand(made, 5, READY, 4.0)] == [first]


def test_a_person_of_another_site_takes_the_call_from_the_pool_once_asked() -> None:
    """B of the judges' line is of another site: only after step B a call in the pool is open to him."""
    made = board(p6=TALKING, p1=TALKING)
    waits(made, LINES[2], "c")
    assert stand(made, 1, READY, 1.0) == []
    stand(made, 1, WRAP_UP, 2.0)
    assert made.look("c", 8.0) == [Wait("c", 38.0)]
    assert stand(made, 1, READY, 9.0) == [Give("c", 1, B, 15, "east")]


def test_a_call_is_kept_while_one_who_was_named_is_present() -> None:
    made = board(p6=TALKING, p1=TALKING)
    waits(made, LINES[2], "c")
    made.look("c", 8.0)
    assert stand(made, 6, AWAY, 9.0) == []
    assert stand(made, 1, AWAY, 10.0) == [GiveUp("c", "nobody")]


def test_a_branch_whose_last_agent_leaves_leads_on_when_nobody_else_is_there() -> None:
    step = line(Rung(BRANCH, 50, sites=("west",)), Rung(BRANCH, 30, sites=("north",)))
    made = board(p5=TALKING, p7=TALKING)
    waits(made, step, "c")
    assert stand(made, 5, AWAY, 4.0) == [Wait("c", 34.0)]


def test_a_branch_with_nobody_there_is_not_climbed_to() -> None:
    for states, decided in ((BUSY | {"p5": AWAY, "p4": AWAY}, Wait("c", 60.0)), (BUSY, Wait("c", 50.0))):
        made = board(**states)
        waits(made, WIDE, "c")
        assert made.look("c", 20.0) == [decided]


def test_a_call_that_waits_for_branches_goes_on_waiting_when_only_its_own_site_is_left() -> None:
    made = board(p1=TALKING, p5=TALKING, p7=TALKING)
    waits(made, line(Rung(POOL, 20), Rung(BRANCH, 30, sites=("west",)), Rung(CALLBACK, 1)), "c")
    made.look("c", 20.0)
    assert stand(made, 5, AWAY, 21.0) == []
    assert stand(made, 1, AWAY, 22.0) == [GiveUp("c", "callback")]


def test_a_missed_call_waits_on_for_its_own_site_when_the_branch_has_gone() -> None:
    made = board(p1=TALKING, p2=TALKING, p5=TALKING)
    waits(made, line(Rung(POOL, 20), Rung(BRANCH, 30, sites=("west",)), Rung(CALLBACK, 1)), "c")
    made.look("c", 20.0)
    assert stand(made, 1, READY, 21.0) == [Give("c", 1, POOL, 15)]
    stand(made, 5, AWAY, 22.0)
    stand(made, 1, AWAY, 30.0)
    assert made.missed("c", 30.0) == [Wait("c", 50.0)]


def test_one_who_is_a_and_b_is_asked_as_the_step_says() -> None:
    steps = line(Rung(B, 5), a=(5,), b=(5,))
    assert board(p5=READY).join("c", steps, priority=0, since=0.0, now=0.0) == [Give("c", 5, B, 5, "west")]


def test_only_the_calls_of_the_site_that_was_left_are_led_on() -> None:
    made = board(p3=TALKING, p6=TALKING)
    waits(made, LINES[1], "east")
    waits(made, LineRouting("w", "west", (), (), (Rung(POOL, 50),), 15, 30), "west")
    assert stand(made, 3, AWAY, 1.0) == [GiveUp("east", "nobody")]
    assert stand(made, 6, READY, 2.0) == [Give("west", 6, POOL, 15)]


class TestStepsThatAreWaitedOut:
    def test_a_step_with_nobody_there_is_passed_over_or_waited_out(self) -> None:
        for skip, decided in ((True, GiveUp("c", "nobody")), (False, Wait("c", 20.0))):
            made = board()
            step = line(Rung(POOL, 20, skip_if_none=skip))
            assert made.join("c", step, priority=0, since=0.0, now=0.0) == [decided]

    def test_somebody_comes(self) -> None:
        made = board()
        waits(made, line(Rung(POOL, 20, skip_if_none=False)), "c")
        assert stand(made, 3, READY, 19.0) == [Give("c", 3, POOL, 15)]

    def test_nobody_comes(self) -> None:
        made = board()
        waits(made, line(Rung(POOL, 20, skip_if_none=False)), "c")
        assert made.look("c", 20.0) == [GiveUp("c", "nobody")]

    def test_the_last_one_to_leave_leads_nobody_on(self) -> None:
        made = board(p3=TALKING)
        waits(made, line(Rung(POOL, 20, skip_if_none=False)), "c")
        assert stand(made, 3, AWAY, 1.0) == []

    def test_the_people_of_a_position_are_waited_for_and_nobody_else(self) -> None:
        made = board(p2=TALKING)
        waits(made, line(Rung(A, 20, skip_if_none=False), Rung(POOL, 30), a=(1,)), "c")
        assert stand(made, 2, READY, 1.0) == []
        assert stand(made, 1, READY, 2.0) == [Give("c", 1, A, 15)]

    def test_each_step_is_open_to_those_of_the_steps_before(self) -> None:
        """The line needs law 2: agent 1, who is B, has law 1 only and is never asked."""
        for person, given in ((5, A), (4, POOL), (7, B), (1, None)):
            made = board()
            waits(made, PATIENT, "c")
            assert [made.look("c", at) for at in (6.0, 15.0)] == [[Wait("c", 15.0)], [Wait("c", 22.0)]]
            told = stand(made, person, READY, 16.0)
            assert [one.whom if isinstance(one, Give) else one for one in told] == ([given] if given else [])

    def test_what_is_left_of_the_step_is_waited_after_a_missed_offer(self) -> None:
        made = board()
        waits(made, PATIENT, "c")
        assert stand(made, 5, READY, 1.0) == [Give("c", 5, A, 6)]
        stand(made, 5, AWAY, 4.0)
        assert made.missed("c", 4.0) == [Wait("c", 6.0)]

    def test_a_colleague_who_came_back_is_asked_before_it_is_waited(self) -> None:
        made = board(p1=READY, p2=READY)
        steps = line(Rung(A, 20), Rung(B, 20, skip_if_none=False), a=(1, 2), b=(4,))
        assert made.join("c", steps, priority=0, since=0.0, now=0.0) == [Give("c", 1, A, 15)]
        stand(made, 1, AWAY, 9.0)
        assert made.missed("c", 9.0) == [Give("c", 2, A, 15)]


class TestTheWayToTheCallBack:
    def test_it_ends_the_queue(self) -> None:
        made = board(p3=TALKING)
        waits(made, line(Rung(POOL, 20), Rung(CALLBACK, 1), Rung(POOL, 20)), "c")
        assert made.look("c", 20.0) == [GiveUp("c", "callback")]
        assert made.calls == {}
        assert stand(made, 3, READY, 21.0) == []

    def test_it_is_there_also_when_nobody_else_is(self) -> None:
        step = line(Rung(A, 5), Rung(POOL, 20), Rung(CALLBACK, 1), a=(1,))
        assert board().join("c", step, priority=0, since=0.0, now=0.0) == [GiveUp("c", "callback")]
