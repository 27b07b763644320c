"""One ticket inside one transaction: who acts, the history and messages, and saving the row at the end."""

import datetime as dt
import functools
from dataclasses import dataclass, field
from typing import Any

from hotline.messages import verbs as notices
from hotline.people.reads.parameters import public_base_url
from hotline.people.reads.remit import head_site
from hotline.people.rows import Person
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

    row: Any  # a Ticket; peewee's stubs do not allow assigning a foreign key by its id
    who: Actor
    now: dt.datetime
    client_ip: str = ""
    settles: bool = False  # a clock or the state has changed: find again which clock is due next
    known: TicketLookups = field(default_factory=TicketLookups)

    @property
    def state(self) -> TicketState:
        return TicketState(self.row.state)

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def public_link(self) -> str:
        """The page where the citizen sees the state of his ticket."""
        return f"{public_base_url()}/"

    def step(
        self, event: TicketEvent, new: TicketState, *, text: str = "", unit: int | None = None, **data: Any
    ) -> None:
        """Write one row of the history and set the ticket's new state."""
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
        """Send the citizen a message. A confidential complaint sends none: others read the outbox, and perhaps the
        citizen's telephone."""
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
    """The actor for an active person, with roles and the units of which he is a member. Raises Refused."""
    row = Person.get_or_none(Person.id == person)
    if row is None or not row.active:
        raise Refused("You may not do this with this ticket")
    posts = Member.select().where(Member.person == person)
    units = frozenset(member.unit_id for member in list(posts))
    return Actor(row.login, row.id, row.roles, row.site_id, head=row.site_id == head_site(), posts=units)


def locked(number: str) -> Any:
    """The ticket, locked until the transaction ends. Raises Refused."""
    row = next(iter(Ticket.raw(_by_number(is_postgresql()), number)), None)
    if row is None:
        raise Refused("There is no such ticket")
    return row


def held(*where: Any) -> list[Any]:
    """The tickets that match, in the order of their ids, locked until the transaction ends. All code that locks several
    uses this order, so that two transactions never wait for each other."""
    query = Ticket.select().where(*where).order_by(Ticket.id)
    return list(query.for_update() if is_postgresql() else query)


def locked_with(number: str, parent: str = "") -> Any:
    """Like `locked`; also lock the tickets merged into it and the one that it is to be merged into. Raises Refused."""
    while is_postgresql():
        with database.atomic() as point:
            known = {row.id for row in held(Ticket.id.in_(_kin(number, parent)))}
            if set(_kin(number, parent)) <= known:  # a locked ticket gets no further child
                break
            point.rollback()  # release the locks: a new one may have a lower id and must be locked first
    return locked(number)


def _kin(number: str, parent: str) -> list[int]:
    mine = Ticket.select(Ticket.id).where(Ticket.number == number)
    into = [parent] if parent else []
    merged = (Ticket.state == TicketState.MERGED.value) & Ticket.parent.in_(mine)
    return [row.id for row in list(Ticket.select(Ticket.id).where(Ticket.number.in_([number, *into]) | merged))]


@functools.lru_cache(maxsize=2)
def _by_number(postgresql: bool) -> str:
    """The SQL, built once: for sixty columns, building the statement takes longer than running it."""
    query = Ticket.select().where(Ticket.number == "")
    return str((query.for_update() if postgresql else query).sql()[0])


def desk_of(site: int, kind: UnitKind = UnitKind.HOTLINE) -> int:
    """The site's own unit of a kind. If a site has no hotline yet, one is created; if it has no discipline inspection,
    the head site's is used."""
    query = Unit.select(Unit.id).where(Unit.kind == kind.value, Unit.active == True)  # noqa: E712
    found = query.where(Unit.site == site).order_by(Unit.id).limit(1).scalar()
    if found is None and kind is UnitKind.DISCIPLINE:
        found = query.where(Unit.site == head_site()).order_by(Unit.id).limit(1).scalar()
    if found is None:
        found = Unit.create(code=f"{kind.value}-{site}", name=kind.zh, kind=kind.value, site=site).id
    return int(found)
