"""A day as YAML: its numbers and telephones, and who calls when and does what. Pure except for reading the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from freeswitch.simulator.callers import MOMENTS, Caller, CallerAct
from freeswitch.simulator.channels import Phone
from freeswitch.simulator.core import Switch

_DEEDS = ("press", "speak", "silent", "hang_up")
_ANSWERS = ("answer", "busy", "reject", "ignore", "unregistered")
_PROMPTED = ("during", "after")
REFERENCES = "references (&name, *name) are not used here"


class ScriptError(Exception):
    """`file:line:column sentence`."""


@dataclass(frozen=True, slots=True)
class Day:
    """Calls with their times in seconds from the start; `length` is when a repeated day starts over."""

    numbers: dict[str, dict[str, str]]
    phones: tuple[Phone, ...]
    calls: tuple[tuple[float, Caller], ...]
    repeat: bool
    length: float


class _Reader:
    """Read from the YAML nodes, so that every error knows its line and column."""

    def __init__(self, name: str) -> None:
        self._name = name

    def fail(self, node: yaml.Node, sentence: str) -> ScriptError:
        mark = node.start_mark
        return ScriptError(f"{self._name}:{mark.line + 1}:{mark.column + 1} {sentence}")

    def mapping(self, node: yaml.Node, allowed: tuple[str, ...] | None = None) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.fail(node, "a mapping (key: value) is expected here")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.text(key)
            if allowed is not None and name not in allowed:
                raise self.fail(key, f"unknown key “{name}”; known here: {', '.join(allowed)}")
            if name in found:
                raise self.fail(key, f"“{name}” stands here twice")
            found[name] = value
        return found

    def items(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.fail(node, "a list is expected here")
        return list(node.value)

    def text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.fail(node, "a word is expected here")
        return str(node.value)

    def number(self, node: yaml.Node) -> float:
        try:
            value = float(self.text(node))
        except ValueError:
            raise self.fail(node, f"“{self.text(node)}” is not a number of seconds") from None
        if not 0 <= value < 1e9:
            raise self.fail(node, "seconds must be zero or more")
        return value

    def truth(self, node: yaml.Node) -> bool:
        word = self.text(node).lower()
        if word not in ("true", "false", "yes", "no"):
            raise self.fail(node, "true or false is expected here")
        return word in ("true", "yes")

    def choice(self, node: yaml.Node, words: tuple[str, ...]) -> str:
        word = self.text(node)
        if word not in words:
            raise self.fail(node, f"“{word}” is not one of {', '.join(words)}")
        return word


def _phone(read: _Reader, extension: str, node: yaml.Node) -> Phone:
    keys = read.mapping(node, ("kind", "ring", "talk", "answer"))
    phone = Phone(extension)
    if "kind" in keys:
        phone.kind = read.choice(keys["kind"], ("robot", "human"))
    if "ring" in keys:
        phone.ring_seconds = read.number(keys["ring"])
    if "talk" in keys:
        phone.talk_seconds = read.number(keys["talk"])
    if "answer" in keys:
        phone.answer = read.choice(keys["answer"], _ANSWERS)
    return phone


def _act(read: _Reader, node: yaml.Node) -> CallerAct | None:
    keys = read.mapping(node, (*_DEEDS, *MOMENTS, "wait", "for"))
    deeds = [name for name in _DEEDS if name in keys]
    if len(deeds) != 1:
        raise read.fail(node, f"exactly one of {', '.join(_DEEDS)} is expected here")
    deed = deeds[0]
    body = keys.pop(deed)
    if deed in ("speak", "hang_up") and isinstance(body, yaml.MappingNode):
        keys |= read.mapping(body, (*MOMENTS, "wait", "for"))
    elif deed == "hang_up":
        keys["at"] = body
    elif deed in ("speak", "silent") and not read.truth(body):
        return None
    if deed == "silent":
        return None
    return _timed(read, node, deed, read.text(body) if deed == "press" else "", keys)


def _timed(read: _Reader, node: yaml.Node, deed: str, digits: str, keys: dict[str, yaml.Node]) -> CallerAct:
    if deed == "press" and (not digits or set(digits) - set("0123456789*#ABCD")):
        raise read.fail(node, f"“{digits}” are not keys of a telephone")
    moments = [name for name in MOMENTS if name in keys]
    if len(moments) > 1:
        raise read.fail(node, f"only one of {', '.join(moments)} can be meant")
    moment = moments[0] if moments else ("answered" if deed == "speak" else "at")
    prompt = read.text(keys[moment]) if moment in _PROMPTED else ""
    timing = keys.get("wait") if moment in _PROMPTED else keys.get(moment)
    seconds = read.number(timing) if timing is not None else 0.0
    lasts = read.number(keys["for"]) if "for" in keys else 1e8
    do = "hang_up" if deed == "hang_up" else deed
    return CallerAct(do, moment, seconds, prompt, digits, lasts)


def _call(read: _Reader, node: yaml.Node) -> tuple[float, Caller]:
    keys = read.mapping(node, ("at", "from", "name", "to", "does"))
    for needed in ("at", "from", "to"):
        if needed not in keys:
            raise read.fail(node, f"a call needs “{needed}”")
    does = [_act(read, item) for item in read.items(keys["does"])] if "does" in keys else []
    name = read.text(keys["name"]) if "name" in keys else ""
    acts = tuple(act for act in does if act is not None)
    return read.number(keys["at"]), Caller(read.text(keys["from"]), name, read.text(keys["to"]), acts)


def parse(text: str, name: str = "day.yml") -> Day:
    """Read a day; ScriptError says where it is wrong."""
    read = _Reader(name)
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise yaml.MarkedYAMLError(problem=REFERENCES, problem_mark=event.start_mark)  # type: ignore[arg-type]
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        raise ScriptError(f"{name}:{place} this is not YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise ScriptError(f"{name}:1:1 this is not YAML: {error}") from None
    if root is None:
        raise ScriptError(f"{name}:1:1 the file is empty")
    keys = read.mapping(root, ("numbers", "telephones", "repeat", "length", "calls"))
    numbers = {
        did: {key: read.text(value) for key, value in read.mapping(node).items()}
        for did, node in (read.mapping(keys["numbers"]).items() if "numbers" in keys else ())
    }
    telephones = read.mapping(keys["telephones"]).items() if "telephones" in keys else ()
    calls = tuple(_call(read, node) for node in read.items(keys["calls"])) if "calls" in keys else ()
    last = max((at for at, _ in calls), default=0.0) + 60.0
    return Day(
        numbers,
        tuple(_phone(read, extension, node) for extension, node in telephones),
        tuple(sorted(calls, key=lambda call: call[0])),
        read.truth(keys["repeat"]) if "repeat" in keys else False,
        max(read.number(keys["length"]), 1.0) if "length" in keys else last,
    )


def load(path: Path) -> Day:
    """Read a day from a file."""
    return parse(path.read_text("utf-8"), str(path))


def log_in(switch: Switch, day: Day, now: float) -> None:
    """Add the day's telephones to the switch."""
    for phone in day.phones:
        switch.add_phone(phone, now)


def let_call(switch: Switch, day: Day, start: float) -> None:
    """Plan the day's calls, counted from `start`; a repeated day starts over after its length."""
    for at, caller in day.calls:
        switch.at(start + at, _calling(switch, caller, start + at))
    if day.repeat and day.calls:
        switch.at(start + day.length, lambda: let_call(switch, day, start + day.length))


def _calling(switch: Switch, caller: Caller, due: float) -> Callable[[], object]:
    return lambda: switch.call_in(caller, due)
