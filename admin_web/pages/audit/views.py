"""The audit: who did what, when and from where."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from gevent import get_hub

from admin_web import access, language
from admin_web.access import client_ip, needs, now, reader, settings
from admin_web.downloads import spreadsheet
from hotline.clock import day_bounds
from hotline.people.reads import audit, audit_archive, audit_chain
from hotline.people.reads.audit import AuditFilter, Noted
from hotline.people.reads.audit_archive import ArchiveFound
from hotline.people.rules.permissions import Permission
from hotline.people.verbs.audit import note_export
from hotline.ports import Refused
from hotline.reports.reads.audit_names import objects_named
from hotline.store.paging import SIZE, Page
from hotline.values.typed import day
from hotline.words import AuditAction

from .sheet import written
from .words import tell

blueprint = Blueprint("audit", __name__, template_folder="templates")
ROWS_MOST = 50_000
FILTERS = ("who", "act", "since", "until", "about")


@blueprint.get("/audit")
@needs(Permission.SEE_AUDIT)
def page() -> str | tuple[str, int]:
    try:
        wanted, wrong = _wanted(request.args), ""
    except Refused as error:
        wanted, wrong = None, language.sentence(error)
    return _shown(request.args, wanted, wrong)


@blueprint.post("/audit/export")
@needs(Permission.SEE_AUDIT)
def export() -> Response | tuple[str, int]:
    """The list that fits as a file."""
    asked = request.form
    try:
        wanted = _wanted(asked)
        count = audit.total(wanted, most=ROWS_MOST)
        if count > ROWS_MOST:
            raise Refused("A file holds at most %(most)s entries: choose fewer days", most=ROWS_MOST)
        by_what = [name for name in FILTERS if asked.get(name)]
        entries = list(audit.every(wanted, most=ROWS_MOST))
        note_export(reader().id, rows=len(entries), by_what=by_what, now=now(), client_ip=client_ip())
    except Refused as error:
        shown = _shown(asked, None, language.sentence(error))
        return shown if isinstance(shown, tuple) else (shown, 422)
    content = written(tell(entries, reader(), links=False), language.short())
    return spreadsheet(content, _("Audit"), plain="audit", now=now())


def _shown(asked: Mapping[str, str], wanted: AuditFilter | None, wrong: str) -> str | tuple[str, int]:
    found, old = (None, ArchiveFound()) if wanted is None else _found(wanted, asked.get("after", ""))
    html = render_template(
        "audit/list.html", page=found, asked=asked, kept=access.kept({n: asked.get(n, "") for n in FILTERS}),
        total=0 if wanted is None else audit.total(wanted, most=audit.COUNTED_MOST), most=audit.COUNTED_MOST,
        deeds=list(AuditAction), wrong=wrong, filters=FILTERS, old=old, archives=bool(audit_archive.segments()),
        told=[] if found is None else tell(found.rows, reader()),
    )  # fmt: skip
    return (html, 422) if wrong else html


def _found(wanted: AuditFilter, after: str) -> tuple[Page[Noted], ArchiveFound]:
    """A page of the table's entries, filled up from the files of old ones where the table ends."""
    live: Page[Noted] = Page(()) if audit_archive.is_mark(after) else audit.page(wanted, after=after)
    wrong = audit_chain.doubted([one.id for one in live.rows])
    rows = tuple(replace(one, doubted=one.id in wrong) for one in live.rows)
    kept = audit_archive.segments()
    if live.next or not kept:
        return Page(rows, live.next), ArchiveFound()
    logins, folder = audit_archive.logins_of(wanted.who), settings().old_audit
    old: ArchiveFound = get_hub().threadpool.apply(
        lambda: audit_archive.search(folder, kept, wanted, logins, after=after, size=SIZE - len(rows))
    )
    return Page(rows + old.rows, old.next), old


def _wanted(asked: Mapping[str, str]) -> AuditFilter:
    """Raises Refused for what is no day."""
    about = asked.get("about", "").replace("\x00", "").strip()[:100]
    since, until = _day(asked.get("since", "")), _day(asked.get("until", ""))
    return AuditFilter(
        who=asked.get("who", "").replace("\x00", "").strip()[:64],
        act=asked.get("act", "") if asked.get("act", "") in set(AuditAction) else "",
        since=None if since is None else day_bounds(since)[0],
        until=None if until is None else day_bounds(until)[1],
        about=about,
        objects=objects_named(about),
        site=reader().site,
    )


def _day(typed: str) -> dt.date | None:
    if not typed.strip():
        return None
    read = day(typed)
    if read is None:
        raise Refused("Write a day as 2026-11-22")
    return read
