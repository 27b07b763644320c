"""Disputes (K12): keywords suspect one and a person confirms or dismisses it, or a person enters one in a form."""

import datetime as dt

from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.store.unchanged import as_read
from hotline.tickets.reads import sight
from hotline.tickets.rows import Dispute, KeywordRule, Ticket
from hotline.tickets.rules.disputes import Rule, hits
from hotline.values.privacy import whole
from hotline.words import AuditAction, DisputeLevel, DisputeState

PEOPLE_MOST = 1_000_000
TEXT_MOST = 2000


def screen(now: dt.datetime, *, most: int = 500) -> int:
    """Screen the tickets that were not screened yet; return how many disputes are suspected. Confidential tickets are
    left out."""
    rules = [
        Rule(row.name, tuple(tuple(group) for group in row.words), row.level)
        for row in list(KeywordRule.select().where(KeywordRule.active == True))  # noqa: E712
    ]
    query = Ticket.select(Ticket.id, Ticket.subject, Ticket.text).where(
        Ticket.screened == False, Ticket.confidential == False  # noqa: E712
    )  # fmt: skip
    rows = list(query.order_by(Ticket.id).limit(most))
    found = 0
    with writing():
        for row in rows:
            for hit in hits(rules, f"{row.subject}\n{row.text}"):
                Dispute.create(
                    ticket=row.id, state=DisputeState.FOUND.value, rule=hit.rule, level=hit.level, at=now,
                    hits=[list(word) for word in hit.words],
                )  # fmt: skip
                found += 1
        if rows:
            Ticket.update(screened=True).where(Ticket.id.in_([row.id for row in rows])).execute()
        if found:
            announce("disputes", "", at=now)
    return found


def confirm(
    dispute: int, level: str, people: str, text: str, *, person: int, now: dt.datetime, client_ip: str = ""
) -> None:  # fmt: skip
    """Confirm a dispute, with how grave it is, how many people take part and a remark. Raises Refused."""
    _decide(
        dispute,
        DisputeState.CONFIRMED,
        person,
        now,
        client_ip,
        level=_level(level),
        people=_people(people),
        text=_text(text),
    )


def dismiss(dispute: int, text: str, *, person: int, now: dt.datetime, client_ip: str = "") -> None:
    """Dismiss a suspected dispute, with the reason. Raises Refused."""
    if not text.strip():
        raise Refused("Say why")
    _decide(dispute, DisputeState.DISMISSED, person, now, client_ip, text=_text(text))


def write_down(
    number: str, level: str, people: str, text: str, *, person: int, now: dt.datetime, client_ip: str = ""
) -> int:
    """Enter a dispute that a person finds in a ticket; return its id. Raises Refused."""
    if not text.strip():
        raise Refused("Write what it is about")
    values = {"level": _level(level), "people": _people(people), "text": _text(text)}
    with writing():
        who = _allowed(person)
        ticket = sight.ticket(number, person, Permission.SCREEN)
        made = Dispute.create(
            ticket=ticket.id, state=DisputeState.CONFIRMED.value, person=person, at=now, decided_at=now, **values
        )
        audit.note(
            AuditAction.DECIDE_DISPUTE, f"dispute:{made.id}", by=who.login, now=now, client_ip=client_ip,
            state=DisputeState.CONFIRMED.value,
        )  # fmt: skip
        announce("disputes", number, at=now)
        return int(made.id)


def _decide(dispute: int, state: DisputeState, person: int, now: dt.datetime, client_ip: str, **values: object) -> None:
    with writing():
        who = _allowed(person)
        row = Dispute.get_or_none(Dispute.id == dispute)
        if row is None or sight.seen(row.ticket.number, person, Permission.SCREEN) is None:
            raise Refused("There is no such dispute")
        if row.state != DisputeState.FOUND:
            raise Refused("Somebody has decided this already: %(state)s", state=DisputeState(row.state))
        decided = Dispute.update(state=state.value, person=person, decided_at=now, **values)
        if not decided.where(as_read(row, "state")).execute():
            raise Refused("Somebody else has just changed this: load the page again")
        audit.note(
            AuditAction.DECIDE_DISPUTE, f"dispute:{dispute}", by=who.login, now=now, client_ip=client_ip,
            state=state.value,
        )  # fmt: skip
        announce("disputes", "", at=now)


def _allowed(person: int) -> Person:
    who: Person | None = Person.get_or_none(Person.id == person)
    if who is None or not who.active or not may(who.roles, Permission.SCREEN):
        raise Refused("You may not do this with this ticket")
    return who


def _level(level: str) -> str:
    if level not in set(DisputeLevel):
        raise Refused("Choose how grave it is")
    return level


def _people(people: str) -> int:
    typed = people.strip() or "0"
    if not (typed.isascii() and typed.isdigit()) or int(typed[:8]) > PEOPLE_MOST or len(typed) > 7:
        raise Refused("Write how many people as a number")
    return int(typed)


def _text(text: str) -> str:
    return whole(text, TEXT_MOST)
