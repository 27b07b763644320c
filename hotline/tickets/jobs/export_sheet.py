"""The sheet of an exported list: its columns and cells; no spreadsheet program treats a cell as a formula."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import xlsxwriter

from hotline.clock import CHINA
from hotline.tickets.rules.told import ToldText
from hotline.values.privacy import mask, mask_name
from hotline.values.sheets import OPTIONS, write_text
from hotline.words import Channel, ClockKind, Light, Profile, TicketKind, TicketState, Way, Word

from .export_extras import SheetExtras

ROWS_MOST = 1_048_575  # rows of a sheet, without its heading
NAMES: Mapping[str, tuple[str, str]] = {"yes": ("是", "Yes"), "no": ("否", "No"), "name": ("工单", "Tickets")}


@dataclass(frozen=True, slots=True)
class SheetLookups:
    """Data for the cells of a batch. `numbers`: show whole telephone numbers and names; `hides`: for a unit, leave out
    a citizen who asked for his name to be withheld."""

    units: Mapping[int, str]
    people: Mapping[int, str]
    entries: Mapping[int, str]
    numbers: bool
    hides: bool
    language: str
    extras: SheetExtras

    def word(self, kind: type[Word], code: str | None) -> str:
        return kind(code).label(self.language) if code in set(kind) else code or ""

    def flag(self, value: bool | None) -> str:
        return "" if value is None else self.said(NAMES["yes" if value else "no"])

    def said(self, both: tuple[str, str]) -> str:
        return both[0] if self.language.startswith("zh") else both[1]

    def name(self, row: Any) -> str:
        if self.hides and row.hides_name:
            return ""
        return str(row.caller_name) if self.numbers else mask_name(row.caller_name)

    def number(self, row: Any) -> str:
        if self.hides and row.hides_name:
            return ""
        return str(row.caller_number) if self.numbers else mask(row.caller_number)

    def told(self, row: Any, text: str) -> str:
        """A text as its reader may see it."""
        return self._told(row)(text)

    def answer(self, row: Any) -> str:
        return self._told(row).answer(row.reply)

    def _told(self, row: Any) -> ToldText:
        withheld = self.hides and row.hides_name
        whole = self.numbers
        return ToldText(
            row.caller_number, row.caller_name, row.former_names, numbers=whole, names=whole, withheld=withheld
        )

    def words(self, row: Any) -> str:
        return self.told(row, self.extras.words.get(row.id, ""))

    def shares(self, row: Any) -> str:
        names = (self.units.get(unit, "") for unit in self.extras.shares.get(row.id, ()))
        return ("、" if self.language.startswith("zh") else ", ").join(name for name in names if name)


Value = Callable[[Any, SheetLookups], object]
COLUMNS: tuple[tuple[tuple[str, str], int, Value], ...] = (
    (("工单号", "Number"), 22, lambda row, known: row.number),
    (("类型", "Kind"), 10, lambda row, known: known.word(TicketKind, row.kind)),
    (("状态", "State"), 12, lambda row, known: known.word(TicketState, row.state)),
    (("主题", "Subject"), 40, lambda row, known: known.told(row, row.subject)),
    (("热线", "Hotline"), 12, lambda row, known: known.word(Profile, row.profile)),
    (("来源", "Channel"), 8, lambda row, known: known.word(Channel, row.channel)),
    (("办理方式", "Way"), 8, lambda row, known: known.word(Way, row.way)),
    (("来电人", "Name"), 12, lambda row, known: known.name(row)),
    (("联系电话", "Telephone"), 16, lambda row, known: known.number(row)),
    (("事项分类", "Subject group"), 16, lambda row, known: known.entries.get(row.topic_id, "")),
    (("地点", "Place"), 16, lambda row, known: known.entries.get(row.place_id, "")),
    (("详细地址", "Address"), 24, lambda row, known: known.told(row, row.address)),
    (("案号", "Case"), 24, lambda row, known: row.case_number),
    (("承办单位", "Unit"), 16, lambda row, known: known.units.get(row.unit_id, "")),
    (("协办单位", "Co-handlers"), 20, lambda row, known: known.shares(row)),
    (("经办人", "Handler"), 10, lambda row, known: known.people.get(row.handler_id, "")),
    (("并入工单", "Merged into"), 22, lambda row, known: known.extras.parents.get(row.parent, "")),
    (("登记时间", "Registered"), 17, lambda row, known: row.opened_at),
    (("受理时间", "Accepted"), 17, lambda row, known: row.accepted_at),
    (("派单时间", "Dispatched"), 17, lambda row, known: row.dispatched_at),
    (("签收时间", "Taken"), 17, lambda row, known: row.taken_at),
    (("回复时间", "Answered"), 17, lambda row, known: row.replied_at),
    (("办理期限", "Due"), 17, lambda row, known: row.due_at),
    (("期限待定", "Provisional"), 8, lambda row, known: known.flag(row.provisional)),
    (("办结时间", "Closed"), 17, lambda row, known: row.closed_at),
    (("是否按期", "In time"), 8, lambda row, known: known.flag(known.extras.timely(row))),
    (("红绿灯", "Light"), 8, lambda row, known: known.word(Light, known.extras.light(row))),
    (("下一时限", "Due next"), 10, lambda row, known: known.word(ClockKind, row.burns_kind)),
    (("下一时限到期", "Due next at"), 17, lambda row, known: row.burns_at),
    (("紧急", "Urgent"), 6, lambda row, known: known.flag(row.urgent)),
    (("催办", "Urgings"), 6, lambda row, known: row.urges),
    (("督办", "Supervisions"), 6, lambda row, known: row.supervisions),
    (("延期", "Extensions"), 6, lambda row, known: row.extensions),
    (("退回", "Returns"), 6, lambda row, known: row.returns),
    (("重办", "Handled again"), 6, lambda row, known: row.round),
    (("是否办理", "Handled"), 8, lambda row, known: known.flag(row.handled)),
    (("是否解决", "Solved"), 8, lambda row, known: known.flag(row.solved)),
    (("满意度", "Satisfaction"), 8, lambda row, known: row.satisfied),
    (("回访意见", "Words at the follow-up"), 40, lambda row, known: known.words(row)),
    (("内容", "Text"), 60, lambda row, known: known.told(row, row.text)),
    (("答复", "Answer"), 60, lambda row, known: known.answer(row)),
)


class Sheet:
    """A file that grows row by row and keeps no rows in memory. If an error ends it, the file is deleted."""

    def __init__(self, path: Path, language: str) -> None:
        self._path, self._language, self._row = path, language, 0
        self._book = xlsxwriter.Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._quoted = self._book.add_format({"quote_prefix": True})
        bold = self._book.add_format({"bold": True, "bottom": 1})
        zh = language.startswith("zh")
        self._sheet = self._book.add_worksheet(NAMES["name"][not zh])
        for column, (heading, width, _) in enumerate(COLUMNS):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, heading[not zh], bold)
        self._sheet.freeze_panes(1, 1)

    def __enter__(self) -> "Sheet":
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None) -> None:
        try:
            self._sheet.autofilter(0, 0, self._row, len(COLUMNS) - 1)
            self._book.close()
        finally:  # on a full disk, `close` fails too
            if kind is not None:
                self._path.unlink(missing_ok=True)

    def add(self, rows: Iterable[Any], known: SheetLookups) -> None:
        for row in rows:
            self._row += 1
            for column, (_, _, value) in enumerate(COLUMNS):
                self._write(column, value(row, known))

    def _write(self, column: int, value: object) -> None:
        if value is None or value == "":
            return
        if isinstance(value, dt.datetime):
            self._sheet.write_datetime(self._row, column, value.astimezone(CHINA).replace(tzinfo=None), self._moment)
        elif isinstance(value, int):
            self._sheet.write_number(self._row, column, value)
        else:
            write_text(self._sheet, self._row, column, str(value), self._language, self._quoted)
