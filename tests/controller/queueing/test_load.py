"""Overflow by load, and the most that may wait."""

import pytest

from controller.queueing.line import Give, GiveUp, LineRouting, Rung, Wait
from hotline.words import Presence

from .places import BRANCH, CALLBACK, CHAIN, LAW, POOL, A, B, board, stand, waits

pytestmark = pytest.mark.unit

READY, TALKING, AWAY = Presence.READY, Presence.TALKING, Presence.AWAY
OPEN = LineRouting("o", "east", (), (), (Rung(POOL, 60, load=2.0), Rung(BRANCH, 90, sites=("west",))), 15, 30)
SPILL = LineRouting("s", "east", (), (), (Rung(POOL, 60, load=2.0), Rung(CALLBACK, 1)), 15, 30)


def given(*decisions: object) -> list[object]:
    return [(d.call, d.agent) if isinstance(d, Give) else d for d in decisions]


class TestWideningOverflow:
    def test_below_the_ratio_everybody_waits(self) -> None:
        made = board(p1=TALKING, p2=TALKING, p4=READY)
        waits(made, OPEN, "c1", "c2", "c3")
        assert made.load("o") == 1.5

    def test_at_the_ratio_the_first_are_led_on_first(self) -> None:
        """The fourth call of two agents is one too many: the best of all four gets the branch's free agent."""
        made = board(p1=TALKING, p2=TALKING, p4=READY)
        waits(made, OPEN, "c1", "c2", "c3", at=3.0)
        decided = made.join("c4", OPEN, priority=0, since=4.0, now=4.0)
        assert given(*decided) == [Wait("c4", 64.0), ("c1", 4)]

    def test_everybody_is_led_on_while_the_ratio_is_reached(self) -> None:
        made = board(p1=TALKING, p4=TALKING)
        waits(made, OPEN, "c1", at=1.0)
        assert made.join("c2", OPEN, priority=0, since=2.0, now=2.0) == [Wait("c2", 92.0), Wait("c1", 92.0)]
        assert made.join("c3", OPEN, priority=0, since=3.0, now=3.0) == [Wait("c3", 93.0)]

    def test_who_is_missed_may_be_one_too_many(self) -> None:
        made = board(p1=READY, p4=TALKING)
        made.join("c1", OPEN, priority=0, since=0.0, now=0.0)
        waits(made, OPEN, "c2", at=1.0)
        stand(made, 1, Presence.WRAP_UP, 5.0)
        assert made.missed("c1", 5.0) == [Wait("c1", 95.0), Wait("c2", 95.0)]

    def test_an_agent_who_leaves_makes_it_too_much(self) -> None:
        made = board(p1=TALKING, p2=TALKING, p4=TALKING)
        waits(made, OPEN, "c1", "c2", at=1.0)
        assert stand(made, 2, AWAY, 5.0) == [Wait("c1", 95.0), Wait("c2", 95.0)]

    def test_only_those_count_who_can_do_what_is_needed(self) -> None:
        needing = LineRouting("o", "east", (), (), OPEN.ladder, 15, 30, needs=((LAW, 3),))
        made = board(p1=TALKING, p2=TALKING, p4=TALKING, p7=TALKING)
        ladder = (Rung(POOL, 60, load=2.0), Rung(BRANCH, 90, sites=("north",)))
        branch = LineRouting("n", "east", (), (), ladder, 15, 30, needs=((LAW, 3),))
        waits(made, branch, "c1")
        assert made.join("c2", branch, priority=0, since=2.0, now=2.0) == [Wait("c2", 92.0), Wait("c1", 92.0)]
        waits(made, needing, "d1", "d2", "d3")

    def test_with_nobody_to_lead_to_the_step_is_waited_out_until_somebody_comes(self) -> None:
        made = board(p1=TALKING)
        waits(made, OPEN, "c1", "c2", "c3", at=2.0)
        assert given(*stand(made, 4, READY, 5.0)) == [("c1", 4), Wait("c2", 95.0), Wait("c3", 95.0)]

    def test_b_who_becomes_ready_takes_the_best_of_too_many(self) -> None:
        steps = LineRouting("b", "east", (), (4,), (Rung(POOL, 60, load=2.0), Rung(B, 10)), 15, 30)
        made = board(p1=TALKING, p4=TALKING)
        waits(made, steps, "c1", "c2", "c3", at=2.0)
        assert given(*stand(made, 4, READY, 5.0)) == [("c1", 4)]
        assert made.waiting("b") == 2

    def test_two_steps_are_climbed_at_once_where_both_are_too_full(self) -> None:
        made = board(p1=TALKING, p4=TALKING, p7=TALKING)
        waits(made, CHAIN, "c1", at=1.0)
        assert made.join("c2", CHAIN, priority=0, since=2.0, now=2.0) == [Wait("c2", 62.0), Wait("c1", 62.0)]
        decided = made.join("c3", CHAIN, priority=0, since=3.0, now=3.0)
        assert decided == [Wait("c3", 63.0), Wait("c1", 63.0), Wait("c2", 63.0)]
        assert {call.rung for call in made.calls.values()} == {2}

    def test_each_is_led_on_once_however_many_steps_are_too_full(self) -> None:
        """One leaves, and both the pool, where the most urgent stands, and the branch are too full for those left."""
        ladder = (
            Rung(POOL, 9, load=9.0),
            Rung(BRANCH, 60, sites=("west",), load=3.2),
            Rung(BRANCH, 60, sites=("north",)),
        )
        steps = LineRouting("t", "east", (), (), ladder, 15, 30)
        made = board(p1=TALKING, p2=TALKING, p4=TALKING, p7=READY, p8=READY)
        names = [f"c{n}" for n in range(1, 9)]
        waits(made, steps, *names, at=8.0)
        for name in names:
            assert made.look(name, 17.0) == [Wait(name, 77.0)]
        assert made.join("urgent", steps, priority=50, since=18.0, now=18.0) == [Wait("urgent", 27.0)]
        decided = stand(made, 2, AWAY, 20.0)
        assert given(*decided) == [("urgent", 7), ("c1", 8), *(Wait(name, 80.0) for name in names[1:])]

    def test_an_agent_who_goes_to_another_site_is_missing_at_the_old_one(self) -> None:
        made = board(p1=TALKING, p2=TALKING, p4=TALKING)
        waits(made, OPEN, "c1", "c2", at=1.0)
        assert made.agent(2, "north", TALKING, 5.0) == [Wait("c1", 95.0), Wait("c2", 95.0)]

    def test_a_position_that_is_waited_for_has_no_limit(self) -> None:
        ladder = (Rung(A, 20, skip_if_none=False, load=0.1), Rung(CALLBACK, 1))
        waits(board(), LineRouting("a", "east", (1,), (), ladder, 15, 30), "c1", "c2")

    def test_a_last_step_has_nothing_to_lead_to(self) -> None:
        made = board(p1=TALKING)
        waits(made, LineRouting("l", "east", (), (), (Rung(POOL, 60, load=1.0),), 15, 30), "c1", "c2", "c3")

    def test_nobody_counts_as_one(self) -> None:
        """A step that waits for whoever comes is not full with the first call."""
        steps = (Rung(POOL, 60, load=2.0, skip_if_none=False), Rung(CALLBACK, 1))
        made = board()
        waits(made, LineRouting("w", "east", (), (), steps, 15, 30), "c1")
        assert made.load("w") == 1.0


class TestOverflowToTheCallBack:
    def test_the_last_are_led_there_and_the_first_wait_on(self) -> None:
        made = board(p1=TALKING)
        waits(made, SPILL, "c1", at=1.0)
        assert made.join("c2", SPILL, priority=0, since=2.0, now=2.0) == [GiveUp("c2", "callback")]
        assert made.place("c1", 2.0).position == 1

    def test_a_higher_priority_sends_another_there(self) -> None:
        made = board(p1=TALKING)
        waits(made, SPILL, "c1", at=1.0)
        decided = made.join("urgent", SPILL, priority=50, since=2.0, now=2.0)
        assert decided == [Wait("urgent", 62.0), GiveUp("c1", "callback")]

    def test_the_last_of_all_whatever_they_need(self) -> None:
        for first, last in (((), ((LAW, 1),)), (((LAW, 1),), ())):
            made = board(p1=TALKING, p2=TALKING)
            made.join("first", SPILL, priority=0, since=1.0, now=1.0, needs=first)
            made.join("last", SPILL, priority=0, since=2.0, now=2.0, needs=last)
            assert stand(made, 2, AWAY, 3.0) == [GiveUp("last", "callback")]

    def test_as_many_as_are_too_many(self) -> None:
        made = board(p1=TALKING, p2=TALKING, p3=TALKING)
        waits(made, SPILL, "c1", "c2", "c3", "c4", "c5", at=5.0)
        assert stand(made, 3, AWAY, 6.0) == [GiveUp("c5", "callback"), GiveUp("c4", "callback")]
        assert made.waiting("s") == 3

    def test_a_branch_with_nobody_there_is_passed_over(self) -> None:
        steps = (Rung(POOL, 60, load=1.0), Rung(B, 9), Rung(CALLBACK, 1))
        made = board(p1=TALKING, p2=TALKING, p4=AWAY)
        line = LineRouting("x", "east", (), (4,), steps, 15, 30)
        waits(made, line, "c1", at=1.0)
        assert made.join("c2", line, priority=0, since=2.0, now=2.0) == [GiveUp("c2", "callback")]


class TestTheMostThatMayWait:
    LINE = LineRouting("f", "east", (), (), (Rung(POOL, 60),), 15, 30, most_waiting=2)

    def test_one_more_is_told_at_once(self) -> None:
        made = board(p1=TALKING)
        waits(made, self.LINE, "c1", "c2")
        assert made.join("c3", self.LINE, priority=0, since=3.0, now=3.0) == [GiveUp("c3", "full")]
        assert made.waiting("f") == 2
        assert "c3" not in made.calls

    def test_who_finds_somebody_free_is_not_one_too_many(self) -> None:
        made = board(p1=TALKING)
        waits(made, self.LINE, "c1", "c2")
        needing = LineRouting(
            "f", "east", (2,), (), (Rung(B, 5), *self.LINE.ladder), 15, 30, needs=((LAW, 3),), most_waiting=2
        )
        assert stand(made, 2, READY, 3.0)[0].call == "c1"
        waits(made, self.LINE, "c3")
        assert given(*made.join("c4", needing, priority=0, since=4.0, now=4.0, agent=2)) == [GiveUp("c4", "full")]
        made.leave("c2")
        made.leave("c3")
        assert given(*stand(made, 2, READY, 5.0)) == []
        assert given(*made.join("c5", needing, priority=0, since=5.0, now=5.0)) == [("c5", 2)]

    def test_one_that_rings_does_not_wait(self) -> None:
        made = board(p1=READY)
        assert given(*made.join("c0", self.LINE, priority=0, since=0.0, now=0.0)) == [("c0", 1)]
        waits(made, self.LINE, "c1", "c2")

    def test_who_was_asked_and_missed_keeps_his_place(self) -> None:
        made = board(p1=READY, p2=TALKING)
        made.join("c0", self.LINE, priority=0, since=0.0, now=0.0)
        waits(made, self.LINE, "c1", "c2")
        stand(made, 1, AWAY, 9.0)
        assert made.missed("c0", 9.0) == [Wait("c0", 60.0)]

    def test_who_finds_somebody_free_is_taken_also_beside_too_many(self) -> None:
        """Both who wait need more than agent 1 can; the third does not."""
        made = board(p1=TALKING, p2=READY)
        made.join("c0", self.LINE, priority=0, since=0.0, now=0.0, needs=((LAW, 3),))
        for name in ("c1", "c2"):
            made.join(name, self.LINE, priority=0, since=1.0, now=1.0, needs=((LAW, 3),))
        stand(made, 2, Presence.WRAP_UP, 9.0)
        made.missed("c0", 9.0)
        stand(made, 1, READY, 10.0)
        assert made.waiting("f") == 3
        assert given(*made.join("c3", self.LINE, priority=0, since=11.0, now=11.0)) == [("c3", 1)]

    def test_another_line_has_its_own_places(self) -> None:
        made = board(p1=TALKING)
        waits(made, self.LINE, "c1", "c2")
        waits(made, LineRouting("g", "east", (), (), (Rung(POOL, 60),), 15, 30, most_waiting=2), "d1", "d2")

    def test_with_nobody_there_that_is_said_and_not_that_it_is_full(self) -> None:
        made = board()
        line = LineRouting("f", "east", (), (), (Rung(POOL, 60),), 15, 30, most_waiting=1)
        for name in ("c1", "c2"):
            assert made.join(name, line, priority=0, since=0.0, now=0.0) == [GiveUp(name, "nobody")]
