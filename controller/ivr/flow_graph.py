"""A flow as a graph, for the checks: the position of each part, and which node leads to which. Pure."""

from collections.abc import Iterable
from graphlib import TopologicalSorter

from hotline.yaml_source import Problem, YamlSource
from hotline.yaml_source.source import Path

from .flow import Flow
from .nodes import Queue

Ways = dict[str, set[str]]


class FlowGraph:
    """The graph of one flow. `ways`: all exits of a node; `idle`: the exits for a caller who presses nothing."""

    def __init__(self, flow: Flow, source: YamlSource) -> None:
        self.flow, self._source = flow, source
        nodes = flow.nodes
        self.ways: Ways = {name: {to for _, to in node.targets()} & nodes.keys() for name, node in nodes.items()}
        self.idle: Ways = {name: set(node.idle()) & nodes.keys() for name, node in nodes.items()}
        if flow.after_talk in nodes:
            for name in (name for name, node in nodes.items() if isinstance(node, Queue)):
                self.ways[name].add(flow.after_talk)

    def problem(self, message: str, node: str, field: str = "", /, **fields: str | int) -> Problem:
        """A problem of a node or of one of its fields, as `cases.0.go`."""
        path = self._path("nodes", node, *(field.split(".") if field else ()))
        return self._source.problem(path, f"{node}.{field}" if field else node, message, **fields)

    def of_head(self, message: str, name: str, /, **fields: str | int) -> Problem:
        """A problem of what stands before the nodes."""
        return self._source.problem((name,), name, message, **fields)

    def _path(self, *parts: str) -> Path:
        """The path in the file, with numbers for list items."""
        found: Path = ()
        for part in parts:
            is_item = part.isdecimal() and (*found, part) not in self._source.places
            found = (*found, int(part) if is_item else part)
        return found


def reached(ways: Ways, starts: Iterable[str]) -> set[str]:
    """All nodes reachable from these, themselves included."""
    seen, todo = set[str](), list(starts)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += ways.get(name, ())
    return seen


def rings(ways: Ways) -> list[str]:
    """The nodes that can be reached from themselves."""
    return [name for name, to in ways.items() if name in reached(ways, to)]


def backwards(ways: Ways) -> Ways:
    """The predecessors of each node."""
    back: Ways = {name: set() for name in ways}
    for name, to in ways.items():
        for target in to:
            back.setdefault(target, set()).add(name)
    return back


def in_order(ways: Ways) -> list[str]:
    """The nodes of a graph without rings, each after all that lead to it."""
    return list(TopologicalSorter(ways).static_order())[::-1]
