"""Orders of a list that no index serves (subject, state, unit, caller): so few tickets are read whole and sorted."""

from collections.abc import Sequence
from typing import Any

from hotline.store.paging import unmark_ticket
from hotline.tickets.rows import Unit
from hotline.tickets.rules.query import TURNED, Sort
from hotline.values.names import collated
from hotline.words import TicketState

_UP = {down: up for up, down in TURNED.items()}
_STATES = {state.value: place for place, state in enumerate(TicketState)}


def ordered(rows: Sequence[Any], sort: Sort, *, hides: bool) -> list[Any]:
    """The rows, which come newest first, in the order of a heading; empty ones last either way. `hides`: the reader
    does not see a citizen who is withheld, so his name sorts nothing."""
    up = _UP.get(sort, sort)
    units = _units(rows) if up is Sort.UNIT else {}

    def key(row: Any) -> Any:
        match up:
            case Sort.STATE:
                return _STATES[row.state]
            case Sort.UNIT:
                text = units.get(row.id, "")
            case Sort.CALLER:
                text = "" if hides and row.hides_name else row.caller_name
            case _:
                text = row.subject
        return collated(text) if text else None

    keyed = [(key(row), row) for row in rows]
    full = sorted((one for one in keyed if one[0] is not None), key=lambda one: one[0], reverse=up is not sort)
    return [row for _key, row in full] + [row for found, row in keyed if found is None]


def _units(rows: Sequence[Any]) -> dict[int, str]:
    """The unit's name of each row; a list's rows have it, those of a sheet have its id."""
    if rows and not hasattr(rows[0], "unit_name"):
        names = {row.id: row.name for row in list(Unit.select(Unit.id, Unit.name))}
        return {row.id: names.get(row.unit_id, "") for row in rows}
    return {row.id: row.unit_name or "" for row in rows}


def page_of(rows: Sequence[Any], after: str, most: int) -> list[Any]:
    """The rows after the one that a mark names; from the first on if there is none such."""
    begin = unmark_ticket(after)
    place = 0 if begin is None else next((n + 1 for n, row in enumerate(rows) if row.id == begin[1]), 0)
    return list(rows[place : place + most])
