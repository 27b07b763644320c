"""The pages: find a ticket, read its state, rate the answer."""

import logging
from collections.abc import Iterable
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from hotline.citizens import reads as reads
from hotline.citizens import verbs as public
from hotline.citizens.rules.public import code_of, name_of, person_key_of, tail_of
from hotline.ports import CannotRead, Refused
from hotline.store.database import database
from hotline.tickets.rules.attachments import saved_as
from hotline.tickets.rules.tickets import whole_number
from hotline.values.file_names import disposition
from hotline.values.identity import identity_key, identity_number
from hotline.values.names import name_key
from hotline.values.plain import plain
from hotline.values.privacy import clean
from hotline.words import FileTrouble
from web_kit.stored import hand_out

from . import errors, language, result_pages, sent

blueprint = Blueprint("page", __name__)
log = logging.getLogger(__name__)
NAME_MOST = 100


@blueprint.get("/")
def home() -> Any:
    """The two ways to ask; after a query without a result, what was wrong with it."""
    told = result_pages.told() or {"said": "", "wrong": {}, "typed": {}, "status": 200}
    status = int(told.pop("status"))
    return render_template("home.html", **told), status


@blueprint.post("/code")
def by_code() -> Any:
    """Query by the message's code, and the last signs of the citizen's number or his name."""
    code, typed = sent.field("code", 40), sent.field("tail", NAME_MOST)
    wrong = {}
    if whole_number(code):
        wrong["code"] = _("This is the ticket's number. The query code is another one: eight digits that stand in the "
                          "message you got, or were told you")  # fmt: skip
    elif code_of(code) is None:
        wrong["code"] = _("The query code has eight digits. It stands in the message you got, or was told you")
    if tail_of(typed) is None and name_of(typed) is None:
        wrong["tail"] = _("Write the last four digits of the telephone number you called from, or what stands above "
                          "for letters and visits")  # fmt: skip
    if wrong:
        return _home(_("Something is missing or mistyped below."), 422, wrong)
    answer = public.progress(code, typed, who=_who(), now=g.now, key=_key())
    if answer.lock is not None:
        return _to_proof(code, typed)
    if not answer.found:
        return _nothing(answer, "code")
    return _to(result_pages.keep("t", answer.found[0].number, g.now))


@blueprint.post("/person")
def by_person() -> Any:
    """Query by identity number and name. The number is compared as a keyed hash and not stored."""
    name, number, wrong = sent.field("name", NAME_MOST), "", {}
    try:
        number = identity_number(sent.field("identity", 40))
    except Refused as error:
        wrong["identity"] = language.sentence(error)
    if not name_key(name):
        wrong["name"] = _("Write your name")
    if wrong:
        return _home(_("Something is missing or mistyped below."), 422, wrong)
    key = person_key_of(_key(), number, name)
    answer = public.of_person(key, who=_who(), now=g.now, identity=identity_key(_key(), number))
    return _to(result_pages.keep("p", key, g.now)) if answer.found else _nothing(answer, "identity")


@blueprint.route("/proof/<page>", methods=["GET", "POST"])
def proof(page: str) -> Any:
    """Who meets a lock types the digits of the message that went to the ticket's telephone, if one went."""
    known = result_pages.find(page, g.now)
    if known is None or known[0] != result_pages.PROOF:
        return render_template("too_late.html", text=""), 410
    mark, _sign, ends = known[1].partition("|")
    if request.method == "GET":
        refused = result_pages.refused(page, g.now) or {"said": "", "wrong": {}}
        return render_template("proof.html", ends=ends, page=page, **refused), 422 if refused["said"] else 200
    digits = "".join(sign for sign in plain(sent.field("digits", 20)) if sign.isdigit())
    answer = public.prove(mark, digits, now=g.now, key=_key())
    if answer.found:
        result_pages.settle()
        result_pages.has_proved(g.now)
        return _to(result_pages.keep("t", answer.found[0].number, g.now))
    if answer.why == "over":
        return _home(_("These digits are no longer good. Ask once more, or call the hotline."), 410)
    said = _("These digits do not fit. Look at the newest message.")
    result_pages.refuse(page, {"said": said, "wrong": {"digits": said}}, g.now)
    return redirect(url_for("page.proof", page=page, lang=language.chosen()), 303)


@blueprint.route("/tickets/<page>", methods=["GET", "POST"])
def result(page: str) -> Any:
    """The tickets of a query; a POST rates one of them."""
    found = _of_page(page)
    posted = request.method == "POST"
    if not found:
        text = public.clean_text(sent.text()) if posted else ""
        return render_template("too_late.html", text=text), 410
    if not posted:
        refused = result_pages.refused(page, g.now)
        shown = refused or {"asked": "", "said": "", "wrong": {}, "kept": {}}
        return render_template("progress.html", found=found, **shown), 422 if refused else 200
    number = sent.field("ticket", 64)
    if number not in {one.number for one in found}:
        return render_template("too_late.html", text=public.clean_text(sent.text())), 422
    decides = any(one.standing.decides for one in found if one.number == number)
    try:
        public.say(sent.said(), sent.text(), number=number, wants_more=sent.wants(), now=g.now, client_ip=g.caller)
    except Refused as error:
        shown = {"asked": number, **sent.refused(error)}
        if result_pages.refuse(page, shown, g.now):
            return _to(page)
        return render_template("progress.html", found=_of_page(page), **shown), 422
    result_pages.settle()
    return sent.onward(decides)


@blueprint.get("/tickets/<page>/files/<int:file>")
def file_of_result(page: str, file: int) -> Any:
    """A file of an answer that the query found."""
    return _file(one for found in _of_page(page) for one in found.files if one.id == file)


@blueprint.get("/v/<token>/files/<int:file>")
def file_of_link(token: str, file: int) -> Any:
    """A file of the answer that the message's link asks about."""
    asked = reads.by_token(clean(token, 64))
    return _file(one for one in (asked.files if asked is not None else ()) if one.id == file)


@blueprint.route("/v/<token>", methods=["GET", "POST"])
def link(token: str) -> Any:
    """The page of the message's link: the unit's answer, and the questions to the citizen."""
    token = clean(token, 64)
    asked = reads.by_token(token)
    if asked is None:
        return render_template("gone.html"), 404
    if request.method == "GET":
        refused = result_pages.refused(token, g.now)
        shown = refused or {"said": "", "wrong": {}, "kept": {}}
        return render_template("follow_up.html", asked=asked, **shown), 422 if refused else 200
    decides = asked.standing.decides
    try:
        public.say(sent.said(), sent.text(), token=token, wants_more=sent.wants(), now=g.now, client_ip=g.caller)
    except Refused as error:
        shown = sent.refused(error)
        if result_pages.refuse(token, shown, g.now):
            return redirect(url_for("page.link", token=token, lang=language.chosen()), 303)
        return render_template("follow_up.html", asked=reads.by_token(token) or asked, **shown), 422
    result_pages.settle()
    return sent.onward(decides)


@blueprint.get("/figures")
def figures() -> str:
    """The service's figures of the last quarters, as they were published."""
    return render_template("figures.html", quarters=reads.quarters())


@blueprint.get("/thanks")
def thanks() -> str:
    """What becomes of what was said; the address says nothing else of it."""
    return render_template("thanks.html", what=request.args.get("what", ""))


@blueprint.get("/healthz")
def health() -> Response:
    database.execute_sql("SELECT 1").fetchone()
    return jsonify(ok=True)


@blueprint.get("/robots.txt")
def robots() -> Response:
    answer = make_response("User-agent: *\nDisallow: /\n")
    answer.mimetype = "text/plain"
    return answer


def _of_page(page: str) -> list[reads.Progress]:
    """The tickets of a result page as they stand now."""
    known = result_pages.find(page, g.now)
    if known is None:
        return []
    if known[0] == result_pages.PERSON:
        return reads.of_person(known[1])
    one = reads.by_number(known[1])
    return [] if one is None else [one]


def _file(found: Iterable[reads.AnswerFile]) -> Any:
    """The file, to be saved; what is gone, or not this browser's any more, is said with what to do."""
    one = next(iter(found), None)
    if one is None:
        return render_template("too_late.html", text=""), 410
    try:
        answer = hand_out(current_app.extensions["files"].open(one.path, one.size), one.type)
    except CannotRead as error:
        log.error("the file of attachment %s: %s", one.id, error)
        advice = _("Call the hotline: we send it to you.")
        if error.what is FileTrouble.GONE:
            return errors.page(404, _("This file is not there any more"), advice)
        return errors.page(503, _("This file cannot be opened at the moment"), advice)
    answer.headers["Content-Disposition"] = disposition(saved_as(one.name))
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return answer


def _to(page: str) -> Any:
    return redirect(url_for("page.result", page=page, lang=language.chosen()), 303)


def _home(said: str, status: int, wrong: dict[str, str] | None = None) -> Any:
    """Back to the first page, which says what is wrong; a reload asks nothing again."""
    result_pages.tell(said, status, wrong=wrong, typed={"code": sent.field("code", 40)})
    return redirect(url_for("page.home", lang=language.chosen()), 303)


def _who() -> str:
    """Under which name tries are counted: a browser that has proved itself is not met by the lock of its address."""
    return result_pages.proved(g.now) or str(g.caller)


def _key() -> str:
    return str(current_app.config["IDENTITY_KEY"])


def _to_proof(code: str, typed: str) -> Any:
    """A locked code or address is no wall: the page for the digits of a message, the same for every code. What is shown
    of the telephone number is what was typed here."""
    if tail_of(typed) is None:  # a name opens only tickets without any number: no message could go
        return _home(_("This was tried too often. Try again in 30 minutes, or call the hotline."), 429)
    mark = public.ask_proof(code, typed, who=_who(), now=g.now, key=_key())
    if not mark:
        return _home(_("This was tried too often. Try again in 30 minutes, or call the hotline."), 429)
    page = result_pages.keep("c", f"{mark}|{(tail_of(typed) or '')[-2:]}", g.now)
    return redirect(url_for("page.proof", page=page, lang=language.chosen()), 303)


def _nothing(answer: public.Answer, what: str) -> Any:
    if answer.why == "locked":
        return _home(
            _("This was tried too often. If you left a mobile number, ask with the query code: a message to it then "
              "opens it. Or try again in 30 minutes, or call the hotline."), 429,
        )  # fmt: skip
    said = {
        "code": _("We found nothing for this code with these digits. Look at both again; after three tries you have to "
                  "wait for 30 minutes."),
        "identity": _("We found nothing for this identity number with this name. Look at both again; after three tries "
                      "you have to wait for 30 minutes."),
    }[what]  # fmt: skip
    return _home(said, 404)
