"""The index of the papers is whole: it names every paper once, and every paper that it names is there."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.house
ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
INDEX = (DOCS / "README.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| \[[^\]]+\]\(([^)]+)\) \| [^|]*\w[^|]* \| [^|]*\w[^|]* \|$", re.MULTILINE)
BESIDE = (
    "ivr_flows", "content", "freeswitch", "dialplan", "sounds", "controller", "hotline", "admin_web", "public_web",
)  # fmt: skip


def told(index: str) -> list[str]:
    """The papers that the index names with what they say and for whom, as paths from the root."""
    return [name_of((DOCS / link).resolve()) for link in LINE.findall(index)]


def papers() -> set[str]:
    """Every file of docs/, the papers at the root, and the README files beside what they explain."""
    inside = [file for file in DOCS.rglob("*") if file.is_file() and not file.name.startswith(".")]
    root = [*ROOT.glob("*.md"), ROOT / "LICENSE", ROOT / "settings.example.yml"]
    beside = [file for folder in BESIDE for file in (ROOT / folder).rglob("README*.md")]
    return {name_of(file) for file in (*inside, *root, *beside)}


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def faults(index: str) -> dict[str, set[str]]:
    """Papers without a line, lines without a paper, papers with two lines."""
    named = told(index)
    return {
        "missing": papers() - set(named),
        "not there": set(named) - papers(),
        "twice": {one for one in named if named.count(one) > 1},
    }


def test_the_index_names_every_paper_once_and_none_that_is_not_there() -> None:
    assert faults(INDEX) == {"missing": set(), "not there": set(), "twice": set()}


def test_each_fault_is_found() -> None:
    line = next(line for line in INDEX.splitlines() if LINE.match(line))
    paper = told(line)[0]
    assert paper in faults(INDEX.replace(line, ""))["missing"]
    assert paper in faults(INDEX.replace(line, f"{line.rpartition(' | ')[0]} |  |"))["missing"]
    assert faults(f"{INDEX}\n{line}")["twice"] == {paper}
    assert "docs/no-paper.md" in faults(f"{INDEX}\n| [none](no-paper.md) | nothing | nobody |")["not there"]
