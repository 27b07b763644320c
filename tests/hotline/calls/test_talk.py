"""Where a talk stands after its facts, and which words an agent needs then."""

import pytest

from hotline.calls.rules.phrases import situation
from hotline.calls.rules.talk import ALONE, Talk, talk
from hotline.words import Fact, Party, Presence

pytestmark = pytest.mark.unit
TALKING = (Fact.TALKING, {"agent": 1})
CONSULTING = (Fact.CONSULTING, {"agent": 1})
ANSWERED = (Fact.LEG_ANSWERED, {"leg": "t1"})
ENDED = (Fact.LEG_ENDED, {"leg": "t1", "result": "answered"})
RETURNED = (Fact.RETURNED, {"agent": 1})
THREE_WAY = (Fact.THREE_WAY, {"agent": 1})
GIVEN = (Fact.TRANSFERRED, {"agent": 1, "to": 2, "name": "", "dialled": "1002"})


def leg(name: str = "t1", party: str = "colleague") -> tuple[Fact, dict[str, str]]:
    return Fact.LEG, {"leg": name, "party": party}


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        ((), Talk()),
        ((TALKING, (Fact.HELD, {}), (Fact.MUTED, {}), (Fact.MASKED, {})), Talk(held=True, muted=True, masked=True)),
        ((TALKING, (Fact.HELD, {}), (Fact.RESUMED, {}), (Fact.MUTED, {}), (Fact.UNMUTED, {})), Talk()),
        ((TALKING, (Fact.MASKED, {}), (Fact.UNMASKED, {})), Talk()),
        ((TALKING, CONSULTING, leg()), Talk(leg="t1")),
        ((TALKING, CONSULTING, leg(), ANSWERED), Talk(leg="t1", up=True)),
        ((TALKING, CONSULTING, leg(), ANSWERED, THREE_WAY), Talk(leg="t1", up=True, together=True)),
        ((TALKING, CONSULTING, leg(), ANSWERED, THREE_WAY, ENDED), Talk()),
        ((TALKING, CONSULTING, leg(), ANSWERED, ENDED, RETURNED), Talk()),
        ((TALKING, CONSULTING, leg(), (Fact.LEG_ENDED, {"leg": "t1"}), leg("t2", "judge")), Talk(leg="t2")),
        ((TALKING, CONSULTING, leg(), (Fact.LEG_ENDED, {"leg": "other"})), Talk(leg="t1")),
        ((TALKING, leg("w1", "supervisor"), (Fact.LEG_ANSWERED, {"leg": "w1"})), Talk()),
        ((TALKING, GIVEN, leg("t1", "supervisor")), Talk(leg="t1", given=True)),
        ((TALKING, CONSULTING, leg(), ANSWERED, GIVEN), Talk(leg="t1", up=True, given=True)),
        ((TALKING, (Fact.MUTED, {}), CONSULTING, leg(), ANSWERED, GIVEN, TALKING), Talk()),
        ((TALKING, (Fact.MASKED, {}), (Fact.HELD, {}), GIVEN, leg(), ANSWERED, TALKING), Talk(masked=True)),
        ((TALKING, (Fact.MASKED, {}), (Fact.AGENT_LOST, {}), (Fact.UNMASKED, {})), Talk()),
        ((TALKING, (Fact.MUTED, {}), CONSULTING, leg(), (Fact.ADOPTED, {})), Talk()),
        ((TALKING, CONSULTING, leg(), (Fact.ENDED, {})), Talk()),
        ((leg("a", "agent"), leg("c", "citizen"), TALKING), Talk()),
    ],
)
def test_where_a_talk_stands(facts: tuple[object, ...], stands: Talk) -> None:
    assert talk(facts) == stands  # type: ignore[arg-type]


def test_alone_is_what_a_talk_begins_with() -> None:
    assert Talk(**ALONE) == Talk()


@pytest.mark.parametrize(
    ("state", "stands", "third", "seconds", "words"),
    [
        (Presence.READY, Talk(), None, 0, "greeting"),
        (Presence.OFFERED, Talk(), None, 0, "greeting"),
        (Presence.TALKING, Talk(), None, 5, "greeting"),
        (Presence.TALKING, Talk(), None, 60, "consult"),
        (Presence.TALKING, Talk(held=True), None, 60, "hold"),
        (Presence.TALKING, Talk(held=True, leg="x"), Party.JUDGE, 60, "contact_judge"),
        (Presence.TALKING, Talk(leg="x"), Party.COLLEAGUE, 60, "transfer"),
        (Presence.TALKING, Talk(leg="x"), Party.OUTSIDE, 1, "transfer"),
        (Presence.WRAP_UP, Talk(), None, 60, "closing"),
    ],
)
def test_what_to_say(state: Presence, stands: Talk, third: Party | None, seconds: float, words: str) -> None:
    assert situation(state, stands, third, seconds=seconds) == words
