"""Short messages (C3): fields of each, filling in, time of the next try, effect of a receipt. Pure.

A verb gives the template and fields; the texts are in `content/notices.yml` and are filled in on sending.
"""

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType

from hotline.values.privacy import clean
from hotline.values.quiet_hours import Quiet, not_before
from hotline.words import NoticeKind, NoticeState, NoticeTrouble

FIELDS: Mapping[NoticeKind, tuple[str, ...]] = MappingProxyType({
    NoticeKind.TICKET_OPENED: ("number", "code"),
    NoticeKind.TICKET_DISPATCHED: ("number", "unit"),
    NoticeKind.TICKET_CLOSED: ("number", "link"),
    NoticeKind.TICKET_EXTENDED: ("number", "until"),
    NoticeKind.EXTENDED_PAUSED: ("number",),
    NoticeKind.CLOCK_RESUMED: ("number", "until"),
    NoticeKind.TICKET_NOT_ACCEPTED: ("number", "reason"),
    NoticeKind.TICKET_MERGED: ("number",),
    NoticeKind.FOLLOW_UP_LINK: ("number", "link"),
    NoticeKind.FOLLOW_UP_REMINDER: ("number", "link"),
    NoticeKind.URGED_UNIT: ("number", "unit", "until"),
    NoticeKind.URGED_CITIZEN: ("number", "unit"),
    NoticeKind.SUPERVISED_UNIT: ("number", "unit", "until"),
    NoticeKind.SUPERVISION_MOVED: ("number", "unit", "to"),
    NoticeKind.REVIEW_GIVEN: ("number", "unit", "until"),
    NoticeKind.OVERDUE_UNIT: ("number", "unit", "days"),
    NoticeKind.CIRCULAR_UNIT: ("number", "unit"),
    NoticeKind.APPOINTMENT: ("what", "when", "where"),
    NoticeKind.CLOCK_RECOMPUTED: ("number", "until", "was"),
    NoticeKind.CONTACT_JUDGE: ("judge", "caller", "until"),
    NoticeKind.SILENT_CALL: (),
    NoticeKind.PROOF: ("once",),
})  # fmt: skip
FREE = frozenset({"unit", "to", "reason", "what", "where", "judge", "caller"})  # may be shortened; a number may not
SECRET = frozenset({"code", "link", "once"})  # whoever knows them can ask and answer in the citizen's place
FIELD_MOST = 200
TEXT_MOST = 500  # the column's length; seven SMS parts on a telephone
SHORTEST = 6
PLACE = re.compile(r"%\((\w+)\)s")
_ENDS = "。.；;，, "

GAPS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
LEASE = dt.timedelta(minutes=5)  # longer than any gateway timeout: a claim without a result by then gets none
BETWEEN_LOOKS = dt.timedelta(minutes=10)  # retry time of messages that wait for a corrected set-up
STALE = dt.timedelta(days=3)  # a message delayed longer would only confuse
STALE_OF: Mapping[str, dt.timedelta] = {NoticeKind.PROOF: dt.timedelta(minutes=10)}
AT_ONCE = (NoticeKind.PROOF,)  # somebody waits for it at this moment: quiet hours do not hold it back


def fields_of(template: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields in stored form. Raises ValueError if they are not the template's fields."""
    wanted = FIELDS[NoticeKind(template)]
    if set(wanted) != set(fields):
        raise ValueError(f"{template} takes {', '.join(wanted) or 'no fields'}, not {', '.join(fields) or 'none'}")
    return {name: clean(fields[name], FIELD_MOST) for name in wanted}


def filled(text: str, fields: Mapping[str, str], *, most: int) -> str:
    """The text with its fields filled in; the longest free fields are cut until it has at most `most` characters."""
    kept = {name: value.rstrip(_ENDS) if name in FREE else value for name, value in fields.items()}
    free = [name for name in kept if name in FREE and name in PLACE.findall(text)]
    while free and (over := len(_put_in(text, kept)) - most) > 0:
        longest = max(free, key=lambda name: len(kept[name]))
        value = kept[longest]
        if len(value) <= SHORTEST:
            break
        kept[longest] = value[: max(SHORTEST, len(value) - over) - 1].rstrip("…") + "…"
    return _put_in(text, kept)


def _put_in(text: str, fields: Mapping[str, str]) -> str:
    """Fill in one pass: placeholders inside a field's value are not replaced."""
    return PLACE.sub(lambda place: fields.get(place[1], ""), text)


def shown(text: str, fields: Mapping[str, str]) -> str:
    """A message as staff may read it: without codes, and with only the beginning of a link."""
    for name in SECRET & set(fields):
        value = fields[name]
        beginning = re.match(r"https?://[^/]+/", value)
        text = text.replace(value, f"{beginning[0] if beginning else ''}****") if value else text
    return text


def goes_at(template: str, due: dt.datetime, quiet: Quiet) -> dt.datetime:
    """When a message that is due then (local time) goes at the earliest: after the quiet hours, unless somebody waits
    for it."""
    return due if template in AT_ONCE else not_before(quiet, due)


def next_try(tries: int, *, most: int) -> dt.timedelta | None:
    """How long to wait after so many failures; None: give up."""
    if tries >= most:
        return None
    return GAPS[min(tries, len(GAPS)) - 1]


def after_receipt(state: NoticeState, delivered: bool) -> NoticeState | None:
    """The new state after a receipt; None: no change. "Delivered" is final and overrides any earlier state."""
    if state in (NoticeState.DELIVERED, NoticeState.KEPT):
        return None
    if delivered:
        return NoticeState.DELIVERED
    return NoticeState.FAILED if state in (NoticeState.SENDING, NoticeState.SENT, NoticeState.UNKNOWN) else None


def may_send_again(state: NoticeState, trouble: str | None) -> bool:
    """True if a person may have it resent: it failed (but not for ever), or may be lost."""
    return state is NoticeState.UNKNOWN or (state is NoticeState.FAILED and trouble != NoticeTrouble.NOT_MOBILE)
