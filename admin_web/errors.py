"""Error pages and messages in the reader's language; never a traceback."""

import logging

from flask import Flask, Response, flash, g, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from hotline.ports import Refused
from hotline.values.privacy import clean
from hotline.words import Part
from web_kit import errors
from web_kit.errors import Said

from . import language
from .access import BY_KEY, is_ours, wants_json

log = logging.getLogger(__name__)


def start(app: Flask) -> None:
    errors.start(app, _page, _said, refused=_refused, away=_away, log=log)


WRITTEN = ("text", "reply", "note", "reason", "opinion", "matter", "words", "why", "answer")  # what costs time to type


def _page(status: int, title: str, advice: str) -> Response:
    if request.endpoint in BY_KEY:  # a screen that nobody attends: without a session, and it tries again by itself
        answer = Response(f"{status} {title}\n", mimetype="text/plain")
        answer.headers.update({"Refresh": "15", "Referrer-Policy": "no-referrer"})
    elif wants_json():
        answer = jsonify(error=f"{title}. {advice}" if advice else title)
    else:
        answer = make_response(render_template("error.html", status=status, title=title, advice=advice))
    answer.status_code = status
    return answer


def _refused(error: Refused) -> Response:
    """A verb refused: the reader stays on his page and sees why. What he had written is shown with the reason."""
    sentence = language.sentence(error)
    if wants_json():
        answer: Response = jsonify(error=sentence)
        answer.status_code = 422
        return answer
    try:
        typed = request.form
    except RequestEntityTooLarge:  # nobody has read the form yet
        typed = ImmutableMultiDict()
    back = typed.get("back", "")
    target = back if is_ours(back) else url_for("login.home")
    written = [typed[name] for name in WRITTEN if clean(typed.get(name, ""), 10)]
    if written:
        return make_response(render_template("refused.html", error=sentence, written=written, back=target), 422)
    flash(sentence, "refused")
    return make_response(redirect(target, 303))


def _away(error: Exception) -> Response | None:
    log.warning("the database is away: %s", error)
    g.reader = None
    if request.endpoint != "health.state":
        return None
    answer: Response = jsonify(ok=False, parts={str(Part.DATABASE): "lost"})  # read by a program, not a person
    answer.status_code = 503
    return answer


def _not_there() -> tuple[str, str]:
    """For a ticket's address what a person can do; the same whether there is none or it is not his to see."""
    if request.endpoint == "tickets.one":
        advice = _("Look at the number again, or find it by the list of tickets.")
        return _("There is no ticket with this number"), advice
    return _("There is no such page"), _("It was moved, or the address is mistyped.")


def _said() -> Said:
    return Said(
        by_status={
            403: (_("You may not see this"), _("If you need it for your work, ask the administrator.")),
            404: _not_there(),
            405: (_("This cannot be done in this way"), ""),
            413: (_("This is too much at once"), _("Shorten the text and send it again.")),
            416: (_("The file has no such part"), ""),
        },
        otherwise=(_("The request could not be understood"), ""),
        form_too_old=(
            _("This form is too old or not from this site"),
            _("Go back, load the page again and repeat."),
        ),
        away=(
            _("The database does not answer"),
            _("Calls go on. What you typed stays on this page; try again in a moment. "
              "If it lasts longer than two minutes, tell the administrator to look at /healthz."),
        ),
        bug=(_("Something went wrong here"), _("It was written down. Try again, or tell the administrator.")),
    )  # fmt: skip
