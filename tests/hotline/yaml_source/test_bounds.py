"""A text cannot make more work than it is long: what was heavy is refused, and the steps are counted."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from controller.ivr.check import check
from controller.ivr.flow import NODES_MOST
from hotline.yaml_source import read, source, tree

pytestmark = pytest.mark.unit
BOMB = 'title: &a ["x","x","x","x","x","x","x","x","x"]\n' + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefg", "bcdefgh", strict=True)
)
TEN = "flow: court_12368\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 6)
)  # 298 bytes that once stopped the controller: each line made ten times as much of the one above
GROWN_NAME = TEN.replace("court_12368", "*a5")
CHAIN = "c0: &k0 x\n" + "".join(f"c{n}: &k{n} [*k{n - 1}]\n" for n in range(1, 1200))
REFERENCE = "references (`&name`, `*name`)"
LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def counted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The events that were taken, whichever of the two parsers makes them."""
    taken: list[Any] = []
    made = tree.events

    def events(text: str) -> Iterator[Any]:
        for event in made(text):
            taken.append(event)
            yield event

    monkeypatch.setattr(tree, "LOADER", request.param)
    monkeypatch.setattr(tree, "events", events)
    return taken


@pytest.mark.parametrize(
    ("text", "sentence", "most"),
    [
        (BOMB, REFERENCE, 200),
        (TEN, REFERENCE, 100),
        (GROWN_NAME, REFERENCE, 100),
        (CHAIN, REFERENCE, 6_100),  # as many as stand in the text: nothing is followed
        ("a: " + "[" * 2_000, "nested deeper than 24", 40),
        ("a: " + "{b: " * 2_000, "nested deeper than 24", 60),
        ("- " * 50_000, "nested deeper than 24", 40),
        ("? " * 50_000, "", 80),
        ("".join(f"{' ' * n}a:\n" for n in range(400)), "nested deeper than 24", 60),
        ("- 1\n" * 20_100, "more than 20000 entries", 20_010),
        ("a: 1\n" * 10_100, "stands twice", 20_010),
        ("x" * 200_001, "more than 200000 characters", 0),
        ("&a " * 50_000, "", 10),
        ("a: &a [*a]", REFERENCE, 12),
        ("{a: {<<: {b: 1}}}", "`<<` is not used here", 20),
    ],
    ids=["bomb", "ten", "grown name", "chain", "lists", "mappings", "dashes", "questions", "levels", "items", "names",
         "long", "anchors", "itself", "merge"],
)  # fmt: skip
def test_what_was_heavy_is_refused_in_few_steps(counted: list[Any], text: str, sentence: str, most: int) -> None:
    found = read(text, "f.yml")
    assert found.value is None
    assert sentence in str(found.problems[0])
    assert len(counted) <= most
    assert 1 <= len(found.problems) <= source.PROBLEMS_MOST + 1


def test_slips_are_repaired_a_bounded_number_of_times(counted: list[Any]) -> None:
    """Each slip stops the reading anew; after some rounds it is left at what was found."""
    text = "".join(f"n{n}:\n  a：x\n  b: y\n" for n in range(200))
    found = read(text, "f.yml")
    assert 1 <= len(found.problems) <= source.ROUNDS_MOST
    assert len(counted) <= source.ROUNDS_MOST * 200


def test_a_flow_of_too_many_nodes_is_not_walked() -> None:
    nodes = "".join(f"  n{n}: {{kind: play, prompt: p, next: n{n + 1}}}\n" for n in range(NODES_MOST + 1))
    flow, problems = check(f"flow: f\ntitle: t\nstart: n0\nnodes:\n{nodes}", "f.yml", seconds={"p": 1.0}.get)
    assert (flow, [str(one) for one in problems]) == (None, ["f.yml:4:1 nodes: a flow has 500 nodes at most"])


def diamonds(many: int) -> str:
    """Ways that divide and meet again `many` times, one of the two always the longer, and then a long way on."""
    nodes, tail = [], 100
    for n in range(many):
        then = f"n{n + 1}" if n < many - 1 else "m0"
        nodes += [
            f"n{n}: {{kind: when, otherwise: z{n}, cases: [{{queue: {{line: l, present: 1}}, go: a{n}}}]}}",
            f"a{n}: {{kind: play, prompt: p{2 ** (many - 1 - n)}, next: {then}}}",
            f"z{n}: {{kind: play, prompt: p0, next: {then}}}",
        ]
    nodes += [f"m{n}: {{kind: play, prompt: p0, next: m{n + 1}}}" for n in range(tail)]
    nodes.append(f"m{tail}: {{kind: hang_up, prompt: p0}}")
    return "flow: f\ntitle: t\nstart: n0\nnodes:\n" + "".join(f"  {node}\n" for node in nodes)


def test_the_longest_announcement_is_measured_without_walking_every_way() -> None:
    """14 places where the ways divide are 16,384 ways; each node is measured once, and its prompts are looked for once
    before."""
    asked = []

    def seconds(prompt: str) -> float:
        asked.append(prompt)
        return int(prompt[1:]) * 0.001

    flow, problems = check(diamonds(14), "f.yml", seconds=seconds)
    assert (flow is not None, problems) == (True, [])
    assert len(asked) <= 2 * len(flow.nodes) if flow else False


def test_the_longest_of_all_ways_counts() -> None:
    flow, problems = check(diamonds(6), "f.yml", seconds=lambda prompt: int(prompt[1:]) * 0.32)
    assert (flow, [str(one) for one in problems]) == (
        None, ["f.yml:21:20 a5.prompt: the announcement has lasted 20.2 s by here; 20 s are allowed"],
    )  # fmt: skip


def test_a_flow_with_thousands_of_mistakes_tells_the_first() -> None:
    nodes = "".join(f"  n{n}: {{kind: play, {', '.join(f'x{i}: 1' for i in range(18))}}}\n" for n in range(450))
    flow, problems = check(f"flow: f\ntitle: t\nstart: n0\nnodes:\n{nodes}", "f.yml", seconds={"p": 1.0}.get)
    assert (flow, len(problems)) == (None, source.PROBLEMS_MOST + 1)


def test_of_many_problems_the_first_are_told_and_the_others_counted() -> None:
    found = read("a: 1\n" * 81, "f.yml")
    assert (len(found.problems), str(found.problems[-1])) == (
        51, "f.yml:52:1 and 30 more of this kind; repair the first ones and check again",
    )  # fmt: skip
