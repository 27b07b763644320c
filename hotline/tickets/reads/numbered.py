"""Find tickets by what people type of a ticket's number: all of it, its beginning, or the count of its day."""

import re
from collections.abc import Iterator

from hotline.store.changes import is_postgresql
from hotline.store.conditions import NOTHING, Condition, among, fetched
from hotline.tickets.rows import search
from hotline.tickets.rules.search import asked
from hotline.tickets.rules.tickets import as_number, count_of_day, whole_number


def conditions(typed: str, *, ordered: bool, few: int) -> Iterator[Condition]:
    """`ordered`: the rows are read in the order of a list; `few`: fewer hits than this are read by their ids."""
    count = count_of_day(typed)
    if count:
        terms = asked(count)  # the index of words knows the count of each number; the condition takes no other hit
        yield search.holds("t.id", terms, hidden=False) if terms else NOTHING
        yield Condition("t.number LIKE ?", (f"%-{count}",))
    else:
        yield _beginning(as_number(typed), whole_number(typed), ordered=ordered, few=few)


def _beginning(text: str, whole: str, *, ordered: bool, few: int) -> Condition:
    """A number, or one that begins like this. Few hits become a list of ids; with many, each row of an ordered list is
    tested (`||` keeps the database from the number index, after which it would have to sort all hits)."""
    if is_postgresql():
        begins, values = "({0} LIKE ? OR {0} = ?)", (re.sub(r"([\\%_])", r"\\\1", text) + "%", whole)
    else:
        begins, values = "({0} BETWEEN ? AND ? OR {0} = ?)", (text, text + "\U0010ffff", whole)  # type: ignore[assignment]
    if not ordered:
        return Condition(begins.format("t.number"), values)
    found = fetched(f"SELECT id FROM ticket WHERE {begins.format('number')} LIMIT {int(few)}", values)  # noqa: S608
    if len(found) < few:
        return among("t.id", (row[0] for row in found))
    return Condition(begins.format("(t.number || '')"), values)
