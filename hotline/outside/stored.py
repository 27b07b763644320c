"""The one place that opens a stored recording or attachment, plain or encrypted, and that turns one into the other."""

import contextlib
import fcntl
import hashlib
import io
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from hotline.ports import CannotRead
from hotline.words import FileTrouble

from .encrypted import MAGIC, Unsealed, seal, sealed_size
from .keys import OFF, FileKey, Keys

COMING = "coming"  # files being written, in the folder of those that they become
LEFT_SECONDS = 60.0  # a younger one without a lock may be locked in a moment
_BLOCK = 256 * 1024
_MOST_MODE = 0o640


class OpenedFile(io.BufferedReader):
    """The plain text of a stored file. `plain_size` in bytes, `modified` in seconds since 1970, `key_id` "" for a file
    that is not encrypted. Reading may raise CannotRead."""

    def __init__(self, raw: Any, size: int, modified: float, key_id: str = "") -> None:
        super().__init__(raw, 64 * 1024)
        self.plain_size, self.modified, self.key_id = size, modified, key_id


def open_stored(file: Path, keys: Keys = OFF, *, size: int | None = None) -> OpenedFile:
    """Raises CannotRead. `size`: of the plain text as its row has it: it tells a plain file from an encrypted one, and
    from one that was changed. Without it (a recording that still runs) the beginning of the file does."""
    try:
        raw = file.open("rb", buffering=0)
    except FileNotFoundError as error:
        raise CannotRead(FileTrouble.GONE) from error
    except OSError as error:
        raise CannotRead(FileTrouble.UNREADABLE, error.strerror or "") from error
    try:
        return _opened(raw, keys, size)
    except BaseException as error:
        raw.close()
        if isinstance(error, OSError):
            raise CannotRead(FileTrouble.UNREADABLE, error.strerror or "") from error
        raise


def _opened(raw: io.FileIO, keys: Keys, size: int | None) -> OpenedFile:
    now = os.fstat(raw.fileno())
    if not stat.S_ISREG(now.st_mode):
        raise CannotRead(FileTrouble.UNREADABLE)
    marked = raw.read(len(MAGIC)) == MAGIC
    raw.seek(0)
    if size is not None and now.st_size == size:
        marked = False
    elif size is not None and (marked or keys.on) and now.st_size != sealed_size(size):
        raise CannotRead(FileTrouble.DAMAGED if marked else FileTrouble.CHANGED)
    elif size is not None and keys.on:
        marked = True  # only an encrypted file has this size, whatever its first bytes are now
    if not marked:
        return OpenedFile(raw, now.st_size, now.st_mtime)
    plain = Unsealed(cast(Any, raw), now.st_size, keys)
    return OpenedFile(plain, plain.plain_size, now.st_mtime, plain.key_id)


def sum_of(kept: IO[bytes]) -> str:
    """The sha-256 of the plain text. Raises CannotRead."""
    return hashlib.file_digest(cast(Any, kept), "sha256").hexdigest()


@dataclass(slots=True)
class NewForm:
    """A stored file in another form, written aside and checked. `put` moves it to its place; nothing to move (None)
    where the file has the form already."""

    key_id: str
    place: Path
    aside: Path | None = None
    handle: int | None = field(default=None, repr=False)

    def put(self) -> None:
        if self.aside is not None:
            self.aside.replace(self.place)
            sync_folder(self.place.parent)
            self.aside = None


@contextlib.contextmanager
def encrypting(file: Path, folder: Path, keys: Keys, *, size: int, sha256: str) -> Iterator[NewForm]:
    """The file encrypted with the newest key, written below `folder`/coming and compared with its sha-256 before and
    after. The caller writes the row and calls `put` in one transaction; what was not put is removed. Raises CannotRead
    for what cannot be read or is not what it was, BlockingIOError if another program is at it, OSError if the disk
    does not take it."""
    key = keys.newest()
    aside = folder / COMING / f"{file.name}.part"
    aside.parent.mkdir(exist_ok=True, mode=0o700)
    handle = os.open(aside, os.O_RDWR | os.O_CREAT, 0o600)
    new = NewForm(key.id, file, aside, handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not _is_at(handle, aside):
            raise BlockingIOError  # another program had it, and has moved it to its place meanwhile
        if _write(file, handle, keys, key, size, sha256):
            _check(aside, keys, size, sha256)
        else:
            new.aside = None
            aside.unlink(missing_ok=True)
        yield new
    except BlockingIOError:
        new.aside = None  # it is another's
        raise
    finally:
        if new.aside is not None:
            new.aside.unlink(missing_ok=True)
        os.close(handle)


def _write(file: Path, handle: int, keys: Keys, key: FileKey, size: int, sha256: str) -> bool:
    """Write the new form; False if the file has it already. Raises CannotRead if it is not what it was."""
    with open_stored(file, keys, size=size) as old:
        if old.key_id == key.id:
            if sum_of(old) != sha256:
                raise CannotRead(FileTrouble.CHANGED)
            return False
        summed = hashlib.sha256()

        def blocks() -> Iterator[bytes]:
            while block := old.read(_BLOCK):
                summed.update(block)
                yield block

        os.ftruncate(handle, 0)
        with os.fdopen(os.dup(handle), "wb") as out:
            out.seek(0)
            seal(blocks(), out, key)
            out.flush()
            _like(file, out.fileno(), old.modified)
            os.fsync(out.fileno())
        if summed.hexdigest() != sha256:
            raise CannotRead(FileTrouble.CHANGED)
    return True


def _is_at(handle: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except OSError:
        return False


def _like(file: Path, handle: int, modified: float) -> None:
    """Mode and time of the file that it takes the place of; never open to others."""
    os.fchmod(handle, stat.S_IMODE(file.stat().st_mode) & _MOST_MODE | stat.S_IRUSR)
    os.utime(handle, (modified, modified))


def _check(aside: Path, keys: Keys, size: int, sha256: str) -> None:
    """Raises OSError: what was written is not what can be read back."""
    try:
        with open_stored(aside, keys, size=size) as written:
            good = sum_of(written) == sha256
    except CannotRead as error:
        raise OSError(f"what was written cannot be read back: {error}") from error
    if not good:
        raise OSError("what was written is not what was read")


@contextlib.contextmanager
def held(file: Path) -> Iterator[None]:
    """Nobody sweeps a file that is being looked at before it is stored."""
    with file.open("rb") as handle:
        fcntl.flock(handle.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield


def sync_folder(folder: Path) -> None:
    """A rename in the folder outlasts a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_coming(folder: Path, *, seconds: float) -> int:
    """Remove half-written files that no program works on any more; returns how many. `seconds`: now, since 1970."""
    before, gone = seconds - LEFT_SECONDS, 0
    for file in (folder / COMING).glob("*"):
        with contextlib.suppress(OSError), file.open("rb") as held:
            fcntl.flock(held.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(held.fileno()).st_ctime < before:
                file.unlink()
                gone += 1
    return gone
