"""`set`: add fixed values to those that the caller has keyed in."""

from typing import ClassVar, Literal

from pydantic import Field

from controller.ivr.steps import Go, Position, Step
from controller.ivr.values import put

from .shape import Name, Shape, Ways


class Set(Shape):
    passing: ClassVar[bool] = True

    kind: Literal["set"]
    values: dict[Name, str] = Field(min_length=1)
    next: str

    def targets(self) -> Ways:
        return (("next", self.next),)

    def sets(self) -> tuple[str, ...]:
        return tuple(self.values)

    def enter(self, at: Position) -> Step:
        return put(at, *self.values.items()), (Go(self.next),)
