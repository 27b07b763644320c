"""Records who plays or downloads a recording, before the first byte is sent."""

import datetime as dt

from hotline.people.rows import Audit
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.database import writing
from hotline.values.privacy import clean
from hotline.words import AuditAction

SAME = dt.timedelta(minutes=5)  # a player fetches a file in many ranges; within this time they count as one listening


def note_listening(recording: int, call: str, *, by: str, now: dt.datetime, client_ip: str) -> bool:
    """Record who listens from which client IP; False if this listening is recorded already."""
    thing = f"recording:{recording}"
    with writing():
        again = Audit.select().where(
            Audit.object == thing,
            Audit.act == AuditAction.LISTEN,
            Audit.who == by,
            Audit.client_ip == client_ip[:64],
            Audit.at > now - SAME,
        )
        if again.exists():
            return False
        audit.note(AuditAction.LISTEN, thing, by=by, now=now, client_ip=client_ip, call=call)
    return True


def note_download(recording: int, call: str, why: str, *, by: str, now: dt.datetime, client_ip: str) -> None:
    """Record who downloads the file, and the purpose."""
    why = clean(why, 200)
    if not why:
        raise Refused("Say why")
    with writing():
        audit.note(
            AuditAction.DOWNLOAD, f"recording:{recording}", by=by, now=now, client_ip=client_ip, call=call, why=why
        )


def note_check(checked: int, faults: int, *, by: str, now: dt.datetime) -> None:
    """Record that the files were compared with their checksums, and the result."""
    with writing():
        audit.note(AuditAction.CHECK_RECORDINGS, "recordings", by=by, now=now, checked=checked, faults=faults)
