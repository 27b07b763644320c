"""Lines: ladders, positions and hours as set by an administrator, and the current state of each."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from peewee import fn

from hotline.calls.rows import AgentState, Call, Line, Position, Skill
from hotline.calls.rules import roster
from hotline.calls.rules.roster import RosterStep, sits
from hotline.clock import CHINA
from hotline.people.rows import Person, Site
from hotline.people.rules.permissions import Permission, may
from hotline.words import PositionKind, Presence
from hotline.workdays.reads.hours import special_by_site, special_days
from hotline.workdays.rules import hours_read
from hotline.workdays.rules.calendar import Calendar
from hotline.workdays.rules.hours import Closed, Hours, Open, at

from .desk import WAITING
from .roster import rung

PRESENT = (Presence.READY, Presence.OFFERED, Presence.TALKING, Presence.WRAP_UP)
ALWAYS = Hours(((),) * 7, always=True)


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A person on a position; the shift as in `hotline.calls.rules.roster.Seat`."""

    id: int
    kind: PositionKind
    person: int
    name: str
    extension: str
    days: str = ""
    begins: str = ""
    ends: str = ""

    def sits(self, now: dt.datetime) -> bool:
        """True if the shift covers this time."""
        shift = roster.Shift(self.person, self.kind, self.days, self.begins, self.ends)
        return sits(shift, now.astimezone(CHINA))


@dataclass(frozen=True, slots=True)
class LineView:
    """A line; `uncovered` are the positions without a person. `hours` None: always open."""

    id: int
    code: str
    name: str
    site: str
    site_id: int
    site_code: str
    ladder: tuple[RosterStep, ...]
    ring_seconds: int
    wrap_up_seconds: int
    active: bool
    seats: tuple[ShiftView, ...]
    hours: dict[str, Any] | None = field(hash=False)
    needs: dict[str, int] = field(hash=False)
    most_waiting: int
    announce_seconds: int
    tests_silence: bool
    shown_number: str

    @property
    def uncovered(self) -> tuple[PositionKind, ...]:
        return tuple(kind for kind in PositionKind if not any(seat.kind is kind for seat in self.seats))


@dataclass(frozen=True, slots=True)
class Times:
    """A line's working time: hours with the special days of its site, and the calendar; `named`: names of the site's
    days. `trouble`: why its own hours are unreadable; then it counts as always open, as in the controller."""

    hours: Hours
    calendar: Calendar
    named: Mapping[dt.date, str] = field(default_factory=dict, hash=False)
    trouble: str = ""

    def at(self, now: dt.datetime) -> Open | Closed:
        return at(self.hours, self.calendar, now.astimezone(CHINA))


@dataclass(frozen=True, slots=True)
class LineNow:
    """A line's state: `longest` is since when the first caller waits; `present` agents have the line's skills; `load`
    is callers per such agent; `covered`: somebody on shift on A or B is present."""

    code: str
    name: str
    site: str
    waiting: int
    longest: dt.datetime | None
    present: int
    covered: bool
    opening: Open | Closed
    night_service: bool

    @property
    def load(self) -> float:
        return self.waiting / max(1, self.present)

    @property
    def is_open(self) -> bool:
        return isinstance(self.opening, Open)


def all_lines(site: int | None = None) -> list[LineView]:
    """Every line by code, or those of one site."""
    rows = [row for row in Line.select(Line, Site).join(Site).order_by(Line.code) if site in (None, row.site_id)]
    seats: dict[int, list[ShiftView]] = {}
    for row in Position.select(Position, Person).join(Person).order_by(Position.kind, Position.place, Position.id):
        seat = ShiftView(
            row.id, PositionKind(row.kind), row.person_id, row.person.name, row.person.extension or "",
            row.days, row.begins, row.ends,
        )  # fmt: skip
        seats.setdefault(row.line_id, []).append(seat)
    return [_view(row, seats.get(row.id, [])) for row in rows]


def one_line(line: int, site: int | None = None) -> LineView | None:
    return next((view for view in all_lines(site) if view.id == line), None)


def line_names() -> dict[str, str]:
    """The name of each line by its code."""
    return {row.code: row.name for row in Line.select().order_by(Line.code)}


def on_line(line: int) -> frozenset[int]:
    """The people on position A or B of a line."""
    return frozenset(row.person_id for row in Position.select(Position.person).where(Position.line == line))


def seats_of(person: int) -> list[tuple[LineView, ShiftView]]:
    """The positions of a person with their lines, by the line's code."""
    return [(line, seat) for line in all_lines() for seat in line.seats if seat.person == person]


def times(raw: dict[str, Any] | None, site: str, special: dict[str, dict[str, Any]] | None = None) -> Times:
    """The timetable of a line of `site` with these hours; `special`: the site's special days, if already loaded."""
    days = special_days(site) if special is None else special
    work = {dt.date.fromisoformat(day): True for day, what in days.items() if what["spans"] is None}
    named = {dt.date.fromisoformat(day): what["name"] for day, what in days.items()}
    if raw is None:
        return Times(ALWAYS, Calendar(work), named)
    own = {day: what for day, what in days.items() if what["spans"] is not None}
    try:
        return Times(hours_read.read(raw | {"special": own}), Calendar(work), named)
    except ValueError as error:
        return Times(ALWAYS, Calendar(work), named, str(error))


def open_now(codes: list[str], now: dt.datetime) -> set[str]:
    """Those of these lines that are open now; lines with a night service always are."""
    rows = Line.select(Line, Site).join(Site).where(Line.code.in_(codes))
    told = {row.code: times(row.hours, row.site.code) for row in list(rows)}
    return {code for code, one in told.items() if one.hours.night_service or isinstance(one.at(now), Open)}


def lines_now(site: int | None, now: dt.datetime) -> tuple[LineNow, ...]:
    """The current state of the active lines of a site, or of all sites."""
    wait = (
        Call.select(Call.line, fn.COUNT(Call.id).alias("n"), fn.MIN(Call.queued_at).alias("since"))
        .where(Call.ended_at.is_null(), Call.state.in_(WAITING), Call.line.is_null(False))
        .group_by(Call.line)
    )
    waiting = {row.line: (row.n, row.since) for row in list(wait)}
    here, skills = _present(), skills_of()
    lines = [line for line in all_lines() if line.active and site in (None, line.site_id)]
    special = special_by_site({line.site_code for line in lines})
    told = []
    for line in lines:
        when = times(line.hours, line.site_code, special[line.site_code])
        able = [p for p, of in here.items() if of == line.site_id and _meets(skills.get(p, {}), line.needs)]
        count, since = waiting.get(line.code, (0, None))
        told.append(
            LineNow(
                line.code, line.name, line.site, count, since, len(able),
                any(seat.person in here and seat.sits(now) for seat in line.seats), when.at(now),
                when.hours.night_service,
            )
        )  # fmt: skip
    return tuple(told)


def skill_codes() -> list[str]:
    """All skills that lines need or people have."""
    needed = {code for row in Line.select(Line.needs) for code in row.needs}
    return sorted(needed | {row.code for row in Skill.select(Skill.code).distinct()})


def skills_of() -> dict[int, dict[str, int]]:
    """The skills of each person who has any, with their levels."""
    of: dict[int, dict[str, int]] = {}
    for row in Skill.select().order_by(Skill.code):
        of.setdefault(row.person_id, {})[row.code] = row.level
    return of


def skilled(code: str) -> frozenset[int]:
    """The people who have a skill."""
    return frozenset(row.person_id for row in Skill.select(Skill.person).where(Skill.code == code))


def _present() -> dict[int, int]:
    """The people who are present, ready or not, with their sites."""
    rows = (
        Person.select(Person.id, Person.site, Person.role, Person.duties)
        .join(AgentState, on=(AgentState.person == Person.id))
        .where(Person.active, Person.extension.is_null(False), AgentState.state.in_(PRESENT))
    )
    return {row.id: row.site_id for row in rows if may(row.roles, Permission.USE_DESK)}


def _meets(has: dict[str, int], needs: dict[str, int]) -> bool:
    return all(has.get(code, 0) >= level for code, level in needs.items())


def _view(row: Line, seats: list[ShiftView]) -> LineView:
    return LineView(
        id=row.id,
        code=row.code,
        name=row.name,
        site=row.site.name,
        site_id=row.site_id,
        site_code=row.site.code,
        ladder=tuple(rung(step) for step in row.ladder),
        ring_seconds=row.ring_seconds,
        wrap_up_seconds=row.wrap_up_seconds,
        active=row.active,
        seats=tuple(seats),
        hours=row.hours,
        needs=row.needs,
        most_waiting=row.most_waiting,
        announce_seconds=row.announce_seconds,
        tests_silence=row.tests_silence,
        shown_number=row.shown_number,
    )
