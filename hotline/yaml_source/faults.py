"""pydantic's errors as problems of a file, each at its line."""

import re
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from . import sentences as say
from . import slips
from .problem import InvalidValue, Problem, packed
from .readers import figure
from .source import Path, YamlSource
from .tree import Plain

_QUOTED = re.compile("'([^']*)'")
_LIMITS = {
    "greater_than_equal": (say.LEAST, "ge"),
    "less_than_equal": (say.MOST, "le"),
    "greater_than": (say.ABOVE, "gt"),
    "less_than": (say.BELOW, "lt"),
    "decimal_max_places": (say.PLACES, "decimal_places"),
    "string_too_short": (say.SHORT, "min_length"),
    "string_too_long": (say.LONG, "max_length"),
    "too_short": (say.SHORT, "min_length"),
    "too_long": (say.LONG, "max_length"),
}
_KINDS = {
    "missing": say.MISSING,
    "extra_forbidden": say.UNKNOWN,
    "model_type": say.NAMES,
    "model_attributes_type": say.NAMES,
    "dict_type": say.NAMES,
    "list_type": say.LIST,
    "tuple_type": say.LIST,
    "string_type": say.TEXT,
}


LIKE = {  # one right value of each pattern that the shapes of files ask for
    r"^\+?[0-9]{2,20}$": "01062345671",
    "^[0-9]{2,8}$": "8001",
    "^[a-z][a-z0-9_]*$": "filing_fee",
    "^[1-9][0-9]?/[1-9][0-9]?$": "1/2",
}


def problems_of(error: ValidationError, source: YamlSource, within: Path = (), *, skip: int = 0) -> list[Problem]:
    """All faults that pydantic found in the part `within`; `skip`: how many names it has put before each of its own."""
    problems = []
    for one in error.errors():
        path = (*within, *(part for part in one["loc"][skip:] if part != "[key]"))
        message, fields = _sentence(one)
        problem = source.problem(path, ".".join(map(str, path)), message, **fields)
        problems.append(_slip(problem, one["input"], source, path) if message == say.NAMES else problem)
    return problems


def _slip(problem: Problem, found: Any, source: YamlSource, path: Path) -> Problem:
    """Where names with values are needed and `name：value` stands, the colon is what is wrong."""
    slip = slips.in_key(found) if isinstance(found, Plain) and path in source.values else None
    if slip is None:
        return problem
    at, message, name, _ = slip
    line, column = source.values[path]
    return replace(problem, line=line, column=column + at, message=message, fields=packed({"name": name}))


def _sentence(one: Any) -> tuple[str, dict[str, str | int]]:
    kind, found, context = one["type"], one["input"], one.get("ctx", {})
    if kind == "value_error":
        wrong = context["error"]
        return (wrong.message, dict(wrong.fields)) if isinstance(wrong, InvalidValue) else (str(wrong), {})
    if found is None and kind != "missing" and one["loc"]:
        return say.NOTHING, {}
    if kind in _LIMITS:
        message, limit = _LIMITS[kind]
        values = {"found": figure(found), "limit": figure(context[limit])}
        return message, {name: value for name, value in values.items() if f"%({name})s" in message}
    if kind in ("literal_error", "enum"):
        return say.ONE_OF, {"found": figure(found), "known": ", ".join(_QUOTED.findall(context["expected"]))}
    if kind == "string_pattern_mismatch":
        return say.PATTERN, {"found": figure(found), "like": LIKE[context["pattern"]]}
    return _of_kind(kind, found, str(one["msg"]))


def _of_kind(kind: str, found: Any, why: str) -> tuple[str, dict[str, str | int]]:
    if kind == "string_type" and not isinstance(found, list | dict):
        return say.QUOTED, {}
    return (_KINDS[kind], {}) if kind in _KINDS else (say.OTHER, {"why": why})
