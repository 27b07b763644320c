"""Where a caller's tickets stand: found by number, by name and last digits, or by the number that calls."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hotline.people.reads.scope import Scope
from hotline.store.conditions import among, compared, equal, one_of
from hotline.store.shaped import Shown
from hotline.tickets.rows import Ticket
from hotline.tickets.rows import search as index
from hotline.tickets.rules.life import ANSWERED, CLOSED, OPEN_STATES
from hotline.tickets.rules.search import asked
from hotline.tickets.rules.tickets import of_another, whole_number
from hotline.values.names import name_key
from hotline.values.telephone import telephone
from hotline.words import TicketKind, TicketState

from . import scope as scopes

MOST, LOOKED = 10, 500
TAIL_LEAST = 4
_SHOWN = Shown(Ticket, beside={"unit_name": "u.name"}, join="LEFT JOIN unit u ON u.id = t.unit_id")


@dataclass(frozen=True, slots=True)
class TicketStanding:
    """A ticket as its caller is told of it; of a merged one, state, unit, day and answer are the parent's. `reply`: the
    last answer that is meant for him."""

    number: str
    kind: TicketKind
    subject: str
    state: TicketState
    opened_at: dt.datetime
    opened_by: int
    site: int
    unit: str
    due_at: dt.datetime | None
    provisional: bool
    paused: bool
    reply: str
    merged: bool

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES


def by_number(typed: str, scope: Scope) -> tuple[TicketStanding, ...]:
    """The ticket of a whole number as it was typed, if the scope may read it."""
    number = whole_number(typed)
    return _standings(_SHOWN.rows([*scopes.seen(scope), equal("t.number", number)])) if number else ()


def by_person(name: str, tail: str, scope: Scope) -> tuple[TicketStanding, ...]:
    """The newest tickets of somebody with this name whose telephone number ends with these digits: as the citizen, or
    as a party. Both must fit, so that neither can be tried alone."""
    wanted = name_key(name)
    if len(wanted) < 2 or len(tail) < TAIL_LEAST or not (tail.isascii() and tail.isdigit()):
        return ()
    terms = asked(f"{wanted} {tail}")  # as it is indexed, without a title
    few = index.ids(terms, hidden=True, most=LOOKED) if terms else []
    rows = _SHOWN.rows([*scopes.seen_of_few(scope), among("t.id", few)], "t.id DESC") if few else []
    fitting = [row for row in rows if any(_is(wanted, tail, *person) for person in _people(row))]
    return _standings(fitting[:MOST])


def of_numbers(numbers: Sequence[str]) -> tuple[TicketStanding, ...]:
    """The tickets with these numbers, in this order; a confidential one is none of them."""
    if not numbers:
        return ()
    found = {row.number: row for row in _SHOWN.rows([*scopes.seen(Scope()), one_of("t.number", numbers)])}
    return _standings([found[number] for number in numbers if number in found])


def is_own(code: str, number: str) -> bool:
    """Whether this is the whole number from which the ticket of a query code was brought."""
    read = telephone(number)
    mine = (Ticket.code == code, Ticket.caller_number == read.canonical)
    return read.identifies and Ticket.select(Ticket.id).where(*mine).exists()


def of_caller(number: str, *, but: str, most: int = MOST) -> list[TicketStanding]:
    """The last tickets of a caller's number, also where it is the second that he left; without those of the call `but`.
    A withheld number has none."""
    read = telephone(number)
    if not read.identifies:
        return []
    seen = scopes.seen(Scope())
    rows = _SHOWN.rows([*seen, equal("t.caller_number", read.canonical)], "t.opened_at DESC", most)
    beside = index.ids(asked(read.canonical), hidden=True, most=LOOKED)
    further = (
        _SHOWN.rows([*seen, among("t.id", beside), compared("t.other_tails", "<>", "")], "t.id DESC") if beside else []
    )
    rows += [row for row in further if read.canonical in telephone(row.caller_written).others]
    rows = sorted(rows, key=lambda row: row.opened_at, reverse=True)[:most]
    return list(_standings([row for row in rows if (row.call or "") != but]))


def _people(row: Any) -> Iterable[tuple[str, str]]:
    yield row.caller_name, row.caller_written or row.caller_number
    yield from ((str(one.get("name", "")), str(one.get("number", ""))) for one in row.parties or ())


def _is(name: str, tail: str, given: str, number: str) -> bool:
    read = telephone(number)
    return name_key(given) == name and any(one.endswith(tail) for one in (read.canonical, *read.others))


def _standings(rows: Sequence[Any]) -> tuple[TicketStanding, ...]:
    wanted = [row.parent for row in rows if row.parent is not None]
    parents = {one.id: one for one in _SHOWN.rows([*scopes.seen(Scope()), among("t.id", wanted)])} if wanted else {}
    return tuple(_standing(row, parents.get(row.parent)) for row in rows)


def _standing(row: Any, parent: Any) -> TicketStanding:
    stands = parent if parent is not None and row.state == TicketState.MERGED else row
    state = TicketState(stands.state)
    told = state in ANSWERED | CLOSED
    return TicketStanding(
        number=row.number, kind=TicketKind(row.kind), subject=row.subject, state=state, opened_at=row.opened_at,
        opened_by=row.opened_by_id, site=row.site_id, unit=stands.unit_name or "", due_at=stands.due_at,
        provisional=bool(stands.provisional), paused=stands.paused_at is not None,
        reply="" if not told else stands.reply if stands is row else of_another(stands), merged=stands is not row,
    )  # fmt: skip
