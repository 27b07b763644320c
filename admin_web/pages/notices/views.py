"""The outbox of short messages: what is waiting, was sent or kept. Numbers are masked here for everybody."""

import re

from flask import Blueprint, render_template, request

from admin_web import access
from admin_web.access import needs
from hotline.records.queries import notices
from hotline.rules.permissions import Act
from hotline.rules.privacy import mask
from hotline.words import NoticeState

blueprint = Blueprint("notices", __name__, template_folder="templates")
_NUMBER = re.compile(r"\+?[0-9]{7,}")


@blueprint.get("/notices")
@needs(Act.SEE_AUDIT)
def page() -> str:
    asked = request.args
    shown = notices.page(state=asked.get("state", ""), after=asked.get("after", ""))
    kept = access.kept(asked)
    return render_template(
        "notices/list.html", page=shown, asked=asked, kept=kept, states=list(NoticeState), counts=notices.counts(),
        mask=mask, hide=hide,
    )  # fmt: skip


def hide(text: str) -> str:
    """A message with the telephone numbers in it masked."""
    return _NUMBER.sub(lambda found: mask(found[0]), text)
