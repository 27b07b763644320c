"""A day's figures and consistency checks: calls left open, offers without end, missing seconds."""

import datetime as dt
import itertools
import math
from dataclasses import dataclass, fields

from hotline.callers.rows import CallBack, CallBackCall
from hotline.calls.rows import Call, CallEvent, Offer, PresenceChange, Recording
from hotline.calls.rules.call_record import CallFact, fold
from hotline.people.reads.scope import Scope
from hotline.people.rows import Person
from hotline.reports.reads import board
from hotline.reports.rules.standard import Counted, Figures, figures
from hotline.words import CallBackState, CallState, Fact, OfferResult, Outcome, Presence, RecordingKind, RecordingState

TALKS = (Outcome.TALKED, Outcome.REACHED, Outcome.SILENT, Outcome.TOO_QUIET, Outcome.HANDS_FREE, Outcome.NOISY)
FINAL = (Presence.OFF, Presence.AWAY, Presence.READY)


@dataclass(frozen=True, slots=True)
class AgentDay:
    name: str
    calls: int
    talk_seconds: float
    missed: int
    seconds: dict[Presence, float]


@dataclass(frozen=True, slots=True)
class DayFigures:
    """`problems` are sentences; empty on a consistent day."""

    calls: int
    outcomes: dict[Outcome, int]
    figures: Figures
    within_15: int
    within_40: int
    asked: int
    talk_seconds: float
    offers: dict[OfferResult, int]
    messages: int
    recordings: int
    agents: tuple[AgentDay, ...]
    problems: tuple[str, ...]


def day(begin: dt.datetime, end: dt.datetime) -> DayFigures:
    """The calls that arrived in [begin, end), from the rows. Outgoing calls are only checked for problems."""
    every = list(
        Call.select().where(Call.arrived_at >= begin, Call.arrived_at < end).order_by(Call.arrived_at, Call.id)
    )
    rows = [row for row in every if row.direction == "in"]
    talked = [row for row in rows if row.talking_at is not None]
    reached = _called_back(begin, end)
    counted = [_count(outcome, of, reached) for outcome, of in _by_outcome(rows).items()]
    offers = list(Offer.select().where(Offer.offered_at >= begin, Offer.offered_at < end).order_by(Offer.id))
    agents = _agents(talked, offers, end)
    kept = Recording.select().where(Recording.state == RecordingState.KEPT.value)
    return DayFigures(
        calls=len(rows),
        outcomes={o: sum(r.outcome == o for r in every) for o in Outcome},
        figures=figures(counted),
        within_15=sum(_waited(r, 15) for r in talked),
        within_40=sum(_waited(r, 40) for r in rows if r.queued_at is not None),
        asked=sum(r.queued_at is not None for r in rows),
        talk_seconds=math.fsum(r.talk_seconds or 0.0 for r in talked),
        offers={result: sum(o.result == result for o in offers) for result in OfferResult},
        messages=kept.where(Recording.kind == RecordingKind.MESSAGE.value).count(),
        recordings=kept.where(Recording.kind == RecordingKind.CALL.value).count(),
        agents=tuple(agents),
        problems=(
            *_open(every, offers),
            *_sums(every, offers, agents),
            *_folds(every),
            *_unrecorded(every),
            *_presence(end),
            *_catalogue(figures(counted), board.figures_of(Scope(), begin, end)),
        ),
    )


def _catalogue(plain: Figures, catalogue: Figures) -> list[str]:
    """Two countings of the same calls: a loop over the rows here, and the catalogue's statement."""
    pairs = [(field.name, getattr(plain, field.name), getattr(catalogue, field.name)) for field in fields(Figures)]
    return [
        f"{name}: a plain count gives {one}, the catalogue {other}"
        for name, one, other in pairs
        if one is not other and (one is None or other is None or abs(one - other) > 1e-5 * max(1.0, abs(one)))
    ]


def _called_back(begin: dt.datetime, end: dt.datetime) -> set[str]:
    """Missed calls of these days whose callers were reached by a call-back."""
    rows = (
        CallBackCall.select(CallBackCall.call)
        .join(CallBack)
        .switch(CallBackCall)
        .join(Call, on=(CallBackCall.call == Call.id))
        .where(Call.arrived_at >= begin, Call.arrived_at < end, CallBack.state == CallBackState.REACHED.value)
    )
    return {row.call for row in rows}


def _count(outcome: str | None, of: list[Call], reached: set[str]) -> Counted:
    talked = [row for row in of if row.talking_at is not None]
    waited = math.fsum(row.wait_seconds or 0.0 for row in talked)  # exact, whatever the order of rows
    return Counted(outcome, len(of), len(talked), waited, sum(row.id in reached for row in of))


def _waited(row: Call, most: float) -> bool:
    return row.wait_seconds is not None and row.wait_seconds <= most


def _by_outcome(rows: list[Call]) -> dict[str | None, list[Call]]:
    of: dict[str | None, list[Call]] = {}
    for row in rows:
        of.setdefault(row.outcome, []).append(row)
    return of


def _agents(talked: list[Call], offers: list[Offer], end: dt.datetime) -> list[AgentDay]:
    days = []
    for person in list(Person.select().where(Person.extension.is_null(False)).order_by(Person.id)):
        theirs = [row for row in talked if row.agent_id == person.id]
        missed = [o for o in offers if o.person_id == person.id and o.result not in ("answered", "caller_gone")]
        seconds = dict.fromkeys(Presence, 0.0)
        for state, length in _stretches(person.id, end):
            seconds[state] += length
        talk = math.fsum(row.talk_seconds or 0.0 for row in theirs)
        days.append(AgentDay(person.name, len(theirs), talk, len(missed), seconds))
    return days


def _changes(person: int) -> list[PresenceChange]:
    return list(
        PresenceChange.select().where(PresenceChange.person == person).order_by(PresenceChange.at, PresenceChange.id)
    )


def _stretches(person: int, end: dt.datetime) -> list[tuple[Presence, float]]:
    changes = _changes(person)
    until = [*(change.at for change in changes[1:]), end][: len(changes)]  # a person without a desk has no states
    return [(Presence(c.new), (u - c.at).total_seconds()) for c, u in zip(changes, until, strict=True)]


def _open(rows: list[Call], offers: list[Offer]) -> list[str]:
    left = [f"call {r.id} is still {r.state}" for r in rows if r.state != CallState.ENDED or r.outcome is None]
    return left + [f"offer {o.number} of call {o.call} never ended" for o in offers if o.result is None]


def _sums(rows: list[Call], offers: list[Offer], agents: list[AgentDay]) -> list[str]:
    """`rows` are all calls, also outgoing ones: a called-back citizen may be transferred to a line."""
    talked = [row for row in rows if row.talking_at is not None]
    came = [row for row in talked if row.direction == "in"]
    answered = {o.call for o in offers if o.result == OfferResult.ANSWERED}
    pairs = (
        ("outcomes and calls", sum(r.outcome is not None for r in rows), len(rows)),
        ("talks of callers and those with an answered offer", len(came), sum(r.id in answered for r in came)),
        ("the agents' talks and talks of callers", sum(a.calls for a in agents), len(came)),
        ("outcomes of talks and talks", sum(r.outcome in TALKS for r in talked), len(talked)),
        ("offers counted on calls and offers", sum(r.offers for r in rows), len(offers)),
    )
    return [f"{what} do not agree: {one} and {other}" for what, one, other in pairs if one != other]


def _folds(rows: list[Call]) -> list[str]:
    """Check that each call row equals the fold of its stored facts."""
    facts: dict[str, list[CallFact]] = {}
    for row in CallEvent.select().order_by(CallEvent.call, CallEvent.seq).iterator():
        told = CallFact(row.call, row.seq, row.at.timestamp(), Fact(row.kind), row.data)
        facts.setdefault(row.call, []).append(told)
    problems = []
    for row in rows:
        story = fold(row.id, facts.get(row.id, []))
        said = (story.seq, story.state, story.outcome, story.ended_by, story.agent, story.offers, list(story.path))
        if said != (row.seq, row.state, row.outcome, row.ended_by, row.agent_id, row.offers, row.path):
            problems.append(f"call {row.id}: its row and its facts do not agree")
        if [fact.seq for fact in facts.get(row.id, [])] != list(range(1, row.seq + 1)):
            problems.append(f"call {row.id}: a fact is missing")
    return problems


def _unrecorded(rows: list[Call]) -> list[str]:
    """S4: every call that was answered is recorded."""
    kept = Recording.select(Recording.call).where(Recording.kind == "call", Recording.state == "kept")
    recorded = {row.call for row in kept}
    return [f"call {r.id} was answered and not recorded" for r in rows if r.answered_at and r.id not in recorded]


def _presence(end: dt.datetime) -> list[str]:
    """Check that each agent is in exactly one state at each second, and in an idle state at the day's end."""
    problems = []
    for person in list(Person.select().where(Person.extension.is_null(False))):
        changes = _changes(person.id)
        for one, other in itertools.pairwise(changes):
            if one.new != other.old or other.at < one.at:
                problems.append(f"{person.name}: {one.new} at {one.at}, then from {other.old} at {other.at}")
        if changes and changes[-1].new not in FINAL:
            problems.append(f"{person.name} is still {changes[-1].new}")
    return problems
