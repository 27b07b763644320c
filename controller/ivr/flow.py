"""A flow: read from a clerk's YAML, checked, then immutable; a call keeps the flow with which it began."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from hotline.yaml_source import Problem, YamlSource, problems_of, read

from .nodes import KINDS, Node
from .nodes.shape import Shape

NODES_MOST = 500
NO_KIND = "a node needs its kind: %(kinds)s"
UNKNOWN_KIND = "unknown kind of node `%(found)s`; the kinds are %(kinds)s"
_NODE: TypeAdapter[Any] = TypeAdapter(Node)
_KIND_NAMES = [kind.model_fields["kind"].annotation.__args__[0] for kind in KINDS]  # type: ignore[union-attr]
PromptSeconds = Callable[[str], float | None]  # length of a prompt's sound file, None if there is none


@dataclass(frozen=True, slots=True)
class Flow:
    name: str
    title: str
    start: str
    nodes: dict[str, Shape]
    version: str
    after_talk: str = ""  # the caller's next node when the agent has hung up first


class _Head(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    flow: str
    title: str
    start: str
    after_talk: str = ""
    nodes: dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a text holds. `flow`: None without a usable head; its nodes are those that are in order. `names`: of all
    nodes, also of those that are not."""

    source: YamlSource
    problems: list[Problem]
    flow: Flow | None = None
    names: frozenset[str] = field(default_factory=frozenset)


def load(text: str, file: str) -> Loaded:
    """Parse the flow in `text` and check the shapes of its nodes; `check` does paths, prompts and ends."""
    source = read(text, file)
    problems = list(source.problems)
    if problems and source.value is None:
        return Loaded(source, problems)
    head = None
    try:
        head = _Head.model_validate(source.value)
    except ValidationError as error:
        problems += problems_of(error, source)
    given = _nodes(source.value)
    if len(given) > NODES_MOST:
        problems.append(source.problem(("nodes",), "nodes", "a flow has %(most)s nodes at most", most=NODES_MOST))
        return Loaded(source, problems)
    nodes: dict[str, Shape] = {}
    for name, node in given.items():
        shape = _shape(name, node, source, problems)
        if shape is not None:
            nodes[name] = shape
    if head is None:
        return Loaded(source, problems)
    flow = Flow(head.flow, head.title, head.start, nodes, version_of(text), head.after_talk)
    return Loaded(source, problems, flow, frozenset(head.nodes))


def of_value(value: Any, text: str) -> Flow:
    """The flow of a text's value that was checked elsewhere, without reading the text once more. Raises
    ValidationError for a value that no check has passed."""
    head = _Head.model_validate(value)
    nodes: dict[str, Shape] = {name: _NODE.validate_python(node) for name, node in head.nodes.items()}
    return Flow(head.flow, head.title, head.start, nodes, version_of(text), head.after_talk)


def version_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _nodes(value: Any) -> dict[str, dict[str, Any]]:
    """The nodes that are names with values; the head's shape tells about the others."""
    nodes = value.get("nodes") if isinstance(value, dict) else None
    return {name: node for name, node in nodes.items() if isinstance(node, dict)} if isinstance(nodes, dict) else {}


def _shape(name: str, node: dict[str, Any], source: YamlSource, problems: list[Problem]) -> Shape | None:
    """The node, or None and what is wrong with it."""
    path, kind = ("nodes", name), node.get("kind")
    kinds = ", ".join(_KIND_NAMES)
    if kind is None:
        problems.append(source.problem(path, f"nodes.{name}", NO_KIND, kinds=kinds))
    elif kind not in _KIND_NAMES:
        shown = str(kind)[:40]
        problems.append(source.problem((*path, "kind"), f"nodes.{name}", UNKNOWN_KIND, found=shown, kinds=kinds))
    else:
        try:
            shape: Shape = _NODE.validate_python(node)
        except ValidationError as error:
            problems += problems_of(error, source, path, skip=1)  # pydantic begins with the kind
        else:
            return shape
    return None
