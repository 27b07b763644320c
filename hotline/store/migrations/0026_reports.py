"""Reports of periods, and indexes for what figures look at by time."""

from peewee import AutoField, BigAutoField, CharField, ForeignKeyField, IntegerField, Model, TextField

from hotline.store.database import Json, Utc

INDEXES = (
    ("offer_offered_at", "offer", "offered_at"),
    ("presence_change_at", "presence_change", "at"),
    ("follow_up_done_at", "follow_up", "done_at"),
    ("ticket_clock_due_at", "ticket_clock", "due_at"),
    ("ticket_step_at", "ticket_step", "at"),
)


def up(migrator, db):
    class Site(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "site"
            legacy_table_names = False

    class Person(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "person"
            legacy_table_names = False

    class Report(Model):
        id = BigAutoField()
        number = CharField(unique=True, max_length=64)
        slot = CharField(unique=True, max_length=64)
        kind = CharField(max_length=16)
        site = ForeignKeyField(Site, null=True, on_delete="RESTRICT")
        first = CharField(max_length=10)
        last = CharField(max_length=10)
        version = IntegerField(default=1)
        state = CharField(max_length=16)
        why = CharField(max_length=500, default="")
        asked_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        asked_at = Utc()
        claimed_at = Utc(null=True)
        made_at = Utc(null=True)
        published_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
        published_at = Utc(null=True)
        content = Json(default=dict)
        told = Json(default=list)
        rows = IntegerField(default=0)
        file = CharField(max_length=100, default="")
        sha256 = CharField(max_length=64, default="")
        error = TextField(default="")

        class Meta:
            database = db
            table_name = "report"
            legacy_table_names = False
            indexes = ((("state", "asked_at"), False), (("site", "first"), False))

    db.create_tables([Report])
    for name, table, column in INDEXES:
        db.execute_sql(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({column})")


def down(migrator, db):
    db.execute_sql("DROP VIEW IF EXISTS public_report")
    migrator.migrate(migrator.drop_table("report"))
    for name, _table, _column in INDEXES:
        db.execute_sql(f"DROP INDEX {name}")
