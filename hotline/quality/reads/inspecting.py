"""One inspection with all that belongs to it: form, marks, remarks, clips, history, the ticket beside it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from hotline.people.rows import Person
from hotline.quality.rows import (
    CoachingTask,
    EvidenceClip,
    InspectionMark,
    InspectionRemark,
    InspectionStep,
    QualityExample,
)
from hotline.quality.rules.forms import Band, InspectionForm, band_of
from hotline.quality.rules.scoring import Score, score
from hotline.tickets.rows import Ticket
from hotline.words import Inspected, InspectionClosed, InspectionEvent, InspectionState, SampleClass, TaskState

from . import sight
from .forms import of_id


@dataclass(frozen=True, slots=True)
class RemarkView:
    """`at_ms`: of the recording, None for the whole."""

    id: int
    at_ms: int | None
    text: str
    by: str
    clip: int | None


@dataclass(frozen=True, slots=True)
class ClipView:
    """A part of a recording, in milliseconds."""

    id: int
    begin: int
    end: int
    path: str
    size: int
    by: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """`who`: "" for the clock; `points`: None where the step is about no score."""

    at: dt.datetime
    event: InspectionEvent
    who: str
    points: int | None
    text: str


@dataclass(frozen=True, slots=True)
class CoachingView:
    id: int
    inspection: int
    text: str
    person: str
    due: dt.date
    state: TaskState
    told: str
    by: str


@dataclass(frozen=True, slots=True)
class InspectionView:
    """An inspection as one reader sees it: `inspects`, `decides`, `own`, `manages` say as what; `hears`:
    the call too."""

    id: int
    form: InspectionForm
    version: int
    inspected: Inspected
    ref: str
    call: str
    ticket_number: str
    at: dt.datetime
    agent: str
    inspector: str
    decider: str
    why: SampleClass
    state: InspectionState
    closed_why: InspectionClosed | None
    blind: bool
    confidential: bool
    due: dt.date
    answer_due: str
    points: int | None
    text: str
    marks: dict[str, int]
    score: Score
    remarks: tuple[RemarkView, ...]
    clips: tuple[ClipView, ...]
    steps: tuple[StepLine, ...]
    coaching: tuple[CoachingView, ...]
    stars: int
    inspects: bool
    decides: bool
    own: bool
    manages: bool
    hears: bool

    @property
    def band(self) -> Band | None:
        return band_of(self.form, self.points)

    @property
    def open(self) -> bool:
        return self.state is InspectionState.OPEN and self.inspects


def one(inspection: int, person: int) -> InspectionView | None:
    """The inspection, if somebody sees it; an agent sees his own result without who is to decide about it."""
    row = sight.one(inspection, person)
    if row is None:
        return None
    who, form = Person.get_by_id(person), of_id(row.form_id)
    marks = {mark.item: mark.value for mark in InspectionMark.select().where(InspectionMark.inspection == row.id)}
    return InspectionView(
        row.id, form, row.version, Inspected(row.inspected), row.ref, row.call or "", row.ticket_number, row.at,
        row.agent.name, row.inspector.name if row.inspector else "", row.decider.name if row.decider else "",
        SampleClass(row.why), InspectionState(row.state), InspectionClosed(row.closed_why) if row.closed_why else None,
        row.blind, row.confidential, dt.date.fromisoformat(row.due), row.answer_due, row.points, row.text, marks,
        score(form, marks), _remarks(row.id), clips_of(row.id), _steps(row.id),
        coaching(CoachingTask.inspection == row.id), _stars(row.id), sight.inspects(row, who), sight.decides(row, who),
        sight.is_told(row, who), sight.manages(row, who), sight.hears(row, who),
    )  # fmt: skip


def ticket_of(look: InspectionView) -> Any:
    """The ticket beside it, with subject, text and reply; None where there is none, or it is confidential."""
    if not look.ticket_number:
        return None
    return Ticket.get_or_none(Ticket.number == look.ticket_number, Ticket.confidential == False)  # noqa: E712


def sealed_number(look: InspectionView) -> str:
    """The number of the confidential complaint that a confidential inspection is about."""
    if not look.confidential or not look.call:
        return ""
    row = Ticket.select().where(Ticket.call == look.call, Ticket.confidential == True).first()  # noqa: E712
    return "" if row is None else str(row.number)


def clip(one_clip: int, person: int) -> ClipView | None:
    """A clip, if somebody sees its inspection."""
    row: Any = EvidenceClip.get_or_none(EvidenceClip.id == one_clip)
    seen = None if row is None else sight.one(row.inspection_id, person)
    if seen is None or not sight.hears(seen, Person.get_by_id(person)):
        return None
    return ClipView(row.id, row.begin, row.end, row.path, row.size, row.made_by.name)


def clip_of_example(one_clip: int) -> ClipView | None:
    """A clip of the library, whose example the reader sees."""
    row = EvidenceClip.get_or_none(EvidenceClip.id == one_clip)
    return None if row is None else ClipView(row.id, row.begin, row.end, row.path, row.size, "")


def coaching(where: Any) -> tuple[CoachingView, ...]:
    """Coaching tasks: open ones first, by their days."""
    doer, giver = Person.alias(), Person.alias()
    query = (
        CoachingTask.select(CoachingTask, doer.name.alias("doer"), giver.name.alias("giver"))
        .join(doer, on=(CoachingTask.person == doer.id))
        .switch(CoachingTask)
        .join(giver, on=(CoachingTask.by == giver.id))
        .where(where)
        .order_by(CoachingTask.state.desc(), CoachingTask.due, CoachingTask.id)
        .objects()
    )
    return tuple(
        CoachingView(
            row.id, row.inspection_id, row.text, row.doer, dt.date.fromisoformat(row.due), TaskState(row.state),
            row.told, row.giver,
        )
        for row in list(query)
    )  # fmt: skip


def coaching_of(person: int) -> tuple[CoachingView, ...]:
    """What somebody is to practise."""
    return coaching(CoachingTask.person == person)


def clips_of(inspection: int) -> tuple[ClipView, ...]:
    rows = EvidenceClip.select(EvidenceClip, Person).join(Person).where(EvidenceClip.inspection == inspection)
    return tuple(
        ClipView(row.id, row.begin, row.end, row.path, row.size, row.made_by.name)
        for row in list(rows.order_by(EvidenceClip.begin, EvidenceClip.id))
    )


def _remarks(inspection: int) -> tuple[RemarkView, ...]:
    rows = (
        InspectionRemark.select(InspectionRemark, Person).join(Person).where(InspectionRemark.inspection == inspection)
    )
    views = [RemarkView(row.id, row.at_ms, row.text, row.by.name, row.clip_id) for row in list(rows)]
    return tuple(sorted(views, key=lambda one: (-1 if one.at_ms is None else one.at_ms, one.id)))


def _steps(inspection: int) -> tuple[StepLine, ...]:
    rows = (
        InspectionStep.select(InspectionStep, Person.name.alias("doer"))
        .join(Person, JOIN.LEFT_OUTER)
        .where(InspectionStep.inspection == inspection)
        .order_by(InspectionStep.number.desc())
        .objects()
    )
    return tuple(
        StepLine(row.at, InspectionEvent(row.event), row.doer or "", row.points, row.text) for row in list(rows)
    )


def _stars(inspection: int) -> int:
    row = QualityExample.get_or_none(QualityExample.inspection == inspection)
    return 0 if row is None else int(row.stars)
