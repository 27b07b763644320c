"""Three months of tickets on virtual time: they come in, go through the departments and back to the citizen."""

import datetime as dt
import random
from collections.abc import Callable

from hotline import rows
from hotline.clock import CHINA, UTC
from hotline.follow_ups import jobs as follow_up_jobs
from hotline.people.reads.parameters import quiet
from hotline.tickets.jobs import urging
from hotline.tickets.verbs import units as unit_verbs
from hotline.tickets.verbs.life import actor
from hotline.tickets.verbs.life.lookups import TicketLookups
from hotline.words import Post, Role, UnitKind
from hotline.workdays.rules.calendar import Calendar
from scripts.py import demo_matters, demo_offices
from scripts.py.demo_town import Town

SLOTS = ((9, 30), (14, 30), (16, 45))  # when people look at their lists
DISSOLVED, FOLLOWER = "environment", "law"


def live(begin: dt.datetime, days: int, a_day: int, seed: int, tick: Callable[[int], None]) -> Town:
    """Work through the days from `begin`; the town at the end."""
    town = Town(random.Random(seed), begin)  # noqa: S311 - a play, not a secret
    people(town)
    calendar = Calendar()
    first = begin.astimezone(CHINA).date()
    for day in range(days):
        date = first + dt.timedelta(days=day)
        works = calendar.workday(date)
        for hour, minute in SLOTS:
            town.now = dt.datetime.combine(date, dt.time(hour, minute), CHINA).astimezone(UTC)
            coming = a_day // len(SLOTS) if works else a_day // (3 * len(SLOTS))
            demo_matters.arrive(town, coming)
            if works:
                demo_offices.work(town)
            by_the_clock(town)
        if day == days // 2:
            _dissolve(town)
        tick(day + 1)
    return town


def by_the_clock(town: Town) -> None:
    """What the jobs would do in the meantime."""
    follow_up_jobs.ask(town.now)
    urging.urge(town.now, quiet())
    follow_up_jobs.give_up(town.now)


def _dissolve(town: Town) -> None:
    by = {"by": "admin", "now": town.now, "client_ip": ""}
    unit_verbs.dissolve_unit(town.units[DISSOLVED].id, town.units[FOLLOWER].id, **by)  # type: ignore[arg-type]
    town.known, town.advice = TicketLookups(), {}


def people(town: Town) -> None:
    """Handlers and reviewers for every unit that has none; everybody as an actor."""
    site = rows.Site.select().order_by(rows.Site.id).get()
    known = rows.Person.select().order_by(rows.Person.id).first()
    town.units = {row.code: row for row in rows.Unit.select()}
    for unit in town.units.values():
        if unit.kind in (UnitKind.DISCIPLINE, UnitKind.HOTLINE):
            continue
        for post, role in ((Post.HANDLER, Role.HANDLER), (Post.REVIEWER, Role.UNIT_REVIEWER)):
            member = rows.Member.get_or_none(rows.Member.unit == unit, rows.Member.post == post)
            if member is None:
                login = f"{unit.code}.{post.value}"
                person = rows.Person.create(
                    login=login, name=f"{unit.name[:2]}{post.zh}", role=role.value, site=site,
                    password_hash=known.password_hash, created_at=town.now,
                )  # fmt: skip
                member = rows.Member.create(unit=unit, person=person, post=post.value)
            town.staff[unit.id, post] = member.person.login
    for person in rows.Person.select():
        town.people[person.login] = actor(person.id)
    hotline = town.units["hotline"].id
    town.staff[hotline, Post.HANDLER], town.staff[hotline, Post.REVIEWER] = "dispatcher", "reviewer"
