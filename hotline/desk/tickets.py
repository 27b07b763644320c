"""Open a ticket, from a call or without one."""

import datetime as dt
from dataclasses import dataclass

from hotline.clock import local_day
from hotline.ports import Refused
from hotline.records.changes import announce
from hotline.records.database import writing
from hotline.records.rows import AgentState, Call, Counter, Offer, Person, Ticket
from hotline.rules.privacy import clean
from hotline.rules.tickets import SUBJECT_MOST, complaint, first_state, number, tidy
from hotline.words import Deed

from . import audit
from .drafts import clear_draft


@dataclass(frozen=True, slots=True)
class Matter:
    """What was brought. Number and name are taken from the call when there is one."""

    kind: str
    subject: str
    text: str
    close_at_once: bool = False
    call: str | None = None
    caller_number: str = ""
    caller_name: str = ""


def open_ticket(matter: Matter, *, person: int, token: str, draft: str | None, now: dt.datetime, address: str) -> str:
    """The new ticket's number. The same `token` sent again gives the same ticket; the draft goes in the same breath."""
    subject, text = " ".join(tidy(matter.subject).split()), tidy(matter.text)
    wrong = complaint(matter.kind, subject, text, close_at_once=matter.close_at_once)
    if wrong is not None:
        raise Refused(wrong[0], **wrong[1])
    if not token or len(token) > 64:
        raise Refused("This form is broken: load the page again")
    with writing():
        who = Person.get_by_id(person)
        call = _call(matter.call, person) if matter.call else None
        given = number(who.site.code, local_day(now), _next(f"ticket:{who.site.code}:{local_day(now):%Y%m%d}"))
        sent = Ticket.get_or_none(Ticket.token == token)  # after the counter: who waited for it now sees the twin
        if sent is None:
            state = first_state(close_at_once=matter.close_at_once)
            Ticket.create(
                number=given, token=token, kind=matter.kind, state=state, subject=subject[:SUBJECT_MOST], text=text,
                caller_number=call.number if call else clean(matter.caller_number, 64),
                caller_name=call.name if call else clean(matter.caller_name, 100),
                call=call.id if call else None, opened_by=person, site=who.site_id, opened_at=now,
            )  # fmt: skip
            audit.note(Deed.OPEN_TICKET, f"ticket:{given}", by=who.login, now=now, address=address, kind=matter.kind)
            announce("tickets", given, at=now)
        else:
            _give_back(f"ticket:{who.site.code}:{local_day(now):%Y%m%d}")
        if draft is not None:
            clear_draft(person, draft)
    return given if sent is None else str(sent.number)


def _next(name: str) -> int:
    """The next number of a counter; the row is locked until the transaction ends, so no two get the same."""
    Counter.insert(name=name, value=1).on_conflict(
        conflict_target=[Counter.name], update={Counter.value: Counter.value + 1}
    ).execute()
    return int(Counter.get_by_id(name).value)


def _give_back(name: str) -> None:
    Counter.update(value=Counter.value - 1).where(Counter.name == name).execute()


def _call(call: str, person: int) -> Call:
    """The call, when it is or was this person's: talking, offered or standing on the telephone."""
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
