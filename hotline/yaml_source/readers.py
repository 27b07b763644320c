"""The types that a shape asks for: each takes a text of the file in one plain form, or refuses it with a sentence.

A value that is none of a file's texts (a default, a value given by a program) is checked by pydantic as usual.
"""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from . import sentences as say
from .problem import InvalidValue
from .tree import Plain

SHOWN_MOST = 60
_WHOLE = re.compile("-?(0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,12})?", re.ASCII)
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MEANT = {"yes": "true", "y": "true", "on": "true", "true": "true", "no": "false", "n": "false", "off": "false",
          "false": "false"}  # fmt: skip


def shown(value: object) -> str:
    """What stands in the file, as a sentence about a number repeats it; there quotation marks matter."""
    return f'"{figure(value)}"' if isinstance(value, str) and not isinstance(value, Plain) else figure(value)


def figure(value: object) -> str:
    """A value as people write it, not too long: 20 for 20.0."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return text if len(text) <= SHOWN_MOST else f"{text[:SHOWN_MOST]}…"


def _whole(value: object) -> object:
    if isinstance(value, str | bool | float):
        if not isinstance(value, Plain) or not _WHOLE.fullmatch(value):
            raise InvalidValue(say.WHOLE, found=shown(value))
        return int(value)
    return _something(value)


def _decimal(value: object) -> object:
    if isinstance(value, str | bool):
        if not isinstance(value, Plain) or not _DECIMAL.fullmatch(value):
            raise InvalidValue(say.DECIMAL, found=shown(value))
        return Decimal(value)
    return _something(value)


def _number(value: object) -> object:
    found = _decimal(value)
    return float(found) if isinstance(found, Decimal) else found


def _flag(value: object) -> object:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        if not isinstance(value, Plain) or value not in ("true", "false"):
            meant = _MEANT.get(str(value).lower()) if isinstance(value, str) else None
            if meant:
                raise InvalidValue(say.TRUTH_MEANT, found=shown(value), word=meant)
            raise InvalidValue(say.TRUTH, found=shown(value))
        return value == "true"
    return _something(value)


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value if _DAY.fullmatch(value) else "")
        except ValueError as error:
            raise InvalidValue(say.DAY, found=shown(value)) from error
    return _something(value)


def _something(value: object) -> object:
    if value is None:
        raise InvalidValue(say.NOTHING)
    return value


def data(value: Any) -> Any:
    """Values whose types nobody has fixed, as JSON has them: plain figures, true, false and nothing; else texts."""
    if isinstance(value, Mapping):
        return {str(key): data(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [data(inner) for inner in value]
    if not isinstance(value, Plain):
        return value
    if value in ("true", "false"):
        return value == "true"
    if _WHOLE.fullmatch(value):
        return int(value)
    return float(value) if _DECIMAL.fullmatch(value) else str(value)


Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[float, BeforeValidator(_number)]
Exact = Annotated[Decimal, BeforeValidator(_decimal)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Day = Annotated[dt.date, BeforeValidator(_day)]
Data = Annotated[Any, BeforeValidator(data)]
Port = Annotated[Whole, Field(ge=1, le=65535)]
