"""The audit as a sheet. No spreadsheet program treats a cell as a formula."""

import io
from collections.abc import Iterable

import xlsxwriter
from flask_babel import gettext as _
from flask_babel import pgettext

from hotline.clock import CHINA
from hotline.values.sheets import OPTIONS, write_text

from .words import AuditLine

WIDTHS = (20, 20, 20, 28, 32, 18, 60)


def written(entries: Iterable[AuditLine], language: str) -> bytes:
    """The file's bytes: a heading, and a row for each entry."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    bold, quoted = book.add_format({"bold": True, "bottom": 1}), book.add_format({"quote_prefix": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet(str(_("Audit"))[:31])
    for column, (heading, width) in enumerate(zip(_headings(), WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, bold)
    sheet.freeze_panes(1, 0)
    row = 0
    for row, one in enumerate(entries, 1):
        sheet.write_datetime(row, 0, one.noted.at.astimezone(CHINA).replace(tzinfo=None), moment)
        cells = (one.who, one.act, one.outcome, one.thing, one.noted.client_ip, one.words)
        for column, text in enumerate(cells, 1):
            if text:
                write_text(sheet, row, column, text, language, quoted)
    sheet.autofilter(0, 0, row, len(WIDTHS) - 1)
    book.close()
    return out.getvalue()


def _headings() -> tuple[str, ...]:
    return (
        _("At"), _("Who"), _("Act"), pgettext("audit", "Outcome"), pgettext("audit", "What"),
        pgettext("network", "Address"), pgettext("audit", "Details"),
    )  # fmt: skip
