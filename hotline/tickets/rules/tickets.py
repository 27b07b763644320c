"""The checks on a ticket before it is saved, and how its number is written."""

import datetime as dt
from typing import Any

from hotline.values.names import without_name
from hotline.values.privacy import without_number
from hotline.words import TicketKind, TicketState

SUBJECT_MOST = 200
TEXT_MOST = 100_000


def number(site: str, day: dt.date, count: int) -> str:
    """`head-20261122-0001`; the count has at least four digits."""
    return f"{site}-{day:%Y%m%d}-{count:04d}"


def complaint(kind: str, subject: str, text: str, *, close_at_once: bool) -> tuple[str, dict[str, object]] | None:
    """What is wrong with a ticket as (message id, fields), or None."""
    if kind not in set(TicketKind):
        return "Choose what kind of matter it is", {}
    if not subject:
        return "Write a subject", {}
    if len(subject) > SUBJECT_MOST:
        return "The subject is too long: leave out %(over)s characters", {"over": len(subject) - SUBJECT_MOST}
    if len(text) > TEXT_MOST:
        return "The text is too long: leave out %(over)s characters", {"over": len(text) - TEXT_MOST}
    if close_at_once and kind != TicketKind.CONSULT:
        return "Only a consultation can be closed in the call", {}
    return None


def of_another(row: Any) -> str:
    """The answer to a ticket as another citizen may read it: without the name and the number of who brought it."""
    return without_number(without_name(row.reply, row.caller_name, cover="……"), row.caller_number, cover="……")


def first_state(*, close_at_once: bool) -> TicketState:
    return TicketState.CLOSED_AT_ONCE if close_at_once else TicketState.REGISTERED
