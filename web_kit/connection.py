"""One database connection per request, to the attached database. Static files need none, nor does a view that
says so (`unconnected`)."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request

from hotline.store.connection import let_go
from hotline.store.database import database

V = TypeVar("V", bound=Callable[..., Any])


def start(app: Flask) -> None:
    """Handlers that must run without a connection have to be registered before this call."""
    app.before_request(_open)
    app.after_request(_let_go)
    app.teardown_request(lambda _error: _close())


def unconnected(view: V) -> V:
    """This view answers while the database does not."""
    view.__dict__["unconnected"] = True
    return view


def is_unconnected() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.endpoint == "static" or getattr(view, "unconnected", False)


def _open() -> None:
    if not is_unconnected() and database.is_closed():
        database.connect()
        g.opened = True


def _let_go(answer: Response) -> Response:
    _close()  # before the body is sent: a long stream holds no connection
    return answer


def _close() -> None:
    if g.pop("opened", False):
        let_go()
