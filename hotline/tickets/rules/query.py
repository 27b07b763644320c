"""A combined query of tickets (K11) as a value: its conditions, and how it is written as JSON and read back.

A kept query may come from an older program, and a URL may contain anything: `read` takes what it understands and
ignores the rest.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from hotline.values.typed import day
from hotline.words import Channel, Light, Profile, TicketKind, TicketState, Way, Word

W = TypeVar("W", bound=Word)
TEXT_MOST = 200
NUMBER_MOST = 2**31 - 1  # the largest key that every database allows


class Sort(StrEnum):
    BURNS = "burns"
    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"
    CLOSED = "closed"
    SUBJECT = "subject"
    STATE = "state"
    UNIT = "unit"
    CALLER = "caller"
    BURNS_LAST = "burns_last"
    DUE_LATEST = "due_latest"
    CLOSED_OLDEST = "closed_oldest"
    SUBJECT_DOWN = "subject_down"
    STATE_DOWN = "state_down"
    UNIT_DOWN = "unit_down"
    CALLER_DOWN = "caller_down"


TURNED = {
    Sort.NEWEST: Sort.OLDEST, Sort.BURNS: Sort.BURNS_LAST, Sort.DUE: Sort.DUE_LATEST,
    Sort.CLOSED: Sort.CLOSED_OLDEST, Sort.SUBJECT: Sort.SUBJECT_DOWN, Sort.STATE: Sort.STATE_DOWN,
    Sort.UNIT: Sort.UNIT_DOWN, Sort.CALLER: Sort.CALLER_DOWN,
}  # fmt: skip
_OF_FEW = (Sort.SUBJECT, Sort.STATE, Sort.UNIT, Sort.CALLER)
OF_FEW = frozenset(_OF_FEW) | {TURNED[one] for one in _OF_FEW}  # orders that no index serves
FEW = 999  # so many tickets at most are sorted by them; more come newest first


@dataclass(frozen=True, slots=True)
class TicketQuery:
    """None and "" set no condition. Days are days in China, both ends included. A unit, subject or place includes those
    below it; `lead`: the unit that leads a joint one; `again`: handled more than once; `parent`: a ticket's number."""

    number: str = ""
    words: str = ""
    kind: TicketKind | None = None
    states: tuple[TicketState, ...] = ()
    light: Light | None = None
    way: Way | None = None
    channel: Channel | None = None
    profile: Profile | None = None
    opened_from: dt.date | None = None
    opened_to: dt.date | None = None
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    closed_from: dt.date | None = None
    closed_to: dt.date | None = None
    unit: int | None = None
    lead: int | None = None
    handler: int | None = None
    co_unit: int | None = None
    co_handler: int | None = None
    topic: int | None = None
    place: int | None = None
    answered: bool | None = None
    urgent: bool | None = None
    urged: bool | None = None
    supervised: bool | None = None
    extended: bool | None = None
    returned: bool | None = None
    again: bool | None = None
    merged: bool | None = None
    solved: bool | None = None
    satisfied: int | None = None
    parent: str = ""


def _text(value: object) -> str | None:
    return value.replace("\x00", "").strip()[:TEXT_MOST] if isinstance(value, str) else None


def _flag(value: object) -> bool | None:
    known = {True: True, False: False, "1": True, "0": False, "true": True, "false": False}
    return known.get(value) if isinstance(value, bool | str) else None


def _whole(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 10:
        value = int(value)
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= NUMBER_MOST
    return value if fits and isinstance(value, int) else None


def _day(value: object) -> dt.date | None:
    return day(value) if isinstance(value, str) else None


def _word(kind: type[W]) -> Callable[[object], W | None]:
    return lambda value: kind(value) if isinstance(value, str) and value in set(kind) else None


_READ: Mapping[str, Callable[[object], Any]] = {
    **dict.fromkeys(("number", "words", "parent"), _text),
    "kind": _word(TicketKind), "light": _word(Light), "way": _word(Way), "channel": _word(Channel),
    "profile": _word(Profile),
    **dict.fromkeys(("opened_from", "opened_to", "due_from", "due_to", "closed_from", "closed_to"), _day),
    **dict.fromkeys(("unit", "lead", "handler", "co_unit", "co_handler", "topic", "place", "satisfied"), _whole),
    **dict.fromkeys(
        ("answered", "urgent", "urged", "supervised", "extended", "returned", "again", "merged", "solved"), _flag
    ),
}  # fmt: skip


def read(data: object) -> TicketQuery:
    """The query from kept JSON or from a URL: values may be typed, or text and lists as a URL has them."""
    if not isinstance(data, Mapping):
        return TicketQuery()
    found: dict[str, Any] = {}
    for name, reader in _READ.items():
        value = data.get(name)
        if isinstance(value, list | tuple):
            value = value[0] if value else None
        known = reader(value)
        if known is not None and known != "":
            found[name] = known
    return TicketQuery(states=_states(data.get("states")), **found)


def sorted_by(value: object, default: Sort = Sort.NEWEST) -> Sort:
    return Sort(value) if isinstance(value, str) and value in set(Sort) else default


def written(query: TicketQuery) -> dict[str, Any]:
    """The conditions as values for JSON; conditions that are not set are left out."""
    found: dict[str, Any] = {}
    for field in dataclasses.fields(query):
        value = getattr(query, field.name)
        if value is None or value in ("", ()):
            continue
        if isinstance(value, tuple):
            value = [str(one) for one in value]
        elif isinstance(value, dt.date):
            value = value.isoformat()
        elif isinstance(value, StrEnum):
            value = str(value)
        found[field.name] = value
    return found


def _states(value: object) -> tuple[TicketState, ...]:
    given: Sequence[object] = ()
    if isinstance(value, str):
        given = value.split(",")
    elif isinstance(value, list | tuple):
        given = value
    return tuple(state for state in TicketState if state in [one for one in given if isinstance(one, str)])
