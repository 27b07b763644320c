"""Contact with judges: requests, attempts and results."""

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from admin_web import language
from admin_web.access import client_ip, needs, now, reader, wants_json
from admin_web.ticket_forms import whole
from hotline.callers.reads import contacts
from hotline.callers.reads.contacts import CallerOf, ContactFilter, Request
from hotline.callers.reads.informing import refs_of
from hotline.callers.verbs import call_backs as calling
from hotline.callers.verbs import contacts as verbs
from hotline.calls.reads import desk as desk_queries
from hotline.calls.reads import dialling
from hotline.messages import reads as outbox
from hotline.people.reads.parameters import quiet
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.words import ContactState

blueprint = Blueprint("contacts", __name__, template_folder="templates")
Answer = Response | str | tuple[str, int]
ENDS = (ContactState.REPLIED, ContactState.CONNECTED, ContactState.CLOSED)
FILTERS = ("state", "words", "mine")


@blueprint.get("/contacts")
@needs(Permission.CONTACT_JUDGES)
def page() -> str:
    """The matching requests; by default the open ones, most urgent first."""
    return render_template("contacts/list.html", **_list())


@blueprint.get("/contacts/now")
@needs(Permission.CONTACT_JUDGES)
def pieces() -> FlaskResponse:
    return jsonify(html={"requests": render_template("contacts/_list.html", **_list())})


NO_NUMBER = _l("No number is noted, so nobody can call back: ask for one, or write into the answer how he is reached")


@blueprint.route("/contacts/new", methods=["GET", "POST"])
@needs(Permission.CONTACT_JUDGES)
def new() -> Answer:
    """Create a request; `call` fills in the caller and his cases."""
    given = request.form if request.method == "POST" else request.args
    caller = _caller(given.get("call", ""))
    if request.method == "GET":
        asked = {name: given[name] for name in ("judge", "case_number") if given.get(name)}
        return _form(caller, asked or _suggested(caller))
    urgent = bool(given.get("urgent"))
    command = verbs.Request(
        judge=whole(given.get("judge", "")) or 0,
        text=given.get("text", ""),
        urgent=urgent,
        call=caller.call if caller else None,
        caller_number=given.get("caller_number", ""),
        caller_name=given.get("caller_name", ""),
        case_number=given.get("case_number", ""),
    )
    try:
        contact = verbs.open_contact(command, person=reader().id, **_by())
    except Refused as error:
        return _form(caller, given, language.sentence(error)), 422
    row = _visible(contact)
    if row.uninformed:
        flash(_("Written down, but the judge could not be informed: no message could be sent"), "refused")
    else:
        flash(_("The request is written down"), "done")
    if not row.caller_number:
        flash(NO_NUMBER, "warn wraps")
    if urgent and caller and not caller.ended:
        return redirect(url_for("desk.page", order=desk_queries.newest_order(reader().id)), 303)
    return redirect(url_for("contacts.one", contact=contact), 303)


@blueprint.get("/contacts/<int:contact>")
@needs(Permission.CONTACT_JUDGES)
def one(contact: int) -> str:
    """A request with all telephones rung for it."""
    return render_template("contacts/contact.html", ends=ENDS, **_one(contact))


@blueprint.get("/contacts/<int:contact>/now")
@needs(Permission.CONTACT_JUDGES)
def pieces_of_one(contact: int) -> FlaskResponse:
    shown = _one(contact)
    names = ("facts", "ringings", "acts")
    return jsonify(html={name: render_template(f"contacts/_{name}.html", **shown) for name in names})


@blueprint.post("/contacts/<int:contact>/ring")
@needs(Permission.CONTACT_JUDGES)
def ring(contact: int) -> Response:
    """Ring judge, chamber and chief now, for the caller who is on the reader's telephone."""
    row = _visible(contact)
    if not contacts.talks_with(reader().id, row):
        raise Refused("This caller is not on your telephone")
    return _placed(verbs.ring(contact, reader().id, **_by()))


@blueprint.post("/contacts/<int:contact>/call")
@needs(Permission.CONTACT_JUDGES)
def call(contact: int) -> Response:
    """Call the caller back about his request."""
    row = _visible(contact)
    order = calling.dial(
        row.caller_number, reader().id, line=row.line, quiet=quiet(), contact=row.id, name=row.caller_name, **_by()
    )
    return _placed(order)


@blueprint.post("/contacts/<int:contact>/close")
@needs(Permission.CONTACT_JUDGES)
def close(contact: int) -> Answer:
    """Replied, put through, or closed."""
    _visible(contact)
    state, reply = request.form.get("state", ""), request.form.get("reply", "")
    try:
        verbs.close(contact, state, reply, person=reader().id, **_by())
    except Refused as error:
        shown = _one(contact) | {"typed": {"state": state, "reply": reply}}
        return render_template("contacts/contact.html", ends=ENDS, **shown, error=language.sentence(error)), 422
    flash(_("The request is closed"), "done")
    return redirect(url_for("contacts.one", contact=contact), 303)


def _list() -> dict[str, Any]:
    asked = request.args
    state = asked.get("state", "open")
    wanted = ContactFilter(
        state="" if state == "all" else ("done" if state == "done" else "open"),
        words=asked.get("words", "").strip()[:100],
        person=reader().id if asked.get("mine") else None,
    )
    kept = {name: asked[name] for name in FILTERS if asked.get(name)}
    shown = contacts.page(wanted, reader().site, after=asked.get("after", ""))
    return {"page": shown, "asked": asked, "kept": kept, "state": state, "known": bool(contacts.judges())}


def _one(contact: int) -> dict[str, Any]:
    row = _visible(contact)
    barred = dialling.plan().complaint(row.caller_number)
    return {
        "contact": row,
        "ringings": contacts.ringings(contact),
        "messages": outbox.about(refs_of(contact)),
        "live": contacts.talks_with(reader().id, row),
        "typed": {},
        "barred": language.sentence(Refused(barred)) if barred is not None else "",
        "sees_call": reader().may(Permission.SEE_SITE_CALLS),
    }


def _visible(contact: int) -> Request:
    row = contacts.one(contact, reader().site)
    if row is None:
        abort(404)
    return row


def _caller(call: str) -> CallerOf | None:
    """The caller of one's own call; other agents' callers are not shown."""
    return contacts.caller(call, reader().id) if call else None


def _suggested(caller: CallerOf | None) -> dict[str, str]:
    """The caller's only case, and the judge who has it."""
    if caller is None or len(caller.cases) != 1:
        return {}
    number, name = caller.cases[0]
    judges = [judge for judge in contacts.judges(name) if judge.name == name]
    return {"case_number": number} | ({"judge": str(judges[0].id)} if len(judges) == 1 else {})


def _form(caller: CallerOf | None, typed: Any, error: str = "") -> str:
    return render_template(
        "contacts/new.html",
        caller=caller,
        typed=typed,
        error=error,
        judges=contacts.judges(),
        text_most=verbs.TEXT_MOST,
    )


def _placed(order: int) -> Response:
    desk = url_for("desk.page", order=order)
    return jsonify(order=order, href=desk) if wants_json() else redirect(desk, 303)


def _by() -> dict[str, Any]:
    return {"by": reader().login, "now": now(), "client_ip": client_ip()}
