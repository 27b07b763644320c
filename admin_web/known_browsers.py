"""The signed cookie of a browser on which people have signed in before: strangers' tries do not keep them out there."""

import datetime as dt
import secrets
from typing import Any

from flask import after_this_request, current_app, request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from hotline.people.rules.login import KnownBrowser

KNOWN_DAYS = 180  # after that long without a sign-in the browser is a stranger again
PEOPLE_MOST = 20  # people who share a browser; who signed in longest ago is forgotten first


def name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}_known"


def known(now: dt.datetime) -> KnownBrowser | None:
    """The browser of this request, if it shows the cookie; with the people whose sign-in is not too long ago."""
    kept = _kept()
    if kept is None:
        return None
    oldest = now.timestamp() - KNOWN_DAYS * 86_400
    people = frozenset(int(person) for person, at in kept["people"].items() if at >= oldest)
    return KnownBrowser(kept["id"], people)


def remember(person: int, now: dt.datetime) -> None:
    """This person has signed in here: the answer to this request carries the cookie."""
    kept = _kept() or {"id": secrets.token_hex(12), "people": {}}
    people = {**kept["people"], str(person): int(now.timestamp())}
    newest = sorted(people.items(), key=lambda one: one[1])[-PEOPLE_MOST:]
    written = str(_signer().dumps({"id": kept["id"], "people": dict(newest)}))

    @after_this_request
    def give(answer: Response) -> Response:
        answer.set_cookie(
            name(), written, max_age=KNOWN_DAYS * 86_400, httponly=True, samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )  # fmt: skip
        return answer


def _kept() -> dict[str, Any] | None:
    try:
        kept = _signer().loads(request.cookies.get(name(), ""))
    except BadData:
        return None
    return kept if isinstance(kept, dict) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known-browser")
