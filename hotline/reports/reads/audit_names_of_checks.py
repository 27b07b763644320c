"""The names of what quality inspection and assessment leave in the audit."""

from typing import Any

from hotline.assessment.rows import AssessmentExclusion, AssessmentLetter, AssessmentPeriod
from hotline.quality.rows import CoachingTask, Inspection, QualityForm, SamplingPlan

from .audit_named import Named, ids, plain


def _periods(refs: list[str]) -> dict[str, Named]:
    rows = list(AssessmentPeriod.select().where(AssessmentPeriod.id.in_(ids(refs))))
    return {str(r.id): Named(f"{r.first} – {r.last}", str(r.id)) for r in rows}


def _exclusions(refs: list[str]) -> dict[str, Named]:
    """By the unit that asked."""
    rows = list(AssessmentExclusion.select().where(AssessmentExclusion.id.in_(ids(refs))))
    return {str(r.id): Named(r.unit.name, str(r.id), r.asked_at) for r in rows}


def _letters(refs: list[str]) -> dict[str, Named]:
    rows = list(AssessmentLetter.select().where(AssessmentLetter.id.in_(ids(refs))))
    return {str(r.id): Named(r.number, str(r.id)) for r in rows}


def _quality_forms(refs: list[str]) -> dict[str, Named]:
    rows = list(QualityForm.select().where(QualityForm.code.in_(refs)).order_by(QualityForm.version))
    return {row.code: Named(row.zh, row.code, en=row.en) for row in rows}


def _inspections(refs: list[str]) -> dict[str, Named]:
    """By number and time of the look alone: what it is about is said to nobody who may not read it."""
    rows = list(Inspection.select(Inspection.id, Inspection.drawn_at).where(Inspection.id.in_(ids(refs))))
    return {str(row.id): Named(str(row.id), str(row.id), row.drawn_at) for row in rows}


def _coaching(refs: list[str]) -> dict[str, Named]:
    rows = list(CoachingTask.select(CoachingTask.id, CoachingTask.at).where(CoachingTask.id.in_(ids(refs))))
    return {str(row.id): Named(str(row.id), str(row.id), row.at) for row in rows}


READS: dict[str, Any] = {
    "assessment": _periods,
    "exclusion": _exclusions,
    "assessment_letter": _letters,
    "quality_form": _quality_forms,
    "sampling_plan": lambda refs: plain(SamplingPlan, refs),
    "inspection": _inspections,
    "coaching": _coaching,
}
