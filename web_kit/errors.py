"""Maps errors to responses, never a traceback. Each web provides its own page and sentences."""

import logging
from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from hotline.ports import Refused
from hotline.store.database import AWAY, DatabaseAway


class Said(NamedTuple):
    """The error text in the user's language: a title, and what he can do ("" for nothing)."""

    by_status: dict[int, tuple[str, str]]
    otherwise: tuple[str, str]
    form_too_old: tuple[str, str]
    away: tuple[str, str]
    bug: tuple[str, str]


def start(
    app: Flask, page: Callable[[int, str, str], Response], said: Callable[[], Said], *,
    refused: Callable[[Refused], Response], away: Callable[[Exception], Response | None], log: logging.Logger,
) -> None:  # fmt: skip
    """`away` is called first if the database is not reachable; it may return its own response, for programs."""

    def form_too_old(error: CSRFError) -> Response:
        return page(400, *said().form_too_old)

    def http(error: HTTPException) -> Response:
        words, status = said(), error.code or 500
        answer = page(status, *words.by_status.get(status, words.otherwise))
        if status == 416 and error.response is None:
            answer.headers.extend(error.get_headers(request.environ))
            answer.headers["Content-Type"] = "text/html; charset=utf-8"
        return answer

    def database_away(error: Exception) -> Response:
        return away(error) or page(503, *said().away)

    def bug(error: Exception) -> Response:
        log.exception("a request failed", exc_info=error)
        return page(500, *said().bug)

    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, form_too_old)
    app.register_error_handler(HTTPException, http)
    for kind in (*AWAY, DatabaseAway):
        app.register_error_handler(kind, database_away)
    app.register_error_handler(Exception, bug)
