"""What a clerk's pen slips into that stops YAML, told at its own line: full-width signs, tabs, brackets left open.

YAML itself often stops a line or more behind the slip. Where it is plain what was meant, the line is repaired in a
copy, so that reading can go on and tell what else is wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from . import sentences as say
from .problem import Problem, packed

_BEGIN = r"(?P<begin>^\s*(?:-\s+)*|[{\[,，｛]\s*)"
_NAME = r"""(?P<name>"[^"]*"|'[^']*'|[^\W\d]\w*|[\w.-]+(?=\s*：))"""
_COLON = re.compile(rf"{_BEGIN}{_NAME}\s*(?P<colon>：\s*|:(?=[^\s:/,}}\]]))")
_KEY = re.compile(r"(?P<name>[^\W\d]\w*|[\w.-]+(?=\s*：))\s*(?P<colon>：|:)\s*(?P<value>.*)", re.DOTALL)
_WIDE = {
    "，": ",",
    "｛": "{",
    "｝": "}",
    "［": "[",
    "］": "]",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "【": "[",
    "】": "]",
}
_WIDE_SIGN = re.compile(
    r"""(?<=[:：,，{｛\[［])(\s*)[｛［【“‘]|[｝］】](?=\s*(?:[,，}｝\]］】#]|$))|[”’](?=\s*(?:[,，}｝\]］】#]|$))"""
    r"""|，(?=\s*["'“]?[\w*#]+["'”]?\s*[:：])"""
)
_WIDE_SPACE = re.compile("[ \t]*([\xa0\u2000-\u200a\u202f\u205f\u3000])")
_TAB = re.compile(" *\t")
_BARE_NAME = re.compile(r"""\s*(?:-\s+)*("[^"]*"|'[^']*'|[\w.-]+)\s*""")
TABS_MOST = 20


@dataclass(frozen=True, slots=True)
class Broken:
    """Where reading stopped and why; `opened`: where the part began that it was in, (0, 0) if that is not known;
    `names`: the lines of names that hold a full-width colon."""

    line: int
    column: int
    why: str
    within: str = ""
    opened: tuple[int, int] = (0, 0)
    names: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """A line as it was meant. `after`: the columns behind which it has one sign more (or, below zero, fewer)."""

    line: int
    text: str
    after: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Repairs:
    """The repairs so far, to find the place in the file for a place in the repaired copy."""

    _of: dict[int, list[Repair]] = field(default_factory=dict)

    def keep(self, repairs: tuple[Repair, ...]) -> None:
        for one in repairs:
            self._of.setdefault(one.line, []).append(one)

    def back(self, line: int, column: int) -> tuple[int, int]:
        """The place in the file."""
        for one in reversed(self._of.get(line, ())):
            column -= sum(more for after, more in one.after if column > after)
        return line, max(column, 1)

    def moved(self, problem: Problem) -> Problem:
        line, column = self.back(problem.line, problem.column)
        return replace(problem, line=line, column=column)


def in_key(key: str) -> tuple[int, str, str, str] | None:
    """The slip in a text that was meant as `name: value`: how far in, the message, the name and the value."""
    found = _KEY.fullmatch(key)
    if found is None or (found["colon"] == ":" and found["value"][:2] == "//"):
        return None
    message = say.WIDE_COLON if found["colon"] == "：" else say.NO_SPACE
    return found.start("colon"), message, found["name"], found["value"]


def wide_space(text: str) -> bool:
    """Whether a text begins with a space that YAML takes for a letter."""
    return _WIDE_SPACE.match(text) is not None


def told(lines: list[str], broken: Broken, file: str) -> tuple[list[Problem], tuple[Repair, ...]]:
    """Why YAML stops here, each reason at its own line, and the lines that can be repaired."""
    near = list(_near(lines, broken))
    for look in (_colons, _wide_signs):
        found = [look(file, line, lines[line - 1]) for line in near]
        if problems := [one for told, _ in found for one in told]:
            return problems, tuple(repair for _, repair in found if repair is not None)
    return list(_spaces(lines, near, file)) or [_reason(lines, broken, file)], ()


def _near(lines: list[str], broken: Broken) -> Iterator[int]:
    """The lines in which the slip may stand: where YAML stopped, where the part began, and slips in lines above."""
    last = min(broken.line, len(lines))
    first = {last, *broken.names} | ({min(broken.opened[0], len(lines))} if broken.opened[0] else set())
    yield from sorted(first)
    for line in range(last - 1, 0, -1):
        text = lines[line - 1].strip()
        if not text or text.startswith("#"):
            continue
        if not _COLON.search(lines[line - 1]):
            return
        if line not in first:
            yield line


def _colons(file: str, line: int, text: str) -> tuple[list[Problem], Repair | None]:
    problems, made, done, after = list[Problem](), "", 0, list[tuple[int, int]]()
    if text.lstrip().startswith("#"):
        return [], None
    for found in _COLON.finditer(text):
        at, end, wide = found.start("colon"), found.end("colon"), found["colon"].startswith("：")
        message = say.WIDE_COLON if wide else say.NO_SPACE
        problems.append(Problem(file, line, at + 1, "", message, packed({"name": found["name"]})))
        made += text[done:at] + ": "
        after.append((len(made), 2 - (end - at)))
        done = end
    return problems, Repair(line, made + text[done:], tuple(after)) if problems else None


def _wide_signs(file: str, line: int, text: str) -> tuple[list[Problem], Repair | None]:
    places = [found.end() - 1 for found in _WIDE_SIGN.finditer(text)]
    problems = [
        Problem(file, line, at + 1, "", say.WIDE_SIGN, packed({"sign": text[at], "plain": _WIDE[text[at]]}))
        for at in places
    ]
    made = "".join(_WIDE[sign] if at in places else sign for at, sign in enumerate(text))
    return problems, Repair(line, made) if problems else None


def _spaces(lines: list[str], near: list[int], file: str) -> Iterator[Problem]:
    """Lines that are indented by something else than spaces."""
    if any(_TAB.match(lines[line - 1]) for line in near):
        tabs = [(line, found) for line, text in enumerate(lines, 1) if (found := _TAB.match(text))]
        yield from (Problem(file, line, found.end(), "", say.TAB) for line, found in tabs[:TABS_MOST])
    for line in near:
        if found := _WIDE_SPACE.match(lines[line - 1]):
            sign = f"U+{ord(found[1]):04X}"
            yield Problem(file, line, found.start(1) + 1, "", say.WIDE_SPACE, packed({"sign": sign}))


def _reason(lines: list[str], broken: Broken, file: str) -> Problem:
    """What the parser says, in words that help."""
    text = lines[broken.line - 1] if broken.line <= len(lines) else ""
    sign = text[broken.column - 1 : broken.column]
    if broken.why == say.WIDE_COLON:
        return Problem(file, broken.line, broken.column, "", broken.why, packed({"name": broken.within}))
    if "mapping values" in broken.why:
        return _colon(lines, broken, file)
    message, at_opening = _message(broken, sign)
    fields: dict[str, str | int] = {"line": broken.line, "sign": sign, "why": broken.why}
    used = {name: value for name, value in fields.items() if f"%({name})s" in message}
    place = broken.opened if at_opening and broken.opened[0] else (broken.line, broken.column)
    return Problem(file, *place, "", message, packed(used))


def _message(broken: Broken, sign: str) -> tuple[str, bool]:
    """The message, and whether it belongs to where the part began in which YAML stopped."""
    why, within = broken.why, broken.within
    if "flow" in within:
        return (say.BRACKET_OPEN, True) if broken.line > broken.opened[0] else (say.BRACKET, False)
    causes = (
        ("quoted" in within and "escape" in why, say.ESCAPE, False),
        ("quoted" in within, say.QUOTE_OPEN, True),
        ("sequence entries" in why, say.LIST_LINE, False),
        (sign in ("]", "}"), say.SURPLUS, False),
        ("expected ':'" in why, say.NO_COLON, True),
        ("cannot start any token" in why and sign != "", say.BEGINS, False),
        ("alias" in within or "anchor" in within, say.ALIAS, True),
        ("block" in within, say.NO_FIT, False),
    )
    return next(((message, opening) for holds, message, opening in causes if holds), (say.NOT_YAML, False))


def _colon(lines: list[str], broken: Broken, file: str) -> Problem:
    """A colon where none is expected: in a text, or in a line that does not fit to the one above."""
    text, place = lines[broken.line - 1], (broken.line, broken.column)
    if not _BARE_NAME.fullmatch(text[: broken.column - 1]):
        return Problem(file, *place, "", say.COLON_INSIDE)
    above = next((n for n in range(broken.line - 1, 0, -1) if lines[n - 1].strip()), 0)
    if above and _indent(lines[above - 1]) >= _indent(text):
        return Problem(file, above, _indent(lines[above - 1]) + 1, "", say.NO_COLON)
    return Problem(file, broken.line, _indent(text) + 1, "", say.INDENTED)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
