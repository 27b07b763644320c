"""The valid answers of a case system: checked, cleaned and cut to the lengths of our rows and sentences."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from hotline.clock import CHINA
from hotline.ports import Case, GatewayError, PetitionState
from hotline.values.privacy import clean

CASES_MOST = 50


def _short(text: str) -> str:
    return clean(text, 64)


def _long(text: str) -> str:
    return clean(text, 100)


def _day(value: object) -> object:
    """Turn a moment into its day in China, and cut a text to its date."""
    if isinstance(value, dt.datetime):
        return _aware(value).astimezone(CHINA).date()
    return value[:10] if isinstance(value, str) else value


def _aware(moment: dt.datetime) -> dt.datetime:
    """A moment without a time zone is taken as China's time."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=CHINA)


def _moment(value: object) -> object:
    if isinstance(value, int | float):
        raise ValueError("a moment is written as 2026-11-22T09:30:00+08:00")
    return value


Short = Annotated[str, AfterValidator(_short)]
Long = Annotated[str, AfterValidator(_long)]
Name = Annotated[Short, Field(min_length=1)]
Moment = Annotated[dt.datetime, BeforeValidator(_moment), AfterValidator(_aware)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class CaseShape(_Part):
    number: Name
    cause: Long = ""
    division: Short = ""
    judge: Short = ""
    stage: Short = ""
    next_hearing: Moment | None = None
    party: Short = ""

    def case(self) -> Case:
        at = self.next_hearing.astimezone(dt.UTC) if self.next_hearing else None
        return Case(self.number, self.cause, self.division, self.judge, self.stage, at, self.party)


class PetitionShape(_Part):
    number: Name
    unit: Short = ""
    stage: Short = ""
    received: Annotated[dt.date, BeforeValidator(_day)]

    def petition(self) -> PetitionState:
        return PetitionState(self.number, self.unit, self.stage, self.received)


class CaseAnswer(_Part):
    """`case` must be present; null means that no case matches."""

    case: CaseShape | None


class PetitionAnswer(_Part):
    petition: PetitionShape | None


class CasesAnswer(_Part):
    cases: Annotated[tuple[CaseShape, ...], Field(max_length=CASES_MOST)]


def checked(shape: Any, value: object) -> Any:
    """Check the value against the shape. GatewayError names the wrong fields, but never their content."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        places = [".".join(str(part) for part in fault["loc"]) or "-" for fault in error.errors()]
        raise GatewayError(f"the case system's answer cannot be used: {', '.join(places[:5])}"[:200]) from error


def cut(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a database view: null columns are left out, numbers become texts."""
    return {name: _plain(value) for name, value in row.items() if value is not None}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | dt.date) else str(value)
