"""What must hold of a flow before a caller meets it: ways lead somewhere, prompts exist, every call can end."""

from collections.abc import Iterator

from .flow import Flow, PromptSeconds, load
from .marked import Marked, Problem
from .nodes import HangUp, Play, Queue

ANNOUNCEMENT_SECONDS = 20.0  # S4: information before the automatic answer


def check(
    text: str, file: str, *, seconds: PromptSeconds, lines: set[str] | None = None
) -> tuple[Flow | None, list[Problem]]:
    """The flow, or None and all that is wrong with it. `lines`: codes a queue may name; None leaves them open."""
    flow, marked, problems = load(text, file)
    if flow is None:
        return None, sorted(problems)
    look = _Look(flow, marked, file)
    problems = [*look.ways(), *look.prompts(seconds), *look.lines(lines)]
    if not problems:
        problems = [*look.ends(), *look.unreachable(), *look.announcement(seconds)]
    if not problems:
        problems = list(look.silence())
    return (None if problems else flow), sorted(problems)


class _Look:
    def __init__(self, flow: Flow, marked: Marked, file: str) -> None:
        self.flow, self.marked, self.file = flow, marked, file

    def _problem(self, sentence: str, *path: str) -> Problem:
        line, column = self.marked.place(path)
        return Problem(self.file, line, column, sentence)

    def ways(self) -> Iterator[Problem]:
        nodes = self.flow.nodes
        if self.flow.start not in nodes:
            yield self._problem(f"start: there is no node `{self.flow.start}`", "start")
        for name, node in nodes.items():
            for field, target in node.targets():
                if target not in nodes:
                    yield self._problem(
                        f"{name}.{field}: there is no node `{target}`", "nodes", name, *field.split(".")
                    )

    def prompts(self, seconds: PromptSeconds) -> Iterator[Problem]:
        for name, node in self.flow.nodes.items():
            for field, prompt in node.said():
                if seconds(prompt) is None:
                    yield self._problem(f"{name}.{field}: there is no prompt `{prompt}`", "nodes", name, field)

    def lines(self, lines: set[str] | None) -> Iterator[Problem]:
        for name, node in self.flow.nodes.items():
            if lines is not None and isinstance(node, Queue) and node.line not in lines:
                yield self._problem(f"{name}.line: there is no line `{node.line}`", "nodes", name, "line")

    def ends(self) -> Iterator[Problem]:
        """A node from which no way leads to the end of the call, or a ring that nothing interrupts."""
        ways = {name: {to for _, to in node.targets()} for name, node in self.flow.nodes.items()}
        good = {name for name, node in self.flow.nodes.items() if isinstance(node, HangUp)}
        while more := {name for name, to in ways.items() if name not in good and to & good}:
            good |= more
        for name in self.flow.nodes:
            if name not in good:
                yield self._problem(f"{name}: no way leads from here to the end of the call", "nodes", name)

    def unreachable(self) -> Iterator[Problem]:
        seen, todo = set[str](), [self.flow.start]
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo += [to for _, to in self.flow.nodes[name].targets()]
        for name in self.flow.nodes:
            if name not in seen:
                yield self._problem(f"{name}: no way leads here", "nodes", name)

    def silence(self) -> Iterator[Problem]:
        """A caller who never does anything must come to the end too: the last way out of each node is followed."""
        for name in self.flow.nodes:
            at, path = name, set[str]()
            while (ways := list(self.flow.nodes[at].targets())) and at not in path:
                path.add(at)
                at = ways[-1][1]
            if at in path and at == name:
                yield self._problem(f"{name}: a caller who stays silent goes round here for ever", "nodes", name)

    def announcement(self, seconds: PromptSeconds) -> Iterator[Problem]:
        """S4: what is said before the caller can choose, measured from the sound files."""
        total, name, path = 0.0, self.flow.start, set[str]()
        while isinstance(node := self.flow.nodes[name], Play) and name not in path:
            path.add(name)
            total += sum(seconds(prompt) or 0.0 for prompt in node.prompt)
            if total > ANNOUNCEMENT_SECONDS:
                sentence = (
                    f"the announcement has lasted {total:.1f} s by here; {ANNOUNCEMENT_SECONDS:.0f} s are allowed"
                )
                yield self._problem(f"{name}: {sentence}", "nodes", name, "prompt")
                return
            name = node.next
