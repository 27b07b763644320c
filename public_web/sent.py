"""What a citizen sent by a form of the page, and where he is led after his answer."""

from typing import Any

from flask import redirect, request, url_for

from hotline.citizens import verbs as public
from hotline.follow_ups.rules import FIELDS, Said, stars
from hotline.ports import Refused
from hotline.values.privacy import clean

from . import language

TYPED_MOST = 20_000  # more than an answer may have: a longer one comes back whole with a sentence


def field(name: str, most: int) -> str:
    return clean(request.form.get(name, ""), most)


def text() -> str:
    return request.form.get("text", "")[:TYPED_MOST]


def said() -> Said:
    mark = field("satisfied", 4)
    chosen = {"yes": True, "no": False}
    return Said(
        chosen.get(field("handled", 4)), chosen.get(field("solved", 4)),
        stars(mark),
    )  # fmt: skip


def wants() -> bool | None:
    """Whether he wants it handled again; None: he has not chosen."""
    return {"yes": True, "no": False}.get(field("again", 4))


def onward(decides: bool) -> Any:
    """To the page that thanks. A matter goes back only where the answer decides it; a text goes nowhere, it is kept."""
    answer = said()
    again = bool(decides and answer.negative and wants())
    unhappy = answer.negative or bool(text().strip())
    what = "again" if again else "kept" if unhappy else "rated"
    return redirect(url_for("page.thanks", what=what, lang=language.chosen()), 303)


def refused(error: Refused) -> dict[str, Any]:
    """The sentence, beside its field where it has one, and what was entered."""
    sentence, beside = language.sentence(error), FIELDS.get(error.code, "")
    names = ("handled", "solved", "satisfied", "again")
    kept = {name: field(name, 4) for name in names} | {"text": public.clean_text(text())}
    return {"said": sentence, "wrong": {beside: sentence} if beside else {}, "kept": kept}
