"""Loads the hotline's texts on law and procedure from the files in `content/`, edited by an administrator.

`load` never fails: an unusable file is left out, and `Content.problems` has `file:line:column: key: sentence`.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from hotline.knowledge.appeals_file import NO_APPEALS, AppealsFile
from hotline.knowledge.assessment_file import AssessmentFile
from hotline.knowledge.classes_file import ClassesFile
from hotline.knowledge.rules.fees import Scale
from hotline.knowledge.shapes import FeesFile, GuideFile, Jurisdiction, Note, Phrases, TimeLimits, Topic
from hotline.messages.notices_file import NoticesFile
from hotline.yaml_source import YamlSource, both, problems_of, read
from hotline.yaml_source.sentences import MISSING

NAMES = ("fees", "time_limits", "jurisdiction", "guide", "phrases", "notices", "appeals", "classes",
         "assessment")  # fmt: skip
File = TypeVar("File", bound=BaseModel)
NO_FEES = FeesFile.model_construct(kinds={}, notes=())
NO_LIMITS = TimeLimits.model_construct(kinds={}, limits=())
NO_COURTS = Jurisdiction.model_construct(courts=(), places=(), matters=(), levels=())
NO_GUIDE = GuideFile.model_construct(topics={})
NO_CLASSES = ClassesFile.model_construct(source="", date=dt.date.min, sample=False, classes=())
NO_NOTICES = NoticesFile.model_construct(signature="", texts={})
NO_PHRASES = Phrases.model_construct(source="", hotlines={}, situations=(), preferred=(), forbidden=())


@dataclass(frozen=True, slots=True)
class Content:
    """All content; the parts of broken files are empty. `problems`: `file:line:column: key: sentence`, one per fault.

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
    classes: ClassesFile = NO_CLASSES
    assessment: AssessmentFile = field(default_factory=AssessmentFile)
    problems: tuple[str, ...] = ()


def load(folder: Path) -> Content:
    """The content of a folder: `fees.yml`, `time_limits.yml`, `jurisdiction.yml`, `guide.yml`, `phrases.yml`,
    `notices.yml`, `appeals.yml`, `classes.yml`, `assessment.yml`. The result is immutable, so
    unchanged files are not read again."""
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
    fees = shaped_file(folder / "fees.yml", NO_FEES, problems)
    return Content(
        fees=fees.scale(),
        fee_notes=fees.notes,
        time_limits=shaped_file(folder / "time_limits.yml", NO_LIMITS, problems),
        jurisdiction=shaped_file(folder / "jurisdiction.yml", NO_COURTS, problems),
        guide=shaped_file(folder / "guide.yml", NO_GUIDE, problems).topics,
        phrases=shaped_file(folder / "phrases.yml", NO_PHRASES, problems),
        notices=_notices(folder / "notices.yml", problems),
        appeals=shaped_file(folder / "appeals.yml", NO_APPEALS, problems),
        classes=shaped_file(folder / "classes.yml", NO_CLASSES, problems),
        assessment=shaped_file(folder / "assessment.yml", AssessmentFile(), problems),
        problems=tuple(problems),
    )


def _notices(file: Path, problems: list[str]) -> NoticesFile:
    """The texts of short messages; a missing one is reported, the others can be sent."""
    notices, source = _read(file, NO_NOTICES, problems)
    if notices is not NO_NOTICES:
        problems += [both(source.problem(("texts",), key, MISSING)) for key in notices.missing()]
    return notices


def shaped_file(file: Path, nothing: File, problems: list[str]) -> File:
    """A file in the type of `nothing`; `nothing` where it is broken, and what is wrong is added to the problems."""
    return _read(file, nothing, problems)[0]


def _read(file: Path, nothing: File, problems: list[str]) -> tuple[File, YamlSource]:
    """Parse a file into the type of `nothing`; on errors return `nothing` and add to the problems."""
    try:
        source = read(file.read_bytes(), str(file))
    except OSError as error:
        problems.append(f"{file}: -: 读不出 / cannot be read: {error}")
        return nothing, YamlSource(str(file))
    found = list(source.problems)
    if not (found and source.value is None):
        try:
            shaped = type(nothing).model_validate(source.value)
        except ValidationError as error:
            found += problems_of(error, source)
        else:
            if not found:
                return shaped, source
    problems += map(both, sorted(found))
    return nothing, source
