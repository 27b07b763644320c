"""The forms of the inspection, and their versions."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from hotline.people.rows import Person
from hotline.quality.rows import Inspection, QualityForm
from hotline.quality.rules.forms import InspectionForm
from hotline.words import Inspected


@dataclass(frozen=True, slots=True)
class FormView:
    """One version of a form. `made_by`: "" if it came with the house; `used`: how many inspections."""

    id: int
    version: int
    form: InspectionForm
    active: bool
    made_by: str
    made_at: dt.datetime
    used: int

    @property
    def weight(self) -> int:
        return sum(item.weight for item in self.form.items())


def newest(*, inspected: Inspected | None = None, active: bool = False) -> list[FormView]:
    """The newest version of each form, by what it inspects and its code; with `active` only those that are offered."""
    last: Any = QualityForm.select(fn.MAX(QualityForm.id)).group_by(QualityForm.code)
    query = _all().where(QualityForm.id.in_(last))
    if inspected is not None:
        query = query.where(QualityForm.inspected == inspected.value)
    if active:
        query = query.where(QualityForm.active == True)  # noqa: E712
    views = [_view(row) for row in list(query)]
    order = list(Inspected)
    return sorted(views, key=lambda view: (order.index(view.form.inspected), view.form.code))


def versions(code: str) -> list[FormView]:
    """All versions of a form, the newest first."""
    return [_view(row) for row in list(_all().where(QualityForm.code == code).order_by(QualityForm.version.desc()))]


def of_id(form: int) -> InspectionForm:
    """The form of a version by its row's id."""
    return InspectionForm.model_validate(QualityForm.get_by_id(form).content)


def _all() -> Any:
    used = fn.COUNT(Inspection.id).alias("used")
    return (
        QualityForm.select(QualityForm, Person.name.alias("maker"), used)
        .join(Person, JOIN.LEFT_OUTER, on=(QualityForm.made_by == Person.id))
        .switch(QualityForm)
        .join(Inspection, JOIN.LEFT_OUTER, on=(Inspection.form == QualityForm.id))
        .group_by(QualityForm.id, Person.name)
        .objects()
    )


def _view(row: Any) -> FormView:
    form = InspectionForm.model_validate(row.content)
    return FormView(row.id, row.version, form, row.active, row.maker or "", row.made_at, row.used)
