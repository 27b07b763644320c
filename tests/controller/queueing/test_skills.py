"""What a call needs, and who can do it."""

import pytest

from controller.queueing.line import Give, GiveUp, LineRouting, Rung, Skills, Wait, meets, signature
from hotline.words import Presence

from .places import LAW, POOL, SIGN, A, board, stand, waits

pytestmark = pytest.mark.unit

READY, TALKING, AWAY = Presence.READY, Presence.TALKING, Presence.AWAY


def line(*needs: tuple[str, int], a: tuple[int, ...] = ()) -> LineRouting:
    return LineRouting("x", "east", a, (), (Rung(A, 15), Rung(POOL, 20)), 15, 30, needs=needs)


@pytest.mark.parametrize(
    ("skills", "needs", "can"),
    [
        ((), (), True),
        (((LAW, 1),), (), True),
        ((), ((LAW, 1),), False),
        (((LAW, 1),), ((LAW, 1),), True),
        (((LAW, 2),), ((LAW, 1),), True),
        (((LAW, 1),), ((LAW, 2),), False),
        (((SIGN, 9),), ((LAW, 1),), False),
        (((LAW, 2), (SIGN, 1)), ((LAW, 2), (SIGN, 1)), True),
        (((LAW, 2), (SIGN, 1)), ((LAW, 2), (SIGN, 2)), False),
        ((), ((LAW, 0),), False),
    ],
)
def test_each_needed_skill_at_its_level(skills: Skills, needs: Skills, can: bool) -> None:
    assert meets(skills, needs) is can


def test_a_signature_does_not_depend_on_how_it_was_written() -> None:
    assert signature(((SIGN, 1), (LAW, 1), (LAW, 3))) == signature(((LAW, 3), (SIGN, 1), (LAW, 2)))
    assert signature(((SIGN, 1), (LAW, 1), (LAW, 3))) == ((LAW, 3), (SIGN, 1))


def test_the_longest_idle_who_can() -> None:
    made = board()
    for person, since in ((3, 1.0), (1, 2.0), (2, 3.0)):
        stand(made, person, READY, since)
    assert made.join("c", line((LAW, 2)), priority=0, since=9.0, now=9.0) == [Give("c", 2, POOL, 15)]
    assert made.join("d", line((LAW, 1)), priority=0, since=9.0, now=9.0) == [Give("d", 1, POOL, 15)]
    assert made.join("e", line(), priority=0, since=9.0, now=9.0) == [Give("e", 3, POOL, 15)]


def test_a_named_person_is_not_asked_without_the_skill() -> None:
    made = board(p1=READY, p2=TALKING)
    waits(made, line((LAW, 2), a=(1,)), "c")
    assert stand(made, 1, READY, 5.0) == []
    assert stand(made, 2, READY, 6.0) == [Give("c", 2, POOL, 15)]


def test_a_call_brings_its_own_needs_beside_those_of_its_line() -> None:
    made = board(p4=TALKING, p5=TALKING)
    west = LineRouting("w", "west", (), (), (Rung(POOL, 50),), 15, 30, needs=((LAW, 2),))
    assert made.join("c", west, priority=0, since=0.0, now=0.0, needs=((SIGN, 1), (LAW, 1))) == [Wait("c", 50.0)]
    assert stand(made, 4, READY, 1.0) == []
    assert stand(made, 5, READY, 2.0) == [Give("c", 5, POOL, 15)]


def test_who_becomes_ready_takes_the_best_he_can_not_the_best() -> None:
    made = board(p1=TALKING, p2=TALKING)
    waits(made, line((LAW, 3)), "hard", at=1.0)
    waits(made, line(), "easy", at=2.0)
    assert stand(made, 1, READY, 3.0) == [Give("easy", 1, POOL, 15)]
    assert stand(made, 2, READY, 4.0) == [Give("hard", 2, POOL, 15)]


def test_with_nobody_present_who_can_the_call_does_not_wait() -> None:
    made = board(p1=TALKING, p3=TALKING)
    assert made.join("c", line((LAW, 2)), priority=0, since=0.0, now=0.0) == [GiveUp("c", "nobody")]


def test_the_last_who_can_leads_on_when_he_leaves() -> None:
    made = board(p2=TALKING, p3=TALKING)
    waits(made, line((LAW, 2)), "needs")
    waits(made, line(), "plain")
    assert stand(made, 2, AWAY, 1.0) == [GiveUp("needs", "nobody")]


def test_a_skill_that_is_learnt_or_lost_counts_at_once() -> None:
    made = board(p1=READY, p2=TALKING)
    waits(made, line((LAW, 2)), "c", "d", at=2.0)
    assert made.agent(1, "east", READY, 3.0, ((LAW, 2),)) == [Give("c", 1, POOL, 15)]
    assert made.agent(1, "east", TALKING, 4.0, ()) == []
    assert made.agent(2, "east", TALKING, 5.0, ()) == [GiveUp("d", "nobody")]
