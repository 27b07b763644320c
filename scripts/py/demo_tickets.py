"""Three months of tickets on virtual time: they come in, go through the departments and back to the citizen."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hotline import rows
from hotline.clock import CHINA, UTC
from hotline.follow_ups import jobs as visit_jobs
from hotline.people.reads.parameters import quiet
from hotline.people.reads.scope import Scope
from hotline.ports import Refused
from hotline.tickets.jobs import urging
from hotline.tickets.reads import suggestions
from hotline.tickets.rules.guards import Actor, TransitionRequest
from hotline.tickets.rules.life import OPEN_STATES
from hotline.tickets.rules.likeness import About
from hotline.tickets.verbs import units as unit_verbs
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.tickets.verbs.life.lookups import TicketLookups
from hotline.words import Post, Role, TicketEvent, TicketState, UnitKind, Way
from hotline.workdays.rules.calendar import Calendar
from scripts.py import demo_matters, demo_offices

E, S = TicketEvent, TicketState
SLOTS = ((9, 30), (14, 30), (16, 45))  # when people look at their lists
DISSOLVED, FOLLOWER = "environment", "law"


@dataclass(slots=True)
class Town:
    """Everybody who works in it, by login; the clock goes on by hand."""

    chance: random.Random
    now: dt.datetime
    people: dict[str, Actor] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    known: TicketLookups = field(default_factory=TicketLookups)
    advice: dict[Any, int | None] = field(default_factory=dict)
    waiting: dict[int, list[Any]] = field(default_factory=dict)  # supervisions by ticket
    asked: set[int] = field(default_factory=set)  # tickets with an extension to decide

    def do(self, number: str, event: TicketEvent, by: str, text: str = "按规定办理。", **given: Any) -> bool:
        """Whether it was done; what the rules refuse is counted, not hidden."""
        try:
            act(
                number,
                TransitionRequest(event, text=text, **given),
                who=self.people[by],
                now=self.now,
                known=self.known,
            )
        except Refused as error:
            self.refused[error.code] = self.refused.get(error.code, 0) + 1
            return False
        return True

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    def members(self, unit: int, post: Post) -> str:
        return self.staff[unit, post]

    staff: dict[tuple[int, Post], str] = field(default_factory=dict)


def live(begin: dt.datetime, days: int, a_day: int, seed: int, tick: Callable[[int], None]) -> Town:
    """Work through the days from `begin`; the town at the end."""
    town = Town(random.Random(seed), begin)  # noqa: S311 - a play, not a secret
    _people(town)
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
            _clock(town)
        if day == days // 2:
            _dissolve(town)
        tick(day + 1)
    return town


def _clock(town: Town) -> None:
    """What the jobs would do in the meantime."""
    visit_jobs.ask(town.now)
    urging.urge(town.now, quiet())
    visit_jobs.give_up(town.now)


def _dissolve(town: Town) -> None:
    by = {"by": "admin", "now": town.now, "address": ""}
    unit_verbs.dissolve_unit(town.units[DISSOLVED].id, town.units[FOLLOWER].id, **by)  # type: ignore[arg-type]
    town.known, town.advice = TicketLookups(), {}


def _people(town: Town) -> None:
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


def register(town: Town, matter: Matter, token: str) -> str:
    person = town.people["agent1"].person
    assert person is not None
    return open_ticket(matter, person=person, token=token, draft=None, now=town.now, address="")


def look(town: Town) -> None:
    """What is to be decided and answered now, for all tickets at once."""
    requests = rows.TicketRequest.select().where(
        rows.TicketRequest.kind == "extension", rows.TicketRequest.granted.is_null()
    )
    town.asked = {row.ticket_id for row in requests}
    town.waiting = {}
    for one in rows.Supervision.select().where(rows.Supervision.rating.is_null()):
        town.waiting.setdefault(one.ticket_id, []).append(one)


def open_tickets() -> list[Any]:
    states = [state.value for state in OPEN_STATES]
    return list(rows.Ticket.select().where(rows.Ticket.state.in_(states)).order_by(rows.Ticket.id))


def suggested(town: Town, row: Any) -> int | None:
    """The unit by the rules, asked once a day for each subject and place."""
    key = (row.topic_id, row.place_id, row.kind, town.now.date())
    if key not in town.advice:
        found = suggestions.suggestions(row.topic_id, row.place_id, row.kind, row.site_id, now=town.now)
        town.advice[key] = found[0].unit if found else None
    return town.advice[key]


def twin(town: Town, row: Any) -> str | None:
    """An older open ticket about the same."""
    about = About(row.caller_number, "", row.place_id, row.address, row.topic_id, row.subject, row.text)
    for one in suggestions.twins(about, Scope(), now=town.now, leave_out=row.number):
        if one.open and one.number < row.number and one.points >= 80:
            return one.number
    return None


__all__ = ["Town", "Way", "live", "open_tickets", "register", "suggested", "twin"]
