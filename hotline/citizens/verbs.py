"""Citizens' queries and answers without a clerk: by code and last digits, identity number and name, or link.

The page for citizens, the telephone and the desk share these verbs; each counts its own tries. Nothing here reads the
ticket table: the page's role cannot. An answer waits as a `PublicAnswer` until the jobs turn it into an act. Who meets
a lock on the page asks for a message (`ask_proof`) and types its digits (`prove`).
"""

import datetime as dt
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from peewee import IntegrityError

from hotline.callers.verbs.enquiries import outcome_of
from hotline.citizens import reads as public
from hotline.citizens.reads import Progress
from hotline.citizens.rows import PublicAnswer, PublicProof, PublicTry
from hotline.citizens.rules.public import code_of, name_of, name_only, tail_of
from hotline.citizens.rules.tries import (
    ASKS,
    IDENTITY,
    PROOF_LASTS,
    PROOF_TRIES,
    AskedBy,
    of_code,
    of_who,
    proof_hash,
)
from hotline.citizens.rules.tries import CODE as LIMITS
from hotline.follow_ups.rules import TEXT_MOST, Said, complaint
from hotline.people.rules.login import Limits, Lock, Tries, lock_of, one_more
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.values.privacy import clean, fitting
from hotline.words import AuditAction

NOBODY = "----"  # compared if the code is unknown, so that both cases take the same time


@dataclass(frozen=True, slots=True)
class Answer:
    """The result, or why there is none: `refused` (no match) or `locked` (`lock` says what)."""

    found: Sequence[Progress] = ()
    why: str = ""
    lock: Lock | None = None


def progress(
    code: str, typed: str, *, who: str, now: dt.datetime, key: str = "", channel: AskedBy = AskedBy.WEB,
    own: bool = False,
) -> Answer:  # fmt: skip
    """The ticket of a query code. `typed`: the last four signs of the reporter's telephone number; if he left none, of
    his identity number; if neither is known, his name, compared as a hash with `key` (the telephone has no names).
    Which of them a code wants is not told. `who` is the address or the telephone number that asks; `own`: it is the
    ticket's own number that calls, which tries of others do not lock."""
    wanted, given = code_of(code), _given(typed, key)

    def look() -> Sequence[Progress]:
        known = public.secrets_of_code(wanted or "") or (NOBODY,)
        compared = [hmac.compare_digest(one.encode(), given.encode()) for one in known]  # all, whichever fits
        fits = True in compared
        found = public.by_code(wanted or "") if fits else None
        return () if found is None else (found,)

    return _ask([of_code(wanted or clean(code, 16), channel, own=own)], who, look, now)


def ask_at_the_desk(code: str, typed: str, *, by: str, now: dt.datetime, client_ip: str, key: str) -> Answer:
    """`progress` for an agent whose caller gives his query code: audited with the outcome and without what he gave
    beside it. The tries are counted, so that nobody can guess through the desk."""
    said = progress(code, typed, who=f"desk:{by}", now=now, key=key, channel=AskedBy.DESK)
    outcome = outcome_of(bool(said.found), said.why)
    with writing():
        audit.note(
            AuditAction.ENQUIRE, f"ticket:{hidden(code)}", by=by, now=now, client_ip=client_ip, outcome=outcome.value
        )
    return said


def hidden(code: str) -> str:
    """A query code as the audit may show it: who has the code could ask with it. A ticket's number stays as it is."""
    found = code_of(code)
    return clean(code, 20) if found is None else f"{'*' * (len(found) - 2)}{found[-2:]}"


def _given(typed: str, key: str) -> str:
    """What a citizen typed beside the code, in the form in which it is kept; "" for neither signs nor a name."""
    tail = tail_of(typed)
    if tail is not None:
        return tail
    name = name_of(typed) if key else None
    return "" if name is None else name_only(key, name)


def of_person(key: str, *, who: str, now: dt.datetime, identity: str = "") -> Answer:
    """A person's tickets; `key` is `rules.public.person_key_of` his identity number and name, `identity` the keyed hash
    of the number alone: whoever has it could try one name after the other."""
    counts = [(f"person:{key[:64]}", LIMITS)] + ([(f"identity:{identity[:64]}", IDENTITY)] if identity else [])
    return _ask(counts, who, lambda: public.of_person(key), now)


def ask_proof(code: str, typed: str, *, who: str, now: dt.datetime, key: str) -> str:
    """Ask for a message to the ticket's own telephone. Gives the mark of the proof, whatever the code is worth; "" if
    this address has asked too often."""
    if _count(of_who(who, ASKS, kind="proof"), now) is not None:
        return ""
    mark = secrets.token_urlsafe(12)
    with writing():
        PublicProof.insert(
            mark=mark, code=code_of(code) or NOBODY, given=_given(typed, key) or NOBODY, at=now
        ).execute()  # fmt: skip
    return mark


def prove(mark: str, digits: str, *, now: dt.datetime, key: str) -> Answer:
    """The ticket of a proof whose digits these are; they count once. `why`: `refused`, or `over` (too late or too many
    tries). Where no message was sent no digits fit, and the answer is the same."""
    live = (PublicProof.mark == mark[:32]) & PublicProof.used_at.is_null() & (PublicProof.at > now - PROOF_LASTS)
    with writing():
        tried = PublicProof.update(tries=PublicProof.tries + 1).where(live, PublicProof.tries < PROOF_TRIES).execute()
    if not tried:
        return Answer(why="over")
    columns = (PublicProof.id, PublicProof.code, PublicProof.digits_hash)
    row = PublicProof.select(*columns).where(PublicProof.mark == mark[:32]).get()
    fits = hmac.compare_digest((row.digits_hash or NOBODY).encode(), proof_hash(key, mark, digits).encode())
    found = public.by_code(row.code) if fits else None
    if found is None:
        return Answer(why="refused")
    with writing():
        if not PublicProof.update(used_at=now).where(live).execute():
            return Answer(why="over")
        PublicTry.delete().where(PublicTry.key == of_code(row.code, AskedBy.WEB)[0]).execute()
    return Answer((found,))


def say(
    said: Said, text: str, *, token: str = "", number: str = "", wants_more: bool | None, now: dt.datetime,
    client_ip: str,
) -> None:  # fmt: skip
    """Store a citizen's answer on a follow-up (`token`) or on a queried ticket (`number`).

    Raises Refused.
    """
    words = fitting(clean_text(text), TEXT_MOST)
    key, decides = _key(token, number)
    wrong = complaint(said, words, wants_more=wants_more, decides=decides)
    if wrong is not None:
        raise Refused(wrong)
    handled, solved, satisfied = said.row()
    try:
        with writing():
            PublicAnswer.create(
                key=key, token=token, number=number, handled=handled, solved=solved, satisfied=satisfied,
                wants_more=bool(wants_more), text=words, at=now, client_ip=client_ip[:64],
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("You have answered already") from error


def clean_text(text: str) -> str:
    """A citizen's text, line by line, without invisible and bidi characters."""
    return "\n".join(clean(line, len(line)) for line in text.splitlines()).strip()


def _key(token: str, number: str) -> tuple[str, bool]:
    """The key of the round that is answered, and whether the answer decides what happens next. Raises Refused."""
    if token:
        asked = public.by_token(token)
        if asked is None:
            raise Refused("This link is not valid")
        if not asked.open:
            raise Refused("This visit is over" if asked.later or asked.said_at is None else "You have answered already")
        return asked.key, asked.standing.decides
    found = public.by_number(number)
    if found is None or not (found.standing.may_rate or found.standing.said):
        raise Refused("There is nothing to rate yet")
    if not found.standing.may_rate:
        raise Refused("You have answered already")
    return found.key, found.standing.decides


def _ask(
    about: list[tuple[str, Limits]], who: str, look: Callable[[], Sequence[Progress]], now: dt.datetime
) -> Answer:  # fmt: skip
    """`about`: the counts of what is asked for, which a right answer clears; it gives `who` his own try back."""
    around = of_who(who)
    if (lock := _count([*about, *around], now)) is not None:
        return Answer(why="locked", lock=lock)
    found = look()
    if not found:
        return Answer(why="refused")
    with writing():
        PublicTry.delete().where(PublicTry.key.in_([key for key, _ in about])).execute()
        mine = PublicTry.key.in_([key for key, _ in around])
        PublicTry.update(tries=PublicTry.tries - 1, locked_until=None).where(mine).execute()
    return Answer(found)


def _count(keys: list[tuple[str, Limits]], now: dt.datetime) -> Lock | None:
    """Count the try before anything is checked; while code or caller is locked, the lock instead."""
    with writing():
        rows = list(PublicTry.select().where(PublicTry.key.in_([key for key, _ in keys])))
        known = {row.key: Tries(row.tries, row.last_at, row.locked_until) for row in rows}
        if (lock := lock_of(known, now=now)) is not None:
            return lock
        for key, limits in keys:
            after = one_more(known.get(key, Tries()), limits, now=now)
            given = {"tries": after.tries, "last_at": after.last_at, "locked_until": after.locked_until}
            PublicTry.insert(key=key, **given).on_conflict(conflict_target=[PublicTry.key], update=given).execute()
    return None
