"""`compute`: compute a value from the caller's values by a formula, or a litigation fee by the scale."""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, InstanceOf, model_validator

from controller.ivr import formula
from controller.ivr.formula import Formula, NoSum
from controller.ivr.steps import EnquiryAnswer, Go, Heard, Inquire, Position, Pressed, Step, Tell
from controller.ivr.values import drop, get, keep_key, put
from hotline.words import Fact, Trouble
from hotline.yaml_source import InvalidValue

from .lookup import FINDS
from .shape import Name, Shape, Ways

SECONDS = 2.0


def _formula(given: object) -> object:
    return formula.read(given) if isinstance(given, str) else given


class Compute(Shape):
    """Either `formula` and `into`, or `scale` (a kind of fee) with `amount` and `halved` (names of values); the fee is
    found in the same way as by `lookup`. `failed`: there is no result."""

    passing: ClassVar[bool] = True

    kind: Literal["compute"]
    into: Name | None = None
    formula: Annotated[InstanceOf[Formula], BeforeValidator(_formula)] | None = None
    scale: str | None = None
    amount: Name | None = None
    halved: Name | None = None
    next: str
    failed: str

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        by_formula = self.formula is not None and self.into is not None
        by_scale = self.scale is not None
        if by_formula == by_scale or (by_scale and (self.formula is not None or self.into is not None)):
            raise InvalidValue("either formula and into, or scale are needed")
        if not by_scale and (self.amount is not None or self.halved is not None):
            raise InvalidValue("amount and halved belong to scale")
        return self

    def targets(self) -> Ways:
        return (("next", self.next), ("failed", self.failed))

    def uses(self) -> Ways:
        yield from (("formula", name) for name in (self.formula.names if self.formula else ()))
        yield from (
            (field, name) for field, name in (("amount", self.amount), ("halved", self.halved)) if name is not None
        )

    def sets(self) -> Iterable[str]:
        return FINDS["fee"] if self.into is None else (self.into,)

    def contents(self) -> Iterable[tuple[str, str, str]]:
        return (("scale", "fees", self.scale),) if self.scale is not None else ()

    def enter(self, at: Position) -> Step:
        if self.scale is not None:
            gathered = (("amount", get(at, self.amount or "")), ("halved", get(at, self.halved or "")))
            about = (("kind", self.scale), *((key, value) for key, value in gathered if value is not None))
            return drop(at, *FINDS["fee"]), (Inquire("fee", about, SECONDS),)
        assert self.formula is not None
        assert self.into is not None
        try:
            return put(at, (self.into, self.formula.result(dict(at.values)))), (Go(self.next),)
        except NoSum:
            return self._nothing(drop(at, self.into), self.into)

    def heard(self, at: Position, what: Heard) -> Step:
        match what:
            case EnquiryAnswer(None):
                return self._nothing(at, self.scale or "")
            case EnquiryAnswer(values) if values is not None:
                return put(at, *values), (Go(self.next),)
            case Pressed(key):
                return keep_key(at, key), ()
            case _:
                return at, ()

    def _nothing(self, at: Position, what: str) -> Step:
        return at, (Tell(Fact.TROUBLE, {"what": Trouble.NO_SUM, "detail": what}), Go(self.failed))
