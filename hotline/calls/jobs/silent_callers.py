"""Asks callers who could not be heard, by a short message, to use another telephone (T5)."""

import datetime as dt

from hotline.calls.rows import Call
from hotline.messages.rows import Notice
from hotline.messages.verbs import put
from hotline.store.database import writing
from hotline.values.telephone import mobile
from hotline.words import Outcome

RECENT = dt.timedelta(hours=1)


def tell_silent(now: dt.datetime, *, wanted: bool) -> int:
    """Ask callers who could not be heard to use another telephone, if their number can get a message (T5)."""
    if not wanted:
        return 0
    told = Notice.select(Notice.ref).where(Notice.template == "silent_call", Notice.at > now - 2 * RECENT)
    known = {row.ref for row in list(told)}
    calls = list(Call.select().where(Call.outcome == Outcome.SILENT.value, Call.ended_at > now - RECENT))
    todo = [call for call in calls if call.id not in known and mobile(call.number)]
    for call in todo:
        with writing():
            put(call.number, "silent_call", {}, ref=call.id, now=now)
    return len(todo)
