"""Which role may do what (pages name the act, never the role), and which roles one person may have."""

from collections.abc import Collection
from dataclasses import dataclass
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
    SEE_FIGURES = "see_figures"
    PUBLISH_REPORTS = "publish_reports"
    ASSESS_RISK = "assess_risk"
    GIVE_RIGHTS = "give_rights"
    SET_PARAMETERS = "set_parameters"
    MANAGE_LINES = "manage_lines"
    MANAGE_MESSAGES = "manage_messages"
    SEE_RECORDINGS = "see_recordings"
    SELF_CHECK = "self_check"
    PROTECT_DATA = "protect_data"
    KEEP_WALLS = "keep_walls"
    KEEP_ASSESSMENT_RULES = "keep_assessment_rules"
    PUBLISH_ASSESSMENT = "publish_assessment"
    DECIDE_EXCLUSIONS = "decide_exclusions"
    SEE_ASSESSMENT = "see_assessment"
    INSPECT = "inspect"
    MANAGE_QUALITY = "manage_quality"
    SEE_OWN_QUALITY = "see_own_quality"


P = Permission


_AGENT = frozenset(
    {P.USE_DESK, P.SEE_OWN_CALLS, P.WATCH_BOARD, P.CALL_OUT, P.CONTACT_JUDGES, P.REGISTER, P.SEE_TICKETS,
     P.LOOK_UP_TICKETS, P.URGE, P.APPOINT, P.SEE_OWN_QUALITY}
)  # fmt: skip
_SUPERVISOR = _AGENT | {
    P.SEE_SITE_CALLS, P.LISTEN, P.SEE_NUMBERS, P.FORCE_STATE, P.WATCH_CALLS, P.LIST_NUISANCE,
    P.MANAGE_HOURS, P.DOWNLOAD, P.DISPATCH, P.REVIEW, P.URGE, P.SUPERVISE, P.FOLLOW_UP, P.EXPORT,
    P.ASSIGN_CALL_BACKS, P.HANDLE, P.REVIEW_UNIT, P.SCREEN, P.SEE_FIGURES, P.KEEP_WALLS,
    P.PUBLISH_REPORTS, P.ASSESS_RISK, P.SEE_RECORDINGS, P.SEE_ASSESSMENT, P.PUBLISH_ASSESSMENT,
    P.DECIDE_EXCLUSIONS, P.MANAGE_QUALITY,
}  # fmt: skip
_SYSTEM = frozenset(
    {P.MANAGE_PEOPLE, P.SET_PARAMETERS, P.MANAGE_FLOWS, P.MANAGE_LINES, P.MANAGE_HOURS, P.MANAGE_UNITS,
     P.MANAGE_MESSAGES, P.WATCH_BOARD, P.SELF_CHECK, P.KEEP_WALLS, P.KEEP_ASSESSMENT_RULES}
)  # fmt: skip
_SECURITY = frozenset({P.GIVE_RIGHTS, P.SELF_CHECK, P.PROTECT_DATA})
_AUDIT = frozenset({P.SEE_AUDIT, P.SELF_CHECK})
_ADMINISTRATOR = _SYSTEM | _SECURITY | _AUDIT | {
    P.SEE_SITE_CALLS, P.FORCE_STATE, P.LISTEN, P.SEE_NUMBERS, P.LIST_NUISANCE, P.DOWNLOAD, P.SEE_TICKETS, P.EXPORT,
    P.SEE_RECORDINGS, P.SEE_FIGURES, P.MANAGE_QUALITY, P.SEE_ASSESSMENT,
}  # fmt: skip
ON_THE_HOTLINE = frozenset(
    {Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DISPATCHER, Role.HOTLINE_REVIEWER, Role.FOLLOW_UP_CLERK, Role.LEADER}
)  # roles that read all tickets of the site
_ON_THE_HOTLINE = frozenset({P.SEE_TICKETS, P.REGISTER, P.SEE_NUMBERS, P.EXPORT, P.SEE_OWN_QUALITY})
_IN_A_UNIT = frozenset({P.SEE_TICKETS, P.SEE_NUMBERS, P.HANDLE, P.SEE_ASSESSMENT, P.SEE_OWN_QUALITY})

MAY: dict[Role, frozenset[Permission]] = {
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
    Role.DISPATCHER: _ON_THE_HOTLINE | {P.DISPATCH, P.URGE, P.HANDLE, P.SCREEN, P.APPOINT},
    Role.HANDLER: _IN_A_UNIT,
    Role.UNIT_REVIEWER: _IN_A_UNIT | {P.REVIEW_UNIT, P.EXPORT, P.SEE_FIGURES},
    Role.HOTLINE_REVIEWER: _ON_THE_HOTLINE | {P.REVIEW, P.REVIEW_UNIT, P.URGE, P.SEE_ASSESSMENT, P.DECIDE_EXCLUSIONS},
    Role.FOLLOW_UP_CLERK: _ON_THE_HOTLINE | {P.FOLLOW_UP, P.CALL_OUT},
    Role.INSPECTOR: frozenset({P.READ_CONFIDENTIAL, P.CONSENT}),
    Role.QUALITY_INSPECTOR: frozenset({P.INSPECT}),
    Role.LEADER: frozenset(
        {
            P.SEE_TICKETS,
            P.WATCH_BOARD,
            P.INSTRUCT,
            P.SUPERVISE,
            P.URGE,
            P.EXPORT,
            P.SCREEN,
            P.CONSENT,
            P.SEE_FIGURES,
            P.PUBLISH_REPORTS,
            P.ASSESS_RISK,
            P.SEE_ASSESSMENT,
            P.PUBLISH_ASSESSMENT,
            P.DECIDE_EXCLUSIONS,
        }
    ),
    Role.SYSTEM_ADMINISTRATOR: _SYSTEM,
    Role.SECURITY_ADMINISTRATOR: _SECURITY,
    Role.AUDIT_ADMINISTRATOR: _AUDIT,
    Role.NO_RIGHTS: frozenset(),
}
GIVERS = frozenset(role for role, acts in MAY.items() if P.GIVE_RIGHTS in acts)
MUST_STAY = (P.MANAGE_PEOPLE, P.GIVE_RIGHTS)  # somebody active may always do each of these
THREE = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})


def may(who: Role | Collection[Role], act: Permission) -> bool:
    """True if any of the person's roles may do it. A person who grants rights never reads confidential complaints,
    whatever his other roles (K8)."""
    roles = (who,) if isinstance(who, Role) else who
    if act is P.READ_CONFIDENTIAL and GIVERS & set(roles):
        return False
    return any(act in MAY[role] for role in roles)


def looks_up(roles: Collection[Role]) -> bool:
    """True for an agent: lists show him what he registered; any other ticket of his own site he opens one at a time,
    for a caller who asks about it."""
    return may(roles, P.LOOK_UP_TICKETS) and not ON_THE_HOTLINE & set(roles)


HEADS_OWN = frozenset({Role.ADMINISTRATOR, Role.INSPECTOR}) | THREE  # given, taken and reset by the head site alone


def heads_own() -> Refused:
    return Refused("Administrators and discipline inspectors are the head site's: ask an administrator there")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A person with the role `one` has none of `others`; `why` is told as a refusal."""

    one: Role
    others: frozenset[Role]
    why: Refused


EXCLUSIONS = (
    Exclusion(Role.ADMINISTRATOR, frozenset({Role.INSPECTOR}), Refused(
        "Nobody is administrator and discipline inspector at once: choose one of the two")),
    *(Exclusion(one, THREE - {one} | {Role.ADMINISTRATOR}, Refused(
        "The system, the security and the audit administrator are three people: choose one of these roles"))
      for one in sorted(THREE)),
    Exclusion(Role.SECURITY_ADMINISTRATOR, frozenset({Role.INSPECTOR, Role.LEADER}), Refused(
        "Who gives rights is neither inspector nor leader, who consent to what he does: choose one of the roles")),
    Exclusion(Role.SYSTEM_ADMINISTRATOR, frozenset({Role.INSPECTOR}), Refused(
        "Who runs the system reads no confidential complaints: choose one of the two roles")),
    Exclusion(Role.AUDIT_ADMINISTRATOR, frozenset(Role) - THREE - {Role.AUDIT_ADMINISTRATOR, Role.ADMINISTRATOR},
              Refused("The audit administrator has no other role, or he would check what he does himself")),
)  # fmt: skip


def roles_refused(
    now: Collection[Role], wanted: Collection[Role], *, own: bool, head: bool = True, separate: bool = False
) -> Refused | None:  # fmt: skip
    """Why a person with the roles `now` may not get the roles `wanted`, or None. `own`: he gives them to himself;
    `head`: who gives them belongs to the head site; `separate`: the house has three administrators instead of one."""
    had, gets = set(now), set(wanted)
    if not head and HEADS_OWN & (had ^ gets):
        return heads_own()
    if own and had != gets:
        return Refused("Nobody changes his own roles: ask another administrator")
    if separate and Role.ADMINISTRATOR in gets - had:
        return Refused("This house has separate administrators: give the system, security or audit role instead")
    return next((rule.why for rule in EXCLUSIONS if rule.one in gets and rule.others & gets), None)
