"""What is wrong in a file: its place, a message id and the fields that fill it in, in both languages."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from .sentences import CHINESE

FIELD_MOST = 240  # characters of a field; lists of all that is allowed fit in
Fields = tuple[tuple[str, str | int], ...]


class InvalidValue(ValueError):
    """A value cannot be taken. `message` is the English sentence and the message id, `fields` fill it in."""

    def __init__(self, message: str, **fields: str | int) -> None:
        super().__init__(message)
        self.message, self.fields = message, packed(fields)

    def __str__(self) -> str:
        return filled(self.message, self.fields)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file; lines and columns count from 1. `path`: the key, as `web.port`; "" for the file."""

    file: str
    line: int
    column: int
    path: str
    message: str
    fields: Fields = field(default=())

    def __str__(self) -> str:
        return self.told()

    def told(self, translate: Callable[[str], str] = str) -> str:
        """`file:line:column path: sentence`; `translate` gives the message in another language."""
        return f"{self.file}:{self.line}:{self.column} {self.sentence(translate)}"

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """The path and the sentence, without the place."""
        sentence = filled(translate(self.message), self.fields)
        return f"{self.path}: {sentence}" if self.path else sentence

    def as_data(self) -> dict[str, Any]:
        """For a row, in JSON."""
        return asdict(self) | {"fields": dict(self.fields)}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Back from a row."""
        return cls(**(data | {"fields": packed(data["fields"])}))


def packed(fields: dict[str, str | int]) -> Fields:
    """Fields, each as long as a sentence can bear."""
    return tuple((name, _short(value)) for name, value in fields.items())


def filled(message: str, fields: Fields) -> str:
    """The sentence; one without fields may hold a per cent sign."""
    return message % dict(fields) if fields else message


def in_chinese(message: str) -> str:
    """The Chinese of what the reader itself says; other messages as they are."""
    return CHINESE.get(message, message)


def both(problem: Problem) -> str:
    """`file:line:column: path: 中文 / English`, for who reads it where no language is chosen; a value that stands in no
    file has no line."""
    chinese, english = (filled(one, problem.fields) for one in (in_chinese(problem.message), problem.message))
    sentence = english if chinese == english else f"{chinese} / {english}"
    place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    return f"{place}: {problem.path or '-'}: {sentence}"


def _short(value: str | int) -> str | int:
    if isinstance(value, str) and len(value) > 4 * FIELD_MOST:
        return f"{value[: 4 * FIELD_MOST]}…"
    return value
