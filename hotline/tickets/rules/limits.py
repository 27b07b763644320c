"""How long each clock of a ticket runs (K4): defaults by profile and kind, used where the installation sets none.

S2: accept 1, consultation 5, complaint 15, report 30 workdays for 12345. S0: 3 days for 12368.
"""

from collections.abc import Mapping

from hotline.words import ClockKind, Profile, TicketKind

DAY = 2  # half days of work in a workday
Key = tuple[str, str, str]  # profile, kind ("" for every other), clock

_EVERYWHERE = {
    ClockKind.ACCEPT: 1 * DAY,
    ClockKind.DISPATCH: 1 * DAY,
    ClockKind.TAKE: 1 * DAY,
    ClockKind.REVIEW: 1 * DAY,
    ClockKind.RETURN: 1 * DAY,
    ClockKind.FOLLOW_UP: 3 * DAY,
    ClockKind.SHARE: 2 * DAY,
    ClockKind.SUPERVISION: 2 * DAY,
    ClockKind.RECHECK: 20 * DAY,
}
_FINISH = {
    Profile.COURT_12368: {"": 3 * DAY},
    Profile.GOV_12345: {
        TicketKind.CONSULT.value: 5 * DAY,
        TicketKind.HELP.value: 5 * DAY,
        TicketKind.COMPLAINT.value: 15 * DAY,
        TicketKind.REPORT.value: 30 * DAY,
        "": 15 * DAY,
    },
}
DEFAULTS: Mapping[Key, int] = {
    **{(profile.value, "", clock.value): days for profile in _FINISH for clock, days in _EVERYWHERE.items()},
    **{
        (profile.value, kind, ClockKind.FINISH.value): days
        for profile, kinds in _FINISH.items()
        for kind, days in kinds.items()
    },
}


def half_days(table: Mapping[Key, int], profile: str, kind: str, clock: ClockKind) -> int:
    """The limit of a clock: from the configured table, else the defaults; in each for the kind, else for all kinds."""
    for rows in (table, DEFAULTS):
        for key in ((profile, kind, clock.value), (profile, "", clock.value)):
            if key in rows:
                return rows[key]
    return DEFAULTS[(Profile.COURT_12368.value, "", clock.value)]


def extension_most(half_days: int) -> int:
    """The longest extension, in half days, of a matter whose limit is `half_days`: as long again, in whole workdays,
    and never more than 60 of them."""
    whole = -(-half_days // DAY) * DAY
    return min(60 * DAY, max(DAY, whole))
