"""Official classes: which subject of the house belongs to which; as a page and as a sheet, out and in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from admin_web import language, paper_making
from admin_web.access import client_ip, needs, now, of_the_house, reader, settings
from admin_web.downloads import spreadsheet
from hotline.clock import local_day
from hotline.knowledge import content
from hotline.knowledge.classes_file import ClassesFile
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.reports.reads import classes
from hotline.reports.rules.classes import CLASS_HEADINGS, CODE_HEADINGS, place_of
from hotline.reports.verbs import classes as verbs
from hotline.values.sheets import Cell, table

blueprint = Blueprint("classes", __name__, template_folder="templates")


@blueprint.get("/dictionary/classes")
@needs(Permission.MANAGE_UNITS)
@of_the_house
def page() -> str:
    return _page()


@blueprint.post("/dictionary/classes")
@needs(Permission.MANAGE_UNITS)
@of_the_house
def put() -> Response | tuple[str, int]:
    """The classes of all subjects on the page."""
    form = request.form
    return _put(dict(zip(form.getlist("topic"), form.getlist("code"), strict=False)))


@blueprint.get("/dictionary/classes/sheet")
@needs(Permission.MANAGE_UNITS)
@of_the_house
def sheet() -> FlaskResponse:
    """All subjects with their classes: to be filled in and sent back."""
    n = 0 if language.short() == "zh" else 1
    names = _file().names()
    columns = ((CODE_HEADINGS[n], 14), (_("Subject area"), 40), (CLASS_HEADINGS[n], 18), (_("Official class"), 40),
               (_("Tickets of 365 days"), 14))  # fmt: skip
    topics, _without = classes.mapped(language.short(), now(), local_day(now()))
    lines: list[list[Cell]] = [
        [one.code, one.label, one.own, names.get(one.official, ("", ""))[n] or one.official, one.tickets]
        for one in topics
    ]  # fmt: skip
    title = str(_("Official classes"))
    return spreadsheet(table(title, columns, lines, language.short()), title, plain="classes", now=now())


@blueprint.post("/dictionary/classes/import")
@needs(Permission.MANAGE_UNITS)
@of_the_house
def take() -> Response | tuple[str, int]:
    """A sheet that was filled in: all of it, or nothing."""
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise Refused("Choose the sheet first")
        wanted = _read(file.stream.read())
    except Refused as error:
        return _page(wrong=language.sentence(error)), 422
    return _put(wanted)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
    return _page(wrong=str(_("This file is too large: a sheet of classes has at most %(most)s MB", most=2))), 413


def _read(data: bytes) -> dict[str, str]:
    """Codes of subjects with the codes of their classes. Raises Refused."""
    found = paper_making.class_rows(data)
    if found is None:
        raise Refused("The sheet needs the headings of the sheet that is given out: Code and Official code")
    topic, code = place_of(found.headings, CODE_HEADINGS), place_of(found.headings, CLASS_HEADINGS)
    assert topic is not None, "the headings were looked at"
    assert code is not None, "the headings were looked at"
    wanted: dict[str, str] = {}
    for row in found.rows:
        cells = (*row.cells, *[""] * (max(topic, code) + 1 - len(row.cells)))
        if row.wrong:
            raise Refused("Row %(row)s cannot be read: write values, no formulas and no merged cells", row=row.number)
        if cells[topic].strip() in wanted:
            raise Refused("Row %(row)s says a subject a second time", row=row.number)
        wanted[cells[topic].strip()] = cells[code].strip()
    return wanted


def _put(wanted: dict[str, str]) -> Response | tuple[str, int]:
    try:
        count = verbs.put(wanted, _file().names(), by=reader().login, now=now(), client_ip=client_ip())
    except Refused as error:
        return _page(wrong=language.sentence(error), typed=wanted), 422
    flash(_("Classes changed: %(count)s", count=count), "done")
    return redirect(url_for("classes.page"), 303)


def _file() -> ClassesFile:
    return content.load(settings().content).classes


def _page(*, wrong: str = "", typed: dict[str, str] | None = None) -> str:
    topics, without = classes.mapped(language.short(), now(), local_day(now()))
    only = request.args.get("show", "") == "unmapped"
    unmapped = [one for one in topics if not one.official]
    loaded, n = content.load(settings().content), 0 if language.short() == "zh" else 1
    file = loaded.classes
    return render_template(
        "classes/page.html", topics=unmapped if only else topics, only=only, file=file, wrong=wrong, typed=typed or {},
        names={code: told[n] for code, told in file.names().items()}, unmapped=len(unmapped), without=without,
        unmapped_tickets=sum(one.tickets for one in unmapped) + without,
        problems=[problem for problem in loaded.problems if "classes.yml" in problem],
    )  # fmt: skip
