"""Ask for a report, publish it, correct it. What is published is never changed: a correction is a new version."""

import datetime as dt

from peewee import IntegrityError

from hotline.clock import local_day
from hotline.people.reads import remit
from hotline.people.reads.remit import login_of
from hotline.people.rows import Person, Site
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.reports.rows import Report, of_site
from hotline.reports.rules.content import balanced, told
from hotline.reports.rules.periods import Period, kept_period, period_of
from hotline.reports.verbs.sending import send_by_choice
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.tickets.reads import sight
from hotline.values.privacy import clean
from hotline.words import AuditAction, PeriodKind, ReportState

WHY_MOST = 500
UNDER_WAY = (ReportState.WAITING.value, ReportState.RUNNING.value)


def ask(
    kind: PeriodKind, day: dt.date, *, site: int | None, person: int, now: dt.datetime, client_ip: str
) -> int:  # fmt: skip
    """Ask for the report of the period in which a day lies; one that is asked for twice is made once. A draft is made
    anew. `site`: None for the whole house. Returns its id. Raises Refused."""
    with writing():
        if not remit.of_person(person, Permission.PUBLISH_REPORTS).has(site):
            raise Refused("A branch asks for its own reports alone")
        if site is not None and Site.get_or_none(Site.id == site) is None:
            raise Refused("There is no such site")
        if kind is PeriodKind.FREE or period_of(kind, day).first > local_day(now):
            raise Refused("Choose a day, a week, a month, a quarter or a year that has begun")
        row = wanted(period_of(kind, day), site, person=person, now=now)
        audit.note(AuditAction.ASK_REPORT, f"report:{row.id}", by=login_of(person), now=now, client_ip=client_ip)
        return int(row.id)


def wanted(period: Period, site: int | None, *, person: int | None, now: dt.datetime) -> Report:
    """The newest version of the report, to be made (again) unless it is published. In a transaction of the caller's."""
    last = _newest(period, site)
    if last is not None and last.state not in (ReportState.PUBLISHED.value, ReportState.REPLACED.value):
        if last.state not in UNDER_WAY:
            Report.update(state=ReportState.WAITING.value, asked_at=now, asked_by=person).where(
                Report.id == last.id
            ).execute()
            announce("reports", str(last.id), at=now)
        return last
    return last if last is not None else _made(period, site, 1, person=person, why="", now=now)


def publish(report: int, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Publish a draft: its period is over and its sums agree. The version before it is replaced, and the lists that
    chose its kind get it. Raises Refused."""
    with writing():
        row = _of(report, person)
        if row.state != ReportState.DRAFT.value:
            raise Refused("Only a draft is published: load the page again")
        if row.last >= local_day(now).isoformat():
            raise Refused("This period is not over yet: publish its report afterwards")
        if row.made_at is None or local_day(row.made_at).isoformat() <= row.last:
            raise Refused("This draft was made before its period was over: have it made again first")
        if not balanced(row.content):
            raise Refused("Its sums do not agree: open the rows that break them, and have the report made again")
        Report.update(state=ReportState.REPLACED.value).where(
            Report.kind == row.kind, Report.first == row.first, of_site(row.site_id),
            Report.state == ReportState.PUBLISHED.value,
        ).execute()  # fmt: skip
        public = told(row.content) if row.kind == PeriodKind.QUARTER.value and row.site_id is None else []
        Report.update(
            state=ReportState.PUBLISHED.value, published_by=person, published_at=now, told=public
        ).where(Report.id == row.id).execute()  # fmt: skip
        audit.note(AuditAction.PUBLISH_REPORT, f"report:{row.id}", by=login_of(person), now=now, client_ip=client_ip)
        send_by_choice(row, by=login_of(person), now=now, client_ip=client_ip)
        announce("reports", str(row.id), at=now)


def correct(report: int, why: str, *, person: int, now: dt.datetime, client_ip: str) -> int:
    """Make a new version of a published report from the rows as they are now, and say why. Raises Refused."""
    reason = clean(why, WHY_MOST)
    with writing():
        row = _of(report, person)
        if row.state != ReportState.PUBLISHED.value:
            raise Refused("Only a published report is corrected; a draft is made again")
        if not reason:
            raise Refused("Say why the report is corrected")
        period = kept_period(row.first, row.last, row.kind)
        newest = _newest(period, row.site_id)
        if newest is not None and newest.version > row.version:
            return int(newest.id)
        made = _made(period, row.site_id, row.version + 1, person=person, why=reason, now=now)
        audit.note(
            AuditAction.CORRECT_REPORT,
            f"report:{made.id}",
            by=login_of(person),
            now=now,
            client_ip=client_ip,
            why=reason,
        )
        return int(made.id)


def note_file(report: int, shape: str, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Note that a person takes a report along as a file. Raises Refused for who may not see it."""
    with writing():
        row: Report | None = Report.get_or_none(Report.id == report)
        who = remit.of_person(person, Permission.SEE_FIGURES)
        if row is None or not who.has(row.site_id) or _of_a_unit(person):
            raise Refused("There is no such report")
        audit.note(
            AuditAction.EXPORT_REPORT,
            f"report:{report}",
            by=login_of(person),
            now=now,
            client_ip=client_ip,
            shape=shape,
        )


def _of(report: int, person: int) -> Report:
    remit_ = remit.of_person(person, Permission.PUBLISH_REPORTS)
    row: Report | None = Report.get_or_none(Report.id == report)
    if row is None or not remit_.has(row.site_id):
        raise Refused("There is no such report")
    return row


def _of_a_unit(person: int) -> bool:
    """A unit's people see figures of their own tickets and no report of the house."""
    row = Person.get_by_id(person)
    return sight.in_lists(row.id, row.roles, row.site_id).units is not None


def _newest(period: Period, site: int | None) -> Report | None:
    same = (Report.kind == period.kind.value) & (Report.first == period.first.isoformat())
    row: Report | None = Report.select().where(same, of_site(site)).order_by(Report.version.desc()).first()
    return row


def _made(
    period: Period, site: int | None, version: int, *, person: int | None, why: str, now: dt.datetime
) -> Report:  # fmt: skip
    code = "all" if site is None else Site.get_by_id(site).code
    slot = f"{period.kind.value}-{period.first}-{code}-{version}"
    number = f"{period.kind.value.upper()}-{period.first:%Y%m%d}-{code}" + (f"-{version}" if version > 1 else "")
    try:
        row: Report = Report.create(
            number=number, slot=slot, kind=period.kind.value, site=site, first=period.first.isoformat(),
            last=period.last.isoformat(), version=version, state=ReportState.WAITING.value, why=why,
            asked_by=person, asked_at=now,
        )  # fmt: skip
    except IntegrityError as error:
        raise Refused("This report was asked for at the same moment: load the page again") from error
    announce("reports", str(row.id), at=now)
    return row
