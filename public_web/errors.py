"""Error pages for citizens: never a traceback, always with the hotline's number."""

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext as _

from hotline.ports import Refused
from web_kit import errors
from web_kit.errors import Said

from . import language

log = logging.getLogger(__name__)


class TooMany(Exception):
    """Too many requests from one address."""


def start(app: Flask) -> None:
    errors.start(app, page, _said, refused=_refused, away=_away, log=log)
    app.register_error_handler(TooMany, _too_many)


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


def _away(error: Exception) -> Response | None:
    log.warning("the database is away: %s", type(error).__name__)
    if request.endpoint != "page.health":
        return None
    answer: Response = jsonify(ok=False)
    answer.status_code = 503
    return answer


def _said() -> Said:
    return Said(
        by_status={
            404: (_("There is no such page"), _("The address is mistyped, or the page was moved.")),
            405: (_("This cannot be done in this way"), ""),
            413: (_("This is too much at once"), _("Shorten the text and send it again.")),
        },
        otherwise=(_("The request could not be understood"), ""),
        form_too_old=(
            _("This form is too old or not from this site"),
            _("Go back, load the page again and repeat. Your browser has to accept this page's cookie."),
        ),
        away=(
            _("This cannot be looked up at the moment"),
            _("Try again in a few minutes, or call the hotline."),
        ),
        bug=(_("Something went wrong here"), _("Try again in a few minutes, or call the hotline.")),
    )
