"""One person's data: looked up, exported, erased with a second person's consent; and the reports of erasures."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, of_the_house, reader, settings
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.settings import secret
from hotline.subjects.reads import erasures
from hotline.subjects.reads.named import MOST, NameAlone
from hotline.subjects.rules.covering import Subject
from hotline.subjects.verbs import erasures as verbs
from hotline.values.privacy import mask, mask_name
from hotline.words import ErasureState

blueprint = Blueprint("subjects", __name__, template_folder="templates")
FIELDS = ("number", "identity", "name")


@blueprint.get("/personal-data")
@needs(Permission.PROTECT_DATA, Permission.CONSENT)
@of_the_house
def page() -> str:
    return _shown()


@blueprint.post("/personal-data/find")
@needs(Permission.PROTECT_DATA)
@of_the_house
def find() -> str | tuple[str, int]:
    """By a form and not by an address: addresses stay in histories and logs."""
    try:
        who = _who()
        found, texts = verbs.look_up(who, _secret(), reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _shown(wrong=language.sentence(error)), 422
    return _shown(found=found, texts=texts, who=who)


@blueprint.post("/personal-data/export")
@needs(Permission.PROTECT_DATA)
@of_the_house
def export() -> Response | tuple[str, int]:
    sounds = request.form.get("sounds") == "1"
    try:
        verbs.ask_export(
            _who(), reader().id, sounds=sounds, now=now(), client_ip=client_ip(), also=request.form.getlist("also")
        )  # fmt: skip
    except Refused as error:
        return _shown(wrong=language.sentence(error)), 422
    return redirect(url_for("ticket_list.export_page"), 303)


@blueprint.post("/personal-data/erase")
@needs(Permission.PROTECT_DATA)
@of_the_house
def erase() -> Response | tuple[str, int]:
    try:
        number = verbs.ask(
            _who(), request.form.get("reason", ""), reader().id, secret=_secret(), now=now(), client_ip=client_ip(),
            also=request.form.getlist("also"),
        )  # fmt: skip
    except Refused as error:
        return _shown(wrong=language.sentence(error)), 422
    flash(_("Request %(number)s waits for a second person: an inspector or a leader", number=number), "done")
    return redirect(url_for("subjects.page"), 303)


@blueprint.get("/personal-data/<int:erasure>")
@needs(Permission.PROTECT_DATA, Permission.CONSENT)
@of_the_house
def report(erasure: int) -> str:
    """What was erased and what stays until when; to be printed for the person."""
    found = erasures.one(erasure, now=now())
    if found is None:
        abort(404)
    return render_template("subjects/report.html", one=found, masked=_masked, State=ErasureState)


@blueprint.post("/personal-data/<int:erasure>/grant")
@needs(Permission.CONSENT)
@of_the_house
def grant(erasure: int) -> Response:
    return _answered(lambda: verbs.grant(erasure, reader().id, now=now(), client_ip=client_ip()))


@blueprint.post("/personal-data/<int:erasure>/refuse")
@needs(Permission.CONSENT)
@of_the_house
def refuse(erasure: int) -> Response:
    return _answered(lambda: verbs.refuse(erasure, reader().id, now=now(), client_ip=client_ip()))


def _answered(answer: Any) -> Response:
    try:
        answer()
    except Refused as error:
        flash(language.sentence(error), "refused")
    else:
        flash(_("Your answer is written down"), "done")
    return redirect(url_for("subjects.page"), 303)


def _shown(found: Any = None, texts: Sequence[NameAlone] = (), who: Subject | None = None, wrong: str = "") -> str:
    return render_template(
        "subjects/page.html", page=erasures.page(now=now(), after=request.args.get("after", "")), found=found, who=who,
        wrong=wrong, typed={name: request.form.get(name, "") for name in FIELDS}, masked=_masked, State=ErasureState,
        reason=request.form.get("reason", ""), texts=texts[:MOST], more=len(texts) > MOST,
    )  # fmt: skip


def _masked(whose: dict[str, str]) -> str:
    """Whose data a waiting request is about, so that the second person can compare it with the paper."""
    parts = (mask(whose.get("number", "")), mask(whose.get("identity", "")), mask_name(whose.get("name", "")))
    return " ".join(part for part in parts if part)


def _who() -> Subject:
    return verbs.subject(*(request.form.get(name, "") for name in FIELDS))


def _secret() -> str:
    return secret(settings().data, "identity")
