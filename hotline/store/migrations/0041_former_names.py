"""The names under which a citizen was noted before a correction, so that texts cover them too; tickets of citizens who
are withheld are indexed anew."""

import json
from types import SimpleNamespace

from hotline.tickets.rows import search

COLUMNS = (
    "id", "number", "subject", "text", "case_number", "address", "caller_name", "caller_number", "caller_written",
    "former_names", "parties", "hides_name",
)  # fmt: skip

CORRECTED = "SELECT ticket_id, data FROM ticket_step WHERE event = 'correct' ORDER BY ticket_id, number"


def up(migrator, db):
    # not by the migrator: on SQLite it makes the table anew, and the triggers of steps look into it
    db.execute_sql("ALTER TABLE ticket ADD COLUMN former_names TEXT NOT NULL DEFAULT ''")
    former: dict[int, list[str]] = {}
    for ticket, data in db.execute_sql(CORRECTED).fetchall():
        if name := json.loads(data or "{}").get("was", {}).get("caller_name"):
            former.setdefault(ticket, []).append(name)
    for ticket, names in former.items():
        sql = f"UPDATE ticket SET former_names = {db.param} WHERE id = {db.param}"
        db.execute_sql(sql, ("\n".join(dict.fromkeys(names)), ticket))
    sql = f"SELECT {', '.join(COLUMNS)} FROM ticket WHERE hides_name AND NOT confidential"
    for row in db.execute_sql(sql).fetchall():
        ticket = SimpleNamespace(**dict(zip(COLUMNS, row, strict=True)))
        search.put(db, ticket.id, search.tokens(ticket))


def down(migrator, db):
    db.execute_sql("ALTER TABLE ticket DROP COLUMN former_names")
