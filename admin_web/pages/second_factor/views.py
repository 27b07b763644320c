"""One's own second factor: the app's picture and first code, recovery codes; its reset by an administrator."""

from collections.abc import Callable
from typing import Any

import segno
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from admin_web import access, language
from admin_web.access import client_ip, needs, now, reader
from hotline.people.reads import second_factors
from hotline.people.rules.permissions import Permission
from hotline.people.rules.second_factor import address_of
from hotline.people.verbs import consents
from hotline.people.verbs import second_factors as verbs
from hotline.ports import Refused
from hotline.words import ConsentKind

blueprint = Blueprint("second_factor", __name__, template_folder="templates")
Answer = Response | str | tuple[str, int]


@blueprint.get("/second-factor")
@needs()
def page() -> str:
    """How one stands: none, an app that is being set up, or one that works."""
    return _page()


@blueprint.post("/second-factor/begin")
@needs()
def begin() -> Answer:
    """A new picture for the app."""

    def act() -> Answer:
        verbs.begin(reader().id, now=now())
        return redirect(url_for("second_factor.page"), 303)

    return _told(act)


@blueprint.post("/second-factor/confirm")
@needs()
def confirm() -> Answer:
    """The app's first code. The recovery codes are shown this once."""
    return _told(lambda: _codes(verbs.confirm(reader().id, _code(), **_by())))


@blueprint.post("/second-factor/codes")
@needs()
def renew() -> Answer:
    """Ten new recovery codes for a code of the app."""
    return _told(lambda: _codes(verbs.renew_codes(reader().id, _code(), limits=access.limits(), **_by())))


@blueprint.post("/second-factor/end")
@needs()
def end() -> Answer:
    """End one's own for a code of the app, such as before a new telephone is set up."""

    def act() -> Answer:
        verbs.end_own(reader().id, _code(), limits=access.limits(), **_by())
        flash(_("Your second factor is ended"), "done")
        return redirect(url_for("second_factor.page"), 303)

    return _told(act)


@blueprint.post("/people/<int:person>/second-factor/reset")
@needs(Permission.GIVE_RIGHTS)
def reset(person: int) -> Response:
    """For somebody who has lost his app and his paper."""
    if consents.must_ask(person, reader().login):
        consents.ask(ConsentKind.SECOND_FACTOR, person, by=reader().login, now=now(), client_ip=client_ip())
        flash(_("Asked for: another inspector or a leader consents to it under Consents"), "done")
        return redirect(url_for("people.one", person=person), 303)
    verbs.reset(person, by=reader().login, now=now(), client_ip=client_ip())
    flash(_("The second factor is taken away, and all sign-ins of this person are ended"), "done")
    return redirect(url_for("people.one", person=person), 303)


def _told(act: Callable[[], Answer]) -> Answer:
    """What comes of an act, or the page with the reason why not."""
    try:
        return act()
    except Refused as error:
        return _page(language.sentence(error)), 422


def _codes(codes: list[str]) -> str:
    return render_template("second_factor/codes.html", codes=codes)


def _page(error: str = "") -> str:
    state = second_factors.state(reader().id, access.second_factor_key())
    picture = ""
    if state.secret:
        code = segno.make(address_of(state.secret, reader().login, "Tingsu"), error="m")
        picture = Markup(code.svg_inline(scale=5, border=4, light="#fff"))  # noqa: S704 - made here of our own text
    shown = " ".join(state.secret[n : n + 4] for n in range(0, len(state.secret), 4))
    return render_template("second_factor/page.html", state=state, picture=picture, shown=shown, error=error)


def _code() -> str:
    return request.form.get("code", "")


def _by() -> dict[str, Any]:
    return {"key": access.second_factor_key(), "by": reader().login, "now": now(), "client_ip": client_ip()}
