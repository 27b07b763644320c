"""Checks the values in a flow: each is set before it is used, secrets stay secret, ids exist."""

from collections.abc import Iterator

from hotline.knowledge.content import Content

from .flow_graph import FlowGraph, backwards, reached
from .nodes import Gather, Lookup, Set
from .nodes.callback import CALLER_NUMBER
from .nodes.lookup import CONTENTS
from .yaml_source import Problem

WORDS = {
    "fees": "kind of fee",
    "limits": "kind of time limit",
    "matters": "matter",
    "places": "place",
    "topics": "topic",
}


def problems(look: FlowGraph, content: Content | None) -> Iterator[Problem]:
    yield from _unset(look)
    yield from _secrets(look)
    if content is not None:
        yield from _contents(look, content)


def _unset(look: FlowGraph) -> Iterator[Problem]:
    """Values that no node on any path to here sets."""
    back = backwards(look.ways)
    for name, node in look.flow.nodes.items():
        needed = list(node.uses())
        before = reached(back, back[name]) if needed else set()
        there = {CALLER_NUMBER}.union(*(look.flow.nodes[one].sets() for one in before))
        for field, value in needed:
            if value not in there:
                yield look.problem(f"{name}.{field}: {{{value}}}: no node before this sets it", name, field)


def _secrets(look: FlowGraph) -> Iterator[Problem]:
    secret = {node.into for node in look.flow.nodes.values() if isinstance(node, Gather) and node.secret}
    for name, node in look.flow.nodes.items():
        for field, value in node.aloud():
            if value in secret:
                yield look.problem(f"{name}.{field}: {{{value}}} is a secret and is not said aloud", name, field)


def _contents(look: FlowGraph, content: Content) -> Iterator[Problem]:
    """Ids in a lookup, or in a `set` whose value a lookup uses, that do not exist in the content."""
    known = {
        "fees": set(content.fees.kinds),
        "limits": set(content.time_limits.kinds),
        "matters": {matter.id for matter in content.jurisdiction.matters},
        "places": {place.id for place in content.jurisdiction.places},
        "topics": set(content.guide),
    }
    for name, field, where, asked in _ids(look):
        if asked not in known[where]:
            yield look.problem(f"{name}.{field}: the content has no {WORDS[where]} `{asked}`", name, field)


def _ids(look: FlowGraph) -> Iterator[tuple[str, str, str, str]]:
    """(node, field, list, id)."""
    asked_with: dict[str, str] = {}
    for name, node in look.flow.nodes.items():
        yield from ((name, *one) for one in node.contents())
        if isinstance(node, Lookup):
            lists = ((value, CONTENTS.get((node.source, key))) for key, value in node.given.items())
            asked_with |= {value: where for value, where in lists if where}
    for name, node in look.flow.nodes.items():
        if isinstance(node, Set):
            named = ((key, asked_with.get(key), value) for key, value in node.values.items())
            yield from ((name, f"values.{key}", where, value) for key, where, value in named if where)
