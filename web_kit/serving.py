"""Serves a web: TLS, a bound on connections, an end for those that are slow, and a line for each request in the log."""

import logging
import re
import time
from collections.abc import Callable, Iterable
from email import errors
from typing import Any

import gevent
from flask import Flask, Response, g, request
from gevent.pool import Pool
from gevent.pywsgi import WSGIHandler, WSGIServer
from gevent.ssl import PROTOCOL_TLS_SERVER, SSLContext

from hotline.ports import CannotRead
from hotline.settings.served import ServedSettings

log = logging.getLogger("web_kit")


_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


def two_readings(headers: Iterable[tuple[str, str]]) -> str:
    """Why a proxy before us could see another end of this request, or another host, than we do (RFC 9112, 6.3); "" if
    it could not."""
    found: dict[str, list[str]] = {}
    for name, value in headers:
        if not _NAME.fullmatch(name):
            return "a header's name"
        found.setdefault(name.lower(), []).append(value.strip())
    lengths, codings = found.get("content-length", []), found.get("transfer-encoding", [])
    if len(lengths) + len(codings) > 1:
        return "two lengths"
    if any(not (one.isascii() and one.isdigit()) for one in lengths) or any(
        one.lower() != "chunked" for one in codings
    ):
        return "a length"
    return "two hosts" if len(found.get("host", [])) > 1 else ""


# What the reader of headers says of a line that is none. That a form's parts do not begin yet is no fault of theirs.
_OF_HEADERS = (
    errors.MissingHeaderBodySeparatorDefect, errors.FirstHeaderLineIsContinuationDefect,
    errors.MisplacedEnvelopeHeaderDefect, errors.HeaderDefect,
)  # fmt: skip


class PatientHandler(WSGIHandler):
    """Closes a connection whose request line and headers, or whose whole request, take too long, and one whose request
    has `two_readings`. What is waited for between two requests counts too."""

    header_seconds = 30.0
    whole_seconds = 30.0
    endless: frozenset[str] = frozenset()  # paths whose answer lasts as long as the browser listens
    _clock: gevent.Timeout | None = None

    def MessageClass(self, *given: Any) -> Any:  # noqa: N802 - gevent's name for who reads the headers
        message = super().MessageClass(*given)
        unread = message.get_unixfrom() or any(isinstance(one, _OF_HEADERS) for one in message.defects)
        message.status = message.status or two_readings([("", "")] if unread else message.items())
        return message

    def handle_one_request(self) -> Any:
        self._clock = gevent.Timeout(self.header_seconds)
        self._clock.start()
        try:
            return super().handle_one_request()
        except gevent.Timeout as late:
            if late is not self._clock:
                raise
            log.info("a connection was too slow")
            return None
        finally:
            self._clock.close()

    def handle_one_response(self) -> None:
        assert self._clock is not None
        self._clock.close()
        if str((self.environ or {}).get("PATH_INFO")) not in self.endless:
            self._clock = gevent.Timeout(self.whole_seconds)
            self._clock.start()
        super().handle_one_response()

    def handle_error(self, kind: Any, error: Any, trace: Any) -> None:
        """Of a request that took too long only that is told, and the connection ends."""
        if error is self._clock:
            log.info("a request was too slow")
            self.close_connection = True
            return
        if isinstance(error, CannotRead):  # in the middle of a stored file: the browser must not take it for whole
            log.error("an answer was broken off: %s", error)
            self.close_connection = True
            return
        super().handle_error(kind, error, trace)


def server(
    app: Flask, served: ServedSettings, error_log: logging.Logger, *, at_once: int, handler: type[PatientHandler]
) -> WSGIServer:  # fmt: skip
    """Not started yet. `at_once`: connections; further ones wait in the kernel's queue."""
    given = dict[str, Any](log=None, error_log=error_log, handler_class=handler, spawn=Pool(at_once))
    if served.tls is None:
        return WSGIServer((served.host, served.port), app, **given)
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(served.tls.cert, served.tls.key)
    made = WSGIServer((served.host, served.port), app, ssl_context=context, **given)
    wrap = getattr(made, "wrap_socket")  # noqa: B009 - a method or what the server was given

    def in_time(*words: Any, **named: Any) -> Any:
        with gevent.Timeout(handler.header_seconds, OSError("a handshake was too slow")):
            return wrap(*words, **named)

    setattr(made, "wrap_socket", in_time)  # noqa: B010 - the same
    return made


def log_requests(app: Flask, who: Callable[[], str]) -> None:
    """A line for each request but static files: address, person, endpoint, status, milliseconds. No path and no query:
    they hold numbers. `who`: the signed-in person's login, "-" for nobody."""
    access = logging.getLogger(f"{app.import_name.partition('.')[0]}.access")

    @app.before_request
    def begin() -> None:
        g.begun = time.monotonic()

    @app.after_request
    def note(answer: Response) -> Response:
        if request.endpoint != "static":
            took = (time.monotonic() - g.get("begun", time.monotonic())) * 1000
            access.info(
                "%s %s %s %s %s %.0f ms", g.get("client_ip", "-"), who(), request.method, request.endpoint or "-",
                answer.status_code, took,
            )  # fmt: skip
        return answer
