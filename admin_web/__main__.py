"""Serve the web: `python -m admin_web --data DIR --database URL --host H --port P --stand-in`."""

# ruff: noqa: E402 - gevent patches before anything else is imported
from gevent import monkey

monkey.patch_all()

import argparse
import errno
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any

import gevent
import gevent.event

from hotline import clock, logs
from hotline.loops import forever
from hotline.people.reads.parameters import stand_on
from hotline.settings import Settings, SettingsError, load
from hotline.settings.modes import MASK
from hotline.store.database import AWAY, attach
from hotline.store.heartbeat import BEAT_SECONDS, Heart
from hotline.words import Part
from web_kit import serving
from web_kit.catalogues import NoCatalogue

from . import hashing
from .app import create_app
from .connections import AT_ONCE, StaffHandler

log = logging.getLogger("admin_web")


def main(words: list[str]) -> int:
    """Serve until SIGTERM. Returns 2 with a message if it could not start."""
    os.umask(MASK)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logs.set_up()
    try:
        settings = _settings(words)
    except SettingsError as error:
        print(f"settings / 设置: {error}", file=sys.stderr)  # noqa: T201 - the person who starts it reads this
        return 2
    if (wrong := settings.web.refusal("web")) is not None:
        print(wrong, file=sys.stderr)  # noqa: T201 - the same
        return 2
    attach(settings.database_url)
    stand_on(public_base_url=settings.public_address)
    try:
        app = create_app(settings)
    except (NoCatalogue, SettingsError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - the same
        return 2
    hashing.start()
    server = serving.server(app, settings.web, log, at_once=AT_ONCE, handler=StaffHandler)
    try:
        server.start()
    except OSError as error:
        print(_cannot_listen(settings, error), file=sys.stderr)  # noqa: T201 - the same
        return 2
    hub = app.extensions["live"]
    hub.start()
    heart = app.extensions["heart"] = Heart(Part.WEB, clock.now)
    beating = gevent.spawn(forever, "beats", heart.step, every=BEAT_SECONDS, expected=AWAY)
    done = gevent.event.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, done.set)
    log.info("the web listens on %s://%s:%s", settings.web.scheme, settings.web.host, server.server_port)
    done.wait()
    hub.stop()
    beating.kill()
    server.stop(timeout=2)
    return 0


def _settings(words: list[str]) -> Settings:
    parser = argparse.ArgumentParser(prog="admin_web", description=__doc__)
    parser.add_argument("--settings", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--database")
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    parser.add_argument("--stand-in", action=argparse.BooleanOptionalAction)
    said = parser.parse_args(words)
    given: dict[str, Any] = {
        name: value for name in ("data", "database", "stand_in") if (value := getattr(said, name)) is not None
    }
    base = load(said.settings, **given)
    web = {name: value for name in ("host", "port") if (value := getattr(said, name)) is not None}
    return base.model_copy(update={"web": base.web.model_copy(update=web)})


def _cannot_listen(settings: Settings, error: OSError) -> str:
    where = f"{settings.web.host}:{settings.web.port}"
    if error.errno == errno.EADDRINUSE:
        return (
            f"{where} 端口已被占用：请停止占用它的程序，或用 --port 换一个端口 / "
            f"the port is taken: stop the program that holds it, or choose another with --port"
        )
    return f"{where} 无法监听（{error.strerror}） / cannot listen there ({error.strerror})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
