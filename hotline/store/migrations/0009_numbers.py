"""Telephone and case numbers in one form, however they were written. What was typed and says more is kept.

`unread_value` lists what could not be read as a number, or says more than the number kept, with its row.
"""

import logging
from collections import Counter
from types import SimpleNamespace

from peewee import BigAutoField, CharField, Model, TextField

from hotline.tickets.rows import search
from hotline.values.case_numbers import case_number
from hotline.values.telephone import NumberKind, telephone

log = logging.getLogger("tingsu.migration")
PAGE = 5_000
NUMBERS = (
    ("call", "number"), ("call_back", "number"), ("contact", "caller_number"), ("court_case", "party_number"),
    ("notice", "number"), ("nuisance", "number"), ("ticket", "caller_number"),
)  # fmt: skip
CASES = (("ticket", "case_number"), ("contact", "case_number"))
SEARCHED = ("number", "caller_name", "caller_number", "caller_written", "parties", "subject", "text", "case_number", "address")


def up(migrator, db):
    migrator.migrate(migrator.add_column("ticket", "caller_written", CharField(max_length=64, default="")))

    class UnreadValue(Model):
        id = BigAutoField()
        place = CharField(max_length=64)
        row_id = CharField(max_length=64)
        value = TextField()

        class Meta:
            database = db
            table_name = "unread_value"

    db.create_tables([UnreadValue])
    db.execute_sql("DELETE FROM case_cache")  # asked again
    changed = set()
    for table, column in NUMBERS:
        changed |= {row for row in _canonical(db, table, column, _number) if table == "ticket"}
    for table, column in CASES:
        changed |= {row for row in _canonical(db, table, column, _case) if table == "ticket"}
    _index(db, sorted(changed))
    _merge_call_backs(db)
    db.execute_sql("UPDATE public_key SET steps = -1")  # names are compared in one form, too: the keys are made anew


def down(migrator, db):
    db.execute_sql("DROP TABLE unread_value")
    migrator.migrate(migrator.drop_column("ticket", "caller_written"))


def _number(written):
    """The form to keep, and what is worth keeping besides."""
    read = telephone(written)
    lost = read.extension or read.others or (read.kind is NumberKind.UNKNOWN and read.canonical != written)
    return read.canonical, written if lost else ""


def _case(written):
    return case_number(written)[:64], ""


def _canonical(db, table, column, form):
    """Rewrite a column page by page; yields the ids of changed rows."""
    last, count = "" if table == "call" else 0, Counter()
    select = f"SELECT id, {column} FROM {table} WHERE id > {db.param} AND {column} <> '' ORDER BY id LIMIT {PAGE}"
    while rows := db.execute_sql(select, (last,)).fetchall():
        last = rows[-1][0]
        for row, written in rows:
            kept, besides = form(written)
            count["read"] += 1
            if besides:
                count["besides"] += 1
                values = (f"{table}.{column}", str(row), written)
                db.execute_sql(f"INSERT INTO unread_value (place, row_id, value) VALUES ({db.param}, {db.param}, {db.param})", values)
                if table == "ticket":
                    db.execute_sql(f"UPDATE ticket SET caller_written = {db.param} WHERE id = {db.param}", (written, row))
            if kept != written:
                count["changed"] += 1
                db.execute_sql(f"UPDATE {table} SET {column} = {db.param} WHERE id = {db.param}", (kept, row))
                yield row
    log.info("%s.%s: %s read, %s changed, %s listed in unread_value", table, column, count["read"], count["changed"], count["besides"])


def _index(db, tickets):
    for begin in range(0, len(tickets), 500):
        some = ", ".join(map(str, tickets[begin : begin + 500]))
        select = f"SELECT id, hides_name, {', '.join(SEARCHED)} FROM ticket WHERE id IN ({some}) AND NOT confidential"
        for row in db.execute_sql(select).fetchall():
            given = dict(zip(("id", "hides_name", *SEARCHED), row, strict=True))
            search.put(db, given["id"], search.tokens(SimpleNamespace(**given)))


def _merge_call_backs(db):
    """One open call-back a number: the calls of later ones go to the first."""
    select = "SELECT id, number FROM call_back WHERE state IN ('open', 'taken') AND number <> '' ORDER BY id"
    first = {}
    for row, number in db.execute_sql(select).fetchall():
        if first.setdefault(number, row) != row:
            db.execute_sql(f"UPDATE call_back_call SET call_back_id = {db.param} WHERE call_back_id = {db.param}", (first[number], row))
            db.execute_sql(f"UPDATE call_back SET state = 'closed', note = 'same number' WHERE id = {db.param}", (row,))
