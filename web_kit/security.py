"""Response headers of all pages, next to those that a web adds."""

from collections.abc import Mapping

from flask import Flask, Response, request

HSTS = "max-age=31536000"


def start(app: Flask, headers: Mapping[str, str], *, https: bool) -> None:
    """`headers`: further default headers; a response may set its own, such as an uploaded file.
    `https`: browsers are told to come over HTTPS for a year, whatever link they follow."""

    @app.after_request
    def add(answer: Response) -> Response:
        answer.headers.update({"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"})
        if https:
            answer.headers["Strict-Transport-Security"] = HSTS
        for name, value in headers.items():
            answer.headers.setdefault(name, value)
        if request.endpoint != "static":
            answer.headers["Cache-Control"] = "no-store"
        return answer
