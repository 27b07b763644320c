"""Recordings: found by person, line, day, number and length; how many are kept, which failed, what was purged."""

from flask import Blueprint, render_template, request

from admin_web import access
from admin_web.access import needs, reader
from admin_web.asked import as_field, bounds, tail, unread
from admin_web.pages.calls.story import why_failed
from admin_web.ticket_forms import whole
from hotline.calls.reads import lines, recordings
from hotline.calls.reads.recordings import RecordingFilter
from hotline.people.reads.parameters import parameters
from hotline.people.rules.parameters import ALL
from hotline.people.rules.permissions import Permission

blueprint = Blueprint("recordings", __name__, template_folder="templates")
KEEP = "keep."
DIGITS_MOST = 32
FILTERS = ("since", "until", "person", "line", "tail", "least", "most")


@blueprint.get("/recordings")
@needs(Permission.SEE_RECORDINGS)
def page() -> str:
    """The recordings that fit; below counts, days to keep, failures (paged by `failed`) and reports of purging."""
    values, asked = parameters(), request.args.to_dict()
    wrong = unread(asked, days=("since", "until"), numbers=("least", "most"))
    asked |= {name: as_field(asked.get(name, "")) for name in ("since", "until")}
    return render_template(
        "recordings/page.html", kept=recordings.kept() if reader().head else (), sealed=recordings.sealed(),
        purges=recordings.purges() if reader().head else (),
        page=recordings.failures(reader().scope, after=asked.get("failed", "")), why_failed=why_failed,
        days=[(one, values[one.name]) for one in ALL if one.name.startswith(KEEP)],
        found=recordings.found(_wanted(), reader().scope, after=asked.get("after", "")), asked=asked,
        filters={name: value for name, value in access.kept(asked).items() if name in FILTERS},
        people=recordings.talkers(reader().site), lines=lines.line_names(), wrong=wrong,
    )  # fmt: skip


def _wanted() -> RecordingFilter:
    asked = request.args
    since, before = bounds(asked.get("since", "")), bounds(asked.get("until", ""))
    return RecordingFilter(
        since=since[0] if since else None,
        before=before[1] if before else None,
        person=whole(asked.get("person", "").strip()),
        line=asked.get("line", "")[:32],
        tail=tail(asked.get("tail", ""), DIGITS_MOST),
        least=whole(asked.get("least", "").strip()),
        most=whole(asked.get("most", "").strip()),
    )
