"""The single search box for tickets: numbers and their last digits, telephones, names by initials, and words."""

import datetime as dt
from typing import Any

from hotline.people.reads.scope import Scope
from hotline.store.conditions import Condition, among, compared, either, equal, fetched, joined, known, no
from hotline.store.paging import SIZE, Page, cut
from hotline.tickets.rows import search as index
from hotline.tickets.rules.search import Asked, asked
from hotline.tickets.rules.tickets import whole_number

from . import scope as scopes
from .inbox import InboxRow, lines_of
from .listed import read

FEW = 2000  # a reader who sees so few tickets: test these rows if the index returns too many others
SPARE, FIRST, MOST, LONG = 9, 250, 8000, 4000  # ids that the index is asked for; after LONG the search is long
COMMON = 50  # a word is common if at least one in so many of the newest tickets has it
UNITS_MOST = 40  # so many units at most are searched one after the other


def search(
    scope: Scope, text: str, *, now: dt.datetime, numbers: bool, after: str = "", size: int = SIZE
) -> Page[InboxRow]:
    """The tickets found, newest first. Any text is allowed; a text without search terms finds nothing."""
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else index.MOST_ID
    rows = _rows(scope, text, before, size + 1)
    lines = lines_of(rows, now=now, numbers=numbers, hides=scope.units is not None)
    return cut(lines, lambda n: str(rows[n].id), size)


def count(scope: Scope, text: str, *, most: int) -> int:
    """How many tickets the text finds, at most `most`."""
    return len(_rows(scope, text, index.MOST_ID, most))


def _rows(scope: Scope, text: str, before: int, most: int) -> list[Any]:
    number = whole_number(text)
    if number:
        rows = _newest(scope, [equal("t.number", number), _older(before)], most)
        if rows or before < index.MOST_ID:
            return rows
    terms = asked(text)
    return _by_terms(scope, terms, before, most) if terms else []


def _by_terms(scope: Scope, terms: Asked, before: int, most: int) -> list[Any]:
    """Ask the index for some ids; the share of them that the reader sees sets how many to ask for next."""
    hidden, found = scope.units is None, list[Any]()
    wanted = most + SPARE if scope.units is None and scope.person is None else FIRST
    looked, given = 0, list[int]()
    while len(found) < most and (not looked or len(given) == wanted):
        if looked:
            wanted = min(MOST, max(FIRST, looked * (most - len(found)) // max(1, len(found)) * 5 // 4))
        if looked >= LONG and (mine := _all_of(scope, before)) is not None:
            test = index.holds("t.id", terms, hidden=hidden)
            return found + _newest(scope, [among("t.id", mine), test], most - len(found))
        given = index.ids(terms, hidden=hidden, before=before, most=wanted)
        common = len(given) == wanted and given[0] - given[-1] < wanted * COMMON
        if scope.units and len(scope.units) <= UNITS_MOST and common and not looked:
            return _walked(scope.units, index.holds("t.id", terms, hidden=hidden), before, most)
        if given:
            found += _newest(scope, [among("t.id", given)], most - len(found))
            looked, before = looked + len(given), given[-1]
        else:
            break
    return found


def _walked(units: frozenset[int], test: Condition, before: int, most: int) -> list[Any]:
    """For a common word: read the newest tickets of each unit in turn and test their words, until there are enough."""
    everyone, (charged, held, shared) = [scopes.PUBLIC, _older(before)], scopes.ways(units)
    others = either(known("t.unit_id", False), no(charged))
    found: dict[int, Any] = {}
    for way in (*([among("t.unit_id", [unit])] for unit in sorted(units)), [held, others], [shared, others]):
        found |= {row.id: row for row in read([*everyone, *way, test], "t.id DESC", most)}
    return sorted(found.values(), key=lambda row: -row.id)[:most]


def _newest(scope: Scope, conditions: list[Condition], most: int) -> list[Any]:
    return read([*scopes.seen(scope), *conditions], "t.id DESC", most)


def _older(before: int) -> Condition:
    return compared("t.id", "<", before)


def _all_of(scope: Scope, before: int) -> list[int] | None:
    """The ids of all tickets that a reader sees, if there are at most FEW; else None."""
    if scope == Scope():
        return None
    parts = [scopes.seen(scope)] if scope.units is None else [[scopes.PUBLIC, way] for way in scopes.ways(scope.units)]
    ids: set[int] = set()
    for part in parts:
        where, values = joined([*part, _older(before)])
        ids |= {row[0] for row in fetched(f"SELECT t.id FROM ticket t WHERE {where} LIMIT {FEW + 1}", values)}  # noqa: S608
        if len(ids) > FEW:
            return None
    return sorted(ids)
