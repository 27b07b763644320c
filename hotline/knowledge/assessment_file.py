"""The schema of `content/assessment.yml`: the set of rules with which the assessment of units begins, and the grounds
for which points are excluded."""

from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hotline.words import PointEvent, UnitKind
from hotline.yaml_source.readers import Exact, Whole

HUNDRED = 100
Points = Annotated[Exact, Field(ge=0, le=1000, decimal_places=2)]
Percent = Annotated[Whole, Field(ge=0, le=1000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleText(_Part):
    """A rule in points; `free`: so many cost nothing."""

    points: Points = Decimal(0)
    more: Points = Decimal(0)
    free: Whole = Field(default=0, ge=0, le=1000)
    most: Points = Decimal(0)
    cap: Points = Decimal(0)

    def kept(self) -> dict[str, int]:
        parts = {name: int(getattr(self, name) * HUNDRED) for name in ("points", "more", "most", "cap")}
        return {**parts, "free": self.free}


class SizeText(_Part):
    tickets: Whole = Field(ge=0, le=1_000_000)
    percent: Percent


class GroundText(_Part):
    """A ground of the dictionary."""

    code: str = Field(min_length=1, max_length=32)
    zh: str = Field(min_length=1, max_length=100)
    en: str = Field(default="", max_length=100)


class AssessmentFile(_Part):
    """`why`: stands in the history of the rules as the reason of the first version."""

    why: str = Field(default="", max_length=500)
    base: Points = Decimal(100)
    rules: dict[PointEvent, RuleText] = {}
    kinds: dict[UnitKind, Percent] = {}
    sizes: tuple[SizeText, ...] = ()
    grounds: tuple[GroundText, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for event, rule in self.rules.items():
            if rule.most and rule.most < rule.points:
                raise ValueError(
                    f"{event.value}: 每单上限低于首次分值 / the most for one ticket is less than the first"
                )
            if rule.cap and rule.cap < max(rule.points, rule.most):
                raise ValueError(f"{event.value}: 本期上限低于一单的分值 / the cap is less than one ticket costs")
        for what, keys in (("sizes", [one.tickets for one in self.sizes]), ("grounds", [g.code for g in self.grounds])):
            if len(set(keys)) < len(keys):
                raise ValueError(f"{what}: 有重复 / something stands twice")
        return self

    def kept(self) -> dict[str, Any]:
        """As a version keeps it, in hundredths of points."""
        return {
            "base": int(self.base * HUNDRED),
            "rules": {event.value: rule.kept() for event, rule in self.rules.items()},
            "kinds": {kind.value: percent for kind, percent in self.kinds.items()},
            "sizes": [[one.tickets, one.percent] for one in self.sizes],
        }
