"""The jobs' program: `python -m hotline.jobs`. Each round does what time has made due; a failing job stops no other."""

import argparse
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import structlog

from hotline import clock, settings
from hotline.logs import set_up
from hotline.records import database, heartbeat
from hotline.words import Part

from . import purge, recordings, stuck

log = structlog.get_logger()
ROUND_SECONDS = 2.0
SWEEP_ROUNDS = 300  # every ten minutes


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m hotline.jobs", description=__doc__)
    parser.add_argument("--settings", type=Path, help="the settings file (YAML)")
    chosen = settings.load(parser.parse_args().settings)
    set_up()
    database.attach(chosen.database_url)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    log.info("jobs_begin")
    rounds = 0
    while not stop.is_set():
        one_round(chosen, sweep=rounds % SWEEP_ROUNDS == 0)
        rounds += 1
        stop.wait(ROUND_SECONDS)
    log.info("jobs_stop")


def one_round(chosen: settings.Settings, *, sweep: bool) -> None:
    now = clock.now()
    jobs: list[Callable[[], object]] = [
        lambda: recordings.seal(chosen.recordings, now),
        lambda: recordings.give_up(now),
        lambda: stuck.answer_orders(now),
    ]
    if sweep:
        jobs.append(lambda: purge.sweep(now))
    for job in jobs:
        try:
            job()
        except database.AWAY as error:
            database.database.close()
            log.error("database_away", why=str(error))
            return
        except Exception:
            log.exception("job_failed")
    heartbeat.beat(Part.JOBS, now=now)


if __name__ == "__main__":
    main()
