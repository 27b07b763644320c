"""The form of an encrypted file: a header and chunks, each sealed for itself, so that a part is read without the rest.

    magic (8) · version (1) · key id (8) · salt (16) · chunk 0 · chunk 1 · … · last chunk

A chunk is 64 KiB of plain text (the last one may be shorter) and the tag of AES-256-GCM. The file's own key is derived
from the key of the house and the salt, so the number of a chunk may be its nonce. Header, number and whether the chunk
is the last one are authenticated with it: what was cut, swapped, repeated or comes from another file does not open.
"""

import io
import secrets
from collections.abc import Iterator
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hotline.ports import CannotRead
from hotline.words import FileTrouble

from .keys import ID_BYTES, FileKey, Keys

MAGIC = b"\x00TINGSU\xff"  # no text and no kind of file that we take begins so
VERSION = 1
SALT_BYTES, TAG = 16, 16
HEADER = len(MAGIC) + 1 + ID_BYTES + SALT_BYTES
CHUNK = 64 * 1024
SEALED = CHUNK + TAG


def sealed_size(plain: int) -> int:
    """How large the encrypted file of so many bytes is."""
    return HEADER + plain + TAG * max(1, -(-plain // CHUNK))


def plain_size(sealed: int) -> int:
    """How many bytes an encrypted file of this size holds. Raises CannotRead if no file has this size."""
    body = sealed - HEADER
    count = -(-body // SEALED)
    plain = body - TAG * count
    if count < 1 or sealed_size(plain) != sealed:
        raise CannotRead(FileTrouble.DAMAGED)
    return plain


def seal(blocks: Iterator[bytes], out: BinaryIO, key: FileKey) -> None:
    """Write what the blocks hold, encrypted."""
    header = MAGIC + bytes([VERSION]) + bytes.fromhex(key.id) + secrets.token_bytes(SALT_BYTES)
    cipher = _cipher(key, header)
    out.write(header)
    number, waiting = 0, bytearray()
    for block in blocks:
        waiting += block
        while len(waiting) > CHUNK:  # a full chunk waits for what follows: it may be the last one
            out.write(cipher.encrypt(_nonce(number), bytes(waiting[:CHUNK]), _bound(header, number, last=False)))
            del waiting[:CHUNK]
            number += 1
    out.write(cipher.encrypt(_nonce(number), bytes(waiting), _bound(header, number, last=True)))


class Unsealed(io.RawIOBase):
    """The plain text of an encrypted file, readable from any place. Raises CannotRead, at the beginning too: the last
    chunk is opened first, which says that none is missing behind it."""

    def __init__(self, raw: BinaryIO, size: int, keys: Keys) -> None:
        super().__init__()
        self._raw, self._at, self._chunk = raw, 0, (-1, b"")
        self.plain_size = plain_size(size)
        self._last = max(0, -(-self.plain_size // CHUNK) - 1)
        raw.seek(0)
        self._header = raw.read(HEADER)
        if self._header[: len(MAGIC) + 1] != MAGIC + bytes([VERSION]):
            raise CannotRead(FileTrouble.DAMAGED)
        self.key_id = self._header[len(MAGIC) + 1 : len(MAGIC) + 1 + ID_BYTES].hex()
        self._cipher = _cipher(keys.of(self.key_id), self._header)
        self._open(self._last)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, to: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.plain_size}[whence]
        if begin + to < 0:
            raise ValueError("a place before the beginning")
        self._at = begin + to
        return self._at

    def readinto(self, into: Any) -> int:
        if self._at >= self.plain_size:
            return 0
        number, within = divmod(self._at, CHUNK)
        found = self._open(number)[within : within + len(into)]
        into[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()

    def _open(self, number: int) -> bytes:
        if self._chunk[0] != number:
            self._raw.seek(HEADER + number * SEALED)
            sealed = self._raw.read(SEALED)
            bound = _bound(self._header, number, last=number == self._last)
            try:
                self._chunk = number, self._cipher.decrypt(_nonce(number), sealed, bound)
            except (InvalidTag, ValueError) as error:
                raise CannotRead(FileTrouble.DAMAGED) from error
        return self._chunk[1]


def _cipher(key: FileKey, header: bytes) -> AESGCM:
    salt = header[-SALT_BYTES:]
    return AESGCM(HKDF(SHA256(), 32, salt, b"tingsu stored file 1").derive(key.secret))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(header: bytes, number: int, *, last: bool) -> bytes:
    return header + number.to_bytes(8, "big") + bytes([last])
