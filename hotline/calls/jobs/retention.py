"""Deletes recordings after their retention time, and checks that kept ones are unchanged (T4)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog
from peewee import JOIN

from hotline.calls.reads.encryption import PLAIN
from hotline.calls.rows import Call, Purge, Recording
from hotline.outside.keys import OFF, Keys
from hotline.outside.stored import open_stored, sum_of
from hotline.ports import CannotRead
from hotline.store.database import writing
from hotline.words import FileTrouble, RecordingKind, RecordingState

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
        drop(folder, row)
    except OSError as error:
        log.error("recording_not_purged", recording=row.id, why=str(error))
        return False
    return True


def drop(folder: Path, row: Recording) -> None:
    """Delete a recording's file, in whatever form it lies there. The row is held meanwhile, so that nobody who encrypts
    it puts it back. Raises OSError; then the row stays as it is."""
    with writing():
        Recording.update(state=RecordingState.PURGED.value, key_id=PLAIN).where(Recording.id == row.id).execute()
        (folder / Path(row.path).name).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Fault:
    """A damaged recording: missing, changed, or unreadable."""

    recording: int
    call: str
    path: str
    what: str


def check(folder: Path, keys: Keys = OFF) -> Iterator[tuple[Recording, Fault | None]]:
    """Each kept recording with its fault, if any: compares the sha-256 of its plain text with the one taken at
    its end."""
    for row in list(Recording.select().where(Recording.sha256.is_null(False)).order_by(Recording.id)):
        if row.state == RecordingState.KEPT.value:
            what = _fault(folder, row, keys)
            yield row, (Fault(row.id, row.call, row.path, what) if what else None)


def _fault(folder: Path, row: Recording, keys: Keys) -> str:
    try:
        with open_stored(folder / Path(row.path).name, keys, size=row.size) as data:
            same = sum_of(data) == row.sha256
    except CannotRead as error:
        return f"{error.what}: {error.more}" if error.more else error.what.value
    return "" if same else FileTrouble.CHANGED.value
