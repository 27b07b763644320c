"""Signing in and out, one's own password and language, and the way home."""

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from admin_web import access, known_browsers, language
from admin_web.access import client_ip, is_ours, needs, now, reader, wants_json
from hotline.people.rules.permissions import Permission
from hotline.people.verbs.people import set_language
from hotline.people.verbs.sign_in import HalfSignedIn, SignedIn, change_password, sign_in, sign_in_by_code
from hotline.people.verbs.sign_ins import sign_out
from hotline.ports import Refused

HALF_SECONDS = 600  # how long a right password waits for its code
blueprint = Blueprint("login", __name__, template_folder="templates")


@blueprint.route("/login", methods=["GET", "POST"])
def page() -> Response | str | tuple[str, int]:
    """Sign in, from the page or from the small window over a page whose sign-in has ended."""
    language.choose(language.asked())
    if request.method == "GET":
        return redirect(url_for("login.home")) if g.reader else _form("")
    try:
        who = sign_in(
            request.form.get("login", ""),
            request.form.get("password", ""),
            now=now(),
            client_ip=client_ip(),
            limits=access.limits(),
            browser=access.browser(),
            known=known_browsers.known(now()),
        )
    except Refused as error:
        if wants_json():
            raise
        return _form(language.sentence(error)), 422
    if isinstance(who, HalfSignedIn):
        return _by_code(who)
    return _signed_in(who)


@blueprint.route("/login/code", methods=["GET", "POST"])
def code() -> Response | str | tuple[str, int]:
    """The second half of signing in, within ten minutes after the password."""
    half = _half()
    if half is None:
        return redirect(url_for("login.home" if g.reader else "login.page"))
    if request.method == "GET":
        return _code_form("")
    return _by_code(half)


def _by_code(half: HalfSignedIn) -> Response | tuple[str, int]:
    """With a code the sign-in is whole; without one it is asked for."""
    if not request.form.get("code"):
        keep_half(half)
        if wants_json():
            return jsonify(second=True)
        back = request.form.get("next", "")
        return redirect(url_for("login.code", next=back) if is_ours(back) else url_for("login.code"), 303)
    try:
        who = sign_in_by_code(
            half, request.form["code"], key=access.second_factor_key(), now=now(), client_ip=client_ip(),
            limits=access.limits(), browser=access.browser(),
        )  # fmt: skip
    except Refused as error:
        if wants_json():
            raise
        return _code_form(language.sentence(error)), 422
    return _signed_in(who)


def _signed_in(who: SignedIn) -> Response:
    access.begin(who)
    known_browsers.remember(who.person, now())
    if wants_json():
        return jsonify(person=who.person, csrf=generate_csrf(), must_change=who.must_change or who.must_set_up)
    target = request.form.get("next", "")
    return redirect(target if is_ours(target) else url_for("login.home"), 303)


def _half() -> HalfSignedIn | None:
    """Whose password was right on this browser within the last ten minutes."""
    kept = session.get("half")
    if not isinstance(kept, dict) or now().timestamp() - kept["at"] > HALF_SECONDS:
        return None
    return HalfSignedIn(kept["person"], kept["mark"], kept.get("by_provider", False))


def keep_half(half: HalfSignedIn) -> None:
    """Who still owes a code stands in the signed cookie."""
    kept = {"person": half.person, "mark": half.mark, "by_provider": half.by_provider}
    session["half"] = {**kept, "at": int(now().timestamp())}


def _code_form(error: str) -> str:
    back = request.values.get("next", "")
    return render_template("login/code.html", error=error, next=back if is_ours(back) else "")


@blueprint.get("/login/token")
def token() -> Response:
    """A new CSRF token, for a page whose sign-in has ended or was renewed elsewhere."""
    return jsonify(csrf=generate_csrf())


@blueprint.get("/login/alive")
@needs()
def alive() -> Response:
    """Whether the sign-in is still valid; a page asks before it reopens its stream."""
    return jsonify(person=reader().id)


@blueprint.post("/logout")
@needs()
def leave() -> Response:
    sign_out(access.sign_in().id, reader().id, by=reader().login, now=now(), client_ip=client_ip())
    language.choose(language.chosen())
    access.forget()
    return redirect(url_for("login.page"), 303)


@blueprint.route("/password", methods=["GET", "POST"])
@needs()
def password() -> Response | str | tuple[str, int]:
    """One's own password; all other sign-ins of the person end."""
    if request.method == "GET":
        return render_template("login/password.html", error="")
    me = reader().person
    new = request.form.get("new", "")
    try:
        if new != request.form.get("again", ""):
            raise Refused("The two new passwords differ")
        renewed = change_password(
            me.id, request.form.get("old", ""), new, now=now(), client_ip=client_ip(), limits=access.limits(),
            browser=access.browser(),
        )  # fmt: skip
    except Refused as error:
        return render_template("login/password.html", error=language.sentence(error)), 422
    access.begin(renewed)
    flash(_("Your password is changed"), "done")
    return redirect(url_for("login.home"), 303)


@blueprint.post("/language")
@needs()
def speak() -> Response:
    """Set and remember a person's language."""
    chosen = request.form.get("language", "")
    set_language(reader().id, chosen, by=reader().login, now=now())
    language.choose(chosen)
    back = request.form.get("back", "")
    return redirect(back if is_ours(back) else url_for("login.home"), 303)


@blueprint.get("/")
@needs()
def home() -> Response:
    """The page with which a person's work begins."""
    me = reader()
    for act, page in _HOMES:
        if me.may(act):
            return redirect(url_for(page))
    return redirect(url_for("login.password"))


_HOMES = (
    (Permission.WATCH_CALLS, "board.page"),  # a supervisor begins with all of them
    (Permission.USE_DESK, "desk.page"),
    (Permission.FOLLOW_UP, "follow_ups.page"),
    (Permission.READ_CONFIDENTIAL, "sealed.page"),
    (Permission.MANAGE_PEOPLE, "board.page"),
    (Permission.SEE_TICKETS, "work.page"),
    (Permission.GIVE_RIGHTS, "people.page"),
    (Permission.SEE_AUDIT, "audit.page"),
)


def _form(error: str) -> str:
    back = request.values.get("next", "")
    return render_template(
        "login/login.html",
        error=error,
        login=request.form.get("login", ""),
        next=back if is_ours(back) else "",
        oidc=access.settings().web.oidc,
    )
