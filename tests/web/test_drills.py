"""Drills on the web as a program: the database is held by another, is away, and is back; its beats go on."""

import os
import shlex
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from json import load
from pathlib import Path
from typing import Any, cast

import pytest

from hotline import clock
from hotline.store.connection import let_go
from hotline.store.database import attach, database, migrate
from hotline.store.heartbeat import beat
from hotline.store.rows import Heartbeat
from hotline.words import Part
from scripts.py.pace import patient
from scripts.py.suite_postgresql import binaries, postgresql
from tests.there import found, there
from tests.web.programs import until_true

pytestmark = pytest.mark.wire
OTHERS = (Part.SWITCH, Part.CONTROLLER, Part.JOBS)


class Web:
    """The web on a database; `log` holds all that it says."""

    def __init__(self, folder, database):
        self.log = folder / "web.log"
        command = [sys.executable, "-m", "admin_web", "--data", str(folder), "--database", database, "--port", "0"]
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [*command, "--stand-in"], stdout=out, stderr=out,
                env={**os.environ, "TINGSU_SETTINGS": "", "PYTHONUNBUFFERED": "1"},
            )  # fmt: skip
        until_true(lambda: "listens on" in self.text(), 30, "the web listens")
        self.address = found(r"listens on (http://\S+)", self.text())

    def text(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def health(self):
        """The word for the others if they have one, and for each of the web and the database."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=patient(2)) as answer:
                told = load(answer)
        except urllib.error.HTTPError as error:
            told = load(error)
        parts = told["parts"]
        others = "/".join(sorted({parts[part] for part in OTHERS}))
        assert told["ok"] == (set(parts.values()) == {"ok"})
        return others, parts["database"], parts["web"]

    def until(self, words, why):
        until_true(lambda: self.health() == words, 40, f"{why}; it says {self.health()}\n{self.text()[-3000:]}")


@pytest.fixture
def web(db, database_url, tmp_path):
    yield from served(tmp_path, database_url)


def served(tmp_path, database_url):
    folder = tmp_path / "web"
    folder.mkdir()
    made = Web(folder, database_url)
    yield made
    made.process.send_signal(signal.SIGTERM)
    assert made.process.wait(patient(15)) == 0


def all_beat(ahead=0.0):
    for part in OTHERS:
        beat(part, now=clock.utc(clock.seconds() + ahead))


def last_beat():
    return Heartbeat.get(Heartbeat.part == Part.WEB.value).at


def test_a_process_holds_the_write_lock_and_the_web_beats_on_afterwards(web, db, database_url):
    if not database_url.startswith("sqlite:"):
        pytest.skip("SQLite's lock")
    all_beat()
    web.until(("ok", "ok", "ok"), "all is well")
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        before = last_beat()
        until_true(lambda: web.health()[1:] == ("slow", "ok"), 20, "it says that the database is slow")
        until_true(lambda: "database is locked" in web.text(), 30, "the log has the cause")
        web.until(("unknown", "slow", "ok"), "of the others nothing is known")
        assert last_beat() == before
        holder.execute("ROLLBACK")
    web.until(("unknown", "ok", "ok"), "the database is back, the others have not beaten yet")
    all_beat()
    web.until(("ok", "ok", "ok"), "with their next beat all are well")
    back = last_beat()
    assert back > before
    until_true(lambda: last_beat() > back, 20, "the beats go on")
    assert "pop from empty list" not in web.text()
    assert "loop_well_again" in web.text()


class Postgresql:
    """A PostgreSQL of the test's own, which it may freeze, stop and start."""

    def __init__(self, url):
        self.url = url
        self.made = cast(Any, attach(url))
        with self.made.connection_context():
            migrate(self.made)
            self.data = Path(self.made.execute_sql("SHOW data_directory").fetchone()[0])
        self.made.close_all()

    def all(self, number):
        """Send a signal to the postmaster and its children."""
        head = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{head}/task/{head}/children").read_text().split()
        for pid in (head, *map(int, children)):
            os.kill(pid, number)

    def control(self, *words):
        command = [str(there(binaries()) / "pg_ctl"), "-D", str(self.data), "-w", *words]
        user = "postgres" if os.geteuid() == 0 else None
        subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL)

    def stop(self):
        self.options = shlex.join(shlex.split((self.data / "postmaster.opts").read_text())[3:])
        let_go()
        self.made.close_all()
        self.control("-m", "fast", "stop")

    def start(self):
        self.control("-l", str(self.data.parent / "log"), "-o", self.options, "start")


@pytest.fixture(scope="module")
def own():
    if binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    with postgresql() as url:
        yield Postgresql(url)


@pytest.fixture
def web_there(own, tmp_path):
    """The web on it, all parts well."""
    attach(own.url)
    for made in served(tmp_path, own.url):
        all_beat()
        made.until(("ok", "ok", "ok"), "all is well")
        yield made
    if not database.is_closed():
        database.close()
    database.initialize(None)


def test_a_frozen_postgresql_is_named_alone(web_there, own):
    own.all(signal.SIGSTOP)
    try:
        until_true(lambda: web_there.health()[1:] in (("lost", "ok"), ("slow", "ok")), 20, "the database is away")
        until_true(lambda: web_there.health()[0] == "unknown", 40, "of the others nothing is known")
    finally:
        own.all(signal.SIGCONT)
    web_there.until(("unknown", "ok", "ok"), "the database is back")
    all_beat()
    web_there.until(("ok", "ok", "ok"), "with their next beat all are well")


def test_a_stopped_postgresql_is_named_alone(web_there, own):
    own.stop()
    try:
        web_there.until(("ok", "lost", "ok"), "the others' beats are young")
        web_there.until(("unknown", "lost", "ok"), "of the others nothing is known")
    finally:
        own.start()
    web_there.until(("unknown", "ok", "ok"), "the database is back")
    all_beat()
    web_there.until(("ok", "ok", "ok"), "with their next beat all are well")
    assert "pop from empty list" not in web_there.text()
