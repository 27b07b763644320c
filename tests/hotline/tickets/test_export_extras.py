"""What an exported list says from other tables: co-handlers, parents, words of follow-ups, lights, in time."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from hotline import rows
from hotline.clock import CHINA
from hotline.tickets.jobs import export_sheet
from hotline.tickets.reads.exports import progress
from hotline.words import ClockKind
from tests.builders import NOW, new_ticket, new_units

from .test_exports import ask, follow_up, write

pytestmark = pytest.mark.unit
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "exports").mkdir()
    return tmp_path / "exports"


def china(at: dt.datetime) -> dt.datetime:
    return at.astimezone(CHINA).replace(tzinfo=None)


def finish_clock(ticket: Any, *, stopped_at: dt.datetime | None, due_at: dt.datetime | None) -> None:
    rows.TicketClock.create(
        ticket=ticket, kind=ClockKind.FINISH, begun_at=NOW, half_days=10, due_at=due_at, stopped_at=stopped_at
    )  # fmt: skip


def test_what_stands_beside_a_ticket(supervisor: Any, folder: Path) -> None:
    units = new_units()
    parent = new_ticket(opened_by=supervisor, at=NOW - HOUR)
    mine = new_ticket(opened_by=supervisor, parent=parent.id, burns_at=NOW + HOUR, burns_kind="take", yellow_at=NOW)
    for name, state in (("housing", "open"), ("civil", "replied"), ("enforcement", "dropped")):
        rows.TicketShare.create(ticket=mine, unit=units[name], state=state, asked_at=NOW)
    for number, text in enumerate(("第一次", "没有解决", "")):
        follow_up(mine, text, number)
    ask(supervisor)
    found = write(folder, supervisor)
    names = ("协办单位", "并入工单", "回访意见", "红绿灯", "下一时限", "下一时限到期", "是否按期")
    assert [[line[name] for name in names] for line in found] == [
        ["住建局、民事庭", parent.number, "没有解决", "临期", "签收", china(NOW + HOUR), None], [None] * 7,
    ]  # fmt: skip


def test_whether_it_was_in_time(supervisor: Any, folder: Path) -> None:
    late = {"due_at": NOW - HOUR, "burns_at": NOW - HOUR}
    early = new_ticket(opened_by=supervisor, at=NOW, due_at=NOW)
    finish_clock(early, stopped_at=NOW + HOUR, due_at=NOW)  # of the round before
    finish_clock(early, stopped_at=NOW, due_at=NOW)
    finish_clock(new_ticket(opened_by=supervisor, at=NOW - HOUR), stopped_at=NOW + HOUR, due_at=NOW)
    finish_clock(new_ticket(opened_by=supervisor, at=NOW - 2 * HOUR), stopped_at=NOW, due_at=None)
    finish_clock(new_ticket(opened_by=supervisor, at=NOW - 3 * HOUR, **late), stopped_at=None, due_at=NOW - HOUR)
    new_ticket(opened_by=supervisor, at=NOW - 4 * HOUR, due_at=NOW + HOUR, burns_at=NOW + HOUR)
    new_ticket(opened_by=supervisor, at=NOW - 5 * HOUR, due_at=NOW - HOUR, paused_at=NOW - 2 * HOUR)
    ask(supervisor)
    assert [(line["是否按期"], line["红绿灯"]) for line in write(folder, supervisor)] == [
        ("是", None), ("否", None), (None, None), ("否", "超期"), (None, "正常"), (None, None),
    ]  # fmt: skip


def test_the_heads_sift_the_rows(supervisor: Any, folder: Path) -> None:
    for _ in range(2):
        new_ticket(opened_by=supervisor)
    ask(supervisor)
    write(folder, supervisor)
    sheet = openpyxl.load_workbook(folder / progress(supervisor.id)[0].file).worksheets[0]
    last = get_column_letter(len(export_sheet.COLUMNS))
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == (f"A1:{last}3", "B2")
