"""What is measured of the two sides of a recording."""

from peewee import BigAutoField, BlobField, CharField, FloatField, ForeignKeyField, Model

from hotline.store.database import Utc


def up(migrator, db):
    class Recording(Model):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "recording"
            legacy_table_names = False

    class VoiceMeasure(Model):
        id = BigAutoField()
        recording = ForeignKeyField(Recording, unique=True, on_delete="CASCADE")
        call = CharField(max_length=64, index=True)
        at = Utc()
        trouble = CharField(max_length=16, default="")
        talk = FloatField(default=0.0)
        held = FloatField(default=0.0)
        caller = FloatField(default=0.0)
        agent = FloatField(default=0.0)
        both = FloatField(default=0.0)
        dead = FloatField(default=0.0)
        dead_longest = FloatField(default=0.0)
        agent_first = FloatField(null=True)
        agent_quiet = FloatField(default=0.0)
        caller_level = FloatField(null=True)
        agent_level = FloatField(null=True)
        caller_clipped = FloatField(default=0.0)
        agent_clipped = FloatField(default=0.0)
        wave_caller = BlobField(null=True)
        wave_agent = BlobField(null=True)

        class Meta:
            database = db
            table_name = "voice_measure"
            legacy_table_names = False

    db.create_tables([VoiceMeasure])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("voice_measure"))
