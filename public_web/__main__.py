"""Serve the page for citizens: `python -m public_web --settings FILE`."""

# ruff: noqa: E402 - gevent patches before anything else is imported
from gevent import monkey

monkey.patch_all()

import logging
import os
import signal
import sys

import gevent
import gevent.event

from hotline import logs
from hotline.citizens.link import NotNarrow, attach_public
from hotline.settings import SettingsError, of_program
from hotline.settings.modes import MASK
from hotline.store.database import AWAY
from web_kit import serving
from web_kit.catalogues import NoCatalogue

from .app import create_app

AT_ONCE = 500  # connections; further ones wait in the kernel's queue
log = logging.getLogger("public_web")


def main() -> int:
    """Serve until SIGTERM. Returns 2 with a message if it could not start."""
    os.umask(MASK)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logs.set_up()
    settings = of_program("public_web", __doc__)
    if (wrong := settings.public.refusal("public")) is not None:
        return _cannot(wrong)
    if not settings.public_url:
        return _cannot(
            "public.database 未设置，请先运行 scripts/public_role / it is not set: run scripts/public_role first"
        )
    try:
        attach_public(settings.public_url)
    except (NotNarrow, *AWAY) as error:
        if not isinstance(error, NotNarrow):
            log.warning("the database is away: %s", type(error).__name__)
            return 1
        return _cannot(str(error))
    try:
        app = create_app(settings)
    except (NoCatalogue, SettingsError) as error:
        return _cannot(str(error))
    server = serving.server(app, settings.public, log, at_once=AT_ONCE, handler=serving.PatientHandler)
    try:
        server.start()
    except OSError as error:
        return _cannot(
            f"{settings.public.host}:{settings.public.port} 无法监听 / cannot listen there: {error.strerror}"
        )
    done = gevent.event.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, done.set)
    log.info("the public page listens on %s://%s:%s", settings.public.scheme, settings.public.host, server.server_port)
    done.wait()
    server.stop(timeout=2)
    return 0


def _cannot(why: str) -> int:
    print(why, file=sys.stderr)  # noqa: T201 - the person who starts it reads this
    return 2


if __name__ == "__main__":
    sys.exit(main())
