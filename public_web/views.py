"""The pages: find a ticket, read its state, rate the answer."""

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
from itsdangerous import BadSignature, URLSafeTimedSerializer

from hotline.citizens import reads as reads
from hotline.citizens import verbs as public
from hotline.citizens.rules.public import ASKED, code_of, person_key_of, tail_of
from hotline.follow_ups.rules import Said
from hotline.ports import Refused
from hotline.store.database import database
from hotline.values.identity import identity_number
from hotline.values.names import name_key
from hotline.values.privacy import clean
from hotline.words import TicketState

from . import language

blueprint = Blueprint("page", __name__)
PASS_SECONDS = 1800  # a citizen may rate a ticket for this time after his query
NAME_MOST = 100


@blueprint.get("/")
def home() -> str:
    return _home()


@blueprint.post("/code")
def by_code() -> Any:
    """Query by the message's code and the last digits of the citizen's telephone number."""
    code, tail = _typed("code", 40), _typed("tail", 20)
    wrong = {}
    if code_of(code) is None:
        wrong["code"] = _("The query code is a row of digits; it stands in the message you got")
    if tail_of(tail) is None:
        wrong["tail"] = _("Write the last four digits of the telephone number you called from")
    if wrong:
        return _home(wrong=wrong), 422
    return _answer(public.progress(code, tail, who=g.caller, now=g.now), "code")


@blueprint.post("/person")
def by_person() -> Any:
    """Query by identity number and name. The number is compared as a keyed hash and not stored."""
    name, number, wrong = _typed("name", NAME_MOST), "", {}
    try:
        number = identity_number(_typed("identity", 40))
    except Refused as error:
        wrong["identity"] = language.sentence(error)
    if not name_key(name):
        wrong["name"] = _("Write your name")
    if wrong:
        return _home(wrong=wrong), 422
    key = person_key_of(current_app.config["IDENTITY_KEY"], number, name)
    return _answer(public.of_person(key, who=g.caller, now=g.now), "identity")


@blueprint.post("/say")
def say() -> Any:
    """Rate a ticket that was shown just now."""
    try:
        number = _signer().loads(request.form.get("pass", "")[:500], max_age=PASS_SECONDS)
    except BadSignature:
        return _home(said=_("This page was open for too long. Ask after your ticket again.")), 422
    found = reads.by_number(number)
    if found is None:
        return _home(said=_("This page was open for too long. Ask after your ticket again.")), 422
    try:
        public.say(_said(), _text(), number=number, wants_more=_wants(), now=g.now, client_ip=g.caller)
    except Refused as error:
        again = reads.by_number(number)
        return render_template("progress.html", found=[_shown(again)], said=language.sentence(error), **_kept()), 422
    return redirect(url_for("page.thanks", lang=language.chosen()), 303)


@blueprint.route("/v/<token>", methods=["GET", "POST"])
def link(token: str) -> Any:
    """The page of the message's link: the unit's answer, and the questions to the citizen."""
    asked = reads.by_token(clean(token, 64))
    if asked is None:
        return render_template("gone.html"), 404
    said, status = "", 200
    if request.method == "POST":
        try:
            public.say(_said(), _text(), token=clean(token, 64), wants_more=_wants(), now=g.now, client_ip=g.caller)
        except Refused as error:
            said, status = language.sentence(error), 422
            asked = reads.by_token(clean(token, 64)) or asked
        else:
            return redirect(url_for("page.thanks", lang=language.chosen()), 303)
    return render_template("follow_up.html", asked=asked, said=said, **_kept()), status


@blueprint.get("/thanks")
def thanks() -> str:
    return render_template("thanks.html")


@blueprint.get("/healthz")
def health() -> Response:
    database.execute_sql("SELECT 1").fetchone()
    return jsonify(ok=True)


@blueprint.get("/robots.txt")
def robots() -> Response:
    answer = make_response("User-agent: *\nDisallow: /\n")
    answer.mimetype = "text/plain"
    return answer


def _home(*, said: str = "", wrong: dict[str, str] | None = None) -> str:
    typed = {name: _typed(name, 40) for name in ("code",)}
    return render_template("home.html", said=said, wrong=wrong or {}, typed=typed)


def _answer(answer: public.Answer, what: str) -> Any:
    if answer.found:
        return render_template("progress.html", found=[_shown(one) for one in answer.found], said="", kept={})
    if answer.why == "locked":
        said = _("This was tried too often. Try again in 30 minutes, or call the hotline.")
        return _home(said=said), 429
    said = {
        "code": _("We found nothing for this code with these digits. Look at both again; after three tries you have to "
                  "wait for 30 minutes."),
        "identity": _("We found nothing for this identity number with this name. Look at both again; after three tries "
                      "you have to wait for 30 minutes."),
    }[what]  # fmt: skip
    return _home(said=said), 404


def _shown(one: reads.Progress | None) -> dict[str, Any]:
    assert one is not None
    may_say = one.state in ASKED and not one.rated and one.said_at is None
    return {
        "ticket": one, "pass": _signer().dumps(one.number) if may_say else "",
        "visiting": one.state is TicketState.FOLLOWING_UP,
    }  # fmt: skip


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="rate")


def _typed(name: str, most: int) -> str:
    return clean(request.form.get(name, ""), most)


def _text() -> str:
    return request.form.get("text", "")[:20_000]


def _said() -> Said:
    mark = _typed("satisfied", 4)
    chosen = {"yes": True, "no": False}
    return Said(
        chosen.get(_typed("handled", 4)), chosen.get(_typed("solved", 4)),
        int(mark) if mark in ("1", "2", "3", "4", "5") else None,
    )  # fmt: skip


def _wants() -> bool:
    return _typed("wants", 4) == "yes"


def _kept() -> dict[str, Any]:
    """The entered values, to show the form again."""
    names = ("handled", "solved", "satisfied", "wants")
    return {"kept": {name: _typed(name, 4) for name in names} | {"text": public.clean_text(_text())}}
