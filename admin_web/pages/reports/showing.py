"""A report's content as tables for the page, the sheet and the paper: names, values and formulas in one language."""

from dataclasses import dataclass
from typing import Any

from admin_web.pages.figures import said
from hotline.reports.reads import frozen
from hotline.reports.reads.reports import ReportView
from hotline.reports.rules import dimensions
from hotline.reports.rules.catalogue import GROUPS
from hotline.reports.rules.content import figure_of
from hotline.reports.rules.figures import Figure
from hotline.words import Dimension


@dataclass(frozen=True, slots=True)
class FigureTold:
    """`good`: None where no limit is set. `before`, `year_ago`: (value, change). `number`: the value as it is."""

    id: str
    label: str
    value: str
    number: float | None
    limit: str
    good: bool | None
    before: tuple[str, str]
    year_ago: tuple[str, str]
    formula: str
    left_out: str


@dataclass(frozen=True, slots=True)
class TableTold:
    """`numbers`: the values of `lines` as they are, without their names. `keys`: of each line; `figures`: the id of
    each column after the name; `opens`: the cells whose rows the report's file tells, as (line, column)."""

    by: str
    title: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    numbers: tuple[tuple[float | None, ...], ...]
    keys: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    opens: frozenset[tuple[int, int]] = frozenset()


def groups(view: ReportView) -> list[tuple[str, list[FigureTold]]]:
    """The figures of the report in the catalogue's groups; what a later version no longer knows is not shown."""
    known = view.content.get("figures", {})
    return [
        (said.text(label), [_told(figure, view) for figure in ones if figure.id in known])
        for _name, label, ones in GROUPS
    ]


def tables(view: ReportView) -> list[TableTold]:
    """The divisions that have lines."""
    return [
        _table(Dimension(by), given, opens=frozen.knows_parts(view))
        for by, given in view.content.get("by", {}).items()
        if by in set(Dimension) and given["lines"]
    ]


def balances(view: ReportView) -> list[tuple[str, str, int, int, int]]:
    """(id, sentence, left, right, rows that break it)"""
    english = said.is_english()
    return [
        (name, en if english else zh, left, right, rows)
        for name, zh, en, left, right, rows in view.content.get("balance", ())
    ]


def changed(view: ReportView) -> list[tuple[str, str, str]]:
    """The figures that this version gives another value than the one before."""
    found = []
    for name, then, now in view.content.get("changes", ()):
        figure = figure_of(name)
        if figure is not None:
            found.append((said.text(figure.label), said.value(figure, then), said.value(figure, now)))
    return found


def _told(figure: Figure, view: ReportView) -> FigureTold:
    content = view.content
    value, _counted, _among, left_out = content["figures"][figure.id]
    names = {one.id: said.text(one.label) for one in figure.left_out}
    return FigureTold(
        id=figure.id, label=said.text(figure.label), value=said.value(figure, value), number=value,
        limit=said.limit(figure),
        good=None if figure.limit is None or value is None else figure.limit.good(value),
        before=_beside(figure, value, content.get("before", {})),
        year_ago=_beside(figure, value, content.get("year_ago", {})),
        formula=said.text(figure.formula),
        left_out="、".join(f"{names[name]} {count}" for name, count in left_out.items() if count and name in names),
    )  # fmt: skip


def _beside(figure: Figure, value: float | None, then: dict[str, list[float | None]]) -> tuple[str, str]:
    earlier = (then.get(figure.id) or [None])[0]
    return said.value(figure, earlier), said.change(figure, value, earlier)


def _table(by: Dimension, given: dict[str, list[Any]], *, opens: bool) -> TableTold:
    names = [str(name) for name in given["figures"]]
    shown = [figure for figure in map(figure_of, names) if figure is not None]
    lines = [_line(by, line, shown) for line in given["lines"]]
    numbers = tuple(tuple((line[3].get(figure.id) or [None])[0] for figure in shown) for line in given["lines"])
    label = said.label(by)
    known = frozenset(
        (n, m)
        for n, line in enumerate(given["lines"])
        for m, figure in enumerate(shown, start=1)
        if opens and line[3].get(figure.id)
    )
    return TableTold(
        by.value, label, (label, *(said.text(figure.label) for figure in shown)), tuple(lines), numbers,
        tuple(str(line[0]) for line in given["lines"]), tuple(figure.id for figure in shown), known,
    )  # fmt: skip


def _line(by: Dimension, line: list[Any], shown: list[Figure]) -> tuple[str, ...]:
    values = line[3]
    return (name_of(by, line), *(said.value(figure, (values.get(figure.id) or [None])[0]) for figure in shown))


def name_of(by: Dimension, line: list[Any]) -> str:
    """What a part of a division was called when the report was made."""
    key, zh, en, _values = line
    name = str((en if said.is_english() else zh) or "") or said.names(by, [str(key)])[str(key)]
    if by in dimensions.OF_TIME or key == dimensions.NONE:
        name = said.names(by, [str(key)])[str(key)]
    return name
