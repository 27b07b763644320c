"""Checks a flow before callers get it: exits lead to nodes, prompts exist, every call can end."""

import re
from collections.abc import Callable, Iterator

from hotline.knowledge.content import Content
from hotline.yaml_source import Problem
from hotline.yaml_source.source import first_ones

from . import check_values
from .flow import Flow, PromptSeconds, load
from .flow_graph import FlowGraph, backwards, in_order, reached, rings
from .nodes import HangUp, Lookup, Play, Say, Transfer
from .nodes.shape import Shape

ANNOUNCEMENT_SECONDS = 20.0  # S4: information before the automatic answer
NO_NODE = "there is no node `%(name)s`"
TOO_LONG = "the announcement has lasted %(total)s s by here; %(most)s s are allowed"
SIGN_SECONDS = 0.22  # about how long a speech engine speaks one character


def check(
    text: str, file: str, *, seconds: PromptSeconds, lines: set[str] | None = None, content: Content | None = None,
    refusal: Callable[[str], str | None] | None = None,
) -> tuple[Flow | None, list[Problem]]:  # fmt: skip
    """The flow, or None and its problems, the first ones of many. `lines`: codes that a queue may name, `content`: what
    a lookup may ask for, `refusal`: why a number is not dialled; None: not checked."""
    loaded = load(text, file)
    flow, problems = loaded.flow, loaded.problems
    if flow is None:
        return None, list(first_ones(problems))
    look = FlowGraph(flow, loaded.source)
    whole = not problems
    problems += [*_ways(look, loaded.names), *_prompts(look, seconds), *_lines(look, lines), *_numbers(look, refusal)]
    problems += check_values.problems(look, content, whole=whole)
    if not problems:
        problems = [*_ends(look), *_unreachable(look), *_spins(look)]
    if not problems:
        problems = list(_silence(look))
    if not problems:
        problems = list(_announcement(look, seconds))
    return (None if problems else flow), list(first_ones(problems))


def _ways(look: FlowGraph, names: frozenset[str]) -> Iterator[Problem]:
    flow = look.flow
    for field, name in (("start", flow.start), ("after_talk", flow.after_talk)):
        if name not in names and (name or field == "start"):
            yield look.of_head(NO_NODE, field, name=name)
    for name, node in flow.nodes.items():
        for field, target in node.targets():
            if target not in names:
                yield look.problem(NO_NODE, name, field, name=target)


def _prompts(look: FlowGraph, seconds: PromptSeconds) -> Iterator[Problem]:
    for name, node in look.flow.nodes.items():
        for field, prompt in node.said():
            if seconds(prompt) is None:
                yield look.problem("there is no prompt `%(name)s`", name, field, name=prompt)


def _lines(look: FlowGraph, lines: set[str] | None) -> Iterator[Problem]:
    for name, node in look.flow.nodes.items():
        for field, line in node.lines():
            if lines is not None and line not in lines:
                yield look.problem("there is no line `%(name)s`", name, field, name=line)


def _numbers(look: FlowGraph, refusal: Callable[[str], str | None] | None) -> Iterator[Problem]:
    for name, node in look.flow.nodes.items():
        if isinstance(node, Transfer) and node.to is not None and refusal is not None:
            wrong = refusal(node.to)
            if wrong is not None:
                yield look.problem(wrong, name, "to")


def _ends(look: FlowGraph) -> Iterator[Problem]:
    """Nodes from which no path leads to the end of the call."""
    last = (name for name, node in look.flow.nodes.items() if isinstance(node, HangUp))
    good = reached(backwards(look.ways), last)
    for name in look.flow.nodes:
        if name not in good:
            yield look.problem("no way leads from here to the end of the call", name)


def _unreachable(look: FlowGraph) -> Iterator[Problem]:
    seen = reached(look.ways, (look.flow.start, look.flow.after_talk))
    for name in look.flow.nodes:
        if name not in seen:
            yield look.problem("no way leads here", name)


def _spins(look: FlowGraph) -> Iterator[Problem]:
    """Rings of nodes that pass a caller on without speech or input: he would never get out."""
    passing = {name for name, node in look.flow.nodes.items() if node.passing}
    for name in rings({name: look.ways[name] & passing for name in passing}):
        yield look.problem("this goes round here without waiting for anybody", name)


def _silence(look: FlowGraph) -> Iterator[Problem]:
    """A caller who never presses a key must reach the end too."""
    for name in rings(look.idle):
        yield look.problem("a caller who stays silent goes round here for ever", name)


def _announcement(look: FlowGraph, seconds: PromptSeconds) -> Iterator[Problem]:
    """S4: the speech before the caller can choose, on the longest path, measured from the sound files. These nodes
    contain no ring (`_silence` would have found it), so each is looked at once, after all that lead to it."""
    talking = {name for name, node in look.flow.nodes.items() if _on_the_way(node)}
    before = {look.flow.start: 0.0}
    for name in in_order({name: look.ways[name] & talking for name in talking}):
        if name not in before:
            continue
        node = look.flow.nodes[name]
        total = before[name] + _lasts(node, seconds)
        if total <= ANNOUNCEMENT_SECONDS:
            before |= {to: max(total, before.get(to, 0.0)) for to in look.ways[name]}
            continue
        field = "text" if isinstance(node, Say) and not node.prompt else "prompt"
        yield look.problem(TOO_LONG, name, field, total=f"{total:.1f}", most=f"{ANNOUNCEMENT_SECONDS:.0f}")


def _on_the_way(node: Shape) -> bool:
    """True if a caller at this node has not had a choice yet."""
    return isinstance(node, Play | Say | Lookup) or node.passing


def _lasts(node: Shape, seconds: PromptSeconds) -> float:
    """How long this node speaks: the length of its prompts, and for a sentence the engine's estimated time."""
    sentence = node.text.sentence if isinstance(node, Say) and node.text else ""
    signs = len(re.sub(r"\{[^}]*\}|\W", "", sentence))
    return sum(seconds(prompt) or 0.0 for _, prompt in node.said()) + signs * SIGN_SECONDS
