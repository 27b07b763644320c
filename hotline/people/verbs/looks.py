"""A look at citizens' numbers and names: one audit entry for a person and a page, and later how often it was."""

import datetime as dt
from collections.abc import Collection

from hotline.people.rows import Audit, Look
from hotline.people.rules.looks import ONE_LOOK, Place
from hotline.people.verbs import audit
from hotline.store.database import writing
from hotline.words import AuditAction, PersonalData

AT_ONCE = 500


def looked(
    shows: Collection[PersonalData], rows: int, place: Place, *, by: str, now: dt.datetime, client_ip: str,
    by_itself: bool = False,
) -> None:  # fmt: skip
    """Note that somebody is shown so many rows with these data, before he sees them. `by_itself`: the page refreshed
    itself; while its look is open that is no further one."""
    if not shows:
        return
    key, begun = place.key(by, client_ip[:64]), now - ONE_LOOK
    if by_itself and Look.select().where(Look.key == key, Look.begun_at > begun).exists():
        return
    with writing():
        again = Look.update(times=Look.times + 1, rows=Look.rows + rows, last_at=now)
        if again.where(Look.key == key, Look.begun_at > begun).execute():
            return
        _close(list(Look.select().where(Look.key == key)), now)
        told = {"shows": [kind.value for kind in shows], "rows": rows, "by_what": sorted(place.filters)}
        entry = audit.note(AuditAction.SEE_PERSONAL, place.thing, by=by, now=now, client_ip=client_ip, **told)
        Look.insert(key=key, entry=entry, begun_at=now, last_at=now, rows=rows).on_conflict_ignore().execute()


def settle(now: dt.datetime) -> int:
    """Close the looks whose time is over; gives how many."""
    over = Look.select().where(Look.begun_at <= now - ONE_LOOK).order_by(Look.begun_at).limit(AT_ONCE)
    with writing():
        looks = list(over)
        _close(looks, now)
    return len(looks)


def _close(looks: list[Look], now: dt.datetime) -> None:
    """What was seen more than once is told in a further entry about the first."""
    for row in looks:
        closed = Look.delete().where(Look.key == row.key, Look.begun_at == row.begun_at).execute()
        first = Audit.get_or_none(Audit.id == row.entry) if closed and row.times > 1 else None
        if first is not None:
            told = {"count": row.times, "rows": row.rows}
            Audit.insert(
                at=now, who=first.who, act=first.act, object=first.object, data=told, site=first.site, about=first.id
            ).execute()
