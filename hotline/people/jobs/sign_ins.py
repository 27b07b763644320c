"""Sign-ins that ended by the clock are marked so, and those that ended long ago are deleted."""

import datetime as dt

from hotline.people.rows import SignIn
from hotline.people.rules.sign_ins import KEPT, Lasts, end_of, ends_at
from hotline.store.database import writing


def end_by_clock(lasts: Lasts, now: dt.datetime) -> None:
    """Mark what is idle or too old, with the moment at which it ended."""
    rows = SignIn.select().where(
        SignIn.ended_at.is_null(), (SignIn.seen_at < now - lasts.idle) | (SignIn.made_at < now - lasts.longest)
    )
    over = [(row, end) for row in list(rows) if (end := end_of(row.made_at, row.seen_at, lasts, now=now)) is not None]
    with writing():
        for row, end in over:
            ended_at = ends_at(row.made_at, row.seen_at, lasts)
            same = (SignIn.id == row.id) & (SignIn.seen_at == row.seen_at) & SignIn.ended_at.is_null()
            SignIn.update(ended_at=ended_at, ended_why=end).where(same).execute()


def purge(now: dt.datetime) -> None:
    with writing():
        SignIn.delete().where(SignIn.ended_at < now - KEPT).execute()
