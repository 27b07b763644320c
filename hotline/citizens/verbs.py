"""Citizens' queries and answers without a clerk: by code and last digits, identity number and name, or link.

The page for citizens and the telephone share these verbs and the count of tries. Nothing here reads the ticket table:
the page's role cannot. An answer waits as a `PublicAnswer` until the jobs turn it into an act.
"""

import datetime as dt
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from peewee import IntegrityError

from hotline.callers.verbs.enquiries import CALLER, LIMITS
from hotline.citizens import reads as public
from hotline.citizens.reads import Progress
from hotline.citizens.rows import PublicAnswer, PublicTry
from hotline.citizens.rules.public import ASKED, code_of, complaint, tail_of
from hotline.follow_ups.rules import TEXT_MOST, Said
from hotline.people.rules.login import Limits, Tries, locked, one_more
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.values.privacy import clean, fitting

NOBODY = "----"  # compared if the code is unknown, so that both cases take the same time


@dataclass(frozen=True, slots=True)
class Answer:
    """The result, or why there is none: `refused` (no match) or `locked`."""

    found: Sequence[Progress] = ()
    why: str = ""


def progress(code: str, tail: str, *, who: str, now: dt.datetime) -> Answer:
    """The ticket of a query code; `tail` is the last four digits of the reporter's number. `who` is the client IP
    or the telephone number that asks."""
    wanted, digits = code_of(code), tail_of(tail)

    def look() -> Sequence[Progress]:
        known = public.tail_of_code(wanted or "") or NOBODY
        fits = hmac.compare_digest(known.encode(), (digits or "").encode())
        found = public.by_code(wanted or "") if fits else None
        return () if found is None else (found,)

    return _ask(f"ticket:{wanted or clean(code, 16)}", who, look, now)


def of_person(key: str, *, who: str, now: dt.datetime) -> Answer:
    """A person's tickets; `key` is `rules.public.person_key_of` his identity number and name."""
    return _ask(f"person:{key[:64]}", who, lambda: public.of_person(key), now)


def say(
    said: Said, text: str, *, token: str = "", number: str = "", wants_more: bool, now: dt.datetime, client_ip: str
) -> None:
    """Store a citizen's answer on a follow-up (`token`) or on a queried ticket (`number`).

    Raises Refused.
    """
    words = fitting(clean_text(text), TEXT_MOST)
    wrong = complaint(said, words, wants_more=wants_more)
    if wrong is not None:
        raise Refused(wrong)
    key = _key(token, number)
    handled, solved, satisfied = said.row()
    try:
        with writing():
            PublicAnswer.create(
                key=key, token=token, number=number, handled=handled, solved=solved, satisfied=satisfied,
                wants_more=wants_more, text=words, at=now, client_ip=client_ip[:64],
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("You have answered already") from error


def clean_text(text: str) -> str:
    """A citizen's text, line by line, without invisible and bidi characters."""
    return "\n".join(clean(line, len(line)) for line in text.splitlines()).strip()


def _key(token: str, number: str) -> str:
    if token:
        asked = public.by_token(token)
        if asked is None:
            raise Refused("This link is not valid")
        if asked.said_at is not None:
            raise Refused("You have answered already")
        if not asked.open:
            raise Refused("This visit is over")
        return asked.key
    found = public.by_number(number)
    if found is None or found.state not in ASKED:
        raise Refused("There is nothing to rate yet")
    if found.rated or found.said_at is not None:
        raise Refused("You have answered already")
    return found.key


def _ask(key: str, who: str, look: Callable[[], Sequence[Progress]], now: dt.datetime) -> Answer:
    keys = [(key, LIMITS), (f"caller:{who[:64]}", CALLER)]
    if not _count(keys, now):
        return Answer(why="locked")
    found = look()
    if not found:
        return Answer(why="refused")
    with writing():
        PublicTry.delete().where(PublicTry.key == key).execute()
        PublicTry.update(tries=PublicTry.tries - 1, locked_until=None).where(PublicTry.key == keys[1][0]).execute()
    return Answer(found)


def _count(keys: list[tuple[str, Limits]], now: dt.datetime) -> bool:
    """Count the try before anything is checked; False while code or caller is locked."""
    with writing():
        rows = list(PublicTry.select().where(PublicTry.key.in_([key for key, _ in keys])))
        known = {row.key: Tries(row.tries, row.last_at, row.locked_until) for row in rows}
        if any(locked(tries, now=now) for tries in known.values()):
            return False
        for key, limits in keys:
            after = one_more(known.get(key, Tries()), limits, now=now)
            given = {"tries": after.tries, "last_at": after.last_at, "locked_until": after.locked_until}
            PublicTry.insert(key=key, **given).on_conflict(conflict_target=[PublicTry.key], update=given).execute()
    return True
