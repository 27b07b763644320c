"""The table of reports: addresses of the wallboard."""

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField

from hotline.people.rows import Site
from hotline.store.database import Json, Utc
from hotline.store.rows import Row


class WallKey(Row):
    """An address at which a screen shows the wallboard without a sign-in. The key stands in the address alone; here is
    only its hash. `site` None: the whole house. `pages`: codes of `WallPage` in turn, `seconds` each."""

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
        table_name = "wall_key"
