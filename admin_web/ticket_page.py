"""The data of a ticket's page, also of a confidential one for the discipline inspection."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hotline.citizens.keys import keep_key
from hotline.clock import local_day
from hotline.settings import secret
from hotline.tickets.reads import appointments, dictionary, files, papers, suggestions, templates, units
from hotline.tickets.reads import page as ticket_page
from hotline.tickets.reads.page import Whole
from hotline.tickets.reads.units import closing_of
from hotline.tickets.rules.guards import Actor, Blocked, TransitionRequest
from hotline.tickets.rules.life import OPEN_STATES
from hotline.tickets.rules.limits import DAY, extension_most
from hotline.tickets.rules.papers import lacks_letter
from hotline.tickets.rules.templates import filled
from hotline.tickets.rules.tickets import PARTIES_SHOWN, SUBJECT_MOST, TEXT_MOST
from hotline.tickets.rules.told import ToldText
from hotline.tickets.verbs import papers as paper_verbs
from hotline.tickets.verbs.life import act, actor, judged
from hotline.tickets.verbs.life.reviewing import reviewed_by
from hotline.words import (
    Channel,
    ClockKind,
    EntryKind,
    PaperKind,
    Profile,
    TicketEvent,
    TicketState,
    UnitKind,
    Way,
)
from hotline.workdays.rules import deadlines, deadlines_told

from . import language
from .access import client_ip, now, reader, settings, wants_json
from .noted_names import warning
from .ticket_clock import clock_told
from .ticket_forms import FORMS, KEYS, PARTS, VERBS, whole

SOON = dt.timedelta(days=1)  # a file added so long before an act of the same person came with it


def shown(found: Whole, *, typed: dict[str, str]) -> dict[str, Any]:
    """All data for the page of a ticket."""
    row, who = found.row, actor(reader().id)
    told = judged(row, who, now())
    may = frozenset(event for event, why in told.items() if why is None)
    chosen, apart = typed.get("event", ""), not row.confidential and reader().apart(row.opened_by_id)
    return {
        "ticket": found, "row": row, "now_state": TicketState(row.state), "forms": FORMS,
        "parts": PARTS, "verbs": VERBS, "keys": KEYS, "typed": typed, "open_event": chosen,
        "acts": [event for event in FORMS if event in may], **_not_now(told),
        "review_by": reviewed_by(row, may, who, now()),
        "part_acts": may & set(PARTS), "may": may, "clock": clock_told(found, now()),
        "units": _choices(), "ways": list(Way), "members": units.members(row.unit_id) if row.unit_id else [],
        "grounds": dictionary.entries(EntryKind.REFUSAL, language.short()),
        "suggested": _suggested(found, may), "twins": _twins_of(found, may), "unit_names": _names(found),
        "name_warning": warning(row.caller_name) if TicketEvent.CORRECT in may else "",
        "hidden": row.hides_name and apart, "told": told_of(row), "told_of_child": told_of,
        "for_a_caller": reader().for_a_caller(row.opened_by_id), "DAY": DAY, "TicketEvent": TicketEvent,
        "files": files.of_ticket(row.id, hides_name=row.hides_name, for_unit=apart),
        "of_children": _of_children(found), "step_of": _steps_of_files(found),
        "extension_most": _extension_most(found),
        "booked": [] if row.confidential else appointments.of_ticket(row.number),
        **_papers_of(found, who), "reply_templates": _templates(found, who, may), "code_shown": _sees_code(row),
        **_corrected(may), **_loads(may), "posts": who.posts, "language_short": language.short(),
    }  # fmt: skip


def told_of(row: Any) -> ToldText:
    """What the reader is told in the texts of a ticket, or of one that is merged into it."""
    inspected = getattr(row, "confidential", False)
    withheld = row.hides_name and not inspected and reader().apart(row.opened_by_id)
    numbers = reader().sees_numbers or inspected
    return ToldText(row.caller_number, row.caller_name, row.former_names, numbers=numbers, withheld=withheld)


def _of_children(found: Whole) -> dict[int, files.Files]:
    """The files of each ticket that is merged into this one, as far as the reader may have them."""
    return {
        one.id: files.of_ticket(one.id, hides_name=one.hides_name, for_unit=reader().apart(one.opened_by_id))
        for one in found.children
    }


def _steps_of_files(found: Whole) -> Callable[[files.FileView], str]:
    """The act with which a file came: the registration's, or the next text of whoever added it, else his last act."""

    def label(file: files.FileView) -> str:
        mine = [step for step in found.steps if step.who == file.who]
        later = [step for step in mine if step.text and file.at <= step.at <= file.at + SOON]
        before = [step for step in mine if step.at < file.at]
        step = found.steps[0] if file.with_form and found.steps else next(iter(later), before[-1] if before else None)
        return step.event.label(language.short()) if step is not None else ""

    return label


def _not_now(told: Mapping[TicketEvent, Blocked | None]) -> dict[str, Any]:
    """What belongs to the reader and cannot be done yet, with the reason: `not_yet` or `idle`."""
    against = [(event, told[event]) for event in FORMS if told.get(event) is not None]
    said = [(event, language.sentence(one.why), one.idle) for event, one in against if one is not None]
    return {
        "not_yet": [(event, why) for event, why, idle in said if not idle],
        "idle": [(event, why) for event, why, idle in said if idle],
    }


def _extension_most(found: Whole) -> int:
    """Workdays that may be asked for at most."""
    given = (one.half_days for one in found.clocks if one.kind is ClockKind.FINISH and one.stopped_at is None)
    return extension_most(next(given, DAY)) // DAY


def _papers_of(found: Whole, who: Actor) -> dict[str, Any]:
    """The papers that the reader may issue, and whether the letter of assignment is missing."""
    kinds, issued = paper_verbs.offered(found.row, who, now()), papers.of_ticket(found.row.id)
    letters_to = [str(one.fields.get("unit", "")) for one in issued if one.kind is PaperKind.LETTER]
    open_ = TicketState(found.row.state) in OPEN_STATES
    return {
        "papers": issued, "paper_kinds": kinds,
        "letter_missing": lacks_letter(kinds, letters_to, found.unit, open_=open_),
    }  # fmt: skip


def _templates(found: Whole, who: Actor, may: frozenset[TicketEvent]) -> list[templates.TemplateView]:
    """The reply templates, filled in from the ticket, for who may answer it."""
    if not may & {TicketEvent.REPLY, TicketEvent.ANSWER, TicketEvent.REPLY_SHARE, TicketEvent.ANSWER_SUPERVISION}:
        return []
    row = found.row
    name = "" if row.hides_name and who.posts else row.caller_name
    known = {
        "姓名": name, "工单号": row.number, "主题": row.subject, "单位": found.unit or found.site,
        "日期": f"{local_day(now()):%Y年%-m月%-d日}",
    }  # fmt: skip
    return [replace(one, text=filled(one.text, known)) for one in templates.of(who)]


def _sees_code(row: Any) -> bool:
    """Who sees the citizen's number or has written the ticket down, but nobody of a unit: who has both the code and the
    number may rate the answer in the citizen's place."""
    mine = reader().sees_numbers or row.opened_by_id == reader().id
    return bool(row.code) and not row.confidential and mine and reader().tickets.units is None


def carry_out(number: str, asked: TransitionRequest) -> None:
    """Carry out the reader's act on the ticket's version that his form showed, and say so. Raises Refused."""
    seen = whole(request.form.get("seen", ""))
    act(number, asked, who=actor(reader().id), now=now(), client_ip=client_ip(), seen=seen)
    flash(_("%(number)s: %(event)s", number=number, event=asked.event.label(language.short())), "done")
    if asked.event is TicketEvent.CORRECT:
        keep_key(secret(settings().data, "identity"), number)  # who is told to ask by the new name asks at once


def done(href: str) -> Response:
    """The page to show after an act."""
    return jsonify(href=href) if wants_json() else redirect(href, 303)


def explained(number: str, clock: int, *, back: str) -> str:
    found = ticket_page.of_clock(clock, number)
    if found is None:
        abort(404)
    row, calendar, pauses = found
    closing, stood = closing_of(row.unit), [deadlines.Pause(one.since, one.until) for one in pauses]
    still = stood if row.kind in ("finish", "share") else []
    half_days = row.half_days + row.extended
    days = deadlines_told.why(calendar, row.begun_at, half_days, closing=closing, pauses=still)
    return render_template(
        "tickets/why.html", number=number, clock=row, days=days, half_days=half_days, pauses=pauses, DAY=DAY,
        back=back,
    )  # fmt: skip


def _choices() -> list[units.UnitView]:
    return [unit for unit in units.tree(reader().site) if unit.kind is not UnitKind.DISCIPLINE]


def loads() -> dict[str, Any]:
    """How many people a unit has and what it has in hand: who dispatches sees it beside the unit's name."""
    return {"people_of": units.staffed(), "in_hand": units.in_hand()}


def _loads(may: frozenset[TicketEvent]) -> dict[str, Any]:
    return loads() if may & {TicketEvent.DISPATCH, TicketEvent.ADD_SHARE, TicketEvent.ASK_RETURN} else {}


def _corrected(may: frozenset[TicketEvent]) -> dict[str, Any]:
    """The choices of the correction's form."""
    if TicketEvent.CORRECT not in may:
        return {}
    short = language.short()
    return {
        "topics": dictionary.entries(EntryKind.TOPIC, short), "places": dictionary.entries(EntryKind.PLACE, short),
        "subject_most": SUBJECT_MOST, "text_most": TEXT_MOST, "parties_shown": PARTIES_SHOWN,
        "channels": list(Channel), "profiles": [Profile.COURT_12368, Profile.GOV_12345],
    }  # fmt: skip


def _names(found: Whole) -> dict[int, str]:
    return {unit.id: unit.name for unit in units.tree(None, all_of_them=True)}


def _suggested(found: Whole, may: frozenset[TicketEvent]) -> list[suggestions.Suggestion]:
    if TicketEvent.DISPATCH not in may:
        return []
    row = found.row
    return suggestions.suggestions(row.topic_id, row.place_id, row.kind, row.site_id, now=now())


def _twins_of(found: Whole, may: frozenset[TicketEvent]) -> list[suggestions.Twin]:
    if TicketEvent.MERGE not in may:
        return []
    row = found.row
    return suggestions.twins(suggestions.about(row), reader().tickets, now=now(), leave_out=row.number)
