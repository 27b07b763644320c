"""People from a sheet: the template, the report on each row, and after a confirmation the people and their passwords.

Nothing is written before the confirmation, and nothing is kept between the two: the rows travel with the form, and the
verb looks at them anew. So a report that lies open all day or a second click does no harm."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from admin_web import language, paper_making
from admin_web.access import client_ip, needs, now, reader
from admin_web.downloads import XLSX
from hotline.people.reads import people
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import people_sheet as reads
from hotline.tickets.reads import units
from hotline.tickets.rules import people_sheet as rules
from hotline.tickets.rules.people_sheet import PersonRow, PlannedRow
from hotline.tickets.verbs import people_sheet as verbs
from hotline.values import sheet_read
from hotline.values.file_names import disposition
from hotline.words import PersonColumn, Role, RowFate

from . import sheets

blueprint = Blueprint("people_file", __name__, template_folder="templates")
Answer = Response | str | tuple[str, int]
MEGABYTES = 2


@blueprint.get("/people/import")
@needs(Permission.MANAGE_PEOPLE)
def page() -> str:
    return _page()


@blueprint.get("/people/import/template")
@needs(Permission.MANAGE_PEOPLE)
def template() -> Response:
    """The sheet to fill in, in the reader's language."""
    answer = make_response(sheets.template())
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = disposition(f"{_('People')}.xlsx", plain="people.xlsx")
    return answer


@blueprint.post("/people/import")
@needs(Permission.MANAGE_PEOPLE)
def look() -> Answer:
    """Read a sheet, and say of each row what would become of it."""
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise Refused("Choose the sheet first")
        rows, unread = _rows(paper_making.people_rows(file.stream.read()))
    except Refused as error:
        return _page(language.sentence(error)), 422
    return _report(rows, unread=unread)


@blueprint.post("/people/import/confirm")
@needs(Permission.MANAGE_PEOPLE)
def confirm() -> Answer:
    """Write what the report has shown; the first passwords are in the answer and nowhere else."""
    try:
        rows = _sent(request.form.get("rows", ""))
    except Refused as error:
        return _page(language.sentence(error)), 422
    try:
        done = verbs.take_on(
            rows, seen=request.form.get("seen", ""), person=reader().id, now=now(), client_ip=client_ip()
        )
    except Refused as error:
        return _report(rows, error=language.sentence(error)), 422
    sheet = base64.b64encode(sheets.first_passwords(done.passwords)).decode() if done.passwords else ""
    return render_template(
        "people/imported.html", made=len(done.passwords), sheet=sheet, type=XLSX, refused=_refused(done.planned),
        changed=sum(row.fate is RowFate.CHANGED for row in done.planned), sentence=language.sentence,
        file=_("First passwords") + ".xlsx",
    )  # fmt: skip


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Answer:
    return _page(_("This file is too large: a sheet of people has at most %(most)s MB", most=MEGABYTES)), 413


def _page(error: str = "") -> str:
    return render_template("people/import.html", error=error, most=sheet_read.ROWS_MOST)


def _report(rows: Sequence[PersonRow], *, unread: Sequence[str] = (), error: str = "") -> str:
    planned = reads.planned(rows, reader().login)
    counts = {fate: sum(row.fate is fate for row in planned) for fate in RowFate}
    return render_template(
        "people/report.html", counts=counts, refused=_refused(planned), good=[row for row in planned if row.writes],
        same=[row for row in planned if row.fate is RowFate.SAME], unread=unread, error=error, RowFate=RowFate,
        sentence=language.sentence, rows=_packed(rows), seen=rules.digest(planned), duties=_duties,
        sites={site.id: site.name for site in people.sites(reader().site)},
        units={unit.id: unit.name for unit in units.tree()},
    )  # fmt: skip


def _duties(row: PlannedRow) -> str:
    """The further roles that the row gives, in the reader's language."""
    between = "、" if language.short() == "zh" else ", "
    return between.join(Role(duty).label(language.short()) for duty in (row.details.duties if row.details else ()))


def _refused(planned: Sequence[PlannedRow]) -> list[PlannedRow]:
    return [row for row in planned if row.wrong]


def _rows(given: sheet_read.SheetRows | None) -> tuple[list[PersonRow], list[str]]:
    """The rows of a sheet by column, and the headings that nobody knows. Raises Refused."""
    if given is None:
        raise Refused("There is no row of headings like that of the template: take the template and keep its headings")
    columns = rules.complete(given.headings)
    if not given.rows:
        raise Refused("There is no row below the headings: write a person into each row")
    rows = [
        PersonRow(
            row.number, {column: row.cells[place] for place, column in columns.items() if place < len(row.cells)},
            row.wrong, row.cell,
        )
        for row in given.rows
    ]  # fmt: skip
    return rows, [text for place, text in enumerate(given.headings) if text and place not in columns]


def _packed(rows: Sequence[PersonRow]) -> str:
    """The rows as text for a field of the form."""
    return json.dumps([[row.number, row.cells, row.wrong, row.cell] for row in rows], ensure_ascii=False)


def _sent(packed: str) -> list[PersonRow]:
    """What `_packed` wrote. Raises Refused for anything else."""
    try:
        given: Any = json.loads(packed)
        rows = [
            PersonRow(
                int(number), {PersonColumn(name): str(text) for name, text in cells.items()}, str(wrong), str(cell)
            )
            for number, cells, wrong, cell in given
        ]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Refused("The report is not whole any more: choose the sheet again") from error
    if not 0 < len(rows) <= sheet_read.ROWS_MOST:
        raise Refused("The report is not whole any more: choose the sheet again")
    return rows
