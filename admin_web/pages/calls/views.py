"""Calls: the list, one call with its time line, and its recordings."""

import datetime as dt
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, render_template, request, send_file
from flask import Response as FlaskResponse

from admin_web.access import address, needs, now, reader, settings
from hotline.clock import day_bounds
from hotline.desk.recordings import note_listening
from hotline.records.queries import audit, calls, lines, people, tickets
from hotline.records.queries.calls import CallLine, Sound, Wanted
from hotline.rules.permissions import Act
from hotline.rules.phases import phases
from hotline.words import Deed, Outcome, RecordingState

from .story import tell, why_failed

blueprint = Blueprint("calls", __name__, template_folder="templates")
SEEN_DIGITS = 4  # what a masked number shows at its end: nobody finds out the rest by asking


@blueprint.get("/calls")
@needs(Act.SEE_OWN_CALLS, Act.SEE_SITE_CALLS)
def page() -> str:
    """The calls that fit the filters, newest first."""
    asked = request.args
    shown = calls.page(_wanted(), reader().scope, after=asked.get("after", ""))
    kept = {name: value for name, value in asked.items() if value and name != "after"}
    all_agents = people.telephones(reader().site) if reader().may(Act.SEE_SITE_CALLS) else []
    return render_template(
        "calls/list.html", page=shown, asked=asked, kept=kept, agents=all_agents, lines=lines.line_names(),
        outcomes=list(Outcome),
    )  # fmt: skip


@blueprint.get("/calls/<call>")
@needs(Act.SEE_OWN_CALLS, Act.SEE_SITE_CALLS)
def one(call: str) -> str:
    """One call with all that is known of it."""
    row = _visible(call)
    facts = calls.moments(call)
    end = ((row.ended_at or now()) - row.arrived_at).total_seconds()
    end = max(end, facts[-1].after if facts else 1.0)
    sounds = calls.sounds(call)
    names = calls.agents({int(m.data["agent"]) for m in facts if str(m.data.get("agent", "")).isdigit()})
    return render_template(
        "calls/call.html",
        call=row,
        moments=[(moment, tell(moment, row, names, lines.line_names())) for moment in facts],
        phases=phases([(moment.after, moment.kind) for moment in facts], end=end),
        whole=end,
        offers=calls.offers(call),
        tickets=tickets.of_call(call),
        why_failed=why_failed,
        sounds=[(sound, _file(sound) is not None, _listenings(sound)) for sound in sounds],
        may_listen=_may_listen(row),
    )


@blueprint.get("/recordings/<int:recording>")
@needs(Act.LISTEN, Act.SEE_OWN_CALLS)
def listen(recording: int) -> FlaskResponse:
    """The sound, whole or in ranges (206, 416). Who listens is written down first."""
    sound = calls.sound(recording)
    if sound is None:
        abort(404)
    if not _may_listen(_visible(sound.call)):
        abort(403)
    file = _file(sound)
    if file is None:
        abort(404)
    note_listening(sound.id, sound.call, by=reader().login, now=now(), address=address())
    return send_file(file, mimetype="audio/wav", conditional=True, etag=False, max_age=0)


def _visible(call: str) -> CallLine:
    row = calls.one(call, reader().scope)
    if row is None:
        abort(404)
    return row


def _may_listen(row: CallLine) -> bool:
    return reader().may(Act.LISTEN) or row.agent == reader().id


def _file(sound: Sound) -> Path | None:
    """The file of a recording by its name, only if it lies in the folder of recordings."""
    if sound.state is RecordingState.FAILED:
        return None
    folder = settings().recordings.resolve()
    file = (folder / Path(sound.path).name).resolve()
    return file if file.is_relative_to(folder) and file.is_file() else None


def _listenings(sound: Sound) -> Any:
    return audit.of_object(f"recording:{sound.id}", act=Deed.LISTEN) if reader().may(Act.LISTEN) else ()


def _wanted() -> Wanted:
    asked = request.args
    tail = "".join(sign for sign in asked.get("tail", "") if sign in "0123456789")
    agent = asked.get("agent", "")
    since, before = _day(asked.get("since", "")), _day(asked.get("until", ""))
    return Wanted(
        since=since[0] if since else None,
        before=before[1] if before else None,
        tail=tail[-(32 if reader().sees_numbers else SEEN_DIGITS) :],
        agent=int(agent) if agent.isascii() and agent.isdigit() and len(agent) < 10 else None,
        line=asked.get("line", ""),
        outcome=asked.get("outcome", ""),
    )


def _day(text: str) -> tuple[dt.datetime, dt.datetime] | None:
    """[begin, end) of a day as a page writes it; None for anything else."""
    try:
        return day_bounds(dt.date.fromisoformat(text))
    except (ValueError, OverflowError):
        return None
