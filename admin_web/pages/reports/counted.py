"""Which rows of a report are asked for, as an address says it: a figure, a part of it, and a part of a division."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext

from admin_web.pages.figures import said
from hotline.reports.reads import frozen
from hotline.reports.reads.drill import FigurePart
from hotline.reports.reads.reports import ReportView
from hotline.reports.reads.summing import Where
from hotline.reports.rules.content import figure_of
from hotline.reports.rules.figures import Figure
from hotline.words import Dimension

from . import showing


@dataclass(frozen=True, slots=True)
class RowsAsked:
    """`value`: what the report says there; `parts`: (part, what it is called, how many rows the report says); `place`:
    the division and its part, "" for the whole; `kept`: the same as the parts of an address."""

    figure: Figure
    where: Where = field(hash=False)
    value: str
    parts: tuple[tuple[str, str, int], ...]
    place: tuple[str, str]
    kept: dict[str, Any] = field(hash=False)

    @property
    def narrows(self) -> dict[str, str]:
        """The part of the division as a question to the figures of now; a day is a period of its own there."""
        return {
            name: value
            for by, key in self.where.items()
            for name, value in ({"span": "day", "day": key} if by is Dimension.DAY else {by.value: key}).items()
        }


def asked(view: ReportView, name: str, part: str, typed: Mapping[str, str]) -> RowsAsked | None:
    """None for what the report does not say, and for what its file does not tell."""
    figure = figure_of(name)
    by = next((one for one in Dimension if one.value in typed and one.value in view.content.get("by", {})), None)
    if figure is None or (by is not None and not frozen.knows_parts(view)):
        return None
    kept = {"report": view.id, "figure": name, "part": part}
    if by is None:
        told, place, where = view.content.get("figures", {}).get(name), ("", ""), {}
    else:
        key = typed[by.value]
        line = next((one for one in view.content["by"][by.value]["lines"] if one[0] == key), None)
        told = line[3].get(name) if line is not None else None
        place = (said.label(by), showing.name_of(by, line)) if line is not None else ("", "")
        where, kept = {by: key}, kept | {by.value: key}
    parts = _parts(view, figure, told) if told is not None else ()
    if part not in {one for one, _label, _count in parts}:
        return None
    return RowsAsked(figure, where, said.value(figure, told[0]), parts, place, kept)


def _parts(view: ReportView, figure: Figure, told: list[Any]) -> tuple[tuple[str, str, int], ...]:
    """The parts whose rows the report's file tells."""
    _value, counted, among, left_out = told
    found = [
        (FigurePart.COUNTED.value, str(pgettext("figures", "Counted")), counted),
        (FigurePart.AMONG.value, str(pgettext("figures", "Looked at")), among),
    ]
    if frozen.knows_parts(view):
        found += [
            (one.id, str(_("Left out: %(why)s", why=said.text(one.label))), left_out[one.id])
            for one in figure.left_out
            if one.id in left_out
        ]
    return tuple(found)
