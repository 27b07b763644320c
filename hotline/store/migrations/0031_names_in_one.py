"""A name of several parts is also found as one: `阿卜杜拉买买提` for `阿卜杜拉·买买提`. Those tickets are indexed anew."""

import re
from types import SimpleNamespace

from hotline.tickets.rows import search

COLUMNS = (
    "id", "number", "subject", "text", "case_number", "address", "caller_name", "caller_number", "caller_written",
    "parties", "hides_name",
)  # fmt: skip
PARTED = re.compile(r"[^\W_][^\w]+[^\W_]")
BATCH = 1000


def up(migrator, db):
    last = 0
    sql = (
        f"SELECT {', '.join(COLUMNS)} FROM ticket WHERE id > {db.param} AND NOT confidential "
        f"AND (caller_name <> '' OR parties <> '[]') ORDER BY id LIMIT {BATCH}"
    )
    while rows := db.execute_sql(sql, (last,)).fetchall():
        for row in rows:
            ticket = SimpleNamespace(**dict(zip(COLUMNS, row, strict=True)))
            if PARTED.search(ticket.caller_name) or PARTED.search(ticket.parties or ""):
                search.put(db, ticket.id, search.tokens(ticket))
        last = rows[-1][0]


def down(migrator, db):
    pass
