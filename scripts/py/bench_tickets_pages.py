"""Each desk's own pages on a million tickets: the whole request, and how much of it is the database's."""

import logging
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from admin_web.app import create_app
from hotline.people.verbs.passwords import hashed
from hotline.rows import Member, Person
from hotline.settings import load
from hotline.words import Post, Role
from scripts.py.bench_tickets_fill import NOW, SITES, World

CALLS, WARM, UNIT = 60, 3, SITES + 14
PASSWORD = "bench-of-pages-1"  # noqa: S105 - of a database that is thrown away
PAGES = {
    Role.DISPATCHER: ("/work", "/tickets", "/tickets?light=red", "/intake"),
    Role.HOTLINE_REVIEWER: ("/work?panel=review",),
    Role.HANDLER: ("/work", "/tickets?kind=complaint", "/tickets?q=%E6%8B%96%E6%AC%A0"),
    Role.UNIT_REVIEWER: ("/work",),
    Role.FOLLOW_UP_CLERK: ("/visits",),
    Role.SUPERVISOR: ("/work", "/tickets?urgent=1"),
    Role.LEADER: ("/work",),
    Role.INSPECTOR: ("/sealed",),
    Role.ADMINISTRATOR: ("/units", "/dictionary"),
}


def run(url: str, made: Any, world: World) -> None:
    """Prints a line a page; a page that does not answer is a mistake of the measurement."""
    people = _people()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="tingsu-bench-") as folder:
        (Path(folder) / "flows").mkdir()
        app = create_app(load(data=Path(folder), database=url, flows=Path(folder) / "flows", stand_in=True), now=_now)
    app.config["WTF_CSRF_ENABLED"] = False
    print(f"\n{'pages, ms':<40}{'database':>10}{'p99':>9}{'whole p50':>11}{'p99':>9}{'statements':>12}")
    for role, addresses in PAGES.items():
        browser = app.test_client()
        browser.post("/login", data={"login": people[role].login, "password": PASSWORD})
        one = f"/tickets/{world.number(world.tickets - 999)}"
        for address in (*addresses, one) if role is Role.DISPATCHER else addresses:
            _line(f"{role.value} {address.split('-')[0]}", browser, address, made)
    logging.disable(logging.NOTSET)


def _now() -> Any:
    return NOW


def _people() -> dict[Role, Any]:
    """Somebody of each role at the head site; handler and unit reviewer belong to one unit."""
    found = {}
    for role in PAGES:
        values = {
            "name": role.zh,
            "role": role.value,
            "site": 1,
            "created_at": NOW,
            "must_change": False,
            "password_hash": hashed(PASSWORD),
        }
        login = f"bench-{role.value}"
        Person.insert(login=login, **values).on_conflict(conflict_target=[Person.login], update=values).execute()
        found[role] = Person.get(Person.login == login)
        if role in (Role.HANDLER, Role.UNIT_REVIEWER):
            post = Post.HANDLER if role is Role.HANDLER else Post.REVIEWER
            Member.insert(unit=UNIT, person=found[role], post=post.value).on_conflict_ignore().execute()
    return found


def _line(name: str, browser: Any, address: str, made: Any) -> None:
    whole, database = [], []
    for _ in range(WARM + CALLS):
        with _timed(made) as spent:
            begun = time.perf_counter()
            answer = browser.get(address)
            whole.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        database.append(sum(spent))
    ours, theirs, last = sorted(database[WARM:]), sorted(whole[WARM:]), int(CALLS * 0.99) - 1
    print(
        f"{name:<40}{ours[CALLS // 2]:>10.1f}{ours[last]:>9.1f}{theirs[CALLS // 2]:>11.1f}{theirs[last]:>9.1f}"
        f"{len(spent):>12}",
        flush=True,
    )


class _Fetched:
    """The rows of a cursor that has given them, as one that has not."""

    def __init__(self, description: Any, rows: list[Any]) -> None:
        self.description, self._rows = description, iter(rows)

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def close(self) -> None:
        """There is nothing behind it any more."""


@contextmanager
def _timed(made: Any) -> Iterator[list[float]]:
    """What each statement takes until its rows are there, in ms."""
    spent: list[float] = []
    real = made.execute_sql

    def execute(sql: str, params: Any = None, *rest: Any, **named: Any) -> Any:
        begun = time.perf_counter()
        cursor = real(sql, params, *rest, **named)
        rows = cursor.fetchall() if sql.lstrip()[:6].upper() in ("SELECT", "WITH R") else None
        spent.append((time.perf_counter() - begun) * 1000)
        return cursor if rows is None else _Fetched(cursor.description, rows)

    made.execute_sql = execute
    try:
        yield spent
    finally:
        made.execute_sql = real
