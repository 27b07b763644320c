"""Follow-ups: their ticket (if the user may see it), the message that asked, the progress of their call."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hotline.calls.reads.orders import refusal
from hotline.calls.rows import Call, CallLeg
from hotline.follow_ups.rules import NOTICE
from hotline.messages.rows import Notice
from hotline.people.reads.scope import Scope
from hotline.tickets.reads import scope as scopes
from hotline.tickets.reads.scope import NAMED_T as T
from hotline.tickets.rows import FollowUp, FollowUpTry
from hotline.words import CallState, NoticeKind, Outcome, Party


def ticket_of(follow_up: int, scope: Scope) -> str | None:
    row = scopes.narrowed(FollowUp.select(FollowUp, T).join(T).where(FollowUp.id == follow_up), scope).first()
    return None if row is None else str(row.ticket.number)


def asked_by_message(follow_ups: Iterable[int]) -> frozenset[int]:
    """Those of these follow-ups whose citizens have been sent the link: they have a day before they are called."""
    refs = {f"{NOTICE}{one}": one for one in follow_ups}
    sent = Notice.select(Notice.ref).where(
        Notice.ref.in_(list(refs)), Notice.template == NoticeKind.FOLLOW_UP_LINK.value
    )
    return frozenset(refs[row.ref] for row in list(sent))


class Stage(StrEnum):
    """The progress of a follow-up's call."""

    PLACED = "placed"
    REFUSED = "refused"
    YOURS_RINGS = "yours_rings"
    THEIRS_RINGS = "theirs_rings"
    TALKING = "talking"
    SURVEY = "survey"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class FollowUpCall:
    """A follow-up's last call, its clerk, its stage and since when. `refused`: why it was not made."""

    call: str
    person: int | None
    stage: Stage
    since: dt.datetime
    outcome: Outcome | None = None
    refused: str = ""


def last_call(follow_up: int) -> FollowUpCall | None:
    """The last call made for a follow-up; None if there is none."""
    query = FollowUpTry.select().where(FollowUpTry.follow_up == follow_up, FollowUpTry.call.is_null(False))
    tried = query.order_by(FollowUpTry.number.desc()).first()
    if tried is None:
        return None
    row = Call.get_or_none(Call.id == tried.call)
    if row is None:
        refused = refusal(tried.call, tried.person_id, tried.at)
        return FollowUpCall(
            tried.call,
            tried.person_id,
            Stage.PLACED if refused is None else Stage.REFUSED,
            tried.at,
            refused=refused or "",
        )
    outcome = None if row.outcome is None else Outcome(row.outcome)
    stage, since = _stage(row)
    return FollowUpCall(row.id, tried.person_id, stage, since, outcome)


def _stage(row: Call) -> tuple[Stage, dt.datetime]:
    if row.ended_at is not None:
        return Stage.ENDED, row.ended_at
    if row.state == CallState.TALKING:
        return Stage.TALKING, row.talking_at or row.arrived_at
    if row.talking_at is not None:
        return Stage.SURVEY, row.talking_at
    leg = CallLeg.get_or_none(CallLeg.call == row.id, CallLeg.kind == Party.AGENT.value)
    if leg is not None and leg.answered_at is not None:
        return Stage.THEIRS_RINGS, leg.answered_at
    return Stage.YOURS_RINGS, row.arrived_at
