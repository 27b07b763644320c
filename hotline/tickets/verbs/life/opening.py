"""Open a ticket (K1) from a call or any other channel in one standard form, or close a consultation in the call."""

import datetime as dt
import secrets
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from hotline.calls.rows import AgentState, Call, Offer
from hotline.clock import local_day
from hotline.people.rows import Person, Site
from hotline.people.rules.audit_things import SEALED
from hotline.people.verbs import audit
from hotline.people.verbs.drafts import clear_draft
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.store.rows import Counter
from hotline.tickets.rows import Attachment, Entry, Ticket, search
from hotline.tickets.rules.guards import Actor
from hotline.tickets.rules.tickets import (
    ADDRESS_MOST,
    CASE_NUMBER_MOST,
    NAME_MOST,
    SUBJECT_MOST,
    complaint,
    first_state,
    number,
)
from hotline.values.case_numbers import case_number
from hotline.values.privacy import clean, fitting, tidy, whole
from hotline.values.telephone import checked, mobile, telephone
from hotline.words import (
    AuditAction,
    Channel,
    ClockKind,
    EntryKind,
    NoticeKind,
    Profile,
    TicketEvent,
    TicketState,
    UnitKind,
)

from . import clocks, following_up
from .context import TicketContext, desk_of

PARTIES_MOST = 20
PROFILES = frozenset({Profile.COURT_12368.value, Profile.GOV_12345.value})
OTHERS_MOST = 8  # further numbers of one citizen


@dataclass(frozen=True, slots=True)
class Matter:
    """The content of the form. If there is a call, its number, name and profile are used. `parties`: (name, number,
    role); `files`: the token under which attachments were uploaded; `identity_hash`: a keyed hash of the identity
    number, `identity_tail`: its last four signs; the identity number itself is not kept."""

    kind: str
    subject: str
    text: str
    close_at_once: bool = False
    call: str | None = None
    caller_number: str = ""
    caller_name: str = ""
    channel: str = Channel.TELEPHONE
    profile: str = ""
    topic: int | None = None
    place: int | None = None
    address: str = ""
    case_number: str = ""
    parties: tuple[tuple[str, str, str], ...] = ()
    identity_hash: str = ""
    identity_tail: str = ""
    hides_name: bool = False
    confidential: bool = False
    urgent: bool = False
    files: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def open_ticket(
    matter: Matter, *, person: int, token: str, draft: str | None, now: dt.datetime, client_ip: str,
    keyed: Callable[[Any], None] | None = None,
) -> str:  # fmt: skip
    """Return the new ticket's number. The same `token` sent again gives the same ticket; the draft is deleted in the
    same transaction, and `keyed` does there what an area above needs of the new row. Raises Refused."""
    subject, text = _checked(matter, token)
    with writing():
        who = Person.get_by_id(person)
        call = _call(matter.call, person) if matter.call else None
        series = _series(matter, who.site.code, now)
        given = _number(matter, who.site, _next(series) if series else 0, now)
        sent = Ticket.get_or_none(Ticket.token == token)  # after the counter's lock: a second send sees the first
        if sent is None:
            row = _row(matter, call, who, now, number=given, token=token, subject=subject, text=text)
            _begin(TicketContext(row, Actor(who.login, who.id), now, client_ip), matter)
            seen = SEALED if matter.confidential else f"ticket:{given}"
            if keyed is not None:
                keyed(row)
            audit.note(AuditAction.OPEN_TICKET, seen, by=who.login, now=now, client_ip=client_ip, kind=matter.kind)
        elif series:
            _give_back(series)
        if draft is not None:
            clear_draft(person, draft)
    return given if sent is None else str(sent.number)


def _checked(matter: Matter, token: str) -> tuple[str, str]:
    subject, text = " ".join(tidy(matter.subject).split()), tidy(matter.text)
    wrong = complaint(matter.kind, subject, text, close_at_once=matter.close_at_once)
    if wrong is not None:
        raise Refused(wrong[0], **wrong[1])
    if not token or len(token) > 64:
        raise Refused("This form is broken: load the page again")
    if matter.channel not in set(Channel):
        raise Refused("Choose how it came in")
    if not matter.call:
        checked(matter.caller_number)
    as_parties(matter.parties)
    if matter.confidential and matter.close_at_once:
        raise Refused("A confidential complaint goes to the discipline inspection: it cannot be closed in the call")
    return subject, text


def as_parties(typed: Iterable[tuple[str, str, str]]) -> list[dict[str, str]]:
    """Parties as the ticket keeps them, of (name, number, role) as typed. Raises Refused."""
    found = list(typed)
    if len(found) > PARTIES_MOST:
        raise Refused("At most %(most)s parties: write the others into the text", most=PARTIES_MOST)
    for _name, number_, _role in found:
        checked(number_)
    return [
        {"name": clean(name, 100), "number": clean(phone, 64), "as": clean(what, 32)} for name, phone, what in found
    ]


def more_written(number: str) -> str:
    """What was typed, if it says more than the number: an extension, a second number."""
    read = telephone(number)
    return read.written if read.extension or read.others else ""


def other_tails(number: str) -> str:
    """The last four digits of the further numbers that were typed: by each of them the citizen may ask."""
    return " ".join(other[-4:] for other in telephone(number).others[:OTHERS_MOST])


def _row(
    matter: Matter,
    call: Call | None,
    who: Person,
    now: dt.datetime,
    *,
    number: str,
    token: str,
    subject: str,
    text: str,
) -> Any:
    state = first_state(close_at_once=matter.close_at_once)
    topic = entry_of(EntryKind.TOPIC, matter.topic)
    no_heading(topic)
    return Ticket.create(
        number=number, token=token, kind=matter.kind, state=state, subject=subject[:SUBJECT_MOST], text=text,
        caller_number=call.number if call is not None else matter.caller_number,
        caller_written="" if call is not None else more_written(matter.caller_number),
        other_tails="" if call is not None else other_tails(matter.caller_number),
        caller_name=whole(matter.caller_name, NAME_MOST) or (call.name if call is not None else ""),
        call=call.id if call is not None else None, opened_by=who.id, site=who.site_id, opened_at=now,
        profile=_profile(matter, call, topic), channel=matter.channel,
        topic=topic, place=entry_of(EntryKind.PLACE, matter.place),
        address=whole(matter.address, ADDRESS_MOST),
        case_number=fitting(case_number(whole(matter.case_number, 200)), CASE_NUMBER_MOST),
        code=fresh_code(),
        parties=as_parties(matter.parties),
        identity_hash=matter.identity_hash, identity_tail=matter.identity_tail[-4:],
        hides_name=matter.hides_name or matter.confidential,
        confidential=matter.confidential, urgent=matter.urgent, extra=matter.extra,
    )  # fmt: skip


def _profile(matter: Matter, call: Call | None, topic: int | None) -> str:
    """The hotline: the call's, or the one chosen, or the subject's. Raises Refused for a subject of another one."""
    if call is not None and call.profile in PROFILES:
        return str(call.profile)
    if matter.profile not in PROFILES:
        return hotline_of(topic) or Profile.COURT_12368
    fits_hotline(matter.profile, topic)
    return matter.profile


def fits_hotline(profile: str, topic: int | None) -> None:
    """Raises Refused for a subject that belongs to another hotline."""
    of_topic = hotline_of(topic)
    if of_topic and of_topic != profile:
        raise Refused("This subject belongs to %(hotline)s: choose that hotline, or another subject",
                      hotline=Profile(of_topic))  # fmt: skip


def hotline_of(topic: int | None) -> str:
    """The hotline that a subject belongs to by its top entry; "" for every one."""
    row = Entry.get_or_none(Entry.id == topic) if topic is not None else None
    while row is not None and row.parent_id is not None:
        row = row.parent
    return "" if row is None else str(row.profile)


def _begin(w: TicketContext, matter: Matter) -> None:
    """Write the first step, start the first clock, tell the citizen; a sample of closed consultations is asked."""
    state = w.state
    w.step(TicketEvent.OPEN, state)
    if state is TicketState.CLOSED_AT_ONCE:
        w.row.closed_at = w.row.accepted_at = w.now
        w.row.reply = matter.text
        if zlib.crc32(w.row.number.encode()) % 100 < w.known.parameter("follow_up.sample_percent"):
            following_up.plan(w, sample=True)
    else:
        kind = UnitKind.DISCIPLINE if matter.confidential else UnitKind.HOTLINE
        w.row.holder = desk_of(w.row.site_id, kind)
        clocks.begin(w, ClockKind.ACCEPT, unit=w.row.holder_id)
        clocks.settle(w)
        if mobile(w.row.caller_number):
            w.tell_citizen(NoticeKind.TICKET_OPENED, code=w.row.code)
    if matter.files:
        Attachment.update(ticket=w.row.id).where(
            Attachment.token == matter.files, Attachment.ticket.is_null(), Attachment.person == w.who.person
        ).execute()
    search.index(w.row)
    w.keep()


def _series(matter: Matter, site: str, now: dt.datetime) -> str:
    """The name of the counter. A confidential complaint uses no series: a gap would reveal that it exists."""
    return "" if matter.confidential else f"ticket:{site}:{local_day(now):%Y%m%d}"


def _number(matter: Matter, site: Site, count: int, now: dt.datetime) -> str:
    if matter.confidential:
        return f"J{local_day(now):%Y}-{site.id:02d}-{secrets.randbelow(10**9):09d}"
    return number(site.id, local_day(now), count)


def fresh_code() -> str:
    """A query code of eight digits that no other ticket has."""
    while True:
        code = f"{secrets.randbelow(10**8):08d}"
        if not Ticket.select().where(Ticket.code == code).exists():
            return code


def entry_of(kind: EntryKind, entry: int | None) -> int | None:
    """The id of an active entry of the dictionary, or None for none. Raises Refused for anything else."""
    if entry is None:
        return None
    if not Entry.select().where(Entry.id == entry, Entry.kind == kind.value, Entry.active == True).exists():  # noqa: E712
        raise Refused("Choose an entry of the list")
    return entry


def no_heading(topic: int | None) -> None:
    """Raises Refused for a subject that others stand below: a matter is about one of them."""
    if topic is not None and Entry.select().where(Entry.parent == topic, Entry.active == True).exists():  # noqa: E712
        raise Refused("This is a heading: choose a subject below it")


def _next(name: str) -> int:
    """The next number of a counter; its row stays locked until the transaction ends, so no two get the same number."""
    Counter.insert(name=name, value=1).on_conflict(
        conflict_target=[Counter.name], update={Counter.value: Counter.value + 1}
    ).execute()
    return int(Counter.get_by_id(name).value)


def _give_back(name: str) -> None:
    Counter.update(value=Counter.value - 1).where(Counter.name == name).execute()


def _call(call: str, person: int) -> Call:
    """The call, if it is or was this person's: as its agent, on the person's telephone, or offered to the person."""
    row = Call.get_or_none(Call.id == call)
    if row is None:
        raise Refused("There is no such call")
    mine = (
        row.agent_id == person
        or AgentState.select().where(AgentState.person == person, AgentState.call == call).exists()
        or Offer.select().where(Offer.person == person, Offer.call == call).exists()
    )
    if not mine:
        raise Refused("This call is not yours")
    return row
