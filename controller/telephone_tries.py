"""What the switch tells of telephones that register: gathered for a moment, noted in the rows, written in the log."""

from typing import Any

import structlog

from controller.switch import port
from controller.timers import Timers
from hotline import clock
from hotline.calls.rules.telephone_tries import Guesses
from hotline.calls.verbs import telephone_tries as verbs
from hotline.calls.verbs.telephone_tries import TelephoneHeard
from hotline.store.database import AWAY
from hotline.values.privacy import hide

from .door import InDatabase

log = structlog.get_logger()
GATHER_SECONDS = 1.0
PAIRS_MOST = 500  # extensions at addresses within a moment; who tries further ones meets the count of the address


class TelephoneTries:
    """A flood of wrong passwords costs the controller one transaction a second."""

    def __init__(self, timers: Timers, in_database: InDatabase) -> None:
        self._timers, self._in_database = timers, in_database
        self._heard: dict[tuple[str, str], TelephoneHeard] = {}
        self._armed = False

    def heard(self, tried: port.TelephoneTried) -> None:
        key = (tried.address, tried.extension)
        if key not in self._heard and len(self._heard) >= PAIRS_MOST:
            key = (tried.address, "")
            if key not in self._heard and len(self._heard) >= 2 * PAIRS_MOST:
                return
        before = self._heard.get(key) or TelephoneHeard(*key, failed=0, good=False)
        self._heard[key] = TelephoneHeard(*key, before.failed + (not tried.good), before.good or tried.good)
        if not self._armed:
            self._armed = True
            self._timers.arm("telephone tries", GATHER_SECONDS, self._write)

    def _write(self) -> None:
        self._armed = False
        gathered, self._heard = list(self._heard.values()), {}
        for one in gathered:
            if one.failed:
                log.warning(
                    "telephone_refused", address=one.address, extension=hide(one.extension), failed=one.failed
                )  # fmt: skip
        try:
            out: list[Guesses] = self._in_database(
                lambda: verbs.note(gathered, clock.utc(self._timers.now()))
            )  # fmt: skip
        except AWAY as error:
            log.error("database_away", why=str(error))
            return
        for kept in out:
            log.warning("telephone_kept_out", **_told(kept))


def _told(kept: Guesses) -> dict[str, Any]:
    until = kept.until.isoformat() if kept.until else ""
    return {"address": kept.address, "extension": kept.extension or "all", "until": until}
