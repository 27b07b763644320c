"""The schema of `content/appeals.yml`: the law on appeals, edited by an administrator."""

from pydantic import BaseModel, ConfigDict, Field

from hotline.knowledge.rules.appeal_law import Law
from hotline.yaml_source.readers import Whole


class _After(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    en: str
    months: Whole = Field(ge=0, le=60)
    clause: str
    to: str
    papers: str
    further: str


class _Days(BaseModel):
    model_config = ConfigDict(extra="forbid")
    judgment: Whole = Field(ge=1, le=90)
    ruling: Whole = Field(ge=1, le=90)


class _Case(BaseModel):
    model_config = ConfigDict(extra="forbid")
    zh: str
    en: str
    appeal: _Days
    clause: str
    appeal_to: str
    after: _After


class AppealsFile(BaseModel):
    """The whole file; without it the hotline gives no information on appeals."""

    model_config = ConfigDict(extra="forbid")
    cases: dict[str, _Case] = {}

    def laws(self) -> dict[str, Law]:
        """The law by kind of case."""
        return {kind: _law(case) for kind, case in self.cases.items()}


NO_APPEALS = AppealsFile()


def _law(case: _Case) -> Law:
    after = case.after
    return Law(
        case.zh, case.en, case.appeal.model_dump(), case.clause, case.appeal_to, after.name, after.en, after.months,
        after.clause, after.to, after.papers, after.further,
    )  # fmt: skip
