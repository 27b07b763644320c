"""Who is to be called back, when, and when it is over (T8, Q6): pure."""

import datetime as dt

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
MISSED_SECONDS = 3.0  # who hangs up sooner in the menu has dialled wrong: no task is made of it
OPEN = (CallBackState.OPEN, CallBackState.TAKEN)


def reason_of(outcome: str | None, seconds: float) -> CallBackReason | None:
    """Why a call that ended so, after so many seconds, is to be called back; None: it is not."""
    reason = REASONS.get(outcome or "")
    return None if reason is CallBackReason.MENU and seconds < MISSED_SECONDS else reason


def graver(one: str, other: str) -> CallBackReason:
    """Of two reasons the one that is called first."""
    return min(CallBackReason(one), CallBackReason(other), key=URGENCY.index)


def after_try(tries: int, *, reached: bool) -> CallBackState:
    """The task after so many attempts."""
    if reached:
        return CallBackState.REACHED
    return CallBackState.GIVEN_UP if tries >= TRIES else CallBackState.OPEN


def result_of(outcome: str | None, citizen: str | None) -> str:
    """What an attempt is said to have brought: reached, or how the citizen's telephone answered."""
    if outcome == Outcome.REACHED:
        return Outcome.REACHED.value
    if outcome == Outcome.NO_PICK_UP:
        return Outcome.NO_PICK_UP.value
    return citizen or OfferResult.FAILED.value
