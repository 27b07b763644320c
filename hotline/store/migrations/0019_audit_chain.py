"""The audit becomes a chain that is only added to: hashes beside its entries, heads told outside, files of old entries.
A tenth of the recordings is held back, drawn by lot.

The database itself refuses to change an entry, and to delete one that is younger than 180 days."""

from peewee import BigIntegerField, BooleanField, CharField, IntegerField, Model, SqliteDatabase

from hotline import clock
from hotline.people.rules.audit_chain import START, ChainedEntry, following
from hotline.store.database import Json, Utc, stored
from hotline.store.shaped import in_utc

PAGE = 2_000
CHANGES = "the audit is only added to"
YOUNG = "the audit is kept for 180 days"
TABLES = ("audit", "audit_link")


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("recording", "held_back", BooleanField(default=False)),
        migrator.add_column("audit", "site", IntegerField(null=True)),
        migrator.add_column("audit", "about", BigIntegerField(null=True)),
        migrator.add_index("audit", ("site", "at")),
        migrator.add_index("audit", ("about",)),
    )

    class AuditLink(Model):
        place = BigIntegerField(primary_key=True)
        entry = BigIntegerField(unique=True)
        at = Utc()
        hash = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "audit_link"
            legacy_table_names = False

    class AuditHead(Model):
        day = CharField(primary_key=True, max_length=10)
        place = BigIntegerField()
        hash = CharField(max_length=64)
        sent_at = Utc()

        class Meta:
            database = db
            table_name = "audit_head"
            legacy_table_names = False

    class AuditArchive(Model):
        last = BigIntegerField(primary_key=True)
        first = BigIntegerField()
        file = CharField(max_length=100)
        sha256 = CharField(max_length=64)
        hash = CharField(max_length=64)
        at = Utc()

        class Meta:
            database = db
            table_name = "audit_archive"
            legacy_table_names = False

    db.create_tables([AuditLink, AuditHead, AuditArchive])
    lot = "abs(random()) % 10 = 0" if isinstance(db, SqliteDatabase) else "random() < 0.1"
    held = "TRUE" if not isinstance(db, SqliteDatabase) else "1"
    db.execute_sql(f"UPDATE recording SET held_back = {held} WHERE {lot}")
    db.execute_sql("UPDATE audit SET site = (SELECT p.site_id FROM person p WHERE p.login = audit.who)")
    _chain(db)
    for statement in _guards(db):
        db.execute_sql(statement)


def down(migrator, db):
    if isinstance(db, SqliteDatabase):
        for table in TABLES:
            db.execute_sql(f"DROP TRIGGER {table}_stays")
            db.execute_sql(f"DROP TRIGGER {table}_kept")
    else:
        for table in TABLES:
            db.execute_sql(f"DROP TRIGGER {table}_stays ON {table}")
            db.execute_sql(f"DROP TRIGGER {table}_kept ON {table}")
            db.execute_sql(f"DROP TRIGGER {table}_whole ON {table}")
        db.execute_sql("DROP FUNCTION audit_refuses()")
    for table in ("audit_archive", "audit_head", "audit_link"):
        db.execute_sql(f"DROP TABLE {table}")
    migrator.migrate(
        migrator.drop_index("audit", "audit_site_at"),
        migrator.drop_index("audit", "audit_about"),
        migrator.drop_column("audit", "about"),
        migrator.drop_column("audit", "site"),
        migrator.drop_column("recording", "held_back"),
    )


def _chain(db):
    """Every entry of before, in order of its number."""
    now, last, place, before = clock.now(), 0, 0, START
    select = f"SELECT id, at, who, act, object, data, client_ip, site FROM audit WHERE id > {db.param} ORDER BY id LIMIT {PAGE}"
    insert = f"INSERT INTO audit_link (place, entry, at, hash) VALUES ({', '.join([db.param] * 4)})"
    while rows := db.execute_sql(select, (last,)).fetchall():
        last = rows[-1][0]
        for number, at, who, act, thing, data, client_ip, site in rows:
            said = Json().python_value(data)
            entry = ChainedEntry(number, in_utc(at), who, act, thing, said, client_ip, site, None)
            place, before = place + 1, following(before, place + 1, now, entry)
            db.execute_sql(insert, (place, number, stored(now), before))


def _guards(db):
    if isinstance(db, SqliteDatabase):
        for table in TABLES:
            yield f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{CHANGES}'); END"
            yield (
                f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} WHEN OLD.at > strftime('%Y-%m-%d', 'now', '-180 days') "
                f"BEGIN SELECT RAISE(ABORT, '{YOUNG}'); END"
            )
        return
    yield (
        "CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'DELETE' THEN RAISE EXCEPTION '{CHANGES}'; END IF; "
        f"IF OLD.at > now() - interval '180 days' THEN RAISE EXCEPTION '{YOUNG}'; END IF; "
        "RETURN OLD; END $$"
    )
    for table in TABLES:
        yield f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuses()"
        yield f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuses()"
        yield f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} EXECUTE FUNCTION audit_refuses()"
