"""Make and change sampling plans, and give an inspection to another inspector."""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from hotline.calls.rows import Line
from hotline.people.reads import remit
from hotline.people.reads.remit import login_of
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.quality.reads import drawing
from hotline.quality.rows import Inspection, InspectionStep, QualityForm, SamplingPlan
from hotline.quality.rules.assigning import may_inspect
from hotline.quality.rules.plans import Choice, wrong
from hotline.quality.rules.sampling import Candidate
from hotline.store.database import writing
from hotline.store.unchanged import as_read
from hotline.words import AuditAction, Inspected, InspectionEvent, InspectionState, SampleClass

NAME_MOST = 80


@dataclass(frozen=True, slots=True)
class PlanWanted:
    """`site`: None for the whole house."""

    name: str
    inspected: Inspected
    form_code: str
    site: int | None
    choice: Choice


def look(wanted: PlanWanted, *, person: int) -> None:
    """Raises Refused where somebody may not make this plan; nothing is kept. Before it is shown what it would draw."""
    _checked(wanted, person)


def make(wanted: PlanWanted, *, person: int, now: dt.datetime, client_ip: str) -> int:
    """A new plan; its id. The week in which it is made is the first that it draws. Raises Refused."""
    with writing():
        _checked(wanted, person)
        row = SamplingPlan.create(
            **_values(wanted, now), seed=secrets.token_hex(16), made_by=person, made_at=now
        )  # fmt: skip
        _note(row, person, now, client_ip)
        return int(row.id)


def change(plan: int, wanted: PlanWanted, *, version: int, person: int, now: dt.datetime, client_ip: str) -> None:
    """Change a plan; weeks that were drawn stay. Raises Refused, also if somebody else has changed it meanwhile."""
    with writing():
        row = _mine(plan, person)
        _checked(wanted, person)
        if row.version != version:
            raise Refused("Somebody else has changed this plan meanwhile: load the page again")
        changed = SamplingPlan.update(version=version + 1, **_values(wanted, now))
        if not changed.where(as_read(row, "version")).execute():
            raise Refused("Somebody else has changed this plan meanwhile: load the page again")
        _note(row, person, now, client_ip)


def switch(plan: int, *, active: bool, person: int, now: dt.datetime, client_ip: str) -> None:
    """Let a plan draw, or draw no more. Raises Refused."""
    with writing():
        row = _mine(plan, person)
        SamplingPlan.update(active=active, version=SamplingPlan.version + 1, changed_at=now).where(
            SamplingPlan.id == row.id
        ).execute()
        _note(row, person, now, client_ip, active=active)


def assign(inspection: int, to: int, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Give an inspection that waits to another inspector. Raises Refused."""
    with writing():
        mine = remit.of_person(person, Permission.MANAGE_QUALITY)
        row = Inspection.get_or_none(Inspection.id == inspection, Inspection.confidential == False)  # noqa: E712
        if row is None or not mine.has(row.site_id):
            raise Refused("There is no such inspection")
        if row.state != InspectionState.OPEN.value:
            raise Refused("This inspection is over already: load the page again")
        _able(row, to)
        Inspection.update(inspector=to, version=Inspection.version + 1).where(Inspection.id == row.id).execute()
        number = InspectionStep.select().where(InspectionStep.inspection == row.id).count() + 1
        InspectionStep.create(
            inspection=row, number=number, at=now, event=InspectionEvent.ASSIGNED.value, person=person,
            text=Person.get_by_id(to).name,
        )  # fmt: skip
        audit.note(
            AuditAction.ASSIGN_INSPECTION, f"inspection:{row.id}", by=login_of(person), now=now, client_ip=client_ip,
            person=to,
        )  # fmt: skip


def _able(row: Any, to: int) -> None:
    """Raises Refused for somebody who may not inspect it."""
    chosen = next((one for one in drawing.inspectors(confidential=False) if one.person == to), None)
    what = Candidate(row.ref, row.agent_id, row.at, row.site_id, involved=drawing.involved(row.ticket_number))
    if chosen is None:
        raise Refused("Choose the inspector from the list")
    if not may_inspect(chosen, what):
        raise Refused("Nobody inspects his own work, or a thing that he had a part in: choose somebody else")
    other = Inspection.select().where(
        Inspection.inspected == row.inspected, Inspection.ref == row.ref, Inspection.id != row.id,
        Inspection.inspector == to,
    )  # fmt: skip
    if other.exists():
        raise Refused("He has the other look at the same thing: choose somebody else")


def _checked(wanted: PlanWanted, person: int) -> None:
    """Raises Refused. Calls of confidential complaints are drawn by the discipline inspection alone (K8)."""
    confidential = wanted.choice.how is SampleClass.CONFIDENTIAL
    act = Permission.READ_CONFIDENTIAL if confidential else Permission.MANAGE_QUALITY
    mine = remit.of_person(person, act)
    if not mine.has(wanted.site):
        raise Refused("This is the same for all sites: ask somebody of the head site")
    if not wanted.name.strip() or len(wanted.name) > NAME_MOST:
        raise Refused("Give the plan a name of at most %(most)s characters", most=NAME_MOST)
    if (fault := wrong(wanted.inspected, wanted.choice)) is not None:
        raise fault
    form = QualityForm.select().where(QualityForm.code == wanted.form_code).order_by(QualityForm.version.desc()).first()
    if form is None or not form.active or form.inspected != wanted.inspected.value:
        raise Refused("Choose a form for what is inspected")
    known = {row.code for row in list(Line.select(Line.code))}
    if not known >= set(wanted.choice.lines):
        raise Refused("Choose the lines from the list")
    people = Person.select().where(Person.id.in_(list(wanted.choice.but)))
    if people.count() != len(set(wanted.choice.but)) or any(not mine.has(row.site_id) for row in list(people)):
        raise Refused("Choose the people from the list")


def _values(wanted: PlanWanted, now: dt.datetime) -> dict[str, Any]:
    return {
        "name": wanted.name.strip(), "site": wanted.site, "inspected": wanted.inspected.value,
        "form_code": wanted.form_code, "chosen": wanted.choice.as_row(), "changed_at": now,
    }  # fmt: skip


def _mine(plan: int, person: int) -> Any:
    """The plan, for who may change it. Raises Refused."""
    mine = remit.of_person(person, Permission.MANAGE_QUALITY, Permission.READ_CONFIDENTIAL)
    row = SamplingPlan.get_or_none(SamplingPlan.id == plan)
    if row is None or not mine.has(row.site_id):
        raise Refused("There is no such plan")
    sealed = row.chosen["how"] == SampleClass.CONFIDENTIAL.value
    act = Permission.READ_CONFIDENTIAL if sealed else Permission.MANAGE_QUALITY
    if not may(Person.get_by_id(person).roles, act):
        raise Refused("There is no such plan")
    return row


def _note(row: Any, person: int, now: dt.datetime, client_ip: str, **more: object) -> None:
    audit.note(
        AuditAction.EDIT_SAMPLING,
        f"sampling_plan:{row.id}",
        by=login_of(person),
        now=now,
        client_ip=client_ip,
        **more,
    )
