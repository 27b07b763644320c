"""What is learnt from a result: a coaching task for its agent, and an example for the library."""

import datetime as dt
from typing import Any

from hotline.calls.rows import Call
from hotline.clock import local_day
from hotline.people.reads import remit
from hotline.people.rows import Person
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.quality.reads import sight
from hotline.quality.rows import CoachingTask, EvidenceClip, QualityExample
from hotline.store.database import writing
from hotline.store.unchanged import as_read
from hotline.tickets.rows import Ticket
from hotline.values.names import without_name
from hotline.values.privacy import fitting, hide, tidy
from hotline.words import AuditAction, InspectionState, TaskState

from .holding import login, seen

TASK_MOST, TITLE_MOST, TEXT_MOST = 1000, 100, 4000
STARS = (5, 2)
FURTHEST = dt.timedelta(days=366)
COVER = "＊＊"


def give(inspection: int, text: str, due: str, *, person: int, now: dt.datetime, client_ip: str) -> int:
    """Give the agent of a result something to practise; the task's id. Raises Refused."""
    with writing():
        row = _finished(inspection, person)
        said = fitting(tidy(text), TASK_MOST)
        if not said:
            raise Refused("Write what is to be practised")
        try:
            day = dt.date.fromisoformat(due)
        except ValueError as error:
            raise Refused("Choose the day until which it is to be done") from error
        if not local_day(now) <= day <= local_day(now) + FURTHEST:
            raise Refused("Choose a day from today on, within a year")
        made = CoachingTask.create(
            inspection=row.id, person=row.agent_id, text=said, due=day.isoformat(), state=TaskState.OPEN.value,
            by=person, at=now,
        )  # fmt: skip
        audit.note(
            AuditAction.COACH, f"coaching:{made.id}", by=login(person), now=now, client_ip=client_ip,
            due=day.isoformat(), person=row.agent_id,
        )  # fmt: skip
        return int(made.id)


def finish(task: int, told: str, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Say in a sentence what was done; who it is for. Raises Refused."""
    with writing():
        row = CoachingTask.get_or_none(CoachingTask.id == task, CoachingTask.person == person)
        who = Person.get_or_none(Person.id == person)
        if row is None or who is None or not who.active:
            raise Refused("There is no such task")
        said = fitting(tidy(told), TASK_MOST)
        if not said:
            raise Refused("Say in a sentence what was done")
        ended = CoachingTask.update(state=TaskState.DONE.value, told=said, ended_by=person, ended_at=now)
        if row.state != TaskState.OPEN.value or not ended.where(as_read(row, "state")).execute():
            raise Refused("This task is over already: load the page again")
        audit.note(AuditAction.END_COACHING, f"coaching:{row.id}", by=login(person), now=now, client_ip=client_ip)


def put_example(
    inspection: int, stars: int, title: str, text: str, clip: int | None, *, person: int, now: dt.datetime,
    client_ip: str,
) -> None:  # fmt: skip
    """Put a result into the library, or say anew what it teaches. What is personal in the words is covered before it is
    kept. Raises Refused."""
    with writing():
        row = _finished(inspection, person)
        if stars not in STARS:
            raise Refused("An example has five stars, or two")
        name, said = fitting(tidy(title), TITLE_MOST), fitting(tidy(text), TEXT_MOST)
        if not name:
            raise Refused("Give the example a title")
        heard = None if clip is None else EvidenceClip.get_or_none(
            EvidenceClip.id == clip, EvidenceClip.inspection == row.id
        )  # fmt: skip
        if clip is not None and heard is None:
            raise Refused("There is no such clip")
        QualityExample.delete().where(QualityExample.inspection == row.id).execute()
        QualityExample.create(
            inspection=row.id, site=row.site_id, stars=stars, title=covered(name, row), text=covered(said, row),
            clip=heard, by=person, at=now,
        )  # fmt: skip
        audit.note(
            AuditAction.EDIT_EXAMPLES, f"inspection:{row.id}", by=login(person), now=now, client_ip=client_ip
        )  # fmt: skip


def drop_example(inspection: int, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Take a result out of the library. Raises Refused."""
    with writing():
        row = _finished(inspection, person)
        if not QualityExample.delete().where(QualityExample.inspection == row.id).execute():
            raise Refused("This is no example: load the page again")
        audit.note(
            AuditAction.EDIT_EXAMPLES, f"inspection:{row.id}", by=login(person), now=now, client_ip=client_ip,
            dropped=True,
        )  # fmt: skip


def covered(text: str, row: Any) -> str:
    """A text without numbers and without the names of the citizen of its call and ticket."""
    call = Call.get_or_none(Call.id == row.call) if row.call else None
    ticket = Ticket.get_or_none(Ticket.number == row.ticket_number) if row.ticket_number else None
    names = [] if call is None else [call.name]
    names += [] if ticket is None else [ticket.caller_name, *ticket.former_names.split("\n")]
    shown = hide(text)
    for name in filter(None, names):
        shown = without_name(shown, name, cover=COVER)
    return shown


def _finished(inspection: int, person: int) -> Any:
    """A result that stands, for who has inspected or decided it, or manages it. Raises Refused."""
    row, who = seen(inspection, person), Person.get_by_id(person)
    mine = sight.inspects(row, who) or sight.decides(row, who) or sight.manages(row, who)
    if not mine or row.confidential or row.blind or not remit.of_person(person).has(row.site_id):
        raise Refused("There is no such inspection")
    if row.state in (InspectionState.OPEN.value, InspectionState.CLOSED.value):
        raise Refused("Finish the inspection first")
    return row


def note_example_heard(example: int, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """Record who plays the clip of an example of his site. Raises Refused."""
    with writing():
        row, mine = QualityExample.get_or_none(QualityExample.id == example), remit.of_person(person)
        if row is None or not mine.has(row.site_id):
            raise Refused("There is no such clip")
        audit.note(
            AuditAction.LISTEN, f"inspection:{row.inspection_id}", by=login(person), now=now, client_ip=client_ip
        )  # fmt: skip
