"""Loads the hotline's texts on law and procedure from the files in `content/`, edited by an administrator.

`load` never fails: an unusable file is left out, and `Content.problems` has `file: key: sentence`.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from hotline.knowledge.appeals_file import NO_APPEALS, AppealsFile
from hotline.knowledge.rules.fees import Scale
from hotline.knowledge.shapes import FeesFile, GuideFile, Jurisdiction, Note, Phrases, TimeLimits, Topic
from hotline.messages.notices_file import NoticesFile

NAMES = ("fees", "time_limits", "jurisdiction", "guide", "phrases", "notices", "appeals")
File = TypeVar("File", bound=BaseModel)
NO_FEES = FeesFile.model_construct(kinds={}, notes=())
NO_LIMITS = TimeLimits.model_construct(kinds={}, limits=())
NO_COURTS = Jurisdiction.model_construct(courts=(), places=(), matters=(), levels=())
NO_GUIDE = GuideFile.model_construct(topics={})
NO_NOTICES = NoticesFile.model_construct(signature="", texts={})
NO_PHRASES = Phrases.model_construct(source="", situations=(), preferred=(), forbidden=())


@dataclass(frozen=True, slots=True)
class Content:
    """All content; the parts of broken files are empty. `problems`: `file: key: sentence`, one per fault.

    `fees`: the scale for `hotline.knowledge.rules.fees.fee`; `fee_notes`: said after a figure; `guide`: topics by
    their id.
    """

    fees: Scale = field(default_factory=Scale)
    fee_notes: tuple[Note, ...] = ()
    time_limits: TimeLimits = NO_LIMITS
    jurisdiction: Jurisdiction = NO_COURTS
    guide: Mapping[str, Topic] = field(default_factory=dict)
    phrases: Phrases = NO_PHRASES
    notices: NoticesFile = NO_NOTICES
    appeals: AppealsFile = field(default_factory=AppealsFile)
    problems: tuple[str, ...] = ()


def load(folder: Path) -> Content:
    """The content of a folder: `fees.yml`, `time_limits.yml`, `jurisdiction.yml`, `guide.yml`, `phrases.yml`,
    `notices.yml`, `appeals.yml`. The result is immutable, so unchanged files are not read again."""
    return _loaded(folder, tuple(_stamp(folder / f"{name}.yml") for name in NAMES))


def _stamp(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


@functools.lru_cache(maxsize=4)
def _loaded(folder: Path, stamps: tuple[tuple[int, int], ...]) -> Content:
    """`stamps`: mtime and size of each file."""
    problems: list[str] = []
    fees = _file(folder / "fees.yml", NO_FEES, problems)
    return Content(
        fees=fees.scale(),
        fee_notes=fees.notes,
        time_limits=_file(folder / "time_limits.yml", NO_LIMITS, problems),
        jurisdiction=_file(folder / "jurisdiction.yml", NO_COURTS, problems),
        guide=_file(folder / "guide.yml", NO_GUIDE, problems).topics,
        phrases=_file(folder / "phrases.yml", NO_PHRASES, problems),
        notices=_notices(folder / "notices.yml", problems),
        appeals=_file(folder / "appeals.yml", NO_APPEALS, problems),
        problems=tuple(problems),
    )


def _notices(file: Path, problems: list[str]) -> NoticesFile:
    """The texts of short messages; a missing one is reported, the others can be sent."""
    read = _file(file, NO_NOTICES, problems)
    if read is not NO_NOTICES:
        problems += [f"{file}: {key}: 缺少这一项 / this is needed and is not there" for key in read.missing()]
    return read


def _file(file: Path, nothing: File, problems: list[str]) -> File:
    """Parse a file into the type of `nothing`; on errors return `nothing` and add to the problems."""
    try:
        values = yaml.load(file.read_text(encoding="utf-8"), _Once)  # noqa: S506 - a safe loader of ours
        return type(nothing).model_validate(values)
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{file}: -: 读不出 / cannot be read: {error}")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f"第{mark.line + 1}行 / line {mark.line + 1}" if mark else "-"
        problems.append(f"{file}: {line}: {error.problem}")
    except yaml.YAMLError as error:
        problems.append(f"{file}: -: 不是 YAML / this is not YAML: {' '.join(str(error).split())}")
    except ValidationError as error:
        problems += [f"{file}: {_key(fault['loc'])}: {_sentence(fault)}" for fault in error.errors()]
    return nothing


class _Once(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C loader is eight times as fast
    """Duplicate keys are an error; plain YAML would silently keep the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if isinstance(name, list | dict):
                raise yaml.constructor.ConstructorError(None, None, "键应为文字 / a key is a text", key.start_mark)
            if name in seen:
                twice = f"“{name}”重复 / {name} stands there twice"
                raise yaml.constructor.ConstructorError(None, None, twice, key.start_mark)
            seen.add(name)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def _key(place: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in place if part != "[key]") or "-"


def _sentence(fault: Any) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    known = {
        "extra_forbidden": "没有这一项 / there is no such entry",
        "missing": "缺少这一项 / this is needed and is not there",
        "string_type": "应为文字，数字请加引号 / a text is expected here; put a number in quotation marks",
        "string_pattern_mismatch": "写法不对 / this is not written as it should be",
        "model_type": "应为“键: 值” / lines of `key: value` are expected",
    }
    return known.get(fault["type"]) or f"{fault['msg']}（{fault['input']!r}）"
