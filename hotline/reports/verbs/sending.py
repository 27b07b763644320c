"""Keep the lists of people to whom reports are sent inside the house; send a published report; note who read it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from hotline.people.reads import remit
from hotline.people.reads.remit import login_of
from hotline.people.rows import Site
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.reports.reads import sending
from hotline.reports.rows import Report, ReportList, ReportListPerson, ReportSent
from hotline.store.database import writing
from hotline.values.privacy import tidy
from hotline.words import AuditAction, PeriodKind, ReportState

NAME_MOST, PEOPLE_MOST, LISTS_MOST = 80, 200, 100


@dataclass(frozen=True, slots=True)
class ListWanted:
    """`site`: None for the whole house; `people`: ids; `roles` and `kinds`: codes as they were typed."""

    name: str
    site: int | None
    people: Collection[int]
    roles: Collection[str]
    kinds: Collection[str]


def put(list_: int | None, wanted: ListWanted, *, person: int, now: dt.datetime, client_ip: str) -> int:
    """Keep a list, a new one for None; its id. Raises Refused."""
    with writing():
        row = None if list_ is None else _list(list_, person)
        mine = remit.of_person(person, Permission.PUBLISH_REPORTS)
        site = wanted.site if row is None else row.site_id
        if not mine.has(site) or (site is not None and Site.get_or_none(Site.id == site) is None):
            raise Refused("A branch keeps its own lists alone")
        if row is None and ReportList.select().count() >= LISTS_MOST:
            raise Refused("There are %(most)s lists already: delete one that is not used", most=LISTS_MOST)
        values = _checked(wanted, site) | {"changed_at": now}
        if row is None:
            row = ReportList.create(site=site, **values)
        else:
            ReportList.update(values).where(ReportList.id == row.id).execute()
        ReportListPerson.delete().where(ReportListPerson.list == row.id).execute()
        for one in sorted(set(wanted.people)):
            ReportListPerson.create(list=row.id, person=one)
        audit.note(
            AuditAction.EDIT_REPORT_LIST, f"report_list:{row.id}", by=login_of(person), now=now, client_ip=client_ip,
            name=values["name"], role=values["roles"], kind=values["kinds"], count=len(set(wanted.people)),
        )  # fmt: skip
        return int(row.id)


def drop(list_: int, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Delete a list; what was sent to it stays sent. Raises Refused."""
    with writing():
        row = _list(list_, person)
        audit.note(
            AuditAction.EDIT_REPORT_LIST, f"report_list:{row.id}", by=login_of(person), now=now, client_ip=client_ip,
            name=row.name, removed=True,
        )  # fmt: skip
        ReportList.delete().where(ReportList.id == row.id).execute()


def send(report: int, list_: int, *, person: int, now: dt.datetime, client_ip: str) -> int:
    """Send a published report to a list; returns how many got it who had not got it before. Raises Refused."""
    with writing():
        row = Report.get_or_none(Report.id == report)
        if row is None or not remit.of_person(person, Permission.PUBLISH_REPORTS).has(row.site_id):
            raise Refused("There is no such report")
        to = _list(list_, person)
        if row.state != ReportState.PUBLISHED.value:
            raise Refused("Only a published report is sent")
        if to.site_id != row.site_id:
            raise Refused("This list is for the reports of another site")
        return _sent(row, to, by=login_of(person), now=now, client_ip=client_ip)


def send_by_choice(report: Report, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Send a report that has just been published to the lists that chose its kind. In the caller's transaction."""
    for to in sending.of_kind(report.kind, report.site_id):
        _sent(report, to, by=by, now=now, client_ip=client_ip)


def read(report: int, *, person: int, now: dt.datetime) -> None:
    """Note that somebody to whom it was sent has opened a report; the first time counts."""
    mine = (ReportSent.report == report) & (ReportSent.person == person) & ReportSent.read_at.is_null()
    if ReportSent.select().where(mine).exists():
        with writing():
            ReportSent.update(read_at=now).where(mine).execute()


def _sent(report: Report, to: Any, *, by: str, now: dt.datetime, client_ip: str) -> int:
    before = {row.person_id for row in list(ReportSent.select().where(ReportSent.report == report.id))}
    fresh = [who for who in sending.reached(to) if who.id not in before]
    for who in fresh:
        ReportSent.create(report=report.id, person=who, list_name=to.name, at=now)
    audit.note(
        AuditAction.SEND_REPORT, f"report:{report.id}", by=by, now=now, client_ip=client_ip, name=to.name,
        count=len(fresh),
    )  # fmt: skip
    return len(fresh)


def _checked(wanted: ListWanted, site: int | None) -> dict[str, Any]:
    name = tidy(wanted.name)
    if not name or len(name) > NAME_MOST or "\n" in name:
        raise Refused("Give the list a name of at most %(most)s characters", most=NAME_MOST)
    roles = sorted(set(wanted.roles))
    if not set(roles) <= {role.value for role in sending.roles()}:
        raise Refused("Choose roles that see reports")
    known = {one for one, _name in sending.choosable(site)}
    if len(set(wanted.people)) > PEOPLE_MOST or not set(wanted.people) <= known:
        raise Refused("Choose people from the list who may see these reports")
    if not roles and not wanted.people:
        raise Refused("Choose at least one person or role")
    kinds = sorted(set(wanted.kinds))
    if not set(kinds) <= {kind.value for kind in PeriodKind if kind is not PeriodKind.FREE}:
        raise Refused("Choose the kinds of reports from the list")
    return {"name": name, "roles": roles, "kinds": kinds}


def _list(list_: int, person: int) -> Any:
    mine = remit.of_person(person, Permission.PUBLISH_REPORTS)
    row = ReportList.get_or_none(ReportList.id == list_)
    if row is None or not mine.has(row.site_id):
        raise Refused("There is no such list")
    return row
