"""Which role may do what. A page names the act; nobody tests roles by hand."""

from enum import StrEnum

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


_AGENT = frozenset({Act.USE_DESK, Act.SEE_OWN_CALLS, Act.WATCH_BOARD, Act.CALL_OUT, Act.CONTACT_JUDGES})
_SUPERVISOR = _AGENT | {
    Act.SEE_SITE_CALLS,
    Act.LISTEN,
    Act.SEE_NUMBERS,
    Act.FORCE_STATE,
    Act.WATCH_CALLS,
    Act.LIST_NUISANCE,
    Act.MANAGE_HOURS,
    Act.DOWNLOAD,
}
_ADMINISTRATOR = frozenset(
    {
        Act.SEE_SITE_CALLS,
        Act.WATCH_BOARD,
        Act.MANAGE_PEOPLE,
        Act.SEE_AUDIT,
        Act.FORCE_STATE,
        Act.LISTEN,
        Act.SEE_NUMBERS,
        Act.LIST_NUISANCE,
        Act.MANAGE_FLOWS,
        Act.MANAGE_HOURS,
        Act.DOWNLOAD,
    }
)

MAY: dict[Role, frozenset[Act]] = {
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
}


def may(role: Role, act: Act) -> bool:
    return act in MAY[role]
