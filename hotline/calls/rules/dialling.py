"""May this number be called, by this way, by this person, now? Every way out of the house asks here. Pure.

Deny stands before allow: what leads abroad, to a satellite or to a premium service is refused whatever a house lists.
The house lists the short and service numbers that it calls, the numbers that it never calls, and those of its posts on
duty, which are called at night too.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hotline.people.rules.permissions import Permission, may
from hotline.values.quiet_hours import Quiet, may_call
from hotline.values.reach import LISTABLE, Reach, dialled_without_area, reach
from hotline.values.telephone import TelephoneNumber, telephone
from hotline.words import Role

Complaint = tuple[str, dict[str, Any]]  # a message id and what fills it in
INSIDE_MOST = 6  # digits of an extension; more goes out over the trunk


class WayOut(StrEnum):
    """Every way by which a number comes to be dialled, or to be kept as one that will be. The last four are nobody's
    click: a caller's keys, a missed call, a flow, and the trunk itself."""

    CALL_BACK = "call_back"
    CONTACT = "contact"
    FOLLOW_UP = "follow_up"
    CONSULT = "consult"
    TRANSFER = "transfer"
    JUDGE = "judge"
    URGENT_JUDGE = "urgent_judge"
    DIRECTORY = "directory"
    KEYED = "keyed"
    MISSED = "missed"
    FLOW = "flow"
    TRUNK = "trunk"


@dataclass(frozen=True, slots=True)
class WayRule:
    """`needs`: who may go this way. `quiet`: the quiet hours hold. `number_day`: a number is called so often a day.
    `hourly`: the person's calls of the hour are counted. `house`: the house's are. `extensions`: a short number is a
    telephone of the house, reached without the trunk."""

    needs: Permission | None = None
    quiet: bool = False
    number_day: bool = False
    hourly: bool = False
    house: bool = False
    extensions: bool = False


_CITIZEN = WayRule(Permission.CALL_OUT, quiet=True, number_day=True, hourly=True, house=True)
WAYS: dict[WayOut, WayRule] = {
    WayOut.CALL_BACK: _CITIZEN,
    WayOut.CONTACT: _CITIZEN,
    WayOut.FOLLOW_UP: _CITIZEN,
    WayOut.CONSULT: _CITIZEN,
    WayOut.TRANSFER: _CITIZEN,
    WayOut.JUDGE: WayRule(Permission.CONTACT_JUDGES, quiet=True, hourly=True, house=True, extensions=True),
    WayOut.URGENT_JUDGE: WayRule(Permission.CONTACT_JUDGES, hourly=True, extensions=True),
    WayOut.DIRECTORY: WayRule(extensions=True),
    WayOut.KEYED: WayRule(),
    WayOut.MISSED: WayRule(),
    WayOut.FLOW: WayRule(),
    WayOut.TRUNK: WayRule(),
}


@dataclass(frozen=True, slots=True)
class NumberPlan:
    """The house's lists. `listed`: short and service numbers that are called, without area codes; `refused`: beginnings
    of numbers that never are; `on_duty`: whole numbers that are called in quiet hours too."""

    listed: frozenset[str] = frozenset()
    refused: tuple[str, ...] = ()
    on_duty: frozenset[str] = frozenset()

    def complaint(self, number: str, *, extensions: bool = False) -> str | None:
        """Why this number, in any writing, is not dialled: a message id without fields. None: it may be."""
        read = telephone(number)
        short, leads = dialled_without_area(read.canonical), reach(read)
        if self.refused and (read.canonical.startswith(self.refused) or short.startswith(self.refused)):
            return "This number is on the list of those that are not called from here"
        listed = short in self.listed or (leads is Reach.SHORT and extensions and is_extension(read))
        return None if leads is Reach.HOME or (listed and leads in LISTABLE) else complaint(leads)


def never(number: str) -> str | None:
    """Why no house dials this number, whatever it lists: a message id. None: a house may."""
    leads = reach(telephone(number))
    return None if leads is Reach.HOME or leads in LISTABLE else complaint(leads)


def complaint(leads: Reach) -> str:
    """The message id for a number that leads there."""
    match leads:
        case Reach.ABROAD:
            return "Numbers of other countries are not called from here: write instead"
        case Reach.SATELLITE:
            return "Satellite numbers are not called from here: the call is too dear"
        case Reach.PREMIUM:
            return "This number costs extra: it is not called from here"
        case Reach.EMERGENCY:
            return "Emergency and information numbers are not called from here: use an outside line, such as a mobile"
        case Reach.SHORT | Reach.SERVICE:
            return "This short number is not on the list of those that are called: ask an administrator to list it"
    return "This is no number that can be called"


def is_extension(read: TelephoneNumber) -> bool:
    """True if the number is short enough for a telephone of the house."""
    return 0 < len(read.canonical) <= INSIDE_MOST


@dataclass(frozen=True, slots=True)
class Made:
    """How much was called already: by the person in this hour, of the number today, by the house in this hour."""

    person_hour: int = 0
    number_day: int = 0
    house_hour: int = 0


@dataclass(frozen=True, slots=True)
class Most:
    """How much is called at most, of the same three."""

    person_hour: int = 40
    number_day: int = 10
    house_hour: int = 300

    def complaint(self, rule: WayRule, made: Made) -> Complaint | None:
        """Which of them is reached on this way; None: none is."""
        if rule.hourly and made.person_hour >= self.person_hour:
            return "You have made %(most)s calls within the hour; wait a little", {"most": self.person_hour}
        if rule.number_day and made.number_day >= self.number_day:
            return "This number was called %(most)s times today: try again tomorrow", {"most": self.number_day}
        if rule.house and made.house_hour >= self.house_hour:
            return "The house has made %(most)s calls within the hour; wait a little", {"most": self.house_hour}
        return None


@dataclass(frozen=True, slots=True)
class Asked:
    """The question: a number in any writing, the way, the roles of who asks, and the local time. `at_night`: this
    citizen has asked to be called in these quiet hours."""

    number: str
    way: WayOut
    roles: Collection[Role]
    local: dt.datetime
    at_night: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """What the house has decided; the default is what holds where nobody has decided anything."""

    plan: NumberPlan = field(default_factory=NumberPlan)
    quiet: Quiet = field(default_factory=Quiet)
    most: Most = field(default_factory=Most)

    def complaint(self, asked: Asked, made: Made) -> Complaint | None:
        """Why the number is not called now: a message id and its fields. None: it may be."""
        rule = WAYS[asked.way]
        if rule.needs is not None and not may(asked.roles, rule.needs):
            return "You may not call out", {}
        wrong = self.plan.complaint(asked.number, extensions=rule.extensions)
        if wrong is not None:
            return wrong, {}
        if rule.quiet and not asked.at_night and self._sleeps(asked):
            begins, ends = f"{self.quiet.begins:%H:%M}", f"{self.quiet.ends:%H:%M}"
            return "Nobody is called between %(begins)s and %(ends)s", {"begins": begins, "ends": ends}
        return self.most.complaint(rule, made)

    def _sleeps(self, asked: Asked) -> bool:
        """It is night, and a person may be woken: listed service numbers, extensions and posts on duty are no homes."""
        read = telephone(asked.number)
        wakes = len(read.canonical) > INSIDE_MOST and reach(read) is Reach.HOME
        return wakes and read.canonical not in self.plan.on_duty and not may_call(self.quiet, asked.local)
