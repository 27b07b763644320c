"""What stands in the file is what is read: no figure, word or day is changed on the way to a field."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from controller.ivr.nodes import KINDS
from hotline.knowledge.appeals_file import AppealsFile
from hotline.knowledge.assessment_file import AssessmentFile
from hotline.knowledge.classes_file import ClassesFile
from hotline.knowledge.content import NAMES
from hotline.knowledge.shapes import FeesFile, GuideFile, Jurisdiction, Phrases, TimeLimits
from hotline.messages.notices_file import NoticesFile
from hotline.outside import papers
from hotline.settings import Settings
from hotline.yaml_source import Plain, problems_of, read
from hotline.yaml_source.faults import LIKE
from hotline.yaml_source.readers import Data, Day, Exact, Flag, Number, Whole
from hotline.yaml_source.sentences import CHINESE
from tests.effort import often

pytestmark = pytest.mark.unit
REFUSED = object()
HOUSE = Path(__file__).parents[3]
SOURCES = [path for folder in ("controller", "hotline") for path in (HOUSE / folder).rglob("*.py")]


class OneOfEach(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = ""
    maybe: str | None = None
    whole: Whole = 0
    number: Number = 0.0
    exact: Exact = Decimal(0)
    flag: Flag = False
    day: Day | None = None
    data: Data = None


def field(name: str, written: str) -> Any:
    """The value of a field that is written in a file in this way, or REFUSED; a refusal names its line."""
    source = read(f"# before\n{name}: {written}\n", "f.yml")
    assert source.problems == ()
    try:
        return getattr(OneOfEach.model_validate(source.value), name)
    except ValidationError as error:
        told = [(problem.line, problem.path) for problem in problems_of(error, source)]
    assert told == [(2, name)]
    return REFUSED


# What YAML 1.1 makes something else of: (written, whole, number, flag, day, data). A text field has what is written.
R = REFUSED
CHANGED: list[tuple[str, Any, Any, Any, Any, Any]] = [
    ("010", R, R, R, R, "010"),
    ("0571", R, R, R, R, "0571"),
    ("01062345671", R, R, R, R, "01062345671"),
    ("00", R, R, R, R, "00"),
    ("0o7", R, R, R, R, "0o7"),
    ("0x1F", R, R, R, R, "0x1F"),
    ("0b11", R, R, R, R, "0b11"),
    ("1_000", R, R, R, R, "1_000"),
    ("1,000", R, R, R, R, "1,000"),
    ("12:30", R, R, R, R, "12:30"),
    ("1:30:00", R, R, R, R, "1:30:00"),
    ("190:20:30.15", R, R, R, R, "190:20:30.15"),
    ("+1", R, R, R, R, "+1"),
    ("1.", R, R, R, R, "1."),
    (".5", R, R, R, R, ".5"),
    ("1e3", R, R, R, R, "1e3"),
    ("1.5e3", R, R, R, R, "1.5e3"),
    (".inf", R, R, R, R, ".inf"),
    ("-.inf", R, R, R, R, "-.inf"),
    (".nan", R, R, R, R, ".nan"),
    ("nan", R, R, R, R, "nan"),
    ("１２", R, R, R, R, "１２"),
    ("yes", R, R, R, R, "yes"),
    ("No", R, R, R, R, "No"),
    ("on", R, R, R, R, "on"),
    ("OFF", R, R, R, R, "OFF"),
    ("y", R, R, R, R, "y"),
    ("n", R, R, R, R, "n"),
    ("True", R, R, R, R, "True"),
    ("FALSE", R, R, R, R, "FALSE"),
    ("2026-1-1", R, R, R, R, "2026-1-1"),
    ("2026-02-30", R, R, R, R, "2026-02-30"),
    ("2026-01-01T10:00:00Z", R, R, R, R, "2026-01-01T10:00:00Z"),
    ("20260101", 20260101, 20260101.0, R, R, 20260101),
    ("=", R, R, R, R, "="),
    ("-", R, R, R, R, R),
    ("true", R, R, True, R, True),
    ("false", R, R, False, R, False),
    ("0", 0, 0.0, R, R, 0),
    ("-0", 0, 0.0, R, R, 0),
    ("-1", -1, -1.0, R, R, -1),
    ("8021", 8021, 8021.0, R, R, 8021),
    ("2.50", R, 2.5, R, R, 2.5),
    ("1" * 18, int("1" * 18), float("1" * 18), R, R, int("1" * 18)),
    ("1" * 19, R, R, R, R, "1" * 19),
]


@pytest.mark.parametrize("row", CHANGED, ids=lambda row: row[0])
def test_nothing_is_changed_that_yaml_changes(row: tuple[str, Any, Any, Any, Any, Any]) -> None:
    written, whole, number, flag, day, data = row
    if written == "-":  # begins a list: no text at all
        assert read("text: -\n", "f.yml").problems != ()
        return
    assert field("text", written) == written
    assert field("maybe", written) == written
    assert (field("whole", written), field("number", written), field("flag", written)) == (whole, number, flag)
    assert field("exact", written) == (REFUSED if number is REFUSED else Decimal(written))
    assert (field("day", written), field("data", written)) == (day, data)
    assert type(field("data", written)) is type(data)


def test_a_day_is_a_day() -> None:
    assert str(field("day", "2026-01-01")) == "2026-01-01"
    assert field("text", "2026-01-01") == field("data", "2026-01-01") == "2026-01-01"


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_no_text_and_no_number(nothing: str) -> None:
    for name in ("text", "whole", "number", "exact", "flag"):
        assert field(name, nothing) is REFUSED
    assert (field("maybe", nothing), field("data", nothing)) == (None, None)
    assert field("text", "''") == ""


@pytest.mark.parametrize("written", ["5", "0571", "true", "2.5", "null", ""])
@pytest.mark.parametrize("mark", ['"', "'"])
def test_quotation_marks_always_make_a_text(written: str, mark: str) -> None:
    quoted = f"{mark}{written}{mark}"
    assert field("text", quoted) == field("maybe", quoted) == field("data", quoted) == written
    for name in ("whole", "number", "exact", "flag"):
        assert field(name, quoted) is REFUSED


@settings(max_examples=often(300, 20_000))
@given(st.from_regex(r"[0-9+\-.:_eExobOnyY/]{1,14}", fullmatch=True))
def test_a_text_is_what_stands_there_and_a_number_says_the_same(written: str) -> None:
    source = read(f"a: {written}\n", "f.yml")
    if source.problems or not isinstance(source.value["a"], Plain):
        return  # YAML's own signs, such as a list's `- ` or a name's `: `
    assert str(source.value["a"]) == written
    assert field("text", written) == written
    for name in ("whole", "exact"):
        found = field(name, written)
        assert found is REFUSED or str(found) == (written if written != "-0" or name == "exact" else "0")


@settings(max_examples=often(200, 10_000))
@given(st.lists(st.sampled_from("0123456789abc中：: #'\"[]{},&*!|>%@`-?~\\\t"), max_size=12).map("".join))
def test_a_quoted_text_comes_back_whatever_it_is(text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    assert read(f"a: [{quoted}, {quoted}]", "f.yml").value == {"a": [text, text]}


# ---- no shape without a reader


class Without(BaseModel):
    model_config = ConfigDict(frozen=True)

    number: int = 0
    flags: dict[str, list[bool]] = {}
    maybe: Decimal | None = None
    good: Whole | None = None


def guessing(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[str]:
    """The fields of a shape, and of the shapes in it, that pydantic makes numbers of texts that are none."""
    if model in seen:
        return set()
    seen.add(model)
    wrong = set()
    for name, inner in model.model_fields.items():
        kind: Any = Annotated[(inner.annotation, *inner.metadata)] if inner.metadata else inner.annotation
        made: TypeAdapter[Any] = TypeAdapter(kind)
        wrong |= {f"{model.__name__}.{name}" for text in TEXTS for value in around(Plain(text)) if guesses(made, value)}
        wrong |= {one for shape in shapes(inner.annotation) for one in guessing(shape, seen)}
    return wrong


TEXTS = ("0010", "1_0", "yes", "1e1")


def around(text: str) -> list[Any]:
    return [text, [text], {"1": text}, {"1": [text]}]


def guesses(made: Any, value: Any) -> bool:
    try:
        found = made.validate_python(value)
    except ValidationError:
        return False
    while isinstance(found, dict | list | tuple):
        found = next(iter(found.values() if isinstance(found, dict) else found))
    return isinstance(found, int | float | Decimal)


def shapes(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [shape for inner in getattr(annotation, "__args__", ()) for shape in shapes(inner)]


def test_no_shape_of_a_file_makes_numbers_by_itself() -> None:
    assert guessing(Without, set()) == {"Without.number", "Without.flags", "Without.maybe"}
    content: list[type[BaseModel]] = [FeesFile, TimeLimits, Jurisdiction, GuideFile, Phrases, NoticesFile, AppealsFile]
    content += [ClassesFile, AssessmentFile]
    assert len(content) == len(NAMES)
    seen: set[type[BaseModel]] = set()
    kinds: list[Any] = [Settings, papers._NumbersFile, *KINDS, *content]
    for shape in kinds:
        assert guessing(shape, seen) == set()
    assert len(seen) > 50


def test_the_sentences_of_both_languages_have_the_same_fields() -> None:
    for english, chinese in CHINESE.items():
        assert set(re.findall(r"%\((\w+)\)s", english)) == set(re.findall(r"%\((\w+)\)s", chinese)), english


def test_each_pattern_of_a_shape_has_a_right_value_to_show() -> None:
    written = re.compile(r"""pattern=r?["']([^"']+)["']""")
    used = {found for path in SOURCES for found in written.findall(path.read_text("utf-8"))}
    assert used == set(LIKE)
    assert [pattern for pattern, like in LIKE.items() if not re.search(pattern, like)] == []
