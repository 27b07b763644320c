"""A row for each sign-in takes the place of the number (`epoch`) that ended them all: everybody signs in once more.

Second factors, recovery codes, and consents to what concerns inspectors."""

from peewee import AutoField, BooleanField, CharField, ForeignKeyField, IntegerField, Model

from hotline.store.database import Json, Utc


def up(migrator, db):
    class Person(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "person"

    class SignIn(Model):
        id = AutoField()
        key_hash = CharField(unique=True, max_length=64)
        person = ForeignKeyField(Person, on_delete="CASCADE")
        made_at = Utc()
        seen_at = Utc()
        client_ip = CharField(max_length=64, default="")
        browser = CharField(max_length=80, default="")
        ended_at = Utc(null=True)
        ended_why = CharField(max_length=24, default="")
        must_set_up = BooleanField(default=False)
        proved_at = Utc()

        class Meta:
            database = db
            table_name = "sign_in"
            legacy_table_names = False
            indexes = ((("person", "ended_at"), False), (("ended_at", "seen_at"), False))

    class SecondFactor(Model):
        person = ForeignKeyField(Person, primary_key=True, on_delete="CASCADE")
        nonce = CharField(max_length=32)
        made_at = Utc()
        confirmed_at = Utc(null=True)
        last_step = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "second_factor"

    class RecoveryCode(Model):
        id = AutoField()
        person = ForeignKeyField(Person, on_delete="CASCADE")
        code_hash = CharField(max_length=64)
        used_at = Utc(null=True)

        class Meta:
            database = db
            table_name = "recovery_code"
            legacy_table_names = False

    class Consent(Model):
        id = AutoField()
        kind = CharField(max_length=24)
        person = ForeignKeyField(Person, on_delete="CASCADE")
        details = Json(null=True)
        asked_by = CharField(max_length=64)
        asked_at = Utc()
        state = CharField(max_length=16)
        decided_by = CharField(max_length=64, default="")
        decided_at = Utc(null=True)

        class Meta:
            database = db
            table_name = "consent"
            legacy_table_names = False
            indexes = ((("state", "asked_at"), False),)

    db.create_tables([SignIn, SecondFactor, RecoveryCode, Consent])
    migrator.migrate(migrator.drop_column("person", "epoch"))


def down(migrator, db):
    migrator.migrate(migrator.add_column("person", "epoch", IntegerField(default=0)))
    for table in ("consent", "recovery_code", "second_factor", "sign_in"):
        db.execute_sql(f"DROP TABLE {table}")
