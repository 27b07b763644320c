"""What is wrong with a flow, in the language of the reader."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from admin_web import language
from hotline.yaml_source import Problem, in_chinese


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem with its place in the text."""

    file: str
    line: int
    column: int
    sentence: str


def shown(problems: Iterable[Problem]) -> list[ShownProblem]:
    """The problems as the reader reads them."""
    return [ShownProblem(one.file, one.line, one.column, one.sentence(_translated)) for one in problems]


def _translated(message: str) -> str:
    """What the reader of YAML says has its Chinese with it; what the checks say stands in the catalogue."""
    chinese = in_chinese(message) if language.short() == "zh" else message
    return chinese if chinese != message else str(gettext(message))
