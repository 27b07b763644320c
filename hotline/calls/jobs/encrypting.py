"""Encrypts stored files, a bounded number each round: those that have become complete first, then those of before.

Each file goes through four steps, and after a kill between any two of them the next round goes on: the encrypted form
is written aside and synced, the row gets the key's id, the form is moved over the plain one, the transaction ends. A
row that says less than its file is put right by the next try; a file is never behind its row.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from hotline.calls.reads.encryption import LEFT_PLAIN, PLAIN, READY, key_ids
from hotline.calls.rows import Recording
from hotline.outside.keys import Keys
from hotline.outside.stored import encrypting, sweep_coming
from hotline.ports import CannotRead
from hotline.store.database import writing
from hotline.words import AlarmKind, FileTrouble

from .alarms import Trouble

log = structlog.get_logger()
ROUND_FILES = 50
ROUND_BYTES = 64 * 1024 * 1024  # some half a second; one file at least


@dataclass(frozen=True, slots=True)
class Shelf:
    """Stored files with their rows. `place`: the file of a row, None if its path is none of ours; `ready`: the
    condition under which a file may be encrypted."""

    table: Any
    folder: Path
    place: Callable[[Any], Path | None]
    ready: Any

    def waiting(self, *conditions: Any) -> Any:
        """The rows that are ready, the newest first."""
        return self.table.select().where(self.ready, *conditions).order_by(self.table.id.desc())


def recordings(folder: Path) -> Shelf:
    return Shelf(Recording, folder, lambda row: folder / Path(row.path).name, READY)


def one_round(shelves: Iterable[Shelf], keys: Keys) -> int:
    """Encrypt what waits, within bounds; returns how many."""
    done, room = 0, ROUND_BYTES
    if not keys.on or keys.trouble() is not None:
        return 0
    for shelf in shelves:
        for row in list(shelf.waiting(shelf.table.key_id == PLAIN).limit(ROUND_FILES)):
            if room <= 0:
                return done
            room -= row.size
            try:
                done += encrypt(shelf, row, keys)
            except BlockingIOError:
                continue  # another program is at it
            except OSError as error:
                log.error("not_encrypted", table=shelf.table._meta.table_name, row=row.id, why=str(error))
                return done
    return done


def encrypt(shelf: Shelf, row: Any, keys: Keys) -> bool:
    """Bring one file into the form of the newest key; whether it has it now. One that is gone or not what it was is
    left as it is, which its row says. Raises OSError if the disk does not take it, BlockingIOError if another program
    works on it."""
    table, place = shelf.table, shelf.place(row)
    try:
        if place is None:
            raise CannotRead(FileTrouble.GONE)
        with encrypting(place, shelf.folder, keys, size=row.size, sha256=row.sha256) as new, writing():
            # the row is held until the file stands: who deletes it waits, or has deleted it before
            written = table.update(key_id=new.key_id).where(table.id == row.id, shelf.ready).execute()
            if written:
                new.put()
            return bool(written)
    except CannotRead as error:
        if error.what is not FileTrouble.KEY_FILE:
            log.error("not_encrypted", table=table._meta.table_name, row=row.id, why=str(error))
            with writing():
                table.update(key_id=LEFT_PLAIN).where(table.id == row.id, table.key_id == PLAIN).execute()
        return False


def sweep(shelves: Iterable[Shelf], now: dt.datetime) -> int:
    """Remove what a killed program has left half-written; returns how many files."""
    return sum(sweep_coming(shelf.folder, seconds=now.timestamp()) for shelf in shelves)


def troubles(shelves: Iterable[Shelf], keys: Keys, now: dt.datetime) -> list[Trouble]:
    """For the alarms: the key file cannot be used or lacks a key that files need, or files cannot be encrypted."""
    shelves = list(shelves)
    needed = {key_id for shelf in shelves for key_id in key_ids(shelf.table)}
    if not keys.on and not needed:
        return []
    found, why = [], keys.trouble() if keys.on else FileTrouble.KEY_FILE
    if why is None and needed - {key.id for key in keys.all()}:
        why = FileTrouble.NO_KEY
    if why is not None:
        found.append(Trouble(AlarmKind.ENCRYPTION, why.value, None, now, {"why": why.value}))
    left = sum(shelf.waiting(shelf.table.key_id == LEFT_PLAIN).count() for shelf in shelves)
    if left:
        found.append(Trouble(AlarmKind.ENCRYPTION, "files", None, now, {"count": left}))
    return found
