"""The difference between two texts, line by line."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "gone", "new", "gap"]
AROUND = 3  # lines that are shown around a change


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of the difference with its numbers in the old and the new text; None where it does not stand there."""

    kind: Kind
    old: int | None
    new: int | None
    text: str


def difference(old: str, new: str) -> list[DiffLine]:
    """What changed, each place with the lines around it; nothing where the texts are the same."""
    before, after = old.splitlines(), new.splitlines()
    told: list[DiffLine] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(AROUND):
        if told:
            told.append(DiffLine("gap", None, None, ""))
        for tag, i, i_end, j, j_end in group:
            told += _of(tag, before[i:i_end], after[j:j_end], i, j)
    return told


def _of(tag: str, before: list[str], after: list[str], i: int, j: int) -> Iterator[DiffLine]:
    if tag == "equal":
        yield from (DiffLine("same", i + n, j + n, text) for n, text in enumerate(before, 1))
        return
    yield from (DiffLine("gone", i + n, None, text) for n, text in enumerate(before, 1))
    yield from (DiffLine("new", None, j + n, text) for n, text in enumerate(after, 1))
