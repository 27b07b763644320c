"""To whom published reports are sent inside the house: the lists, who is on them by now, and who has read what."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from hotline.people.reads import remit
from hotline.people.rows import Person, Site
from hotline.people.rules.permissions import ON_THE_HOTLINE, Permission, may
from hotline.reports.rows import Report, ReportList, ReportListPerson, ReportSent
from hotline.tickets.reads import sight
from hotline.words import PeriodKind, ReportState, Role

SENT_SHOWN = 50  # the newest reports sent to somebody


@dataclass(frozen=True, slots=True)
class ListView:
    """`site_name`: "" for the whole house. `people`: id and name of those who are on it by name; `reaches`: how many
    get a report that is sent now."""

    id: int
    name: str
    site: int | None
    site_name: str
    roles: tuple[Role, ...]
    kinds: tuple[PeriodKind, ...]
    people: tuple[tuple[int, str], ...]
    reaches: int


@dataclass(frozen=True, slots=True)
class SentView:
    """A report sent to somebody. `may`: he may still see it."""

    report: int
    person: str
    list_name: str
    at: dt.datetime
    read_at: dt.datetime | None
    may: bool


def sees(who: Any, site: int | None) -> bool:
    """Whether a row of a person sees the reports of a site (None: of the whole house) at all, by now."""
    if not who.active or not may(who.roles, Permission.SEE_FIGURES):
        return False
    mine = None if who.site_id == remit.head_site() else who.site_id
    return mine in (None, site) and sight.in_lists(who.id, who.roles, mine).units is None


def roles() -> tuple[Role, ...]:
    """The roles that can stand on a list: those that see reports, which a unit's people do not."""
    return tuple(role for role in Role if may(role, Permission.SEE_FIGURES) and not _of_a_unit(role))


def _of_a_unit(role: Role) -> bool:
    return may(role, Permission.HANDLE) and role not in ON_THE_HOTLINE


def lists(site: int | None) -> list[ListView]:
    """The lists of the house (None) or of one site, by name."""
    query = ReportList.select(ReportList, Site).join(Site, JOIN.LEFT_OUTER).order_by(ReportList.name, ReportList.id)
    return [_list(row) for row in list(query if site is None else query.where(ReportList.site == site))]


def reached(row: Any) -> list[Any]:
    """The people whom a list reaches now: on it by name or by a role, and with the right to see its site's reports."""
    named = {one.person_id for one in list(ReportListPerson.select().where(ReportListPerson.list == row.id))}
    own = row.site_id if row.site_id is not None else remit.head_site()
    wanted = set(row.roles)
    found = list(Person.select().where(Person.active == True).order_by(Person.name, Person.id))  # noqa: E712
    return [
        who for who in found
        if (who.id in named or (who.site_id == own and wanted & {role.value for role in who.roles}))
        and sees(who, row.site_id)
    ]  # fmt: skip


def choosable(site: int | None) -> list[tuple[int, str]]:
    """The people who can stand on a list of a site (None: of the whole house) by name."""
    found = list(Person.select().where(Person.active == True).order_by(Person.name, Person.id))  # noqa: E712
    return [(who.id, f"{who.name} ({who.login})") for who in found if sees(who, site)]


def of_report(report: int) -> list[SentView]:
    """To whom a report was sent, those who have not read it first."""
    rows = ReportSent.select(ReportSent, Person, Report).join(Person).switch(ReportSent).join(Report)
    found = [_sent(row) for row in list(rows.where(ReportSent.report == report).order_by(ReportSent.id))]
    return sorted(found, key=lambda one: one.read_at is not None)


def to_person(person: int) -> list[SentView]:
    """The newest reports that were sent to somebody and that he may see."""
    rows = (
        ReportSent.select(ReportSent, Person, Report).join(Person).switch(ReportSent).join(Report)
        .where(ReportSent.person == person, Report.state == ReportState.PUBLISHED.value)
        .order_by(ReportSent.id.desc()).limit(SENT_SHOWN)
    )  # fmt: skip
    return [one for one in map(_sent, list(rows)) if one.may]


def unread(person: int) -> int:
    """How many reports wait to be opened by somebody."""
    rows = (
        ReportSent.select(ReportSent, Person, Report).join(Person).switch(ReportSent).join(Report)
        .where(ReportSent.person == person, ReportSent.read_at.is_null(), Report.state == ReportState.PUBLISHED.value)
        .limit(SENT_SHOWN)
    )  # fmt: skip
    return sum(one.may for one in map(_sent, list(rows)))


def of_kind(kind: str, site: int | None) -> Iterable[Any]:
    """The rows of the lists to which the reports of a kind of a site are sent when they are published."""
    here = ReportList.site.is_null() if site is None else ReportList.site == site
    return [row for row in list(ReportList.select().where(here)) if kind in row.kinds]


def _list(row: Any) -> ListView:
    people = ReportListPerson.select(ReportListPerson, Person).join(Person).where(ReportListPerson.list == row.id)
    return ListView(
        row.id, row.name, row.site_id, row.site.name if row.site_id else "",
        tuple(Role(one) for one in row.roles if one in set(Role)),
        tuple(PeriodKind(one) for one in row.kinds if one in set(PeriodKind)),
        tuple((one.person_id, one.person.name) for one in list(people.order_by(Person.name))), len(reached(row)),
    )  # fmt: skip


def _sent(row: Any) -> SentView:
    return SentView(
        row.report_id, row.person.name, row.list_name, row.at, row.read_at, sees(row.person, row.report.site_id)
    )  # fmt: skip
