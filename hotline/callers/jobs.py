"""Makes call-back tasks of missed calls, one per number; records attempts' results; closes tasks of reached callers;
finds requests of which no judge knows."""

import datetime as dt

import peewee

from hotline.callers.reads import informing
from hotline.callers.rows import CallBack, CallBackCall, CallBackTry, Contact, Judge
from hotline.callers.rules.call_backs import (
    BETWEEN,
    OPEN,
    REASONS,
    after_try,
    becomes_task,
    graver,
    reason_of,
    result_of,
)
from hotline.callers.verbs.call_backs import forget_unmade
from hotline.callers.verbs.contacts import inform_chief
from hotline.calls.jobs.alarms import Trouble
from hotline.calls.reads import dialling
from hotline.calls.rows import Call, CallEvent, CallLeg
from hotline.calls.rules.dialling import NumberPlan
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.values.telephone import canonical
from hotline.words import AlarmKind, CallBackReason, CallBackState, ContactState, Fact, Informed, Party

LOOK_BACK = dt.timedelta(days=2)
_OPEN = [state.value for state in OPEN]


def collect(now: dt.datetime) -> int:
    """Make tasks of missed calls that are in no task yet; returns how many."""
    known = CallBackCall.select(CallBackCall.call)
    missed = list(
        Call.select()
        .where(
            Call.ended_at > now - LOOK_BACK,
            Call.outcome.in_([str(outcome) for outcome in REASONS]),
            Call.direction == "in",
            Call.id.not_in(known),
        )
        .order_by(Call.ended_at, Call.id)
    )
    plan = dialling.plan() if missed else NumberPlan()
    for call in missed:
        reason = reason_of(call.outcome, (call.ended_at - call.arrived_at).total_seconds())
        asked = _asked(call.id) if reason is CallBackReason.ASKED else {}
        if reason is not None and becomes_task(str(asked.get("number") or call.number), reason, plan):
            with writing():
                _task(call, reason, asked, now)
    return len(missed)


def _task(call: Call, reason: CallBackReason, asked: dict[str, object], now: dt.datetime) -> None:
    """Add a missed call to the open task of its number, or create a task."""
    number = canonical(str(asked.get("number") or call.number))
    since = asked.get("since")
    place = call.queued_at if since is None else dt.datetime.fromtimestamp(float(str(since)), dt.UTC)
    task = CallBack.get_or_none(CallBack.number == number, CallBack.state.in_(_OPEN))
    if task is None:
        task = CallBack.create(
            number=number, name=call.name, line=asked.get("line") or call.line, profile=call.profile, reason=reason,
            state=CallBackState.OPEN, priority=asked.get("priority", 0), place_since=place, call=call.id,
            last_call=call.id, created_at=now, missed_at=call.ended_at, next_at=now,
        )  # fmt: skip
    else:
        CallBack.update(
            last_call=call.id, calls=CallBack.calls + 1, missed_at=call.ended_at, reason=graver(task.reason, reason),
            line=task.line or call.line, place_since=task.place_since or place,
        ).where(CallBack.id == task.id).execute()  # fmt: skip
    CallBackCall.create(call=call.id, call_back=task.id)
    announce("call_backs", str(task.id), at=now)


def _asked(call: str) -> dict[str, object]:
    """The caller's own request for a call-back: number, line and place."""
    fact = (
        CallEvent.select()
        .where(CallEvent.call == call, CallEvent.kind == Fact.CALL_BACK.value)
        .order_by(CallEvent.seq.desc())
        .first()
    )
    return dict(fact.data) if fact is not None else {}


def settle(now: dt.datetime) -> int:
    """Set the result of attempts whose calls have ended, and their tasks' state; give back the tasks of calls that were
    never made. Returns how many."""
    ended = list(
        Call.select(Call, CallBackTry)
        .join(CallBackTry, on=(CallBackTry.call == Call.id), attr="attempt")
        .where(Call.direction == "out", Call.ended_at.is_null(False), CallBackTry.ended_at.is_null())
        .order_by(Call.arrived_at)
    )
    for call in ended:
        with writing():
            _settled(call, call.attempt, now)
    return len(ended) + sum(_given_back(attempt, now) for attempt in _without_a_call())


def _without_a_call() -> list[CallBackTry]:
    made = Call.select(peewee.SQL("1")).where(Call.id == CallBackTry.call)
    return list(CallBackTry.select().where(CallBackTry.ended_at.is_null(), ~peewee.fn.EXISTS(made)))


def _given_back(attempt: CallBackTry, now: dt.datetime) -> bool:
    """Anybody may call again what its taker could not."""
    with writing():
        unmade = forget_unmade(attempt, now)
        if unmade:
            CallBack.update(state=CallBackState.OPEN, taken_by=None, taken_at=None).where(
                CallBack.id == attempt.call_back_id,
                CallBack.state == CallBackState.TAKEN.value,
                CallBack.taken_by == attempt.person_id,
            ).execute()
            announce("call_backs", str(attempt.call_back_id), at=now)
    return unmade


def _settled(call: Call, attempt: CallBackTry, now: dt.datetime) -> None:
    citizen = CallLeg.get_or_none(CallLeg.call == call.id, CallLeg.kind == Party.CITIZEN.value)
    result = result_of(call.outcome, citizen.result if citizen is not None else None)
    taken = (
        CallBackTry.update(call=call.id, result=result, ended_at=call.ended_at)
        .where(CallBackTry.id == attempt.id, CallBackTry.ended_at.is_null())
        .execute()
    )
    task = CallBack.get_by_id(attempt.call_back_id)
    if taken == 1 and task.state in _OPEN:
        tries = task.tries + (1 if citizen is not None else 0)  # the agent did not answer, so the citizen was not rung
        state = after_try(tries, reached=call.talking_at is not None)
        done = state not in OPEN
        CallBack.update(
            state=state, tries=tries, next_at=now + BETWEEN, taken_by=None, taken_at=None,
            done_at=call.ended_at if done else None, done_by=attempt.person_id if done else None,
        ).where(CallBack.id == task.id).execute()  # fmt: skip
        announce("call_backs", str(task.id), at=now)


def called_again(now: dt.datetime) -> int:
    """Close the tasks of callers who have called again and talked with somebody; returns how many."""
    talked = Call.select(peewee.SQL("1")).where(
        Call.number == CallBack.number, Call.direction == "in", Call.talking_at > CallBack.missed_at
    )
    tasks = list(CallBack.select().where(CallBack.state == CallBackState.OPEN.value, peewee.fn.EXISTS(talked)))
    for task in tasks:
        with writing():
            CallBack.update(state=CallBackState.CLOSED, done_at=now, note="called again").where(
                CallBack.id == task.id, CallBack.state == CallBackState.OPEN.value
            ).execute()
            announce("call_backs", str(task.id), at=now)
    return len(tasks)


def uninformed(now: dt.datetime) -> list[Trouble]:
    """Open requests for a judge of which nobody on his side knows: the next way is tried, what is left is a trouble."""
    open_ones = list(Contact.select(Contact, Judge).join(Judge).where(Contact.state == ContactState.OPEN.value))
    known = informing.of_contacts({row.id: row.call or "" for row in open_ones})
    left = []
    for row in open_ones:
        if known[row.id] is not Informed.NOBODY:
            continue
        with writing():
            told = inform_chief(row, now)
        if not told:
            data = {"judge": row.judge.name, "contact": row.id}
            left.append(Trouble(AlarmKind.NOT_INFORMED, str(row.id), row.site_id, row.opened_at, data))
    return left


def give_back(now: dt.datetime, most: dt.timedelta = dt.timedelta(minutes=30)) -> int:
    """Reopen tasks that were taken and left undone; end attempts that made no call."""
    stale = list(CallBack.select().where(CallBack.state == CallBackState.TAKEN.value, CallBack.taken_at < now - most))
    for task in stale:
        with writing():
            CallBackTry.update(result="failed", ended_at=now).where(
                CallBackTry.call_back == task.id, CallBackTry.ended_at.is_null(), CallBackTry.at < now - most
            ).execute()
            CallBack.update(state=CallBackState.OPEN, taken_by=None, taken_at=None).where(
                CallBack.id == task.id, CallBack.state == CallBackState.TAKEN.value
            ).execute()
            announce("call_backs", str(task.id), at=now)
    return len(stale)
