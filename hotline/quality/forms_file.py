"""The forms that come with the house: `content/inspection.yml`, read and checked."""

import datetime as dt
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from hotline.knowledge.content import shaped_file
from hotline.quality.rules.forms import ALL, InspectionForm, wrong
from hotline.yaml_source.readers import Day

FILE = "inspection.yml"


class FormsFile(BaseModel):
    """`source`: the standard from which the phrases are; `date`: of which day this file is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    date: Day
    forms: tuple[InspectionForm, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        codes = [form.code for form in self.forms]
        if len(set(codes)) != len(codes):
            raise ValueError("两张表的编码相同 / two forms have the same code")
        for form in self.forms:
            total = sum(item.weight for item in form.items())
            if total != ALL:
                raise ValueError(
                    f"{form.code}：权重合计应为 100，现为 {total} "
                    f"/ the weights of {form.code} add to {total}, not to 100"
                )
            if (fault := wrong(form)) is not None:
                raise ValueError(f"{form.code}：无法使用 / cannot be used: {fault.sentence()}")
        return self


NOTHING = FormsFile.model_construct(source="", date=dt.date.min, forms=())


def load(folder: Path) -> tuple[FormsFile, tuple[str, ...]]:
    """The forms of a folder, and what is wrong: `file:line:column: key: sentence`. A broken file has no forms."""
    problems = list[str]()
    return shaped_file(folder / FILE, NOTHING, problems), tuple(problems)
