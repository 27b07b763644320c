"""What figures make of whole days, kept beside the rows; and marks for days whose rows have changed since.

A mark is written by the database itself, whoever changes a row: no part of the program can forget it. Days that nobody
keeps are not marked."""

from peewee import BigAutoField, CharField, IntegerField, Model, SqliteDatabase, TextField

CALL_DAY = 'SELECT c.arrived_at AS at FROM "call" c WHERE c.id = '
LAST_WRAP_UP = (
    "SELECT c.arrived_at AS at FROM (SELECT w.\"call\" AS id FROM presence_change w WHERE w.person_id = {row}.person_id "
    "AND w.at < {row}.at ORDER BY w.at DESC, w.id DESC LIMIT 1) x JOIN \"call\" c ON c.id = x.id"
)
# by table: of which set a day is marked, and by which moments; {row} is the row before or after
TOUCHES = {
    "call": (
        ("calls", "SELECT {row}.arrived_at AS at"),
        ("talks", "SELECT {row}.arrived_at AS at"),
        ("offers", 'SELECT o.offered_at AS at FROM offer o WHERE o."call" = {row}.id'),
    ),
    "offer": (("offers", "SELECT {row}.offered_at AS at"),),
    "call_event": (("talks", CALL_DAY + '{row}."call"'),),
    "presence_change": (("talks", CALL_DAY + '{row}."call"'), ("talks", LAST_WRAP_UP)),
    "call_back_call": (("calls", CALL_DAY + '{row}."call"'),),
    "call_back": (
        (
            "calls",
            'SELECT c.arrived_at AS at FROM call_back_call m JOIN "call" c ON c.id = m."call" WHERE m.call_back_id = {row}.id',
        ),
    ),
}
# what moves to another site takes all its days along
MOVES = {"line": "site_id, code", "person": "site_id"}
EVENTS = ("INSERT", "UPDATE", "DELETE")
EVERY_DAY = "INSERT INTO figure_mark (kind, day) SELECT DISTINCT kind, day FROM figure_day"


def up(migrator, db):
    class FigureDay(Model):
        id = BigAutoField()
        kind = CharField(max_length=16)
        site = IntegerField(default=0)
        cut = CharField(max_length=16)
        day = CharField(max_length=10)
        look = CharField(max_length=64, default="")
        told = TextField(default="[]")

        class Meta:
            database = db
            table_name = "figure_day"
            legacy_table_names = False
            indexes = ((("kind", "day", "site", "cut"), True),)

    class FigureMark(Model):
        id = BigAutoField()
        kind = CharField(max_length=16)
        day = CharField(max_length=10)

        class Meta:
            database = db
            table_name = "figure_mark"
            legacy_table_names = False
            indexes = ((("kind", "day"), False),)

    db.create_tables([FigureDay, FigureMark])
    for statement in _triggers(db):
        db.execute_sql(statement)


def down(migrator, db):
    sqlite = isinstance(db, SqliteDatabase)
    for table in (*TOUCHES, *MOVES):
        if sqlite:
            for event in EVENTS:
                db.execute_sql(f"DROP TRIGGER IF EXISTS {table}_marks_{event.lower()}")
        else:
            db.execute_sql(f'DROP TRIGGER {table}_marks ON "{table}"')
            db.execute_sql(f"DROP FUNCTION {table}_marks()")
    for table in ("figure_mark", "figure_day"):
        migrator.migrate(migrator.drop_table(table))


def _triggers(db):
    sqlite = isinstance(db, SqliteDatabase)
    for table, touched in TOUCHES.items():
        marks = [_mark(kind, moments, sqlite) for kind, moments in touched]
        if sqlite:
            for event in EVENTS:
                whose = [row for row in ("OLD", "NEW") if (row, event) not in (("OLD", "INSERT"), ("NEW", "DELETE"))]
                body = " ".join(f"{mark.replace('{row}', row)};" for row in whose for mark in marks)
                yield f'CREATE TRIGGER {table}_marks_{event.lower()} AFTER {event} ON "{table}" BEGIN {body} END'
            continue
        old, new = (" ".join(f"{mark.replace('{row}', row)};" for mark in marks) for row in ("OLD", "NEW"))
        yield (
            f"CREATE FUNCTION {table}_marks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP <> 'INSERT' THEN {old} END IF; IF TG_OP <> 'DELETE' THEN {new} END IF; RETURN NULL; END $$"
        )
        yield f'CREATE TRIGGER {table}_marks AFTER INSERT OR UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION {table}_marks()'
    for table, columns in MOVES.items():
        if sqlite:
            for event in ("INSERT", f"UPDATE OF {columns}", "DELETE"):
                name = f"{table}_marks_{event.split()[0].lower()}"
                yield f'CREATE TRIGGER {name} AFTER {event} ON "{table}" BEGIN {EVERY_DAY}; END'
            continue
        yield f"CREATE FUNCTION {table}_marks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {EVERY_DAY}; RETURN NULL; END $$"
        yield (
            f'CREATE TRIGGER {table}_marks AFTER INSERT OR DELETE OR UPDATE OF {columns} ON "{table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_marks()"
        )


def _mark(kind, moments, sqlite):
    day = (
        "date(substr(q.at, 1, 19), '+8 hours')" if sqlite
        else "to_char(q.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')"
    )  # fmt: skip
    kept = f"EXISTS (SELECT 1 FROM figure_day d WHERE d.kind = '{kind}' AND d.day = {day})"
    return f"INSERT INTO figure_mark (kind, day) SELECT DISTINCT '{kind}', {day} FROM ({moments}) q WHERE {kept}"
