"""Requests that wait for a second consent, and those that were answered."""

import datetime as dt
from dataclasses import dataclass

from hotline.people.rows import Consent, Person
from hotline.people.rules.consents import LASTS, state_of
from hotline.words import ConsentKind, ConsentState, Role

SHOWN_MOST = 50


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """A request: who asked for what about whom, and what became of it. `roles`: those that the person is to have."""

    id: int
    kind: ConsentKind
    person: int
    name: str
    roles: tuple[Role, ...]
    asked_by: str
    asked_at: dt.datetime
    state: ConsentState
    decided_by: str
    decided_at: dt.datetime | None


def newest(*, now: dt.datetime, site: int | None = None, person: int | None = None) -> list[ConsentAsked]:
    """The newest first, about people of a site (None: all); `person`: those about him."""
    rows = Consent.select(Consent, Person).join(Person).order_by(Consent.id.desc()).limit(SHOWN_MOST)
    if site is not None:
        rows = rows.where(Person.site == site)
    if person is not None:
        rows = rows.where(Consent.person == person)
    return [_asked(row, now) for row in rows]


def waiting(person: int, *, now: dt.datetime, site: int | None = None) -> int:
    """How many requests somebody can answer who is not the one asked about."""
    open_ = (Consent.state == ConsentState.OPEN) & (Consent.asked_at >= now - LASTS) & (Consent.person != person)
    query = Consent.select().join(Person).where(open_)
    return int((query if site is None else query.where(Person.site == site)).count())


def _asked(row: Consent, now: dt.datetime) -> ConsentAsked:
    details = row.details or {}
    named = [details["role"], *details["duties"]] if details else []
    return ConsentAsked(
        row.id, ConsentKind(row.kind), row.person_id, row.person.name, tuple(Role(role) for role in named),
        row.asked_by, row.asked_at, state_of(row.state, row.asked_at, now=now), row.decided_by, row.decided_at,
    )  # fmt: skip
