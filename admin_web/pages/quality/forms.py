"""The forms of the inspection: all, one with its versions, and a page on which it is changed."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, of_the_house, reader, settings
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.quality import forms_file
from hotline.quality.reads import forms
from hotline.quality.rules.forms import CODE, InspectionForm
from hotline.quality.verbs import forms as verbs
from hotline.words import Inspected, ItemKind

from .typed_form import MORE, ItemRow, bands_typed, number, read, rows_of, typed_rows

blueprint = Blueprint("quality_forms", __name__, template_folder="templates")


@blueprint.get("/quality/forms")
@needs(Permission.MANAGE_QUALITY, Permission.INSPECT)
def page() -> str:
    problems = forms_file.load(settings().content)[1]
    return render_template("quality/forms.html", forms=forms.newest(), problems=problems)


@blueprint.get("/quality/forms/new")
@needs(Permission.MANAGE_QUALITY)
@of_the_house
def new() -> str:
    return _edit("")


@blueprint.get("/quality/forms/<form>")
@needs(Permission.MANAGE_QUALITY, Permission.INSPECT)
def one(form: str) -> str:
    """One form as inspectors see it, and its versions; `version`: an older one."""
    kept = _versions(form)
    asked = request.args.get("version", "")
    shown = next((view for view in kept if str(view.version) == asked), kept[0])
    return render_template("quality/form.html", view=shown, newest=kept[0], versions=kept)


@blueprint.get("/quality/forms/<form>/edit")
@needs(Permission.MANAGE_QUALITY)
@of_the_house
def edit(form: str) -> str:
    _versions(form)
    return _edit(form)


@blueprint.post("/quality/forms/new")
@needs(Permission.MANAGE_QUALITY)
@of_the_house
def make() -> Any:
    return _put("")


@blueprint.post("/quality/forms/<form>/edit")
@needs(Permission.MANAGE_QUALITY)
@of_the_house
def change(form: str) -> Any:
    _versions(form)
    return _put(form)


@blueprint.post("/quality/forms/<form>/switch")
@needs(Permission.MANAGE_QUALITY)
@of_the_house
def switch(form: str) -> Response:
    _versions(form)
    active = request.form.get("active") == "1"
    try:
        verbs.switch(form, active=active, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        flash(language.sentence(error), "refused")
    else:
        flash(_("The form is in use") if active else _("The form is offered no more"), "done")
    return redirect(url_for("quality_forms.one", form=form), 303)


def _versions(code: str) -> list[forms.FormView]:
    kept = forms.versions(code) if CODE.fullmatch(code) else []
    if not kept:
        abort(404)
    return kept


def _put(code: str) -> Any:
    typed = request.form
    if typed.get("more"):
        return _edit(code, typed=typed)
    over = typed.get("version", "")
    try:
        made = read(typed, code or typed.get("code", "").strip()[:40], typed.get("inspected", ""))
        version = verbs.put(
            made, over=int(over) if over.isascii() and over.isdigit() and len(over) < 6 else 0, person=reader().id,
            now=now(), client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        return _edit(code, typed=typed, wrong=language.sentence(error)), 422
    flash(_("Kept as version %(version)s", version=version), "done")
    return redirect(url_for("quality_forms.one", form=made.code), 303)


def _edit(code: str, *, typed: Any = None, wrong: str = "") -> str:
    kept = forms.versions(code)[0] if code else None
    form: InspectionForm | None = kept.form if kept else None
    rows = rows_of(form) if typed is None else typed_rows(typed)
    return render_template(
        "quality/edit_form.html", code=code, kept=kept, typed=typed or {}, wrong=wrong,
        rows=[*rows, *[ItemRow()] * MORE], bands=[*bands_typed(typed, form), *[("", "", "")] * 2],
        sum=sum(max(0, number(row.weight)) for row in rows),
        kinds=list(ItemKind), inspected=list(Inspected),
    )  # fmt: skip
