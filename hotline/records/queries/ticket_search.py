"""The one search box over tickets: numbers and their tails, telephones, names by their initials, and words."""

import datetime as dt
from typing import Any

from hotline.records import search as index
from hotline.records.rows import Ticket, TicketShare
from hotline.rules.search import Asked, asked, whole_number

from . import scope as scopes
from .inbox import Line, lines_of
from .page import SIZE, Page, cut
from .scope import Scope
from .ticket_find import LISTED

FEW = 2000  # a reader of so few tickets has them looked through, where the index gives too many of others
LOOKS = (250, 2000, 16_000)  # how many the index is asked for: mostly the first are enough


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
        rows = list(_seen(scope).where(Ticket.number == number, Ticket.id < before))
        if rows or before < index.MOST_ID:
            return rows
    terms = asked(text)
    return _by_terms(scope, terms, before, most) if terms else []


def _by_terms(scope: Scope, terms: Asked, before: int, most: int) -> list[Any]:
    hidden = scope.units is None
    found: list[Any] = []
    for turn, wanted in enumerate((*LOOKS, *(LOOKS[-1:] * 1000))):
        if turn == len(LOOKS) - 1 and (mine := _all_of(scope, before)) is not None:
            test = index.holds('"t1"."id"', terms, hidden=hidden)
            return list(_seen(scope).where(Ticket.id.in_(mine), test).order_by(Ticket.id.desc()).limit(most))
        given = index.ids(terms, hidden=hidden, before=before, most=wanted)
        if given:
            left = most - len(found)
            found += list(_seen(scope).where(Ticket.id.in_(given)).order_by(Ticket.id.desc()).limit(left))
        if len(found) >= most or len(given) < wanted:
            break
        before = given[-1]
    return found


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
