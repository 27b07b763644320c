"""The search index of tickets: written in the verb's transaction; a search returns ids, newest first.

SQLite: FTS5 over the tokens of `hotline.tickets.rules.search`; PostgreSQL: the same tokens as a tsvector with a GIN
index. A migration of its own makes the tables; a ticket's row there is deleted with the ticket.
"""

import json
from collections.abc import Sequence
from typing import Any

import peewee

from hotline.store.changes import is_postgresql
from hotline.store.conditions import Condition
from hotline.store.database import database
from hotline.tickets.rules.search import HIDDEN, Asked, Signs, Term, kept
from hotline.tickets.rules.told import ToldText

MOST_ID = 2**62
PROBED, COMMON = 2000, 6  # PostgreSQL tests so many of the newest tickets; so many hits: a common word


def index(row: Any) -> None:
    """Write a ticket's tokens, again after a correction. A confidential one is not indexed (K8)."""
    if row.confidential:
        forget(row.id)
    else:
        put(database.obj, row.id, tokens(row))


def tokens(row: Any) -> list[str]:
    parties = row.parties if isinstance(row.parties, list) else json.loads(row.parties or "[]")
    people = [(row.caller_name, getattr(row, "caller_written", "") or row.caller_number)]
    people += [(str(one.get("name", "")), str(one.get("number", ""))) for one in parties]
    texts = (row.subject, row.text, row.case_number, row.address)
    if not row.hides_name:
        return kept(Signs(row.number, texts, tuple(people)))
    told = ToldText(row.caller_number, row.caller_name, getattr(row, "former_names", ""), withheld=True)
    return kept(Signs(row.number, tuple(told(text) for text in texts), tuple(people), hides=True, hidden=texts))


def put(made: Any, ticket: int, words: list[str]) -> None:
    """Write the tokens of a ticket to the database `made` (a migration passes its own)."""
    if isinstance(made, peewee.PostgresqlDatabase):
        made.execute_sql(
            "INSERT INTO ticket_search (ticket, words) VALUES (%s, array_to_tsvector(%s::text[])) "
            "ON CONFLICT (ticket) DO UPDATE SET words = excluded.words",
            (ticket, words),
        )
        return
    made.execute_sql(
        "INSERT INTO ticket_search (ticket, words) VALUES (?, ?) "
        "ON CONFLICT (ticket) DO UPDATE SET words = excluded.words",
        (ticket, stored_words(words)),
    )


def stored_words(words: list[str]) -> str:
    """The text that SQLite keeps: each token between two blanks, so that a row can be tested for one token."""
    return f" {' '.join(words)} "


def forget(ticket: int) -> None:
    made = database.obj
    sql = "DELETE FROM ticket_search WHERE ticket = ?"
    made.execute_sql(sql.replace("?", made.param), (ticket,))


def ids(asked: Asked, *, hidden: bool, before: int = MOST_ID, most: int) -> list[int]:
    """The ids of the tickets found, newest first. `hidden`: also search names that units must not see."""
    made = database.obj
    if is_postgresql():
        common = all(len(ways) == 1 for ways in asked)  # words with several meanings (numbers, initials) are rare
        return _newest(made, _tsquery(asked, hidden), before, most, common=common)
    sql = "SELECT rowid FROM ticket_words WHERE ticket_words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
    return [row[0] for row in made.execute_sql(sql, (_match(asked, hidden), before, most)).fetchall()]


def _newest(made: Any, query: str, before: int, most: int, *, common: bool) -> list[int]:
    """GIN has no order: for a common word it would read half of all tickets to return the last few. So first test some
    of the newest rows, then as many as should be enough; for a rare word use the index (`+ 0` forces that)."""
    last = "SELECT ticket, words FROM ticket_search WHERE ticket < %s ORDER BY ticket DESC LIMIT %s"
    walk = f"SELECT ticket FROM ({last}) s WHERE words @@ {query} ORDER BY ticket DESC LIMIT %s"  # noqa: S608
    found = made.execute_sql(walk, (before, PROBED, most)).fetchall() if common else []
    if COMMON <= len(found) < most:
        found = made.execute_sql(walk, (before, 2 * PROBED * most // len(found), most)).fetchall()
    if len(found) < most:
        given = f"SELECT ticket FROM ticket_search WHERE words @@ {query} AND ticket < %s"  # noqa: S608
        found = made.execute_sql(f"{given} ORDER BY ticket + 0 DESC LIMIT %s", (before, most)).fetchall()
    return [row[0] for row in found]


def holds(column: str, asked: Asked, *, hidden: bool) -> Condition:
    """A condition on a ticket's id in `column`, tested row by row, for queries in which few rows are left. PostgreSQL
    would turn EXISTS into a join and read all hits of its index."""
    if is_postgresql():
        test, values = f"s.words @@ {_tsquery(asked, hidden)}", list[str]()
    else:
        test, values = _sifted(asked, hidden)
    sql = f"(SELECT {test} FROM ticket_search s WHERE s.ticket = {column})"  # noqa: S608
    return Condition(sql, tuple(values))


def _match(asked: Asked, hidden: bool) -> str:
    """The query for FTS5. Tokens consist of letters and digits only and are quoted."""
    return _joined(asked, hidden, lambda term: f'"{term.token}"{" *" if term.prefix else ""}', " AND ", " OR ")


def _tsquery(asked: Asked, hidden: bool) -> str:
    """A constant, so that PostgreSQL plans for exactly these words. Tokens consist of letters and digits only."""
    words = _joined(asked, hidden, lambda term: f"''{term.token}''{':*' if term.prefix else ''}", " & ", " | ")
    return f"'{words}'::tsquery"


def _sifted(asked: Asked, hidden: bool) -> tuple[str, list[str]]:
    values: list[str] = []

    def test(term: Term) -> str:
        values.append(f" {term.token}" if term.prefix else f" {term.token} ")
        return "instr(s.words, ?) > 0"

    return _joined(asked, hidden, test, " AND ", " OR "), values


def _joined(asked: Asked, hidden: bool, one: Any, both: str, either: str) -> str:
    def some(parts: Sequence[str], by: str) -> str:
        return parts[0] if len(parts) == 1 else f"({by.join(parts)})"

    def term(given: Term) -> str:
        known = (given, Term(HIDDEN + given.token, given.prefix)) if hidden else (given,)
        return some([one(variant) for variant in known], either)

    words = [some([some([term(one_) for one_ in way], both) for way in ways], either) for ways in asked]
    return some(words, both)
