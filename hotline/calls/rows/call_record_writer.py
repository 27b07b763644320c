"""The recorder's writes: facts to rows, each once even if replayed. Nothing else writes these tables.

Plain SQL that both databases understand: every fact of every call passes here, and building the statements with
peewee each time took ten times as long as the database did.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from hotline.calls.rules.call_record import CallFact, CallRecord, step
from hotline.clock import utc
from hotline.store.changes import announce_many
from hotline.store.connection import let_go
from hotline.store.database import AWAY, DatabaseAway, Statement, run, stored, writing
from hotline.words import CallState, Fact, OfferResult, RecordingKind, RecordingState

from . import Call, CallEvent

_CALL = (
    "id", "seq", "profile", "dialled", "number", "name", "state", "flow", "path", "line", "agent_id", "arrived_at",
    "answered_at", "queued_at", "talking_at", "ended_at", "offers", "wait_seconds", "talk_seconds", "outcome",
    "ended_by", "cause", "direction", "flow_version", "satisfaction", "call_back",
    "announced_seconds",
)  # fmt: skip
_STATE = ("person_id", "state", "reason", "since", "call", "until")


def _insert(table: str, columns: Iterable[str], key: str = "", newer: str = "") -> str:
    """INSERT that skips existing rows, or (with `key`) updates those for which `newer` holds."""
    names = [f'"{column}"' for column in columns]
    marks = ", ".join("?" for _ in names)
    sql = f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({marks}) ON CONFLICT '  # noqa: S608 - our own names
    if not key:
        return sql + "DO NOTHING"
    sets = ", ".join(f"{name} = excluded.{name}" for name in names if name != f'"{key}"')
    return sql + f'("{key}") DO UPDATE SET {sets} WHERE {newer}'


EVENT = _insert("call_event", ("call", "seq", "at", "kind", "data"))
CALL = _insert("call", _CALL, "id", '"call"."seq" < excluded."seq"')
CHANGE = _insert("presence_change", ("uid", "person_id", "at", "old", "new", "reason", "by", "call"))
STATE = _insert("agent_state", _STATE, "person_id", '"agent_state"."since" <= excluded."since"')
OFFER = _insert("offer", ("call", "number", "person_id", "step", "offered_at"))
RINGING = 'UPDATE "offer" SET "ringing_at" = ? WHERE "call" = ? AND "number" = ?'
OFFER_ENDED = 'UPDATE "offer" SET "ended_at" = ?, "result" = ? WHERE "call" = ? AND "number" = ?'
RECORDING = _insert("recording", ("call", "kind", "path", "state", "begun_at", "held_back", "key_id"))
LEG = _insert("call_leg", ("call", "leg", "kind", "person_id", "dialled", "name", "contact", "begun_at"))
LEG_ANSWERED = 'UPDATE "call_leg" SET "answered_at" = ? WHERE "call" = ? AND "leg" = ?'
LEG_ENDED = 'UPDATE "call_leg" SET "ended_at" = ?, "result" = ? WHERE "call" = ? AND "leg" = ?'
LEGS_OVER = (
    'UPDATE "call_leg" SET "ended_at" = ?, "result" = CASE WHEN "answered_at" IS NULL THEN ? ELSE ? END '
    'WHERE "call" = ? AND "ended_at" IS NULL'
)
RECORDED = 'UPDATE "recording" SET "seconds" = ?, "state" = ? WHERE "path" = ?'


@dataclass(frozen=True, slots=True)
class PresenceTold:
    """A change of presence; times are seconds since 1970; `uid` prevents duplicates."""

    uid: str
    person: int
    at: float
    old: str
    new: str
    reason: str
    by: str
    call: str | None
    until: float | None


class CallRecordWriter:
    """Keeps the records of running calls in memory, so that a batch need not read what was written before."""

    def __init__(self) -> None:
        self._stories: dict[str, CallRecord] = {}

    def write(self, told: list[CallFact], changes: list[PresenceTold]) -> None:
        """Write a batch in one transaction. Raises DatabaseAway; then nothing is written and it can be retried."""
        if not told and not changes:
            return
        try:
            with writing():
                after = self._facts(told)
                _presence(changes)
                newest = max([f.at for f in told] + [c.at for c in changes])
                announce_many(_news(told, changes, after), at=utc(newest))
        except AWAY as error:
            let_go()
            raise DatabaseAway(str(error)) from error
        self._stories.update(after)
        for story in after.values():
            if story.state is CallState.ENDED:
                self._stories.pop(story.id, None)

    def _facts(self, told: list[CallFact]) -> dict[str, CallRecord]:
        run([(EVENT, (f.call, f.seq, _when(f.at), f.kind.value, _json(f.data))) for f in told])
        after: dict[str, CallRecord] = {}
        beside: list[Statement] = []
        for fact in told:
            story = after.get(fact.call) or self._stories.get(fact.call) or _begun(fact)
            if fact.seq > story.seq and fact.kind in _BESIDE:
                beside += _BESIDE[fact.kind](fact, fact.data)
            after[fact.call] = step(story, fact)
        run([(CALL, _call_row(story)) for story in after.values()])
        run(beside)
        return after


def _presence(changes: list[PresenceTold]) -> None:
    run([(CHANGE, (c.uid, c.person, _when(c.at), c.old, c.new, c.reason, c.by, c.call)) for c in changes])
    last = {c.person: c for c in changes}.values()
    run([(STATE, (c.person, c.new, c.reason, _when(c.at), c.call, _when(c.until))) for c in last])


def _when(at: float | None) -> str | None:
    return None if at is None else stored(utc(at))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _news(told: list[CallFact], changes: list[PresenceTold], after: dict[str, CallRecord]) -> list[tuple[str, str]]:
    """Changed calls and agents: the agents named in facts, and the agents who have those calls."""
    news = [("calls", fact.call) for fact in told]
    news += [(f"agent:{story.agent}", story.id) for story in after.values() if story.agent is not None]
    for key in ("agent", "person", "to"):
        news += [(f"agent:{f.data[key]}", f.call) for f in told if isinstance(f.data.get(key), int)]
    news += [(f"agent:{c.person}", c.call or "") for c in changes]
    if changes or any(f.kind in (Fact.QUEUED, Fact.QUEUE_OVER, Fact.ENDED, Fact.TALKING) for f in told):
        news.append(("board", ""))
    return news


def _begun(fact: CallFact) -> CallRecord:
    """The record before this fact, for a call not in memory; a first fact needs no query."""
    return CallRecord(fact.call) if fact.seq == 1 else _read(fact.call)


def _read(call: str) -> CallRecord:
    """The record so far of a call not in memory, folded from its stored facts."""
    known = Call.get_or_none(Call.id == call)
    if known is None:
        return CallRecord(call)
    story = CallRecord(call)
    for row in list(
        CallEvent.select().where(CallEvent.call == call, CallEvent.seq <= known.seq).order_by(CallEvent.seq)
    ):
        story = step(story, CallFact(call, row.seq, row.at.timestamp(), Fact(row.kind), row.data))
    return story


def _call_row(s: CallRecord) -> tuple[Any, ...]:
    """The values of a call's row, in the order of _CALL."""
    return (
        s.id, s.seq, s.profile, s.dialled, s.number, s.name, s.state.value, s.flow, _json(s.path), s.line, s.agent,
        _when(s.arrived_at), _when(s.answered_at), _when(s.queued_at), _when(s.talking_at), _when(s.ended_at), s.offers,
        s.wait_seconds, s.talk_seconds, s.outcome, s.ended_by, s.cause, s.direction, s.flow_version, s.satisfaction,
        s.call_back, s.announced_seconds,
    )  # fmt: skip


# ---- further rows of a call


def _offered(fact: CallFact, data: dict[str, Any]) -> list[Statement]:
    return [(OFFER, (fact.call, data["offer"], data["agent"], str(data["whom"]), _when(fact.at)))]


def _ringing(fact: CallFact, data: dict[str, Any]) -> list[Statement]:
    return [(RINGING, (_when(fact.at), fact.call, data["offer"]))]


def _offer_ended(fact: CallFact, data: dict[str, Any]) -> list[Statement]:
    return [(OFFER_ENDED, (_when(fact.at), OfferResult(data["result"]).value, fact.call, data["offer"]))]


def _recording(fact: CallFact, data: dict[str, Any]) -> list[Statement]:
    kind, running = RecordingKind(data["kind"]).value, RecordingState.RUNNING.value
    return [(RECORDING, (fact.call, kind, data["path"], running, _when(fact.at), False, ""))]


def _recorded(fact: CallFact, data: dict[str, Any]) -> list[Statement]:
    kept = (RECORDED, (data["seconds"], RecordingState.KEPT.value, data["path"]))
    return [*_recording(fact, data), kept]


def _leg(fact: CallFact, d: dict[str, Any]) -> list[Statement]:
    row = (fact.call, d["leg"], str(d["party"]), d["person"], d["dialled"], d["name"], d["contact"], _when(fact.at))
    return [(LEG, row)]


def _leg_answered(fact: CallFact, data: dict[str, Any]) -> list[Statement]:
    return [(LEG_ANSWERED, (_when(fact.at), fact.call, data["leg"]))]


def _leg_ended(fact: CallFact, data: dict[str, Any]) -> list[Statement]:
    return [(LEG_ENDED, (_when(fact.at), str(data["result"]), fact.call, data["leg"]))]


def _over(fact: CallFact, data: dict[str, Any]) -> list[Statement]:
    """End all open legs of an ended call."""
    results = (OfferResult.CALLER_GONE.value, OfferResult.ANSWERED.value)
    return [(LEGS_OVER, (_when(fact.at), *results, fact.call))]


_BESIDE: dict[Fact, Callable[[CallFact, dict[str, Any]], list[Statement]]] = {
    Fact.OFFERED: _offered,
    Fact.RINGING: _ringing,
    Fact.OFFER_ENDED: _offer_ended,
    Fact.RECORDING: _recording,
    Fact.RECORDED: _recorded,
    Fact.LEG: _leg,
    Fact.LEG_ANSWERED: _leg_answered,
    Fact.LEG_ENDED: _leg_ended,
    Fact.ENDED: _over,
}
