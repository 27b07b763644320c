"""Listening to a recording is written down before the first byte is given."""

import datetime as dt

from hotline.records.database import writing
from hotline.records.rows import Audit
from hotline.words import Deed

from . import audit

SAME = dt.timedelta(minutes=5)  # a player asks for a file in many pieces: that is one listening


def note_listening(recording: int, call: str, *, by: str, now: dt.datetime, address: str) -> bool:
    """Write down who listens from where; False when this listening stands there already."""
    thing = f"recording:{recording}"
    with writing():
        again = Audit.select().where(
            Audit.object == thing,
            Audit.act == Deed.LISTEN,
            Audit.who == by,
            Audit.address == address[:64],
            Audit.at > now - SAME,
        )
        if again.exists():
            return False
        audit.note(Deed.LISTEN, thing, by=by, now=now, address=address, call=call)
    return True
