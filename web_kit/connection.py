"""One database connection per request, to the attached database. Static files need none."""

from flask import Flask, Response, g, request

from hotline.store.database import database


def start(app: Flask) -> None:
    """Handlers that must run without a connection have to be registered before this call."""
    app.before_request(_open)
    app.after_request(_let_go)
    app.teardown_request(lambda _error: _close())


def _open() -> None:
    if request.endpoint != "static" and database.is_closed():
        database.connect()
        g.opened = True


def _let_go(answer: Response) -> Response:
    _close()  # before the body is sent: a long stream holds no connection
    return answer


def _close() -> None:
    if g.pop("opened", False) and not database.is_closed():
        database.close()
