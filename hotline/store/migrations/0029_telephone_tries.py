"""Wrong passwords of telephones, and who is kept out for them."""

from peewee import BigAutoField, CharField, IntegerField, Model

from hotline.store.database import Utc


def up(migrator, db):
    class TelephoneTry(Model):
        id = BigAutoField()
        address = CharField(max_length=45)
        extension = CharField(max_length=16)
        failed = IntegerField(default=0)
        total = IntegerField(default=0)
        last_at = Utc(null=True)
        good_at = Utc(null=True)
        bans = IntegerField(default=0)
        until = Utc(null=True)

        class Meta:
            database = db
            table_name = "telephone_try"
            legacy_table_names = False
            indexes = ((("address", "extension"), True), (("last_at", "id"), False))

    db.create_tables([TelephoneTry])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("telephone_try"))
