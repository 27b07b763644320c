"""Closed recordings get their size and sha-256; one that is not there, or never ended, is marked as failed."""

import datetime as dt
import hashlib
from pathlib import Path

import structlog

from hotline.records.changes import announce
from hotline.records.database import writing
from hotline.records.rows import Call, Recording
from hotline.words import CallState, RecordingState

log = structlog.get_logger()
PATIENCE = dt.timedelta(seconds=30)  # how long after its call a recording may take to be closed
HEADER_BYTES = 44  # a WAV file without a single sample


def seal(folder: Path, now: dt.datetime) -> int:
    """Take size and sha-256 of what is closed; gives how many. The hash shows later whether a file was changed."""
    closed = Recording.select().where(Recording.state == RecordingState.KEPT.value, Recording.sha256.is_null())
    for row in list(closed.limit(200)):
        file = folder / Path(row.path).name
        try:
            size, digest = file.stat().st_size, _sha256(file)
        except OSError as error:
            _fail(row, f"{type(error).__name__}: {error.strerror}", now)
            continue
        if size <= HEADER_BYTES:
            _fail(row, "the file is empty", now)
            continue
        with writing():
            Recording.update(size=size, sha256=digest).where(Recording.id == row.id).execute()
            announce("calls", row.call, at=now)
    return len(closed)


def give_up(now: dt.datetime) -> None:
    """A recording still running though its call has ended."""
    ended = Call.select(Call.id).where(Call.state == CallState.ENDED.value, Call.ended_at < now - PATIENCE)
    running = Recording.select().where(Recording.state == RecordingState.RUNNING.value, Recording.call.in_(ended))
    for row in list(running):
        _fail(row, "the switch did not say that it ended", now)


def _fail(row: Recording, why: str, now: dt.datetime) -> None:
    log.error("recording_failed", call=row.call, recording=row.id, why=why)
    with writing():
        Recording.update(state=RecordingState.FAILED.value, error=why).where(Recording.id == row.id).execute()
        announce("calls", row.call, at=now)


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
