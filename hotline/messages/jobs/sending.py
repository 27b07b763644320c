"""The sender of short messages: a separate thread, so that a slow gateway does not delay other jobs."""

import threading

import structlog

from hotline import clock
from hotline.loops import forever
from hotline.messages.notices_file import NoticesFile
from hotline.outside import sms
from hotline.people.reads.parameters import quiet
from hotline.ports import SmsGateway
from hotline.settings import Settings
from hotline.store import database
from hotline.store.connection import let_go

from . import notices

log = structlog.get_logger()
ROUND_SECONDS = 2.0
END_SECONDS = 6.0  # time for a message in progress to finish; `scripts/run` waits a little longer


class Sender:
    """`kept`: the message texts if there is no gateway, else None."""

    def __init__(self, chosen: Settings, words: NoticesFile, stop: threading.Event) -> None:
        gateway = sms.choose(chosen)
        self.kept: NoticesFile | None = words if gateway is None else None
        self._thread: threading.Thread | None = None
        if gateway is not None:
            given = (gateway, words, chosen.sms.tries, stop)
            self._thread = threading.Thread(target=_rounds, args=given, name="sms", daemon=True)
            self._thread.start()
            log.info("sms_begin", gateway=gateway.name)

    def end(self) -> None:
        """Wait for the message in progress, once `stop` is set."""
        if self._thread is not None:
            self._thread.join(END_SECONDS)


def _rounds(gateway: SmsGateway, words: NoticesFile, tries: int, stop: threading.Event) -> None:
    forever("sms", lambda: one_round(gateway, words, tries, stop), every=ROUND_SECONDS, wait=stop.wait)


def one_round(gateway: SmsGateway, words: NoticesFile, tries: int, stop: threading.Event) -> None:
    """Send what is due; if the database is not reachable, the next round tries again."""
    try:
        notices.send(gateway, words, clock.now, quiet(), tries=tries, stopped=stop.is_set)
    except database.AWAY as error:
        let_go()
        log.error("database_away", why=str(error))
    except Exception:
        log.exception("job_failed")
