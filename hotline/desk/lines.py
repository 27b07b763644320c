"""Lines of work: their ladder of steps and who sits on the A and B positions."""

import datetime as dt
import re
from dataclasses import dataclass

from hotline.ports import Refused
from hotline.records.changes import announce
from hotline.records.database import writing
from hotline.records.rows import Line, Person, Position, Site
from hotline.rules.permissions import Act, may
from hotline.rules.privacy import clean
from hotline.words import Deed, PositionKind, Role, Whom

from . import audit

_CODE = re.compile(r"[a-z][a-z0-9_]{1,31}")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a line works: steps of (whom, seconds), seconds a telephone rings, seconds of wrap-up."""

    name: str
    ladder: tuple[tuple[str, int], ...]
    ring_seconds: int
    wrap_up_seconds: int
    active: bool = True


def create_line(code: str, site: int, plan: Plan, *, by: str, now: dt.datetime, address: str) -> int:
    """A new line; flows queue callers for it by its code."""
    if not _CODE.fullmatch(code):
        raise Refused("A line's code has 2 to 32 small letters, digits or underscores")
    with writing():
        if Line.get_or_none(Line.code == code) is not None:
            raise Refused("The line %(line)s exists already", line=code)
        if Site.get_or_none(Site.id == site) is None:
            raise Refused("Choose a site")
        row = Line.create(code=code, site=site, **_checked(plan))
        audit.note(Deed.CREATE_LINE, f"line:{row.id}", by=by, now=now, address=address, code=code, **_checked(plan))
        announce("floor", code, at=now)
    return int(row.id)


def edit_line(line: int, plan: Plan, *, by: str, now: dt.datetime, address: str) -> None:
    """Change a line's name, ladder and seconds; calls that wait already go on by the ladder they began with."""
    given = _checked(plan)
    with writing():
        row = _line(line)
        Line.update(**given).where(Line.id == line).execute()
        audit.note(Deed.EDIT_LINE, f"line:{line}", by=by, now=now, address=address, **given)
        announce("floor", row.code, at=now)


def put_on(line: int, kind: str, person: int, *, by: str, now: dt.datetime, address: str) -> None:
    """Put a person on the A or B position of a line; being there already is no error."""
    if kind not in set(PositionKind):
        raise Refused("A position is A or B")
    with writing():
        row = _line(line)
        who = Person.get_or_none(Person.id == person)
        if who is None or not who.active or not may(Role(who.role), Act.USE_DESK):
            raise Refused("Choose an agent")
        if not who.extension:
            raise Refused("%(name)s has no telephone", name=who.name)
        taken = Position.select().where(Position.line == line, Position.person == person)
        if any(p.kind != kind for p in taken):
            raise Refused("%(name)s is on the other position of this line already", name=who.name)
        if not taken:
            place = Position.select().where(Position.line == line, Position.kind == kind).count()
            Position.create(line=line, kind=kind, person=person, place=place)
            audit.note(Deed.PUT_ON, f"line:{line}", by=by, now=now, address=address, kind=kind, person=person)
            announce("floor", row.code, at=now)


def take_off(line: int, position: int, *, by: str, now: dt.datetime, address: str) -> None:
    """Take a person off a position of this line."""
    with writing():
        row = _line(line)
        seat = Position.get_or_none(Position.id == position, Position.line == line)
        if seat is None:
            raise Refused("This position is free already")
        who = {"kind": seat.kind, "person": seat.person_id}
        audit.note(Deed.TAKE_OFF, f"line:{line}", by=by, now=now, address=address, **who)
        seat.delete_instance()
        announce("floor", row.code, at=now)


def _line(line: int) -> Line:
    row = Line.get_or_none(Line.id == line)
    if row is None:
        raise Refused("There is no such line")
    return row


def _checked(plan: Plan) -> dict[str, object]:
    name = clean(plan.name, 100)
    if not name:
        raise Refused("Write the name")
    if not 1 <= len(plan.ladder) <= 8:
        raise Refused("A ladder has 1 to 8 steps")
    if any(whom not in set(Whom) or not 5 <= seconds <= 600 for whom, seconds in plan.ladder):
        raise Refused("A step asks A, B or the pool for 5 to 600 seconds")
    if not 5 <= plan.ring_seconds <= 120:
        raise Refused("A telephone rings for 5 to 120 seconds")
    if not 0 <= plan.wrap_up_seconds <= 600:
        raise Refused("Wrap-up takes 0 to 600 seconds")
    return {
        "name": name,
        "ladder": [{"whom": whom, "seconds": seconds} for whom, seconds in plan.ladder],
        "ring_seconds": plan.ring_seconds,
        "wrap_up_seconds": plan.wrap_up_seconds,
        "active": plan.active,
    }
