"""Reviews that nobody can decide: their unit, and those above it, have nobody who may, or only who wrote the answer."""

from collections.abc import Collection, Sequence

from hotline.people.reads.parameters import parameter
from hotline.people.reads.scope import Scope
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.store.conditions import one_of
from hotline.store.shaped import Shown
from hotline.tickets.rows import Member, Ticket, TicketStep
from hotline.tickets.rules.life import JUDGED
from hotline.words import TicketEvent

from . import scope as scopes
from . import units

_HELD = Shown(Ticket, [Ticket.id, Ticket.holder])
WRITING = (TicketEvent.REPLY, TicketEvent.UNIT_APPROVE)


def undecidable(scope: Scope) -> frozenset[int]:
    """The ids of these tickets in the scope. Reviews are few, so they are looked at one by one."""
    rows = _HELD.rows([*scopes.seen(scope), one_of("t.state", [state.value for state in sorted(JUDGED)])])
    if not rows:
        return frozenset()
    parents, able = units.parents(), deciders()
    wrote = writers_of([row.id for row in rows]) if parameter("ticket.four_eyes") else {}
    found = set()
    for row in rows:
        people = set().union(*(able.get(unit, ()) for unit in units.above([row.holder_id], parents)))
        if not people - wrote.get(row.id, set()):
            found.add(row.id)
    return frozenset(found)


def deciders(only: Collection[int] | None = None) -> dict[int, set[int]]:
    """Who of each unit, or of these units alone, may decide a review."""
    members = Member.select(Member, Person).join(Person).where(Person.active == True)  # noqa: E712
    if only is not None:
        members = members.where(Member.unit.in_(list(only)))
    found: dict[int, set[int]] = {}
    for row in list(members):
        if may(row.person.roles, Permission.REVIEW_UNIT):
            found.setdefault(row.unit_id, set()).add(row.person_id)
    return found


def writers_of(tickets: Sequence[int]) -> dict[int, set[int]]:
    """Who last wrote the answer, and who last passed it for the unit."""
    steps = TicketStep.select(TicketStep.ticket, TicketStep.event, TicketStep.person).where(
        TicketStep.ticket.in_(list(tickets)), TicketStep.event.in_([event.value for event in WRITING])
    )
    last = {(step.ticket_id, step.event): step.person_id for step in list(steps.order_by(TicketStep.number))}
    found: dict[int, set[int]] = {}
    for (ticket, _event), person in last.items():
        if person is not None:
            found.setdefault(ticket, set()).add(person)
    return found
