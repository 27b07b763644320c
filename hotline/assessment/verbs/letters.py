"""Issue a circular or a notice letter on a published period; the units that got it see it and answer it."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any

from hotline.assessment.reads.letters import fields_of
from hotline.assessment.rows import AssessmentLetter, AssessmentPeriod, AssessmentReceipt, AssessmentScore
from hotline.assessment.verbs.counting import held
from hotline.clock import local_day
from hotline.people.reads import remit
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.store.rows import Counter
from hotline.tickets.reads import units
from hotline.tickets.rules import papers
from hotline.tickets.rules.papers import Numbers, lines
from hotline.values.privacy import fitting, tidy
from hotline.words import AssessmentPaper, AssessmentState, AuditAction

TEXT_MOST = 2000
Make = Callable[[AssessmentPaper, str, Mapping[str, object]], object]
_SERIES = {AssessmentPaper.CIRCULAR: "热考通", AssessmentPaper.LETTER: "热考告"}
NO_LETTER = Refused("There is no such circular")


def issue(
    period: int, kind: AssessmentPaper, unit: int | None, text: str, *, numbers: Numbers, make: Make, person: int,
    now: dt.datetime, client_ip: str,
) -> int:  # fmt: skip
    """A circular to all units of a period, or a letter to one of them; its id. `make` is tried before anything is kept.
    Raises Refused."""
    said = fitting(tidy(text), TEXT_MOST)
    with writing():
        row = _published(period, person)
        assessed = {one.unit_id for one in list(AssessmentScore.select().where(AssessmentScore.period == period))}
        to = assessed if kind is AssessmentPaper.CIRCULAR else {unit} & assessed
        if not to:
            raise Refused("Choose a unit that was assessed in this period")
        if not said:
            raise Refused("Write what the units are told")
        _issue_once(period, kind, to, said)
        number = _number(kind, row, numbers, now)
        who = Person.get_by_id(person)
        fields = fields_of(row, kind, unit, said, number=number, day=local_day(now), person=who.name)
        make(kind, row.site.code, fields)
        made = AssessmentLetter.create(
            period=period, kind=kind.value, number=number, fields=fields, person=person, at=now
        )
        for one in sorted(one for one in to if one is not None):
            AssessmentReceipt.create(letter=made, unit=one)
        audit.note(
            AuditAction.ISSUE_CIRCULAR, f"assessment_letter:{made.id}", by=who.login, now=now, client_ip=client_ip,
            kind=kind.value, number=number,
        )  # fmt: skip
        announce("assessment", str(period), at=now)
        return int(made.id)


def _issue_once(period: int, kind: AssessmentPaper, to: Collection[int | None], text: str) -> None:
    """A button pressed twice issues one letter: the same text to the same units is refused."""
    same = AssessmentLetter.select().where(AssessmentLetter.period == period, AssessmentLetter.kind == kind.value)
    for row in list(same):
        receipts = AssessmentReceipt.select(AssessmentReceipt.unit).where(AssessmentReceipt.letter == row.id)
        units_of_it = {one.unit_id for one in list(receipts)}
        if units_of_it == set(to) and row.fields.get("body_lines") == lines(text):
            raise Refused("This was issued already as %(number)s: open it, or write another text", number=row.number)


def see(letter: int, *, person: int, now: dt.datetime) -> int:
    """Note that the units of this person have seen it, the first time; return for how many it was the first."""
    mine = units.below(units.of_person(person))
    with writing():
        return int(
            AssessmentReceipt.update(seen_by=person, seen_at=now).where(
                AssessmentReceipt.letter == letter, AssessmentReceipt.unit.in_(list(mine)),
                AssessmentReceipt.seen_at.is_null(),
            ).execute()
        )  # fmt: skip


def answer(receipt: int, text: str, *, person: int, now: dt.datetime, client_ip: str) -> None:
    """What the unit says to it, once. Raises Refused."""
    said = fitting(tidy(text), TEXT_MOST)
    with writing():
        who = Person.get_or_none(Person.id == person)
        row: Any = AssessmentReceipt.get_or_none(AssessmentReceipt.id == receipt)
        if who is None or not who.active or row is None or not may(who.roles, Permission.HANDLE):
            raise NO_LETTER
        if row.unit_id not in units.below(units.of_person(person)):
            raise NO_LETTER
        if not said:
            raise Refused("Write what the unit does about it")
        answered = AssessmentReceipt.update(
            answer=said, answered_by=person, answered_at=now, seen_by=row.seen_by_id or person,
            seen_at=row.seen_at or now,
        ).where(AssessmentReceipt.id == receipt, AssessmentReceipt.answered_at.is_null())  # fmt: skip
        if not answered.execute():
            raise Refused("Your unit has answered already: load the page again")
        audit.note(
            AuditAction.ANSWER_CIRCULAR, f"assessment_letter:{row.letter_id}", by=who.login, now=now,
            client_ip=client_ip, unit=row.unit_id,
        )  # fmt: skip
        announce("assessment", str(row.letter.period_id), at=now)


def _published(period: int, person: int) -> AssessmentPeriod:
    mine = remit.of_person(person, Permission.PUBLISH_ASSESSMENT)
    row = held(period)
    if row is None or not mine.has(row.site_id):
        raise Refused("There is no such period of assessment")
    if row.state != AssessmentState.PUBLISHED.value:
        raise Refused("Publish the period first: a circular tells what is frozen")
    return row


def _number(kind: AssessmentPaper, row: AssessmentPeriod, numbers: Numbers, now: dt.datetime) -> str:
    year, site = local_day(now).year, row.site
    prefix = f"{numbers.sites.get(site.code, site.name)}{_SERIES[kind]}"[-papers.PREFIX_MOST :]
    name = papers.series(prefix, year)
    Counter.insert(name=name, value=1).on_conflict(
        conflict_target=[Counter.name], update={Counter.value: Counter.value + 1}
    ).execute()
    return numbers.number(prefix, year, int(Counter.get_by_id(name).value))
