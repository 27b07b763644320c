"""What is known about a caller's number."""

import datetime as dt

from hotline.callers.rows import CallBack
from hotline.calls.reads.nuisance import holding
from hotline.calls.rows import Call
from hotline.clock import day_bounds, local_day
from hotline.values.telephone import canonical
from hotline.words import CallBackState


def known(number: str, now: dt.datetime) -> dict[str, str]:
    """For flows: `nuisance` (no, mark, refused), `calls_today`, `call_back` (yes while one is open)."""
    entry = holding(number, now)
    if not canonical(number):
        return {"nuisance": "no", "calls_today": "0", "call_back": "no"}  # withheld: nobody in particular
    begin, end = day_bounds(local_day(now))
    today = Call.select().where(Call.number == number, Call.arrived_at >= begin, Call.arrived_at < end).count()
    waits = CallBack.select().where(
        CallBack.number == number, CallBack.state.in_((CallBackState.OPEN.value, CallBackState.TAKEN.value))
    )
    return {
        "nuisance": "no" if entry is None else ("refused" if entry.refused else "mark"),
        "calls_today": str(today),
        "call_back": "yes" if waits.exists() else "no",
    }
