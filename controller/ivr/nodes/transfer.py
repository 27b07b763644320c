"""`transfer`: connect the caller to an outside number or to an extension."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from controller.ivr.steps import Go, Heard, Lead, Leave, Position, Speak, Spoken, Step, TransferOver
from hotline.yaml_source import InvalidValue
from hotline.yaml_source.readers import Whole

from .shape import Prompts, Shape, Ways


class Transfer(Shape):
    """`to` is an outside number, `extension` one of our telephones; `failed`: nobody answered there."""

    kind: Literal["transfer"]
    to: Annotated[str, StringConstraints(pattern=r"^\+?[0-9]{2,20}$")] | None = None
    extension: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,8}$")] | None = None
    before: Prompts = ()
    seconds: Whole = Field(default=30, ge=5, le=120)
    failed: str

    @model_validator(mode="after")
    def _to_somebody(self) -> Self:
        if (self.to is None) == (self.extension is None):
            raise InvalidValue("either to or extension is needed")
        return self

    def targets(self) -> Ways:
        return (("failed", self.failed),)

    def said(self) -> Ways:
        return (("before", p) for p in self.before)

    def enter(self, at: Position) -> Step:
        return at, (Speak(self.before) if self.before else self._lead(),)

    def heard(self, at: Position, what: Heard) -> Step:
        match what:
            case Spoken() if self.before:
                return at, (self._lead(),)
            case TransferOver(_, answered):
                return at, (Leave() if answered else Go(self.failed),)
            case _:
                return at, ()

    def _lead(self) -> Lead:
        return Lead(self.to or self.extension or "", self.to is not None, self.seconds)
