"""Who is called back, when, and when the task is done (T8, Q6). Pure."""

import datetime as dt

from hotline.calls.rules.dialling import NumberPlan
from hotline.values.quiet_hours import Quiet, began, may_call, not_before
from hotline.values.reach import Reach, reach
from hotline.values.telephone import telephone
from hotline.words import CallBackReason, CallBackState, OfferResult, Outcome

REASONS: dict[str, CallBackReason] = {
    Outcome.ABANDONED_MENU: CallBackReason.MENU,
    Outcome.ABANDONED_QUEUE: CallBackReason.QUEUE,
    Outcome.ABANDONED_RINGING: CallBackReason.RINGING,
    Outcome.NO_AGENT: CallBackReason.NO_AGENT,
    Outcome.MESSAGE_LEFT: CallBackReason.MESSAGE,
    Outcome.CALL_BACK: CallBackReason.ASKED,
}
URGENCY = (
    CallBackReason.ASKED, CallBackReason.MESSAGE, CallBackReason.RINGING, CallBackReason.NO_AGENT, CallBackReason.QUEUE,
    CallBackReason.MENU,
)  # fmt: skip
TRIES = 3
BETWEEN = dt.timedelta(minutes=30)
MISSED_SECONDS = 3.0  # a caller who hangs up sooner in the menu has misdialled: no task
OPEN = (CallBackState.OPEN, CallBackState.TAKEN)


def reason_of(outcome: str | None, seconds: float) -> CallBackReason | None:
    """Why a call with this outcome, after so many seconds, needs a call-back; None: it does not."""
    reason = REASONS.get(outcome or "")
    return None if reason is CallBackReason.MENU and seconds < MISSED_SECONDS else reason


def becomes_task(number: str, reason: CallBackReason, plan: NumberPlan) -> bool:
    """Whether a missed call of this number becomes a task. A call alone from a number that is never called, such as a
    satellite's, becomes none: who forges it waits for us to call at our cost. Who calls from abroad, has left a message
    or asked to be called gets one, which says why he cannot be called."""
    read = telephone(number)
    if not read.dials:
        return False
    speaks = reason in (CallBackReason.ASKED, CallBackReason.MESSAGE) or reach(read) is Reach.ABROAD
    return speaks or plan.complaint(number) is None


def graver(one: str, other: str) -> CallBackReason:
    """The more urgent of two reasons."""
    return min(CallBackReason(one), CallBackReason(other), key=URGENCY.index)


def may_ring(quiet: Quiet, local: dt.datetime, reason: CallBackReason, missed: dt.datetime) -> bool:
    """Whether a caller may be called back now (`local`): outside the quiet hours; in them only who asked for it in the
    same ones, with the call that ended at `missed`."""
    if may_call(quiet, local):
        return True
    return reason is CallBackReason.ASKED and missed >= began(quiet, local)


def first_time(
    quiet: Quiet, local: dt.datetime, next_at: dt.datetime, reason: CallBackReason, missed: dt.datetime
) -> dt.datetime:
    """From when on he may be called back: not before `next_at`, which leaves the time after an attempt."""
    at = max(local, next_at.astimezone(local.tzinfo))
    return at if may_ring(quiet, at, reason, missed) else not_before(quiet, at)


def after_try(tries: int, *, reached: bool) -> CallBackState:
    """The task's state after so many attempts."""
    if reached:
        return CallBackState.REACHED
    return CallBackState.GIVEN_UP if tries >= TRIES else CallBackState.OPEN


def result_of(outcome: str | None, citizen: str | None) -> str:
    """The displayed result of an attempt: reached, or how the citizen's telephone answered."""
    if outcome == Outcome.REACHED:
        return Outcome.REACHED.value
    if outcome == Outcome.NO_PICK_UP:
        return Outcome.NO_PICK_UP.value
    return citizen or OfferResult.FAILED.value
