"""Calls: the list, also as a file, one call with time line and legs, and its recordings to play or download."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import access, language, waves
from admin_web.access import client_ip, needs, now, reader
from admin_web.asked import as_field, bounds, tail, unread
from admin_web.downloads import spreadsheet
from admin_web.sounds import file_of, played, trouble_of
from admin_web.ticket_forms import whole
from hotline.calls.reads import calls, lines, listed, recordings, voices
from hotline.calls.reads.calls import CallLine, Sound
from hotline.calls.reads.listed import CallFilter, CallSort
from hotline.calls.rules.phases import phases, totals
from hotline.calls.verbs.exports import note_export
from hotline.calls.verbs.recordings import note_download, note_listening
from hotline.people.reads import audit, people
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import sounds, tickets
from hotline.words import AuditAction, Outcome, VoiceFinding

from .sheet import written
from .story import dialled, names, people_in, tell, why_failed

blueprint = Blueprint("calls", __name__, template_folder="templates")
DIGITS_MOST = 32
ROWS_MOST = 50_000  # calls of one file
FILTERS = ("since", "until", "tail", "agent", "line", "outcome", "direction", "least", "longest", "heard")
KEPT = (*FILTERS, "sort")


@blueprint.get("/calls")
@needs(Permission.SEE_OWN_CALLS, Permission.SEE_SITE_CALLS)
def page() -> str:
    """The calls that fit the filters, in the order asked for."""
    return _list(request.args)


@blueprint.post("/calls/export")
@needs(Permission.SEE_OWN_CALLS, Permission.SEE_SITE_CALLS)
def export() -> FlaskResponse | tuple[str, int]:
    """The list that fits as a spreadsheet."""
    asked = request.form
    wanted, sort = _wanted(asked), listed.sorted_by(asked.get("sort", ""))
    try:
        if listed.count(wanted, reader().scope, most=ROWS_MOST) > ROWS_MOST:
            raise Refused("A file holds at most %(most)s calls: choose fewer days", most=ROWS_MOST)
        rows = list(listed.every(wanted, reader().scope, sort=sort, most=ROWS_MOST))
        note_export(
            reader().id, rows=len(rows), by_what=[name for name in FILTERS if asked.get(name)],
            numbers=reader().sees_numbers, now=now(), client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        return _list(asked, wrong=language.sentence(error)), 422
    content = written(rows, _tickets, language.short())
    return spreadsheet(content, _("Calls"), plain="calls", now=now())


@blueprint.get("/calls/<call>")
@needs(Permission.SEE_OWN_CALLS, Permission.SEE_SITE_CALLS)
def one(call: str) -> str:
    """One call with all its details."""
    row = _visible(call)
    facts = calls.moments(call)
    end = ((row.ended_at or now()) - row.arrived_at).total_seconds()
    end = max(end, facts[-1].after if facts else 1.0)
    kept = calls.all_sounds(call)
    known = names(facts, calls.agents(people_in(facts)), lines.line_names())
    told = phases([(moment.after, moment.kind) for moment in facts], end=end)
    measured = voices.of_recordings([sound.id for sound in kept])
    return render_template(
        "calls/call.html",
        voices=measured,
        waves={
            sound.id: waves.drawn(measured[sound.id], told, (sound.begun_at - row.arrived_at).total_seconds())
            for sound in kept
            if sound.id in measured
        },
        call=row,
        moments=[(moment, tell(moment, row, known)) for moment in facts],
        phases=told,
        totals=totals(told),
        whole=end,
        offers=calls.offers(call),
        legs=recordings.legs(call),
        details=recordings.details(call),
        dialled=dialled,
        tickets=tickets.of_call(call),
        why_failed=why_failed,
        sounds=[(sound, trouble_of(sound), _heard(sound)) for sound in kept],
        may_listen=_may_listen(row),
        released=sounds.released(call),
    )


@blueprint.get("/recordings/<int:recording>")
@needs(Permission.LISTEN, Permission.SEE_OWN_CALLS)
def listen(recording: int) -> FlaskResponse:
    """The sound, whole or in ranges (206, 416). The listener is recorded first."""
    sound = sounds.sound(recording)
    if sound is None:
        abort(404)
    if not _may_listen(_visible(sound.call)):
        abort(403)
    file = file_of(sound)
    if file is None:
        abort(404)
    note_listening(sound.id, sound.call, by=reader().login, now=now(), client_ip=client_ip())
    return played(file)


@blueprint.post("/recordings/<int:recording>/download")
@needs(Permission.DOWNLOAD)
def download(recording: int) -> Response:
    """Download the file; the reason is recorded first."""
    sound = sounds.sound(recording)
    if sound is None:
        abort(404)
    row = _visible(sound.call)
    file = file_of(sound)
    if file is None:
        return redirect(url_for("calls.one", call=row.id), 303)
    why = request.form.get("why", "")
    note_download(sound.id, sound.call, why, by=reader().login, now=now(), client_ip=client_ip())
    name = f"{row.arrived_at:%Y%m%d}-{sound.kind}-{sound.id}.wav"
    return played(file, download_name=name)


def _visible(call: str) -> CallLine:
    row = calls.one(call, reader().scope)
    if row is None:
        abort(404)
    return row


def _may_listen(row: CallLine) -> bool:
    return reader().may(Permission.LISTEN) or row.agent == reader().id


def _heard(sound: Sound) -> Any:
    """Who played and who downloaded it."""
    if not reader().may(Permission.LISTEN):
        return ()
    thing = f"recording:{sound.id}"
    notes = [*audit.of_object(thing, act=AuditAction.LISTEN), *audit.of_object(thing, act=AuditAction.DOWNLOAD)]
    return sorted(notes, key=lambda note: note.at, reverse=True)


def _list(typed: Mapping[str, str], *, wrong: str = "") -> str:
    asked = {**typed, "since": as_field(typed.get("since", "")), "until": as_field(typed.get("until", ""))}
    wanted, sort = _wanted(asked), listed.sorted_by(asked.get("sort", ""))
    shown = listed.page(wanted, reader().scope, sort=sort, after=asked.get("after", ""))
    wrong = wrong or unread(typed, days=("since", "until"), numbers=("least", "longest"))
    ids = [row.id for row in shown.rows]
    all_agents = people.telephones(reader().site) if reader().may(Permission.SEE_SITE_CALLS) else []
    return render_template(
        "calls/list.html", page=shown, asked=asked, kept=access.kept({n: asked.get(n, "") for n in KEPT}),
        findings=list(VoiceFinding),
        agents=all_agents, lines=lines.line_names(), outcomes=list(Outcome), wrong=wrong, headings=_headings(sort),
        count=listed.count(wanted, reader().scope), most=listed.COUNTED_MOST,
        tickets=_tickets(ids), recorded=listed.recorded(ids), filters=KEPT,
    )  # fmt: skip


def _tickets(calls_shown: list[str]) -> dict[str, tuple[str, ...]]:
    return tickets.of_calls(calls_shown, reader().one_ticket)


def _headings(sort: CallSort) -> dict[str, tuple[str, str]]:
    """For each column that sorts: the order that its heading asks for next, and the mark of the present one."""
    arrived = CallSort.OLDEST if sort is CallSort.NEWEST else CallSort.NEWEST
    mark = {CallSort.NEWEST: "▼", CallSort.OLDEST: "▲"}.get(sort, "")
    found = {"arrived": (arrived.value, mark)}
    for one_sort in (CallSort.WAITED, CallSort.TALKED):
        found[one_sort.value] = (one_sort.value, "▼" if sort is one_sort else "")
    return found


def _wanted(asked: Mapping[str, str]) -> CallFilter:
    since, before = bounds(asked.get("since", "")), bounds(asked.get("until", ""))
    least, most = whole(asked.get("least", "")), whole(asked.get("longest", ""))
    return CallFilter(
        since=since[0] if since else None,
        before=before[1] if before else None,
        tail=tail(asked.get("tail", ""), DIGITS_MOST),
        agent=whole(asked.get("agent", "")),
        line=asked.get("line", ""),
        outcome=asked.get("outcome", ""),
        direction=asked.get("direction", ""),
        talked_least=None if least is None else 60 * least,
        talked_most=None if most is None else 60 * most + 59,
        heard=VoiceFinding(asked["heard"]) if asked.get("heard") in set(VoiceFinding) else None,
    )
