"""Each setting of the example says beside it, or in the line above, what it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.house
EXAMPLE = (Path(__file__).resolve().parents[2] / "settings.example.yml").read_text(encoding="utf-8")


def keys(node: yaml.Node | None, before: str = "") -> Iterator[tuple[str, int]]:
    """Every key of a file with its line, nested ones as `sms.http.url`."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = f"{before}{key.value}"
            yield name, key.start_mark.line
            yield from keys(value, f"{name}.")
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from keys(value, before)


def comment_at(text: str) -> dict[int, str]:
    """The comment of each line: what comes after `#` behind the line's last value."""
    ends: dict[int, int] = {}
    for token in yaml.scan(text):
        if token.end_mark.index > token.start_mark.index:
            ends[token.end_mark.line] = max(ends.get(token.end_mark.line, 0), token.end_mark.column)
    rest = {number: line[ends.get(number, 0) :].strip() for number, line in enumerate(text.splitlines())}
    return {number: said.removeprefix("#").strip() for number, said in rest.items() if said.startswith("#")}


def bare(text: str) -> list[str]:
    """The keys that nobody explains: a comment has two words or more, and one above stands alone in its line."""
    comments = {number: said for number, said in comment_at(text).items() if len(said.split()) > 1}
    alone = {number for number in comments if text.splitlines()[number].lstrip().startswith("#")}
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    return [name for name, line in keys(node) if line not in comments and line - 1 not in alone]


def test_every_setting_has_its_comment() -> None:
    assert bare(EXAMPLE) == []


def test_a_setting_without_one_is_found() -> None:
    text = (
        "# The first one.\na: 1\nb: '# no comment'\nc: {d: 2} # Both of them.\ne: # Its parts.\n  f: x#2\n"
        "  # The last one.\n  g:\n  - h: 1\n"
    )
    assert bare(text) == ["b", "e.f", "e.g.h"]
    assert bare("# One word\n\na: 1\nb: 2 # word\n") == ["a", "b"]


def test_each_key_of_the_example_would_be_missed() -> None:
    said = comment_at(EXAMPLE)
    plain = [line.removesuffix(f"# {said.get(n, '')}").rstrip() for n, line in enumerate(EXAMPLE.splitlines())]
    every = [name for name, _ in keys(yaml.compose(EXAMPLE, Loader=yaml.SafeLoader))]
    assert (bare("\n".join(plain)), len(every) > 100) == (every, True)
