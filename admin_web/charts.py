"""Charts as SVG that the server draws: they print, need no script, and are told by shape and word as well as by colour.
Each bar is a link to its rows; the table under a chart says the same to a screen reader."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH = 900
COLUMN_HEIGHT, FOOT = 180, 46


@dataclass(frozen=True, slots=True)
class RowShape:
    """How bars that lie are drawn: the room of the whole, of names and of values, the height of a row and of its bar,
    and how many characters of a name are shown."""

    width: int = 900
    labels: int = 190
    values: int = 110
    row: int = 26
    bar: int = 16
    letters: int = 15


ON_PAGES = RowShape()


@dataclass(frozen=True, slots=True)
class Bar:
    """`share`: its length, 0 to 1; None: there is nothing to draw. `good`: None where no limit is set.
    `beside`: of a column, where a second number lies, 0 to 1: a short line across it."""

    name: str
    value: str
    share: float | None
    href: str = ""
    good: bool | None = None
    beside: float | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns beside each other, each with a part of it filled: shares of the highest, 0 to 1."""

    name: str
    told: str
    now: tuple[float, float]
    before: tuple[float, float]


def bars(
    title: str, given: Sequence[Bar], *, mark: float | None = None, shape: RowShape = ON_PAGES, room: int = 0,
    said: str = "",
) -> Markup:  # fmt: skip
    """Bars from left to right, one below the other. `mark`: where the limit lies, 0 to 1; `room`: for so many rows."""
    space = shape.width - shape.labels - shape.values
    rows = [_row(bar, n * shape.row, space, shape) for n, bar in enumerate(given)]
    height = max(1, room, len(given)) * shape.row
    at = shape.labels + (mark or 0) * space
    return svg(title, shape.width, height, rows, "" if mark is None else line(at, 0, at, height), said=said)


def pairs(title: str, given: Sequence[Pair], *, width: int, height: int) -> Markup:
    """Pairs of columns side by side, for a day beside an earlier one."""
    step, rows = width / max(1, len(given)), list[str]()
    for n, pair in enumerate(given):
        x, room = n * step, step * 0.38
        drawn = (
            _filled(x + step * 0.1, room, pair.now, height, "chart-now")
            + _filled(x + step * 0.52, room, pair.before, height, "chart-before")
            + f'<text x="{x + step / 2:.1f}" y="{height + 34}" class="chart-name" text-anchor="middle">'
            f"{escape(pair.name)}</text>"
        )
        rows.append(f"<g><title>{escape(pair.told)}</title>{drawn}</g>")
    return svg(title, width, height + FOOT, rows, line(0, height, width, height, "chart-ground"))


def _filled(x: float, width: float, shares: tuple[float, float], height: int, kind: str) -> str:
    whole, part = (max(0.0, min(1.0, share)) * (height - 10) for share in shares)
    return "".join(
        f'<rect class="{kind}{more}" x="{x:.1f}" y="{height - tall:.1f}" width="{width:.1f}" height="{tall:.1f}"/>'
        for tall, more in ((whole, " whole"), (part, "")) if tall
    )  # fmt: skip


def columns(title: str, given: Sequence[Bar], *, mark: float | None = None, said: str = "") -> Markup:
    """Columns side by side, for parts that follow each other in time."""
    step = max(14.0, min(64.0, (WIDTH - 20) / max(1, len(given))))
    width = max(WIDTH, int(step * len(given)) + 20)
    every = math.ceil(46 / step)
    rows = [_column(bar, 10 + n * step, step, named=n % every == 0) for n, bar in enumerate(given)]
    at = COLUMN_HEIGHT - (mark or 0) * (COLUMN_HEIGHT - 20)
    return svg(title, width, COLUMN_HEIGHT + FOOT, rows, "" if mark is None else line(0, at, width, at), said=said)


def svg(title: str, width: int, height: int, rows: Sequence[str], over: str = "", *, said: str = "") -> Markup:
    """The whole drawing. `over`: what is drawn above the rows; `said`: a description for who does not see it."""
    pattern = (
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="6" height="6" class="chart-bad"/><line x1="0" y1="0" x2="0" y2="6" class="chart-hatch"/>'
        "</pattern></defs>"
    )
    told = f"<desc>{escape(said)}</desc>" if said else ""
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="group" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{told}{pattern}{''.join(rows)}{over}</svg>"
    )


def _row(bar: Bar, y: float, space: int, shape: RowShape) -> str:
    length = max(0.0, min(1.0, bar.share or 0.0)) * space
    left, middle = shape.labels, y + shape.row / 2
    drawn = (
        f'<text x="{left - 8}" y="{middle}" class="chart-name" text-anchor="end">'
        f"{escape(short(bar.name, shape.letters))}</text>"
        f'<rect x="{left}" y="{y + (shape.row - shape.bar) / 2}" width="{length:.1f}" height="{shape.bar}" '
        f"{_fill(bar)}/>"
        f'<text x="{left + length + 6:.1f}" y="{middle}" class="chart-value">{escape(bar.value)}</text>'
    )
    return _linked(bar, drawn)


def _column(bar: Bar, x: float, step: float, *, named: bool) -> str:
    length = max(0.0, min(1.0, bar.share or 0.0)) * (COLUMN_HEIGHT - 20)
    middle, width = x + step / 2, step * 0.72
    name = (
        f'<text x="{middle:.1f}" y="{COLUMN_HEIGHT + 16}" class="chart-name" text-anchor="middle">'
        f"{escape(short(bar.name, 8))}</text>"
    )
    value = (
        f'<text x="{middle:.1f}" y="{COLUMN_HEIGHT - length - 4:.1f}" class="chart-value" text-anchor="middle">'
        f"{escape(bar.value)}</text>"
    )
    rect = (
        f'<rect x="{middle - width / 2:.1f}" y="{COLUMN_HEIGHT - length:.1f}" width="{width:.1f}" '
        f'height="{length:.1f}" {_fill(bar)}/>'
    )
    level = COLUMN_HEIGHT - (bar.beside or 0.0) * (COLUMN_HEIGHT - 20)
    beside = "" if bar.beside is None else line(middle - step / 2, level, middle + step / 2, level, "chart-beside")
    return _linked(bar, rect + beside + (name if named else "") + (value if step >= 46 else ""))


def _fill(bar: Bar) -> str:
    return 'fill="url(#hatch)"' if bar.good is False else 'class="chart-bar"'


def _linked(bar: Bar, drawn: str) -> str:
    told = f"<title>{escape(bar.name)}: {escape(bar.value)}</title>"
    return f'<a href="{escape(bar.href)}">{told}{drawn}</a>' if bar.href else f"<g>{told}{drawn}</g>"


def line(x1: float, y1: float, x2: float, y2: float, kind: str = "chart-limit") -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
