"""The program that measures recordings: `python -m hotline.jobs.listening`, started by the jobs, with low priority.

It ends when the program that started it is gone.
"""

import os
import signal
import threading

import structlog

from hotline import clock, settings
from hotline.calls.jobs.measuring import Measurer
from hotline.logs import set_up
from hotline.loops import forever
from hotline.outside import keys
from hotline.outside.voice_activity import hear
from hotline.settings.modes import MASK
from hotline.store import database

log = structlog.get_logger()
PAUSE_SECONDS = 5.0
AT_ONCE = 1000  # recordings between two pauses
LOWEST = 19


def main() -> None:
    os.umask(MASK)
    os.nice(LOWEST)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    chosen = settings.of_program("hotline.jobs.listening", __doc__)
    set_up()
    database.attach(chosen.database_url)
    stop, parent = threading.Event(), os.getppid()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    measurer = Measurer(chosen.recordings, lambda: keys.of(chosen), hear)

    def step() -> None:
        for _ in range(AT_ONCE):
            if os.getppid() != parent:
                stop.set()
            if stop.is_set() or not measurer.one(clock.now()):
                return

    log.info("listening_begins")
    forever("listening", step, every=PAUSE_SECONDS, wait=stop.wait, expected=database.AWAY)


if __name__ == "__main__":
    main()
