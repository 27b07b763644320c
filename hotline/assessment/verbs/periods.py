"""Publish a period, which freezes its rows; correct a published one by a row that says why."""

import datetime as dt

from hotline.assessment.rows import AssessmentPeriod, AssessmentPoint, AssessmentScore
from hotline.assessment.rules.kept import POINTS_MOST, WHY_MOST
from hotline.clock import local_day
from hotline.people.reads import remit
from hotline.people.reads.remit import login_of
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.store.unchanged import as_read
from hotline.values.privacy import whole
from hotline.words import AssessmentState, AuditAction, PointEvent, PointKind

from .counting import held, recount

NO_PERIOD = Refused("There is no such period of assessment")


def publish(period: int, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Count a period once more and freeze it. Of two who publish it at once one is told so. Raises Refused."""
    with writing():
        row = _of(period, person)
        if row.state != AssessmentState.PROVISIONAL.value:
            raise Refused("This period is published already: load the page again")
        if row.last >= local_day(now).isoformat():
            raise Refused("This period is not over yet: publish it afterwards")
        recount(row, now)
        published = AssessmentPeriod.update(
            state=AssessmentState.PUBLISHED.value, published_by=person, published_at=now
        )  # fmt: skip
        if not published.where(as_read(row, "state")).execute():
            raise Refused("This period is published already: load the page again")
        audit.note(
            AuditAction.PUBLISH_ASSESSMENT,
            f"assessment:{row.id}",
            by=login_of(person),
            now=now,
            client_ip=client_ip,
        )
        announce("assessment", str(row.id), at=now)


def correct(
    period: int, unit: int, event: str, points: int | None, why: str, *, about: str = "", person: int,
    now: dt.datetime, client_ip: str,
) -> int:  # fmt: skip
    """Add a row of so many hundredths to a published period; its id. `about`: the key of the row that was wrong. Raises
    Refused."""
    reason = whole(why, WHY_MOST)
    with writing():
        row = _of(period, person)
        if row.state != AssessmentState.PUBLISHED.value:
            raise Refused("Only a published period is corrected: what is provisional is counted anew")
        if not AssessmentScore.select().where(AssessmentScore.period == period, AssessmentScore.unit == unit).exists():
            raise Refused("Choose a unit that was assessed in this period")
        if event not in set(PointEvent):
            raise Refused("Choose what is corrected")
        if points is None or not points or abs(points) > POINTS_MOST:
            raise Refused("Write by how many points, as +1.5 or -1.5")
        if not reason:
            raise Refused("Say why it is corrected")
        told = _about(period, unit, about)
        if told is not None and told.event != event:
            raise Refused("The row is about something else: choose what the row says")
        if any(row_.facts.get("why") == reason for row_ in list(AssessmentPoint.select().where(
            AssessmentPoint.period == period, AssessmentPoint.unit == unit, AssessmentPoint.event == event,
            AssessmentPoint.points == points, AssessmentPoint.kind == PointKind.CORRECTION.value,
            AssessmentPoint.about == about,
        ))):  # fmt: skip
            raise Refused("This correction stands already: load the page again, or give another reason")
        made = AssessmentPoint.create(
            period=period, unit=unit, ticket=told.ticket_id if told is not None else None,
            kind=PointKind.CORRECTION.value, event=event, key=f"correction:{now.isoformat()}:{unit}",
            source=told.source if told is not None else "", at=now, points=points,
            version=told.version if told is not None else 0, about=about, facts={"why": reason}, person=person,
        )  # fmt: skip
        audit.note(
            AuditAction.CORRECT_ASSESSMENT, f"assessment:{row.id}", by=login_of(person), now=now, client_ip=client_ip,
            reason=reason, unit=unit,
        )  # fmt: skip
        announce("assessment", str(row.id), at=now)
        return int(made.id)


def note_export(period: int, *, rows: int, person: int, now: dt.datetime, client_ip: str) -> None:
    """Note that somebody takes the rows of a period along as a sheet. Raises Refused."""
    with writing():
        remit.of_person(person, Permission.SEE_ASSESSMENT)
        if not AssessmentPeriod.select().where(AssessmentPeriod.id == period).exists():
            raise NO_PERIOD
        audit.note(
            AuditAction.EXPORT_POINTS, f"assessment:{period}", by=login_of(person), now=now, client_ip=client_ip,
            rows=rows,
        )  # fmt: skip


def _about(period: int, unit: int, key: str) -> AssessmentPoint | None:
    if not key:
        return None
    found: AssessmentPoint | None = AssessmentPoint.get_or_none(
        AssessmentPoint.period == period, AssessmentPoint.unit == unit, AssessmentPoint.key == key
    )
    if found is None:
        raise Refused("There is no such row of points")
    return found


def _of(period: int, person: int) -> AssessmentPeriod:
    mine = remit.of_person(person, Permission.PUBLISH_ASSESSMENT)
    row = held(period)
    if row is None or not mine.has(row.site_id):
        raise NO_PERIOD
    return row
