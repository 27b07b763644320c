"""Assembles the application of the page for citizens."""

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path

from flask import Flask, g, request
from flask_wtf.csrf import CSRFProtect

from hotline import clock
from hotline.citizens.rules import public
from hotline.citizens.rules.rating import stands
from hotline.clock import CHINA
from hotline.outside import file_store
from hotline.settings import Settings, secret
from hotline.settings.addresses import counted
from web_kit import callers, connection, serving
from web_kit import security as kit_security
from web_kit.rate import Rate
from web_kit.sizes import size

from . import errors, language, security, views

log = logging.getLogger("public_web")
ASKS = ("page.link", "page.file_of_link", "page.file_of_result")  # their GET counts as a request, as a POST does
LARGEST = 64 * 1024  # enough for a form with an answer of 2,000 characters


def create_app(settings: Settings, *, now: Callable[[], dt.datetime] = clock.now) -> Flask:
    """Create the application; the restricted database is attached already. `now` is the clock. Raises SettingsError for
    keys that cannot be used."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config.update(
        SECRET_KEY=secret(settings.data, "public"),
        IDENTITY_KEY=secret(settings.data, "identity"),
        RATE=Rate(settings.public.a_minute),
        # the CSRF token, and which pages this browser has asked for
        SESSION_COOKIE_NAME="__Host-tingsu_form" if settings.public.https else "tingsu_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=settings.public.secure_cookie or settings.public.https,
        MAX_CONTENT_LENGTH=LARGEST,
        MAX_FORM_MEMORY_SIZE=LARGEST,
        MAX_FORM_PARTS=50,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    serving.log_requests(app, lambda: "-")
    callers.start(app, settings.public.proxies, "public.proxies", log)
    _each_request(app, now)
    language.start(app, settings)
    CSRFProtect(app)
    errors.start(app)
    kit_security.start(app, security.HEADERS, https=settings.public.https)
    app.register_blueprint(views.blueprint)
    app.extensions["files"] = file_store.of(settings)
    _for_templates(app, settings)
    return app


def _each_request(app: Flask, now: Callable[[], dt.datetime]) -> None:
    @app.before_request
    def begin() -> None:
        g.now = now()
        g.caller = counted(g.client_ip)
        asks = request.method == "POST" or request.endpoint in ASKS
        if asks and not app.config["RATE"].one_more(g.caller, g.now):
            raise errors.TooMany

    connection.start(app)  # after the rate limit: blocked addresses get no connection


def _for_templates(app: Flask, settings: Settings) -> None:
    style = int((Path(__file__).parent / "static" / "public.css").stat().st_mtime)
    numbers = sorted(settings.numbers)

    app.add_template_filter(size, "filesize")

    @app.template_filter("day")
    def day(at: dt.datetime | None) -> str:
        return "" if at is None else at.astimezone(CHINA).strftime("%Y-%m-%d")

    @app.context_processor
    def given() -> dict[str, object]:
        other = "en" if language.chosen() == "zh" else "zh"
        return {
            "lang": language.chosen(), "other": other, "version": style, "numbers": numbers,
            "STEPS": public.STEPS, "stands": stands, "stage": public.stage, "due_is_told": public.due_is_told,
        }  # fmt: skip
