"""The state of a conversation, from its call's facts: on hold, muted, masked, and third parties. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from hotline.words import Fact, Party

THIRDS = (Party.COLLEAGUE, Party.JUDGE, Party.CHAMBER, Party.OUTSIDE)
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Talk:
    """`leg` is the third party's ("" for none), `up` once it has answered; `together`: caller, agent and third party
    hear each other. `given`: the agent has left, and the caller waits for the third party."""

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
    """The conversation ended, or another controller took over, which knows of no third party."""
    return Talk()


def _anew(talk: Talk, data: Data) -> Talk:
    """An agent joins, leaves or is waited for; the mask of the recording stays."""
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
    """The state after these facts, in order."""
    now = Talk()
    for kind, data in facts:
        if kind in _STEPS:
            now = _STEPS[kind](now, data)
    return now
