"""Who consents when an administrator acts on the account of a discipline inspector. Pure."""

import datetime as dt
from collections.abc import Collection

from hotline.words import ConsentState, Role

LASTS = dt.timedelta(days=7)  # how long a request may be answered
APART = dt.timedelta(days=7)  # how long somebody whose account the asker has changed cannot consent for him
CONSENTERS = frozenset({Role.INSPECTOR, Role.LEADER})


def consents(roles: Collection[Role]) -> bool:
    return bool(CONSENTERS & set(roles)) and Role.ADMINISTRATOR not in roles


def concerns_inspection(before: Collection[Role], after: Collection[Role]) -> bool:
    """Whether a change of roles makes somebody an inspector, or an inspector something else."""
    return (Role.INSPECTOR in before or Role.INSPECTOR in after) and set(before) != set(after)


def state_of(state: str, asked_at: dt.datetime, *, now: dt.datetime) -> ConsentState:
    kept = ConsentState(state)
    return ConsentState.VOID if kept is ConsentState.OPEN and now > asked_at + LASTS else kept
