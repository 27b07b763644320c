"""The list of people: what its filters and headings ask for, and the page."""

from collections.abc import Mapping
from typing import Any

from flask import render_template

from admin_web import access
from admin_web.ticket_forms import whole
from hotline.calls.reads import lines
from hotline.people.reads import found, people
from hotline.people.reads.found import PeopleFilter
from hotline.people.reads.people import Someone
from hotline.people.rules.permissions import Permission, may
from hotline.tickets.reads import units
from hotline.words import Role

FILTERS = ("q", "site", "role", "unit", "line", "skill", "state", "sort")
STATES = {"active": True, "ended": False}


def page(asked: Mapping[str, str]) -> str:
    order = asked.get("sort", "")
    shown = found.page(_wanted(asked), order=order or found.USUAL, after=asked.get("after", ""))
    kept = access.kept({name: asked.get(name, "") for name in FILTERS})
    return render_template(
        "people/list.html", page=shown, asked=asked, kept=kept, sites=people.sites(access.reader().site),
        roles=list(Role), units=units.tree(), lines=lines.all_lines(), skills=lines.skill_codes(),
        headings=_headings(order), sees_by_role=_sees_by_role,
        filtered=any(asked.get(name) for name in FILTERS if name != "sort"),
    )  # fmt: skip


def _sees_by_role(person: Someone) -> bool:
    return may(person.roles, Permission.SEE_NUMBERS)


def _wanted(asked: Mapping[str, str]) -> PeopleFilter:
    """What is no filter of ours narrows nothing; a unit, a line or a skill that is not there has nobody."""
    role = asked.get("role", "")
    return PeopleFilter(
        text=asked.get("q", ""),
        site=access.reader().site or whole(asked.get("site", "")),
        role=Role(role) if role in set(Role) else None,
        active=STATES.get(asked.get("state", "")),
        among=_among(asked),
    )


def _among(asked: Mapping[str, str]) -> frozenset[int] | None:
    unit, line, skill = whole(asked.get("unit", "")), whole(asked.get("line", "")), asked.get("skill", "")[:32]
    groups = []
    if unit is not None:
        groups.append(units.people_in(units.below([unit])))
    if line is not None:
        groups.append(lines.on_line(line))
    if skill:
        groups.append(lines.skilled(skill.replace("\x00", "")))
    return frozenset.intersection(*groups) if groups else None


def _headings(order: str) -> dict[str, tuple[str, str]]:
    """For each heading that sorts: the order that it asks for next, and the mark of the present one."""
    now = order if order.removeprefix("-") in found.ORDERS else found.USUAL
    told: dict[str, Any] = {}
    for name in found.ORDERS:
        mark = "" if now.removeprefix("-") != name else "▼" if now.startswith("-") else "▲"
        told[name] = (f"-{name}" if mark == "▲" else name, mark)
    return told
