"""Any text at all: reading and checking end, with problems that have places, and within what they may take."""

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from controller.ivr.check import check
from hotline.yaml_source import Problem, read, source, tree
from tests.effort import often

pytestmark = pytest.mark.unit
TEXTS = often(1_500, 100_000)
FLOWS = [file.read_text(encoding="utf-8") for file in sorted(Path("ivr_flows").glob("*.yml"))]
PIECES = (
    *"&*!|>%@`{}[],:?-#'\"\\\n\t ~<=0a：，“”　", "\n", "\n  ", ": ", "- ", "&a ", "*a", "<<: ", "!!int ", "--- ",
    "...\n", "[*a,*a]", "? ", "x: &x [", "kind: play", "kind: when", "next: one", "\u200b", "\ud800", "\x00", "\x85",
    "\u2028", "\ufeff", "1_000", "{a: ", "flow: f\ntitle: t\nstart: one\nnodes:\n  one: ", "\r",
    "é", "𝄞", "'''", '"\\x', "%YAML 1.1\n",
)  # fmt: skip


def places(value: object) -> int:
    """How many texts, lists and mappings a value holds, with those that stand in several places counted each time."""
    todo, count = [value], 0
    while todo:
        one = todo.pop()
        count += 1
        assert count <= tree.ENTRIES_MOST
        todo += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return count


def holds(text: str | bytes) -> None:
    """What must be true of the reading of any text."""
    found = read(text, "f.yml")
    assert len(found.problems) <= source.PROBLEMS_MOST + 1
    assert places(found.value) <= len(text) + 1
    assert sum(len(str(one)) for one in found.problems) <= 60 * 2_000
    for one in found.problems:
        assert (one.line >= 1, one.column >= 1) == (True, True)


def mixed(chance: random.Random) -> str:
    """A flow of the house with some pieces cut out, doubled or put in; or pieces alone."""
    if chance.random() < 0.5:
        return "".join(chance.choices(PIECES, k=chance.randrange(60)))
    whole = chance.choice(FLOWS)
    begin = chance.randrange(len(whole))
    text = whole[begin : begin + chance.randrange(1_500)]
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(text) + 1)
        cut = at + chance.choice((0, 0, 1, 3, 20))
        text = text[:at] + chance.choice((*PIECES, text[at:cut] * 2)) + text[cut:]
    return text


def test_texts_by_chance_are_read_within_bounds() -> None:
    chance = random.Random(20)
    for number in range(TEXTS):
        text = mixed(chance)
        try:
            holds(text)
        except Exception as error:
            error.add_note(f"text {number}: {text!r}")
            raise


def test_flows_by_chance_are_checked_within_bounds() -> None:
    chance = random.Random(21)
    for number in range(TEXTS // 10):
        text = mixed(chance)
        try:
            flow, problems = check(text, "f.yml", seconds=lambda prompt: 1.0)
        except Exception as error:
            error.add_note(f"text {number}: {text!r}")
            raise
        assert (flow is None) == bool(problems)
        assert len(problems) <= source.PROBLEMS_MOST + 1
        assert all(isinstance(one, Problem) for one in problems)


@given(st.text(alphabet=st.one_of(st.sampled_from("&*[]{}:,-?!#|>'\"\n\t ax1："), st.characters()), max_size=400))
def test_any_signs(text: str) -> None:
    holds(text)


@given(st.binary(max_size=400))
def test_any_bytes(text: bytes) -> None:
    holds(text)


@given(st.recursive(st.text("ax *&", max_size=5), lambda one: st.lists(one, max_size=4), max_leaves=30))
def test_what_a_writer_of_yaml_shares_is_refused_and_what_it_writes_out_is_read(value: object) -> None:
    shared = yaml.safe_dump({"a": [value], "b": [value]}, allow_unicode=True)
    found = read(shared, "f.yml")
    if "&id" in shared:
        assert (found.value, "references" in str(found.problems[0])) == (None, True)
    else:
        assert (found.value, found.problems) == ({"a": [value], "b": [value]}, ())
