"""The rows of a figure as a sheet: a line for each row, with what every figure of its set makes of it, and why."""

from collections.abc import Iterator
from itertools import tee

from flask_babel import pgettext

from admin_web import language
from hotline.reports.reads import drill
from hotline.reports.reads.drill import Verdict
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.reads.summing import Where
from hotline.reports.rules.catalogue import of_rows
from hotline.reports.rules.figures import Figure
from hotline.values.sheets import Cell, table

from . import said
from .cells import headings, lines_of

NARROW, WIDE = 14, 20


def written(figure: Figure, part: str, asked: FigureScope, where: Where) -> bytes:
    """The file's bytes. The first figure is the one that was opened; "1" is counted, "0" is looked at and not counted,
    empty is not looked at; a reason follows it where a row is left out."""
    predicate = drill.part_of(figure, part)
    assert predicate is not None, "the view has looked"
    others = [one for one in of_rows(figure.rows) if one.id != figure.id]
    ordered = [figure, *others]
    names = [(name, WIDE) for name in headings(figure.rows)] + [(said.text(one.label), NARROW) for one in ordered]

    def lines() -> Iterator[list[Cell]]:
        kept, shown = tee(drill.verdicts(figure.rows, predicate, asked, where=where))
        for cells, (_row, verdicts) in zip(
            lines_of(figure.rows, (row for row, _v in shown), whole=False), kept, strict=True
        ):
            yield [*(cell.text for cell in cells), *(_told(one, verdicts[one.id]) for one in ordered)]

    return table(said.text(figure.label), tuple(names), lines(), language.short())


def _told(figure: Figure, verdict: Verdict) -> Cell:
    if verdict.counted:
        return 1
    if verdict.among:
        return 0
    why = next((said.text(one.label) for one in figure.left_out if one.id == verdict.why), "")
    return str(pgettext("figures", "left out: %(why)s", why=why)) if why else None
