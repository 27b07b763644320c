"""Response headers of all pages, next to those that a web adds."""

from collections.abc import Mapping

from flask import Flask, Response, request


def start(app: Flask, headers: Mapping[str, str]) -> None:
    """`headers`: further default headers; a response may set its own, such as an uploaded file."""

    @app.after_request
    def add(answer: Response) -> Response:
        answer.headers.update({"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"})
        for name, value in headers.items():
            answer.headers.setdefault(name, value)
        if request.endpoint != "static":
            answer.headers["Cache-Control"] = "no-store"
        return answer
