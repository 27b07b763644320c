"""Telephones with wrong passwords: the list, who is kept out now, and the addresses that raise an alarm."""

import datetime as dt
from dataclasses import dataclass

from hotline.calls.rows import TelephoneTry
from hotline.calls.rules.telephone_tries import FORGOTTEN, Guesses, KeptOut
from hotline.calls.rules.telephone_tries import kept_out as come_to
from hotline.store.paging import SIZE, Page, cut, mark, total, unmark_id


@dataclass(frozen=True, slots=True)
class TryRow:
    """An extension at an address, or all of the address (extension "")."""

    id: int
    tries: Guesses


def kept_out(now: dt.datetime) -> KeptOut:
    """Whom the switch is to refuse."""
    if not TelephoneTry.select().where(TelephoneTry.until > now).exists():
        return KeptOut()
    query = TelephoneTry.select().where(
        (TelephoneTry.until > now) | TelephoneTry.good_at.is_null(False)
    )  # who is known is let in where the rest of his address is kept out
    return come_to((_tries(row) for row in list(query)), now)


def listed(now: dt.datetime, *, after: str = "", size: int = SIZE) -> Page[TryRow]:
    """Those that failed, the newest first; those that are kept out stand among them."""
    query = TelephoneTry.select().where(TelephoneTry.last_at.is_null(False), TelephoneTry.total > 0)
    counted, begin = total(query), unmark_id(after)
    if begin is not None:
        at, key = begin
        query = query.where((TelephoneTry.last_at < at) | ((TelephoneTry.last_at == at) & (TelephoneTry.id < key)))
    rows = list(query.order_by(TelephoneTry.last_at.desc(), TelephoneTry.id.desc()).limit(size + 1))
    return cut(
        [TryRow(row.id, _tries(row)) for row in rows], lambda n: mark(rows[n].last_at, rows[n].id), size, total=counted
    )


def addresses(now: dt.datetime, least: int) -> list[tuple[str, dt.datetime, int]]:
    """Addresses from which `least` tries failed within the last hour or from which somebody is kept out: each with when
    the last one did and how many have."""
    query = TelephoneTry.select().where(
        (TelephoneTry.until > now) | ((TelephoneTry.last_at > now - FORGOTTEN) & (TelephoneTry.failed >= least))
    )
    worst: dict[str, Guesses] = {}
    for row in list(query.order_by(TelephoneTry.total)):
        worst[row.address] = _tries(row)
    return [(address, one.last_at or now, one.total) for address, one in sorted(worst.items())]


def _tries(row: TelephoneTry) -> Guesses:
    return Guesses(row.address, row.extension, row.failed, row.total, row.last_at, row.good_at, row.bans, row.until)
