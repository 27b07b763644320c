"""The rows of points as a workbook: the sums of the units, and each row that they are made of."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import pgettext

from admin_web import filters, language
from hotline.assessment.reads.listed import PointView
from hotline.assessment.reads.scores import UnitScore
from hotline.assessment.rules.points import WHOLE
from hotline.values.sheets import BookSheet, Cell, book

from . import showing

WIDE, NARROW, LONG = 28, 14, 70


def written(units: Sequence[UnitScore], rows: Sequence[PointView]) -> bytes:
    """The file's bytes. Points are numbers, so that a reader adds them up himself."""
    return book([_units(units), _rows(rows)], language.short())


def _units(units: Sequence[UnitScore]) -> BookSheet:
    names = (
        (_("Unit"), WIDE), (pgettext("assessment", "Tickets"), NARROW), (pgettext("assessment", "Base"), NARROW),
        (pgettext("assessment", "Lost"), NARROW), (pgettext("assessment", "Added"), NARROW),
        (pgettext("assessment", "Score"), NARROW), (pgettext("assessment", "Rows excluded"), NARROW),
    )  # fmt: skip
    lines: list[list[Cell]] = [
        [one.name, one.tickets, _number(None if one.score is None else one.score + one.lost - one.gained),
         _number(-one.lost), _number(one.gained), _number(one.score), one.excluded]
        for one in units
    ]  # fmt: skip
    return BookSheet(_("Units"), names, lines)


def _rows(rows: Sequence[PointView]) -> BookSheet:
    names = (
        (_("Unit"), WIDE), (_("Day"), NARROW), (pgettext("assessment", "Kind of row"), NARROW),
        (pgettext("assessment", "Event"), WIDE), (_("Ticket"), WIDE), (pgettext("assessment", "Points"), NARROW),
        (_("Why"), LONG), (pgettext("assessment", "Version of the rules"), NARROW),
        (pgettext("assessment", "Row number"), NARROW),
    )  # fmt: skip
    lines: list[list[Cell]] = [
        [one.unit_name, one.row.day.isoformat(), filters.label(one.row.kind), filters.label(one.row.event), one.number,
         _number(one.row.points), showing.reason(one.row), one.row.version, one.id]
        for one in rows
    ]  # fmt: skip
    return BookSheet(pgettext("assessment", "Points"), names, lines)


def _number(points: int | None) -> Cell:
    return "–" if points is None else points / WHOLE
