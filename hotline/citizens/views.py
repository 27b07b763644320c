"""The views of tickets for the public page: selected columns, no confidential tickets, nothing internal.

Created anew at each start and by `scripts/public_role`; the same on SQLite and PostgreSQL. No view contains the matter,
the reporter, his whole number or name, or internal notes between offices.
"""

import contextlib

import peewee
from peewee import BooleanField, CharField, IntegerField, TextField

from hotline.store.database import Utc
from hotline.store.rows import Row
from hotline.words import TicketState

S = TicketState
TOLD = (S.FOLLOWING_UP, S.CLOSED, S.CLOSED_AT_ONCE, S.UNDER_REVIEW, S.UNDER_REREVIEW, S.FINAL)  # meant for the citizen
_TOLD = ", ".join(f"'{state.value}'" for state in TOLD)
_REPLY = f"CASE WHEN t.state IN ({_TOLD}) THEN t.reply ELSE '' END"
VIEWS = {
    "public_ticket": f"""
        SELECT t.number AS number, t.code AS code, t.kind AS kind, t.state AS state, t.round AS round,
            CASE WHEN length(t.caller_number) >= 4
                THEN substr(t.caller_number, length(t.caller_number) - 3) ELSE '' END AS tail,
            CASE WHEN t.hides_name OR t.caller_name = '' THEN ''
                ELSE substr(t.caller_name, 1, 1) || substr('********', 1, length(t.caller_name) - 1) END AS name,
            COALESCE(u.name, '') AS unit, t.opened_at AS opened_at, t.accepted_at AS accepted_at,
            t.dispatched_at AS dispatched_at, t.closed_at AS closed_at, t.due_at AS due_at,
            t.provisional AS provisional, (t.paused_at IS NOT NULL) AS paused, {_REPLY} AS reply,
            COALESCE(p.number, '') AS merged_into,
            (t.handled IS NOT NULL OR t.solved IS NOT NULL OR t.satisfied IS NOT NULL) AS rated
        FROM ticket t LEFT JOIN unit u ON u.id = t.unit_id
            LEFT JOIN ticket p ON p.id = t.parent AND NOT p.confidential
        WHERE NOT t.confidential""",  # noqa: S608 - constants of this module
    "public_follow_up": f"""
        SELECT v.token AS token, t.number AS number, t.kind AS kind, t.opened_at AS opened_at,
            COALESCE(u.name, '') AS unit, {_REPLY} AS reply, v.state AS state, v.done_at AS done_at
        FROM follow_up v JOIN ticket t ON t.id = v.ticket_id LEFT JOIN unit u ON u.id = t.unit_id
        WHERE NOT t.confidential""",  # noqa: S608
    "public_person": """
        SELECT k.key AS key, t.number AS number
        FROM public_key k JOIN ticket t ON t.id = k.ticket_id
        WHERE NOT t.confidential""",
}


class PublicTicket(Row):
    number = CharField()
    code = CharField(null=True)
    kind = CharField()
    state = CharField()
    round = IntegerField()
    tail = CharField()
    name = CharField()
    unit = CharField()
    opened_at = Utc()
    accepted_at = Utc(null=True)
    dispatched_at = Utc(null=True)
    closed_at = Utc(null=True)
    due_at = Utc(null=True)
    provisional = BooleanField()
    paused = BooleanField()
    reply = TextField()
    merged_into = CharField()
    rated = BooleanField()

    class Meta:
        table_name = "public_ticket"
        primary_key = False


class PublicFollowUp(Row):
    token = CharField()
    number = CharField()
    kind = CharField()
    opened_at = Utc()
    unit = CharField()
    reply = TextField()
    state = CharField()
    done_at = Utc(null=True)

    class Meta:
        table_name = "public_follow_up"
        primary_key = False


class PublicPerson(Row):
    key = CharField()
    number = CharField()

    class Meta:
        table_name = "public_person"
        primary_key = False


def drop_views(made: peewee.Database) -> None:
    """Call before migrating a SQLite database: SQLite cannot rebuild a table that a view uses. On PostgreSQL the views
    stay, with their grants."""
    if isinstance(made, peewee.SqliteDatabase):
        with contextlib.suppress(peewee.DatabaseError), made.connection_context():  # `migrate` will report the problem
            for name in VIEWS:
                made.execute_sql(f"DROP VIEW IF EXISTS {name}")


def make_views(made: peewee.Database) -> None:
    """Create the views on the owner's connection, after the migration. The public role's grants stay."""
    postgresql = isinstance(made, peewee.PostgresqlDatabase)
    with made.connection_context() if made.is_closed() else made.atomic(), made.atomic():
        for name, sql in VIEWS.items():
            if postgresql:  # security_barrier: a query's conditions never run on rows that the view leaves out
                made.execute_sql(f"CREATE OR REPLACE VIEW {name} WITH (security_barrier) AS {sql}")
            else:
                made.execute_sql(f"DROP VIEW IF EXISTS {name}")
                made.execute_sql(f"CREATE VIEW {name} AS {sql}")
