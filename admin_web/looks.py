"""The one place where a look at citizens' data is noted: after each answer, by what the answer shows.

Numbers are found in the answer's own text, whoever put them there; names and foreign numbers are told by the filters
that draw them (`citizen`, `number`). A view that hands out a file notes it itself: sounds, papers, attachments, lists.
"""

from flask import Flask, Response, current_app, g, request

from hotline.people.rules.audit_things import SEALED
from hotline.people.rules.looks import Place, Seen, read_into
from hotline.people.verbs.looks import looked
from hotline.store.database import AWAY, DatabaseAway
from hotline.values.privacy import hide
from hotline.words import PersonalData

from .access import OPEN, client_ip, now, reader

_LEFT_OUT = frozenset({"after", "page"})  # the second page of a list is the same list
_TEXTS = ("text/html", "application/json", "text/plain")


def seen() -> Seen:
    """What this answer has shown so far."""
    if "seen" not in g:
        g.seen = Seen()
    found: Seen = g.seen
    return found


def start(app: Flask) -> None:
    """Must be called after `connection.start`: the entry needs the request's connection."""
    app.after_request(_noted)


def _noted(answer: Response) -> Response:
    if g.get("reader") is None or request.endpoint in OPEN or answer.status_code not in (200, 422):
        return answer
    if answer.is_streamed or answer.direct_passthrough or answer.mimetype not in _TEXTS:
        return answer
    shown = seen()
    read_into(shown, answer.get_data(as_text=True))
    by_itself = bool(request.headers.get("X-Background"))
    try:
        looked(
            shown.kinds, shown.rows, _place(), by=reader().login, now=now(), client_ip=client_ip(), by_itself=by_itself
        )
    except (*AWAY, DatabaseAway) as error:  # nothing is shown that could not be noted
        return current_app.make_response(current_app.handle_user_exception(error))
    return answer


def fetched(thing: str, rows: int, *, whole: bool) -> None:
    """Note that the reader takes a file with so many citizens with him, before he has it."""
    shows = (PersonalData.TELEPHONE, PersonalData.NAME) if whole else (PersonalData.NAME,)
    looked(shows, rows, Place(thing), by=reader().login, now=now(), client_ip=client_ip())


def _place() -> Place:
    """The page; a page of the inspection is not named, nor is what was looked for."""
    asked = {name: text for name, text in request.args.items() if text and name not in _LEFT_OUT}
    secret = g.get("whole_numbers", False) or (request.endpoint or "").startswith("sealed.")
    return Place(SEALED if secret else f"page:{hide(request.path)}"[:100], asked)
