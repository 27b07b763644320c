"""Whether the judge's side knows of a request: its messages and the telephones that were rung for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hotline.callers.rules.contacts import Ways, informed
from hotline.calls.rows import Call, CallLeg, Order
from hotline.messages.rows import Notice
from hotline.words import Informed, NoticeState, OrderKind, Party

NOBODY_READS = (NoticeState.FAILED.value, NoticeState.KEPT.value)
SIDE = (Party.JUDGE, Party.CHAMBER)


@dataclass(slots=True)
class _Rung:
    """The legs of one request, counted."""

    legs: int = 0
    answered: int = 0
    open: bool = field(default=False)


def of_contacts(contacts: Mapping[int, str]) -> dict[int, Informed]:
    """For each request, given with the call it came from ("" for none)."""
    rung, messages = _rung(contacts), _messages(contacts)
    ordered = _ordered(contacts)
    known = {}
    for contact in contacts:
        legs = rung.get(contact, _Rung())
        rings = legs.open or (contact in ordered and not legs.legs)
        known[contact] = informed(Ways(messages.get(contact, 0), legs.answered, rings))
    return known


def _rung(contacts: Mapping[int, str]) -> dict[int, _Rung]:
    found: dict[int, _Rung] = {}
    sides = [party.value for party in SIDE]
    for leg in CallLeg.select().where(CallLeg.contact.in_(list(contacts)), CallLeg.kind.in_(sides)):
        one = found.setdefault(int(leg.contact or 0), _Rung())
        one.legs += 1
        one.answered += leg.answered_at is not None
        one.open = one.open or leg.ended_at is None
    return found


def _messages(contacts: Mapping[int, str]) -> dict[int, int]:
    """The messages of each request that reach somebody: `contact:7` to the judge, `contact:7:chief` to the chief. One
    that was refused, or is only kept because there is no gateway, tells nobody."""
    refs = {ref: contact for contact in contacts for ref in refs_of(contact)}
    rows = Notice.select(Notice.ref).where(Notice.ref.in_(list(refs)), Notice.state.not_in(NOBODY_READS))
    found: dict[int, int] = {}
    for row in rows:
        found[refs[row.ref]] = found.get(refs[row.ref], 0) + 1
    return found


def refs_of(contact: int) -> tuple[str, str]:
    return f"contact:{contact}", f"contact:{contact}:chief"


def _ordered(contacts: Mapping[int, str]) -> set[int]:
    """The requests whose ringing was ordered and whose call is not over: a telephone is about to ring."""
    calls = {call: contact for contact, call in contacts.items() if call}
    if not calls:
        return set()
    going = {row.id for row in Call.select(Call.id).where(Call.id.in_(list(calls)), Call.ended_at.is_null())}
    waits = {contact for contact, call in contacts.items() if call in going}
    if not waits:
        return set()
    orders = Order.select(Order.data).where(Order.kind == OrderKind.CONSULT.value, Order.refused.is_null())
    newest = orders.order_by(Order.id.desc()).limit(200)
    return {one.get("contact") for row in newest for one in row.data.get("to", ())} & waits
