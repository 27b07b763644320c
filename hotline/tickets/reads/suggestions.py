"""Likely duplicates and suggested units: hints while a ticket is registered or dispatched."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hotline.people.reads.scope import Scope
from hotline.store.conditions import Condition, equal, moment
from hotline.store.shaped import Shown
from hotline.tickets.rows import DispatchRule, Entry, Ticket, TicketRequest, Unit
from hotline.tickets.rules.life import OPEN_STATES
from hotline.tickets.rules.likeness import ENOUGH, About, likeness
from hotline.values.telephone import canonical
from hotline.words import TicketState

from . import scope as scopes

BACK = dt.timedelta(days=90)
LEARNS = dt.timedelta(days=365)
LOOKED_AT = 150
_ADDRESSED = Condition("t.address <> ''", (), "t.address", "<>")  # written exactly as in the index of addresses
SHOWN = 5
_COMPARED = Shown(
    Ticket,
    [Ticket.id, Ticket.number, Ticket.state, Ticket.opened_at, Ticket.caller_number, Ticket.identity_hash, Ticket.place,
     Ticket.address, Ticket.topic, Ticket.subject, Ticket.text],
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Twin:
    """A ticket that may be about the same matter. `open`: another ticket can still be merged into it."""

    number: str
    subject: str
    state: TicketState
    opened_at: dt.datetime
    points: int
    why: tuple[str, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A unit, and why: `rule` (the narrowest one), or `learnt` (`count` times it handled what others had returned)."""

    unit: int
    name: str
    why: str
    count: int = 0


def twins(wanted: About, scope: Scope, *, now: dt.datetime, leave_out: str = "") -> list[Twin]:
    """The likeliest duplicates of the last 90 days, likeliest first."""
    by_id: dict[int, Any] = {}
    since = [*scopes.seen(scope), moment("t.opened_at", ">=", now - BACK)]
    for way in _ways(wanted):
        by_id |= {row.id: row for row in _COMPARED.rows([*since, *way], "t.opened_at DESC, t.id DESC", LOOKED_AT)}
    found = []
    for row in by_id.values():
        if row.number == leave_out or row.state == TicketState.MERGED:
            continue
        like = likeness(wanted, about(row))
        if like.points >= ENOUGH:
            state = TicketState(row.state)
            found.append(
                Twin(row.number, row.subject, state, row.opened_at, like.points, like.why, state in OPEN_STATES)
            )
    return sorted(found, key=lambda twin: (-twin.points, twin.number))[:SHOWN]


def suggestions(topic: int | None, place: int | None, kind: str, site: int, *, now: dt.datetime) -> list[Suggestion]:
    """The units that a ticket should go to: by the narrowest rule, then by experience from returns."""
    topics, places = _up(topic), _up(place)
    found: list[Suggestion] = []
    rules = DispatchRule.select(DispatchRule, Unit).join(Unit).where(DispatchRule.site == site, Unit.active == True)  # noqa: E712
    fitting = [
        (_narrow(rule, topics, places), rule.unit)
        for rule in list(rules)
        if _fits(rule.topic_id, topics) and _fits(rule.place_id, places) and rule.kind in ("", kind)
    ]
    if fitting:
        unit = min(fitting, key=lambda one: one[0])[1]
        found.append(Suggestion(unit.id, unit.name, "rule"))
    for unit_id, count in _learnt(topic, site, now).most_common(2):
        if unit_id not in {one.unit for one in found}:
            unit = Unit.get_by_id(unit_id)
            if unit.active:
                found.append(Suggestion(unit.id, unit.name, "learnt", count))
    return found


def _ways(about: About) -> Iterable[list[Condition]]:
    """Conditions for tickets of the same person, subject and place, or address; each has an index."""
    if canonical(about.number):
        yield [equal("t.caller_number", canonical(about.number))]
    if about.identity:
        yield [equal("t.identity_hash", about.identity)]
    if about.topic is not None:
        yield [equal("t.topic_id", about.topic), *([equal("t.place_id", about.place)] if about.place else [])]
    if about.address:
        yield [equal("t.address", about.address), _ADDRESSED]


def about(row: Any) -> About:
    """The data of a ticket that are compared with others."""
    return About(
        row.caller_number, row.identity_hash, row.place_id, row.address, row.topic_id, row.subject, row.text[:1000]
    )


def _learnt(topic: int | None, site: int, now: dt.datetime) -> Counter[int]:
    """Units that finally got tickets of this subject which other units had returned."""
    if topic is None:
        return Counter()
    query = (
        TicketRequest.select(TicketRequest.unit, Ticket.unit.alias("last"))
        .join(Ticket)
        .where(
            TicketRequest.kind == "return", TicketRequest.granted == True, TicketRequest.asked_at >= now - LEARNS,  # noqa: E712
            Ticket.topic == topic, Ticket.site == site, Ticket.unit.is_null(False), Ticket.confidential == False,  # noqa: E712
        )
    )  # fmt: skip
    found: Any = query.dicts()
    pairs = [(row["unit"], row["last"]) for row in list(found)]
    return Counter(last for first, last in pairs if first != last)


def _up(entry: int | None) -> list[int]:
    """An entry and the entries above it, the entry first."""
    found: list[int] = []
    while entry is not None and entry not in found:
        found.append(entry)
        row = Entry.get_or_none(Entry.id == entry)
        entry = row.parent_id if row is not None else None
    return found


def _fits(wanted: int | None, chain: list[int]) -> bool:
    return wanted is None or wanted in chain


def _narrow(rule: DispatchRule, topics: list[int], places: list[int]) -> tuple[int, int, int]:
    """Sort key, narrowest rule first: by nearest subject, then nearest place, then whether it has a kind."""
    topic = topics.index(rule.topic_id) if rule.topic_id in topics else len(topics) + 1
    place = places.index(rule.place_id) if rule.place_id in places else len(places) + 1
    return topic, place, 0 if rule.kind else 1
