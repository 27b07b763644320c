"""Stores tickets' files: under random names outside the web's folders, readable only by our user."""

import datetime as dt
import hashlib
import logging
import os
import re
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from hotline.ports import CannotRead, Refused
from hotline.settings import Settings, SettingsError
from hotline.tickets.rules.attachments import HEAD
from hotline.words import FileTrouble

from . import keys, scanning
from .apart import MAKER, TooMuch
from .keys import OFF, Keys
from .stored import COMING, OpenedFile, encrypting, held, open_stored, sync_folder

log = logging.getLogger(__name__)
_PATH = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40}")
_BLOCK = 256 * 1024
LOOKED_INTO = (b"PK", b"\xd0\xcf\x11\xe0")  # Office files, new and old; and PDF


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was written: `path` below the folder, `head` its beginning, `members` the names in an archive,
    `wrong` a word for what is inside and may not be (`hotline.outside.inside`), `key_id` of the key that it is
    encrypted with ("": plain)."""

    path: str
    size: int
    sha256: str
    head: bytes
    members: tuple[str, ...]
    wrong: str = ""
    key_id: str = ""


@dataclass(frozen=True, slots=True)
class Files:
    """The folder, the virus scanner's command (empty: none), and the keys that files are encrypted with."""

    folder: Path
    scan_command: tuple[str, ...] = ()
    scan_seconds: float = 60.0
    keys: Keys = OFF

    def put(self, stream: BinaryIO, *, most: int, check: Callable[[StoredFile], None]) -> StoredFile:
        """Write to a temporary file, check it (`check` raises Refused), scan it, encrypt it, and only then move it to
        its place. Where the key cannot be used it stays plain, and the jobs encrypt it later. At most `most` + 1 bytes
        are written, enough to see that a file is too large. Raises Refused; then nothing is left on the disk."""
        name = secrets.token_hex(20)
        aside = self.folder / COMING / name
        try:
            try:
                aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                size, sha256, head = _write(stream, aside, most)
                with held(aside):
                    kept = StoredFile(f"{name[:2]}/{name}", size, sha256, head, *_inside(aside, head))
                    check(kept)
                    scanning.look(self.scan_command, aside, seconds=self.scan_seconds)
                    key_id = self._encrypt(aside, kept)
                self._move(aside, kept.path)
            finally:
                aside.unlink(missing_ok=True)
        except OSError as error:
            log.error("a file could not be written: %s", error.strerror or type(error).__name__)
            raise Refused(
                "The server's disk does not take the file: tell the administrator; the rest is kept"
            ) from error
        return replace(kept, key_id=key_id)

    def _encrypt(self, aside: Path, kept: StoredFile) -> str:
        """The id of the key; "" for none. Raises OSError."""
        if not self.keys.on:
            return ""
        try:
            with encrypting(aside, self.folder, self.keys, size=kept.size, sha256=kept.sha256) as new:
                new.put()
                return new.key_id
        except CannotRead as error:
            log.error("a file is kept plain for now: %s", error)
            return ""

    def _move(self, aside: Path, path: str) -> None:
        place = self.folder / path
        place.parent.mkdir(exist_ok=True, mode=0o700)
        aside.replace(place)
        sync_folder(place.parent)

    def open(self, path: str, size: int | None) -> OpenedFile:
        """The file of a row, whose size its row has. Raises CannotRead."""
        if not _PATH.fullmatch(path):
            raise CannotRead(FileTrouble.GONE)
        return open_stored(self.folder / path, self.keys, size=size)

    def where(self, path: str) -> Path | None:
        """The file of a row; None if it is gone, or if its path is not inside our folder."""
        place = self.folder / path
        return place if _PATH.fullmatch(path) and place.is_file() else None

    def remove(self, path: str) -> None:
        if _PATH.fullmatch(path):
            with suppress(OSError):
                (self.folder / path).unlink(missing_ok=True)

    def old(self, before: dt.datetime) -> Iterator[str]:
        """Files written before a given time, by path; removes half-written files at once."""
        for file in self.folder.glob("*/*"):
            with suppress(OSError):
                if file.stat().st_mtime >= before.timestamp():
                    continue
                if file.parent.name == COMING:
                    file.unlink()
                    continue
                yield f"{file.parent.name}/{file.name}"

    def sweep(self, known: Callable[[Collection[str]], Collection[str]], before: dt.datetime) -> int:
        """Remove old files without a row; returns how many."""
        found = [path for path in self.old(before) if _PATH.fullmatch(path)]
        gone = 0
        for begin in range(0, len(found), 500):
            some = found[begin : begin + 500]
            for path in set(some) - set(known(some)):
                self.remove(path)
                gone += 1
        return gone


def of(chosen: Settings) -> Files:
    """The attachments of a house. Raises SettingsError for a key file that cannot be used."""
    if (wrong := keys.refusal(chosen)) is not None:
        raise SettingsError(wrong)
    scan = chosen.files
    return Files(chosen.attachments, tuple(scan.scan_command), scan.scan_seconds, keys.of(chosen))


def _write(stream: BinaryIO, file: Path, most: int) -> tuple[int, str, bytes]:
    """Write and fsync the file; returns its size, hash and beginning."""
    size, summed, head = 0, hashlib.sha256(), b""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        while size <= most and (block := stream.read(min(_BLOCK, most + 1 - size))):
            out.write(block)
            summed.update(block)
            head += block[: max(0, HEAD - len(head))]
            size += len(block)
        out.flush()
        os.fsync(out.fileno())
    return size, summed.hexdigest(), head


def _inside(file: Path, head: bytes) -> tuple[tuple[str, ...], str]:
    """The names in an archive, and a word for what may not be in the file. Raises Refused if it takes too much."""
    if not head.startswith(LOOKED_INTO) and b"%PDF-" not in head[:1024]:
        return (), ""
    try:
        found = MAKER.ask("look", file=str(file.absolute()))
    except TooMuch as error:
        raise Refused("This file takes too long to look through: save it anew, and add it again") from error
    return tuple(found["parts"]), str(found["wrong"])
