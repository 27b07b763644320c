"""Addresses of the wallboard by revocable keys."""

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, Model

from hotline.store.database import Json, Utc


def up(migrator, db):
    class Site(Model):
        class Meta:
            database = db
            table_name = "site"
            legacy_table_names = False

    class WallKey(Model):
        name = CharField(max_length=60)
        site = ForeignKeyField(Site, null=True, on_delete="RESTRICT")
        key_hash = CharField(unique=True, max_length=64)
        pages = Json(default=list)
        seconds = IntegerField(default=20)
        language = CharField(max_length=8, default="zh_CN")
        ranks_units = BooleanField(default=False)
        made_by = CharField(max_length=64)
        made_at = Utc()
        used_at = Utc(null=True)
        revoked_by = CharField(max_length=64, default="")
        revoked_at = Utc(null=True)

        class Meta:
            database = db
            table_name = "wall_key"
            legacy_table_names = False

    db.create_tables([WallKey])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("wall_key"))
