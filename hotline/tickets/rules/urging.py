"""The ladder of urging by the clock (K6): a reminder before it is due, one at due, one the day after, a circular."""

import datetime as dt
from dataclasses import dataclass

from hotline.words import UrgeStep

LADDER = (UrgeStep.BEFORE, UrgeStep.AT, UrgeStep.AFTER, UrgeStep.CIRCULAR)


@dataclass(frozen=True, slots=True)
class Late:
    """Where a clock stands: when it turns yellow, when it is due, how many workdays it is over."""

    yellow_at: dt.datetime
    due_at: dt.datetime
    workdays_over: int


def next_step(told: str, late: Late, *, circular_workdays: int, now: dt.datetime) -> UrgeStep | None:
    """The step that is to be taken now, or None. Who was not reminded in time is not reminded late: from the workday
    after due on the first word is the overdue notice, and no circular goes out before it."""
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
