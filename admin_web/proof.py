"""Before what is worth most to a thief of an open browser its reader types his password again, within ten minutes."""

import datetime as dt

from flask import Flask, g, jsonify, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hotline.people.verbs.sign_in import prove
from hotline.ports import Refused

from . import access, language

FRESH = dt.timedelta(minutes=10)
FIELD = "proof_password"
ALWAYS = frozenset({
    "people.new", "people.one", "people.reset", "people.activate", "people.deactivate", "people.telephone",
    "people_file.confirm", "second_factor.reset", "sign_ins.end_of_person", "consents.grant", "parameters.save",
    "parameters.restore", "audit.export", "flows.go_back", "subjects.export", "subjects.erase", "subjects.grant",
    "second_factor.begin",
})  # fmt: skip
WITH_NUMBERS = frozenset({"calls.export", "ticket_list.ask_export"})  # for who sees whole numbers
BUT_FOR_A_LOOK = frozenset({"flows.edit"})  # publishing asks, checking does not


def start(app: Flask) -> None:
    """Register this after the check of forms: a forged form must not reach it."""
    app.before_request(_ask)


def _ask() -> Response | tuple[str, int] | None:
    if request.method != "POST" or g.get("reader") is None or not _is_asked():
        return None
    if FIELD not in request.form:
        return None if access.now() - access.sign_in().proved_at <= FRESH else _page("")
    try:
        prove(
            access.sign_in().id, access.reader().id, request.form[FIELD], now=access.now(),
            client_ip=access.client_ip(), limits=access.limits(),
        )  # fmt: skip
    except Refused as error:
        return _page(language.sentence(error))
    return None


def _is_asked() -> bool:
    if request.endpoint in WITH_NUMBERS:
        return access.reader().sees_numbers
    if request.endpoint in BUT_FOR_A_LOOK:
        return request.form.get("do") != "check"
    return request.endpoint in ALWAYS


def _page(error: str) -> Response | tuple[str, int]:
    """The same form once more, with what was typed, and the password beside it."""
    if access.wants_json():
        answer: Response = jsonify(error=_("Type your password again first: load the page and repeat this there"))
        answer.status_code = 403
        return answer
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", FIELD)]
    return render_template(
        "proof.html",
        kept=kept,
        field=FIELD,
        address=request.full_path,
        error=error,
        by_provider=access.sign_in().by_provider,
    ), 422 if error else 403
