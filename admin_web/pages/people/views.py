"""People: the accounts that may sign in, with their roles and telephones."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, lasts, needs, now, reader
from admin_web.pages.hours import said
from hotline.calls.reads import lines, pages
from hotline.calls.verbs import leaving
from hotline.calls.verbs import pages as page_verbs
from hotline.calls.verbs import telephones as telephone_verbs
from hotline.people.reads import consents as consent_queries
from hotline.people.reads import people, second_factors, sign_ins
from hotline.people.reads.people import Someone
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import consents
from hotline.people.verbs import people as verbs
from hotline.people.verbs.people import Details
from hotline.ports import Refused
from hotline.tickets.reads import units
from hotline.words import ConsentKind, Role

from . import listing

blueprint = Blueprint("people", __name__, template_folder="templates")
Answer = Response | str | tuple[str, int]


@blueprint.get("/people")
@needs(Permission.MANAGE_PEOPLE, Permission.GIVE_RIGHTS)
def page() -> str:
    """The people who fit the filters, with how many there are in all."""
    return listing.page(request.args)


@blueprint.route("/people/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def new() -> Answer:
    """Create a person; the first password is shown once."""
    if request.method == "GET":
        role = Role.AGENT if reader().may(Permission.GIVE_RIGHTS) else Role.NO_RIGHTS
        return _form(None, {"role": role, "language": "zh_CN"})
    login = request.form.get("login", "")
    try:
        person, password = verbs.create_person(login, _details(), **_by())
    except Refused as error:
        return _form(None, request.form, language.sentence(error)), 422
    if password:
        return _password(person, password)
    flash(_("The account is made: the security administrator gives rights and the first password"), "done")
    return redirect(url_for("people.one", person=person), 303)


@blueprint.route("/people/<int:person>", methods=["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE, Permission.GIVE_RIGHTS)
def one(person: int) -> Answer:
    """Change a person."""
    row = _found(person)
    if request.method == "GET":
        return _form(row, _typed(row))
    try:
        wanted = _details(row)
        if consents.must_ask(person, reader().login, wanted):
            return _asked(ConsentKind.ROLES, person, wanted)
        verbs.edit_person(person, wanted, **_by())
    except Refused as error:
        return _form(row, request.form, language.sentence(error)), 422
    flash(_("%(name)s is changed", name=row.name), "done")
    return redirect(url_for("people.page"), 303)


@blueprint.post("/people/<int:person>/password")
@needs(Permission.GIVE_RIGHTS)
def reset(person: int) -> Answer:
    """Set a new password, which is shown once."""
    if consents.must_ask(person, reader().login):
        return _asked(ConsentKind.PASSWORD, person)
    return _password(person, verbs.reset_password(person, **_by()))


@blueprint.post("/people/<int:person>/telephone")
@needs(Permission.MANAGE_PEOPLE)
def telephone(person: int) -> Response:
    """Give the person's telephone a new password; the command of the machine prints it."""
    extension = telephone_verbs.new_password(person, person=reader().id, **_by())
    flash(_("The old password of telephone %(number)s ends now; `scripts/render_conf --telephone` prints the new one",
            number=extension), "done")  # fmt: skip
    return redirect(url_for("people.one", person=person), 303)


@blueprint.post("/people/<int:person>/without-page")
@needs(Permission.MANAGE_PEOPLE)
def without_page(person: int) -> Response:
    """Whether the person takes calls at his telephone alone, and is not set away when he has no page."""
    page_verbs.set_exempt(person, exempt=bool(request.form.get("exempt")), **_by())
    flash(_("%(name)s is changed", name=_found(person).name), "done")
    return redirect(url_for("people.one", person=person), 303)


@blueprint.post("/people/<int:person>/deactivate")
@needs(Permission.MANAGE_PEOPLE, Permission.GIVE_RIGHTS)
def deactivate(person: int) -> Response:
    leaving.deactivate_person(person, **_by())
    flash(_("%(name)s can no longer sign in", name=_found(person).name), "done")
    return redirect(url_for("people.page"), 303)


@blueprint.post("/people/<int:person>/activate")
@needs(Permission.GIVE_RIGHTS)
def activate(person: int) -> Response:
    verbs.activate_person(person, **_by())
    flash(_("%(name)s may sign in again", name=_found(person).name), "done")
    return redirect(url_for("people.one", person=person), 303)


def _asked(kind: ConsentKind, person: int, details: Details | None = None) -> Response:
    """What concerns an inspector is only asked for here; a second person consents."""
    consents.ask(kind, person, details=details, **_by())
    flash(_("Asked for: another inspector or a leader consents to it under Consents"), "done")
    return redirect(url_for("people.one", person=person), 303)


def _found(person: int) -> Someone:
    row = people.someone(person)
    if row is None or reader().site not in (None, row.site):
        abort(404)
    return row


def _password(person: int, password: str) -> str:
    return render_template("people/password.html", person=_found(person), password=password)


def _form(person: Someone | None, typed: Any, error: str = "") -> str:
    return render_template(
        "people/person.html", person=person, typed=typed, error=error, roles=list(Role),
        sites=people.sites(reader().site),
        exempt=person is not None and pages.is_exempt(person.id), **_work(person),
    )  # fmt: skip


def _work(person: Someone | None) -> dict[str, Any]:
    """The positions, skills and units of a person, which are changed on their own pages."""
    if person is None:
        return {}
    return {
        "seats": lines.seats_of(person.id),
        "skills": lines.skills_of().get(person.id, {}),
        "posts": units.posts_of(person.id),
        "days": said.days,
        "second_factor": second_factors.has_one(person.id),
        "consents": consent_queries.newest(now=now(), person=person.id)[:5],
        "standing": sign_ins.standing(person.id, lasts(), now=now()),
    }


def _typed(row: Someone) -> dict[str, Any]:
    """The form of a person as he stands."""
    return {
        "name": row.name,
        "role": row.role,
        "duties": [str(duty) for duty in row.duties],
        "site": str(row.site),
        "extension": row.extension,
        "language": row.language,
        "sees_numbers": "1" if row.sees_numbers else "",
    }


def _details(row: Someone | None = None) -> Details:
    """What was typed; of somebody who is there (`row`), what his part of the form does not hold stays as it is."""
    form = request.form
    site = form.get("site", "")
    typed = Details(
        name=form.get("name", ""),
        duties=tuple(form.getlist("duties")),
        role=form.get("role", ""),
        site=int(site) if site.isascii() and site.isdigit() else 0,
        extension=form.get("extension", ""),
        sees_numbers=bool(form.get("sees_numbers")),
        language=form.get("language", ""),
    )
    if row is None:
        return typed
    if not reader().may(Permission.MANAGE_PEOPLE):
        typed = replace(typed, name=row.name, extension=row.extension, language=row.language)
    if not reader().may(Permission.GIVE_RIGHTS):
        duties = tuple(str(duty) for duty in row.duties)
        typed = replace(typed, role=str(row.role), duties=duties, site=row.site, sees_numbers=row.sees_numbers)
    return typed


def _by() -> dict[str, Any]:
    return {"by": reader().login, "now": now(), "client_ip": client_ip()}
