"""The outbox of short messages: waiting, sent, delivered or failed; a failed one can be sent again, with a reason.

Numbers are shown to those who may see numbers; codes and links, which give access as the citizen, to nobody.
"""

import datetime as dt
import functools
from typing import cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import access, filters
from admin_web.access import client_ip, needs, now, of_the_house, reader, settings
from hotline.clock import CHINA
from hotline.knowledge.content import Content
from hotline.messages import reads as notices
from hotline.messages import verbs as verbs
from hotline.messages.notices_file import NoticesFile
from hotline.messages.reads import NoticeView
from hotline.messages.rules.notices import goes_at, may_send_again, shown
from hotline.people.reads.parameters import quiet
from hotline.people.rules.permissions import Permission
from hotline.values.privacy import hide
from hotline.values.quiet_hours import Quiet
from hotline.words import Audience, NoticeKind, NoticeState

blueprint = Blueprint("notices", __name__, template_folder="templates")
SHAPES = {
    NoticeState.WAITING: "◷", NoticeState.SENDING: "▲", NoticeState.KEPT: "◆", NoticeState.SENT: "●",
    NoticeState.DELIVERED: "■", NoticeState.UNKNOWN: "?", NoticeState.FAILED: "✕",
}  # fmt: skip


@blueprint.get("/notices")
@needs(Permission.MANAGE_MESSAGES)
@of_the_house
def page() -> str:
    asked = request.args
    first = not asked.get("after") and not asked.get("state") and not asked.get("to")
    return render_template(
        "notices/list.html",
        page=notices.page(
            state=asked.get("state", ""), templates=_written_for(asked.get("to", "")), after=asked.get("after", "")
        ),
        urgent=notices.to_look_at(now()) if first else (),
        held=notices.waiting_for_set_up(),
        refused=notices.refused_today(now()),
        asked=asked, kept=access.kept(asked), states=list(NoticeState), audiences=list(Audience),
        counts=notices.counts(), gateway=settings().sms.gateway, said=said, kind=kind, shapes=SHAPES,
        again=may_send_again, may_send=reader().may(Permission.MANAGE_MESSAGES), hide=hide,
        reason_most=verbs.REASON_MOST, goes_at=functools.partial(_goes_at, quiet=quiet()),
        troubles=[problem for problem in _content().problems if "notices.yml" in problem],
    )  # fmt: skip


@blueprint.post("/notices/<int:notice>/again")
@needs(Permission.MANAGE_MESSAGES)
@of_the_house
def again(notice: int) -> Response:
    """Send one message again."""
    verbs.send_again(notice, request.form.get("reason", ""), by=reader().login, now=now(), client_ip=client_ip())
    flash(_("The message is sent again"), "done")
    return redirect(url_for("notices.page"), 303)


def _goes_at(row: NoticeView, quiet: Quiet) -> dt.datetime:
    return goes_at(row.template, max(row.next_at, now()).astimezone(CHINA), quiet)


def said(row: NoticeView) -> str:
    """The text of a message, sent or waiting, as this reader may see it."""
    text = row.text
    if not text:
        try:
            text = _words().words(row.template, dict(row.fields))
        except (KeyError, ValueError):
            return ""
    text = shown(text, row.fields)
    return text if reader().sees_numbers else hide(text)


def kind(template: str) -> str:
    """The label of a message's template; a template unknown to this version is shown by its name."""
    return filters.label(NoticeKind(template)) if template in set(NoticeKind) else template


def _written_for(audience: str) -> list[str] | None:
    """The templates for an audience; None means all."""
    if audience not in set(Audience):
        return None
    return [template.value for template, text in _words().texts.items() if text.to == audience]


def _content() -> Content:
    return cast(Content, current_app.config["CONTENT"])


def _words() -> NoticesFile:
    return _content().notices
