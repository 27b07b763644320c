"""Correct what was registered wrongly: with a reason, by the same readers and limits as the form that registered it.

What decides where the ticket goes and how long it takes (subject, text, kind, hotline, subject area, place, urgency) is
corrected until it is dispatched; who the citizen and the parties are, how he is reached and how he came in, always: a
wrong number would never let him ask or be asked. A call says its hotline and its way in itself.
"""

from collections.abc import Callable, Iterable, Mapping

from hotline.messages import verbs as notices
from hotline.ports import Refused
from hotline.tickets.rows import search
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.payloads import Correction
from hotline.tickets.rules.tickets import ADDRESS_MOST, CASE_NUMBER_MOST, NAME_MOST, PARTIES_SHOWN, complaint
from hotline.values.case_numbers import case_number
from hotline.values.privacy import clean, fitting, tidy, whole
from hotline.values.telephone import checked, mobile
from hotline.words import Channel, ClockKind, EntryKind, NoticeKind, TicketEvent, TicketState

from . import clocks
from .context import TicketContext
from .opening import PROFILES, as_parties, entry_of, fits_hotline, more_written, no_heading, other_tails

ALWAYS = frozenset({
    "caller_number", "caller_name", "case_number", "address", "hides_name", "identity_hash", "identity_tail",
    "channel", "parties",
})  # fmt: skip
UNTIL_DISPATCHED = frozenset({"subject", "text", "kind", "topic", "place", "urgent", "profile"})
_DECIDING = (TicketState.REGISTERED, TicketState.ACCEPTED)


def correct(w: TicketContext, request: TransitionRequest, new: TicketState) -> None:
    """Write the corrected values; the step keeps the old ones. Raises Refused, also if nothing differs."""
    asked = request.of(Correction)
    given = dict(asked.values)
    if not asked.names <= ALWAYS | UNTIL_DISPATCHED:
        raise Refused("This form is broken: load the page again")
    values = _read(w, given)
    if asked.parties is not None:
        values["parties"] = _parties(w, asked.parties)
    changed = {name: value for name, value in values.items() if getattr(w.row, name) != value}
    if not changed:
        raise Refused("There is nothing to correct")
    if set(changed) & {_COLUMNS.get(name, name) for name in UNTIL_DISPATCHED} and w.state not in _DECIDING:
        raise Refused("After dispatch only the citizen's data, the address and the case number can be corrected")
    _hotline(w, changed)
    was = _write(w, changed)
    w.step(request.event, new, text=request.text, was=was)
    search.index(w.row)
    if {"kind", "profile"} & set(changed) and w.state is TicketState.ACCEPTED:
        clocks.begin(w, ClockKind.FINISH, begun=w.row.accepted_at)
    if "caller_number" in changed and not w.row.confidential:
        waiting = notices.readdress(str(was["caller_number"]), w.row.caller_number, w.row.number, now=w.now)
        if mobile(w.row.caller_number) and NoticeKind.TICKET_OPENED not in waiting:
            w.tell_citizen(NoticeKind.TICKET_OPENED, code=w.row.code)  # the first message went to somebody else


def _write(w: TicketContext, changed: Mapping[str, object]) -> dict[str, object]:
    """Gives what stood there. A name stays known, so that texts cover it too."""
    was = {name: getattr(w.row, name) for name in sorted(changed) if name not in ("identity_hash", "other_tails")}
    if "caller_name" in changed:
        w.row.former_names = "\n".join(dict.fromkeys([*w.row.former_names.splitlines(), w.row.caller_name]))
    for name, value in changed.items():
        setattr(w.row, name, value)
    return was


def _read(w: TicketContext, given: Mapping[str, str]) -> dict[str, object]:
    subject = " ".join(tidy(given.get("subject", w.row.subject)).split())
    text = tidy(given.get("text", w.row.text))
    wrong = complaint(given.get("kind", w.row.kind), subject, text, close_at_once=False)
    if wrong is not None:
        raise Refused(wrong[0], **wrong[1])
    values = {_COLUMNS.get(name, name): _READ[name](value) for name, value in given.items() if name in _READ}
    values |= {name: value for name, value in (("subject", subject), ("text", text)) if name in given}
    if "caller_number" in given:
        values["caller_written"] = more_written(given["caller_number"])
        values["other_tails"] = other_tails(given["caller_number"])
    return values


def _hotline(w: TicketContext, changed: Mapping[str, object]) -> None:
    """Raises Refused where hotline, subject and call do not go together; what was so before is not asked again."""
    topic = changed.get("topic_id")
    no_heading(topic if isinstance(topic, int) else None)
    if w.row.call and {"profile", "channel"} & set(changed):
        raise Refused("It came by a call, which says its hotline and how it came in: these stay")
    if {"profile", "topic_id"} & set(changed):
        fits_hotline(str(changed.get("profile", w.row.profile)), _whole(changed.get("topic_id", w.row.topic_id)))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _parties(w: TicketContext, typed: Iterable[tuple[str, str | None, str]]) -> list[dict[str, str]]:
    """All parties anew. Whose number the reader may not see and left empty keeps it; an emptied row is dropped."""
    before, found = list(w.row.parties or ()), list[tuple[str, str, str]]()
    for n, (name, number, role) in enumerate(typed):
        old = before[n] if n < len(before) else {}
        kept = str(old.get("number", "")) if number is None else number
        emptied = number is None and bool(old.get("name")) and not name.strip()
        if not emptied and (name.strip() or kept.strip()):
            found.append((name, kept, role))
    return [*as_parties(found), *before[PARTIES_SHOWN:]]


def _profile(value: str) -> str:
    if value not in PROFILES:
        raise Refused("This form is broken: load the page again")
    return value


def _channel(value: str) -> str:
    if value not in set(Channel):
        raise Refused("Choose how it came in")
    return value


def _entry(kind: EntryKind) -> Callable[[str], int | None]:
    def read(value: str) -> int | None:
        which = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
        return entry_of(kind, which if value else None)

    return read


_COLUMNS = {"topic": "topic_id", "place": "place_id"}
_READ: Mapping[str, Callable[[str], object]] = {
    "kind": str,
    "topic": _entry(EntryKind.TOPIC),
    "place": _entry(EntryKind.PLACE),
    "urgent": lambda value: value in ("1", "true"),
    "profile": _profile,
    "channel": _channel,
    "hides_name": lambda value: value in ("1", "true"),
    "caller_number": lambda value: checked(value).canonical,
    "caller_name": lambda value: whole(value, NAME_MOST),
    "case_number": lambda value: fitting(case_number(whole(value, 200)), CASE_NUMBER_MOST),
    "identity_hash": lambda value: clean(value, 64),
    "identity_tail": lambda value: clean(value, 4),
    "address": lambda value: whole(value, ADDRESS_MOST),
}
EFFECTS = {TicketEvent.CORRECT: correct}
