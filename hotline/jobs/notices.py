"""The outbox: waiting messages go to the gateway, or are kept here where there is none; silent callers get theirs."""

import datetime as dt

from hotline.clock import CHINA
from hotline.desk.notices import put
from hotline.records.changes import announce
from hotline.records.database import writing
from hotline.records.rows import Call, Notice
from hotline.rules.call_backs import Quiet, may_call, not_before
from hotline.words import NoticeState, Outcome

RECENT = dt.timedelta(hours=1)


def keep(now: dt.datetime, quiet: Quiet) -> int:
    """Without a gateway a message that is due is kept to be looked at; nothing goes out in quiet hours."""
    local = now.astimezone(CHINA)
    with writing():
        if not may_call(quiet, local):
            later = not_before(quiet, local).astimezone(dt.UTC)
            Notice.update(next_at=later).where(
                Notice.state == NoticeState.WAITING.value, Notice.next_at <= now
            ).execute()
            return 0
        kept = int(
            Notice.update(state=NoticeState.KEPT)
            .where(Notice.state == NoticeState.WAITING.value, Notice.next_at <= now)
            .execute()
        )
        if kept:
            announce("notices", "", at=now)
    return kept


def tell_silent(now: dt.datetime, *, wanted: bool) -> int:
    """Ask callers whom nobody could hear to take another telephone, if their number can get a message (T5)."""
    if not wanted:
        return 0
    told = Notice.select(Notice.ref).where(Notice.template == "silent_call", Notice.at > now - 2 * RECENT)
    known = {row.ref for row in list(told)}
    calls = list(Call.select().where(Call.outcome == Outcome.SILENT.value, Call.ended_at > now - RECENT))
    todo = [call for call in calls if call.id not in known and _mobile(call.number)]
    for call in todo:
        with writing():
            put(call.number, "silent_call", {}, ref=call.id, now=now)
    return len(todo)


def _mobile(number: str) -> bool:
    return len(number) == 11 and number.isdigit() and number[0] == "1" and number[1] in "3456789"
