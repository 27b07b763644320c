"""The clock's ladder of urging (K6): a reminder before due, one at due, an overdue notice the day after, a circular."""

import datetime as dt
from dataclasses import dataclass

from hotline.words import UrgeStep

LADDER = (UrgeStep.BEFORE, UrgeStep.AT, UrgeStep.AFTER, UrgeStep.CIRCULAR)


@dataclass(frozen=True, slots=True)
class Late:
    """The state of a clock: when it turns yellow, when it is due, how many workdays it is overdue."""

    yellow_at: dt.datetime
    due_at: dt.datetime
    workdays_over: int


def next_step(told: str, late: Late, *, circular_workdays: int, now: dt.datetime) -> UrgeStep | None:
    """The step to take now, or None. A missed reminder is not sent late: from the workday after due on, the overdue
    notice is the first message, and no circular goes out before it."""
    done = LADDER.index(UrgeStep(told)) if told else -1
    if late.workdays_over >= 1:
        wanted = UrgeStep.CIRCULAR if late.workdays_over >= circular_workdays else UrgeStep.AFTER
        if done < LADDER.index(UrgeStep.AFTER):
            return UrgeStep.AFTER
    elif now >= late.due_at:
        wanted = UrgeStep.AT
    elif now >= late.yellow_at:
        wanted = UrgeStep.BEFORE
    else:
        return None
    return wanted if LADDER.index(wanted) > done else None
