"""Deletes recordings after their retention time, and checks that kept ones are unchanged (T4)."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog
from peewee import JOIN

from hotline.calls.rows import Call, Purge, Recording
from hotline.store.database import writing
from hotline.words import RecordingKind, RecordingState

log = structlog.get_logger()
BATCH = 500


@dataclass(frozen=True, slots=True)
class Keep:
    """Days to keep recordings of each kind of call."""

    talked: int
    message: int
    machine: int
    out: int


def purge(folder: Path, keep: Keep, now: dt.datetime) -> list[Purge]:
    """Delete files past their time; the row stays, marked as purged. Returns the report: files and bytes by kind."""
    days = {"talked": keep.talked, "message": keep.message, "machine": keep.machine, "out": keep.out}
    counts: dict[str, list[int]] = {}
    for kind, kept in days.items():
        for row in _over(kind, now - dt.timedelta(days=kept)):
            if _delete(folder, row):
                count = counts.setdefault(kind, [0, 0])
                count[0] += 1
                count[1] += row.size or 0
    if not counts:
        return []
    with writing():
        return [
            Purge.create(at=now, kind=kind, files=files, bytes=size, data={"days": days[kind]})
            for kind, (files, size) in counts.items()
        ]


def _over(kind: str, before: dt.datetime) -> list[Recording]:
    """Kept recordings of a kind that began before this time. One query per kind, so that kinds kept longer do not fill
    the batch. `machine`: calls that no person took."""
    message, made = Recording.kind == RecordingKind.MESSAGE.value, Call.direction == "out"
    talked = Call.talking_at.is_null(False)
    of = {
        "message": message,
        "out": ~message & made,
        "talked": ~message & ~made & talked,
        "machine": ~message & (Call.id.is_null() | (~made & ~talked)),
    }
    query = Recording.select().join(Call, JOIN.LEFT_OUTER, on=(Recording.call == Call.id))
    query = query.where(Recording.state == RecordingState.KEPT.value, Recording.begun_at < before, of[kind])
    return list(query.order_by(Recording.begun_at).limit(BATCH))


def _delete(folder: Path, row: Recording) -> bool:
    try:
        (folder / Path(row.path).name).unlink(missing_ok=True)
    except OSError as error:
        log.error("recording_not_purged", recording=row.id, why=str(error))
        return False
    with writing():
        Recording.update(state=RecordingState.PURGED).where(Recording.id == row.id).execute()
    return True


@dataclass(frozen=True, slots=True)
class Fault:
    """A damaged recording: missing, changed, or unreadable."""

    recording: int
    call: str
    path: str
    what: str


def check(folder: Path) -> Iterator[tuple[Recording, Fault | None]]:
    """Each kept recording with its fault, if any: compares the file's sha-256 with the one taken at its end."""
    for row in list(Recording.select().where(Recording.sha256.is_null(False)).order_by(Recording.id)):
        if row.state == RecordingState.KEPT.value:
            what = _fault(folder / Path(row.path).name, row.sha256 or "")
            yield row, (Fault(row.id, row.call, row.path, what) if what else None)


def _fault(file: Path, sha256: str) -> str:
    try:
        with file.open("rb") as data:
            same = hashlib.file_digest(data, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return "gone"
    except OSError as error:
        return f"unreadable: {error.strerror}"
    return "" if same else "changed"
