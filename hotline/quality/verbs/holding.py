"""What the verbs of one inspection share: the row for who may act on it, its history, and its marks."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hotline.people.rows import Person
from hotline.ports import Refused
from hotline.quality.reads import sight
from hotline.quality.rows import Inspection, InspectionMark, InspectionStep
from hotline.quality.rules.forms import InspectionForm
from hotline.quality.rules.scoring import percent
from hotline.store.unchanged import as_read
from hotline.words import InspectionEvent, InspectionState

OVER = Refused("This inspection is over already: load the page again")


def seen(inspection: int, person: int) -> Any:
    """The row, if somebody sees it. Raises Refused."""
    row = sight.one(inspection, person)
    if row is None:
        raise Refused("There is no such inspection")
    return row


def to_inspect(inspection: int, person: int) -> Any:
    """The row, if it waits for him to be inspected. Raises Refused."""
    row = seen(inspection, person)
    if not sight.inspects(row, Person.get_by_id(person)):
        raise Refused("This inspection is somebody else's")
    if row.state != InspectionState.OPEN.value:
        raise OVER
    return row


def same(row: Any, version: int) -> None:
    """Raises Refused where the page that somebody acts on is not the newest."""
    if row.version != version:
        raise Refused("This inspection was changed in another window: load the page again, nothing is lost")


def change(row: Any, **values: Any) -> int:
    """Write it and count its version up; of two at once only the first one writes. Gives the new version."""
    version = int(row.version) + 1
    query = Inspection.update(version=version, **values).where(as_read(row, "version", "state"))
    if not query.execute():
        raise Refused("This inspection was changed in another window: load the page again, nothing is lost")
    return version


def step(
    row: Any, event: InspectionEvent, *, person: int | None, now: dt.datetime, points: int | None = None,
    marks: Mapping[str, int] | None = None, text: str = "",
) -> None:  # fmt: skip
    """Add a step to the history."""
    number = InspectionStep.select().where(InspectionStep.inspection == row.id).count() + 1
    InspectionStep.create(
        inspection=row.id, number=number, at=now, event=event.value, person=person, points=points,
        marks=dict(marks or {}), text=text,
    )  # fmt: skip


def marks_of(inspection: int) -> dict[str, int]:
    return {row.item: row.value for row in InspectionMark.select().where(InspectionMark.inspection == inspection)}


def put_marks(inspection: int, form: InspectionForm, marks: Mapping[str, int]) -> None:
    """Write marks over those that there are."""
    for code, value in marks.items():
        item = form.item(code)
        assert item is not None, "the marks were looked at"
        values = {"inspection": inspection, "item": code, "value": value, "percent": percent(item, value)}
        InspectionMark.delete().where(InspectionMark.inspection == inspection, InspectionMark.item == code).execute()
        InspectionMark.create(**values)


def login(person: int) -> str:
    return str(Person.get_by_id(person).login)
