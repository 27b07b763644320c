"""The reply templates that a person may use or change: those of his site, of his units and of the units above them."""

from dataclasses import dataclass

from hotline.people.rules.permissions import Permission, may
from hotline.tickets.rows import ReplyTemplate, Unit
from hotline.tickets.rules.guards import Actor

from . import units


@dataclass(frozen=True, slots=True)
class TemplateView:
    """`place` is the unit's id, None for the whole site, and `unit` its name; `mine`: the person may change it."""

    id: int
    title: str
    text: str
    place: int | None
    unit: str
    mine: bool


def of(who: Actor) -> list[TemplateView]:
    """The site's first, then the units', each sorted by title."""
    seen = usable(who)
    rows = ReplyTemplate.select(ReplyTemplate, Unit).left_outer_join(Unit).where(ReplyTemplate.site == who.site)
    rows = rows.order_by(ReplyTemplate.unit.is_null(False), Unit.place, ReplyTemplate.title, ReplyTemplate.id)
    return [
        TemplateView(
            row.id, row.title, row.text, row.unit_id, row.unit.name if row.unit else "", mine(who, row.unit_id)
        )
        for row in list(rows)
        if row.unit_id is None or row.unit_id in seen
    ]


def usable(who: Actor) -> frozenset[int]:
    """The units whose templates the person may use: his own, and those above them."""
    return units.above(who.posts, units.parents())


def mine(who: Actor, place: int | None) -> bool:
    """Whether the person may write templates there: dispatchers for the site, the people of a unit for their unit."""
    if place is None:
        return may(who.roles, Permission.DISPATCH)
    return place in who.posts and may(who.roles, Permission.HANDLE)
