"""Charts of several series as SVG that the server draws: lines over the time, and bars that are stacked. Each series is
told by pattern, dash and shape as well as by tone, so that it is read in black and white."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from .charts import line, short, svg

SERIES_MOST = 6  # so many patterns can be told apart
WIDTH, HEIGHT, FOOT, LEFT, TOP = 900, 220, 40, 70, 12
LEGEND_ROW, LEGEND_STEP = 20, 215
NAMES, VALUES, ROW, BAR = 190, 110, 26, 16  # of bars that lie
BAND, MARGIN, THIN = 56, 24, 3  # of a day; what is thinner has no border, or it would be black
MARKERS_MOST = 62  # points of a line that have a marker
Sign = Callable[[int, float, float], str]
ToPoint = Callable[[int, float], tuple[float, float]]
_DASHES = ("", "8 4", "2 3", "10 3 2 3", "5 2", "1 4")


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """`shares`: of the highest, 0 to 1, one for each name; None: nothing is drawn there. `told`: the values as text;
    `hrefs`: the rows behind each."""

    name: str
    shares: tuple[float | None, ...]
    told: tuple[str, ...]
    hrefs: tuple[str, ...]


def lines(
    title: str, names: Sequence[str], series: Sequence[ChartSeries], *, top: str, mark: float | None = None,
    said: str = "",
) -> Markup:  # fmt: skip
    """A line for each series. `top`: what stands at the full height; `mark`: where the limit lies, 0 to 1."""
    head = _legend_height(series)
    ground = head + TOP + HEIGHT
    step = (WIDTH - LEFT - 20) / max(1, len(names))

    def at(n: int, share: float) -> tuple[float, float]:
        return LEFT + (n + 0.5) * step, ground - min(1.0, max(0.0, share)) * HEIGHT

    drawn = [_scale(head, top), *_feet(names, step, ground)]
    for index, one in enumerate(series):
        drawn += [_run(run, index, at) for run in _runs(one.shares)]
        drawn += _points(one, names, index, at, small=len(names) > MARKERS_MOST)
    over = _legend(series, sign=_line_sign) + (
        "" if mark is None else line(LEFT, ground - mark * HEIGHT, WIDTH - 20, ground - mark * HEIGHT)
    )
    return svg(title, WIDTH, ground + FOOT, drawn, over, said=said)


def stacked_columns(
    title: str, names: Sequence[str], series: Sequence[ChartSeries], totals: Sequence[str], *, top: str, said: str = ""
) -> Markup:  # fmt: skip
    """A column for each part of the time, the series on top of each other."""
    head = _legend_height(series)
    ground = head + TOP + HEIGHT
    step = (WIDTH - LEFT - 20) / max(1, len(names))
    drawn = [_patterns(), _scale(head, top), *_feet(names, step, ground)]
    for n, name in enumerate(names):
        x, y = LEFT + n * step + step * 0.14, float(ground)
        for index, one in enumerate(series):
            tall = (one.shares[n] or 0.0) * HEIGHT
            y -= tall
            drawn.append(_block(one, n, name, index, (x, y, step * 0.72, tall)))
        if step >= 40:
            drawn.append(_text(x + step * 0.36, y - 5, totals[n], "chart-value", "middle"))
    return svg(title, WIDTH, ground + FOOT, drawn, _legend(series, sign=_block_sign), said=said)


def stacked_bars(
    title: str, names: Sequence[str], series: Sequence[ChartSeries], totals: Sequence[str], *, said: str = ""
) -> Markup:  # fmt: skip
    """A bar from left to right for each name, the series beside each other."""
    head, room = _legend_height(series), WIDTH - NAMES - VALUES
    drawn = [_patterns()]
    for n, name in enumerate(names):
        x, y = float(NAMES), head + TOP + n * ROW
        drawn.append(_text(NAMES - 8, y + BAR / 2, short(name, 15), "chart-name", "end"))
        for index, one in enumerate(series):
            long = (one.shares[n] or 0.0) * room
            drawn.append(_block(one, n, name, index, (x, y, long, BAR)))
            x += long
        drawn.append(_text(x + 6, y + BAR / 2, totals[n], "chart-value", "start"))
    height = head + TOP + max(1, len(names)) * ROW
    return svg(title, WIDTH, height, drawn, _legend(series, sign=_block_sign), said=said)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a day: from and to as shares of it, 0 to 1; `series`: which pattern, and `told`: what it says."""

    first: float
    last: float
    series: int
    told: str


def day_band(title: str, stretches: Sequence[Stretch], names: Sequence[str], *, said: str = "") -> Markup:
    """A day as a band of 24 hours. `names`: of the patterns, for the legend."""
    head, room = math.ceil(len(names) / _legend_columns()) * LEGEND_ROW + 10, WIDTH - 2 * MARGIN
    drawn = [_patterns()]
    for one in stretches:
        x, width = MARGIN + one.first * room, max(0.5, (one.last - one.first) * room)
        thin = " thin" if width < THIN else ""
        rect = (
            f'<rect class="series-block{thin}" fill="url(#series-{one.series})" x="{x:.2f}" y="{head}" '
            f'width="{width:.2f}" height="{BAND}"/>'
        )
        drawn.append(_linked("", one.told, rect))
    for hour in range(25):
        x = MARGIN + hour / 24 * room
        drawn.append(line(x, head + BAND, x, head + BAND + (8 if hour % 2 == 0 else 4), "chart-tick"))
        if hour % 2 == 0:
            drawn.append(_text(x, head + BAND + 18, f"{hour}:00", "chart-name", "middle"))
    empty = [ChartSeries(name, (), (), ()) for name in names]
    return svg(title, WIDTH, head + BAND + 30, drawn, _legend(empty, sign=_block_sign), said=said)


# ---- parts of a drawing


def _text(x: float, y: float, text: str, kind: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(text)}</text>'


def _scale(head: int, top: str) -> str:
    """The height's full value, and lines at all of it, at half and at nothing."""
    levels = "".join(
        line(LEFT, head + TOP + HEIGHT * (1 - share), WIDTH - 20, head + TOP + HEIGHT * (1 - share), "chart-ground")
        for share in (0.0, 0.5, 1.0)
    )
    ground = head + TOP + HEIGHT
    return levels + _text(LEFT - 6, head + TOP, top, "chart-value", "end") + _text(LEFT - 6, ground, "0", "chart-value",
                                                                                   "end")  # fmt: skip


def _feet(names: Sequence[str], step: float, ground: int) -> list[str]:
    every = math.ceil(56 / step)
    return [
        _text(LEFT + (n + 0.5) * step, ground + 16, short(name, 10), "chart-name", "middle")
        for n, name in enumerate(names) if n % every == 0
    ]  # fmt: skip


def _runs(shares: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """The stretches without a gap: where nothing is known no line is drawn."""
    runs: list[list[tuple[int, float]]] = [[]]
    for n, share in enumerate(shares):
        if share is None:
            runs.append([])
        else:
            runs[-1].append((n, share))
    return [run for run in runs if run]


def _run(run: Sequence[tuple[int, float]], index: int, at: ToPoint) -> str:
    points = " ".join("{:.1f},{:.1f}".format(*at(n, share)) for n, share in run)
    return f'<polyline class="series-line line-{index}" stroke-dasharray="{_DASHES[index]}" points="{points}"/>'


def _points(one: ChartSeries, names: Sequence[str], index: int, at: ToPoint, *, small: bool) -> list[str]:
    """Each point as a link to its rows. The table under the chart has the same links for the keyboard."""
    made = []
    for n, share in enumerate(one.shares):
        if share is not None:
            drawn = _marker(index, *at(n, share), 2.0 if small else 4.5)
            made.append(_linked(one.hrefs[n], f"{names[n]} · {one.name}: {one.told[n]}", drawn))
    return made


def _marker(index: int, x: float, y: float, size: float) -> str:
    kind = f'class="series-mark mark-{index}"'
    match index:
        case 0:
            return f'<circle {kind} cx="{x:.1f}" cy="{y:.1f}" r="{size}"/>'
        case 1:
            return f'<rect {kind} x="{x - size:.1f}" y="{y - size:.1f}" width="{2 * size}" height="{2 * size}"/>'
        case 2:
            return _polygon(kind, [(x, y - size), (x + size, y + size), (x - size, y + size)])
        case 3:
            return _polygon(kind, [(x, y - size), (x + size, y), (x, y + size), (x - size, y)])
        case 4:
            return f'<circle {kind} cx="{x:.1f}" cy="{y:.1f}" r="{size}"/>'
    return _polygon(kind, [(x - size, y - size), (x + size, y - size), (x, y + size)])


def _polygon(kind: str, corners: Sequence[tuple[float, float]]) -> str:
    return f'<polygon {kind} points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in corners)}"/>'


def _block(one: ChartSeries, n: int, name: str, index: int, box: tuple[float, float, float, float]) -> str:
    """A part of a bar; nothing where it has no size."""
    x, y, width, height = box
    if min(width, height) <= 0:
        return ""
    rect = (
        f'<rect class="series-block" fill="url(#series-{index})" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
        f'height="{height:.1f}"/>'
    )
    return _linked(one.hrefs[n], f"{name} · {one.name}: {one.told[n]}", rect)


def _linked(href: str, told: str, drawn: str) -> str:
    title = f"<title>{escape(told)}</title>"
    return f'<a href="{escape(href)}" tabindex="-1">{title}{drawn}</a>' if href else f"<g>{title}{drawn}</g>"


def _patterns() -> str:
    """Solid, hatched, dotted, bare, lined, crossed."""
    inner = (
        '<rect width="8" height="8" class="tone-dark"/>',
        '<rect width="8" height="8" class="tone-bare"/><path d="M0 8L8 0M-2 2L2 -2M6 10L10 6" class="tone-stroke"/>',
        '<rect width="8" height="8" class="tone-light"/><circle cx="4" cy="4" r="1.6" class="tone-dark"/>',
        '<rect width="8" height="8" class="tone-bare"/>',
        '<rect width="8" height="8" class="tone-middle"/><path d="M0 4H8" class="tone-stroke"/>',
        '<rect width="8" height="8" class="tone-light"/><path d="M0 0L8 8M8 0L0 8" class="tone-stroke"/>',
    )
    made = "".join(
        f'<pattern id="series-{n}" width="8" height="8" patternUnits="userSpaceOnUse">{drawn}</pattern>'
        for n, drawn in enumerate(inner)
    )
    return f"<defs>{made}</defs>"


def _legend_height(series: Sequence[ChartSeries]) -> int:
    return 0 if len(series) < 2 else math.ceil(len(series) / _legend_columns()) * LEGEND_ROW + 6


def _legend_columns() -> int:
    return (WIDTH - 20) // LEGEND_STEP


def _legend(series: Sequence[ChartSeries], *, sign: Sign) -> str:
    """A sign and a name for each series; a single one needs none."""
    if len(series) < 2:
        return ""
    made = []
    for n, one in enumerate(series):
        x, y = 10 + n % _legend_columns() * LEGEND_STEP, 12 + n // _legend_columns() * LEGEND_ROW
        made.append(sign(n, x, y) + _text(x + 38, y, short(one.name, 22), "chart-name", "start"))
    return "".join(made)


def _line_sign(n: int, x: float, y: float) -> str:
    dash = f'stroke-dasharray="{_DASHES[n]}"'
    return f'<polyline class="series-line line-{n}" {dash} points="{x},{y} {x + 30},{y}"/>' + _marker(n, x + 15, y, 4.5)


def _block_sign(n: int, x: float, y: float) -> str:
    return f'<rect class="series-block" fill="url(#series-{n})" x="{x}" y="{y - 7}" width="30" height="14"/>'
