"""The controller's program: `python -m controller`. Stopping it does not end any call."""

from gevent import monkey

monkey.patch_all()

import contextlib  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402
from functools import partial  # noqa: E402
from typing import Any  # noqa: E402

import gevent  # noqa: E402
import gevent.event  # noqa: E402
import gevent.threadpool  # noqa: E402
import structlog  # noqa: E402

from controller.enquiries import at_once  # noqa: E402
from controller.flow_checks import ChecksApart  # noqa: E402
from controller.journal import Journal  # noqa: E402
from controller.lag import EVERY_SECONDS, STOOD_SECONDS, Lag  # noqa: E402
from controller.recorder import Recorder  # noqa: E402
from controller.speaker import Speaker  # noqa: E402
from controller.switch.links import Links  # noqa: E402
from controller.timers import RealTimers  # noqa: E402
from controller.wiring import Controller  # noqa: E402
from hotline import clock, settings  # noqa: E402
from hotline.logs import set_up  # noqa: E402
from hotline.loops import forever  # noqa: E402
from hotline.settings.modes import MASK  # noqa: E402
from hotline.store import changes, database, heartbeat  # noqa: E402
from hotline.store.connection import connected  # noqa: E402
from hotline.words import Part  # noqa: E402

log = structlog.get_logger()
BEAT_SECONDS = 2.0
LOOK_SECONDS = 5.0  # files of flows and orders are looked at so often, told or not
LATER_SECONDS = 1.0  # how long to wait before trying an unreachable database again
BESIDE = 8  # enquiries made at the same time; further ones wait
GATHER_SECONDS = 0.05  # facts of this time go into one transaction; the screen pop is this much later


class Program:
    """The greenlets around a Controller."""

    def __init__(self, chosen: settings.Settings) -> None:
        self._settings = chosen
        self._pool = gevent.threadpool.ThreadPool(1)
        self._own, self._others = gevent.threadpool.ThreadPool(BESIDE), gevent.threadpool.ThreadPool(BESIDE)
        self._told = gevent.event.Event()
        self._stopping = gevent.event.Event()
        self._timers = RealTimers()
        self._lived, self._lag = False, Lag()
        run = f"{int(clock.seconds())}-{os.getpid()}"
        self._recorder = Recorder(Journal(chosen.journal, run), run, poke=self._told.set)
        self._links = Links(chosen.switch, self._feed, self._hear)
        command = [sys.executable, "-m", "hotline.outside.speaker", *sys.argv[1:]]
        self._flow_checks = ChecksApart(chosen.sounds, chosen.content)
        self._speaker = Speaker(command, chosen.speech.seconds + 1)
        self._controller = Controller(
            chosen, self._links, self._timers, self._recorder, self._in_database, f"controller-{run}",
            beside=partial(self._beside, self._own), elsewhere=partial(self._beside, self._others),
            speech=self._speaker, speaking=_in_greenlet, apart=gevent.spawn,
            flow_checks=self._flow_checks,
        )  # fmt: skip

    def _feed(self, data: bytes) -> None:
        self._controller.switch.feed(data)

    def _hear(self, heard: Any) -> None:
        self._controller.hear(heard)

    def _in_database(self, work: Any) -> Any:
        """Database work runs in its own thread: a wait for SQLite would block all greenlets."""
        return self._pool.apply(work)

    def _beside(self, threads: Any, work: Callable[[], Any], done: Callable[[Any], Any]) -> None:
        """Slow work runs in threads with their own database connections."""

        def carefully() -> Any:
            try:
                with connected():
                    return work()
            except Exception as error:  # noqa: BLE001 - passed on to the caller
                return error

        gevent.spawn(lambda: done(threads.apply(carefully)))

    def run(self) -> None:
        self._begin()
        greenlets: list[gevent.Greenlet[..., Any]] = [gevent.spawn(self._links.run)]
        away = (database.DatabaseAway, *database.AWAY)
        loops = (
            ("facts", self._write, 0.0),
            ("changes", self._watch, LATER_SECONDS),
            ("beats", self._beat, BEAT_SECONDS),
            ("lag", self._tick, EVERY_SECONDS),
        )
        for name, step, every in loops:
            greenlets.append(gevent.spawn(forever, name, step, every=every, wait=gevent.sleep, expected=away))
        for greenlet in greenlets:
            greenlet.link_exception(self._broken)
        self._stopping.wait()
        log.info("controller_stops", calls=len(self._controller.lanes.lanes))
        self._links.stop()
        self._speaker.stop()
        self._flow_checks.stop()
        gevent.killall(greenlets)
        self._in_database(lambda: self._recorder.close(clock.seconds()))
        sys.exit(getattr(self, "_exit", 0))

    def stop(self) -> None:
        self._stopping.set()

    def _broken(self, greenlet: Any) -> None:
        """If a part dies, stop the controller: `scripts/run` starts it again, and it takes the calls over."""
        log.error("controller_part_failed", why=repr(greenlet.exception))
        self._exit = 1
        self._stopping.set()

    def _begin(self) -> None:
        """Replay the last run's journal and load people and lines; wait for a database that is not reachable."""
        while True:
            try:
                replayed = self._in_database(self._recorder.replay)
                self._controller.begin()
            except (database.DatabaseAway, *database.AWAY) as error:
                log.error("database_away", why=str(error))
                gevent.sleep(LATER_SECONDS)
                continue
            log.info("controller_begins", replayed=replayed, agents=len(self._controller.dispatch.agents))
            return

    def _write(self) -> None:
        """Write the facts of a moment. Whatever fails, they are tried again."""
        self._told.wait()
        self._told.clear()
        gevent.sleep(GATHER_SECONDS)
        written = False
        try:
            written = self._in_database(lambda: self._recorder.flush(clock.seconds()))
        finally:
            if not written:
                gevent.sleep(LATER_SECONDS)
                self._told.set()

    def _watch(self) -> None:
        """Take orders, and changes of people and lines, as soon as they are committed."""
        with connected(), contextlib.closing(changes.Watcher(gevent.sleep)) as watcher:
            if self._lived:  # what was announced between two watchers, nobody heard
                self._controller.learn_floor()
                self._controller.learn_numbers()
                self._controller.switch.reload()
            self._lived = True
            self._controller.door.open()
            while True:
                heard = watcher.wait(LOOK_SECONDS)
                topics = {news.topic for news in heard}
                self._controller.registry.look(clock.seconds())
                if "roster" in topics:
                    self._controller.learn_floor()
                if "parameters" in topics:
                    self._controller.learn_numbers()
                if "switch_conf" in topics:
                    self._controller.switch.reload()
                for extension in {news.ref for news in heard if news.topic == "telephone_password"}:
                    self._controller.new_password(extension)
                if "orders" in topics:
                    self._controller.door.open()

    def _tick(self) -> None:
        late = self._lag.tick(time.monotonic())
        if late > STOOD_SECONDS:
            log.warning("pump_stood", seconds=round(late, 1), calls=len(self._controller.lanes.lanes))

    def _beat(self) -> None:
        told = {"trouble": self._links.trouble, heartbeat.LAG: self._lag.worst(time.monotonic())}
        state, now = self._controller.state() | told, clock.now()
        self._in_database(lambda: heartbeat.beat(Part.CONTROLLER, now=now, state=state))
        if state["connected"]:
            self._in_database(lambda: heartbeat.beat(Part.SWITCH, now=now))


def _in_greenlet(work: Callable[[], Any], done: Callable[[Any], Any]) -> None:
    """Work that waits for its own child process without blocking other greenlets."""
    gevent.spawn(at_once, work, done)


def main() -> None:
    os.umask(MASK)
    chosen = settings.of_program("controller", __doc__)
    set_up()
    database.attach(chosen.database_url)
    program = Program(chosen)
    for name in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(name, program.stop)
    program.run()


if __name__ == "__main__":
    main()
