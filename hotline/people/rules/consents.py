"""Who consents when an administrator acts on the account of a discipline inspector, or who gives rights on those of the
system and the audit administrator. Pure."""

import datetime as dt
from collections.abc import Collection, Mapping

from hotline.ports import Refused
from hotline.words import ConsentState, Role

from .permissions import GIVERS, THREE

LASTS = dt.timedelta(days=7)  # how long a request may be answered
APART = dt.timedelta(days=7)  # how long somebody whose account the asker has changed cannot consent for him
CONSENTERS = frozenset({Role.INSPECTOR, Role.LEADER})
WATCHED = THREE - GIVERS  # those of the three who check or run what the third gives rights to


def consents(roles: Collection[Role]) -> bool:
    return bool(CONSENTERS & set(roles)) and not GIVERS & set(roles)


def concerns_inspection(before: Collection[Role], after: Collection[Role]) -> bool:
    """Whether a change of roles makes somebody an inspector, or an inspector something else."""
    return (Role.INSPECTOR in before or Role.INSPECTOR in after) and set(before) != set(after)


def concerns_the_three(before: Collection[Role], after: Collection[Role] | None = None) -> bool:
    """Whether a change of roles (None: what gets at the account) is about a system or audit administrator. Appointing
    one is not: who gives rights does that, and the house has to begin with somebody."""
    return bool(WATCHED & set(before)) and (after is None or set(before) != set(after))


def needed(people: Mapping[str, Collection[Role]], person: str, by: str, *, inspection: bool = True) -> bool:
    """Whether a second person has to consent: somebody else is there who consents, and for the `inspection` the house
    has an inspector. Where there is nobody else, the act is only told, or a small house could never have an inspector.
    `people`: roles by login."""
    has_inspector = not inspection or any(Role.INSPECTOR in roles for roles in people.values())
    return has_inspector and any(consents(roles) for login, roles in people.items() if login not in (person, by))


def consented_to() -> Refused:
    return Refused("A second person consents to an inspector: make the person without this role, then ask for it")


def for_the_three() -> Refused:
    return Refused("A second person consents to this: ask for it on the person's page")


def state_of(state: str, asked_at: dt.datetime, *, now: dt.datetime) -> ConsentState:
    kept = ConsentState(state)
    return ConsentState.VOID if kept is ConsentState.OPEN and now > asked_at + LASTS else kept
