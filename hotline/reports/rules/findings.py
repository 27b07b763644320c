"""What a finding of the risk view is: its kind, what it is about, and whose site's rows it was found in. Pure.

`about` is, of what rises, `topic:12`, `place:3` or `unit:4`; of a matter of many persons the subject and the area,
`12:34` or `12:none`; of a person the number of one of his tickets, so that no telephone number is kept here; and of
what is grave the name of its figure. So the same finding of next month is the same one.
"""

import datetime as dt
import re
from dataclasses import dataclass

from hotline.ports import Refused
from hotline.reports.rules.dimensions import NONE
from hotline.values.privacy import fitting, tidy
from hotline.words import Dimension, FindingKind

TEXT_MOST = 1000
FARTHEST = dt.timedelta(days=366)  # a task is due within a year
GRAVE = ("dispute_high", "dispute_medium", "dispute_low", "redone_twice", "refused_twice")
RISES = (Dimension.TOPIC, Dimension.PLACE, Dimension.UNIT)
_MATTER = re.compile(rf"([0-9]{{1,9}}):([0-9]{{1,9}}|{NONE})")
_RISE = re.compile(rf"({'|'.join(by.value for by in RISES)}):([0-9]{{1,9}})")
_TICKET = re.compile(r"[0-9A-Za-z-]{1,32}")


@dataclass(frozen=True, slots=True)
class FindingKey:
    """`site`: whose rows; None for the whole house."""

    kind: FindingKind
    about: str
    site: int | None

    @property
    def slot(self) -> str:
        """The key as one text."""
        return f"{self.site or 0}:{self.kind.value}:{self.about}"

    @property
    def parts(self) -> tuple[tuple[Dimension, str], ...]:
        """What it is about, by dimension; of a person and of what is grave nothing."""
        if self.kind is FindingKind.RISE:
            by, _colon, key = self.about.partition(":")
            return ((Dimension(by), key),)
        if self.kind is FindingKind.MATTER:
            topic, _colon, place = self.about.partition(":")
            return ((Dimension.TOPIC, topic), (Dimension.PLACE, place))
        return ()


@dataclass(frozen=True, slots=True)
class TaskWanted:
    """What somebody asks to be done. Exactly one of `unit` and `person` does it. `due`: None for what is no day."""

    text: str
    unit: int | None
    person: int | None
    due: dt.date | None


def key_of(kind: str, about: str, site: int | None) -> FindingKey | None:
    """None for what can be no finding."""
    if kind not in set(FindingKind):
        return None
    shape = {FindingKind.RISE: _RISE, FindingKind.MATTER: _MATTER, FindingKind.PERSON: _TICKET}.get(FindingKind(kind))
    fits = about in GRAVE if shape is None else shape.fullmatch(about) is not None
    return FindingKey(FindingKind(kind), about, site) if fits else None


def text_of(typed: str, empty: Refused) -> str:
    """The text as it is kept. Raises `empty` where there is none, and Refused where it is too long."""
    kept = fitting(tidy(typed), TEXT_MOST)
    if not kept:
        raise empty
    return kept


def checked(wanted: TaskWanted, today: dt.date) -> tuple[str, dt.date]:
    """The text and the day of a task. Raises Refused."""
    text = text_of(wanted.text, Refused("Write what is to be done"))
    if (wanted.unit is None) == (wanted.person is None):
        raise Refused("Choose the unit or the person who does it: one of them")
    if wanted.due is None or not today <= wanted.due <= today + FARTHEST:
        raise Refused("Choose a day by which it is done: from today on, within a year")
    return text, wanted.due


def is_overdue(due: dt.date, *, open_: bool, today: dt.date) -> bool:
    """On its day it still is in time."""
    return open_ and due < today
