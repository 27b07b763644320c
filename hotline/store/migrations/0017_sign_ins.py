"""A row for each sign-in takes the place of the number (`epoch`) that ended them all: everybody signs in once more.

Second factors and their recovery codes."""

from peewee import AutoField, BooleanField, CharField, ForeignKeyField, IntegerField, Model

from hotline.store.database import Utc


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

    db.create_tables([SignIn, SecondFactor, RecoveryCode])
    migrator.migrate(migrator.drop_column("person", "epoch"))


def down(migrator, db):
    migrator.migrate(migrator.add_column("person", "epoch", IntegerField(default=0)))
    for table in ("recovery_code", "second_factor", "sign_in"):
        db.execute_sql(f"DROP TABLE {table}")
