"""A person's own results: all, and one with remarks and clips, which he accepts or appeals against."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from admin_web.ticket_forms import whole
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.quality.reads import inspecting, work
from hotline.quality.rules.scoring import said
from hotline.quality.verbs import appeals

from .beside import beside

blueprint = Blueprint("results", __name__, template_folder="templates")


@blueprint.get("/quality/mine")
@needs(Permission.SEE_OWN_QUALITY)
def page() -> str:
    results = work.own_results(reader().id, now(), after=request.args.get("after", ""))
    return render_template("quality/mine.html", page=results, said=said)


@blueprint.get("/quality/mine/<int:inspection>")
@needs(Permission.SEE_OWN_QUALITY)
def one(inspection: int) -> str:
    return _page(inspection)


@blueprint.post("/quality/mine/<int:inspection>/accept")
@needs(Permission.SEE_OWN_QUALITY)
def accept(inspection: int) -> Any:
    version = whole(request.form.get("version", "")) or 0
    try:
        appeals.accept(inspection, version=version, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _page(inspection, wrong=language.sentence(error), refused=error), 422
    flash(_("The result stands"), "done")
    return redirect(url_for("results.page"), 303)


@blueprint.post("/quality/mine/<int:inspection>/appeal")
@needs(Permission.SEE_OWN_QUALITY)
def appeal(inspection: int) -> Any:
    version, text = whole(request.form.get("version", "")) or 0, request.form.get("text", "")
    try:
        appeals.appeal(inspection, text, version=version, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _page(inspection, wrong=language.sentence(error), refused=error), 422
    flash(_("Your appeal waits for another inspector"), "done")
    return redirect(url_for("results.one", inspection=inspection), 303)


def _page(inspection: int, *, wrong: str = "", refused: Refused | None = None) -> str:
    look = inspecting.one(inspection, reader().id)
    if look is None or not look.own:
        if refused is not None:
            raise refused
        abort(404)
    return render_template(
        "quality/own.html", look=look, said=said, wrong=wrong, typed=request.form if wrong else {}, **beside(look)
    )
