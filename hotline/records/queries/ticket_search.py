"""The one search box over tickets: numbers and their tails, telephones, names by their initials, and words."""

import datetime as dt
from typing import Any

from hotline.records import search as index
from hotline.records.rows import Ticket, TicketShare
from hotline.rules.search import Asked, asked, whole_number

from . import scope as scopes
from .inbox import Line, lines_of
from .listed import LISTED, among, read
from .page import SIZE, Page, cut
from .scope import Scope

FEW = 2000  # a reader of so few tickets has them looked through, where the index gives too many of others
SPARE, FIRST, MOST, LONG = 9, 250, 8000, 4000  # how many the index is asked for; after so many it is a long search


def search(
    scope: Scope, text: str, *, now: dt.datetime, numbers: bool, after: str = "", size: int = SIZE
) -> Page[Line]:
    """What is found, the newest first. Any text may be typed; nothing in it finds nothing."""
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else index.MOST_ID
    rows = _rows(scope, text, before, size + 1)
    lines = lines_of(rows, now=now, numbers=numbers, hides=scope.units is not None)
    return cut(lines, [str(row.id) for row in rows], size)


def _rows(scope: Scope, text: str, before: int, most: int) -> list[Any]:
    number = whole_number(text)
    if number:
        rows = read(_seen(scope).where(Ticket.number == number, Ticket.id < before))
        if rows or before < index.MOST_ID:
            return rows
    terms = asked(text)
    return _by_terms(scope, terms, before, most) if terms else []


def _by_terms(scope: Scope, terms: Asked, before: int, most: int) -> list[Any]:
    """The index is asked for some, of which the reader sees a part; by that part it is asked for more."""
    hidden, found = scope.units is None, list[Any]()
    wanted = most + SPARE if scope.units is None and scope.person is None else FIRST
    looked, given = 0, list[int]()
    while len(found) < most and (not looked or len(given) == wanted):
        if looked:
            wanted = min(MOST, max(FIRST, looked * (most - len(found)) // max(1, len(found)) * 5 // 4))
        if looked >= LONG and (mine := _all_of(scope, before)) is not None:
            test = index.holds('"t1"."id"', terms, hidden=hidden)
            return found + _newest(_seen(scope).where(among(mine), test), most - len(found))
        given = index.ids(terms, hidden=hidden, before=before, most=wanted)
        if given:
            found += _newest(_seen(scope).where(among(given)), most - len(found))
            looked, before = looked + len(given), given[-1]
        else:
            break
    return found


def _newest(query: Any, most: int) -> list[Any]:
    return read(query.order_by(Ticket.id.desc()).limit(most))


def _all_of(scope: Scope, before: int) -> list[int] | None:
    """The ids of all that a reader sees, where these are few."""
    if scope == Scope():
        return None
    parts = [scopes.tickets(Ticket.select(Ticket.id), scope).where(Ticket.id < before)]
    if scope.units is not None:
        mine = sorted(scope.units)
        shared = TicketShare.select(TicketShare.ticket).where(TicketShare.unit.in_(mine))
        ways = (Ticket.unit.in_(mine), Ticket.holder.in_(mine), Ticket.id.in_(shared))
        parts = [parts[0].where(way) for way in ways]
    ids: set[int] = set()
    for part in parts:
        ids |= {row[0] for row in part.limit(FEW + 1).tuples()}
        if len(ids) > FEW:
            return None
    return sorted(ids)


def _seen(scope: Scope) -> Any:
    return scopes.tickets(Ticket.select(*LISTED), scope)
