"""The list of calls as a sheet: all that the page shows, and when the talk began and the call ended."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import pgettext

from admin_web import filters
from admin_web.downloads import in_china
from hotline.calls.reads import listed
from hotline.calls.reads.calls import CallLine
from hotline.values.sheets import Cell, table

TicketsOf = Callable[[list[str]], dict[str, tuple[str, ...]]]
BATCH = 500
WIDTHS = (20, 18, 14, 10, 16, 14, 24, 12, 12, 12, 20, 20, 30, 16)


def written(rows: Sequence[CallLine], tickets_of: TicketsOf, language: str) -> bytes:
    """The file's bytes. `tickets_of`: the numbers of the tickets that the reader may see, by call."""
    return table(_("Calls"), tuple(zip(_headings(), WIDTHS, strict=True)), _rows(rows, tickets_of), language)


def _rows(rows: Sequence[CallLine], tickets_of: TicketsOf) -> Iterator[list[Cell]]:
    for begin in range(0, len(rows), BATCH):
        part = rows[begin : begin + BATCH]
        ids = [row.id for row in part]
        numbers, sounds = tickets_of(ids), listed.recorded(ids)
        for row in part:
            sound = sounds.get(row.id)
            yield [
                in_china(row.arrived_at), filters.number(row.number) or _("Number withheld"), row.name,
                way(row.direction), row.line, row.agent_name, filters.state_of_call(row), _whole(row.wait_seconds),
                _whole(row.talk_seconds), row.satisfaction, _at(row.talking_at), _at(row.ended_at),
                ", ".join(numbers.get(row.id, ())), filters.label(sound),
            ]  # fmt: skip


def way(direction: str) -> str:
    return str(pgettext("call", "Outgoing") if direction == "out" else pgettext("call", "Incoming"))


def _at(at: dt.datetime | None) -> dt.datetime | None:
    return None if at is None else in_china(at)


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)


def _headings() -> tuple[str, ...]:
    return (
        _("Arrived"), _("Number"), _("Name"), pgettext("call", "Direction"), _("Line"), _("Agent"), _("Outcome"),
        _("Waited (s)"), _("Talked (s)"), _("Satisfaction"), _("Talk began"), _("Ended"), _("Tickets"), _("Recording"),
    )  # fmt: skip
