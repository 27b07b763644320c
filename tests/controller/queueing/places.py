"""Eight agents at three sites, some with skills, and lines with ladders of every shape."""

from controller.queueing.line import Decision, LineRouting, Rung, Wait
from controller.queueing.router import Router
from hotline.words import Presence, Whom

A, B, POOL, BRANCH, CALLBACK, PERSON = Whom.A, Whom.B, Whom.POOL, Whom.BRANCH, Whom.CALLBACK, Whom.PERSON
SITES = {1: "east", 2: "east", 3: "east", 4: "west", 5: "west", 6: "west", 7: "north", 8: "north"}
LAW, SIGN = "law", "sign"
SKILLS = {1: ((LAW, 1),), 2: ((LAW, 3),), 4: ((LAW, 2),), 5: ((LAW, 2), (SIGN, 1)), 7: ((LAW, 3), (SIGN, 1))}
LINES = (
    LineRouting("filing", "east", (1,), (2,), (Rung(A, 15), Rung(B, 15), Rung(POOL, 20)), 12, 30),
    LineRouting("short", "east", (), (), (Rung(POOL, 5),), 15, 0),
    LineRouting("judge", "west", (4, 5), (1,), (Rung(A, 10), Rung(POOL, 8), Rung(B, 10), Rung(POOL, 30)), 15, 30),
    LineRouting("none", "west", (6,), (), (Rung(A, 15),), 15, 30),
)
WIDE = LineRouting(
    "wide", "east", (1,), (4,),
    (Rung(A, 10), Rung(POOL, 20), Rung(BRANCH, 30, sites=("west",)), Rung(B, 10), Rung(BRANCH, 40, sites=("north",))),
    15, 30,
)  # fmt: skip
PATIENT = LineRouting(
    "patient", "west", (5,), (1, 7),
    (Rung(A, 6, skip_if_none=False), Rung(POOL, 9, skip_if_none=False), Rung(B, 7, skip_if_none=False),
     Rung(CALLBACK, 1)),
    15, 30, needs=((LAW, 2),),
)  # fmt: skip
LOADED = LineRouting(
    "loaded", "east", (), (),
    (Rung(POOL, 60, load=1.0), Rung(BRANCH, 60, sites=("west", "north"), load=0.5), Rung(CALLBACK, 1)), 15, 30,
)  # fmt: skip
WIDENED = LineRouting(
    "widened", "east", (), (8,),
    (Rung(POOL, 60, load=1.0), Rung(B, 10), Rung(BRANCH, 60, sites=("west",), load=1.0)), 15, 30, needs=((LAW, 1),),
)  # fmt: skip
FULL = LineRouting("full", "north", (), (), (Rung(POOL, 15, load=2.0, skip_if_none=False),), 15, 30, most_waiting=2)
CHAIN = LineRouting(
    "chain", "east", (), (),
    (Rung(POOL, 60, load=2.0), Rung(BRANCH, 60, sites=("west",), load=1.5), Rung(BRANCH, 60, sites=("north",))), 15, 30,
)  # fmt: skip
ALL = (*LINES, WIDE, PATIENT, LOADED, WIDENED, FULL, CHAIN)


def board(**states: Presence) -> Router:
    """A board with these agents: `p3=Presence.READY` is agent 3, who stands so since second 0."""
    made = Router()
    for name, state in states.items():
        stand(made, int(name[1:]), state)
    return made


def stand(made: Router, person: int, state: Presence, at: float = 0.0) -> list[Decision]:
    """An agent at his own site, with his own skills."""
    return made.agent(person, SITES[person], state, at, SKILLS.get(person, ()))


def waits(made: Router, line: LineRouting, *names: str, at: float = 0.0) -> None:
    """Calls that ask one after the other, a second apart, the last at `at`, and all find nobody free."""
    for back, name in enumerate(reversed(names)):
        decided = made.join(name, line, priority=0, since=at - back, now=at)
        assert [type(decision) for decision in decided] == [Wait], decided
