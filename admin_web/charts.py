"""Charts as SVG that the server draws: they print, need no script, and are told by shape and word as well as by colour.
Each bar is a link to its rows; the table under a chart says the same to a screen reader."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, LABELS, VALUES, ROW, BAR = 900, 190, 110, 26, 16
COLUMN_HEIGHT, FOOT = 180, 46


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


def bars(title: str, given: Sequence[Bar], *, mark: float | None = None) -> Markup:
    """Bars from left to right, one below the other. `mark`: where the limit lies, 0 to 1."""
    space = WIDTH - LABELS - VALUES
    rows = [_row(bar, n * ROW, space) for n, bar in enumerate(given)]
    height = max(ROW, len(given) * ROW)
    line = "" if mark is None else _line(LABELS + mark * space, 0, LABELS + mark * space, height)
    return _svg(title, WIDTH, height, rows, line)


def columns(title: str, given: Sequence[Bar], *, mark: float | None = None) -> Markup:
    """Columns side by side, for parts that follow each other in time."""
    step = max(14.0, min(64.0, (WIDTH - 20) / max(1, len(given))))
    width = max(WIDTH, int(step * len(given)) + 20)
    every = math.ceil(46 / step)
    rows = [_column(bar, 10 + n * step, step, named=n % every == 0) for n, bar in enumerate(given)]
    at = COLUMN_HEIGHT - (mark or 0) * (COLUMN_HEIGHT - 20)
    line = "" if mark is None else _line(0, at, width, at)
    return _svg(title, width, COLUMN_HEIGHT + FOOT, rows, line)


def _svg(title: str, width: int, height: int, rows: Sequence[str], line: str) -> Markup:
    pattern = (
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="6" height="6" class="chart-bad"/><line x1="0" y1="0" x2="0" y2="6" class="chart-hatch"/>'
        "</pattern></defs>"
    )
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="group" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{pattern}{''.join(rows)}{line}</svg>"
    )


def _row(bar: Bar, y: float, space: int) -> str:
    length = max(0.0, min(1.0, bar.share or 0.0)) * space
    middle = y + ROW / 2
    drawn = (
        f'<text x="{LABELS - 8}" y="{middle}" class="chart-name" text-anchor="end">'
        f"{escape(_short(bar.name, 15))}</text>"
        f'<rect x="{LABELS}" y="{y + (ROW - BAR) / 2}" width="{length:.1f}" height="{BAR}" {_fill(bar)}/>'
        f'<text x="{LABELS + length + 6:.1f}" y="{middle}" class="chart-value">{escape(bar.value)}</text>'
    )
    return _linked(bar, drawn)


def _column(bar: Bar, x: float, step: float, *, named: bool) -> str:
    length = max(0.0, min(1.0, bar.share or 0.0)) * (COLUMN_HEIGHT - 20)
    middle, width = x + step / 2, step * 0.72
    name = (
        f'<text x="{middle:.1f}" y="{COLUMN_HEIGHT + 16}" class="chart-name" text-anchor="middle">'
        f"{escape(_short(bar.name, 8))}</text>"
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
    beside = "" if bar.beside is None else _line(middle - step / 2, level, middle + step / 2, level, "chart-beside")
    return _linked(bar, rect + beside + (name if named else "") + (value if step >= 46 else ""))


def _fill(bar: Bar) -> str:
    return 'fill="url(#hatch)"' if bar.good is False else 'class="chart-bar"'


def _linked(bar: Bar, drawn: str) -> str:
    told = f"<title>{escape(bar.name)}: {escape(bar.value)}</title>"
    return f'<a href="{escape(bar.href)}">{told}{drawn}</a>' if bar.href else f"<g>{told}{drawn}</g>"


def _line(x1: float, y1: float, x2: float, y2: float, kind: str = "chart-limit") -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
