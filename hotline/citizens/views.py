"""The views of tickets for the public page: selected columns, no confidential tickets, nothing internal.

Created anew at each start and by `scripts/public_role`; the same on SQLite and PostgreSQL. No view contains the matter,
the reporter, his whole number or name, or internal notes between offices. A merged ticket shows how its parent stands,
and nothing of who brought that one. A subject is only in the view of persons, which is asked by a keyed hash.
"""

import contextlib

import peewee
from peewee import BooleanField, CharField, IntegerField, TextField

from hotline.store.database import Json, Utc
from hotline.store.rows import Row
from hotline.words import TicketState

S = TicketState
TOLD = (S.FOLLOWING_UP, S.CLOSED, S.CLOSED_AT_ONCE, S.UNDER_REVIEW, S.UNDER_REREVIEW, S.FINAL)  # meant for the citizen
_TOLD = ", ".join(f"'{state.value}'" for state in TOLD)
_REPLY = f"CASE WHEN t.state IN ({_TOLD}) THEN t.reply ELSE '' END"
SUBJECT_MOST = 60


def _of_parent(column: str) -> str:
    """A column of the parent for a merged ticket, else the ticket's own."""
    return f"CASE WHEN p.id IS NULL THEN t.{column} ELSE p.{column} END"


def _not_before(column: str) -> str:
    """A day of the parent, but none before this ticket came in: that would tell of the other one."""
    after = f"CASE WHEN p.{column} < t.opened_at THEN t.opened_at ELSE p.{column} END"
    return f"CASE WHEN p.id IS NULL THEN t.{column} ELSE {after} END"


_NAMELESS = "CASE WHEN length(p.caller_name) > 1 THEN replace(p.reply, p.caller_name, '……') ELSE p.reply END"
_OF_ANOTHER = (
    f"CASE WHEN length(p.caller_number) > 4 THEN replace({_NAMELESS}, p.caller_number, '……') ELSE {_NAMELESS} END"
)
VIEWS = {
    "public_ticket": f"""
        SELECT t.number AS number, t.code AS code, t.kind AS kind, {_of_parent("state")} AS state, t.round AS round,
            CASE WHEN length(t.caller_number) >= 4
                THEN substr(t.caller_number, length(t.caller_number) - 3) ELSE t.identity_tail END AS tail,
            t.other_tails AS other_tails,
            COALESCE(k.name_key, '') AS name_key,
            CASE WHEN t.hides_name OR t.caller_name = '' THEN ''
                ELSE substr(t.caller_name, 1, 1) || substr('********', 1, length(t.caller_name) - 1) END AS name,
            COALESCE(u.name, '') AS unit, t.opened_at AS opened_at, {_not_before("accepted_at")} AS accepted_at,
            {_not_before("dispatched_at")} AS dispatched_at, {_of_parent("closed_at")} AS closed_at,
            {_of_parent("due_at")} AS due_at, {_of_parent("provisional")} AS provisional,
            ({_of_parent("paused_at")} IS NOT NULL) AS paused,
            CASE WHEN p.id IS NULL THEN {_REPLY} WHEN p.state IN ({_TOLD}) THEN {_OF_ANOTHER} ELSE '' END AS reply,
            (p.id IS NOT NULL) AS merged, p.round AS parent_round,
            (t.rated_round IS NOT NULL AND t.rated_round = {_of_parent("round")}) AS rated,
            {_not_before("again_at")} AS again_at,
            CASE WHEN p.id IS NULL THEN t.again_event WHEN p.again_event = '' THEN '' ELSE 'reopen' END AS again_event
        FROM ticket t LEFT JOIN ticket p ON p.id = t.parent AND t.state = 'merged' AND NOT p.confidential
            LEFT JOIN unit u ON u.id = {_of_parent("unit_id")}
            LEFT JOIN public_key k ON k.ticket_id = t.id
        WHERE NOT t.confidential""",  # noqa: S608 - constants of this module
    "public_follow_up": f"""
        SELECT v.token AS token, t.number AS number, t.kind AS kind, t.opened_at AS opened_at,
            COALESCE(u.name, '') AS unit, {_REPLY} AS reply, v.state AS state, v.done_at AS done_at, v.round AS round,
            t.round AS now_round, t.state AS now_state, t.again_at AS again_at, t.again_event AS again_event,
            (t.rated_round IS NOT NULL AND t.rated_round = t.round) AS rated
        FROM follow_up v JOIN ticket t ON t.id = v.ticket_id LEFT JOIN unit u ON u.id = t.unit_id
        WHERE NOT t.confidential""",  # noqa: S608
    "public_file": f"""
        SELECT a.id AS id, t.number AS number, a.name AS name, a.type AS type, a.size AS size, a.path AS path
        FROM attachment a JOIN ticket t ON t.id = a.ticket_id
        WHERE a.for_citizen AND NOT t.confidential AND t.state IN ({_TOLD})
            AND a.at >= COALESCE(t.again_at, t.opened_at)""",  # noqa: S608
    "public_person": f"""
        SELECT k.key AS key, t.number AS number, substr(t.subject, 1, {SUBJECT_MOST}) AS subject
        FROM public_key k JOIN ticket t ON t.id = k.ticket_id
        WHERE k.key > '' AND NOT t.confidential""",  # noqa: S608
    "public_report": """
        SELECT r.id AS id, r.first AS first, r.last AS last, r.version AS version, r.published_at AS published_at,
            r.told AS told
        FROM report r WHERE r.state = 'published' AND r.kind = 'quarter' AND r.site_id IS NULL""",
}


class PublicTicket(Row):
    number = CharField()
    code = CharField(null=True)
    kind = CharField()
    state = CharField()
    round = IntegerField()
    tail = CharField()
    other_tails = CharField()
    name_key = CharField()
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
    merged = BooleanField()
    parent_round = IntegerField(null=True)
    rated = BooleanField()
    again_at = Utc(null=True)
    again_event = CharField()

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
    round = IntegerField()
    now_round = IntegerField()
    now_state = CharField()
    again_at = Utc(null=True)
    again_event = CharField()
    rated = BooleanField()

    class Meta:
        table_name = "public_follow_up"
        primary_key = False


class PublicFile(Row):
    id = IntegerField()
    number = CharField()
    name = CharField()
    type = CharField()
    size = IntegerField()
    path = CharField()

    class Meta:
        table_name = "public_file"
        primary_key = False


class PublicPerson(Row):
    key = CharField()
    number = CharField()
    subject = CharField()

    class Meta:
        table_name = "public_person"
        primary_key = False


class PublicReport(Row):
    id = IntegerField()
    first = CharField()
    last = CharField()
    version = IntegerField()
    published_at = Utc(null=True)
    told = Json()

    class Meta:
        table_name = "public_report"
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
            if postgresql:
                _make_on_postgresql(made, name, sql)
                _grant_to_readers(made, name)
            else:
                made.execute_sql(f"DROP VIEW IF EXISTS {name}")
                made.execute_sql(f"CREATE VIEW {name} AS {sql}")


def _make_on_postgresql(made: peewee.Database, name: str, sql: str) -> None:
    """security_barrier: a query's conditions never run on rows that the view leaves out. A view with other columns than
    before has to be dropped; whoever could read it may read the new one."""
    create = f"VIEW {name} WITH (security_barrier) AS {sql}"
    try:
        with made.atomic():
            made.execute_sql(f"CREATE OR REPLACE {create}")
            return
    except peewee.ProgrammingError:
        readers = _readers(made, name)
    made.execute_sql(f"DROP VIEW {name}")
    made.execute_sql(f"CREATE {create}")
    _grant(made, name, readers)


def _grant_to_readers(made: peewee.Database, name: str) -> None:
    """A view that a new version brings may be read by whoever reads the first one: the public page's role."""
    _grant(made, name, _readers(made, next(iter(VIEWS))) - _readers(made, name))


def _readers(made: peewee.Database, name: str) -> set[str]:
    told = "SELECT grantee FROM information_schema.role_table_grants WHERE table_schema = 'public' "
    query = f"{told} AND table_name = %s AND privilege_type = 'SELECT' AND grantee <> current_user"
    return {row[0] for row in made.execute_sql(query, (name,)).fetchall()}


def _grant(made: peewee.Database, name: str, readers: set[str]) -> None:
    for reader in sorted(readers):
        quoted = reader.replace('"', '""')
        made.execute_sql(f'GRANT SELECT ON {name} TO "{quoted}"')
