"""Conditions of `when`: the hours of a line, how full its queue is, data about the caller, a value."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, DecimalException
from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hotline.yaml_source import InvalidValue
from hotline.yaml_source.readers import Flag, Number, Whole

from .shape import Name

Values = Mapping[str, str]
Question = tuple[str, tuple[tuple[str, str], ...]]  # the kind of question, and its details
FINDS = {
    "hours": ("open", "why", "say", "prompt"),
    "queue": ("waiting", "present", "load"),
    "caller": ("nuisance", "calls_today", "call_back"),
}


class Condition(BaseModel):
    """Whether it holds depends on the values; the answer to its `question` is among them as `<what>_<name>`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    what: ClassVar[str] = ""

    def question(self) -> Question | None:
        return None

    def holds(self, values: Values) -> bool:
        raise NotImplementedError


class Hours(Condition):
    """`open`: agents take calls now; `closed`: nobody takes calls, not even the night service; `night_service`: the
    person on duty takes them; the other words say why the line is not open."""

    what: ClassVar[str] = "hours"

    line: str
    is_: Literal["open", "closed", "night_service", "lunch", "night", "holiday", "weekend", "special"] = Field(
        alias="is"
    )

    def question(self) -> Question:
        return "hours", (("line", self.line),)

    def holds(self, values: Values) -> bool:
        opened = values.get("hours_open")
        wanted = {"open": "yes", "closed": "no", "night_service": "night"}.get(self.is_)
        return opened == wanted if wanted else opened in ("no", "night") and values.get("hours_why") == self.is_


class QueueIs(Condition):
    """All given fields must hold; `load` is the number of waiting callers per agent present."""

    what: ClassVar[str] = "queue"

    line: str
    waiting_over: Whole | None = Field(default=None, ge=0)
    load_over: Number | None = Field(default=None, ge=0)
    present: Whole | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.waiting_over is None and self.load_over is None and self.present is None:
            raise InvalidValue("waiting_over, load_over or present is needed")
        return self

    def question(self) -> Question:
        return "queue", (("line", self.line),)

    def holds(self, values: Values) -> bool:
        waiting, load = _figure(values, "queue_waiting"), _figure(values, "queue_load")
        return (
            (self.waiting_over is None or (waiting is not None and waiting > self.waiting_over))
            and (self.load_over is None or (load is not None and load > Decimal(str(self.load_over))))
            and (self.present is None or _figure(values, "queue_present") == self.present)
        )


class Caller(Condition):
    """All given fields must hold."""

    what: ClassVar[str] = "caller"

    nuisance: Literal["refused", "mark"] | None = None
    calls_today_over: Whole | None = Field(default=None, ge=0)
    call_back: Flag | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.nuisance is None and self.calls_today_over is None and self.call_back is None:
            raise InvalidValue("nuisance, calls_today_over or call_back is needed")
        return self

    def question(self) -> Question:
        return "caller", ()

    def holds(self, values: Values) -> bool:
        today, waits = _figure(values, "caller_calls_today"), values.get("caller_call_back")
        return (
            (self.nuisance is None or values.get("caller_nuisance") == self.nuisance)
            and (self.calls_today_over is None or (today is not None and today > self.calls_today_over))
            and (self.call_back is None or waits == ("yes" if self.call_back else "no"))
        )


class ValueIs(Condition):
    """A value that the caller does not have equals no word."""

    name: Name
    is_: str = Field(alias="is")

    def holds(self, values: Values) -> bool:
        return values.get(self.name) == self.is_


class Case(BaseModel):
    """Leads to `go` if all its conditions hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hours: Hours | None = None
    queue: QueueIs | None = None
    caller: Caller | None = None
    value: ValueIs | None = None
    go: str

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not list(self.conditions()):
            raise InvalidValue("hours, queue, caller or value is needed")
        return self

    def conditions(self) -> Iterable[Condition]:
        """The conditions; the one that needs no question comes first."""
        return (one for one in (self.value, self.hours, self.queue, self.caller) if one is not None)


def _figure(values: Values, name: str) -> Decimal | None:
    try:
        return Decimal(values[name])
    except (KeyError, DecimalException):
        return None
