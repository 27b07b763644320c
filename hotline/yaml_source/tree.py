"""From YAML's events to plain values: texts, lists, names with values. No types are guessed, nothing is shared.

The events are taken one by one and reading stops at the first that passes a bound, so that a text cannot make more
work than it is long. References, with which a short text could, are refused where they stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from . import sentences as say
from . import slips
from .problem import Problem, packed
from .slips import Broken

Path = tuple[str | int, ...]
ENTRIES_MOST = 20_000
DEPTH_MOST = 24
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
MERGE = "<<"
STANDARD_TAG = "tag:yaml.org,2002:"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # of libyaml, many times as fast


class Plain(str):
    """A text without quotation marks in the file: it may be meant as a number, a switch or a day."""

    __slots__ = ()


@dataclass(slots=True)
class Tree:
    """`places`: of each part, of a named one its name; `values`: where the text or list itself begins. `unread`: a part
    was left out that could not be read at all."""

    value: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: bool = False


@dataclass(slots=True)
class _Open:
    """A list or a mapping that is not complete yet. `bracket`: where its bracket opens, if it has one; `lines`: where
    each name of a mapping stands."""

    path: Path
    bracket: tuple[int, int] | None
    values: list[Any] | dict[str, Any]
    key: "_Key | None" = None
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    plain: bool
    mark: Any


def grow(text: str, file: str) -> Tree | Broken:
    """The values of a text, or where it stops being YAML."""
    grower = _Grower(file)
    try:
        for event in events(text):
            if not grower.take(event):
                break
    except yaml.MarkedYAMLError as error:
        broken = _broken(error)
        opened = (grower.bracket() if "flow" in broken.within else None) or broken.opened
        return replace(broken, opened=opened, names=tuple(one.line for one in grower.names))
    except yaml.YAMLError as error:
        return Broken(1, 1, " ".join(str(error).split()))
    if grower.names:
        return replace(grower.names[0], names=tuple(one.line for one in grower.names))
    return grower.tree


def events(text: str) -> Iterator[Any]:
    """YAML's events, made as they are asked for."""
    return iter(yaml.parse(text, Loader=LOADER))


def _broken(error: yaml.MarkedYAMLError) -> Broken:
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    began = (opened.line + 1, opened.column + 1) if opened else (0, 0)
    return Broken(line, column, error.problem or "", error.context or "", began)


class _Grower:
    def __init__(self, file: str) -> None:
        self.tree, self._file = Tree(), file
        self._open: list[_Open] = []
        self._entries = self._documents = 0
        self.names: list[Broken] = []  # names that hold a full-width colon and have a value all the same

    def bracket(self) -> tuple[int, int] | None:
        """Where the innermost bracket opens that is not closed yet."""
        return next((one.bracket for one in reversed(self._open) if one.bracket), None)

    def take(self, event: yaml.Event) -> bool:
        """Take the next event; False if nothing more is read."""
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._complain(event, say.TWO_DOCUMENTS)
                return self._documents == 1
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()
            case yaml.NodeEvent():
                return self._node(event)
        return True

    def _node(self, event: Any) -> bool:
        self._entries += 1
        if self._entries > ENTRIES_MOST:
            return self._stop(event, say.TOO_MANY, most=ENTRIES_MOST)
        if event.anchor is not None:
            self._stop(event, say.ALIAS)
        elif getattr(event, "tag", None) is not None:
            self._stop(event, say.TAG, tag=event.tag.replace(STANDARD_TAG, "!!"))
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._begin(event, [] if isinstance(event, yaml.SequenceStartEvent) else {})
                if len(self._open) > DEPTH_MOST:
                    return self._stop(event, say.TOO_DEEP, most=DEPTH_MOST)
            case _:
                self._alias(event)
        return True

    def _alias(self, event: Any) -> None:
        """A reference, which is refused already; where a name should stand its value is read and thrown away."""
        within = self._open[-1] if self._open else None
        if within is not None and isinstance(within.values, dict) and within.key is None:
            within.key = _Key("?", False, event.start_mark)
        else:
            self._put(None, event)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        plain, within = event.style in (None, ""), self._open[-1] if self._open else None
        if within is not None and isinstance(within.values, dict) and within.key is None:
            within.key = _Key(event.value, plain, event.start_mark)
            if plain and slips.wide_space(event.value):
                self._complain(event, say.WIDE_SPACE, sign=f"U+{ord(event.value[0]):04X}")
                within.key = _Key(event.value.lstrip(), plain, event.start_mark)
            if plain and event.value == MERGE:
                self._stop(event, say.MERGE)
        elif plain and event.value == "" and within is not None and within.key is not None:
            self._put(self._slip(within, within.key), event)
        elif plain:
            self._put(None if event.value in NOTHING else Plain(event.value), event)
        else:
            self._put(event.value, event)

    def _slip(self, within: _Open, key: _Key) -> Plain | None:
        """The value that stands behind a name without a proper colon, as in `{kind：play}`; None if nothing does."""
        slip = slips.in_key(key.name) if key.plain else None
        if slip is None:
            return None
        at, message, name, value = slip
        mark = key.mark
        self._note((mark.line + 1, mark.column + 1 + at), message, name=name)
        within.key = _Key(name, False, mark)
        return Plain(value) if value else None

    def _begin(self, event: Any, values: list[Any] | dict[str, Any]) -> None:
        within = self._open[-1] if self._open else None
        if within is not None and isinstance(within.values, dict) and within.key is None:
            self._stop(event, say.KEY)
            within.key = _Key("?", False, event.start_mark)
            self._open.append(_Open((*within.path, "?"), None, values))  # read on to its end, and thrown away
            return
        mark = event.start_mark
        bracket = (mark.line + 1, mark.column + 1) if event.flow_style else None
        self._open.append(_Open(self._put(values, event), bracket, values))

    def _put(self, value: Any, event: Any) -> Path:
        """Add a value to what is open; returns its path."""
        mark = event.start_mark
        if not self._open:
            self.tree.value = value
            self.tree.places[()] = (mark.line + 1, mark.column + 1)
            return ()
        within = self._open[-1]
        self._wide_name(within.key)
        if isinstance(within.values, list):
            path: Path = (*within.path, len(within.values))
            within.values.append(value)
        else:
            assert within.key is not None  # a name comes before its value
            key, mark = within.key, within.key.mark
            within.key = None
            path = (*within.path, key.name)
            if key.name in within.lines:
                first = within.lines[key.name]
                self._note((mark.line + 1, mark.column + 1), say.TWICE, key=key.name, line=first)
            within.lines.setdefault(key.name, mark.line + 1)
            within.values[key.name] = value
        self.tree.places[path] = (mark.line + 1, mark.column + 1)
        self.tree.values[path] = (event.start_mark.line + 1, event.start_mark.column + 1)
        return path

    def _wide_name(self, key: _Key | None) -> None:
        """`three：{kind: play}` is a name with a value for YAML, and a slip for us."""
        slip = slips.in_key(key.name) if key is not None and key.plain else None
        if key is not None and slip is not None and slip[1] == say.WIDE_COLON:
            mark = key.mark
            self.names.append(Broken(mark.line + 1, mark.column + 1 + slip[0], slip[1], slip[2]))

    def _stop(self, event: Any, message: str, **fields: str | int) -> bool:
        self._complain(event, message, **fields)
        self.tree.unread = True
        return False

    def _complain(self, event: Any, message: str, **fields: str | int) -> None:
        self._note((event.start_mark.line + 1, event.start_mark.column + 1), message, **fields)

    def _note(self, place: tuple[int, int], message: str, **fields: str | int) -> None:
        self.tree.problems.append(Problem(self._file, *place, "", message, packed(fields)))
