"""Who sees which inspection. One of a confidential complaint (K8) is seen by the discipline inspector who has it."""

from typing import Any

from hotline.people.reads import remit
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.quality.rows import Inspection
from hotline.tickets.rows import Ticket
from hotline.words import Inspected, InspectionState

UNTOLD = (InspectionState.OPEN.value, InspectionState.CLOSED.value, InspectionState.COMPARED.value)


def plain() -> Any:
    """The condition of inspections that lists and figures may show: what has become confidential since is in none."""
    sealed = Ticket.confidential == True  # noqa: E712
    calls = Ticket.select(Ticket.call).where(sealed, Ticket.call.is_null(False))
    numbers = Ticket.select(Ticket.number).where(sealed)
    return (
        (Inspection.confidential == False)  # noqa: E712
        & (Inspection.call.is_null() | Inspection.call.not_in(calls))
        & Inspection.ticket_number.not_in(numbers)
    )


def inspects(row: Any, who: Person) -> bool:
    """Whether it is his to inspect."""
    act = Permission.READ_CONFIDENTIAL if row.confidential else Permission.INSPECT
    return bool(row.inspector_id == who.id) and may(who.roles, act)


def decides(row: Any, who: Person) -> bool:
    """Whether he decides about the appeal."""
    return row.decider_id == who.id and may(who.roles, Permission.INSPECT)


def is_told(row: Any, who: Person) -> bool:
    """Whether it is his own result, which he may read."""
    told = row.agent_id == who.id and not row.blind and not row.confidential and row.state not in UNTOLD
    return told and may(who.roles, Permission.SEE_OWN_QUALITY)


def hears(row: Any, who: Person) -> bool:
    """Whether he who sees it hears the call too: the people of a unit read what became of their reply, and no call."""
    return not (is_told(row, who) and row.inspected == Inspected.REPLY.value)


def manages(row: Any, who: Person) -> bool:
    """Whether he reads it as who manages the inspection of its site: nobody reads so about himself, nor the first look
    while the blind second one is his to make."""
    if row.confidential or not may(who.roles, Permission.MANAGE_QUALITY) or row.agent_id == who.id:
        return False
    blind = Inspection.select().where(
        Inspection.inspected == row.inspected, Inspection.ref == row.ref, Inspection.id != row.id,
        Inspection.inspector == who.id, Inspection.state == InspectionState.OPEN.value,
    )  # fmt: skip
    return remit.of_person(who.id).has(row.site_id) and not blind.exists()


def one(inspection: int, person: int) -> Any:
    """The row, if somebody sees it; else None."""
    who = Person.get_or_none(Person.id == person)
    row = Inspection.get_or_none(Inspection.id == inspection)
    if row is None or who is None or not who.active or not (row.confidential or is_plain(row.id)):
        return None
    here = remit.of_person(who.id).has(row.site_id)
    seen = here and (inspects(row, who) or decides(row, who) or manages(row, who))
    return row if seen or is_told(row, who) else None


def is_plain(inspection: int) -> bool:
    return bool(Inspection.select().where(Inspection.id == inspection, plain()).exists())


def was_his(inspection: int, person: int) -> bool:
    """Whether he had it to inspect, and it is hidden by now."""
    mine = Inspection.select().where(Inspection.id == inspection, Inspection.inspector == person)
    return bool(mine.where(Inspection.confidential == False).exists()) and not is_plain(inspection)  # noqa: E712
