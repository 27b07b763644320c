"""What an administrator asks about inspectors, and the second person's answer."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from hotline.people.reads import consents
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import consents as verbs
from hotline.ports import Refused
from hotline.words import ConsentState

blueprint = Blueprint("consents", __name__, template_folder="templates")


@blueprint.get("/consents")
@needs(Permission.CONSENT)
def page() -> str:
    """Those that wait, then those that are answered."""
    found = consents.newest(now=now(), site=reader().site)
    open_ = [one for one in found if one.state is ConsentState.OPEN]
    return render_template("consents/list.html", open=open_, over=[one for one in found if one not in open_])


@blueprint.post("/consents/<int:consent>/grant")
@needs(Permission.CONSENT)
def grant(consent: int) -> Response | str:
    """Consent; a new password is shown here, this once, to be handed over in person."""
    about = next((one for one in consents.newest(now=now(), site=reader().site) if one.id == consent), None)
    try:
        password = verbs.grant(consent, reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _told(error)
    if password:
        return render_template("consents/password.html", name=about.name if about else "", password=password)
    flash(_("You have consented, and it is done"), "done")
    return redirect(url_for("consents.page"), 303)


@blueprint.post("/consents/<int:consent>/refuse")
@needs(Permission.CONSENT)
def refuse(consent: int) -> Response:
    try:
        verbs.refuse(consent, reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        return _told(error)
    flash(_("You have not consented: nothing was changed"), "done")
    return redirect(url_for("consents.page"), 303)


def _told(error: Refused) -> Response:
    """Back to the list, with the reason: it may have been answered or void in the meantime."""
    flash(language.sentence(error), "refused")
    return redirect(url_for("consents.page"), 303)
