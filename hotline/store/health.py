"""Which parts of the system are alive: each writes heartbeats; a part with an old heartbeat is lost."""

import datetime as dt

from hotline.store.rows import Heartbeat
from hotline.words import Part

FRESH = dt.timedelta(seconds=15)


def parts(*, now: dt.datetime) -> dict[Part, str]:
    """`ok` or `lost` for each part. The database is ok if this returns at all."""
    seen = {row.part: row.at for row in Heartbeat.select()}
    states = {part: "ok" if part in seen and now - seen[part] <= FRESH else "lost" for part in Part}
    return states | {Part.DATABASE: "ok"}
