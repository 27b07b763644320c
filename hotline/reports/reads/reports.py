"""Reports in a list, and one with all that it says, for a reader's site; the head site sees all."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN

from hotline.people.rows import Person, Site
from hotline.reports.rows import Report, of_site
from hotline.reports.rules.content import Content, balanced
from hotline.reports.rules.periods import Period, kept_period
from hotline.store.paging import SIZE, Page
from hotline.words import PeriodKind, ReportState


@dataclass(frozen=True, slots=True)
class ReportView:
    """`site`: None for the whole house. `error`: a sentence of ours, where it could not be made."""

    id: int
    number: str
    kind: PeriodKind
    site: int | None
    site_name: str
    period: Period
    version: int
    state: ReportState
    why: str
    asked_by: str
    asked_at: dt.datetime
    made_at: dt.datetime | None
    published_by: str
    published_at: dt.datetime | None
    rows: int
    file: str
    sha256: str
    error: str
    content: Content = field(hash=False, default_factory=dict)

    @property
    def balanced(self) -> bool:
        """Whether all its sums agree."""
        return balanced(self.content)


def listed(site: int | None, *, after: str = "") -> Page[ReportView]:
    """The newest first."""
    query = _query(site)
    if after.isascii() and after.isdigit() and len(after) < 16:
        query = query.where(Report.id < int(after))
    rows = list(query.order_by(Report.id.desc()).limit(SIZE + 1))
    views = tuple(_view(row) for row in rows[:SIZE])
    return Page(views, str(views[-1].id) if len(rows) > SIZE else "")


def one(report: int, site: int | None) -> ReportView | None:
    row = _query(site).where(Report.id == report).first()
    return None if row is None else _view(row, whole=True)


def newest(kind: PeriodKind, first: dt.date, site: int | None) -> ReportView | None:
    """The newest version of the report of a period; of the whole house for None."""
    row = _query(None).where(Report.kind == kind.value, Report.first == first.isoformat(), of_site(site))
    found = row.order_by(Report.version.desc()).first()
    return None if found is None else _view(found)


def versions(view: ReportView, site: int | None) -> list[ReportView]:
    """All versions of a report, the first one first."""
    query = _query(site).where(Report.kind == view.kind.value, Report.first == view.period.first.isoformat())
    return [_view(row) for row in list(query.where(of_site(view.site)).order_by(Report.version))]


def _query(site: int | None) -> Any:
    asked, published = Person.alias(), Person.alias()
    query = (
        Report.select(Report, Site.name.alias("site_name"), asked.name.alias("asked_name"),
                      published.name.alias("published_name"))
        .join(Site, JOIN.LEFT_OUTER, on=(Report.site == Site.id))
        .switch(Report)
        .join(asked, JOIN.LEFT_OUTER, on=(Report.asked_by == asked.id))
        .switch(Report)
        .join(published, JOIN.LEFT_OUTER, on=(Report.published_by == published.id))
        .objects()
    )  # fmt: skip
    return query if site is None else query.where(Report.site == site)


def _view(row: Any, *, whole: bool = False) -> ReportView:
    kind = PeriodKind(row.kind)
    return ReportView(
        id=row.id, number=row.number, kind=kind, site=row.site_id, site_name=row.site_name or "",
        period=kept_period(row.first, row.last, row.kind), version=row.version,
        state=ReportState(row.state), why=row.why, asked_by=row.asked_name or "", asked_at=row.asked_at,
        made_at=row.made_at, published_by=row.published_name or "", published_at=row.published_at, rows=row.rows,
        file=row.file, sha256=row.sha256, error=row.error, content=row.content if whole else {},
    )  # fmt: skip
