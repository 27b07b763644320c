"""What the house has decided about dialling, and how much was dialled, for verbs, pages, alarm and door."""

import datetime as dt

from peewee import fn

from hotline.calls.rows import Dialled
from hotline.calls.rules.dialling import Made, Most, NumberPlan, Policy
from hotline.clock import CHINA
from hotline.people.reads.parameters import parameters, quiet
from hotline.people.rules.parameters import entries

HOUR = dt.timedelta(hours=1)


def plan() -> NumberPlan:
    """The house's lists of numbers."""
    return _plan(parameters())


def policy() -> Policy:
    kept = parameters()
    most = Most(kept["dialling.person_hour"], kept["dialling.number_day"], kept["dialling.house_hour"])
    return Policy(_plan(kept), quiet(), most)


def _plan(kept: dict[str, str]) -> NumberPlan:
    return NumberPlan(
        frozenset(entries(kept["dialling.listed"])),
        entries(kept["dialling.refused"]),
        frozenset(entries(kept["dialling.on_duty"])),
    )


def made(person: int, number: str, now: dt.datetime) -> Made:
    """The calls out of a person within the hour, to a number today, of the house within the hour."""
    midnight = dt.datetime.combine(now.astimezone(CHINA).date(), dt.time(), CHINA)
    return Made(
        _orders(Dialled.person == person, Dialled.at > now - HOUR),
        _orders(Dialled.number == number, Dialled.at >= midnight),
        of_house(now),
    )


def of_house(now: dt.datetime) -> int:
    """The calls out of everybody within the hour before `now`."""
    return _orders(Dialled.at > now - HOUR)


def _orders(*fits: object) -> int:
    """An order that tries several telephones in turn is one call: one of them answers."""
    return int(Dialled.select(fn.COUNT(Dialled.order.distinct())).where(*fits).scalar())
