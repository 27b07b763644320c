"""Write exported lists to files: claim one, write it batch by batch with its progress, keep it for a week.

An export whose claim is not renewed is started again: the program that had it has ended. The person's rights are
checked when he asks for the export and again when it is written.
"""

import datetime as dt
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from hotline import clock as clocks
from hotline.loops import forever
from hotline.people.reads.scope import Scope
from hotline.people.rows import Person, Site
from hotline.people.rules.permissions import ON_THE_HOTLINE, Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.settings import Settings
from hotline.store import database
from hotline.store.changes import announce
from hotline.store.connection import let_go
from hotline.store.database import writing
from hotline.store.shaped import Shown
from hotline.tickets.reads import find as ticket_find
from hotline.tickets.reads import units
from hotline.tickets.rows import Entry, Export, Ticket, Unit
from hotline.tickets.rules.query import Sort, TicketQuery, read, sorted_by
from hotline.words import AuditAction, ExportState

from .export_extras import SheetExtras, extras_of
from .export_sheet import ROWS_MOST, Sheet, SheetLookups

log = structlog.get_logger()
Other = Callable[[Any, Path, dt.datetime], int]  # writes an export's row into a file
Others = Mapping[str, Other]
BATCH = 1000
LEASE = dt.timedelta(minutes=3)  # a batch takes well under a second
KEPT = dt.timedelta(days=7)
ROUND_SECONDS, END_SECONDS = 2.0, 6.0
LEFT_OUT = {"token", "call", "code", "identity_hash", "parties", "extra", "site", "opened_by"}
SHOWN = Shown(Ticket, [field for field in Ticket._meta.sorted_fields if field.name not in LEFT_OUT])


class Lost(Exception):
    """Another program has taken the export, or this program must stop: the export will be started again."""


@dataclass(slots=True)
class Claim:
    """An export that this program has claimed. `at` is renewed with each batch; with an old `at` no write succeeds."""

    export: int
    at: dt.datetime

    def renew(self, now: dt.datetime, **values: int) -> None:
        """Raises Lost."""
        with writing():
            if not Export.update(claimed_at=now, **values).where(self._mine()).execute():
                raise Lost
            announce("exports", str(self.export), at=now)
        self.at = now

    def give_back(self) -> None:
        with writing():
            Export.update(state=ExportState.WAITING.value).where(self._mine()).execute()

    def end(self, now: dt.datetime, **values: Any) -> None:
        with writing():
            if not Export.update(done_at=now, **values).where(self._mine()).execute():
                return
            row = Export.get_by_id(self.export)
            audit.note(
                AuditAction.EXPORT, f"export:{row.id}", by=row.person.login, now=now, state=row.state, rows=row.written
            )
            announce("exports", str(row.id), at=now)

    def _mine(self) -> Any:
        running = Export.state == ExportState.RUNNING.value
        return (Export.id == self.export) & running & (Export.claimed_at == self.at)


@dataclass(frozen=True, slots=True)
class Job:
    claim: Claim
    query: TicketQuery
    sort: Sort
    scope: Scope
    person: Any
    numbers: bool


class Exporter:
    """A thread separate from the jobs, so that a long list does not delay them. `others`: see `write_next`."""

    def __init__(self, chosen: Settings, stop: threading.Event, others: Others | None = None) -> None:
        given = (folder_of(chosen), chosen.site, stop, others or {})
        self._thread = threading.Thread(target=_rounds, args=given, name="exports", daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._thread.join(END_SECONDS)


def folder_of(chosen: Settings) -> Path:
    return chosen.data / "exports"


def _rounds(folder: Path, head: str, stop: threading.Event, others: Others) -> None:
    def step() -> None:
        one_round(folder, head, clocks.now, stop.is_set, others)

    forever("exports", step, every=ROUND_SECONDS, wait=stop.wait)


def one_round(
    folder: Path, head: str, clock: Callable[[], dt.datetime], stopped: Callable[[], bool], others: Others | None = None
) -> None:  # fmt: skip
    """Write all waiting exports; if the database is unreachable, the next round tries again."""
    try:
        while not stopped() and write_next(folder, head, clock, stopped, others):
            pass
        purge(folder, clock())
    except database.AWAY as error:
        let_go()
        log.error("database_away", why=str(error))
    except Exception:
        log.exception("job_failed")


def write_next(
    folder: Path, head: str, clock: Callable[[], dt.datetime], stopped: Callable[[], bool] = lambda: False,
    others: Others | None = None,
) -> bool:  # fmt: skip
    """Write the list that has waited longest; return whether there was one. `head`: the code of the head site.
    `others`: what higher areas have exported, by the word in the query; each gives its rows, and its ZIP is kept."""
    row = _claim(clock())
    if row is None:
        return False
    claim = Claim(row.id, row.claimed_at)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        other = next((one for word, one in (others or {}).items() if word in (row.query or {})), None)
        if other is not None:
            _write_other(claim, row, other, folder, clock)
            return True
        job = _job(claim, row, head)
        name = f"{secrets.token_urlsafe(24)}.xlsx"
        _write(job, folder / f"{name}.part", clock, stopped)
        (folder / f"{name}.part").rename(folder / name)
        claim.end(clock(), state=ExportState.DONE.value, file=name)
    except Lost:
        claim.give_back()
    except Refused as error:
        claim.end(clock(), state=ExportState.FAILED.value, error=error.code)
    except database.AWAY:
        raise
    except Exception as error:
        log.exception("export_failed", export=row.id)
        claim.end(clock(), state=ExportState.FAILED.value, error=type(error).__name__)
    return True


def _write_other(claim: Claim, row: Any, other: Other, folder: Path, clock: Callable[[], dt.datetime]) -> None:
    name = f"{secrets.token_urlsafe(24)}.zip"
    rows = other(row, folder / f"{name}.part", clock())
    (folder / f"{name}.part").rename(folder / name)
    claim.end(clock(), state=ExportState.DONE.value, file=name, rows=rows, written=rows, query={})


def purge(folder: Path, now: dt.datetime) -> int:
    """Delete files after their week, and files left by a program that ended; return how many were deleted."""
    with writing():
        old = (Export.done_at < now - KEPT) & (Export.file != "")
        Export.update(file="").where(old).execute()
    known = {row.file for row in list(Export.select(Export.file).where(Export.file != ""))}
    running = Export.select().where(Export.state == ExportState.RUNNING.value).exists()
    gone = 0
    for file in sorted(folder.glob("*")):
        if file.name not in known and not running:
            file.unlink(missing_ok=True)
            gone += 1
    return gone


# ---- claim and check


def _claim(now: dt.datetime) -> Any:
    """Claim the next export; None if none waits."""
    waits = Export.state == ExportState.WAITING.value
    left = (Export.state == ExportState.RUNNING.value) & (Export.claimed_at < now - LEASE)
    with writing():
        row = Export.select().where(waits | left).order_by(Export.asked_at, Export.id).first()
        if row is None:
            return None
        mine = (Export.id == row.id) & (waits | left)
        values = {"state": ExportState.RUNNING.value, "claimed_at": now, "written": 0, "rows": 0, "error": ""}
        if not Export.update(values).where(mine).execute():
            return None
        row.claimed_at = now
        return row


def _job(claim: Claim, row: Any, head: str) -> Job:
    """Raises Refused if the person may no longer have the list."""
    kept = row.query if isinstance(row.query, dict) else {}
    person, scope = row.person, _scope(kept.get("scope"))
    if (
        scope is None
        or not person.active
        or not may(person.roles, Permission.EXPORT)
        or not _still(scope, person, head)
    ):
        raise Refused("What you may see has changed since you asked: ask again")
    if scope.units is not None:
        scope = Scope(units=scope.units & units.below(units.of_person(person.id)))
    numbers = row.numbers and (person.sees_numbers or may(person.roles, Permission.SEE_NUMBERS))
    return Job(claim, read(kept.get("query")), sorted_by(kept.get("sort")), scope, person, numbers)


def _scope(kept: object) -> Scope | None:
    if not isinstance(kept, dict):
        return None
    person, site, own = kept.get("person"), kept.get("site"), kept.get("units")
    return Scope(person, site, frozenset(own) if isinstance(own, list) else None)


def _still(scope: Scope, person: Any, head: str) -> bool:
    """Whether the person still has the scope that he had when he asked."""
    if scope.person is not None:
        return bool(scope.person == person.id)
    if scope.units is not None:
        return may(person.roles, Permission.HANDLE)
    site = Site.get_by_id(person.site_id)
    return bool(person.roles & ON_THE_HOTLINE) and (site.code == head or scope.site == site.id)


# ---- the file


def _write(job: Job, path: Path, clock: Callable[[], dt.datetime], stopped: Callable[[], bool]) -> None:
    now = clock()
    total = ticket_find.count(job.scope, job.query, now=now, most=ROWS_MOST + 1)
    if total > ROWS_MOST:
        raise Refused("A sheet takes 1,048,575 rows: ask for less")
    job.claim.renew(clock(), rows=total)
    known, after, written = _known(job, now), "", 0
    with Sheet(path, job.person.language) as sheet:
        while written < ROWS_MOST:
            if stopped():
                raise Lost
            rows = ticket_find.found_rows(
                job.scope, job.query, sort=job.sort, after=after, most=min(BATCH, ROWS_MOST - written), now=now,
                shown=SHOWN,
            )  # fmt: skip
            sheet.add(rows, replace(known, extras=extras_of(rows, now)))
            written += len(rows)
            if rows:
                after = ticket_find.row_mark(rows[-1], job.sort)
                job.claim.renew(clock(), rows=max(total, written), written=written)
            if len(rows) < BATCH:
                return


def _known(job: Job, now: dt.datetime) -> SheetLookups:
    language = job.person.language
    zh = language.startswith("zh")
    return SheetLookups(
        units={row.id: row.name for row in list(Unit.select(Unit.id, Unit.name))},
        people={row.id: row.name for row in list(Person.select(Person.id, Person.name))},
        entries={row.id: row.zh if zh else row.en or row.zh for row in list(Entry.select())},
        numbers=job.numbers, hides=job.scope.units is not None, language=language,
        extras=SheetExtras(now),
    )  # fmt: skip
