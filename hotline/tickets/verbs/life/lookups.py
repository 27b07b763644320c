"""What an act needs besides its ticket, each read once: units, calendars, parameters, limits."""

from typing import Any

from hotline.people.reads.parameters import parameters
from hotline.tickets.reads.dictionary import limit_table
from hotline.tickets.reads.units import closing_of
from hotline.tickets.rows import Unit
from hotline.tickets.rules import limits
from hotline.words import ClockKind
from hotline.workdays.reads.calendars import calendar_of
from hotline.workdays.rules.calendar import Calendar
from hotline.workdays.rules.deadlines import Closing


class TicketLookups:
    """It lives for one transaction; a job on many tickets may share one while nobody changes the cached data."""

    def __init__(self) -> None:
        self._units: dict[int, Any] = {}
        self._calendars: dict[int, Calendar] = {}
        self._parameters: dict[str, Any] | None = None
        self._limits: dict[limits.Key, int] | None = None

    def unit(self, unit: int | None) -> Any:
        """The unit's row, or None."""
        if unit is None:
            return None
        if unit not in self._units:
            self._units[unit] = Unit.get_or_none(Unit.id == unit)
        return self._units[unit]

    def above(self, unit: int | None) -> frozenset[int]:
        """A unit and those above it."""
        found: list[int] = []
        while unit is not None and unit not in found:
            found.append(unit)
            row = self.unit(unit)
            unit = row.parent_id if row is not None else None
        return frozenset(found)

    def closing(self, unit: int | None) -> Closing:
        return closing_of(self.unit(unit))

    def calendar(self, site: int) -> Calendar:
        if site not in self._calendars:
            self._calendars[site] = calendar_of(site)
        return self._calendars[site]

    def parameter(self, name: str) -> Any:
        if self._parameters is None:
            self._parameters = parameters()
        return self._parameters[name]

    def limit(self, profile: str, kind: str, clock: ClockKind) -> int:
        """The clock's limit in half workdays, as configured for the installation."""
        if self._limits is None:
            self._limits = limit_table()
        return limits.half_days(self._limits, profile, kind, clock)
