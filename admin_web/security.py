"""Headers that keep a browser from doing what our pages never ask of it."""

from flask import Flask, Response, request

_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
    "img-src 'self' data:"
)


def start(app: Flask) -> None:
    app.after_request(_headers)


def _headers(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", _POLICY)  # of a file that somebody has sent: its own
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Frame-Options"] = "DENY"
    if request.endpoint != "static":
        answer.headers["Cache-Control"] = "no-store"
    return answer
