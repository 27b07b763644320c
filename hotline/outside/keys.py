"""The keys of stored files: read from the key file of the settings, and again when that file has changed."""

import functools
import hashlib
import logging
import re
from dataclasses import dataclass
from pathlib import Path

from hotline.ports import CannotRead
from hotline.settings import Settings, SettingsError
from hotline.settings.encryption import misplaced
from hotline.words import FileTrouble

log = logging.getLogger(__name__)
_LINE = re.compile(r"[0-9a-fA-F]{64}")
ID_BYTES = 8


@dataclass(frozen=True, slots=True)
class FileKey:
    """256 bits; `id` tells which key it is and nothing of it."""

    secret: bytes

    def __repr__(self) -> str:
        return f"FileKey({self.id})"

    @property
    def id(self) -> str:
        """16 hexadecimal digits."""
        return hashlib.sha256(b"tingsu key id\0" + self.secret).hexdigest()[: 2 * ID_BYTES]


class Keys:
    """The keys of a file, the newest last. Without a file nothing is encrypted, and nothing encrypted can be read."""

    def __init__(self, file: Path | None = None, data: Path | None = None) -> None:
        self._file, self._data = file, data
        self._seen: tuple[int, ...] = ()
        self._known: tuple[FileKey, ...] = ()
        self._told = ""

    @property
    def on(self) -> bool:
        return self._file is not None

    def all(self) -> tuple[FileKey, ...]:
        """Raises CannotRead if the key file cannot be used now."""
        if self._file is None:
            raise CannotRead(FileTrouble.KEY_FILE)
        try:
            now = self._file.stat()
            seen = (now.st_ino, now.st_mtime_ns, now.st_size, now.st_mode)
            if seen != self._seen:
                self._known, self._seen = self._read(self._file), seen
        except (OSError, SettingsError) as error:
            self._tell(str(error))
            raise CannotRead(FileTrouble.KEY_FILE) from error
        self._told = ""
        return self._known

    def newest(self) -> FileKey:
        """The one that encrypts. Raises CannotRead."""
        return self.all()[-1]

    def of(self, key_id: str) -> FileKey:
        """Raises CannotRead if there is none with this id."""
        for key in self.all():
            if key.id == key_id:
                return key
        raise CannotRead(FileTrouble.NO_KEY)

    def trouble(self) -> FileTrouble | None:
        """Why nothing can be encrypted or read now, though the settings name a key file."""
        try:
            return None if not self.on or self.all() else FileTrouble.KEY_FILE
        except CannotRead as error:
            return error.what

    def _tell(self, why: str) -> None:
        """Once, until it can be used again: it is asked for every file."""
        if why != self._told:
            log.error("the key file cannot be used: %s", why)
            self._told = why

    def _read(self, file: Path) -> tuple[FileKey, ...]:
        if self._data is not None and (wrong := misplaced(file, self._data)) is not None:
            raise SettingsError(wrong)
        return read(file)


def read(file: Path) -> tuple[FileKey, ...]:
    """The keys of a file: one in each line; empty lines and those that begin with # are left out. Raises
    SettingsError without telling what stands in a line."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"encryption.key_file：{file} 读不出 / it cannot be read") from error
    found = []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if not _LINE.fullmatch(text):
            raise SettingsError(
                f"encryption.key_file：{file}:{number} 应为 64 位十六进制数字（openssl rand -hex 32） / a key is 64 "
                "hexadecimal digits (openssl rand -hex 32)"
            )
        found.append(FileKey(bytes.fromhex(text)))
    if not found:
        raise SettingsError(
            f"encryption.key_file：{file} 中没有密钥：请写入一行 openssl rand -hex 32 的结果 / there is no key in it: "
            "write a line that openssl rand -hex 32 prints"
        )
    return tuple(found)


def of(chosen: Settings) -> Keys:
    """The keys that the settings name; whether they can be used is asked when they are."""
    return _of(chosen.encryption.key_file, chosen.data)


@functools.cache
def _of(file: Path | None, data: Path) -> Keys:
    return Keys(file, data)


def refusal(chosen: Settings) -> str | None:
    """Why a program may not begin with this key file, in both languages; None if it may."""
    file = chosen.encryption.key_file
    if file is None:
        return None
    if (wrong := misplaced(file, chosen.data)) is not None:
        return wrong
    try:
        read(file)
    except SettingsError as error:
        return str(error)
    return None


OFF = Keys()
