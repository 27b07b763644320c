"""An overview of all recordings: how many are kept and for how long, which failed, and what was purged."""

from flask import Blueprint, render_template, request

from admin_web.access import needs
from admin_web.pages.calls.story import why_failed
from hotline.calls.reads import recordings
from hotline.people.reads.parameters import parameters
from hotline.people.rules.parameters import ALL
from hotline.people.rules.permissions import Permission

blueprint = Blueprint("recordings", __name__, template_folder="templates")
KEEP = "keep."


@blueprint.get("/recordings")
@needs(Permission.SEE_AUDIT)
def page() -> str:
    """Show counts, days to keep, failures and reports of purging."""
    values = parameters()
    return render_template(
        "recordings/page.html", kept=recordings.kept(), sealed=recordings.sealed(), purges=recordings.purges(),
        page=recordings.failures(after=request.args.get("after", "")), why_failed=why_failed,
        days=[(one, values[one.name]) for one in ALL if one.name.startswith(KEEP)],
    )  # fmt: skip
