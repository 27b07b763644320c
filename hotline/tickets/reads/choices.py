"""What a person chose to see of a list."""

from hotline.tickets.rows import ListChoice
from hotline.tickets.rules.columns import Column, chosen, sized


def of_list(name: str, person: int) -> tuple[tuple[Column, ...], int]:
    """The columns and the page size; the usual ones for who has not chosen."""
    row = ListChoice.get_or_none(ListChoice.person == person, ListChoice.name == name)
    if row is None:
        return chosen(()), sized(None)
    return chosen(row.columns if isinstance(row.columns, list) else ()), sized(row.size)
