"""Reads a file with the place of each part. Work is bounded by the length, the entries and the depth of a file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from . import sentences as say
from . import slips
from .problem import Problem, packed
from .tree import Path, Plain, Tree, grow

__all__ = ["Path", "Plain", "YamlSource", "read"]
SIGNS_MOST = 200_000
PROBLEMS_MOST = 50
ROUNDS_MOST = 8  # how often a text is read again with a slip repaired, to find what else is wrong with it
_BREAK = re.compile("\r\n|\r")
_INVISIBLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u200a\u2010-\u2027\u202f-\u205f\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


@dataclass(frozen=True, slots=True)
class YamlSource:
    """The value of a file, the position of each part of it (`places`: of its name; `values`: of what stands behind the
    name), and what is wrong. The value is None where a part of the file could not be read at all."""

    file: str
    value: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def place(self, path: Path) -> tuple[int, int]:
        """The position of `path`, or of its nearest enclosing part."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def problem(self, path: Path, shown: str, message: str, **fields: str | int) -> Problem:
        """A problem of the part at `path`, which is called `shown`."""
        return Problem(self.file, *self.place(path), shown, message, packed(fields))


def read(source: str | bytes, file: str) -> YamlSource:
    """Parse a file; whatever is wrong with it is a Problem with its place, never an exception."""
    text, problems = _text(source, file)
    return YamlSource(file, problems=first_ones(problems)) if problems else _parsed(text, file)


def first_ones(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in the order of the file, the first ones of many."""
    told = sorted(set(problems))
    if len(told) <= PROBLEMS_MOST:
        return tuple(told)
    next_one = told[PROBLEMS_MOST]
    more = packed({"more": len(told) - PROBLEMS_MOST})
    return (*told[:PROBLEMS_MOST], Problem(next_one.file, next_one.line, next_one.column, "", say.MORE, more))


def _text(source: str | bytes, file: str) -> tuple[str, list[Problem]]:
    """The text with ordinary line ends, or what is wrong with it as a text."""
    try:
        decoded = source.decode("utf-8") if isinstance(source, bytes) else source
    except UnicodeDecodeError as error:
        before = _BREAK.sub("\n", error.object[: error.start].decode("utf-8"))
        return "", [Problem(file, *_end_of(before), "", say.NOT_UTF8)]
    text = _BREAK.sub("\n", decoded.removeprefix("\ufeff"))
    if len(text) > SIGNS_MOST:
        return "", [Problem(file, 1, 1, "", say.TOO_LONG, packed({"most": SIGNS_MOST}))]
    signs = (found.start() for found in islice(_INVISIBLE.finditer(text), PROBLEMS_MOST))
    return text, [
        Problem(file, *_end_of(text[:at]), "", say.SIGN, packed({"sign": f"U+{ord(text[at]):04X}"})) for at in signs
    ]


def _end_of(text: str) -> tuple[int, int]:
    """Line and column of what follows this text."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _parsed(text: str, file: str) -> YamlSource:
    """Read the text; where a slip of the pen stops that, note it, repair it in a copy and go on reading."""
    repairs, lines, problems = slips.Repairs(), text.split("\n"), list[Problem]()
    for _ in range(ROUNDS_MOST):
        grown = grow("\n".join(lines), file)
        if isinstance(grown, Tree):
            places, values = (
                {path: repairs.back(*place) for path, place in known.items()} for known in (grown.places, grown.values)
            )
            problems += (repairs.moved(one) for one in grown.problems)
            return YamlSource(file, None if grown.unread else grown.value, places, values, first_ones(problems))
        found, repaired = slips.told(lines, grown, file)
        problems += (repairs.moved(one) for one in found)
        if not repaired:
            break
        repairs.keep(repaired)
        for one in repaired:
            lines[one.line - 1] = one.text
    return YamlSource(file, problems=first_ones(problems))
