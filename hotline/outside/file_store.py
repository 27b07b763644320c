"""Where files that come with tickets stand: under random names outside the web's folders, readable by us alone."""

import datetime as dt
import hashlib
import logging
import os
import re
import secrets
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hotline.ports import Refused
from hotline.tickets.rules.attachments import HEAD

from . import scanning

log = logging.getLogger(__name__)
_PATH = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40}")
_BLOCK = 256 * 1024
COMING = "coming"  # what is being written stands here


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was written: `path` below the folder, `head` its beginning, `members` what a packed one holds."""

    path: str
    size: int
    sha256: str
    head: bytes
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Files:
    """The folder, and the program that looks into what comes (none: no words)."""

    folder: Path
    scan_command: tuple[str, ...] = ()
    scan_seconds: float = 60.0

    def put(self, stream: BinaryIO, *, most: int, check: Callable[[StoredFile], None]) -> StoredFile:
        """Write it aside, have it judged (`check` raises Refused), looked through, and only then moved to its place. Of
        a file of more than `most` bytes one more is written, so that it is seen to be too large. Raises Refused; then
        nothing of it is left."""
        name = secrets.token_hex(20)
        aside = self.folder / COMING / name
        try:
            try:
                aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                size, sha256, head = _write(stream, aside, most)
                kept = StoredFile(f"{name[:2]}/{name}", size, sha256, head, _members(aside, head))
                check(kept)
                scanning.look(self.scan_command, aside, seconds=self.scan_seconds)
                self._move(aside, kept.path)
            finally:
                aside.unlink(missing_ok=True)
        except OSError as error:
            log.error("a file could not be written: %s", error.strerror or type(error).__name__)
            raise Refused(
                "The server's disk does not take the file: tell the administrator; the rest is kept"
            ) from error
        return kept

    def _move(self, aside: Path, path: str) -> None:
        place = self.folder / path
        place.parent.mkdir(exist_ok=True, mode=0o700)
        aside.replace(place)

    def where(self, path: str) -> Path | None:
        """The file of a row; None where it is gone, or where the row names no place of ours."""
        place = self.folder / path
        return place if _PATH.fullmatch(path) and place.is_file() else None

    def remove(self, path: str) -> None:
        if _PATH.fullmatch(path):
            with suppress(OSError):
                (self.folder / path).unlink(missing_ok=True)

    def old(self, before: dt.datetime) -> Iterator[str]:
        """What was written before a moment, by its path; what was left half written by a stop is removed at once."""
        for file in self.folder.glob("*/*"):
            with suppress(OSError):
                if file.stat().st_mtime >= before.timestamp():
                    continue
                if file.parent.name == COMING:
                    file.unlink()
                    continue
                yield f"{file.parent.name}/{file.name}"

    def sweep(self, known: Callable[[Collection[str]], Collection[str]], before: dt.datetime) -> int:
        """Remove old files that no row knows; how many there were."""
        found = [path for path in self.old(before) if _PATH.fullmatch(path)]
        gone = 0
        for begin in range(0, len(found), 500):
            some = found[begin : begin + 500]
            for path in set(some) - set(known(some)):
                self.remove(path)
                gone += 1
        return gone


def _write(stream: BinaryIO, file: Path, most: int) -> tuple[int, str, bytes]:
    """Its size, sum and beginning; on the disk before this returns."""
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


def _members(file: Path, head: bytes) -> tuple[str, ...]:
    """The names in a packed file; its contents are never unpacked."""
    if not head.startswith(b"PK"):
        return ()
    try:
        with zipfile.ZipFile(file) as packed:
            return tuple(packed.namelist()[:10_000])
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ()
