"""Sign-ins: the one of a cookie, and those of a person."""

import datetime as dt
from dataclasses import dataclass

from hotline.people.rows import SignIn
from hotline.people.rules.sign_ins import Lasts, end_of, ends_at, hash_of
from hotline.words import SignInEnd

from .parameters import parameter

SHOWN_MOST = 50


@dataclass(frozen=True, slots=True)
class SignInSeen:
    """A sign-in, for pages. `end`: why it is over; None while it stands. `browser` is "" for none. `must_set_up`:
    a second factor, before anything else."""

    id: int
    person: int
    made_at: dt.datetime
    seen_at: dt.datetime
    client_ip: str
    browser: str
    ended_at: dt.datetime | None
    end: SignInEnd | None
    must_set_up: bool
    proved_at: dt.datetime
    by_provider: bool


def lasts(session_minutes: int) -> Lasts:
    """`session_minutes`: the idle time of the settings; the longest time is a parameter."""
    longest = dt.timedelta(hours=parameter("sign_in.longest_hours"))
    return Lasts(dt.timedelta(minutes=session_minutes), longest)


def of_key(key: str, by: Lasts, *, now: dt.datetime) -> SignInSeen | None:
    """The sign-in of a cookie's id, also one that is over; None for an id that was never given."""
    row = SignIn.get_or_none(SignIn.key_hash == hash_of(key))
    return None if row is None else _seen(row, by, now)


def standing(person: int, by: Lasts, *, now: dt.datetime) -> list[SignInSeen]:
    """Those that stand, the last seen first."""
    rows = SignIn.select().where(SignIn.person == person, SignIn.ended_at.is_null()).order_by(SignIn.seen_at.desc())
    found = [_seen(row, by, now) for row in list(rows)]
    return [one for one in found if one.end is None]


def over(person: int, by: Lasts, *, now: dt.datetime) -> list[SignInSeen]:
    """Those that are over and still kept, the newest first; the last fifty."""
    rows = SignIn.select().where(SignIn.person == person).order_by(SignIn.id.desc()).limit(2 * SHOWN_MOST)
    found = [_seen(row, by, now) for row in list(rows)]
    return [one for one in found if one.end is not None][:SHOWN_MOST]


def _seen(row: SignIn, by: Lasts, now: dt.datetime) -> SignInSeen:
    ended_at, end = row.ended_at, None
    if ended_at is not None:
        end = SignInEnd(row.ended_why)
    elif (end := end_of(row.made_at, row.seen_at, by, now=now)) is not None:
        ended_at = ends_at(row.made_at, row.seen_at, by)
    return SignInSeen(
        row.id, row.person_id, row.made_at, row.seen_at, row.client_ip, row.browser, ended_at, end, row.must_set_up,
        row.proved_at, row.by_provider,
    )  # fmt: skip
