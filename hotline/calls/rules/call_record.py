"""A call as a fold over its facts: call row, offers and recordings are computed only from them.

The fields in `data` of each kind of fact:

    arrived      profile dialled number name; of a call that we make also direction call_back line
    adopted      where                              answered     –
    flow         flow version                       node         node (announces)
    key          key                                served       node
    found        what why                           survey       score asks?
    queued       line priority                      step         whom
    tested       voice                              place        position seconds
    suspected    calls alike
    offered      offer agent whom extension (lent)  ringing      offer
    offer_ended  offer agent result                 talking      offer agent
    held resumed muted unmuted consulting three_way returned     agent
    talk_over    agent
    script       script agent                       transferred  agent to name dialled (by)
    leg          leg party person dialled name contact
    leg_answered leg                                leg_ended    leg result
    watched      person mode                        masked unmasked –
    agent_lost   agent cause                        queue_over   why
    call_back    number line since priority         message      seconds
    recording    path kind                          recorded     path kind seconds
    trouble      what detail                        ended        outcome by cause
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from hotline.words import CallState, Fact


@dataclass(frozen=True, slots=True)
class CallFact:
    """One fact: `seq` counts from 1 within the call, `at` is seconds since 1970."""

    call: str
    seq: int
    at: float
    kind: Fact
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallRecord:
    """The contents of the call row. Times are seconds since 1970, lengths in seconds."""

    id: str
    seq: int = 0
    profile: str = ""
    dialled: str = ""
    number: str = ""
    name: str = ""
    state: CallState = CallState.ARRIVED
    flow: str | None = None
    path: tuple[str, ...] = ()
    line: str | None = None
    agent: int | None = None
    arrived_at: float = 0.0
    answered_at: float | None = None
    queued_at: float | None = None
    talking_at: float | None = None
    ended_at: float | None = None
    offers: int = 0
    wait_seconds: float | None = None
    talk_seconds: float | None = None
    outcome: str | None = None
    ended_by: str | None = None
    cause: str | None = None
    direction: str = "in"
    flow_version: str | None = None
    satisfaction: int | None = None
    call_back: int | None = None
    announced_seconds: float | None = None
    announcing: float | None = None  # since when an announcement is heard; no column of the row


def _arrived(story: CallRecord, fact: CallFact) -> CallRecord:
    d = fact.data
    return replace(
        story,
        profile=d["profile"],
        dialled=d["dialled"],
        number=d["number"],
        name=d["name"],
        arrived_at=fact.at,
        direction=d.get("direction", "in"),
        call_back=d.get("call_back"),
        line=d.get("line") or None,
        state=CallState.DIALLING if d.get("direction") == "out" else CallState.ARRIVED,
    )


def _answered(story: CallRecord, fact: CallFact) -> CallRecord:
    return replace(story, answered_at=story.answered_at or fact.at)


def _flow(story: CallRecord, fact: CallFact) -> CallRecord:
    return replace(story, state=CallState.IN_FLOW, flow=fact.data["flow"], flow_version=fact.data["version"])


def _node(story: CallRecord, fact: CallFact) -> CallRecord:
    return replace(story, state=CallState.IN_FLOW, path=(*story.path, fact.data["node"]))


def _key(story: CallRecord, fact: CallFact) -> CallRecord:
    return replace(story, path=(*story.path, f"[{fact.data['key']}]"))


def _queued(story: CallRecord, fact: CallFact) -> CallRecord:
    return replace(story, state=CallState.QUEUED, line=fact.data["line"], queued_at=story.queued_at or fact.at)


def _offered(story: CallRecord, fact: CallFact) -> CallRecord:
    return replace(story, state=CallState.OFFERING, offers=story.offers + 1)


def _offer_ended(story: CallRecord, fact: CallFact) -> CallRecord:
    return replace(story, state=CallState.QUEUED) if story.state is CallState.OFFERING else story


def _talking(story: CallRecord, fact: CallFact) -> CallRecord:
    """The wait that S4 limits runs from the request for a person to the first agent's voice."""
    begun = story.queued_at if story.queued_at is not None else story.arrived_at
    first = story.talking_at is None
    return replace(
        story,
        state=CallState.TALKING,
        agent=fact.data["agent"],
        answered_at=story.answered_at or fact.at,
        talking_at=fact.at if first else story.talking_at,
        wait_seconds=round(fact.at - begun, 3) if first else story.wait_seconds,
    )


def _agent_lost(story: CallRecord, fact: CallFact) -> CallRecord:
    return replace(story, state=CallState.QUEUED)


def _queue_over(story: CallRecord, fact: CallFact) -> CallRecord:
    """The wait ended without a person; later announcements and questions are not waiting time."""
    return replace(story, state=CallState.IN_FLOW, wait_seconds=_waited(story, fact.at))


def _waited(story: CallRecord, at: float) -> float | None:
    if story.wait_seconds is not None or story.queued_at is None:
        return story.wait_seconds
    return round(at - story.queued_at, 3)


def _message(story: CallRecord, fact: CallFact) -> CallRecord:
    return replace(story, state=CallState.MESSAGE)


def _talk_over(story: CallRecord, fact: CallFact) -> CallRecord:
    """The agent has left and the caller has not: what follows is not talking time."""
    begun = story.talking_at if story.talking_at is not None else fact.at
    return replace(story, state=CallState.IN_FLOW, talk_seconds=round(fact.at - begun, 3))


def _script(story: CallRecord, fact: CallFact) -> CallRecord:
    return replace(_talk_over(story, fact), state=CallState.TESTING)


def _tested(story: CallRecord, fact: CallFact) -> CallRecord:
    if fact.data["voice"]:
        return replace(story, state=CallState.QUEUED)
    return replace(story, wait_seconds=_waited(story, fact.at))


def _survey(story: CallRecord, fact: CallFact) -> CallRecord:
    """If there are several questions, the one for satisfaction gives the call's score."""
    asks = fact.data.get("asks", "satisfied")
    return replace(story, satisfaction=int(fact.data["score"])) if asks == "satisfied" else story


def _ended(story: CallRecord, fact: CallFact) -> CallRecord:
    talk = fact.at - story.talking_at if story.talking_at is not None else None
    if story.talk_seconds is not None and story.state is not CallState.TALKING:
        talk = story.talk_seconds
    return replace(
        story,
        state=CallState.ENDED,
        ended_at=fact.at,
        outcome=fact.data["outcome"],
        ended_by=fact.data["by"],
        cause=fact.data["cause"],
        talk_seconds=None if talk is None else round(talk, 3),
        wait_seconds=_waited(story, fact.at),
    )


_STEPS: dict[Fact, Callable[[CallRecord, CallFact], CallRecord]] = {
    Fact.ARRIVED: _arrived,
    Fact.ANSWERED: _answered,
    Fact.FLOW: _flow,
    Fact.NODE: _node,
    Fact.KEY: _key,
    Fact.QUEUED: _queued,
    Fact.OFFERED: _offered,
    Fact.OFFER_ENDED: _offer_ended,
    Fact.TALKING: _talking,
    Fact.AGENT_LOST: _agent_lost,
    Fact.QUEUE_OVER: _queue_over,
    Fact.MESSAGE: _message,
    Fact.TALK_OVER: _talk_over,
    Fact.SCRIPT: _script,
    Fact.TESTED: _tested,
    Fact.SURVEY: _survey,
    Fact.ENDED: _ended,
}


def step(story: CallRecord, fact: CallFact) -> CallRecord:
    """The record after one more fact; an old fact (`seq` not above the record's) changes nothing."""
    if fact.seq <= story.seq:
        return story
    told = _STEPS.get(fact.kind)
    after = told(story, fact) if told and story.state is not CallState.ENDED else story
    return replace(_announced(after, fact), seq=fact.seq)


_HEARD_OUT = frozenset({Fact.NODE, Fact.KEY, Fact.SERVED, Fact.FOUND, Fact.QUEUED, Fact.MESSAGE})


def _announced(story: CallRecord, fact: CallFact) -> CallRecord:
    """S4 limits the announcement before the caller can choose: it is heard from the moment at which the switch answers
    until the flow goes on. Who hangs up meanwhile has heard none out."""
    since = story.announcing
    if fact.kind is Fact.ANSWERED and since is not None:
        return replace(story, announcing=fact.at)
    if fact.kind in _HEARD_OUT and since is not None:
        heard = (story.announced_seconds or 0.0) + fact.at - since
        story = replace(story, announced_seconds=round(heard, 3), announcing=None)
    if fact.kind is Fact.NODE and fact.data.get("announces") and story.queued_at is None:
        return replace(story, announcing=fact.at)
    return story


def fold(call: str, facts: Iterable[CallFact]) -> CallRecord:
    """The record of a call from all its facts in order."""
    story = CallRecord(call)
    for fact in facts:
        story = step(story, fact)
    return story
