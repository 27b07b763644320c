"""What a page says when it cannot do what was asked, in the reader's language; never a trace."""

import logging

from flask import Flask, Response, flash, g, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from hotline.ports import Refused
from hotline.store.database import AWAY, DatabaseAway
from hotline.words import Part

from . import language
from .access import is_ours, wants_json

log = logging.getLogger(__name__)


def start(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _http)
    for kind in (*AWAY, DatabaseAway):
        app.register_error_handler(kind, _database_away)
    app.register_error_handler(Exception, _bug)


def _page(status: int, title: str, advice: str) -> Response:
    if wants_json():
        answer = jsonify(error=f"{title}. {advice}" if advice else title)
    else:
        answer = make_response(render_template("error.html", status=status, title=title, advice=advice))
    answer.status_code = status
    return answer


def _refused(error: Refused) -> Response:
    """A verb said no: the reader stays where he was and reads why."""
    sentence = language.sentence(error)
    if wants_json():
        answer: Response = jsonify(error=sentence)
        answer.status_code = 422
        return answer
    flash(sentence, "refused")
    back = request.form.get("back", "")
    target = back if is_ours(back) else url_for("login.home")
    return make_response(redirect(target, 303))


def _form_too_old(error: CSRFError) -> Response:
    return _page(400, _("This form is too old or not from this site"), _("Go back, load the page again and repeat."))


def _http(error: HTTPException) -> Response:
    said = {
        403: (_("You may not see this"), _("If you need it for your work, ask the administrator.")),
        404: (_("There is no such page"), _("It was moved, or the address is mistyped.")),
        405: (_("This cannot be done in this way"), ""),
        413: (_("This is too much at once"), _("Shorten the text and send it again.")),
        416: (_("The file has no such part"), ""),
    }
    status = error.code or 500
    title, advice = said.get(status, (_("The request could not be understood"), ""))
    answer = _page(status, title, advice)
    if status == 416 and error.response is None:
        answer.headers.extend(error.get_headers(request.environ))
        answer.headers["Content-Type"] = "text/html; charset=utf-8"
    return answer


def _database_away(error: Exception) -> Response:
    log.warning("the database is away: %s", error)
    g.reader = None
    if request.endpoint == "health.state":  # a program reads this, not a person
        answer: Response = jsonify(ok=False, parts={str(Part.DATABASE): "lost"})
        answer.status_code = 503
        return answer
    return _page(
        503,
        _("The database does not answer"),
        _("Calls go on. What you typed stays on this page; try again in a moment. "
          "If it lasts longer than two minutes, tell the administrator to look at /healthz."),
    )  # fmt: skip


def _bug(error: Exception) -> Response:
    log.exception("a request failed", exc_info=error)
    return _page(500, _("Something went wrong here"), _("It was written down. Try again, or tell the administrator."))
