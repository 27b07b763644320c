"""Which role may do what (pages name the act, never the role), and which roles one person may have."""

from collections.abc import Collection
from enum import StrEnum

from hotline.ports import Refused
from hotline.words import Role


class Permission(StrEnum):
    USE_DESK = "use_desk"
    SEE_OWN_CALLS = "see_own_calls"
    SEE_SITE_CALLS = "see_site_calls"
    LISTEN = "listen"
    SEE_NUMBERS = "see_numbers"
    WATCH_BOARD = "watch_board"
    FORCE_STATE = "force_state"
    MANAGE_PEOPLE = "manage_people"
    SEE_AUDIT = "see_audit"
    CALL_OUT = "call_out"
    CONTACT_JUDGES = "contact_judges"
    WATCH_CALLS = "watch_calls"
    LIST_NUISANCE = "list_nuisance"
    MANAGE_FLOWS = "manage_flows"
    MANAGE_HOURS = "manage_hours"
    DOWNLOAD = "download"
    SEE_TICKETS = "see_tickets"
    LOOK_UP_TICKETS = "look_up_tickets"
    REGISTER = "register"
    DISPATCH = "dispatch"
    HANDLE = "handle"
    REVIEW_UNIT = "review_unit"
    REVIEW = "review"
    FOLLOW_UP = "follow_up"
    URGE = "urge"
    SUPERVISE = "supervise"
    INSTRUCT = "instruct"
    READ_CONFIDENTIAL = "read_confidential"
    MANAGE_UNITS = "manage_units"
    EXPORT = "export"
    ASSIGN_CALL_BACKS = "assign_call_backs"
    SCREEN = "screen"
    APPOINT = "appoint"
    CONSENT = "consent"
    PROTECT_DATA = "protect_data"


P = Permission


_AGENT = frozenset(
    {P.USE_DESK, P.SEE_OWN_CALLS, P.WATCH_BOARD, P.CALL_OUT, P.CONTACT_JUDGES, P.REGISTER, P.SEE_TICKETS,
     P.LOOK_UP_TICKETS, P.URGE, P.APPOINT}
)  # fmt: skip
_SUPERVISOR = _AGENT | {
    P.SEE_SITE_CALLS, P.LISTEN, P.SEE_NUMBERS, P.FORCE_STATE, P.WATCH_CALLS, P.LIST_NUISANCE,
    P.MANAGE_HOURS, P.DOWNLOAD, P.DISPATCH, P.REVIEW, P.URGE, P.SUPERVISE, P.FOLLOW_UP, P.EXPORT,
    P.ASSIGN_CALL_BACKS, P.HANDLE, P.REVIEW_UNIT, P.SCREEN,
}  # fmt: skip
_ADMINISTRATOR = frozenset(
    {
        P.SEE_SITE_CALLS, P.WATCH_BOARD, P.MANAGE_PEOPLE, P.SEE_AUDIT, P.FORCE_STATE, P.LISTEN,
        P.SEE_NUMBERS, P.LIST_NUISANCE, P.MANAGE_FLOWS, P.MANAGE_HOURS, P.DOWNLOAD, P.SEE_TICKETS,
        P.MANAGE_UNITS, P.EXPORT, P.PROTECT_DATA,
    }
)  # fmt: skip
ON_THE_HOTLINE = frozenset(
    {Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DISPATCHER, Role.HOTLINE_REVIEWER, Role.FOLLOW_UP_CLERK, Role.LEADER}
)  # roles that read all tickets of the site
_ON_THE_HOTLINE = frozenset({P.SEE_TICKETS, P.REGISTER, P.SEE_NUMBERS, P.EXPORT})
_IN_A_UNIT = frozenset({P.SEE_TICKETS, P.SEE_NUMBERS, P.HANDLE})

MAY: dict[Role, frozenset[Permission]] = {
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
    Role.DISPATCHER: _ON_THE_HOTLINE | {P.DISPATCH, P.URGE, P.HANDLE, P.SCREEN, P.APPOINT},
    Role.HANDLER: _IN_A_UNIT,
    Role.UNIT_REVIEWER: _IN_A_UNIT | {P.REVIEW_UNIT, P.EXPORT},
    Role.HOTLINE_REVIEWER: _ON_THE_HOTLINE | {P.REVIEW, P.REVIEW_UNIT, P.URGE},
    Role.FOLLOW_UP_CLERK: _ON_THE_HOTLINE | {P.FOLLOW_UP, P.CALL_OUT},
    Role.INSPECTOR: frozenset({P.READ_CONFIDENTIAL, P.CONSENT}),
    Role.LEADER: frozenset(
        {P.SEE_TICKETS, P.WATCH_BOARD, P.INSTRUCT, P.SUPERVISE, P.URGE, P.EXPORT, P.SCREEN, P.CONSENT}
    ),
}


def may(who: Role | Collection[Role], act: Permission) -> bool:
    """True if any of the person's roles may do it. A person who grants rights never reads confidential complaints,
    whatever his other roles (K8)."""
    roles = (who,) if isinstance(who, Role) else who
    if act is P.READ_CONFIDENTIAL and Role.ADMINISTRATOR in roles:
        return False
    return any(act in MAY[role] for role in roles)


def looks_up(roles: Collection[Role]) -> bool:
    """True for an agent: lists show him what he registered; any other ticket of his own site he opens one at a time,
    for a caller who asks about it."""
    return may(roles, P.LOOK_UP_TICKETS) and not ON_THE_HOTLINE & set(roles)


HEADS_OWN = frozenset({Role.ADMINISTRATOR, Role.INSPECTOR})  # given, taken and reset by the head site alone


def heads_own() -> Refused:
    return Refused("Administrators and discipline inspectors are the head site's: ask an administrator there")


def roles_refused(now: Collection[Role], wanted: Collection[Role], *, own: bool, head: bool = True) -> Refused | None:
    """Why a person with the roles `now` may not get the roles `wanted`, or None. `own`: he gives them to himself;
    `head`: who gives them belongs to the head site."""
    if not head and HEADS_OWN & (set(now) ^ set(wanted)):
        return heads_own()
    if own and set(now) != set(wanted):
        return Refused("Nobody changes his own roles: ask another administrator")
    if {Role.ADMINISTRATOR, Role.INSPECTOR} <= set(wanted):
        return Refused("Nobody is administrator and discipline inspector at once: choose one of the two")
    return None
