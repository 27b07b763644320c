"""The sheets of people: the template to fill in, and the first passwords to hand out."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from flask_babel import gettext as _
from flask_babel import pgettext

from admin_web import language
from admin_web.access import reader
from hotline.people.reads import people
from hotline.tickets.reads import units
from hotline.values.sheet_read import ROWS_MOST
from hotline.values.sheets import OPTIONS, table, write_text
from hotline.words import PersonColumn, Post, Role

C = PersonColumn
WIDTHS = {C.NAME: 18, C.DUTIES: 24, C.SITE: 24, C.UNIT: 24}


def template() -> bytes:
    """The headings in the reader's language with lists to choose from; a second sheet explains and lists names."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {**OPTIONS, "constant_memory": False})
    sheet, lists = book.add_worksheet(_("People")), book.add_worksheet(pgettext("sheet", "Explanations"))
    bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    for place, column in enumerate(C):
        sheet.set_column(place, place, WIDTHS.get(column, 14), text)
        sheet.write_string(0, place, column.label(language.short()), bold)
    sheet.freeze_panes(1, 0)
    _explain(lists, bold)
    for place, (column, names) in enumerate(_choices().items(), 4):
        lists.set_column(place, place, 24)
        lists.write_string(0, place, column.label(language.short()), bold)
        for row, name in enumerate(names, 1):
            write_text(lists, row, place, name, language.short(), None)
        if names and column is not C.DUTIES:
            source = f"='{pgettext('sheet', 'Explanations')}'!${chr(65 + place)}$2:${chr(65 + place)}${len(names) + 1}"
            at = list(C).index(column)
            sheet.data_validation(1, at, ROWS_MOST, at, {"validate": "list", "source": source, "error_type": "warning"})
    book.close()
    return out.getvalue()


def first_passwords(told: Iterable[Sequence[str]]) -> bytes:
    """Name, login and first password of each new person."""
    columns = ((_("Name"), 18), (_("Login"), 22), (_("Password"), 28))
    rows = ((name, login, password) for login, name, password in told)
    return table(_("People"), columns, rows, language.short())


def _choices() -> dict[PersonColumn, list[str]]:
    short = language.short()
    return {
        C.ROLE: [role.label(short) for role in Role],
        C.SITE: [site.name for site in people.sites(reader().site)],
        C.UNIT: [unit.name for unit in units.tree()],
        C.POST: [post.label(short) for post in Post],
        C.SEES_NUMBERS: [_("Yes"), _("No")],
        C.LANGUAGE: ["中文", "English"],
    }


def _explain(sheet: Any, bold: Any) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 2, 70)
    for place, heading in enumerate((pgettext("sheet", "Column"), pgettext("sheet", "Example"), _("What to write"))):
        sheet.write_string(0, place, heading, bold)
    for row, (column, (example, help_text)) in enumerate(_help().items(), 1):
        for place, said in enumerate((column.label(language.short()), example, help_text)):
            write_text(sheet, row, place, said, language.short(), None)


def _help() -> dict[PersonColumn, tuple[str, str]]:
    """An example and an explanation of each column."""
    short, site = language.short(), next((one.name for one in people.sites(reader().site)), "")
    unit = next((one.name for one in units.tree()), "")
    return {
        C.LOGIN: ("li.min", _("Needed. Small letters, digits, dots or hyphens. Who has this login is changed, not made "
                              "anew.")),
        C.NAME: ("李敏", _("Needed for a new person.")),
        C.ROLE: (Role.AGENT.label(short), _("Needed for a new person; see the list on the right.")),
        C.DUTIES: ("", _("Further roles, with commas between them.")),
        C.SITE: (site, _("Name or code; may be empty where there is one site only.")),
        C.EXTENSION: ("1001", _("The number of the telephone, 2 to 16 digits; one belongs to one person.")),
        C.UNIT: (unit, _("Name or code of the unit that the person becomes a member of.")),
        C.POST: (Post.HANDLER.label(short), _("The post in the unit; empty: the one that suits the role.")),
        C.SEES_NUMBERS: (_("No"), _("Whether an agent sees callers' whole numbers.")),
        C.LANGUAGE: ("中文", _("The language of the pages; empty: Chinese.")),
    }  # fmt: skip
