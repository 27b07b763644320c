"""One's own sign-ins, and those of another for an administrator: where, since when, and how they are ended."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import access
from admin_web.access import client_ip, needs, now, reader
from hotline.people.reads import sign_ins
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import sign_ins as verbs

blueprint = Blueprint("sign_ins", __name__, template_folder="templates")


@blueprint.get("/sign-ins")
@needs()
def page() -> str:
    """The reader's own: those that stand, and the last ones that are over."""
    me, lasts = reader().id, access.lasts()
    return render_template(
        "sign_ins/page.html", present=access.sign_in().id, standing=sign_ins.standing(me, lasts, now=now()),
        over=sign_ins.over(me, lasts, now=now()), ends=access.seen_until(),
    )  # fmt: skip


@blueprint.post("/sign-ins/<int:sign_in>/end")
@needs()
def end(sign_in: int) -> Response:
    """End one of one's own; the present one is ended by signing out."""
    if sign_in == access.sign_in().id:
        return redirect(url_for("sign_ins.page"), 303)
    verbs.end_one(sign_in, reader().id, **_by())
    flash(_("The sign-in is ended"), "done")
    return redirect(url_for("sign_ins.page"), 303)


@blueprint.post("/sign-ins/end-others")
@needs()
def end_others() -> Response:
    """End all of one's own but the present one."""
    count = verbs.end_others(access.sign_in().id, reader().id, **_by())
    flash(_("Other sign-ins ended: %(count)s", count=count), "done")
    return redirect(url_for("sign_ins.page"), 303)


@blueprint.post("/people/<int:person>/sign-ins/end")
@needs(Permission.GIVE_RIGHTS)
def end_of_person(person: int) -> Response:
    """End all sign-ins of somebody else."""
    verbs.end_of_person(person, **_by())
    if person == reader().id:
        return redirect(url_for("login.page"), 303)
    flash(_("All sign-ins of this person are ended"), "done")
    return redirect(url_for("people.one", person=person), 303)


def _by() -> dict[str, Any]:
    return {"by": reader().login, "now": now(), "client_ip": client_ip()}
