"""The glossary is whole: every code list, table and folder has its row, and every requirement id that is cited."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from hotline import rows, words
from hotline.words import Word

pytestmark = pytest.mark.house
ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
WORDS = "| word here | 中文 | the field's term | file |"
IDS = "| id | what it asks | law or standard |"
CODE = (
    "hotline", "controller", "admin_web", "public_web", "web_kit", "freeswitch", "scripts", "tests", "dialplan",
    "ivr_flows", "content", "sounds", "docs",
)  # fmt: skip
TEXTS = {".py", ".md", ".yml", ".j2", ".html", ".js", ".css", ".sh", ".po", ""}
ID = re.compile(r"(?<![\w.-])[A-Z]\d{1,2}(?!\w)")
IN_BRACKETS = re.compile(r"(?<=[(（])[A-Z]\d{1,2}(?!\w)(?:, [A-Z]\d{1,2}(?!\w))*")
NO_REQUIREMENT = {"A4"}  # a size of paper


def table_rows(text: str, head: str) -> list[list[str]]:
    """The cells of every table with this head."""
    found: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        if not line.startswith("|"):
            inside = False
        elif line == head:
            inside = True
        elif inside and not line.startswith("|---"):
            found.append([cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")])
    return found


def name_of(cell: str) -> str:
    """`Board` of "`Board` (queue)"; of a word that is no name of the code, the word itself."""
    quoted = re.match(r"`([^`]+)`", cell)
    return quoted[1] if quoted else cell


def code_lists() -> Iterator[tuple[str, str]]:
    """Each class of codes and the file in which it stands."""
    for name, kind in vars(words).items():
        if isinstance(kind, type) and issubclass(kind, Word):
            yield name, file_of(kind)


def file_of(kind: type) -> str:
    return kind.__module__.replace(".", "/") + ".py"


def areas() -> list[str]:
    return sorted(f"hotline/{one.parent.name}" for one in (ROOT / "hotline").glob("*/__init__.py"))


def missing_words(text: str) -> set[str]:
    """What part one lacks: a class counts as explained where name and file fit."""
    told = {(name_of(row[0]), row[-1].strip("`")) for row in table_rows(text, WORDS)}
    wanted = {*code_lists(), *((table.__name__, file_of(table)) for table in rows.ALL)}
    wanted |= {(area, f"{area}/") for area in areas()}
    return {name for name, file in wanted - told}


def wrong_rows(text: str) -> list[str]:
    """The rows of part one with an empty cell, a file that is not there, or a name that its file does not know."""
    return [row[0] for row in table_rows(text, WORDS) if not _is_good(row)]


def _is_good(row: list[str]) -> bool:
    if len(row) != 4 or not all(row):
        return False
    path = ROOT / row[3].strip("`")
    if not (row[3].startswith("`") and row[3].endswith("`") and path.exists()):
        return False
    if not row[0].startswith("`") or path.is_dir():
        return True
    return re.search(rf"\b{re.escape(name_of(row[0]))}\b", path.read_text(encoding="utf-8")) is not None


def told_twice(text: str) -> set[str]:
    """Words that stand twice, and names with several meanings of which one does not say which it is."""
    cells = [row[0] for row in table_rows(text, WORDS)]
    names = [name_of(cell) for cell in cells]
    bare = {cell for cell in cells if "(" not in cell and names.count(name_of(cell)) > 1}
    return {cell for cell in cells if cells.count(cell) > 1} | bare


def cited() -> set[str]:
    """The requirement ids in comments and docstrings, and those in brackets in every other text."""
    found: set[str] = set()
    for file in _texts():
        text = file.read_text(encoding="utf-8")
        if file.suffix != ".py":
            found |= {one for some in IN_BRACKETS.findall(text) for one in some.split(", ")}
        elif ID.search(text):
            found |= {one for said in _said_beside(text) for one in ID.findall(said)}
    return found - NO_REQUIREMENT


def _texts() -> Iterator[Path]:
    yield from ROOT.glob("*.md")
    for folder in CODE:
        for file in (ROOT / folder).rglob("*"):
            hidden = any(part.startswith((".", "__pycache__")) for part in file.relative_to(ROOT).parts)
            if file.is_file() and file.suffix in TEXTS and not hidden and file.name != "glossary.md":
                yield file


def _said_beside(text: str) -> Iterator[str]:
    """The comments and docstrings of a module."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    yield from (token.string for token in tokens if token.type == tokenize.COMMENT)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""


def explained(text: str) -> list[str]:
    return [row[0] for row in table_rows(text, IDS)]


def without(text: str, lines: Iterable[str]) -> str:
    gone = set(lines)
    return "\n".join(line for line in text.splitlines() if line not in gone)


def test_every_code_list_table_and_folder_stands_in_the_glossary() -> None:
    assert missing_words(GLOSSARY) == set()


def test_every_row_is_whole_and_its_file_knows_the_word() -> None:
    assert wrong_rows(GLOSSARY) == []


def test_no_word_stands_twice() -> None:
    assert told_twice(GLOSSARY) == set()


def test_every_cited_requirement_is_explained_once_and_none_is_explained_that_nobody_cites() -> None:
    told, wanted = explained(GLOSSARY), cited()
    assert {"not explained": wanted - set(told), "not cited": set(told) - wanted} == {
        "not explained": set(), "not cited": set(),
    }  # fmt: skip
    assert [one for one in told if told.count(one) > 1] == []


def test_every_requirement_says_what_it_asks_and_who_demands_it() -> None:
    assert [row[0] for row in table_rows(GLOSSARY, IDS) if len(row) != 3 or not all(row)] == []


def test_each_fault_is_found() -> None:
    lines = GLOSSARY.splitlines()
    name, _ = next(code_lists())
    gone = {name, rows.ALL[0].__name__, areas()[0]}
    told = {one: next((line for line in lines if line.startswith(f"| `{one}`")), "") for one in gone}
    assert gone <= missing_words(without(GLOSSARY, told.values()))
    row = told[name]
    cells = row.split(" | ")
    for broken in (
        row.replace(".py`", ".txt`"),
        row.replace(f"`{name}`", f"`{name}s`"),
        row.replace(cells[1], ""),
        row.removesuffix("|").rpartition("|")[0],
    ):
        assert len(wrong_rows(GLOSSARY.replace(row, broken))) == 1, broken
    assert told_twice(GLOSSARY.replace(row, f"{row}\n{row}")) == {f"`{name}`"}
    assert told_twice(f"{GLOSSARY}\n{WORDS}\n| `{name}` (elsewhere) | 别处 | another | `README.md` |") == {f"`{name}`"}
    first = next(line for line in lines if line.startswith(f"| {explained(GLOSSARY)[0]} |"))
    assert explained(GLOSSARY)[0] in cited() - set(explained(without(GLOSSARY, (first,))))


def test_ids_are_read_where_they_are_cited_and_nowhere_else() -> None:
    module = '"""A (K{0}), S{0} app. A, (T{0}, Q{0})."""\nBOOK = "W1 A1:B2"  # M{0}, not UTF8, B2B or v1.K{0}\n'
    said = {one for text in _said_beside(module.format(97)) for one in ID.findall(text)}
    assert said == {"K97", "S97", "T97", "Q97", "M97"}
    assert IN_BRACKETS.findall("# (K8, T6) and K9 (B2B) (S4 app. A)（R1）") == ["K8, T6", "S4", "R1"]
