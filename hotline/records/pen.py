"""The recorder's writes: facts into rows, each once however often it is brought. Nobody else writes these tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hotline.clock import utc
from hotline.rules.call_story import Story, Told, step
from hotline.words import CallState, Fact, OfferResult, RecordingKind, RecordingState

from .changes import announce_many
from .database import AWAY, DatabaseAway, database, writing
from .rows import AgentState, Call, CallEvent, Offer, PresenceChange, Recording


@dataclass(frozen=True, slots=True)
class PresenceTold:
    """A change of presence; moments are seconds since 1970, `uid` makes it written once."""

    uid: str
    person: int
    at: float
    old: str
    new: str
    reason: str
    by: str
    call: str | None
    until: float | None


class Pen:
    """Keeps the stories of running calls in hand, so that a batch costs no read of what it wrote before."""

    def __init__(self) -> None:
        self._stories: dict[str, Story] = {}

    def write(self, told: list[Told], changes: list[PresenceTold]) -> None:
        """One batch in one transaction. Raises DatabaseAway; then nothing of it is written and it may come again."""
        try:
            with writing():
                after = self._facts(told)
                self._presence(changes)
                newest = max([f.at for f in told] + [c.at for c in changes], default=0.0)
                announce_many(_news(told, changes), at=utc(newest))
        except AWAY as error:
            database.close()
            raise DatabaseAway(str(error)) from error
        self._stories.update(after)
        for story in after.values():
            if story.state is CallState.ENDED:
                self._stories.pop(story.id, None)

    # ---- calls

    def _facts(self, told: list[Told]) -> dict[str, Story]:
        if not told:
            return {}
        rows = [{"call": f.call, "seq": f.seq, "at": utc(f.at), "kind": f.kind.value, "data": f.data} for f in told]
        CallEvent.insert_many(rows).on_conflict_ignore().execute()
        after: dict[str, Story] = {}
        for fact in told:
            story = after.get(fact.call) or self._stories.get(fact.call) or _read(fact.call)
            if fact.seq > story.seq:
                _beside(fact)
            after[fact.call] = step(story, fact)
        for story in after.values():
            _keep(story)
        return after

    # ---- presence

    def _presence(self, changes: list[PresenceTold]) -> None:
        if not changes:
            return
        rows = [
            {
                "uid": c.uid, "person": c.person, "at": utc(c.at), "old": c.old, "new": c.new,
                "reason": c.reason, "by": c.by, "call": c.call,
            }
            for c in changes
        ]  # fmt: skip
        PresenceChange.insert_many(rows).on_conflict_ignore().execute()
        for change in {c.person: c for c in changes}.values():
            now = {
                "person": change.person, "state": change.new, "reason": change.reason, "since": utc(change.at),
                "call": change.call, "until": None if change.until is None else utc(change.until),
            }  # fmt: skip
            AgentState.insert(now).on_conflict(
                conflict_target=[AgentState.person],
                update={k: v for k, v in now.items() if k != "person"},
                where=AgentState.since <= now["since"],
            ).execute()


def _news(told: list[Told], changes: list[PresenceTold]) -> list[tuple[str, str]]:
    """Calls and agents that changed; facts name the agents whom they concern."""
    news = [("calls", fact.call) for fact in told]
    news += [(f"agent:{f.data['agent']}", f.call) for f in told if isinstance(f.data.get("agent"), int)]
    news += [(f"agent:{c.person}", c.call or "") for c in changes]
    if changes or any(f.kind in (Fact.QUEUED, Fact.QUEUE_OVER, Fact.ENDED, Fact.TALKING) for f in told):
        news.append(("board", ""))
    return news


def _read(call: str) -> Story:
    """The story so far of a call that is not in hand: folded from its kept facts."""
    if Call.get_or_none(Call.id == call) is None:
        return Story(call)
    rows = CallEvent.select().where(CallEvent.call == call).order_by(CallEvent.seq)
    known = Call.get_by_id(call).seq
    story = Story(call)
    for row in rows:
        if row.seq <= known:
            story = step(story, Told(call, row.seq, row.at.timestamp(), Fact(row.kind), row.data))
    return story


def _keep(story: Story) -> None:
    row = {
        "id": story.id, "seq": story.seq, "profile": story.profile, "dialled": story.dialled,
        "number": story.number, "name": story.name, "state": story.state.value, "flow": story.flow,
        "path": list(story.path), "line": story.line, "agent": story.agent,
        "arrived_at": utc(story.arrived_at), "offers": story.offers, "wait_seconds": story.wait_seconds,
        "talk_seconds": story.talk_seconds, "outcome": story.outcome, "ended_by": story.ended_by,
        "cause": story.cause,
    }  # fmt: skip
    for moment in ("answered_at", "queued_at", "talking_at", "ended_at"):
        at = getattr(story, moment)
        row[moment] = None if at is None else utc(at)
    Call.insert(row).on_conflict(
        conflict_target=[Call.id], update={k: v for k, v in row.items() if k != "id"}, where=Call.seq < story.seq
    ).execute()


# ---- rows beside the call


def _beside(fact: Told) -> None:
    if (write := _BESIDE.get(fact.kind)) is not None:
        write(fact, fact.data)


def _offered(fact: Told, data: dict[str, Any]) -> None:
    row = {
        "call": fact.call, "number": data["offer"], "person": data["agent"], "step": str(data["whom"]),
        "offered_at": utc(fact.at),
    }  # fmt: skip
    Offer.insert(row).on_conflict_ignore().execute()


def _offer_rows(fact: Told, number: int) -> Iterable[Any]:
    return (Offer.call == fact.call, Offer.number == number)


def _ringing(fact: Told, data: dict[str, Any]) -> None:
    Offer.update(ringing_at=utc(fact.at)).where(*_offer_rows(fact, data["offer"])).execute()


def _offer_ended(fact: Told, data: dict[str, Any]) -> None:
    result = OfferResult(data["result"]).value
    Offer.update(ended_at=utc(fact.at), result=result).where(*_offer_rows(fact, data["offer"])).execute()


def _recording(fact: Told, data: dict[str, Any]) -> None:
    row = {
        "call": fact.call, "kind": RecordingKind(data["kind"]).value, "path": data["path"],
        "state": RecordingState.RUNNING.value, "begun_at": utc(fact.at),
    }  # fmt: skip
    Recording.insert(row).on_conflict_ignore().execute()


def _recorded(fact: Told, data: dict[str, Any]) -> None:
    _recording(fact, data)
    Recording.update(seconds=data["seconds"], state=RecordingState.KEPT.value).where(
        Recording.path == data["path"]
    ).execute()


_BESIDE = {
    Fact.OFFERED: _offered,
    Fact.RINGING: _ringing,
    Fact.OFFER_ENDED: _offer_ended,
    Fact.RECORDING: _recording,
    Fact.RECORDED: _recorded,
}
