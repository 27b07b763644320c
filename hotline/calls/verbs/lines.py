"""Lines of work: their ladder of steps and the people on positions A and B."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from hotline.calls.rows import Line, Position
from hotline.calls.rules.roster import RosterStep
from hotline.people.reads import remit
from hotline.people.rows import Person, Site
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.values.privacy import clean
from hotline.values.telephone import checked
from hotline.values.typed import clock
from hotline.words import AuditAction, PositionKind, Whom

from . import skills

_CODE = re.compile(r"[a-z][a-z0-9_]{1,31}")
POOLS = (Whom.POOL, Whom.BRANCH)


@dataclass(frozen=True, slots=True)
class Plan:
    """A line's settings: ladder, ring seconds, wrap-up seconds, and what applies to waiting callers.

    `needs`: skills with minimum levels; `most_waiting` 0: no limit; `announce_seconds` 0: no announcement of the place;
    `shown_number`: the number that called-back people see.
    """

    name: str
    ladder: tuple[RosterStep, ...]
    ring_seconds: int
    wrap_up_seconds: int
    active: bool = True
    needs: dict[str, int] = field(default_factory=dict, hash=False)
    most_waiting: int = 0
    announce_seconds: int = 0
    tests_silence: bool = False
    shown_number: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """Weekdays (`135`, "": every day) and times from and to (`09:00`, both "": the whole day)."""

    days: str = ""
    begins: str = ""
    ends: str = ""


WHOLE = Shift()


def create_line(code: str, site: int, plan: Plan, *, by: str, now: dt.datetime, client_ip: str) -> int:
    """Create a line; flows queue callers for it by its code."""
    if not _CODE.fullmatch(code):
        raise Refused("A line's code has 2 to 32 small letters, digits or underscores")
    with writing():
        if Line.get_or_none(Line.code == code) is not None:
            raise Refused("The line %(line)s exists already", line=code)
        own = Site.get_or_none(Site.id == site)
        if own is None or not remit.of_login(by, Permission.MANAGE_LINES).has(site):
            raise Refused("Choose a site")
        given = _checked(plan, own.code)
        row = Line.create(code=code, site=site, **given)
        audit.note(AuditAction.CREATE_LINE, f"line:{row.id}", by=by, now=now, client_ip=client_ip, code=code, **given)
        announce("roster", code, at=now)
    return int(row.id)


def edit_line(line: int, plan: Plan, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Change a line's name, ladder and seconds; calls already waiting keep the ladder with which they began."""
    with writing():
        row = _line(line, by)
        given = _checked(plan, row.site.code)
        Line.update(**given).where(Line.id == line).execute()
        audit.note(AuditAction.EDIT_LINE, f"line:{line}", by=by, now=now, client_ip=client_ip, **given)
        announce("roster", row.code, at=now)


def put_on(
    line: int, kind: str, person: int, shift: Shift = WHOLE, *, by: str, now: dt.datetime, client_ip: str
) -> None:
    """Put a person on position A or B of a line; a person already there gets this shift."""
    if kind not in set(PositionKind):
        raise Refused("A position is A or B")
    given = _shift(shift)
    with writing():
        row = _line(line, by)
        who = Person.get_or_none(Person.id == person)
        mine = remit.of_login(by, Permission.MANAGE_LINES)
        if who is None or not who.active or not may(who.roles, Permission.USE_DESK) or not mine.has(who.site_id):
            raise Refused("Choose an agent")
        if not who.extension:
            raise Refused("%(name)s has no telephone", name=who.name)
        taken = list(Position.select().where(Position.line == line, Position.person == person))
        if any(p.kind != kind for p in taken):
            raise Refused("%(name)s is on the other position of this line already", name=who.name)
        if taken and all(getattr(p, name) == value for p in taken for name, value in given.items()):
            return
        if taken:
            Position.update(**given).where(Position.line == line, Position.person == person).execute()
        else:
            place = Position.select().where(Position.line == line, Position.kind == kind).count()
            Position.create(line=line, kind=kind, person=person, place=place, **given)
        audit.note(
            AuditAction.PUT_ON, f"line:{line}", by=by, now=now, client_ip=client_ip, kind=kind, person=person, **given
        )
        announce("roster", row.code, at=now)


def take_off(line: int, position: int, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Take a person off a position of this line."""
    with writing():
        row = _line(line, by)
        seat = Position.get_or_none(Position.id == position, Position.line == line)
        if seat is None:
            raise Refused("This position is free already")
        who = {"kind": seat.kind, "person": seat.person_id}
        audit.note(AuditAction.TAKE_OFF, f"line:{line}", by=by, now=now, client_ip=client_ip, **who)
        seat.delete_instance()
        announce("roster", row.code, at=now)


def _line(line: int, by: str) -> Line:
    row = Line.get_or_none(Line.id == line)
    if row is None or not remit.of_login(by, Permission.MANAGE_LINES).has(row.site_id):
        raise Refused("There is no such line")
    return row


def _shift(shift: Shift) -> dict[str, str]:
    days = "".join(sorted(set(shift.days)))
    if not set(days) <= set("1234567"):
        raise Refused("A shift is on days of the week")
    written = shift.begins.strip(), shift.ends.strip()
    if bool(written[0]) != bool(written[1]):
        raise Refused("A shift has a beginning and an end, or neither")
    begins, ends = (clock(text) if text else "" for text in written)
    if begins is None or ends is None:
        raise Refused("Write a time as 08:00")
    if begins and begins == ends:
        raise Refused("A shift ends at another time than it begins")
    return {"days": "" if len(days) == 7 else days, "begins": begins, "ends": ends}


def _checked(plan: Plan, site: str) -> dict[str, Any]:
    """The checked columns for a line of this site."""
    name = clean(plan.name, 100)
    if not name:
        raise Refused("Write the name")
    ladder = _ladder(plan.ladder, site)
    if not 5 <= plan.ring_seconds <= 120:
        raise Refused("A telephone rings for 5 to 120 seconds")
    if not 0 <= plan.wrap_up_seconds <= 600:
        raise Refused("Wrap-up takes 0 to 600 seconds")
    if not 0 <= plan.most_waiting <= 1000:
        raise Refused("At most 0 to 1000 callers wait; 0 is no limit")
    if plan.announce_seconds and not 15 <= plan.announce_seconds <= 600:
        raise Refused("The place is said every 15 to 600 seconds; 0 is never")
    shown = checked(plan.shown_number).canonical
    return {
        "name": name,
        "ladder": ladder,
        "ring_seconds": plan.ring_seconds,
        "wrap_up_seconds": plan.wrap_up_seconds,
        "active": plan.active,
        "needs": skills.checked(plan.needs),
        "most_waiting": plan.most_waiting,
        "announce_seconds": plan.announce_seconds,
        "tests_silence": plan.tests_silence,
        "shown_number": shown,
    }


def _ladder(ladder: tuple[RosterStep, ...], site: str) -> list[dict[str, Any]]:
    if not 1 <= len(ladder) <= 8:
        raise Refused("A ladder has 1 to 8 steps")
    others = {row.code for row in Site.select(Site.code)} - {site}
    for place, rung in enumerate(ladder, 1):
        _rung(rung, place, others, last=place == len(ladder))
    return [
        {
            "whom": str(r.whom), "seconds": int(r.seconds), "skip": r.skip_if_none,
            "sites": list(r.sites) if r.whom == Whom.BRANCH else [], "load": r.load if r.whom in POOLS else 0,
        }
        for r in ladder
    ]  # fmt: skip


def _rung(rung: RosterStep, place: int, others: set[str], *, last: bool) -> None:
    if rung.whom not in set(Whom) - {Whom.PERSON}:
        raise Refused("Step %(n)s asks A, B, the pool, branch sites, or leads to call-back", n=place)
    if rung.whom == Whom.CALLBACK:
        if not last:
            raise Refused("Step %(n)s leads to call-back: nothing comes after it", n=place)
    elif not 5 <= rung.seconds <= 600:
        raise Refused("Step %(n)s lasts 5 to 600 seconds", n=place)
    if rung.whom == Whom.BRANCH and not rung.sites:
        raise Refused("Step %(n)s asks branch sites: choose them", n=place)
    if unknown := set(rung.sites) - others if rung.whom == Whom.BRANCH else ():
        raise Refused("Step %(n)s: %(site)s is no other site", n=place, site=", ".join(sorted(unknown)))
    if not 0 <= rung.load <= 100:
        raise Refused("Step %(n)s: callers for each agent are 0 to 100; 0 is no limit", n=place)
