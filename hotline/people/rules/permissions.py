"""Which role may do what. A page names the act; nobody tests roles by hand. And which roles one person may be given."""

from collections.abc import Collection
from enum import StrEnum

from hotline.ports import Refused
from hotline.words import Role


class Act(StrEnum):
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
    REGISTER = "register"
    DISPATCH = "dispatch"
    HANDLE = "handle"
    REVIEW_UNIT = "review_unit"
    REVIEW = "review"
    VISIT = "visit"
    URGE = "urge"
    SUPERVISE = "supervise"
    INSTRUCT = "instruct"
    READ_CONFIDENTIAL = "read_confidential"
    MANAGE_UNITS = "manage_units"
    EXPORT = "export"
    SCREEN = "screen"
    APPOINT = "appoint"


_AGENT = frozenset(
    {Act.USE_DESK, Act.SEE_OWN_CALLS, Act.WATCH_BOARD, Act.CALL_OUT, Act.CONTACT_JUDGES, Act.REGISTER, Act.SEE_TICKETS,
     Act.APPOINT}
)  # fmt: skip
_SUPERVISOR = _AGENT | {
    Act.SEE_SITE_CALLS, Act.LISTEN, Act.SEE_NUMBERS, Act.FORCE_STATE, Act.WATCH_CALLS, Act.LIST_NUISANCE,
    Act.MANAGE_HOURS, Act.DOWNLOAD, Act.DISPATCH, Act.REVIEW, Act.URGE, Act.SUPERVISE, Act.VISIT, Act.EXPORT,
    Act.HANDLE, Act.REVIEW_UNIT, Act.SCREEN,
}  # fmt: skip
_ADMINISTRATOR = frozenset(
    {
        Act.SEE_SITE_CALLS, Act.WATCH_BOARD, Act.MANAGE_PEOPLE, Act.SEE_AUDIT, Act.FORCE_STATE, Act.LISTEN,
        Act.SEE_NUMBERS, Act.LIST_NUISANCE, Act.MANAGE_FLOWS, Act.MANAGE_HOURS, Act.DOWNLOAD, Act.SEE_TICKETS,
        Act.MANAGE_UNITS, Act.EXPORT,
    }
)  # fmt: skip
ON_THE_HOTLINE = frozenset(
    {Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DISPATCHER, Role.HOTLINE_REVIEWER, Role.VISIT_CLERK, Role.LEADER}
)  # who reads the tickets of the whole site
_ON_THE_HOTLINE = frozenset({Act.SEE_TICKETS, Act.REGISTER, Act.SEE_NUMBERS, Act.EXPORT})
_IN_A_UNIT = frozenset({Act.SEE_TICKETS, Act.SEE_NUMBERS, Act.HANDLE})

MAY: dict[Role, frozenset[Act]] = {
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
    Role.DISPATCHER: _ON_THE_HOTLINE | {Act.DISPATCH, Act.URGE, Act.HANDLE, Act.SCREEN, Act.APPOINT},
    Role.HANDLER: _IN_A_UNIT,
    Role.UNIT_REVIEWER: _IN_A_UNIT | {Act.REVIEW_UNIT, Act.EXPORT},
    Role.HOTLINE_REVIEWER: _ON_THE_HOTLINE | {Act.REVIEW, Act.REVIEW_UNIT, Act.URGE},
    Role.VISIT_CLERK: _ON_THE_HOTLINE | {Act.VISIT, Act.CALL_OUT},
    Role.INSPECTOR: frozenset({Act.READ_CONFIDENTIAL}),
    Role.LEADER: frozenset(
        {Act.SEE_TICKETS, Act.WATCH_BOARD, Act.INSTRUCT, Act.SUPERVISE, Act.URGE, Act.EXPORT, Act.SCREEN}
    ),
}


def may(who: Role | Collection[Role], act: Act) -> bool:
    """Whether a role, or any of the roles that somebody has, may do it. Who gives the rights reads no confidential
    complaint, whatever stands in his row (K8)."""
    roles = (who,) if isinstance(who, Role) else who
    if act is Act.READ_CONFIDENTIAL and Role.ADMINISTRATOR in roles:
        return False
    return any(act in MAY[role] for role in roles)


def roles_refused(now: Collection[Role], wanted: Collection[Role], *, own: bool) -> Refused | None:
    """Why somebody with the roles `now` may not be given those that are `wanted`, or None. `own`: he gives them to
    himself."""
    if own and set(now) != set(wanted):
        return Refused("Nobody changes his own roles: ask another administrator")
    if {Role.ADMINISTRATOR, Role.INSPECTOR} <= set(wanted):
        return Refused("Nobody is administrator and discipline inspector at once: choose one of the two")
    return None
