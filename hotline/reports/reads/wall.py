"""What a wallboard shows, in parts that cost alike: each is read once for all screens of the same site.

Every value is a figure of the catalogue or a count of the lists and of the board; nobody is named. Areas and units
count longer stretches than a day.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hotline.calls.reads import alarms, lines
from hotline.clock import local_day
from hotline.people.reads.scope import Scope
from hotline.people.rows import Site
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.dimensions import NONE
from hotline.reports.rules.figures import Value
from hotline.reports.rules.periods import Period, period_of
from hotline.tickets.reads import inbox
from hotline.tickets.reads.inbox import InboxFilter
from hotline.tickets.rules.life import OPEN_STATES
from hotline.words import AlarmKind, Dimension, Light, PeriodKind, Presence, TicketState

from . import board, figures, keys
from .board import LiveCalls
from .figures import FigureLine
from .row_sets import FigureScope

LIMITS = (
    "average_answer", "connect_rate", "waited_40", "within_15_worst_day", "timely_response", "timely_reply",
)  # fmt: skip  # what the standards set limits for, in the order in which it is shown
TODAY = ("entered", "answered", "by_machine", "abandoned", "missed", "called_back", "opened", "ended")
RATED = ("call_satisfied", "satisfaction", "solved")
OF_SITES = ("entered", "answered", "average_answer", "connect_rate", "opened", "still_open")
OF_UNITS = ("timely_response", "timely_reply", "opened", "still_open")
AREA_DAYS = 365  # tickets opened earlier are on no area's count
MOST_ROWS = 10  # topics, areas, units


@dataclass(frozen=True, slots=True)
class LiveWall:
    """Now: calls, agents by state at each site, open lines without cover, open alarms by kind."""

    calls: LiveCalls
    agents: Mapping[str, Counter[Presence]] = field(hash=False)
    lines_open: int = 0
    uncovered: tuple[str, ...] = ()
    alarms: Mapping[AlarmKind, int] = field(default_factory=dict, hash=False)

    @property
    def by_state(self) -> Counter[Presence]:
        return sum(self.agents.values(), Counter())


@dataclass(frozen=True, slots=True)
class Stock:
    """Open tickets: by light (a paused one has none) and by state."""

    lights: Mapping[Light, int] = field(hash=False)
    states: Mapping[TicketState, int] = field(hash=False)

    @property
    def open(self) -> int:
        return sum(self.states.values())

    @property
    def paused(self) -> int:
        return self.open - sum(self.lights.values())


@dataclass(frozen=True, slots=True)
class Ranked:
    """A part with its figures, and what it is called in both languages; "" for rows that have no such part."""

    key: str
    zh: str
    en: str
    values: Mapping[str, Value] = field(hash=False)


def day_of(now: dt.datetime) -> Period:
    return period_of(PeriodKind.DAY, local_day(now))


def week_before(now: dt.datetime) -> Period:
    """The same weekday of last week."""
    return period_of(PeriodKind.DAY, local_day(now) - dt.timedelta(days=7))


def month_of(now: dt.datetime) -> Period:
    return period_of(PeriodKind.MONTH, local_day(now))


def year_until(now: dt.datetime) -> Period:
    today = local_day(now)
    return Period(today - dt.timedelta(days=AREA_DAYS - 1), today)


def live(scope: Scope, now: dt.datetime) -> LiveWall:
    by_site: dict[str, Counter[Presence]] = {}
    for agent in board.agents(scope):
        by_site.setdefault(agent.site_name, Counter())[agent.stand.state] += 1
    known = [line for line in lines.lines_now(scope.site, now) if line.is_open]
    kinds = Counter(alarm.kind for alarm in alarms.open_alarms(scope.site))
    return LiveWall(
        board.live_calls(scope), dict(sorted(by_site.items())), len(known),
        tuple(line.name for line in known if not line.covered), dict(kinds.most_common()),
    )  # fmt: skip


def today(scope: Scope, now: dt.datetime) -> Mapping[str, Value]:
    """The figures of the day so far, by their id."""
    wanted = [FIGURES[name] for name in (*LIMITS, *TODAY, *RATED)]
    return figures.read(wanted, FigureScope(day_of(now), scope, now))[0].values


def hours(scope: Scope, now: dt.datetime, day: Period) -> dict[str, Mapping[str, Value]]:
    """Calls entered and answered by the hour (`09:00`) of a day; an hour without calls is left out."""
    wanted = [FIGURES["entered"], FIGURES["answered"]]
    parts = figures.read(wanted, FigureScope(day, scope, now), by=Dimension.HOUR)
    return {part.key: part.values for part in parts}


def stock(scope: Scope, now: dt.datetime) -> Stock:
    every = tuple(sorted(OPEN_STATES))
    panels = [InboxFilter(every, light=light) for light in Light] + [InboxFilter((state,)) for state in every]
    counts = [waiting for waiting, _late in inbox.counts(panels, scope, now=now)]
    return Stock(
        dict(zip(Light, counts, strict=False)),
        {state: count for state, count in zip(every, counts[len(Light) :], strict=True) if count},
    )


def topics(scope: Scope, now: dt.datetime) -> list[Ranked]:
    """Tickets opened today by their subject area, the most first."""
    return _ranked(Dimension.TOPIC, ("opened",), FigureScope(day_of(now), scope, now), by="opened")


def areas(scope: Scope, now: dt.datetime) -> list[Ranked]:
    """Open tickets by area, the most first: those opened within a year."""
    return _ranked(Dimension.PLACE, ("still_open", "opened"), FigureScope(year_until(now), scope, now), by="still_open")


def units(scope: Scope, now: dt.datetime) -> list[Ranked]:
    """The month's timely replies by unit, each beside the rows that it is made of."""
    return _ranked(Dimension.UNIT, OF_UNITS, FigureScope(month_of(now), scope, now), by="timely_reply")


def sites(scope: Scope, now: dt.datetime) -> list[Ranked]:
    """The day's figures of each site, in the order of the sites."""
    found = _by_key(Dimension.SITE, OF_SITES, FigureScope(day_of(now), scope, now))
    rows = Site.select().order_by(Site.id)
    known = [row for row in list(rows) if scope.site in (None, row.id)]
    nothing: Mapping[str, Value] = {}
    return [Ranked(str(row.id), row.name, row.name, found.get(str(row.id), nothing)) for row in known]


def _ranked(dimension: Dimension, ids: Sequence[str], asked: FigureScope, *, by: str) -> list[Ranked]:
    found = _by_key(dimension, ids, asked)
    order = sorted(found, key=lambda key: (-_number(found[key], by), key))
    order = [key for key in order if any(_number(found[key], name) for name in ids)][:MOST_ROWS]
    zh, en = (keys.names(dimension, order, english=english) for english in (False, True))
    return [Ranked(key, _named(key, zh), _named(key, en), found[key]) for key in order]


def _by_key(dimension: Dimension, ids: Sequence[str], asked: FigureScope) -> dict[str, Mapping[str, Value]]:
    parts: list[FigureLine] = figures.read([FIGURES[name] for name in ids], asked, by=dimension)
    return {part.key: part.values for part in parts}


def _number(values: Mapping[str, Value], name: str) -> float:
    return (values[name].value or 0.0) if name in values else 0.0


def _named(key: str, names: Mapping[str, str]) -> str:
    return "" if key == NONE else names.get(key, key)
