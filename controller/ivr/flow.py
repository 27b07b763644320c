"""A flow: read from a clerk's YAML, checked, then immutable; a call keeps the flow with which it began."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from .nodes import KINDS, Node
from .nodes.shape import Shape
from .yaml_source import Problem, YamlSource, read

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


def load(text: str, file: str) -> tuple[Flow | None, YamlSource, list[Problem]]:
    """Parse the flow in `text` and check the shapes of its nodes; `check` does paths, prompts and ends."""
    marked = read(text, file)
    problems = list(marked.problems)
    if problems and marked.value is None:
        return None, marked, problems
    try:
        head = _Head.model_validate(marked.value)
    except ValidationError as error:
        return None, marked, [*problems, *_told(error, marked, file, ())]
    nodes: dict[str, Shape] = {}
    for name, given in head.nodes.items():
        try:
            nodes[name] = _NODE.validate_python(given)
        except ValidationError as error:
            problems += _told(error, marked, file, ("nodes", name))
    if problems:
        return None, marked, problems
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Flow(head.flow, head.title, head.start, nodes, version, head.after_talk), marked, []


def _told(error: ValidationError, marked: YamlSource, file: str, before: tuple[str, ...]) -> list[Problem]:
    """pydantic's errors with their places; path parts that pydantic adds itself (the kind's name) are removed."""
    problems = []
    for one in error.errors():
        loc = one["loc"][1:] if before and one["loc"][:1] and one["loc"][0] in _KIND_NAMES else one["loc"]
        path = (*before, *(part for part in loc if part != "[key]"))
        line, column = marked.place(path)
        shown = ".".join(map(str, path)) or "file"
        problems.append(Problem(file, line, column, f"{shown}: {_sentence(one)}"))
    return problems


def _sentence(one: Any) -> str:
    match one["type"]:
        case "missing":
            return "this is needed and is not there"
        case "extra_forbidden":
            return "there is no such word here"
        case "model_type" | "dict_type":
            return "names with their values are needed here"
        case "union_tag_invalid":
            return f"unknown kind of node; the kinds are {', '.join(_KIND_NAMES)}"
        case "union_tag_not_found":
            return f"a node needs its kind: {', '.join(_KIND_NAMES)}"
        case "string_type":
            return "a word is needed here; YAML makes something else of this, put quotation marks round it"
        case "value_error":
            return str(one["ctx"]["error"])
        case _:
            return str(one["msg"])
