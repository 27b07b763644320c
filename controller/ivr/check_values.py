"""Checks the values in a flow: each is set before it is used, secrets stay secret, ids exist."""

from collections.abc import Iterator

from hotline.knowledge.content import Content
from hotline.yaml_source import Problem
from hotline.yaml_source.sentences import ONE_OF

from .flow_graph import FlowGraph, backwards, reached
from .nodes import Gather, Lookup, Set
from .nodes.callback import CALLER_NUMBER
from .nodes.compute import Compute
from .nodes.lookup import CONTENTS, WORDS

NOT_THERE = {
    "fees": "the content has no kind of fee `%(id)s`",
    "limits": "the content has no kind of time limit `%(id)s`",
    "matters": "the content has no matter `%(id)s`",
    "places": "the content has no place `%(id)s`",
    "topics": "the content has no topic `%(id)s`",
}


def problems(look: FlowGraph, content: Content | None, *, whole: bool) -> Iterator[Problem]:
    """`whole`: all nodes of the flow are there, so that what no node sets is set nowhere."""
    if whole:
        yield from _unset(look)
    yield from _secrets(look)
    yield from _words(look)
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
                yield look.problem("{%(value)s}: no node before this sets it", name, field, value=value)


def _secrets(look: FlowGraph) -> Iterator[Problem]:
    secret = {node.into for node in look.flow.nodes.values() if isinstance(node, Gather) and node.secret}
    for name, node in look.flow.nodes.items():
        for field, value in node.aloud():
            if value in secret:
                yield look.problem("{%(value)s} is a secret and is not said aloud", name, field, value=value)


def _words(look: FlowGraph) -> Iterator[Problem]:
    """Fixed values that a lookup or a fee takes as one of a few words, as yes and no, and that are another word."""
    asked: dict[str, str] = {}
    for node in look.flow.nodes.values():
        given = node.given if isinstance(node, Lookup) else {}
        asked |= {value: key for key, value in given.items() if key in WORDS}
        if isinstance(node, Compute) and node.halved is not None:
            asked[node.halved] = "halved"
    for name, node in look.flow.nodes.items():
        for key, value in node.values.items() if isinstance(node, Set) else ():
            if key in asked and value not in WORDS[asked[key]]:
                words = ", ".join(WORDS[asked[key]])
                yield look.problem(ONE_OF, name, f"values.{key}", found=value, known=words)


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
            yield look.problem(NOT_THERE[where], name, field, id=asked)


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
