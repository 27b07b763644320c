"""What follows a result: its agent accepts it or appeals, and somebody else decides. Each step stays in the history."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hotline.clock import local_day
from hotline.people.rows import Person
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.quality.reads import drawing, sight
from hotline.quality.reads.forms import of_id
from hotline.quality.rows import Inspection
from hotline.quality.rules.assigning import shared
from hotline.quality.rules.sampling import Candidate
from hotline.quality.rules.scoring import fits, score
from hotline.store.database import writing
from hotline.values.privacy import fitting, tidy
from hotline.words import AuditAction, InspectionEvent, InspectionState

from .holding import change, login, marks_of, put_marks, same, seen, step

TEXT_MOST = 2000


def accept(inspection: int, *, version: int, person: int, now: dt.datetime, client_ip: str) -> None:
    """The agent lets his result stand. Raises Refused."""
    with writing():
        row = _own(inspection, person, version)
        change(row, state=InspectionState.ACCEPTED.value)
        step(row, InspectionEvent.ACCEPTED, person=person, now=now)
        audit.note(
            AuditAction.ANSWER_INSPECTION, f"inspection:{row.id}", by=login(person), now=now, client_ip=client_ip
        )  # fmt: skip


def appeal(inspection: int, text: str, *, version: int, person: int, now: dt.datetime, client_ip: str) -> None:
    """The agent appeals against his result, in time and with a text. Raises Refused."""
    with writing():
        row = _own(inspection, person, version)
        if row.answer_due < local_day(now).isoformat():
            raise Refused("The time to appeal was over on %(day)s", day=row.answer_due)
        said = fitting(tidy(text), TEXT_MOST)
        if not said:
            raise Refused("Write what is wrong with the result")
        change(row, state=InspectionState.APPEALED.value, decider=decider_of(row))
        step(row, InspectionEvent.APPEALED, person=person, now=now, text=said)
        audit.note(
            AuditAction.APPEAL_INSPECTION, f"inspection:{row.id}", by=login(person), now=now, client_ip=client_ip
        )  # fmt: skip


def decide(
    inspection: int, text: str, marks: Mapping[str, int] | None, *, version: int, person: int, now: dt.datetime,
    client_ip: str,
) -> None:  # fmt: skip
    """Another inspector decides: with `marks` the appeal is upheld and they stand from now on, without them the result
    stays. Raises Refused."""
    with writing():
        row = seen(inspection, person)
        if not sight.decides(row, Person.get_by_id(person)) or person in (row.inspector_id, row.agent_id):
            raise Refused("Somebody else decides about this appeal")
        if row.state != InspectionState.APPEALED.value:
            raise Refused("This appeal is decided already: load the page again")
        same(row, version)
        said = fitting(tidy(text), TEXT_MOST)
        if not said:
            raise Refused("Say why you decide so")
        if marks is None:
            change(row, state=InspectionState.SETTLED.value)
            step(row, InspectionEvent.DISMISSED, person=person, now=now, points=row.points, text=said)
        else:
            _upheld(row, marks, said, person, now)
        audit.note(
            AuditAction.DECIDE_INSPECTION, f"inspection:{row.id}", by=login(person), now=now, client_ip=client_ip,
            upheld=marks is not None,
        )  # fmt: skip


def _upheld(row: Any, marks: Mapping[str, int], said: str, person: int, now: dt.datetime) -> None:
    form, before = of_id(row.form_id), marks_of(row.id)
    if any(form.item(code) is None or not fits(form.item(code), value) for code, value in marks.items()):  # type: ignore[arg-type]
        raise Refused("This mark does not fit the item: choose one from the list")
    after = before | dict(marks)
    if after == before:
        raise Refused("An appeal that is upheld changes a mark: change it, or dismiss the appeal")
    found = score(form, after)
    put_marks(row.id, form, marks)
    change(row, state=InspectionState.SETTLED.value, points=found.points, fatal=bool(found.fatal))
    step(row, InspectionEvent.UPHELD, person=person, now=now, points=found.points, marks=after, text=said)


def decider_of(row: Any) -> int | None:
    """Who decides: an inspector who has looked at it neither first nor blind, and had no part in it; None if there is
    nobody yet."""
    looked = Inspection.select(Inspection.inspector).where(
        Inspection.inspected == row.inspected, Inspection.ref == row.ref, Inspection.inspector.is_null(False)
    )
    involved = drawing.involved(row.ticket_number) | {one.inspector_id for one in list(looked)}
    what = Candidate(row.ref, row.agent_id, row.at, row.site_id, involved=frozenset(involved))
    return shared([what], drawing.inspectors(confidential=False)).get(row.ref)


def _own(inspection: int, person: int, version: int) -> Any:
    row = seen(inspection, person)
    if not sight.is_told(row, Person.get_by_id(person)):
        raise Refused("There is no such inspection")
    if row.state != InspectionState.SCORED.value:
        raise Refused("You have answered this result already: load the page again")
    same(row, version)
    return row
