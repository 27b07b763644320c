"""Files that come with tickets (K1) and papers that go out (K10): added, read, issued; each read is written down."""

import logging
from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from admin_web import language, paper_making
from admin_web.access import client_ip, needs, now, reader, wants_json
from hotline.people.reads.scope import Scope
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.tickets.reads import files
from hotline.tickets.reads import page as ticket_page
from hotline.tickets.reads import papers as paper_queries
from hotline.tickets.reads import sealed as sealed_queries
from hotline.tickets.reads.files import FileView
from hotline.tickets.rules.attachments import held_back, saved_as
from hotline.tickets.verbs import attachments, papers, sealed
from hotline.tickets.verbs.attachments import Coming
from hotline.tickets.verbs.life import actor
from hotline.values.file_names import ascii_name, disposition
from hotline.words import PaperKind

blueprint = Blueprint("files", __name__, template_folder="templates")
log = logging.getLogger(__name__)
# a file must not run, load or send anything; PDF has no `sandbox`, as the browser's viewer fails in one
_SHUT = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'none'; frame-ancestors 'none'"
)
_POLICY = {"application/pdf": f"{_SHUT}; object-src 'self'"}
_SANDBOX = f"{_SHUT}; sandbox"


@blueprint.post("/tickets/<number>/files")
@needs(Permission.SEE_TICKETS, Permission.READ_CONFIDENTIAL)
def add(number: str) -> Any:
    """Files for a ticket: whoever reads it may add to it, as with notes."""
    row = _ticket(number, "attach")
    return _added(_take(number=number), lambda: _list_of(row), _page_of(number, secret=row.confidential))


@blueprint.get("/files/forms/<token>")
@needs(Permission.REGISTER)
def form(token: str) -> Any:
    """What stands with a form that is not sent yet; as a page of its own where no script runs."""
    if wants_json():
        return jsonify(html=_list_of_form(token))
    return render_template("files/form.html", token=token, rows=files.of_form(token, reader().id))


@blueprint.post("/files/forms/<token>")
@needs(Permission.REGISTER)
def add_to_form(token: str) -> Any:
    """Files for a ticket that is still being written; they go with it when the form is sent."""
    return _added(_take(token=token), lambda: _list_of_form(token), url_for("files.form", token=token))


@blueprint.post("/files/forms/<token>/<int:file>/drop")
@needs(Permission.REGISTER)
def drop(token: str, file: int) -> Any:
    attachments.drop(file, token, paper_making.store(), person=reader().id)
    return jsonify(html=_list_of_form(token)) if wants_json() else redirect(url_for("files.form", token=token), 303)


@blueprint.get("/files/<int:file>")
@needs(Permission.SEE_TICKETS, Permission.READ_CONFIDENTIAL, Permission.REGISTER)
def one(file: int) -> Any:
    """A file, to be saved; with `inline=1` a picture or PDF is shown."""
    row = _file(file)
    try:
        kept = paper_making.opened(row.path, row.size)
    except Refused as error:
        log.error("the file of attachment %s: %s", file, error.sentence())
        raise
    attachments.read(file, person=reader().id, now=now(), client_ip=client_ip())
    inline = row.inline and request.args.get("inline") == "1"
    answer = paper_making.handed_out(kept, row.type)
    answer.headers["Content-Disposition"] = disposition(saved_as(row.name), inline=inline)
    answer.headers["Content-Security-Policy"] = _POLICY.get(row.type, _SANDBOX) if inline else _SANDBOX
    return answer


@blueprint.get("/files/<int:file>/small")
@needs(Permission.SEE_TICKETS, Permission.READ_CONFIDENTIAL, Permission.REGISTER)
def small(file: int) -> Any:
    """A picture made small, for whoever may have the file itself."""
    row = _file(file)
    made = paper_making.small_picture(row.path, row.size, row.sha256) if row.picture else b""
    if not made:
        abort(404)
    attachments.read(file, person=reader().id, now=now(), client_ip=client_ip(), small=True)
    answer = make_response(made)
    answer.headers["Content-Type"] = "image/jpeg"
    answer.headers["Content-Security-Policy"] = _SANDBOX
    return answer


@blueprint.post("/files/<int:file>/show")
@needs(*attachments.SHOWS)
def show(file: int) -> AnyResponse:
    """Show a file of the answer to the citizen on the public page, or take it back (`shown=0`)."""
    row = files.one(file)
    if row is None or not row.ticket or not _within_reach(row):
        abort(404)
    shown = request.form.get("shown") == "1"
    try:
        attachments.show(file, shown, person=reader().id, now=now(), client_ip=client_ip())
    except Refused as error:
        flash(language.sentence(error), "refused")
    else:
        told = (
            _("%(name)s is shown to the citizen with the answer", name=row.name) if shown
            else _("%(name)s is not shown to the citizen any more", name=row.name)
        )  # fmt: skip
        flash(told, "done")
    return redirect(f"{_page_of(row.ticket, secret=row.confidential)}#files", 303)


@blueprint.post("/tickets/<number>/papers")
@needs(Permission.DISPATCH, Permission.REVIEW, Permission.HANDLE, Permission.READ_CONFIDENTIAL)
def issue(number: str) -> AnyResponse:
    """Issue a paper; the same once more gives the one that is there."""
    row = _ticket(number, "paper")
    href = _page_of(number, secret=row.confidential)
    kind = request.form.get("kind", "")
    try:
        if kind not in set(PaperKind):
            raise Refused("Choose a paper of the list")
        paper = papers.issue(
            PaperKind(kind), number, actor(reader().id), numbers=paper_making.numbers(), make=paper_making.try_out,
            now=now(), client_ip=client_ip(),
        )  # fmt: skip
    except Refused as error:
        flash(language.sentence(error), "refused")
    else:
        found = paper_queries.one(paper)
        assert found is not None  # just written
        flash(_("Issued: %(kind)s %(number)s", kind=found.kind.label(language.short()), number=found.number), "done")
    return redirect(f"{href}#papers", 303)


@blueprint.get("/papers/<int:paper>/<shape>")
@needs(Permission.SEE_TICKETS, Permission.READ_CONFIDENTIAL)
def paper(paper: int, shape: str) -> Any:
    """A paper as it was issued, as `docx` or `pdf`. Where a PDF would lack signs, they are told first; `anyway=1` gives
    it all the same."""
    found = paper_queries.one(paper)
    if found is None or shape not in paper_making.MAKERS:
        abort(404)
    _ticket(found.ticket, "paper")
    try:
        if shape == "pdf" and request.args.get("anyway") != "1":
            undrawn = paper_making.undrawn(found, sees_numbers=reader().sees_numbers)
            if undrawn:
                back = f"{_page_of(found.ticket, secret=found.confidential)}#papers"
                return render_template("files/undrawn.html", paper=found, fields=undrawn, back=back)
        made = paper_making.made(found, shape, sees_numbers=reader().sees_numbers)
    except Refused as error:
        flash(language.sentence(error), "refused")
        return redirect(f"{_page_of(found.ticket, secret=found.confidential)}#papers", 303)
    papers.read(paper, person=reader().id, now=now(), client_ip=client_ip())
    answer = make_response(made)
    inline = shape == "pdf" and request.args.get("inline") == "1"
    answer.headers["Content-Type"] = paper_making.MAKERS[shape]
    name = saved_as(f"{found.number} {found.kind.label(language.short())}.{shape}")
    plain = f"{found.kind.value}-{ascii_name(found.number.rstrip('号'))}.{shape}"
    answer.headers["Content-Disposition"] = disposition(name, plain=plain, inline=inline)
    answer.headers["Content-Security-Policy"] = _POLICY["application/pdf"] if inline else _SANDBOX
    return answer


for _view in (add, add_to_form):
    setattr(_view, "largest", paper_making.largest)  # noqa: B010 - functions carry no such name for a type checker


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Any:
    sentence = _("This is too much at once: at most %(each)s MB a file and %(all)s MB in all",
                 each=paper_making.file_most(), all=paper_making.ticket_most())  # fmt: skip
    return _stay(sentence, 413)


@blueprint.errorhandler(OSError)
def no_room(error: OSError) -> Any:
    """Refuse if the disk is full: uploads are buffered on the disk before our code runs."""
    log.error("a file could not be taken: %s", error.strerror or type(error).__name__)
    return _stay(_("The server's disk does not take the file: tell the administrator; the rest is kept"), 507)


def _stay(sentence: str, status: int) -> Any:
    if wants_json():
        return jsonify(error=sentence), status
    flash(sentence, "refused")
    asked = request.view_args or {}
    if "token" in asked:
        return redirect(url_for("files.form", token=asked["token"]), 303)
    secret = "number" in asked and sealed_queries.is_sealed(asked["number"])
    return redirect(_page_of(asked["number"], secret=secret) if "number" in asked else url_for("login.home"), 303)


def _take(*, number: str = "", token: str = "") -> list[str]:
    """Store each uploaded file; returns the refusals' sentences. A refused file does not affect the others."""
    wrong, seen = [], 0
    for file in request.files.getlist("files"):
        if not file.filename:
            continue
        seen += 1
        coming = Coming(file.filename, file.stream, number, token)  # type: ignore[arg-type]
        try:
            attachments.add(coming, paper_making.store(), person=reader().id, now=now(), client_ip=client_ip())
        except Refused as error:
            wrong.append(language.sentence(error))
    return wrong if seen else [_("Choose a file")]


def _added(wrong: list[str], listed: Any, back: str) -> Any:
    if wants_json():
        return (jsonify(error=" ".join(wrong), html=listed()), 422) if wrong else jsonify(html=listed())
    for sentence in wrong:
        flash(sentence, "refused")
    if not wrong:
        flash(_("The files are kept"), "done")
    return redirect(f"{back}#files", 303)


def _list_of(row: Any) -> str:
    found = files.of_ticket(row.id, hides_name=row.hides_name, for_unit=reader().apart(row.opened_by_id))
    return render_template("files/_list.html", rows=found.rows, held_back=found.held_back)


def _list_of_form(token: str) -> str:
    return render_template("files/_list.html", rows=files.of_form(token, reader().id), token=token)


def _ticket(number: str, what: str, *, through_parent: bool = False) -> Any:
    """The ticket's row for who may read it, else 404; a look at a confidential one is written down first (K8).
    `through_parent`: or who reads the one that it is merged into."""
    secret = sealed_queries.is_sealed(number)
    if not reader().may(Permission.READ_CONFIDENTIAL if secret else Permission.SEE_TICKETS):
        abort(404)
    found = ticket_page.whole(number, None if secret else reader().one_ticket, language=language.short())
    parent = ticket_page.parent_of(number) if found is None and through_parent else ""
    if parent and ticket_page.row(parent, reader().one_ticket) is not None:
        found = ticket_page.whole(number, Scope(), language=language.short())
    if found is None or (secret and reader().site not in (None, found.row.site_id)):
        abort(404)
    if secret:
        sealed.looked(number, reader().id, what, now=now(), client_ip=client_ip())
    return found.row


def _file(file: int) -> FileView:
    """The file for who may have it, else 404."""
    row = files.one(file)
    if row is None or not _within_reach(row):
        abort(404)
    return row


def _within_reach(row: FileView) -> bool:
    """True if this reader may have the file: it belongs to his own form, or to a ticket that he may read."""
    if not row.ticket:
        return row.person == reader().id
    found = _ticket(row.ticket, "file", through_parent=True)
    apart = not row.confidential and reader().apart(found.opened_by_id)
    return not held_back(hides_name=row.hides_name, for_unit=apart, with_form=row.with_form)


def _page_of(number: str, *, secret: bool) -> str:
    return url_for("sealed.one" if secret else "tickets.one", number=number)
