"""Keep, change, copy, share and delete a report that a person put together. Sharing shows others the choice and never
rows: whoever opens it counts his own."""

import datetime as dt
from typing import Any

from peewee import IntegrityError

from hotline.people.reads import remit
from hotline.people.reads.remit import login_of
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.reports.reads import own_drafts, own_reports
from hotline.reports.rows import OwnReport, OwnReportRole
from hotline.reports.rules.own_reports import NAME_MOST, OWN_MOST, OwnDraft, of_kept
from hotline.store.database import writing
from hotline.words import AuditAction


def make(draft: OwnDraft, *, person: int, now: dt.datetime, client_ip: str) -> int:
    """Keep a new report and return its id. Raises Refused."""
    with writing():
        remit.of_person(person, Permission.SEE_FIGURES)
        _room(person)
        _sound(draft, person, now, but=None)
        row = _created(draft, person, now)
        _noted(AuditAction.MAKE_OWN_REPORT, row.id, draft, person=person, now=now, client_ip=client_ip)
        return int(row.id)


def change(report: int, draft: OwnDraft, *, version: int, person: int, now: dt.datetime, client_ip: str) -> None:
    """Put the draft in the place of the report, if it still is the version that was looked at. Raises Refused."""
    with writing():
        row = _mine(report, person)
        _sound(draft, person, now, but=report)
        wanted = OwnReport.update(
            name=draft.name, about=draft.about, chosen=draft.typed.kept(), version=version + 1, changed_at=now
        ).where(OwnReport.id == row.id, OwnReport.version == version)
        if not _without_twin(wanted.execute):
            raise Refused(
                "This report was changed meanwhile, perhaps in another tab: look at it, then press Keep again to put "
                "yours in its place, or keep yours as a new report"
            )
        before = _roles(report)
        _share(report, draft.roles)
        _noted(AuditAction.CHANGE_OWN_REPORT, report, draft, person=person, now=now, client_ip=client_ip)
        if before != set(draft.roles):
            _noted(AuditAction.SHARE_OWN_REPORT, report, draft, person=person, now=now, client_ip=client_ip)


def copy(report: int, *, person: int, now: dt.datetime, client_ip: str) -> int:
    """Make an unshared report of one's own of any that one sees; returns its id. Raises Refused."""
    with writing():
        remit.of_person(person, Permission.SEE_FIGURES)
        view = own_reports.one(report, person)
        if view is None:
            raise Refused("There is no such report")
        _room(person)
        draft = OwnDraft(_free(view.name, person), view.about, view.typed)
        row = _created(draft, person, now)
        _noted(AuditAction.MAKE_OWN_REPORT, row.id, draft, person=person, now=now, client_ip=client_ip)
        return int(row.id)


def delete(report: int, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Delete it for all with whom it was shared; their overviews say so. Raises Refused."""
    with writing():
        row = _mine(report, person)
        draft = OwnDraft(row.name, row.about, of_kept(row.chosen), tuple(sorted(_roles(report))))
        _noted(AuditAction.DELETE_OWN_REPORT, report, draft, person=person, now=now, client_ip=client_ip)
        OwnReport.delete().where(OwnReport.id == row.id).execute()


def note_file(report: int, *, rows: int, person: int, now: dt.datetime, client_ip: str) -> None:
    """Note that a person takes the table of a report along. Raises Refused for who does not see it."""
    with writing():
        remit.of_person(person, Permission.SEE_FIGURES)
        if own_reports.one(report, person) is None:
            raise Refused("There is no such report")
        audit.note(
            AuditAction.EXPORT_OWN_REPORT, f"own_report:{report}", by=login_of(person), now=now, client_ip=client_ip,
            rows=rows,
        )  # fmt: skip


def _mine(report: int, person: int) -> Any:
    remit.of_person(person, Permission.SEE_FIGURES)
    row = OwnReport.get_or_none(OwnReport.id == report, OwnReport.person == person)
    if row is None:
        raise Refused("This report of yours is not there any more: keep what you chose as a new report")
    return row


def _sound(draft: OwnDraft, person: int, now: dt.datetime, *, but: int | None) -> None:
    wrong = own_drafts.faults(draft, person, now, but=but)
    for refused in wrong.values():
        raise refused


def _room(person: int) -> None:
    if OwnReport.select().where(OwnReport.person == person).count() >= OWN_MOST:
        raise Refused("You keep %(most)s reports already: delete one that you do not need", most=OWN_MOST)


def _created(draft: OwnDraft, person: int, now: dt.datetime) -> Any:
    row = _without_twin(
        lambda: OwnReport.create(
            person=person, name=draft.name, about=draft.about, chosen=draft.typed.kept(), made_at=now, changed_at=now
        )
    )
    _share(row.id, draft.roles)
    return row


def _without_twin(write: Any) -> Any:
    """What `write` gives; of two tabs that keep the same name at once the later one is told."""
    try:
        return write()
    except IntegrityError as error:
        raise Refused("You have a report of this name already: choose another name") from error


def _free(name: str, person: int) -> str:
    """The name, with a number where the person has it already."""
    taken = {row.name for row in OwnReport.select(OwnReport.name).where(OwnReport.person == person)}
    n, found = 2, name
    while found in taken:
        end = f" {n}"
        found, n = name[: NAME_MOST - len(end)] + end, n + 1
    return found


def _roles(report: int) -> set[str]:
    return {row.role for row in OwnReportRole.select().where(OwnReportRole.report == report)}


def _share(report: int, roles: tuple[str, ...]) -> None:
    OwnReportRole.delete().where(OwnReportRole.report == report).execute()
    for role in sorted(set(roles)):
        OwnReportRole.create(report=report, role=role)


def _noted(
    act: AuditAction, report: int, draft: OwnDraft, *, person: int, now: dt.datetime, client_ip: str
) -> None:  # fmt: skip
    audit.note(
        act, f"own_report:{report}", by=login_of(person), now=now, client_ip=client_ip, name=draft.name,
        role=sorted(set(draft.roles)),
    )  # fmt: skip
