"""For tests of the legal clock: moments in China, any case at all, and a second count made of sets of half hours."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from hypothesis import strategies as st

from hotline.clock import CHINA
from hotline.workdays.rules.calendar import Calendar
from hotline.workdays.rules.deadlines import Closing, Pause

DAY, SLOT = dt.timedelta(days=1), dt.timedelta(minutes=30)
ZERO = dt.datetime(2003, 1, 1, tzinfo=CHINA)
OFFICE = Closing()


def at(text: str) -> dt.datetime:
    """A moment in China."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=CHINA)


def pause(since: str, until: str | None = None) -> Pause:
    return Pause(at(since), None if until is None else at(until))


# ---- any case


class Case(NamedTuple):
    calendar: Calendar
    begun: dt.datetime
    half_days: int
    closing: Closing
    pauses: tuple[Pause, ...]


BEGINS = st.builds(
    lambda day, slot: dt.datetime.combine(day, dt.time(), CHINA) + slot * SLOT,
    st.dates(dt.date(2004, 1, 1), dt.date(2027, 6, 30)),
    st.integers(0, 47),
)
CLOSINGS = st.builds(
    Closing,
    st.sampled_from([dt.time(16), dt.time(17, 30), dt.time(18)]),
    st.sampled_from([dt.time(11, 30), dt.time(12)]),
    st.frozensets(st.integers(1, 7), max_size=3),
)


@st.composite
def calendars(draw: Any, begun: dt.datetime, *, mornings: bool = True) -> Calendar:
    """The table with own days near a moment; `mornings`: some of which only the morning is worked."""
    near = st.integers(-20, 60).map(lambda n: begun.date() + n * DAY)
    ends = st.sampled_from([dt.time(11), dt.time(12), dt.time(13)])
    own = draw(st.dictionaries(near, st.booleans(), max_size=8))
    return Calendar(own, closes=draw(st.dictionaries(near, ends, max_size=4)) if mornings else {})


@st.composite
def pauses_near(draw: Any, begun: dt.datetime) -> Pause:
    since = begun.replace(hour=0, minute=0) + draw(st.integers(-48 * 3, 48 * 50)) * SLOT
    length = draw(st.none() | st.integers(0, 48 * 3) | st.integers(0, 48 * 50))
    return Pause(since, None if length is None else since + length * SLOT)


@st.composite
def cases(draw: Any, *, most_pauses: int = 4) -> Case:
    begun = draw(BEGINS)
    some = tuple(draw(st.lists(pauses_near(begun), max_size=most_pauses)))
    return Case(draw(calendars(begun)), begun, draw(st.integers(1, 70)), draw(CLOSINGS), some)


# ---- the second count


def second(case: Case) -> tuple[dt.datetime | None, dt.date | None, int]:
    """The end, its day and what is left: all workdays less those of each pause that begins before it runs out."""
    days = [case.begun.date() + n * DAY for n in range(1, 600)]
    days = [day for day in days if case.calendar.day(day).workday]
    stands, nth = runs(case.pauses), (case.half_days - 1) // 2

    def ends() -> dt.datetime:
        noon = _ends(case, days[nth], odd=True)
        asleep = any(since < noon and until is not None and noon <= until for since, until in stands)
        return noon if case.half_days % 2 == 1 and not asleep else _ends(case, days[nth], odd=False)

    for since, until in stands:
        if since >= ends():
            break
        first = _belongs_to(case, since)
        if until is None:
            return None, None, case.half_days - 2 * sum(day < first for day in days)
        end = _belongs_to(case, until)
        days = [day for day in days if not first <= day < end]
    return ends(), days[nth], 0


def runs(pauses: Sequence[Pause]) -> list[tuple[dt.datetime, dt.datetime | None]]:
    """The half hours in which the clock stands, in runs; what has no end goes on after everything else."""
    slots: set[int] = set()
    for one in pauses:
        slots |= set() if one.until is None else set(range(_slot(one.since), _slot(one.until)))
    endless = [_slot(one.since) for one in pauses if one.until is None]
    if endless:
        slots = {slot for slot in slots if slot < min(endless)} | {min(endless)}
    begins = sorted(slot for slot in slots if slot - 1 not in slots)
    ends: list[int | None] = [*sorted(slot + 1 for slot in slots if slot + 1 not in slots)]
    if endless:
        ends[-1] = None
    return [(ZERO + b * SLOT, None if e is None else ZERO + e * SLOT) for b, e in zip(begins, ends, strict=True)]


def _slot(moment: dt.datetime) -> int:
    return (moment - ZERO) // SLOT


def _ends(case: Case, day: dt.date, *, odd: bool) -> dt.datetime:
    times = {case.closing.ends, case.calendar.closes.get(day, case.closing.ends)}
    if odd or day.isoweekday() in case.closing.half:
        times.add(case.closing.noon)
    return dt.datetime.combine(day, min(times), CHINA)


def _belongs_to(case: Case, moment: dt.datetime) -> dt.date:
    """The day of a moment; after its work the next one."""
    day = moment.date()
    return day + DAY if moment >= _ends(case, day, odd=False) else day
