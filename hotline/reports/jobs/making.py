"""Make the reports that were asked for, in a thread of their own; and ask for those that the clock asks for.

A report whose claim is older than its lease is made again: the program that had it has ended.
"""

import datetime as dt
import hashlib
import itertools
import threading
from pathlib import Path
from typing import Any

import structlog

from hotline import clock as clocks
from hotline.clock import local_day
from hotline.loops import forever
from hotline.people.reads.parameters import parameter
from hotline.people.reads.scope import Scope
from hotline.reports.jobs import keeping_days
from hotline.reports.reads import content, frozen
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rows import Report, of_site
from hotline.reports.rules.content import changes
from hotline.reports.rules.periods import before, kept_period, period_of
from hotline.reports.verbs.reports import wanted
from hotline.settings import Settings
from hotline.store import database
from hotline.store.changes import announce
from hotline.store.connection import let_go
from hotline.store.database import one_moment, writing
from hotline.words import PeriodKind, ReportState

log = structlog.get_logger()
LEASE = dt.timedelta(minutes=30)
ROUND_SECONDS, END_SECONDS = 3.0, 6.0
KEEPING_ROUNDS = 20  # the sums of days are looked after each minute,
MOVING_ROUNDS = 600  # those of days that change at every act each half hour
BY_THE_CLOCK = (PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
LATE_DAYS = 7  # a report that the clock asks for is not made up for after so many days


class ReportMaker:
    """A thread of its own, so that a year's report delays no job."""

    def __init__(self, chosen: Settings, stop: threading.Event) -> None:
        self._thread = threading.Thread(
            target=_rounds, args=(frozen.folder_of(chosen.data), stop), name="reports", daemon=True
        )
        self._thread.start()

    def end(self) -> None:
        self._thread.join(END_SECONDS)


def _rounds(folder: Path, stop: threading.Event) -> None:
    rounds = itertools.count()

    def step() -> None:
        try:
            turn = next(rounds)
            if turn % KEEPING_ROUNDS == 0:
                keeping_days.keep(clocks.now(), stop.is_set, moving=turn % MOVING_ROUNDS == 0)
            while not stop.is_set() and make_next(folder, clocks.now()):
                pass
        except database.AWAY as error:
            let_go()
            log.error("database_away", why=str(error))

    forever("reports", step, every=ROUND_SECONDS, wait=stop.wait)


def by_the_clock(now: dt.datetime) -> int:
    """Ask for the reports of the periods that have just ended, of each kind that the parameters name. Returns how many
    are new."""
    chosen = {kind for kind in BY_THE_CLOCK if parameter(f"report.{kind.value}")}
    made = 0
    for kind in chosen:
        today = local_day(now)
        period = before(period_of(kind, today))
        if (today - period.last).days > LATE_DAYS:
            continue
        with writing():
            known = (Report.kind == kind.value) & (Report.first == period.first.isoformat()) & Report.site.is_null()
            if not Report.select().where(known).exists():
                wanted(period, None, person=None, now=now)
                made += 1
    return made


def make_next(folder: Path, now: dt.datetime) -> bool:
    """Make the report that has waited longest; whether there was one."""
    row = _claimed(now)
    if row is None:
        return False
    try:
        _make(row, folder, now)
    except database.AWAY:
        raise
    except Exception as error:
        log.exception("report_failed", report=row.id)
        _end(row, now, state=ReportState.FAILED.value, error=type(error).__name__)
    return True


def _claimed(now: dt.datetime) -> Report | None:
    with writing():
        lost = (Report.state == ReportState.RUNNING.value) & (Report.claimed_at < now - LEASE)
        row: Report | None = (
            Report.select()
            .where((Report.state == ReportState.WAITING.value) | lost)
            .order_by(Report.asked_at, Report.id)
            .first()
        )
        if row is not None:
            Report.update(state=ReportState.RUNNING.value, claimed_at=now).where(Report.id == row.id).execute()
            row.claimed_at = now
            announce("reports", str(row.id), at=now)
    return row


def _make(row: Report, folder: Path, now: dt.datetime) -> None:
    period = kept_period(row.first, row.last, row.kind)
    with one_moment():
        told = content.computed(period, row.site_id, now)
        written, rows, told["parts"] = frozen.packed(FigureScope(period, Scope(site=row.site_id), now))
    earlier = Report.get_or_none(
        Report.kind == row.kind, Report.first == row.first, Report.version == row.version - 1,
        of_site(row.site_id),
    )  # fmt: skip
    if earlier is not None:
        told["changes"] = changes(earlier.content, told)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{row.number}.{now:%Y%m%d%H%M%S}.rows.gz"
    part = folder / f"{name}.part"
    part.write_bytes(written)
    part.rename(folder / name)
    digest = hashlib.sha256(written).hexdigest()
    _end(row, now, state=ReportState.DRAFT.value, content=told, rows=rows, file=name, sha256=digest, error="")


def _end(row: Report, now: dt.datetime, **values: Any) -> None:
    """Only while the claim is ours: another program may have made it meanwhile."""
    with writing():
        mine = (
            (Report.id == row.id) & (Report.state == ReportState.RUNNING.value) & (Report.claimed_at == row.claimed_at)
        )
        if Report.update(made_at=now, **values).where(mine).execute():
            announce("reports", str(row.id), at=now)
