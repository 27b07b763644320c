"""A caller's cases, for the agent: from the case system, or its last answer if it is not reachable (A2).

The screen pop shows what is known and waits for nothing; the case system is asked in a separate request. If it does not
answer, it is not asked again for a moment, so that a hundred calls do not wait for it one after another.
"""

import datetime as dt
from dataclasses import dataclass

import structlog

from hotline.callers.reads import cases as queries
from hotline.callers.rows import CaseCache
from hotline.ports import Case, CaseSystem, GatewayError
from hotline.store.database import database, writing
from hotline.values.telephone import canonical, telephone

from .sample_cases import SampleCases

log = structlog.get_logger()
LEFT_ALONE = dt.timedelta(seconds=20)
SHORTEST = 5  # a shorter number is an extension or invalid


@dataclass(frozen=True, slots=True)
class CaseLookup:
    """`as_of`: the time of the system's answer, None: now or never; `fresh`: no need to ask; `away`: no answer."""

    cases: tuple[Case, ...] = ()
    as_of: dt.datetime | None = None
    fresh: bool = False
    away: bool = False

    @property
    def nothing_known(self) -> bool:
        return not self.fresh and self.as_of is None


class CasesOfCallers:
    """One per process. `fresh`: an answer younger than this is not asked for again; `kept`: how long it is kept."""

    def __init__(self, system: CaseSystem, *, fresh: dt.timedelta, kept: dt.timedelta) -> None:
        self._system, self._fresh, self._kept = system, fresh, kept
        self._away_until: dt.datetime | None = None

    def known(self, number: str, *, now: dt.datetime) -> CaseLookup:
        """What is known without asking the case system."""
        read = telephone(number)
        if not read.dials or len(read.canonical) < SHORTEST:
            return CaseLookup(fresh=True)
        if isinstance(self._system, SampleCases):
            return CaseLookup(self._system.cases_of(number), fresh=True)  # the sample's cases are in our own tables
        last = queries.cached(number)
        away = self._away_until is not None and now < self._away_until
        if last is None or last.as_of < now - max(self._kept, self._fresh):
            return CaseLookup(away=away)
        fresh = dt.timedelta(0) <= now - last.as_of < self._fresh
        return CaseLookup(last.cases, last.as_of, fresh, away and not fresh)

    def ask(self, number: str, *, now: dt.datetime) -> CaseLookup:
        """Ask the system, unless its answer is fresh or it failed a moment ago; the answer is stored."""
        known = self.known(number, now=now)
        if known.fresh or known.away:
            return known
        database.close()  # hold no database connection while the other system answers
        try:
            found = self._system.cases_of(canonical(number))
        except GatewayError as error:
            log.error("case_system_away", why=str(error))
            self._away_until = now + LEFT_ALONE
            return self.known(number, now=now)
        self._away_until = None
        self._keep(number, found, now)
        return CaseLookup(found, now, fresh=True)

    def _keep(self, number: str, found: tuple[Case, ...], now: dt.datetime) -> None:
        given = {"data": queries.as_data(found), "fetched_at": now}
        with writing():
            CaseCache.insert(number=number, kind=queries.KIND, **given).on_conflict(
                conflict_target=[CaseCache.number, CaseCache.kind], update=given
            ).execute()


def forget(kept: dt.timedelta, now: dt.datetime) -> int:
    """Delete answers that are too old; returns the number of deleted entries."""
    with writing():
        return int(CaseCache.delete().where(CaseCache.fetched_at < now - kept).execute())
