"""Where a talk stands, from the facts of its call: on hold, muted, masked, and who else is in it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from hotline.words import Fact, Party

THIRDS = (Party.COLLEAGUE, Party.JUDGE, Party.OUTSIDE)
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Talk:
    """`leg` is the third one's ("" for none), `up` once he has answered; `together`: caller, agent and he hear each
    other. `given`: the agent has gone, and the caller waits for him."""

    held: bool = False
    muted: bool = False
    masked: bool = False
    leg: str = ""
    up: bool = False
    together: bool = False
    given: bool = False


ALONE: dict[str, Any] = {"leg": "", "up": False, "together": False}


def _leg(talk: Talk, data: Data) -> Talk:
    return replace(talk, **ALONE | {"leg": data["leg"]}) if data["party"] in THIRDS or talk.given else talk


def _leg_answered(talk: Talk, data: Data) -> Talk:
    return replace(talk, up=True) if data["leg"] == talk.leg else talk


def _leg_ended(talk: Talk, data: Data) -> Talk:
    return replace(talk, **ALONE) if data["leg"] == talk.leg else talk


def _over(talk: Talk, data: Data) -> Talk:
    """The end, or another controller goes on, which knows of no third one."""
    return Talk()


def _anew(talk: Talk, data: Data) -> Talk:
    """An agent comes, goes or is waited for; the recording stays as it is."""
    return Talk(masked=talk.masked)


_STEPS: dict[Fact, Callable[[Talk, Data], Talk]] = {
    Fact.TALKING: _anew,
    Fact.AGENT_LOST: _anew,
    Fact.QUEUED: _anew,
    Fact.ADOPTED: _over,
    Fact.ENDED: _over,
    Fact.HELD: lambda talk, data: replace(talk, held=True),
    Fact.RESUMED: lambda talk, data: replace(talk, held=False),
    Fact.MUTED: lambda talk, data: replace(talk, muted=True),
    Fact.UNMUTED: lambda talk, data: replace(talk, muted=False),
    Fact.MASKED: lambda talk, data: replace(talk, masked=True),
    Fact.UNMASKED: lambda talk, data: replace(talk, masked=False),
    Fact.LEG: _leg,
    Fact.LEG_ANSWERED: _leg_answered,
    Fact.LEG_ENDED: _leg_ended,
    Fact.THREE_WAY: lambda talk, data: replace(talk, together=True),
    Fact.RETURNED: lambda talk, data: replace(talk, **ALONE),
    Fact.TRANSFERRED: lambda talk, data: replace(talk, given=True, together=talk.together and talk.up),
}
TURNS = tuple(_STEPS)


def talk(facts: Iterable[tuple[Fact, Data]]) -> Talk:
    """The talk after these facts, in their order."""
    now = Talk()
    for kind, data in facts:
        if kind in _STEPS:
            now = _STEPS[kind](now, data)
    return now
