"""Appeals (K7): the agent asks about the judgment and reads to the citizen which remedy is open, and until when."""

from typing import Any, cast

from flask import Blueprint, abort, current_app, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect

from admin_web import language
from admin_web.access import client_ip, needs, now, reader
from hotline.clock import local_day
from hotline.knowledge.content import Content
from hotline.knowledge.rules.appeal_law import Law
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import page as ticket_page
from hotline.tickets.rules.appeals import DOCUMENTS, Advice, AppealQuestion, Document, advice
from hotline.tickets.verbs import appeals as verbs
from hotline.tickets.verbs.life import actor
from hotline.values.typed import day
from hotline.words import TicketKind
from hotline.workdays.reads.calendars import calendar_of

blueprint = Blueprint("appeals", __name__, template_folder="templates")


@blueprint.get("/appeals/<number>")
@needs(Permission.SEE_TICKETS)
def form(number: str) -> str:
    """The questions, and the advice once they are answered."""
    asked = _asked(request.args)
    return _drawn(number, dict(request.args), asked)


@blueprint.post("/appeals/<number>")
@needs(Permission.SEE_TICKETS)
def keep(number: str) -> Any:
    """Keep with the ticket what the citizen was told."""
    typed = request.form
    asked = _asked(typed)
    if asked is None:
        return _drawn(number, dict(typed), None, language.sentence(Refused("Fill in all of it"))), 422
    law, given = _law()[asked.kind], _advice(asked)
    verbs.judge(number, asked, given, told(law, given), who=actor(reader().id), now=now(), client_ip=client_ip())
    flash(_("What the citizen was told is kept with the ticket"), "done")
    return redirect(url_for("tickets.one", number=number), 303)


def told(law: Law, given: Advice) -> str:
    """The advice that is read to the citizen, in Chinese."""
    if given.route == "appeal":
        return f"裁判尚未生效，可向{law.appeal_to}上诉，截至{given.until}（含当日）。依据：{law.clause}。"
    if given.route == "wait":
        return "已有当事人上诉，裁判尚未生效，请等待二审。"
    text = f"裁判自{given.since}起生效。法定途径：{law.after}，向{law.after_to}提出"
    if given.until is not None:
        text += f"，截至{given.until}（含当日" + ("，已过）" if given.late else "）")
    return f"{text}（{law.after_clause}）。材料：{law.papers}。{law.further}。"


def _drawn(number: str, typed: dict[str, str], asked: AppealQuestion | None, error: str = "") -> str:
    found = ticket_page.whole(number, reader().one_ticket, language=language.short())
    if found is None or found.row.kind != TicketKind.APPEAL:
        abort(404)
    given = _advice(asked) if asked is not None else None
    law = _law()[asked.kind] if asked is not None else None
    return render_template(
        "appeals/form.html", ticket=found, laws=_law(), documents=_documents(), typed=typed, given=given, law=law,
        said=told(law, given) if law is not None and given is not None else "", error=error,
        kept=found.row.extra.get("appeal"),
    )  # fmt: skip


def _documents() -> dict[str, str]:
    return {"judgment": _("Judgment"), "ruling": _("Ruling"), "mediation": _("Mediation, signed")}


def _advice(asked: AppealQuestion) -> Advice:
    return advice(asked, _law()[asked.kind], calendar_of(reader().person.site), local_day(now()))


def _asked(typed: Any) -> AppealQuestion | None:
    """The answers, if all are given and valid; else None."""
    served = day(typed.get("served", ""))
    known = typed.get("kind") in _law() and typed.get("document") in DOCUMENTS and typed.get("instance") in ("1", "2")
    if served is None or not known or served > local_day(now()) or served.year < 1949:
        return None
    document = cast(Document, typed["document"])
    return AppealQuestion(typed["kind"], document, int(typed["instance"]), served, appealed=bool(typed.get("appealed")))


def _law() -> dict[str, Law]:
    return cast(Content, current_app.config["CONTENT"]).appeals.laws()
