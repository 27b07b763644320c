"""Create, change and dissolve units (their open tickets move on), and set who belongs to them."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from hotline.people.reads import remit
from hotline.people.rows import Person, Site
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.tickets.rows import Member, Ticket, TicketClock, TicketShare, Unit
from hotline.tickets.rules.guards import CLOCK, TransitionRequest
from hotline.tickets.rules.life import OPEN_STATES
from hotline.tickets.rules.payloads import Dissolved
from hotline.values import typed
from hotline.values.privacy import clean
from hotline.values.telephone import checked
from hotline.words import AuditAction, Post, ShareState, TicketEvent, UnitKind

from .life.acts import carry
from .life.context import TicketContext, held

_CODE = re.compile(r"[a-z][a-z0-9_-]{0,31}")
NOON = "13:00"
_DAYS = re.compile(r"[1-7]{0,7}")


@dataclass(frozen=True, slots=True)
class UnitDetails:
    """`ends`: the end of its working day; `half`: ISO weekdays on which it works mornings only ("5": Fridays)."""

    code: str
    name: str
    kind: str
    site: int
    parent: int | None = None
    telephone: str = ""
    ends: str = "17:30"
    half: str = ""


def create_unit(given: UnitDetails, *, by: str, now: dt.datetime, client_ip: str) -> int:
    """Return the new unit's id. Raises Refused."""
    with writing():
        values = _checked(given, None, by)
        if Unit.select().where(Unit.code == given.code).exists():
            raise Refused("There is a unit with this code already")
        row = Unit.create(**values)
        audit.note(AuditAction.EDIT_UNIT, f"unit:{row.code}", by=by, now=now, client_ip=client_ip, name=row.name)
        announce("units", row.code, at=now)
        return int(row.id)


def edit_unit(unit: int, given: UnitDetails, *, by: str, now: dt.datetime, client_ip: str) -> None:
    with writing():
        row = _unit(unit, by)
        values = _checked(given, row, by)
        changed = {name: value for name, value in values.items() if getattr(row, _column(name)) != value}
        Unit.update(**values).where(Unit.id == unit).execute()
        audit.note(
            AuditAction.EDIT_UNIT, f"unit:{row.code}", by=by, now=now, client_ip=client_ip, changed=sorted(changed)
        )
        announce("units", row.code, at=now)


def dissolve_unit(unit: int, follower: int | None, *, by: str, now: dt.datetime, client_ip: str) -> int:
    """Dissolve a unit. Its open tickets and its parts as a co-handler go to its follower; without one, tickets go back
    to the dispatcher and parts are dropped. Return how many tickets moved. Raises Refused."""
    with writing():
        row = _unit(unit, by)
        heir = _heir(row, follower)
        if row.kind in (UnitKind.HOTLINE, UnitKind.DISCIPLINE):
            raise Refused("A site keeps its hotline and its discipline inspection")
        if Unit.select().where(Unit.parent == unit, Unit.active == True).exists():  # noqa: E712
            raise Refused("Units are below this one: dissolve or move them first")
        _in_hand(unit)  # lock tickets before units, in the same order as dispatching does
        Unit.update(active=False, followed_by=follower).where(Unit.id == unit).execute()
        moved = _hand_on(row, heir, now)
        audit.note(AuditAction.DISSOLVE_UNIT, f"unit:{row.code}", by=by, now=now, client_ip=client_ip, moved=moved)
        announce("units", row.code, at=now)
        return moved


def put_member(unit: int, person: int, post: str, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Make somebody a member of a unit; a second call changes nothing. Raises Refused."""
    if post not in set(Post):
        raise Refused("Choose what the person does there")
    with writing():
        row = _unit(unit, by)
        who = Person.get_or_none(Person.id == person, Person.active == True)  # noqa: E712
        if who is None or not _remit(by).has(who.site_id):
            raise Refused("There is no such person")
        Member.insert(unit=unit, person=person, post=post).on_conflict(
            conflict_target=[Member.unit, Member.person, Member.post], action="IGNORE"
        ).execute()
        audit.note(
            AuditAction.EDIT_MEMBERS, f"unit:{row.code}", by=by, now=now, client_ip=client_ip, put=who.login, post=post
        )


def drop_member(unit: int, person: int, post: str, *, by: str, now: dt.datetime, client_ip: str) -> None:
    with writing():
        row = _unit(unit, by)
        gone = Member.delete().where(Member.unit == unit, Member.person == person, Member.post == post).execute()
        if gone:
            who = Person.get_by_id(person)
            audit.note(
                AuditAction.EDIT_MEMBERS,
                f"unit:{row.code}",
                by=by,
                now=now,
                client_ip=client_ip,
                drop=who.login,
                post=post,
            )


def _hand_on(row: Unit, heir: Unit | None, now: dt.datetime) -> int:
    its_own = [ticket for ticket in _in_hand(row.id) if row.id in (ticket.unit_id, ticket.holder_id)]
    for ticket in its_own:
        request = TransitionRequest(
            TicketEvent.REMOVE_UNIT,
            text=row.name,
            unit=heir.id if heir is not None else None,
            payload=Dissolved(row.id),
        )
        carry(TicketContext(ticket, CLOCK, now), request)
    for share in list(_parts(row.id).order_by(TicketShare.id)):
        _hand_on_share(share, heir, now)
    return len(its_own)


def _in_hand(unit: int) -> list[Any]:
    """The open tickets that a unit is charged with, must act on or shares in; their rows are locked."""
    mine = (Ticket.unit == unit) | (Ticket.holder == unit) | Ticket.id.in_(_parts(unit).select(TicketShare.ticket))
    return held(Ticket.state.in_([state.value for state in OPEN_STATES]), mine)


def _parts(unit: int) -> Any:
    return TicketShare.select().where(
        TicketShare.unit == unit, TicketShare.state.in_([ShareState.OPEN.value, ShareState.TAKEN.value])
    )


def _hand_on_share(share: Any, heir: Unit | None, now: dt.datetime) -> None:
    """Give a co-handler's part to the follower, unless the follower already has the ticket or a part of it."""
    if heir is not None and not _takes_part(share.ticket_id, heir.id):
        clock, part = TicketClock.update(unit=heir), TicketShare.update(unit=heir)
    else:
        clock, part = TicketClock.update(stopped_at=now), TicketShare.update(state=ShareState.DROPPED.value)
    clock.where(
        TicketClock.kind == "share", TicketClock.ref == share.id, TicketClock.stopped_at.is_null()
    ).execute()  # fmt: skip
    part.where(TicketShare.id == share.id).execute()


def _takes_part(ticket: int, unit: int) -> bool:
    shares = TicketShare.select().where(
        TicketShare.ticket == ticket, TicketShare.unit == unit, TicketShare.state != ShareState.DROPPED.value
    )
    return bool(Ticket.select().where(Ticket.id == ticket, Ticket.unit == unit).exists() or shares.exists())


def _heir(row: Unit, follower: int | None) -> Unit | None:
    if not row.active:
        raise Refused("This unit is dissolved already")
    if follower is None:
        return None
    heir = Unit.get_or_none(Unit.id == follower, Unit.active == True)  # noqa: E712
    if heir is None or heir.id == row.id or heir.kind == UnitKind.DISCIPLINE:
        raise Refused("Choose a unit that works")
    found: Unit = heir
    return found


def _remit(by: str) -> remit.Remit:
    return remit.of_login(by, Permission.MANAGE_UNITS, Permission.MANAGE_PEOPLE)


def _unit(unit: int, by: str) -> Unit:
    row = Unit.get_or_none(Unit.id == unit)
    if row is None or not _remit(by).has(row.site_id):
        raise Refused("There is no such unit")
    found: Unit = row
    return found


def _checked(given: UnitDetails, row: Unit | None, by: str) -> dict[str, object]:
    name = clean(given.name, 100).strip()
    if not name:
        raise Refused("Write the unit's name")
    if not _CODE.fullmatch(given.code):
        raise Refused("A code is small letters, digits, - and _, and begins with a letter")
    if row is not None and row.code != given.code:
        raise Refused("A unit keeps its code")
    if given.kind not in set(UnitKind):
        raise Refused("Choose what kind of unit it is")
    if not Site.select().where(Site.id == given.site).exists() or not _remit(by).has(given.site):
        raise Refused("Choose a site")
    if (ends := typed.clock(given.ends)) is None or ends < NOON:
        raise Refused("Write the end of work as 17:30, after noon")
    if not _DAYS.fullmatch(given.half):
        raise Refused("Write half days as weekdays from 1 (Monday) to 7")
    _no_ring(row, given.parent)
    return {
        "code": given.code, "name": name, "kind": given.kind, "site": given.site, "parent": given.parent,
        "telephone": checked(given.telephone).written, "ends": ends, "half": "".join(sorted(set(given.half))),
    }  # fmt: skip


def _no_ring(row: Unit | None, parent: int | None) -> None:
    while parent is not None:
        above = Unit.get_or_none(Unit.id == parent)
        if above is None:
            raise Refused("There is no such unit")
        if row is not None and above.id == row.id:
            raise Refused("A unit cannot stand below itself")
        parent = above.parent_id


def _column(name: str) -> str:
    return f"{name}_id" if name in ("site", "parent") else name
