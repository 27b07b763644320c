"""What a parameter is, and a group of them."""

from dataclasses import dataclass
from typing import Any

from .permissions import Permission

DAYS_MOST = 36_500


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kind`: number (between `least` and `most`), time (`HH:MM`), url (of a web page, or empty), flag, roles (their
    codes), or a list with blanks between: short (short and service numbers), whole (whole numbers), beginnings (of
    numbers), codes (of the dictionary).
    The labels are for people; the help says what the parameter does, in which unit, and when to change it."""

    name: str
    kind: str
    default: Any
    zh: str
    en: str
    help_zh: str
    help_en: str
    least: int = 0
    most: int = DAYS_MOST


@dataclass(frozen=True, slots=True)
class ParameterGroup:
    """Parameters that stand together on the page, under one heading. `by`: who may do this sets them."""

    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    by: Permission = Permission.SET_PARAMETERS
