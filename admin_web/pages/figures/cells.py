"""The columns of a set's rows as a reader sees them: on the page and in the sheet."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from admin_web import filters, language
from admin_web.access import reader
from admin_web.ticket_page import told_of
from hotline.people.rules.permissions import Permission
from hotline.reports.reads import keys
from hotline.reports.reads.drill import FigureRow
from hotline.reports.reads.ticket_subjects import AT_ONCE, OF_TICKETS, TicketSubject, subjects_of
from hotline.reports.rules import columns
from hotline.reports.rules.figures import RowSet
from hotline.values.privacy import mask
from hotline.words import (
    AssessmentState,
    Channel,
    ClockKind,
    Dimension,
    FollowUpChannel,
    FollowUpState,
    Inspected,
    InspectionState,
    OfferResult,
    Outcome,
    PointEvent,
    PointKind,
    Presence,
    Reason,
    SampleClass,
    TakingClass,
    TicketEvent,
    TicketKind,
    TicketState,
    Whom,
    Word,
)

from . import said

_WORDS: dict[tuple[RowSet, str], type[Word]] = {
    (RowSet.CALLS, "outcome"): Outcome,
    (RowSet.OFFERS, "step"): Whom,
    (RowSet.OFFERS, "result"): OfferResult,
    (RowSet.SPANS, "state"): Presence,
    (RowSet.SPANS, "reason"): Reason,
    (RowSet.TICKETS, "kind"): TicketKind,
    (RowSet.TICKETS, "state"): TicketState,
    (RowSet.TICKETS, "channel"): Channel,
    (RowSet.STEPS, "kind"): TicketKind,
    (RowSet.STEPS, "event"): TicketEvent,
    (RowSet.STEPS, "old"): TicketState,
    (RowSet.STEPS, "state"): TicketState,
    (RowSet.CLOCKS, "kind"): ClockKind,
    (RowSet.CLOCKS, "ticket_kind"): TicketKind,
    (RowSet.CLOCKS, "state"): TicketState,
    (RowSet.FOLLOW_UPS, "kind"): TicketKind,
    (RowSet.CLOCKS, "urgency"): TakingClass,
    (RowSet.FOLLOW_UPS, "state"): FollowUpState,
    (RowSet.FOLLOW_UPS, "way"): FollowUpChannel,
    (RowSet.POINTS, "point_event"): PointEvent,
    (RowSet.POINTS, "point_kind"): PointKind,
    (RowSet.POINTS, "state"): AssessmentState,
    (RowSet.INSPECTIONS, "inspected"): Inspected,
    (RowSet.INSPECTIONS, "why"): SampleClass,
    (RowSet.INSPECTIONS, "state"): InspectionState,
}
_NAMED = {
    "line": Dimension.LINE,
    "agent": Dimension.AGENT,
    "unit": Dimension.UNIT,
    "topic": Dimension.TOPIC,
    "item": Dimension.ITEM,
}
AFTER_NUMBER = 2  # where the subject stands: after the moment and the ticket's number
_YES_OR_NO = frozenset(
    {"called_back", "urgent", "handled", "solved", "excluded", "fatal", "appealed", "upheld", "looked_at"}
)
_SECONDS = frozenset(
    {
        "announced_seconds",
        "taken_seconds",
        "wait_seconds",
        "talk_seconds",
        "hold_seconds",
        "wrap_up_seconds",
        "handle_seconds",
        "voice_seconds",
        "first_word_seconds",
        "both_seconds",
        "silence_seconds",
        "longest_silence_seconds",
        "agent_silent_seconds",
        "seconds",
    }
)


@dataclass(frozen=True, slots=True)
class RowCell:
    """`href`: a page of it that this reader may open, "" for none."""

    text: str
    href: str = ""


def headings(rows: RowSet) -> list[str]:
    names = [columns.MOMENT[rows], *columns.COLUMNS[rows].values()]
    if rows in OF_TICKETS:
        names.insert(AFTER_NUMBER, columns.SUBJECT)
    return [said.text(name) for name in names]


def lines_of(rows: RowSet, given: Iterable[FigureRow], *, whole: bool = True) -> Iterator[list[RowCell]]:
    """The cells of each row. `whole`: telephone numbers and names as this reader may see them; otherwise masked for
    everybody. The subjects of many tickets are read at once."""
    waiting = iter(given)
    while some := list(islice(waiting, AT_ONCE)):
        subjects = subjects_of(str(row.cells["number"]) for row in some) if rows in OF_TICKETS else {}
        for row in some:
            cells = [_cell(rows, name, row, whole) for name in columns.COLUMNS[rows]]
            line = [RowCell(filters.local(row.at)), *cells]
            if rows in OF_TICKETS:
                line.insert(AFTER_NUMBER, RowCell(_subject(subjects.get(str(row.cells["number"])), whole)))
            yield line


def _subject(found: TicketSubject | None, whole: bool) -> str:
    if found is None:
        return "–"
    told = told_of(found)
    return (told if whole else replace(told, numbers=False, names=False))(found.subject)


def _cell(rows: RowSet, name: str, row: FigureRow, whole: bool) -> RowCell:
    value = row.cells[name]
    if value is None:
        return RowCell("–")
    if name == "call_id":
        return RowCell(str(value)[:8], url_for("calls.one", call=value) if _opens_calls() else "")
    if name == "number":
        return _number(rows, str(value), whole)
    return RowCell(_text(rows, name, value))


def _number(rows: RowSet, value: str, whole: bool) -> RowCell:
    """A caller's telephone number, masked for who may not see it; a ticket's number as a link."""
    if rows is RowSet.CALLS:
        return RowCell((filters.number(value) if whole else mask(value)) or str(_("Number withheld")))
    return RowCell(value, url_for("tickets.one", number=value) if reader().may(Permission.SEE_TICKETS) else "")


def _text(rows: RowSet, name: str, value: Any) -> str:
    if name in _NAMED:
        return _name(_NAMED[name], str(value))
    codes = _WORDS.get((rows, name))
    if codes is not None:
        return filters.label(codes(value)) if value in set(codes) else str(value)
    if isinstance(value, dt.datetime):
        return filters.local(value)
    if name in _YES_OR_NO:
        return str(pgettext("figures", "yes") if value else pgettext("figures", "no"))
    if name in _SECONDS:
        return filters.lasting(float(value))
    if name == "agent_share":
        return filters.percent(float(value))
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _name(by: Dimension, key: str) -> str:
    """A name, looked up once for a page."""
    kept: dict[tuple[Dimension, str], str] = g.setdefault("names_of_keys", {})
    if (by, key) not in kept:
        kept[by, key] = keys.names(by, [key], english=language.short() == "en").get(key, key)
    return str(kept[by, key])


def _opens_calls() -> bool:
    return reader().may(Permission.SEE_SITE_CALLS)
