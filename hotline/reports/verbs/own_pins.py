"""A person's overview: put a report on it, take it off, move it up and down. Each person has his own."""

from peewee import fn

from hotline.people.reads import remit
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.reports.reads import own_reports
from hotline.reports.rows import OwnPin
from hotline.reports.rules.own_reports import PINS_MOST
from hotline.store.database import writing


def pin(report: int, *, person: int) -> None:
    """Put a report that he sees at the end of his overview; one that is there stays. Raises Refused."""
    with writing():
        remit.of_person(person, Permission.SEE_FIGURES)
        view = own_reports.one(report, person)
        if view is None:
            raise Refused("There is no such report")
        if own_reports.is_pinned(report, person):
            return
        mine = OwnPin.select().where(OwnPin.person == person)
        if mine.count() >= PINS_MOST:
            raise Refused("An overview holds at most %(most)s reports: take one off first", most=PINS_MOST)
        last = OwnPin.select(fn.MAX(OwnPin.place)).where(OwnPin.person == person).scalar() or 0
        OwnPin.create(person=person, report=report, name=view.name, place=last + 1)


def unpin(pin: int, *, person: int) -> None:
    """Take a report off; one that is off already is no fault. Raises Refused."""
    with writing():
        remit.of_person(person, Permission.SEE_FIGURES)
        OwnPin.delete().where(OwnPin.id == pin, OwnPin.person == person).execute()


def move(pin: int, *, up: bool, person: int) -> None:
    """Change places with the one before or after it; the first one stays first and the last one last. Raises
    Refused."""
    with writing():
        remit.of_person(person, Permission.SEE_FIGURES)
        mine = list(OwnPin.select().where(OwnPin.person == person).order_by(OwnPin.place, OwnPin.id))
        at = next((n for n, row in enumerate(mine) if row.id == pin), None)
        if at is None:
            raise Refused("This is not on your overview any more: load the page again")
        other = at - 1 if up else at + 1
        if 0 <= other < len(mine):
            mine[at], mine[other] = mine[other], mine[at]
        for place, row in enumerate(mine, 1):
            OwnPin.update(place=place).where(OwnPin.id == row.id).execute()
