"""The tiles of a wallboard: which page shows which, what each is drawn from, and how old it may become."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_babel import pgettext

from admin_web import charts, filters, language
from admin_web.charts import Bar, Pair, RowShape
from admin_web.pages.figures import said
from hotline.people.reads.scope import Scope
from hotline.reports.reads import wall
from hotline.reports.reads.wall import LiveWall, Ranked, Stock
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.figures import Value
from hotline.reports.rules.standard import WAIT_LIMIT
from hotline.reports.rules.walls import Wall
from hotline.words import Light, WallPage

from .kept import AsOf, KeptParts

FRESH = 30  # seconds after which a tile is grey
NOW_SECONDS, DAY_SECONDS, LIST_SECONDS, SLOW_SECONDS = 3, 10, 15, 300  # how long a part is kept
LYING = RowShape(width=640, labels=230, values=90, row=50, bar=28, letters=9)
LETTERS_EN = 17  # Latin letters are narrower
DAY_HOURS = tuple(f"{hour:02}:00" for hour in range(24))
SHAPES = {Light.GREEN: "●", Light.YELLOW: "▲", Light.RED: "■"}
ROOM = 8  # rows of a chart


@dataclass(frozen=True, slots=True)
class Tile:
    """Drawn by the template of its name from the part `of`, which is kept for `seconds`."""

    name: str
    of: str
    seconds: int

    @property
    def fresh(self) -> int:
        """After how many seconds it is grey: what is read every few minutes may be as old as that."""
        return FRESH if self.seconds < FRESH else self.seconds + FRESH


TILES = {
    tile.name: tile
    for tile in (
        Tile("waiting", "live", NOW_SECONDS), Tile("agents", "live", NOW_SECONDS), Tile("watch", "live", NOW_SECONDS),
        Tile("limits", "today", DAY_SECONDS), Tile("day", "today", DAY_SECONDS), Tile("rated", "today", DAY_SECONDS),
        Tile("hours", "hours", DAY_SECONDS), Tile("lights", "stock", LIST_SECONDS),
        Tile("states", "stock", LIST_SECONDS), Tile("topics", "topics", LIST_SECONDS),
        Tile("sites", "sites", LIST_SECONDS), Tile("areas", "areas", SLOW_SECONDS),
        Tile("units", "units", SLOW_SECONDS),
    )
}  # fmt: skip
ON: Mapping[WallPage, tuple[str, ...]] = {
    WallPage.OVERVIEW: ("waiting", "agents", "watch", "limits", "hours", "lights", "rated"),
    WallPage.CALLS: ("waiting", "limits", "day", "hours", "watch"),
    WallPage.TICKETS: ("lights", "states", "topics", "areas", "rated", "units"),
    WallPage.SITES: ("sites", "agents", "watch"),
}


def on(page: WallPage, shown: Wall) -> list[Tile]:
    """The tiles of a page: units are ranked only where that was asked for."""
    return [TILES[name] for name in ON[page] if name != "units" or shown.ranks_units]


def drawn(shown: Wall, kept: KeptParts, now: dt.datetime) -> dict[str, AsOf[str]]:
    """The HTML of every tile that the wallboard shows, by name, with the moment at which its part was read."""
    found: dict[str, AsOf[str]] = {}
    for tile in (tile for page in shown.pages for tile in on(page, shown)):
        if tile.name not in found:
            part = _part(tile, shown.site, kept, now)
            found[tile.name] = AsOf(part.at, render_template(f"wall/{tile.name}.html", **_SHOWN[tile.name](part.value)))
    return found


def _part(tile: Tile, site: int | None, kept: KeptParts, now: dt.datetime) -> AsOf[Any]:
    scope, day = Scope(site=site), wall.day_of(now).first
    if tile.of == "hours":
        before = wall.week_before(now)
        earlier = kept.of(
            ("hours", site, before.first), SLOW_SECONDS, now, lambda: wall.hours(scope, now, before)
        ).value
        today = kept.of(("hours", site, day), tile.seconds, now, lambda: wall.hours(scope, now, wall.day_of(now)))
        return AsOf(today.at, (today.value, earlier))
    return kept.of((tile.of, site, day), tile.seconds, now, lambda: _READS[tile.of](scope, now))


_READS: dict[str, Callable[[Scope, dt.datetime], Any]] = {
    "live": wall.live, "today": wall.today, "stock": wall.stock, "topics": wall.topics, "sites": wall.sites,
    "areas": wall.areas, "units": wall.units,
}  # fmt: skip


# ---- what each template is given


def _live(live: LiveWall) -> dict[str, Any]:
    return {"live": live, "late": int(WAIT_LIMIT), "many": len(live.agents) > 1}


def _figures(ids: Sequence[str], values: Mapping[str, Value]) -> list[dict[str, Any]]:
    """Figures as text; a rate beside the rows that it is made of."""
    found = []
    for name in ids:
        value, figure = values.get(name), FIGURES[name]
        tally = None if value is None else value.tally
        found.append({
            "id": name, "label": said.text(figure.label), "limit": said.limit(figure),
            "value": said.value(figure, None if value is None else value.value),
            "good": None if value is None else value.good,
            "counted": 0 if tally is None else tally.counted, "among": 0 if tally is None else tally.among,
        })  # fmt: skip
    return found


def _hours(given: tuple[Mapping[str, Mapping[str, Value]], Mapping[str, Mapping[str, Value]]]) -> dict[str, Any]:
    counts = [[_both(day.get(hour)) for hour in DAY_HOURS] for day in given]
    top = max((entered for day in counts for entered, _answered in day), default=0)
    if not top:
        return {"chart": None, "top": 0, "some": False}
    pairs = [
        Pair(
            hour[:2],
            str(_("%(hour)s: today %(entered)s entered, %(answered)s answered; last week %(before)s, %(then)s",
                  hour=hour, entered=now[0], answered=now[1], before=before[0], then=before[1])),
            (now[0] / top, now[1] / top), (before[0] / top, before[1] / top),
        )
        for hour, now, before in zip(DAY_HOURS, *counts, strict=True)
    ]  # fmt: skip
    title = str(_("Calls by the hour, today beside the same weekday last week"))
    some = any(entered for entered, _answered in counts[0])
    return {"chart": charts.pairs(title, pairs, width=1700, height=300), "top": top, "some": some}


def _both(values: Mapping[str, Value] | None) -> tuple[int, int]:
    return (0, 0) if values is None else (values["entered"].tally.counted, values["answered"].tally.counted)


def _lights(stock: Stock) -> dict[str, Any]:
    return {"stock": stock, "lights": [(light, SHAPES[light], stock.lights[light]) for light in Light]}


def _states(stock: Stock) -> dict[str, Any]:
    order = sorted(stock.states.items(), key=lambda one: -one[1])
    top = max(stock.states.values(), default=0)
    rows = [Bar(filters.label(state), f"{count:,}", count / top) for state, count in order[:ROOM]]
    return {
        "chart": charts.bars(str(pgettext("wall", "Tickets by state")), rows, shape=_lying(), room=ROOM),
        "some": top,
    }


def _topics(parts: Sequence[Ranked]) -> dict[str, Any]:
    figure = FIGURES["opened"]
    known = [(_named(part), part.values["opened"]) for part in parts[:ROOM]]
    top = max((value.value or 0.0 for _name, value in known), default=0.0)
    rows = [
        Bar(name, said.value(figure, value.value), (value.value or 0.0) / top) for name, value in known if value.value
    ]
    return {"chart": charts.bars(str(pgettext("wall", "Subjects today")), rows, shape=_lying(), room=ROOM), "some": top}


def _lying() -> RowShape:
    return LYING if language.short() == "zh" else replace(LYING, letters=LETTERS_EN)


def _table(ids: Sequence[str]) -> Callable[[Sequence[Ranked]], dict[str, Any]]:
    def shown(parts: Sequence[Ranked]) -> dict[str, Any]:
        heads = [said.text(FIGURES[name].label) for name in ids]
        return {"heads": heads, "rows": [(_named(part), _figures(ids, part.values)) for part in parts]}

    return shown


def _named(part: Ranked) -> str:
    name = part.en if language.short() == "en" else part.zh
    return name or str(pgettext("figures", "without"))


_SHOWN: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "waiting": _live, "agents": _live, "watch": _live, "hours": _hours, "lights": _lights, "states": _states,
    "topics": _topics, "sites": _table(wall.OF_SITES), "areas": _table(("still_open", "opened")),
    "units": _table(wall.OF_UNITS),
    "limits": lambda values: {"figures": _figures(wall.LIMITS, values)},
    "day": lambda values: {"figures": _figures(wall.TODAY, values)},
    "rated": lambda values: {"figures": _figures(wall.RATED, values)},
}  # fmt: skip
