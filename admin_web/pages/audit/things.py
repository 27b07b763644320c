"""What an audit entry is about, by a name that an auditor knows, and the page where it stands."""

from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from admin_web import filters, language
from admin_web.access import Reader, opens
from hotline.calls.reads import calls
from hotline.people.rules.audit_things import SEALED
from hotline.people.rules.parameters import BY_NAME
from hotline.reports.reads.audit_names import Named
from hotline.reports.rules.catalogue import FIGURES
from hotline.words import (
    AlarmKind,
    AuditThing,
    ClockKind,
    EntryKind,
    FindingKind,
    NoticeKind,
    Profile,
    TicketKind,
    Word,
)

T = AuditThing
NAMED_ALONE = (T.PERSON, T.LINE, T.UNIT, T.FLOW, T.JUDGE, T.CHAMBER, T.TICKET)  # their names say what they are
PAGES: dict[AuditThing, tuple[str, str]] = {
    T.PERSON: ("people.one", "person"), T.LINE: ("lines.one", "line"), T.RECORDING: ("calls.one", "call"),
    T.CONTACT: ("contacts.one", "contact"), T.UNIT: ("units.one", "unit"), T.FLOW: ("flows.one", "name"),
    T.TICKET: ("tickets.one", "number"), T.JUDGE: ("directory.judge", "judge"),
    T.CHAMBER: ("directory.chamber", "chamber"), T.ENTRY: ("dictionary.page", "kind"),
    T.SPECIAL_DAY: ("hours.page", "change"), T.ERASURE: ("subjects.report", "erasure"),
    T.OWN_REPORT: ("own_reports.one", "report"), T.ASSESSMENT: ("assessment.one", "period"),
    T.EXCLUSION: ("exclusions.one", "exclusion"), T.ASSESSMENT_LETTER: ("assessment_letters.one", "letter"),
    T.QUALITY_FORM: ("quality_forms.one", "form"), T.SAMPLING_PLAN: ("quality_plans.one", "plan"),
    T.INSPECTION: ("inspections.one", "inspection"),
}  # fmt: skip  # the page of the one thing, and what it is asked by
LISTS: dict[AuditThing, str] = {
    T.AUDIT: "audit.page", T.CALLS: "calls.page", T.PEOPLE: "people.page",
    T.RECORDINGS: "recordings.page", T.ALARM: "board.page",
    T.APPOINTMENT: "appointments.page", T.DISPUTE: "disputes.page",
    T.FIGURE: "figures.page",
    T.REPORT: "reports.page",
    T.REPORT_LIST: "report_lists.page", T.CLASSES: "classes.page",
    T.FINDING: "findings.page", T.RISK_TASK: "findings.page",
    T.CALL_BACK: "call_backs.page", T.EXPORT: "ticket_list.page", T.KEYWORDS: "dictionary.rule_page",
    T.RULE: "dictionary.rule_page", T.LIMIT: "dictionary.limit_page", T.NOTICE: "notices.page",
    T.NUISANCE: "nuisance.page", T.PARAMETER: "parameters.page", T.TEMPLATE: "reply_templates.page",
    T.ASSESSMENT_RULES: "assessment_rules.page", T.COACHING: "inspections.all_of_them",
    T.WALL_KEY: "wall_keys.page", T.TELEPHONE_TRY: "telephones.page",
}  # fmt: skip  # where the list with it stands


def name(thing: str, named: Named | None) -> str:
    """`thing` as stored (`kind:id`); a kind that nobody knows any more is shown so."""
    if thing == SEALED:
        return str(_("A confidential complaint"))
    code, colon, ref = thing.partition(":")
    if code not in set(T):
        return thing
    kind = T(code)
    said = _said(kind, ref, named)
    if not colon:
        return filters.label(kind)
    if named is not None and kind in NAMED_ALONE and said:
        return said
    if kind is T.CONTACT and named is not None:
        return str(_("Request for %(judge)s", judge=named.name))
    if kind is T.RECORDING and named is not None:
        return str(_("Recording of %(at)s", at=said))
    return f"{filters.label(kind)} {said or ref}"


def href(thing: str, named: Named | None, reader: Reader) -> str:
    """The address of a page that this reader may open; "" if there is none."""
    code, colon, ref = thing.partition(":")
    if code not in set(T) or thing == SEALED:
        return ""
    kind = T(code)
    if kind is T.PAGE:
        return ref if _opens(ref, reader) else ""
    if kind in LISTS:
        return url_for(LISTS[kind]) if opens(LISTS[kind], reader) else ""
    if named is None or not colon or kind not in PAGES:
        return ""
    endpoint, argument = PAGES[kind]
    if not opens(endpoint, reader):
        return ""
    if kind is T.TICKET and not reader.opens(named.site, named.opened_by):
        return ""
    if kind is T.RECORDING and calls.one(named.ref, reader.scope) is None:
        return ""
    values: dict[str, Any] = {argument: named.ref}
    return url_for(endpoint, **values)


def _opens(path: str, reader: Reader) -> bool:
    """Whether a path leads to a page of the house that this reader may open."""
    try:
        endpoint, _values = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RoutingException):
        return False
    return isinstance(endpoint, str) and endpoint in current_app.view_functions and opens(endpoint, reader)


def _said(kind: AuditThing, ref: str, named: Named | None) -> str:
    """The name alone; "" if only the id is known."""
    short = language.short()
    if kind is T.LIMIT:
        return _limit(ref)
    if kind is T.FIGURE and ref in FIGURES:
        return FIGURES[ref].label.label(short)
    if kind is T.PARAMETER and ref in BY_NAME:
        return BY_NAME[ref].zh if short == "zh" else BY_NAME[ref].en
    if named is None:
        return ""
    parts = [_word(named.code), named.en if named.en and short == "en" else named.name]
    if named.number:
        parts.append(filters.number(named.number))
    if named.at is not None:
        parts.append(filters.local(named.at, "%Y-%m-%d %H:%M"))
    return " ".join(part for part in parts if part)


def _word(code: str) -> str:
    kinds: tuple[type[Word], ...] = (AlarmKind, NoticeKind, EntryKind, FindingKind)
    return next((filters.label(kind(code)) for kind in kinds if code in set(kind)), "")


def _limit(ref: str) -> str:
    """`court_12368:complaint:finish`: hotline, kind of ticket (`*`: every other) and clock."""
    hotline, ticket, clock = (*ref.split(":"), "", "", "")[:3]
    words: tuple[tuple[type[Word], str], ...] = ((Profile, hotline), (TicketKind, ticket), (ClockKind, clock))
    return " · ".join(filters.label(kind(code)) if code in set(kind) else code for kind, code in words)
