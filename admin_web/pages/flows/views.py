"""Flows: the list, versions with their texts and differences; a new text is published by an order of the person."""

import hashlib
import json
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import filters, language
from admin_web.access import client_ip, needs, now, of_the_house, reader, settings
from admin_web.ticket_forms import whole
from hotline.calls.reads import flows
from hotline.calls.reads.flows import FlowView, Version
from hotline.calls.verbs import flows as verbs
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import drafts
from hotline.ports import Refused
from hotline.yaml_source import Problem

from .difference import difference
from .problems import shown

blueprint = Blueprint("flows", __name__, template_folder="templates")
Answer = Response | str | tuple[str, int]


@blueprint.get("/flows")
@needs(Permission.MANAGE_FLOWS)
@of_the_house
def page() -> str:
    """Every flow, its version in use, and what is wrong with its file."""
    dialled: dict[str, list[str]] = {}
    for number, setting in settings().numbers.items():
        dialled.setdefault(setting.flow, []).append(number)
    return render_template("flows/list.html", flows=flows.all_flows(), dialled=dialled, shown=shown)


@blueprint.get("/flows/<name>")
@needs(Permission.MANAGE_FLOWS)
@of_the_house
def one(name: str) -> str:
    """The versions of a flow: who published each, when and why."""
    return render_template("flows/flow.html", flow=_found(name), versions=flows.versions(name), shown=shown)


@blueprint.get("/flows/<name>/<int:version>")
@needs(Permission.MANAGE_FLOWS)
@of_the_house
def text(name: str, version: int) -> str:
    """The text of a version."""
    return render_template("flows/text.html", flow=_found(name), shown=_version(name, version))


@blueprint.get("/flows/<name>/difference")
@needs(Permission.MANAGE_FLOWS)
@of_the_house
def differ(name: str) -> str:
    """What changed between two versions."""
    old, new = (_version(name, whole(request.args.get(which, "")) or 0) for which in ("old", "new"))
    lines = difference(old.text, new.text)
    return render_template("flows/difference.html", flow=_found(name), old=old, new=new, lines=lines)


@blueprint.route("/flows/<name>/edit", methods=["GET", "POST"])
@needs(Permission.MANAGE_FLOWS)
@of_the_house
def edit(name: str) -> Answer:
    """Write a new text, and check or publish it. The typed text is saved as a draft until it is in use."""
    flow = _found(name)
    if request.method == "GET":
        return _editor(flow)
    typed = {"text": verbs.tidy(request.form.get("text", "")), "why": request.form.get("why", "")}
    try:
        drafts.save_draft(reader().id, _key(name), typed, now=now())
        if request.form.get("do") == "check":
            order = verbs.check(name, typed["text"], typed["why"], person=reader().id, by=reader().login, now=now())
        else:
            order = verbs.publish(name, typed["text"], typed["why"], person=reader().id, **_by())
    except Refused as error:
        problems = error.problems if isinstance(error, verbs.Mistaken) else ()
        return _editor(flow, typed, language.sentence(error), problems), 422
    return redirect(url_for("flows.publishing", name=name, order=order), 303)


@blueprint.post("/flows/<name>/draft")
@needs(Permission.MANAGE_FLOWS)
@of_the_house
def save_draft(name: str) -> Response:
    """Keep what is being typed; sent by the page a second after the last key."""
    _found(name)
    typed = {"text": verbs.tidy(request.form.get("text", "")), "why": request.form.get("why", "")}
    kept = drafts.save_draft(reader().id, _key(name), typed, now=now())
    return jsonify(kept=kept, at=filters.hour(now()))


@blueprint.post("/flows/<name>/draft/clear")
@needs(Permission.MANAGE_FLOWS)
@of_the_house
def clear_draft(name: str) -> Response:
    """Discard the draft and start from the text in use."""
    drafts.clear_draft(reader().id, _key(name))
    flash(_("The draft is discarded"), "done")
    return redirect(url_for("flows.edit", name=name), 303)


@blueprint.post("/flows/<name>/back")
@needs(Permission.MANAGE_FLOWS)
@of_the_house
def go_back(name: str) -> Response:
    """Publish an older version once more."""
    version = whole(request.form.get("version", "")) or 0
    order = verbs.go_back(name, version, request.form.get("why", ""), person=reader().id, **_by())
    return redirect(url_for("flows.publishing", name=name, order=order), 303)


@blueprint.get("/flows/<name>/orders/<int:order>")
@needs(Permission.MANAGE_FLOWS)
@of_the_house
def publishing(name: str, order: int) -> Answer:
    """The result of checking or publishing: the versions, or the text with its problems. Until then: wait."""
    flow, command = _found(name), flows.publishing(order, reader().id)
    if command is None:
        abort(404)
    if not command.done:
        return render_template("flows/publishing.html", flow=flow, command=command)
    typed = {"text": command.text, "why": command.why}
    if command.refused:
        return _editor(flow, typed, _(command.refused), command.problems)
    if command.check_only:
        return _editor(flow, typed, in_order=True)
    draft = drafts.load_draft(reader().id, _key(name))
    if draft is not None and draft.fields.get("text") == command.text:
        drafts.clear_draft(reader().id, _key(name))
    flash(_("The new version of %(name)s is in use for new calls", name=name), "done")
    return redirect(url_for("flows.one", name=name), 303)


def _found(name: str) -> FlowView:
    flow = flows.one_flow(name)
    if flow is None:
        abort(404)
    return flow


def _version(name: str, number: int) -> Version:
    version = flows.version(name, number)
    if version is None:
        abort(404)
    return version


def _editor(
    flow: FlowView, typed: dict[str, str] | None = None, error: str = "", problems: tuple[Problem, ...] = (), *,
    in_order: bool = False,
) -> str:  # fmt: skip
    """The text as typed, else the draft, else the text in use; `in_order`: it was checked and nothing is wrong."""
    draft = drafts.load_draft(reader().id, _key(flow.name)) if typed is None else None
    used = flows.in_use(flow.name)
    given = typed or (draft.fields if draft else {"text": used.text if used else "", "why": ""})
    return render_template(
        "flows/edit.html", flow=flow, used=used, typed=given, error=error, problems=shown(problems), in_order=in_order,
        saved_at=draft and draft.saved_at,
        words=json.dumps({"saved": _("Draft saved at"), "unsaved": _("Not saved yet")}),
    )  # fmt: skip


def _key(name: str) -> str:
    """The draft's key; a flow may have a Chinese name."""
    return f"flow:{hashlib.sha256(name.encode()).hexdigest()[:32]}"


def _by() -> dict[str, Any]:
    return {"by": reader().login, "now": now(), "client_ip": client_ip()}
