"""What tickets are searched by: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL; written by hand."""

from peewee import PostgresqlDatabase

from hotline.tickets.rows.search import put
from hotline.tickets.rules.search import Signs, kept

SQLITE = (
    "CREATE TABLE ticket_search (ticket INTEGER PRIMARY KEY REFERENCES ticket (id) ON DELETE CASCADE, "
    "words TEXT NOT NULL)",
    "CREATE VIRTUAL TABLE ticket_words USING fts5(words, content='ticket_search', content_rowid='ticket', "
    "detail='none', columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER ticket_search_in AFTER INSERT ON ticket_search BEGIN "
    "INSERT INTO ticket_words (rowid, words) VALUES (new.ticket, new.words); END",
    "CREATE TRIGGER ticket_search_out AFTER DELETE ON ticket_search BEGIN "
    "INSERT INTO ticket_words (ticket_words, rowid, words) VALUES ('delete', old.ticket, old.words); END",
    "CREATE TRIGGER ticket_search_anew AFTER UPDATE ON ticket_search BEGIN "
    "INSERT INTO ticket_words (ticket_words, rowid, words) VALUES ('delete', old.ticket, old.words); "
    "INSERT INTO ticket_words (rowid, words) VALUES (new.ticket, new.words); END",
)
POSTGRESQL = (
    "CREATE TABLE ticket_search (ticket BIGINT PRIMARY KEY REFERENCES ticket (id) ON DELETE CASCADE, "
    "words TSVECTOR NOT NULL)",
    "ALTER TABLE ticket_search ALTER words SET STORAGE EXTERNAL",  # looked through row by row: not to be unpacked
    "ALTER TABLE ticket_search SET (toast_tuple_target = 8160)",
    "CREATE INDEX ticket_search_words ON ticket_search USING gin (words)",
)


def up(migrator, db):
    for statement in POSTGRESQL if isinstance(db, PostgresqlDatabase) else SQLITE:
        db.execute_sql(statement)
    sql = "SELECT id, number, subject, text, caller_name, caller_number FROM ticket ORDER BY id"
    for ticket, number, subject, text, name, telephone in db.execute_sql(sql).fetchall():
        put(db, ticket, kept(Signs(number, (subject, text), ((name, telephone),))))


def down(migrator, db):
    if not isinstance(db, PostgresqlDatabase):
        db.execute_sql("DROP TABLE ticket_words")
    db.execute_sql("DROP TABLE ticket_search")
