"""What was measured of the two sides of a recording."""

from peewee import BigAutoField, BlobField, CharField, FloatField, ForeignKeyField

from hotline.store.database import Utc
from hotline.store.rows import Row

from .calls import Recording


class VoiceMeasure(Row):
    """Figures of `hotline.calls.rules.voices.Voices` for one recording; empty where `trouble` (a VoiceTrouble) says why
    it could not be measured. `wave_caller`, `wave_agent`: the waves as `hotline.outside.voice_activity` makes them."""

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
        table_name = "voice_measure"
