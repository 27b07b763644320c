"""How many stored files are encrypted, with which key, and how many are not yet or cannot be."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import fn

from hotline.calls.rows import Recording
from hotline.words import RecordingState

PLAIN, LEFT_PLAIN = "", "-"  # `key_id` of a file that is not encrypted yet, and of one that cannot be
READY = (
    (Recording.state == RecordingState.KEPT.value) & Recording.sha256.is_null(False) & Recording.size.is_null(False)
)  # a recording that is complete, with its sha-256


@dataclass(frozen=True, slots=True)
class EncryptionCounts:
    """Files by how they lie on the disk. `left`: those that were gone, changed or unreadable when their turn came."""

    newest: int = 0
    older: int = 0
    plain: int = 0
    left: int = 0

    def __add__(self, other: "EncryptionCounts") -> "EncryptionCounts":
        return EncryptionCounts(
            self.newest + other.newest, self.older + other.older, self.plain + other.plain, self.left + other.left
        )


def recordings(newest: str) -> EncryptionCounts:
    """`newest`: the id of the key that encrypts."""
    return counted(Recording, READY, newest)


def counted(table: Any, ready: Any, newest: str) -> EncryptionCounts:
    """Of the files of a table that are ready to be encrypted."""
    query = table.select(table.key_id, fn.COUNT(table.id)).where(ready).group_by(table.key_id).tuples()
    known = Counter(dict(query))
    mine, plain, left = known.pop(newest, 0), known.pop(PLAIN, 0), known.pop(LEFT_PLAIN, 0)
    return EncryptionCounts(mine, known.total(), plain, left)


def key_ids(table: Any) -> Iterator[str]:
    """The keys that files of a table need, by one step through the index for each."""
    last = table.select(fn.MAX(table.key_id)).scalar()
    while last not in (None, PLAIN):
        if last != LEFT_PLAIN:
            yield str(last)
        last = table.select(fn.MAX(table.key_id)).where(table.key_id < last).scalar()
