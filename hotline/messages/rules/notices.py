"""Short messages (C3): what each is told, how it is filled in, when it is tried again, what a receipt changes. Pure.

A verb says which message and the fields; the words stand in `content/notices.yml` and are filled in when it goes out.
"""

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType

from hotline.values.privacy import clean
from hotline.words import NoticeKind, NoticeState, NoticeTrouble

FIELDS: Mapping[NoticeKind, tuple[str, ...]] = MappingProxyType({
    NoticeKind.TICKET_OPENED: ("number", "code"),
    NoticeKind.TICKET_DISPATCHED: ("number", "unit"),
    NoticeKind.TICKET_CLOSED: ("number", "link"),
    NoticeKind.TICKET_EXTENDED: ("number", "until"),
    NoticeKind.EXTENDED_PAUSED: ("number",),
    NoticeKind.CLOCK_RESUMED: ("number", "until"),
    NoticeKind.TICKET_NOT_ACCEPTED: ("number", "reason"),
    NoticeKind.TICKET_MERGED: ("number", "into"),
    NoticeKind.VISIT_LINK: ("number", "link"),
    NoticeKind.VISIT_REMINDER: ("number", "link"),
    NoticeKind.URGED_UNIT: ("number", "unit", "until"),
    NoticeKind.URGED_CITIZEN: ("number", "unit"),
    NoticeKind.SUPERVISED_UNIT: ("number", "unit", "until"),
    NoticeKind.SUPERVISION_MOVED: ("number", "unit", "to"),
    NoticeKind.OVERDUE_UNIT: ("number", "unit", "days"),
    NoticeKind.CIRCULAR_UNIT: ("number", "unit"),
    NoticeKind.APPOINTMENT: ("what", "when", "where"),
    NoticeKind.CLOCK_RECOMPUTED: ("number", "until", "was"),
    NoticeKind.CONTACT_JUDGE: ("judge", "caller", "until"),
    NoticeKind.SILENT_CALL: (),
})  # fmt: skip
FREE = frozenset({"unit", "to", "reason", "what", "where", "judge", "caller"})  # may be shortened; a number may not
SECRET = frozenset({"code", "link"})  # who knows them may ask and answer in the citizen's place
FIELD_MOST = 200
TEXT_MOST = 500  # what a row holds; seven messages on a telephone
SHORTEST = 6
PLACE = re.compile(r"%\((\w+)\)s")
_ENDS = "。.；;，, "

GAPS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
LEASE = dt.timedelta(minutes=5)  # longer than any gateway is waited for: a claim without a result by then has none
BETWEEN_LOOKS = dt.timedelta(minutes=10)  # of what waits for somebody to set things right
STALE = dt.timedelta(days=3)  # what could not go by then would only confuse

_MOBILE = re.compile(r"1[3-9][0-9]{9}")


def fields_of(template: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields as they are kept. Raises ValueError where the verb gives others than the message takes."""
    wanted = FIELDS[NoticeKind(template)]
    if set(wanted) != set(fields):
        raise ValueError(f"{template} takes {', '.join(wanted) or 'no fields'}, not {', '.join(fields) or 'none'}")
    return {name: clean(fields[name], FIELD_MOST) for name in wanted}


def filled(text: str, fields: Mapping[str, str], *, most: int) -> str:
    """A text with its fields, longest free fields shortened until it has at most `most` characters, if that can be."""
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
    """One pass: what stands in a field is never looked at for places."""
    return PLACE.sub(lambda place: fields.get(place[1], ""), text)


def shown(text: str, fields: Mapping[str, str]) -> str:
    """A message as staff may read it: without codes, and of a link its beginning only."""
    for name in SECRET & set(fields):
        value = fields[name]
        beginning = re.match(r"https?://[^/]+/", value)
        text = text.replace(value, f"{beginning[0] if beginning else ''}****") if value else text
    return text


def mobile(number: str) -> str:
    """The eleven digits of a mobile telephone of the mainland, or "" where no message can go."""
    digits = re.sub(r"[ -]", "", number)
    digits = digits.removeprefix("+86").removeprefix("0086")
    return digits if _MOBILE.fullmatch(digits) else ""


def next_try(tries: int, *, most: int) -> dt.timedelta | None:
    """How long to wait after so many failures; None: it is given up."""
    if tries >= most:
        return None
    return GAPS[min(tries, len(GAPS)) - 1]


def after_receipt(state: NoticeState, delivered: bool) -> NoticeState | None:
    """What a gateway's word changes; None: nothing. That it arrived is the last word, whatever was believed before."""
    if state in (NoticeState.DELIVERED, NoticeState.KEPT):
        return None
    if delivered:
        return NoticeState.DELIVERED
    return NoticeState.FAILED if state in (NoticeState.SENDING, NoticeState.SENT, NoticeState.UNKNOWN) else None


def may_send_again(state: NoticeState, trouble: str | None) -> bool:
    """Whether a person may have it sent again: what failed, unless it never can go, and what may have gone astray."""
    return state is NoticeState.UNKNOWN or (state is NoticeState.FAILED and trouble != NoticeTrouble.NOT_MOBILE)
