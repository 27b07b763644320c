"""A flow as a graph, for the checks: the position of each part, and which node leads to which. Pure."""

from collections.abc import Iterable

from .flow import Flow
from .nodes import Queue
from .yaml_source import Path, Problem, YamlSource

Ways = dict[str, set[str]]


class FlowGraph:
    """The graph of one flow. `ways`: all exits of a node; `idle`: the exits for a caller who presses nothing."""

    def __init__(self, flow: Flow, marked: YamlSource, file: str) -> None:
        self.flow, self.marked, self.file = flow, marked, file
        nodes = flow.nodes
        self.ways: Ways = {name: {to for _, to in node.targets()} & nodes.keys() for name, node in nodes.items()}
        self.idle: Ways = {name: set(node.idle()) & nodes.keys() for name, node in nodes.items()}
        if flow.after_talk in nodes:
            for name in (name for name, node in nodes.items() if isinstance(node, Queue)):
                self.ways[name].add(flow.after_talk)

    def problem(self, sentence: str, node: str, field: str = "") -> Problem:
        return self.at(sentence, "nodes", node, *(field.split(".") if field else ()))

    def at(self, sentence: str, *path: str) -> Problem:
        """A problem at a path as pages write it, with numbers for list items."""
        found: Path = ()
        for part in path:
            number = int(part) if part.isdigit() else -1
            found = (*found, part if (*found, part) in self.marked.places or number < 0 else number)
        line, column = self.marked.place(found)
        return Problem(self.file, line, column, sentence)


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
