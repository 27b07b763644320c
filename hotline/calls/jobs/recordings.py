"""Sets size and sha-256 of closed recordings; marks missing ones, and ones never begun or ended, as failed."""

import datetime as dt
import hashlib
import secrets
from pathlib import Path

import structlog

from hotline.calls.rows import Call, Recording
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.words import CallState, RecordingKind, RecordingState, RecordingTrouble

log = structlog.get_logger()
PATIENCE = dt.timedelta(seconds=30)  # longest time between a call's end and its recording's end
HEADER_BYTES = 44  # size of a WAV file without samples
LOOK_BACK = dt.timedelta(hours=2)
BYTES_A_SECOND = 8000 * 2 * 2  # two channels of 16 bit at 8 kHz
LOST_SECONDS = 2.0  # a file shorter by more than this and a tenth was cut short (disk full)


def seal(folder: Path, now: dt.datetime, *, held_percent: int = 0) -> int:
    """Set size and sha-256 of closed recordings; returns how many. The hash reveals later changes of a file. So many of
    a hundred are held back, by lot."""
    query = Recording.select().where(Recording.state == RecordingState.KEPT.value, Recording.sha256.is_null())
    closed = list(query.limit(200))
    for row in closed:
        file = folder / Path(row.path).name
        try:
            size, digest = file.stat().st_size, _sha256(file)
        except OSError as error:
            _fail(row, f"{type(error).__name__}: {error.strerror}", now)
            continue
        if (trouble := _trouble(row, size)) is not None:
            _fail(row, trouble, now)
            continue
        with writing():
            lot = secrets.randbelow(100) < held_percent
            Recording.update(size=size, sha256=digest, held_back=lot).where(Recording.id == row.id).execute()
            announce("calls", row.call, at=now)
    return len(closed)


def _trouble(row: Recording, size: int) -> RecordingTrouble | None:
    """The problem of a closed file of this size. A caller who sends no audio makes the file some tenths shorter."""
    if size <= HEADER_BYTES:
        return RecordingTrouble.EMPTY
    if row.kind != RecordingKind.CALL.value or row.seconds is None:
        return None
    lost = row.seconds - size / BYTES_A_SECOND
    return RecordingTrouble.SHORT if lost > max(LOST_SECONDS, row.seconds / 10) else None


def give_up(folder: Path, now: dt.datetime) -> None:
    """End recordings that still run though their call has ended. One whose file holds sound is kept: switch and
    controller were stopped in the middle of the call, so nobody reported its end. Any other has failed."""
    ended = Call.select(Call.id).where(Call.state == CallState.ENDED.value, Call.ended_at < now - PATIENCE)
    running = Recording.select().where(Recording.state == RecordingState.RUNNING.value, Recording.call.in_(ended))
    for row in list(running):
        if not _holds_sound(folder / Path(row.path).name):
            _fail(row, RecordingTrouble.NOT_ENDED, now)
            continue
        with writing():
            Recording.update(state=RecordingState.KEPT.value).where(Recording.id == row.id).execute()
            announce("calls", row.call, at=now)
        log.info("recording_cut", call=row.call, recording=row.id)


def _holds_sound(file: Path) -> bool:
    try:
        return file.stat().st_size > HEADER_BYTES
    except OSError:
        return False


def miss(folder: Path, now: dt.datetime) -> int:
    """Answered calls without a recording: the switch could not start one, or its event was missed; returns how many. If
    the file exists all the same (the call went on without a controller), it becomes the recording."""
    ended = Call.select().where(
        Call.arrived_at > now - LOOK_BACK,
        Call.state == CallState.ENDED.value,
        Call.ended_at < now - PATIENCE,
        Call.answered_at.is_null(False),
    )
    recorded = Recording.select(Recording.call).where(
        Recording.kind == RecordingKind.CALL.value, Recording.call.in_(ended.select(Call.id))
    )
    known = {row.call for row in recorded}
    missed = [call for call in ended if call.id not in known]
    for call in missed:
        _found_late(call, folder, now)
    return len(missed)


def _found_late(call: Call, folder: Path, now: dt.datetime) -> None:
    path = f"{call.id}.wav"
    there = (folder / path).is_file()
    with writing():
        Recording.insert(
            call=call.id,
            kind=RecordingKind.CALL.value,
            path=path,
            state=RecordingState.KEPT.value if there else RecordingState.FAILED.value,
            begun_at=call.answered_at,
            error=None if there else RecordingTrouble.NOT_BEGUN.value,
        ).on_conflict_ignore().execute()
        announce("calls", call.id, at=now)
    if not there:
        log.error("recording_failed", call=call.id, why=RecordingTrouble.NOT_BEGUN.value)


def _fail(row: Recording, why: str, now: dt.datetime) -> None:
    log.error("recording_failed", call=row.call, recording=row.id, why=why)
    with writing():
        Recording.update(state=RecordingState.FAILED.value, error=why).where(Recording.id == row.id).execute()
        announce("calls", row.call, at=now)


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
