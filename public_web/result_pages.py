"""Pages of results: after a query the browser is sent to a page of its own, which reload and the back button may open.

What a page shows stands in the browser's signed cookie, under a random id: the ticket's number, or the keyed hash of a
person. The address holds the id alone, so that it tells nothing and opens nothing in another browser; it ends after
half an hour. A query that found nothing is told once on the first page, in the same way.
"""

import datetime as dt
import json
import secrets
from typing import Any, Literal

from flask import session

from hotline.citizens.rules.tries import PROVED_LASTS

SECONDS = 1800
COOKIE_MOST = 2400  # bytes of JSON; a browser keeps 4096 of the whole cookie, signed and encoded
MOST = 5  # pages of a browser; the oldest end first
TICKET, PERSON, PROOF = "t", "p", "c"
Kind = Literal["t", "p", "c"]


def keep(kind: Kind, value: str, now: dt.datetime) -> str:
    """The id of a new page for a ticket's number, a person's key, or the mark of a proof."""
    page = secrets.token_urlsafe(9)
    session["pages"] = [*_kept(), [page, kind, value, int(now.timestamp())]][-MOST:]
    return page


def find(page: str, now: dt.datetime) -> tuple[str, str] | None:
    """The kind and value of a page; None if it is not this browser's, or too old."""
    for known, kind, value, at in _kept():
        if secrets.compare_digest(str(known).encode(), page.encode()) and 0 <= now.timestamp() - at < SECONDS:
            return str(kind), str(value)
    return None


def tell(said: str, status: int, *, wrong: dict[str, str] | None = None, typed: dict[str, str] | None = None) -> None:
    """Keep what the first page says at its next opening. The number and the name typed are not kept."""
    session["told"] = {"said": said, "status": status, "wrong": wrong or {}, "typed": typed or {}}


def told() -> dict[str, Any] | None:
    """What `tell` kept, once."""
    found = session.pop("told", None)
    return found if isinstance(found, dict) else None


def refuse(page: str, shown: dict[str, Any], now: dt.datetime) -> bool:
    """Keep what a page shows after a refusal (the sentence, what was entered), so that the browser may be sent to the
    page itself: reload and back button then send nothing again. False for a text that no cookie holds."""
    if len(json.dumps(shown)) > COOKIE_MOST:
        return False
    session["refused"] = [page, shown, int(now.timestamp())]
    return True


def refused(page: str, now: dt.datetime) -> dict[str, Any] | None:
    """What `refuse` kept for this page, for half an hour."""
    found = session.get("refused")
    if not isinstance(found, list) or len(found) != 3 or found[0] != page or not isinstance(found[1], dict):
        return None
    return found[1] if 0 <= now.timestamp() - found[2] < SECONDS else None


def settle() -> None:
    """Forget what was refused: it is said now."""
    session.pop("refused", None)


def proved(now: dt.datetime) -> str:
    """The name under which this browser's tries count after its citizen has proved himself; "" if he has not."""
    found = session.get("proved")
    if (
        not isinstance(found, list)
        or len(found) != 2
        or not 0 <= now.timestamp() - found[1] < PROVED_LASTS.total_seconds()
    ):
        return ""
    return f"proved:{found[0]}"


def has_proved(now: dt.datetime) -> None:
    session["proved"] = [secrets.token_urlsafe(12), int(now.timestamp())]


def _kept() -> list[Any]:
    found = session.get("pages", [])
    return found if isinstance(found, list) else []
