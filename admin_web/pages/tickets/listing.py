"""Find tickets (K11): the search box, the combined query with saved views, and exports of lists."""

from pathlib import Path
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, send_from_directory, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from flask_babel import pgettext
from werkzeug.wrappers import Response

from admin_web import language, looks
from admin_web.access import client_ip, needs, now, reader, settings
from admin_web.asked import unread
from hotline.clock import CHINA
from hotline.people.rules.permissions import Permission
from hotline.tickets.reads import choices, dictionary, exports, units, views
from hotline.tickets.reads import find as ticket_find
from hotline.tickets.reads import search as ticket_search
from hotline.tickets.rules.columns import SIZES, Column
from hotline.tickets.rules.query import OF_FEW, TURNED, Sort, TicketQuery, read, sorted_by, written
from hotline.tickets.rules.search import asked as search_terms
from hotline.tickets.verbs import exports as export_verbs
from hotline.tickets.verbs import views as view_verbs
from hotline.values.file_names import disposition
from hotline.words import Channel, EntryKind, ExportState, Light, Profile, TicketKind, TicketState, UnitKind, Way

blueprint = Blueprint("ticket_list", __name__, template_folder="templates")
SPANS = (("opened_from", "opened_to"), ("due_from", "due_to"), ("closed_from", "closed_to"))
LIST = "tickets"  # the name under which the columns are kept
COUNTED, SIFTED = 1000, 200  # hits are counted up to this (SIFTED: with words); more show as "1000+"


@blueprint.get("/tickets")
@needs(Permission.SEE_TICKETS)
def page() -> str:
    """The tickets that match the query, or that the search box finds."""
    asked = request.args
    box = asked.get("q", "").strip()[:200]
    query = read(asked.to_dict(flat=False))
    sort = sorted_by(asked.get("sort"))
    counted = SIFTED if query.words and sort not in OF_FEW else COUNTED
    columns, size = choices.of_list(LIST, reader().id)
    if box:
        found = ticket_search.search(
            reader().tickets,
            box,
            now=now(),
            numbers=reader().sees_numbers,
            after=asked.get("after", ""),
            size=size,
        )
        counted, total = SIFTED, ticket_search.count(reader().tickets, box, most=SIFTED)
    else:
        found = ticket_find.find(
            reader().tickets,
            query,
            sort=sort,
            after=asked.get("after", ""),
            numbers=reader().sees_numbers,
            now=now(),
            size=size,
        )
        total = ticket_find.count(reader().tickets, query, now=now(), most=counted)
    many = total >= counted
    return render_template(
        "tickets/list.html", too_many=many and sort in OF_FEW and not box,
        page=found, total=total, counted=counted, box=box, query=query, sort=sort,
        kept=_kept(query, sort, box), views=views.views(reader().id), columns=columns, size=size,
        wrong=unread(asked, days=[name for span in SPANS for name in span], spans=SPANS),
        headings=_headings(sort, many=many), no_words=bool(box) and not search_terms(box), **_choices(),
    )  # fmt: skip


@blueprint.post("/tickets/views")
@needs(Permission.SEE_TICKETS)
def keep_view() -> Response:
    """Keep the query under a name."""
    typed = request.form
    query, sort = read(typed.to_dict(flat=False)), sorted_by(typed.get("sort"))
    view_verbs.create(typed.get("name", ""), query, sort=sort, person=reader().id, now=now())
    flash(_("The view is kept"), "done")
    return redirect(url_for("ticket_list.page", **_kept(query, sort, "")), 303)


@blueprint.post("/tickets/views/<int:view>/drop")
@needs(Permission.SEE_TICKETS)
def drop_view(view: int) -> Response:
    view_verbs.delete(view, person=reader().id)
    flash(_("The view is deleted"), "done")
    return redirect(url_for("ticket_list.page"), 303)


@blueprint.post("/tickets/views/<int:view>/share")
@needs(Permission.SEE_TICKETS)
def share_view(view: int) -> Response:
    shared = request.form.get("shared") == "1"
    view_verbs.share(view, shared=shared, person=reader().id)
    flash(_("Everybody at your site sees the view") if shared else _("Only you see the view now"), "done")
    return redirect(url_for("ticket_list.page"), 303)


@blueprint.get("/tickets/views/<int:view>")
@needs(Permission.SEE_TICKETS)
def use_view(view: int) -> Response:
    kept = views.view(view, reader().id)
    if kept is None:
        abort(404)
    return redirect(url_for("ticket_list.page", **_kept(kept.query, kept.sort, "")), 303)


@blueprint.post("/tickets/exports")
@needs(Permission.EXPORT)
def ask_export() -> Response:
    """Ask for the list as a file, written in the background."""
    typed = request.form
    query, sort = read(typed.to_dict(flat=False)), sorted_by(typed.get("sort"))
    export_verbs.ask_export(
        query, reader().tickets, sort=sort, person=reader().id, numbers=reader().sees_numbers, now=now(),
        client_ip=client_ip(),
    )  # fmt: skip
    return redirect(url_for("ticket_list.export_page"), 303)


@blueprint.get("/tickets/exports")
@needs(Permission.EXPORT)
def export_page() -> str:
    return render_template("tickets/exports.html", **_exports())


@blueprint.get("/tickets/exports/now")
@needs(Permission.EXPORT)
def export_pieces() -> FlaskResponse:
    return jsonify(html={"exports": render_template("tickets/_exports.html", **_exports())})


@blueprint.get("/tickets/exports/<int:export>")
@needs(Permission.EXPORT)
def fetch(export: int) -> FlaskResponse:
    """Download one's own list as a file."""
    found = exports.ready(export, reader().id)
    folder = (settings().data / "exports").resolve()
    if found is None or not (folder / found.file).is_file():
        abort(404)
    looks.fetched(f"export:{export}", found.rows, whole=found.numbers)
    end = f"{found.asked_at.astimezone(CHINA):%Y%m%d-%H%M}{Path(found.file).suffix}"
    answer = send_from_directory(folder, found.file, max_age=0)
    answer.headers["Content-Disposition"] = disposition(f"{_('Tickets')}-{end}", plain=f"tickets-{end}")
    return answer


@blueprint.post("/tickets/columns")
@needs(Permission.SEE_TICKETS)
def choose_columns() -> Response:
    """Keep which columns the reader sees, and how many tickets a page."""
    typed = request.form
    view_verbs.choose_columns(LIST, typed.getlist("columns"), typed.get("size"), person=reader().id)
    flash(_("The columns are kept"), "done")
    query, sort = read(typed.to_dict(flat=False)), sorted_by(typed.get("sort"))
    return redirect(url_for("ticket_list.page", **_kept(query, sort, typed.get("q", "").strip()[:200])), 303)


def _headings(sort: Sort, *, many: bool) -> dict[str, tuple[Sort, str]]:
    """For each column that sorts: the order that its heading asks for next (the other way round if it sorts now), and
    the mark of the present one. Subject, state, unit and caller sort where not too `many` fit."""
    asked: dict[str, Sort] = {
        Column.OPENED: Sort.NEWEST, Column.DEADLINE: Sort.BURNS, Column.DUE: Sort.DUE, Column.CLOSED: Sort.CLOSED,
    }  # fmt: skip
    if not many:
        asked |= {"subject": Sort.SUBJECT, Column.STATE: Sort.STATE, Column.UNIT: Sort.UNIT, Column.CALLER: Sort.CALLER}
    return {column: _next(first, sort) for column, first in asked.items()}


def _next(first: Sort, present: Sort) -> tuple[Sort, str]:
    falls = first in (Sort.NEWEST, Sort.CLOSED)
    if present is first:
        return TURNED[first], "▼" if falls else "▲"
    return first, ("▲" if falls else "▼") if present is TURNED[first] else ""


def _exports() -> dict[str, Any]:
    rows = exports.progress(reader().id)
    waits = any(row.state in (ExportState.WAITING, ExportState.RUNNING) for row in rows)
    return {"exports": rows, "waits": waits, "ExportState": ExportState}


def _kept(query: TicketQuery, sort: Sort, box: str) -> dict[str, Any]:
    """The query as the parameters of a URL."""
    found = {name: "1" if value is True else "0" if value is False else value for name, value in written(query).items()}
    if sort is not Sort.NEWEST:
        found["sort"] = sort.value
    return {"q": box} if box else found


def _choices() -> dict[str, Any]:
    short = language.short()
    topics, places = dictionary.entries(EntryKind.TOPIC, short), dictionary.entries(EntryKind.PLACE, short)
    return {
        "kinds": list(TicketKind), "states": list(TicketState), "lights": list(Light), "ways": list(Way),
        "channels": list(Channel), "profiles": [Profile.COURT_12368, Profile.GOV_12345], "sorts": list(Sort),
        "units": [unit for unit in units.tree(reader().site) if unit.kind is not UnitKind.DISCIPLINE],
        "topics": topics, "places": places, "entry_names": {one.id: one.label for one in (*topics, *places)},
        "all_columns": list(Column), "sizes": SIZES, "column_names": {
            Column.STATE: _("State"), Column.DEADLINE: _("Deadline"), Column.UNIT: _("Unit"),
            Column.CALLER: _("Caller"), Column.OPENED: _("Opened"), Column.DUE: _("Due at the end"),
            Column.CLOSED: pgettext("ticket", "Closed"), Column.CHANNEL: _("Came in by"),
            Column.WAY: _("Way of handling"), Column.TOPIC: _("Subject area"),
            Column.PLACE: _("Place"), Column.CASE: _("Case number"),
        },
        "sort_names": {
            "newest": _("newest first"), "oldest": _("oldest first"), "burns": _("what burns first"),
            "due": _("by deadline"), "closed": _("last closed first"), "subject": _("by subject"),
            "state": _("by state"), "unit": _("by unit"), "caller": _("by the caller's name"),
            "burns_last": _("what burns last"), "due_latest": _("by deadline, latest first"),
            "closed_oldest": _("first closed first"), "subject_down": _("by subject, backwards"),
            "state_down": _("by state, backwards"), "unit_down": _("by unit, backwards"),
            "caller_down": _("by the caller's name, backwards"),
        },
    }  # fmt: skip
