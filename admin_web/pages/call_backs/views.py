"""The call-back desk: tasks by urgency; taking, calling and closing them; and the done ones."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, is_ours, needs, now, reader, wants_json
from admin_web.many import each
from admin_web.sounds import file_of, played
from admin_web.ticket_forms import whole
from hotline.callers.reads import call_backs
from hotline.callers.reads.call_backs import Task, TaskFilter
from hotline.callers.rules.call_backs import URGENCY, first_time, may_ring
from hotline.callers.verbs import call_backs as verbs
from hotline.calls.reads import dialling, lines
from hotline.calls.verbs.recordings import note_listening
from hotline.clock import CHINA
from hotline.people.reads import people
from hotline.people.reads.parameters import quiet
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import sounds
from hotline.values.quiet_hours import may_call
from hotline.words import CallBackState

blueprint = Blueprint("call_backs", __name__, template_folder="templates")
MANY = 100  # tasks of one act
STATES = ("open", "taken", "done")
FILTERS = ("state", "line", "reason", "mine", "sort")


@blueprint.get("/call-backs")
@needs(Permission.CALL_OUT)
def page() -> str:
    """The matching tasks: open ones by urgency, or done ones."""
    shown = _shown(request.args)
    return render_template("call_backs/list.html", lines=lines.line_names(), reasons=URGENCY, refused={}, **shown)


@blueprint.get("/call-backs/now")
@needs(Permission.CALL_OUT)
def pieces() -> FlaskResponse:
    """The list, rendered anew, and the count for the badge."""
    html = {"tasks": render_template("call_backs/_tasks.html", **_shown(request.args))}
    return jsonify(html=html, badges={"call-backs": call_backs.waiting(reader().site)})


@blueprint.post("/call-backs/<int:task>/take")
@needs(Permission.CALL_OUT)
def take(task: int) -> Response:
    """Take a task, so that nobody else calls."""
    _visible(task)
    verbs.take(task, reader().id, **_by())
    flash(_("The call-back is yours: nobody else calls"), "done")
    return _back()


@blueprint.post("/call-backs/<int:task>/call")
@needs(Permission.CALL_OUT)
def call(task: int) -> Response:
    """Ring the reader's telephone, then the citizen's; the desk shows how it goes."""
    _visible(task)
    order = verbs.call(task, reader().id, **_by(), quiet=quiet())
    desk = url_for("desk.page", order=order)
    return jsonify(order=order, href=desk) if wants_json() else redirect(desk, 303)


@blueprint.post("/call-backs/<int:task>/assign")
@needs(Permission.ASSIGN_CALL_BACKS)
def assign(task: int) -> Response:
    """Give a task to somebody; it goes back to all if he leaves it undone."""
    _visible(task)
    to = whole(request.form.get("person", "")) or 0
    verbs.assign(task, to, person=reader().id, **_by())
    who = people.someone(to)
    assert who is not None  # the verb has found him
    flash(_("The call-back is with %(name)s for half an hour; then it goes back to all", name=who.name), "done")
    return _back()


@blueprint.post("/call-backs/<int:task>/close")
@needs(Permission.CALL_OUT)
def close(task: int) -> Response:
    """Close a task without having reached anybody, and say why."""
    row = _visible(task)
    verbs.close(task, request.form.get("note", ""), person=reader().id, **_by())
    flash(_("The call-back of %(name)s is closed", name=row.name or _("one caller")), "done")
    return _back()


@blueprint.get("/call-backs/many")
@needs(Permission.CALL_OUT)
def back_to_list() -> Response:
    """Who loads the page of a refused act again comes back to the list."""
    return redirect(url_for("call_backs.page"), 303)


@blueprint.post("/call-backs/many")
@needs(Permission.CALL_OUT)
def many() -> Response | tuple[str, int]:
    """Assign or close the chosen tasks. The refused ones stay chosen, with what was typed and each reason once."""
    typed = request.form
    tasks = list(dict.fromkeys(one for one in map(whole, typed.getlist("numbers")) if one is not None))[:MANY]
    refused = each(tasks, lambda task: _one_of_many(task, typed))
    if not tasks:
        refused[_("Choose at least one call-back")] = []
    done = len(tasks) - sum(map(len, refused.values()))
    if done:
        flash(_("%(count)s call-backs are done with", count=done) if typed.get("event") == "close"
              else _("%(count)s call-backs are assigned", count=done), "done")  # fmt: skip
    if not refused:
        return redirect(url_for("call_backs.page", **_kept(typed)), 303)
    shown = _shown(typed, chosen={task for some in refused.values() for task in some}, typed=typed)
    told = {sentence: len(some) for sentence, some in refused.items()}
    html = render_template(
        "call_backs/list.html", lines=lines.line_names(), reasons=URGENCY, refused=told, **shown
    )  # fmt: skip
    return html, 422


def _one_of_many(task: int, typed: Mapping[str, str]) -> None:
    """Raises Refused."""
    if call_backs.one(task, reader().site) is None:
        raise Refused("There is no such call-back")
    if typed.get("event") == "close":
        verbs.close(task, typed.get("note", ""), person=reader().id, **_by())
    elif typed.get("event") == "assign":
        verbs.assign(task, whole(typed.get("person", "")) or 0, person=reader().id, **_by())
    else:
        raise Refused("This form is broken: load the page again")


@blueprint.get("/call-backs/<int:task>/messages/<int:recording>")
@needs(Permission.CALL_OUT)
def listen(task: int, recording: int) -> FlaskResponse:
    """A message that the caller left. The listener is recorded first."""
    row = _visible(task)
    sound = sounds.sound(recording)
    if sound is None or all(message.recording != recording for message in row.messages):
        abort(404)
    file = file_of(sound)
    if file is None:
        abort(404)
    note_listening(sound.id, sound.call, by=reader().login, now=now(), client_ip=client_ip())
    return played(file)


def _kept(asked: Mapping[str, str]) -> dict[str, Any]:
    return {name: asked[name] for name in FILTERS if asked.get(name)}


def _shown(asked: Mapping[str, str], **of_many: Any) -> dict[str, Any]:
    state = asked.get("state", "")
    wanted = TaskFilter(
        line=asked.get("line", ""),
        reason=asked.get("reason", ""),
        state=state if state in STATES else "",
        person=reader().id if asked.get("mine") else None,
    )
    times, local = quiet(), now().astimezone(CHINA)
    sort = call_backs.sorted_by(asked.get("sort", ""))
    page = call_backs.page(wanted, reader().site, sort=sort, after=asked.get("after", ""))
    assigns = reader().may(Permission.ASSIGN_CALL_BACKS)
    return {
        "page": page,
        "sort": sort,
        "rings": {t.id: may_ring(times, local, t.reason, t.missed_at) for t in page.rows},
        "barred": _barred(page.rows),
        "first": {t.id: first_time(times, local, t.next_at, t.reason, t.missed_at) for t in page.rows},
        "staff": call_backs.callers_of_lines({t.line_code for t in page.rows}) if assigns else {},
        "asked": asked,
        "kept": _kept(asked),
        "listed": page.look,
        "everybody": call_backs.callers_of(None, reader().site) if assigns else [],
        "chosen": set[int](),
        "typed": {},
        "done": state == "done",
        "CallBackState": CallBackState,
        "sees_calls": reader().may(Permission.SEE_SITE_CALLS),
        "quiet": None if may_call(times, local) else times,
        **of_many,
    }


def _barred(tasks: Iterable[Task]) -> dict[int, str]:
    """Why a task's number cannot be called, by task."""
    plan = dialling.plan()
    told = {task.id: plan.complaint(task.number) for task in tasks}
    return {task: language.sentence(Refused(why)) for task, why in told.items() if why is not None}


def _visible(task: int) -> Task:
    row = call_backs.one(task, reader().site)
    if row is None:
        abort(404)
    return row


def _back() -> Response:
    """Redirect to the reader's list, with his filters."""
    back = request.form.get("back", "")
    return redirect(back if is_ours(back) else url_for("call_backs.page"), 303)


def _by() -> dict[str, Any]:
    return {"by": reader().login, "now": now(), "client_ip": client_ip()}
