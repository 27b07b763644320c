"""Marks for days of tickets, steps, limits and follow-ups whose rows have changed, as 0032 has them for calls.

A row of these sets stands on its ticket: what it is counted by (site, unit, kind …) marks the days of all of them."""

from peewee import SqliteDatabase

COUNTED_BY = ("site_id", "unit_id", "kind", "topic_id", "place_id", "channel", "profile", "urgent", "confidential")
STANDING = ("state", "round")
OWN = (
    "opened_at", "opened_by_id", "urges", "supervisions", "extensions", "returns", "dispatched_at", "closed_at",
)  # fmt: skip
OF_THE_TICKET = "SELECT t.opened_at AS at FROM ticket t WHERE t.id = {row}.ticket_id"
# by table: of which set a day is marked, by which moments ({row} is the row before or after), and which columns say
# that an update touches it (none: every one)
TOUCHES = {
    "ticket": (
        ("tickets", "SELECT {row}.opened_at AS at", (*COUNTED_BY, *STANDING, *OWN)),
        ("steps", "SELECT s.at AS at FROM ticket_step s WHERE s.ticket_id = {row}.id", COUNTED_BY),
        ("clocks", "SELECT k.due_at AS at FROM ticket_clock k WHERE k.ticket_id = {row}.id", (*COUNTED_BY, *STANDING)),
        ("follow_ups", "SELECT f.done_at AS at FROM follow_up f WHERE f.ticket_id = {row}.id", COUNTED_BY),
    ),
    "ticket_step": (
        ("steps", "SELECT {row}.at AS at", ()),
        (
            "steps",
            "SELECT n.at AS at FROM ticket_step n WHERE n.ticket_id = {row}.ticket_id AND n.number > {row}.number",
            (),
        ),
        ("tickets", OF_THE_TICKET + " AND {row}.event = 'follow_up_refuse'", ()),
    ),
    "ticket_clock": (
        ("clocks", "SELECT {row}.due_at AS at", ()),
        (
            "clocks",
            "SELECT k.due_at AS at FROM ticket_clock k WHERE k.ticket_id = {row}.ticket_id AND k.kind = {row}.kind "
            "AND k.id > {row}.id",
            (),
        ),
    ),
    "follow_up": (("follow_ups", "SELECT {row}.done_at AS at", ()),),
    "dispute": (("tickets", OF_THE_TICKET, ()),),
}


def up(migrator, db):
    # a division of a year lies together in the new index; the triggers ask the other one
    migrator.migrate(
        migrator.add_index("figure_day", ("kind", "site", "cut", "day"), True),
        migrator.add_index("figure_day", ("kind", "day"), False),
        migrator.drop_index("figure_day", "figure_day_kind_day_site_cut"),
    )
    for statement in _triggers(isinstance(db, SqliteDatabase)):
        db.execute_sql(statement)


def down(migrator, db):
    for table in TOUCHES:
        if isinstance(db, SqliteDatabase):
            for event in ("insert", "update", "delete"):
                db.execute_sql(f"DROP TRIGGER IF EXISTS {table}_marks_{event}")
        else:
            db.execute_sql(f'DROP TRIGGER {table}_marks ON "{table}"')
            db.execute_sql(f"DROP FUNCTION {table}_marks()")
    migrator.migrate(
        migrator.add_index("figure_day", ("kind", "day", "site", "cut"), True),
        migrator.drop_index("figure_day", "figure_day_kind_site_cut_day"),
        migrator.drop_index("figure_day", "figure_day_kind_day"),
    )
    db.execute_sql("DELETE FROM figure_mark WHERE kind IN ('tickets', 'steps', 'clocks', 'follow_ups')")
    db.execute_sql("DELETE FROM figure_day WHERE kind IN ('tickets', 'steps', 'clocks', 'follow_ups')")


def _triggers(sqlite):
    for table, touched in TOUCHES.items():
        bodies = {
            "INSERT": [_mark(kind, moments, "NEW", sqlite) for kind, moments, _columns in touched],
            "DELETE": [_mark(kind, moments, "OLD", sqlite) for kind, moments, _columns in touched],
            "UPDATE": [
                _mark(kind, moments, row, sqlite, columns) for kind, moments, columns in touched
                for row in ("OLD", "NEW")
            ],
        }  # fmt: skip
        if sqlite:
            for event, marks in bodies.items():
                body = " ".join(f"{mark};" for mark in marks)
                yield f'CREATE TRIGGER {table}_marks_{event.lower()} AFTER {event} ON "{table}" BEGIN {body} END'
            continue
        branches = " ".join(
            f"IF TG_OP = '{event}' THEN {' '.join(f'{mark};' for mark in marks)} END IF;"
            for event, marks in bodies.items()
        )
        yield (
            f"CREATE FUNCTION {table}_marks() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {branches} RETURN NULL; END $$"
        )
        yield (
            f'CREATE TRIGGER {table}_marks AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION {table}_marks()"
        )


def _mark(kind, moments, row, sqlite, columns=()):
    day = (
        "date(substr(q.at, 1, 19), '+8 hours')" if sqlite
        else "to_char(q.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')"
    )  # fmt: skip
    kept = f"EXISTS (SELECT 1 FROM figure_day d WHERE d.kind = '{kind}' AND d.day = {day})"
    differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
    touched = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
    return (
        f"INSERT INTO figure_mark (kind, day) SELECT DISTINCT '{kind}', {day} FROM ({moments.replace('{row}', row)}) q "
        f"WHERE {f'({touched}) AND ' if touched else ''}{kept}"
    )
