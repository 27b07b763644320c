"""YAML with positions: values, the line and column of each, and errors for what YAML silently accepts."""

from dataclasses import dataclass
from typing import Any

import yaml

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.sentence}"


@dataclass(frozen=True, slots=True)
class YamlSource:
    """The value of a file, and the position of each part of it."""

    value: Any
    places: dict[Path, tuple[int, int]]
    problems: tuple[Problem, ...]

    def place(self, path: Path) -> tuple[int, int]:
        """The position of `path`, or of its nearest enclosing part."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def read(text: str, file: str) -> YamlSource:
    """Parse `text`; a duplicate key, an anchor loop or broken YAML is a Problem, never an exception."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return YamlSource(None, {}, (Problem(file, line, column, f"this is not YAML: {error.problem}"),))
    except yaml.YAMLError as error:
        return YamlSource(None, {}, (Problem(file, 1, 1, f"this is not YAML: {error}"),))
    except RecursionError:
        return YamlSource(None, {}, (Problem(file, 1, 1, "this is nested too deeply"),))
    walk = _Walk(file)
    value = walk.value(root, ()) if root is not None else None
    return YamlSource(value, walk.places, tuple(walk.problems))


class _Walk:
    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self._plain = yaml.SafeLoader("")
        self._within: list[yaml.Node] = []

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
        if any(node is outer for outer in self._within):
            self._complain(node, "this refers to itself")
            return None
        self._within.append(node)
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, path)
            if isinstance(node, yaml.SequenceNode):
                return [self.value(child, (*path, place)) for place, child in enumerate(node.value)]
            return self._scalar(node)
        finally:
            self._within.pop()

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, child in node.value:
            name = str(key.value)
            if name in values:
                self._complain(key, f"`{name}` stands twice; the first would be lost")
            self.places[(*path, name)] = (key.start_mark.line + 1, key.start_mark.column + 1)
            values[name] = self.value(child, (*path, name))
        return values

    def _scalar(self, node: yaml.Node) -> Any:
        try:
            value = self._plain.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            self._complain(node, f"this cannot be read: {error}")
            return None
        return value

    def _complain(self, node: yaml.Node, sentence: str) -> None:
        mark = node.start_mark
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, sentence))
