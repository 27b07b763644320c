"""What a citizen reads when something cannot be done; never a trace, and always the hotline's number."""

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from hotline.ports import Refused
from hotline.store.database import AWAY, DatabaseAway

from . import language

log = logging.getLogger(__name__)


class TooMany(Exception):
    """One address asks more often than anybody types."""


def start(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _http)
    for kind in (*AWAY, DatabaseAway):
        app.register_error_handler(kind, _away)
    app.register_error_handler(Exception, _bug)


def page(status: int, title: str, advice: str) -> Response:
    answer = make_response(render_template("error.html", title=title, advice=advice))
    answer.status_code = status
    return answer


def _refused(error: Refused) -> Response:
    return page(422, language.sentence(error), "")


def _too_many(error: TooMany) -> Response:
    answer = page(429, _("Too many requests from your network"), _("Wait a minute and try again."))
    answer.headers["Retry-After"] = "60"
    return answer


def _form_too_old(error: CSRFError) -> Response:
    return page(
        400,
        _("This form is too old or not from this site"),
        _("Go back, load the page again and repeat. Your browser has to accept this page's cookie."),
    )


def _http(error: HTTPException) -> Response:
    said = {
        404: (_("There is no such page"), _("The address is mistyped, or the page was moved.")),
        405: (_("This cannot be done in this way"), ""),
        413: (_("This is too much at once"), _("Shorten the text and send it again.")),
    }
    title, advice = said.get(error.code or 500, (_("The request could not be understood"), ""))
    return page(error.code or 500, title, advice)


def _away(error: Exception) -> Response:
    log.warning("the database is away: %s", type(error).__name__)
    if request.endpoint == "page.health":
        answer: Response = jsonify(ok=False)
        answer.status_code = 503
        return answer
    return page(503, _("This cannot be looked up at the moment"), _("Try again in a few minutes, or call the hotline."))


def _bug(error: Exception) -> Response:
    log.exception("a request failed", exc_info=error)
    return page(500, _("Something went wrong here"), _("Try again in a few minutes, or call the hotline."))
