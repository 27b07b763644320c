"""A unit asks that a row of points be excluded; another person decides; what was excluded can be overturned."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from peewee import IntegrityError

from hotline.assessment.reads import counted
from hotline.assessment.rows import AssessmentExclusion, AssessmentPeriod, AssessmentPoint
from hotline.people.reads import remit
from hotline.people.reads.parameters import parameter
from hotline.people.reads.remit import login_of
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.store.unchanged import as_read
from hotline.tickets.reads import units
from hotline.tickets.rows import Attachment, Entry
from hotline.values.privacy import fitting, tidy, whole
from hotline.words import AssessmentState, AuditAction, EntryKind, ExclusionState, PointEvent, PointKind
from hotline.workdays.reads.calendars import calendar_of
from hotline.workdays.rules import deadlines
from hotline.workdays.rules.deadlines import WORKDAY, Closing

from . import counting
from .frozen import correct_caps, excluded_row, taken_back

TEXT_MOST = 2000
ANSWER_MOST = 500
NO_ROW = Refused("There is no such row of points")
NO_REQUEST = Refused("There is no such request")


@dataclass(frozen=True, slots=True)
class ExclusionAsked:
    """What a unit's form says: the ground of the dictionary, a text, and a file of the ticket, if one was added."""

    ground: str
    text: str
    file: int | None = None


def may_ask(point: int, *, person: int, now: dt.datetime) -> Any:
    """The row, if this person may ask for its exclusion now. Raises Refused."""
    who = Person.get_or_none(Person.id == person)
    row: Any = AssessmentPoint.get_or_none(AssessmentPoint.id == point)
    if who is None or not who.active or not (may(who.roles, Permission.HANDLE)) or row is None:
        raise NO_ROW
    if row.unit_id not in units.below(units.of_person(person)):
        raise NO_ROW
    if row.kind != PointKind.EVENT.value or row.points >= 0:
        raise Refused("Only points that were taken off for a ticket can be excluded")
    if AssessmentExclusion.select().where(AssessmentExclusion.slot == _slot(row.period_id, row.key)).exists():
        raise Refused("For this row it was asked already: look at the list of requests")
    period = row.period
    if period.state == AssessmentState.PUBLISHED.value and now > _until(
        period.site_id, period.published_at, parameter("assessment.ask_workdays")
    ):
        raise Refused("The time for asking is over: it ends some workdays after the publication")
    return row


def checked(point: int, ground: str, text: str, *, person: int, now: dt.datetime) -> tuple[Any, str]:
    """The row and the tidy text of a request that may be kept; asked before a file is added. Raises Refused."""
    said = fitting(tidy(text), TEXT_MOST)
    row = may_ask(point, person=person, now=now)
    if not Entry.select().where(
        Entry.kind == EntryKind.EXCLUSION.value, Entry.code == ground, Entry.active == True  # noqa: E712
    ).exists():  # fmt: skip
        raise Refused("Choose a ground from the list")
    if not said:
        raise Refused("Say what happened, so that somebody else can decide")
    return row, said


def ask(point: int, asked: ExclusionAsked, *, person: int, now: dt.datetime, client_ip: str) -> int:
    """Ask for the exclusion of a row; the request's id. Raises Refused."""
    with writing():
        row, text = checked(point, asked.ground, asked.text, person=person, now=now)
        if asked.file is not None and not Attachment.select().where(
            Attachment.id == asked.file, Attachment.ticket == row.ticket_id
        ).exists():  # fmt: skip
            raise Refused("There is no such file")
        until = _until(row.period.site_id, now, parameter("assessment.decide_workdays"))
        try:
            made = AssessmentExclusion.create(
                slot=_slot(row.period_id, row.key), period=row.period_id, key=row.key, unit=row.unit_id,
                ticket=row.ticket_id, points=row.points, ground=asked.ground, text=text, file=asked.file,
                asked_by=person, asked_at=now, due_at=until, state=ExclusionState.ASKED.value,
            )  # fmt: skip
        except IntegrityError as error:
            raise Refused("For this row it was asked already: look at the list of requests") from error
        audit.note(
            AuditAction.ASK_EXCLUSION, f"exclusion:{made.id}", by=login_of(person), now=now, client_ip=client_ip,
            unit=row.unit_id,
        )  # fmt: skip
        announce("assessment", str(row.period_id), at=now)
        return int(made.id)


def decide(exclusion: int, granted: bool, answer: str, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Exclude the points, or refuse it with a sentence. Raises Refused."""
    said = whole(answer, ANSWER_MOST)
    with writing():
        row = _of(exclusion, person)
        if row.state != ExclusionState.ASKED.value:
            raise Refused("This request is decided already: load the page again")
        if not granted and not said:
            raise Refused("Say why it is not excluded")
        state = ExclusionState.GRANTED if granted else ExclusionState.REFUSED
        decided = AssessmentExclusion.update(
            state=state.value, decided_by=person, decided_at=now, answer=said
        )  # fmt: skip
        period = _held(row)
        if not decided.where(as_read(row, "state")).execute():
            raise Refused("This request is decided already: load the page again")
        if granted:
            _apply(period, row, now)
        audit.note(
            AuditAction.DECIDE_EXCLUSION, f"exclusion:{row.id}", by=login_of(person), now=now, client_ip=client_ip,
            state=state.value,
        )  # fmt: skip
        announce("assessment", str(period.id), at=now)


def overturn(exclusion: int, why: str, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Let excluded points count again, and say why. Raises Refused."""
    said = whole(why, ANSWER_MOST)
    with writing():
        row = _of(exclusion, person, act=Permission.PUBLISH_ASSESSMENT)
        if row.state != ExclusionState.GRANTED.value:
            raise Refused("Only an exclusion that stands is overturned")
        if not said:
            raise Refused("Say why the exclusion is overturned")
        period = _held(row)
        overturned = AssessmentExclusion.update(
            state=ExclusionState.OVERTURNED.value, overturned_by=person, overturned_at=now, overturned_why=said
        )
        if not overturned.where(as_read(row, "state")).execute():
            raise Refused("Only an exclusion that stands is overturned")
        if period.state == AssessmentState.PROVISIONAL.value:
            counting.settle(period, now)
        else:
            taken_back(period, row, said, person=person, now=now)
            correct_caps(period, row.unit_id, _event(row), person=person, now=now)
        audit.note(
            AuditAction.OVERTURN_EXCLUSION, f"exclusion:{row.id}", by=login_of(person), now=now, client_ip=client_ip,
            reason=said,
        )  # fmt: skip
        announce("assessment", str(period.id), at=now)


def _apply(period: AssessmentPeriod, row: Any, now: dt.datetime) -> None:
    if period.state == AssessmentState.PROVISIONAL.value:
        counting.settle(period, now)
        return
    excluded_row(period, row, counted.excluded_in(period.id)[row.key], now=now)
    correct_caps(period, row.unit_id, _event(row), person=row.decided_by_id, now=now)


def _event(row: Any) -> PointEvent:
    return PointEvent(str(row.key).partition(":")[0])


def _of(exclusion: int, person: int, act: Permission = Permission.DECIDE_EXCLUSIONS) -> Any:
    """The request, for who decides in its site: nobody who asked, and nobody of the unit or of one above or below."""
    mine = remit.of_person(person, act)
    row: Any = AssessmentExclusion.get_or_none(AssessmentExclusion.id == exclusion)
    if row is None or not mine.has(row.period.site_id):
        raise NO_REQUEST
    near = units.above([row.unit_id], units.parents()) | units.below([row.unit_id])
    if row.asked_by_id == person or units.of_person(person) & near:
        raise Refused("Somebody of another unit decides about it")
    return row


def _held(row: Any) -> AssessmentPeriod:
    found = counting.held(row.period_id)
    assert found is not None  # the request names it
    return found


def _until(site: int, since: dt.datetime, workdays: int) -> dt.datetime:
    found = deadlines.due(calendar_of(site), since, workdays * WORKDAY, closing=Closing()).at
    assert found is not None  # nothing is paused here
    return found


def _slot(period: int, key: str) -> str:
    return f"{period}:{key}"
