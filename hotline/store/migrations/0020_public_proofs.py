"""Citizens who prove by the digits of a message that a ticket's telephone is theirs."""

from peewee import BigAutoField, CharField, IntegerField, Model

from hotline.store.database import Utc


def up(migrator, db):
    class PublicProof(Model):
        id = BigAutoField()
        mark = CharField(unique=True, max_length=32)
        code = CharField(max_length=32)
        given = CharField(max_length=64)
        at = Utc()
        done_at = Utc(null=True, index=True)
        digits_hash = CharField(null=True, max_length=64)
        tries = IntegerField(default=0)
        used_at = Utc(null=True)

        class Meta:
            database = db
            table_name = "public_proof"
            indexes = ((("code", "at"), False), (("at",), False))

    db.create_tables([PublicProof])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("public_proof"))
