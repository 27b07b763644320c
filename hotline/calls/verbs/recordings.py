"""Who listens to a recording, or takes it away, is written down before the first byte is given."""

import datetime as dt

from hotline.people.rows import Audit
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.values.privacy import clean
from hotline.words import AuditAction

SAME = dt.timedelta(minutes=5)  # a player asks for a file in many pieces: that is one listening


def note_listening(recording: int, call: str, *, by: str, now: dt.datetime, address: str) -> bool:
    """Write down who listens from where; False when this listening stands there already."""
    thing = f"recording:{recording}"
    with writing():
        again = Audit.select().where(
            Audit.object == thing,
            Audit.act == AuditAction.LISTEN,
            Audit.who == by,
            Audit.address == address[:64],
            Audit.at > now - SAME,
        )
        if again.exists():
            return False
        audit.note(AuditAction.LISTEN, thing, by=by, now=now, address=address, call=call)
    return True


def note_download(recording: int, call: str, why: str, *, by: str, now: dt.datetime, address: str) -> None:
    """Write down who takes the file away, and what for."""
    why = clean(why, 200)
    if not why:
        raise Refused("Say why")
    with writing():
        audit.note(AuditAction.DOWNLOAD, f"recording:{recording}", by=by, now=now, address=address, call=call, why=why)


def note_check(checked: int, faults: int, *, by: str, now: dt.datetime) -> None:
    """Write down that the files were compared with the sums taken at their end, and what came of it."""
    with writing():
        audit.note(AuditAction.CHECK_RECORDINGS, "recordings", by=by, now=now, checked=checked, faults=faults)
