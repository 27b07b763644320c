"""One ticket inside one transaction: who acts, what is written of it, and its row at the end."""

import datetime as dt
import functools
from dataclasses import dataclass, field
from typing import Any

from hotline.messages import verbs as notices
from hotline.people.rows import Person, Site
from hotline.people.verbs.inspectors import SEALED_TOPIC
from hotline.ports import Refused
from hotline.store.changes import announce, is_postgresql
from hotline.store.database import database
from hotline.tickets.rows import Member, Ticket, TicketStep, Unit
from hotline.tickets.rules.guards import Actor
from hotline.tickets.rules.life import OPEN_STATES
from hotline.words import NoticeKind, TicketEvent, TicketState, UnitKind

from .lookups import TicketLookups


@dataclass(slots=True)
class TicketContext:
    """A ticket that is being changed by `who` at `now`. The row is saved once, by `keep`."""

    row: Any  # a Ticket; the stubs of peewee know no foreign key given by its id
    who: Actor
    now: dt.datetime
    address: str = ""
    settles: bool = False  # a clock or the state has changed: the burning clock is to be found again
    known: TicketLookups = field(default_factory=TicketLookups)

    @property
    def state(self) -> TicketState:
        return TicketState(self.row.state)

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES

    def step(
        self, event: TicketEvent, new: TicketState, *, text: str = "", unit: int | None = None, **data: Any
    ) -> None:
        """One row of the history, and the ticket's new state."""
        row = self.row
        row.steps += 1
        TicketStep.insert(
            ticket=row.id, number=row.steps, at=self.now, event=event.value, old=row.state if row.steps > 1 else "",
            new=new.value, person=self.who.person, by=self.who.by, unit=unit if unit is not None else row.unit_id,
            text=text, data={key: value for key, value in data.items() if value not in (None, "", [], ())},
        ).execute()  # fmt: skip
        self.settles |= row.state != new.value
        row.state = new.value

    def tell_citizen(self, kind: NoticeKind, /, **fields: str) -> None:
        """A message to who brought it; of a confidential complaint none: the outbox is read by others, and so may be
        the telephone."""
        if self.row.caller_number and not self.row.confidential:
            self._tell(self.row.caller_number, kind, fields)

    def tell_unit(self, kind: NoticeKind, unit: Unit, /, **fields: str) -> None:
        if unit.telephone and not self.row.confidential:
            self._tell(unit.telephone, kind, {"unit": unit.name, **fields})

    def _tell(self, number: str, kind: NoticeKind, fields: dict[str, str]) -> None:
        ref = f"ticket:{self.row.id}:{self.row.steps}:{number[-4:]}"
        notices.put(number, kind.value, {"number": self.row.number, **fields}, ref=ref, now=self.now)

    def keep(self) -> None:
        self.row.save()
        topic = SEALED_TOPIC if self.row.confidential else "tickets"
        announce(topic, "" if self.row.confidential else self.row.number, at=self.now)


def actor(person: int) -> Actor:
    """Somebody who works here, with his roles and the units he belongs to. Raises Refused."""
    row = Person.get_or_none(Person.id == person)
    if row is None or not row.active:
        raise Refused("You may not do this with this ticket")
    posts = Member.select().where(Member.person == person)
    units = frozenset(member.unit_id for member in list(posts))
    return Actor(row.login, row.id, row.roles, row.site_id, head=row.site_id == head_site(), posts=units)


def head_site() -> int | None:
    """The site that sees all others: the first."""
    found: int | None = Site.select(Site.id).order_by(Site.id).limit(1).scalar()
    return found


def locked(number: str) -> Any:
    """The ticket, held until the transaction ends. Raises Refused."""
    row = next(iter(Ticket.raw(_by_number(is_postgresql()), number)), None)
    if row is None:
        raise Refused("There is no such ticket")
    return row


def held(*where: Any) -> list[Any]:
    """The tickets that fit, in the order of their ids and held until the transaction ends. Whoever holds more than one
    takes them in this order, so that two never wait for each other."""
    query = Ticket.select().where(*where).order_by(Ticket.id)
    return list(query.for_update() if is_postgresql() else query)


def locked_with(number: str, parent: str = "") -> Any:
    """`locked`, together with what is merged into it and the ticket that it is to be merged into. Raises Refused."""
    while is_postgresql():
        with database.atomic() as point:
            known = {row.id for row in held(Ticket.id.in_(_kin(number, parent)))}
            if set(_kin(number, parent)) <= known:  # what is held gets no further child
                break
            point.rollback()  # lets go of them: one of the others may have to be taken first
    return locked(number)


def _kin(number: str, parent: str) -> list[int]:
    mine = Ticket.select(Ticket.id).where(Ticket.number == number)
    into = [parent] if parent else []
    merged = (Ticket.state == TicketState.MERGED.value) & Ticket.parent.in_(mine)
    return [row.id for row in list(Ticket.select(Ticket.id).where(Ticket.number.in_([number, *into]) | merged))]


@functools.lru_cache(maxsize=2)
def _by_number(postgresql: bool) -> str:
    """The statement, put together once: sixty columns take longer to write down than to read."""
    query = Ticket.select().where(Ticket.number == "")
    return str((query.for_update() if postgresql else query).sql()[0])


def desk_of(site: int, kind: UnitKind = UnitKind.HOTLINE) -> int:
    """The site's own unit of a kind. A site that has none yet gets its hotline made; the discipline inspection is that
    of the head site then."""
    query = Unit.select(Unit.id).where(Unit.kind == kind.value, Unit.active == True)  # noqa: E712
    found = query.where(Unit.site == site).order_by(Unit.id).limit(1).scalar()
    if found is None and kind is UnitKind.DISCIPLINE:
        found = query.where(Unit.site == head_site()).order_by(Unit.id).limit(1).scalar()
    if found is None:
        found = Unit.create(code=f"{kind.value}-{site}", name=kind.zh, kind=kind.value, site=site).id
    return int(found)
