"""Draws the weeks that are over, each plan's once, and gives to somebody what nobody could inspect before."""

import datetime as dt
from typing import Any

from hotline.clock import local_day
from hotline.quality.reads import drawing
from hotline.quality.reads.drawing import Drawing
from hotline.quality.rows import Inspection, InspectionStep, QualityDraw, QualityForm, SamplingPlan
from hotline.quality.rules.assigning import shared
from hotline.quality.rules.plans import Choice, due_day, of_row, weeks_due
from hotline.quality.rules.sampling import Candidate
from hotline.store.database import writing
from hotline.words import Inspected, InspectionEvent, InspectionState, SampleClass
from hotline.workdays.reads.calendars import calendar_of


def draw_weeks(now: dt.datetime) -> int:
    """Draw every week that is over and not drawn yet, of each active plan; gives how many inspections came of it. Each
    week is one transaction: a program that is killed leaves it drawn whole or not at all."""
    made = 0
    for plan in list(SamplingPlan.select().where(SamplingPlan.active == True).order_by(SamplingPlan.id)):  # noqa: E712
        for week in weeks_due(local_day(plan.made_at), local_day(now)):
            if not drawing.is_drawn(plan.id, week):
                made += draw_week(plan, week, now)
    return made


def draw_week(plan: Any, week: dt.date, now: dt.datetime) -> int:
    """Draw one week of a plan; gives how many inspections were written, 0 where it was drawn before."""
    with writing():
        row = {"plan": plan.id, "week": week.isoformat(), "at": now, "told": {}}
        QualityDraw.insert(row).on_conflict_ignore().execute()
        if _told(plan.id, week):
            return 0
        choice, inspected = of_row(plan.chosen), Inspected(plan.inspected)
        form = QualityForm.select().where(QualityForm.code == plan.form_code).order_by(QualityForm.version.desc())
        found = drawing.draw(inspected, choice, plan.seed, week, plan.site_id)
        first = form.first()
        made = sum(_write(plan, first, choice, found, one, week, now) for one in found.drawn)
        QualityDraw.update(told=found.told()).where(
            QualityDraw.plan == plan.id, QualityDraw.week == week.isoformat()
        ).execute()
        return made


def _told(plan: int, week: dt.date) -> bool:
    """Whether the row was there before: one that was just written says nothing yet."""
    return bool(QualityDraw.get(QualityDraw.plan == plan, QualityDraw.week == week.isoformat()).told)


def _write(
    plan: Any, form: Any, choice: Choice, found: Drawing, one: Candidate, week: dt.date, now: dt.datetime
) -> int:  # fmt: skip
    due = due_day(calendar_of(one.site), local_day(now), choice.workdays).isoformat()
    made = 0
    for blind, who in ((False, found.first), (True, found.second)):
        if blind and one.ref not in who:
            continue
        values = {
            "slot": f"{plan.inspected}:{one.ref}:{2 if blind else 1}", "plan": plan.id, "form": form.id,
            "inspected": plan.inspected, "ref": one.ref, "call": one.call or None, "ticket_number": one.ticket,
            "at": one.at, "week": week.isoformat(), "line": one.line or None, "site": one.site, "agent": one.agent,
            "inspector": who.get(one.ref), "why": choice.how.value, "blind": blind,
            "confidential": choice.how is SampleClass.CONFIDENTIAL, "state": InspectionState.OPEN.value,
            "drawn_at": now, "due": due,
        }  # fmt: skip
        if Inspection.select().where(Inspection.slot == values["slot"]).exists():
            continue
        row = Inspection.create(**values)
        InspectionStep.create(inspection=row, number=1, at=now, event=InspectionEvent.DRAWN.value)
        made += 1
    return made


def share_out(now: dt.datetime) -> int:
    """Give what waits for nobody, or for somebody who left or inspects no more, to who may inspect it now."""
    given = 0
    for confidential in (False, True):
        people = drawing.inspectors(confidential=confidential)
        able = [one.person for one in people]
        query: Any = Inspection.select().where(
            Inspection.state == InspectionState.OPEN.value, Inspection.confidential == confidential,
            Inspection.inspector.is_null() | Inspection.inspector.not_in(able),
        )  # fmt: skip
        for row in list(query.order_by(Inspection.id).limit(500)):
            what = Candidate(row.ref, row.agent_id, row.at, row.site_id, involved=_involved(row))
            chosen = shared([what], people).get(row.ref)
            if chosen is not None:
                given += _give(row.id, chosen, now)
                people = drawing.inspectors(confidential=confidential)
    return given


def _involved(row: Any) -> frozenset[int]:
    """Who had a part in it, or looks at the same thing already."""
    other = Inspection.select(Inspection.inspector).where(
        Inspection.inspected == row.inspected, Inspection.ref == row.ref, Inspection.id != row.id
    )
    return drawing.involved(row.ticket_number) | {one.inspector_id for one in list(other) if one.inspector_id}


def _give(inspection: int, person: int, now: dt.datetime) -> int:
    with writing():
        open_still = Inspection.state == InspectionState.OPEN.value
        query = Inspection.update(inspector=person, version=Inspection.version + 1)
        if not query.where(Inspection.id == inspection, open_still).execute():
            return 0
        number = InspectionStep.select().where(InspectionStep.inspection == inspection).count() + 1
        InspectionStep.create(
            inspection=inspection, number=number, at=now, event=InspectionEvent.ASSIGNED.value, person=person
        )
        return 1
