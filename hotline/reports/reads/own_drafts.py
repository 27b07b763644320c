"""What is wrong with a report that a person wants to see or to keep, with his own sight: sentences by field."""

import datetime as dt

from hotline.clock import local_day
from hotline.people.reads import remit
from hotline.people.reads.scope import Scope
from hotline.people.rows import Person
from hotline.people.rules.permissions import Permission
from hotline.ports import Refused
from hotline.reports.rows import OwnReport
from hotline.reports.rules.own_reports import FILTERS, OwnChecked, OwnDraft, OwnTyped, checked, named
from hotline.tickets.reads import sight

from .own_filters import Offered, is_offered, offered
from .own_reports import readers
from .own_tables import sets_seen


def scope_of(person: int) -> Scope:
    """The rows that his figures count. Raises Refused for who may see no figures."""
    mine = remit.of_person(person, Permission.SEE_FIGURES)
    row = Person.get_by_id(person)
    return sight.in_lists(row.id, row.roles, mine.site)


def filters_of(person: int, language: str = "zh") -> Offered:
    """The parts that he can choose in each filter."""
    scope = scope_of(person)
    return offered(remit.of_person(person).site, scope.units, language)


def checked_for(typed: OwnTyped, person: int, now: dt.datetime) -> OwnChecked:
    """The choice as he may see it, or what is wrong with it."""
    return checked(typed, local_day(now), seen=sets_seen(scope_of(person)))


def faults(draft: OwnDraft, person: int, now: dt.datetime, *, but: int | None = None) -> dict[str, Refused]:
    """What must change before the draft can be kept; empty if nothing. `but`: the report that it replaces."""
    found = {**named(draft.name, draft.about), **checked_for(draft.typed, person, now).wrong}
    same = OwnReport.select().where(OwnReport.person == person, OwnReport.name == draft.name)
    if any(row.id != but for row in same):
        found.setdefault("name", Refused("You have a report of this name already: choose another name"))
    if not set(draft.roles) <= {role.value for role in readers()}:
        found["role"] = Refused("Choose the roles from the list")
    among = filters_of(person)
    for by in FILTERS:
        key = draft.typed.where.get(by.value, "")
        if key and by.value not in found and not is_offered(by, key, among):
            found[by.value] = Refused("Choose this filter from the list, or none")
    return found
