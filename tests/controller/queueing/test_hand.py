"""A certain agent, the supervisor's hand, places, figures and cover."""

import pytest

from controller.queueing.line import Give, LineRouting, Place, Rung, Wait
from hotline.words import Presence

from .places import BRANCH, LAW, LINES, PERSON, POOL, SIGN, A, board, stand, waits

pytestmark = pytest.mark.unit

READY, TALKING, AWAY, WRAP_UP = Presence.READY, Presence.TALKING, Presence.AWAY, Presence.WRAP_UP
LINE = LineRouting("x", "east", (1,), (), (Rung(A, 10), Rung(POOL, 20), Rung(BRANCH, 30, sites=("west",))), 15, 30)


class TestACertainAgent:
    def test_he_is_asked_before_the_ladder(self) -> None:
        made = board(p1=READY, p2=READY)
        assert made.join("c", LINE, priority=0, since=0.0, now=0.0, agent=2) == [Give("c", 2, PERSON, 15)]

    def test_he_may_be_of_another_site(self) -> None:
        made = board(p1=READY, p7=READY)
        assert made.join("c", LINE, priority=0, since=0.0, now=0.0, agent=7) == [Give("c", 7, PERSON, 15, "north")]

    @pytest.mark.parametrize("state", [TALKING, WRAP_UP, AWAY])
    def test_who_is_not_ready_is_not_waited_for(self, state: Presence) -> None:
        made = board(p1=READY, p2=state)
        assert made.join("c", LINE, priority=0, since=0.0, now=0.0, agent=2) == [Give("c", 1, A, 10)]

    def test_nobody_known_by_that_number(self) -> None:
        made = board(p1=READY)
        assert made.join("c", LINE, priority=0, since=0.0, now=0.0, agent=99) == [Give("c", 1, A, 10)]

    def test_he_must_be_able_too(self) -> None:
        made = board(p1=READY, p2=READY)
        decided = made.join("c", LINE, priority=0, since=0.0, now=0.0, agent=1, needs=((LAW, 3),))
        assert decided == [Give("c", 2, POOL, 15)]

    def test_who_does_not_answer_is_followed_by_the_whole_ladder(self) -> None:
        made = board(p1=READY, p2=READY)
        made.join("c", LINE, priority=0, since=0.0, now=0.0, agent=2)
        stand(made, 2, AWAY, 15.0)
        assert made.missed("c", 15.0) == [Give("c", 1, A, 10)]


class TestByHand:
    def test_the_supervisor_overtakes(self) -> None:
        """Agent 2 is ready beside callers who need more than he can: only then somebody is ready while calls wait."""
        made = board(p2=TALKING, p7=READY)
        waits(made, LINE, "c1", "c2", at=2.0)
        assert made.take("c2", 7) == [Give("c2", 7, PERSON, 15, "north")]
        assert made.waiting("x") == 1
        assert stand(made, 2, READY, 3.0) == [Give("c1", 2, POOL, 15)]

    def test_who_is_asked_by_hand_is_asked_nothing_else(self) -> None:
        made = board(p2=TALKING, p7=READY)
        waits(made, LINE, "c1", "c2", at=2.0)
        made.take("c2", 7)
        assert made.take("c1", 7) == []

    def test_what_is_not_possible_changes_nothing(self) -> None:
        made = board(p2=TALKING, p7=TALKING, p8=READY)
        needing = LineRouting("n", "east", (), (), (Rung(POOL, 20),), 15, 30, needs=((LAW, 1),))
        waits(made, needing, "c")
        assert [made.take("c", person) for person in (7, 8, 99)] == [[], [], []]
        assert made.take("nobody", 8) == []
        assert stand(made, 2, READY, 3.0) == [Give("c", 2, POOL, 15)]
        stand(made, 7, READY, 4.0)
        assert made.take("c", 7) == []

    def test_a_missed_hand_puts_the_call_back_where_it_stood(self) -> None:
        for at, decided in ((15.0, Wait("c", 20.0)), (20.0, Wait("c", 50.0))):
            made = board(p2=TALKING, p4=TALKING, p7=READY)
            waits(made, LINE, "c")
            made.take("c", 7)
            stand(made, 7, AWAY, at)
            assert made.missed("c", at) == [decided]


class TestPlaces:
    def test_counted_by_rank_in_the_own_line(self) -> None:
        made = board(p2=TALKING)
        waits(made, LINES[1], "other")
        waits(made, LINE, "c1", "c2", at=2.0)
        made.join("urgent", LINE, priority=50, since=3.0, now=3.0)
        places = [made.place(name, 3.0).position for name in ("urgent", "c1", "c2", "other")]
        assert places == [1, 2, 3, 1]

    def test_on_whatever_step_and_with_whatever_needs(self) -> None:
        made = board(p2=TALKING, p5=TALKING)
        waits(made, LINE, "c1", "c2", at=2.0)
        made.join("c3", LINE, priority=0, since=3.0, now=3.0, needs=((LAW, 1),))
        assert made.look("c2", 22.0) == [Wait("c2", 52.0)]
        assert [made.place(name, 23.0).position for name in ("c1", "c2", "c3")] == [1, 2, 3]
        made.leave("c1")
        assert [made.place(name, 23.0).position for name in ("c2", "c3")] == [1, 2]

    def test_one_that_rings_keeps_the_place_it_would_have_and_counts_for_nobody(self) -> None:
        made = board(p2=TALKING)
        waits(made, LINE, "c1", "c2", at=2.0)
        stand(made, 2, READY, 3.0)
        assert [made.place(name, 3.0).position for name in ("c1", "c2")] == [1, 1]

    def test_the_wait_to_be_expected(self) -> None:
        made = board(p2=TALKING, p3=TALKING)
        waits(made, LINE, "c1", "c2", "c3", at=3.0)
        assert made.place("c3", 3.0) == Place(3, None)
        made.handled("x", 100.0)
        assert made.place("c3", 3.0) == Place(3, 150.0)
        made.handled("x", 200.0)
        assert made.place("c3", 3.0) == Place(3, 165.0)
        made.handled("other", 1.0)
        assert made.place("c1", 3.0) == Place(1, 55.0)

    def test_only_agents_count_who_may_take_the_call(self) -> None:
        made = board(p1=TALKING, p2=TALKING, p3=TALKING, p4=TALKING, p5=TALKING, p7=TALKING)
        made.handled("x", 60.0)
        waits(made, LINE, "c")
        made.join("law", LINE, priority=50, since=1.0, now=1.0, needs=((LAW, 2),))
        assert (made.place("c", 1.0), made.place("law", 1.0)) == (Place(2, 40.0), Place(1, 60.0))
        made.look("law", 21.0)
        assert made.place("law", 21.0) == Place(1, 20.0)

    def test_with_nobody_there_nothing_is_promised(self) -> None:
        made = board()
        made.handled("p", 60.0)
        waits(made, LineRouting("p", "east", (), (), (Rung(POOL, 20, skip_if_none=False),), 15, 30), "c")
        assert made.place("c", 0.0) == Place(1, None)

    def test_who_is_not_in_the_queue_has_no_place(self) -> None:
        assert board().place("gone", 0.0) == Place(0, None)


class TestFigures:
    def test_present_are_all_who_have_not_left(self) -> None:
        made = board(p1=READY, p2=TALKING, p3=WRAP_UP, p4=READY, p5=AWAY, p6=Presence.OFF, p7=Presence.OFFERED)
        assert [made.present(site) for site in ("east", "west", "north", "nowhere")] == [3, 1, 1, 0]
        made.agent(3, "west", WRAP_UP, 1.0)
        made.agent(1, "east", AWAY, 1.0)
        assert [made.present(site) for site in ("east", "west")] == [1, 2]

    def test_load_is_waiting_calls_for_each_who_can(self) -> None:
        needing = LineRouting("n", "west", (), (), (Rung(POOL, 20),), 15, 30, needs=((LAW, 2), (SIGN, 1)))
        made = board(p4=TALKING, p5=TALKING, p6=TALKING)
        assert (made.load("n"), made.waiting("n")) == (0.0, 0)
        waits(made, needing, "c1", "c2", "c3")
        assert (made.load("n"), made.waiting("n")) == (3.0, 3)

    def test_lines_without_cover(self) -> None:
        made = board(p1=AWAY, p2=WRAP_UP, p4=AWAY, p5=Presence.OFF)
        lines = [
            LineRouting(code, "east", a, b, (), 15, 30)
            for code, a, b in (
                ("a_away", (1,), ()), ("b_there", (1,), (2,)), ("all_away", (1, 4), (5,)), ("unnamed", (), ()),
                ("unknown", (99,), ()), ("a_there", (1, 2), (5,)),
            )
        ]  # fmt: skip
        assert made.uncovered(lines) == ["a_away", "all_away", "unnamed", "unknown"]
