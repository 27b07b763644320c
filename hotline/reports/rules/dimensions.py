"""By what figures are divided: which sets of rows know it, how a part is written as a key, and to which part of the
time a quarter hour belongs. Pure.

Quarter hours are counted from 1970 in UTC; China is eight hours ahead all year.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from hotline.reports.rules.figures import Bilingual, Figure, Measure, RowSet
from hotline.reports.rules.periods import Period, period_of
from hotline.words import Dimension, Urgency, WorkingTime
from hotline.words import PeriodKind as Kind

D = Dimension
AHEAD, A_DAY = 32, 96  # quarter hours
EPOCH = dt.date(1970, 1, 1)
FIRST_MONDAY = 4  # days after it
LONG = frozenset({D.DAY, D.WEEK, D.MONTH, D.QUARTER, D.YEAR, D.WEEKDAY})
SHORT = frozenset({D.HOUR, D.HALF_HOUR})
OF_TIME = LONG | SHORT
TREES = frozenset({D.UNIT, D.TOPIC, D.PLACE})  # with those below
NUMBERED = frozenset({D.SITE, D.AGENT}) | TREES
OF_HOURS = frozenset({D.WORKING})  # by hours that change with the roster: no sums of days are kept
ABSOLUTE = LONG - {D.WEEKDAY}  # a part of it comes once and never again
NONE = "none"  # the key of rows that have no value there
ITSELF = "="  # before the id of a tree: what stands there itself, without those below
LONGEST_KEY = 65
_BROKEN_DAYS = SHORT | {D.WEEKDAY}
_TICKET = frozenset({D.SITE, D.UNIT, D.KIND, D.TOPIC, D.PLACE, D.CHANNEL, D.PROFILE, D.URGENT, D.OFFICIAL}) | OF_TIME
KNOWS: Mapping[RowSet, frozenset[Dimension]] = {
    RowSet.CALLS: frozenset({D.SITE, D.LINE, D.AGENT, D.PROFILE}) | OF_HOURS | OF_TIME,
    RowSet.TALKS: frozenset({D.SITE, D.LINE, D.AGENT, D.PROFILE}) | OF_HOURS | OF_TIME,
    RowSet.VOICES: frozenset({D.SITE, D.LINE, D.AGENT, D.PROFILE}) | OF_TIME,
    RowSet.OFFERS: frozenset({D.SITE, D.LINE, D.AGENT, D.PROFILE}) | OF_HOURS | OF_TIME,
    RowSet.SPANS: frozenset({D.SITE, D.AGENT}) | LONG,  # a span is cut at midnight, not at each hour
    RowSet.TICKETS: _TICKET | {D.AGENT},
    RowSet.STEPS: _TICKET | {D.AGENT},
    RowSet.CLOCKS: _TICKET,
    RowSet.FOLLOW_UPS: _TICKET | {D.AGENT},
    RowSet.POINTS: _TICKET | {D.POINT_EVENT},
    RowSet.INSPECTIONS: frozenset({D.SITE, D.LINE, D.AGENT}) | OF_TIME,
    RowSet.MARKS: frozenset({D.SITE, D.LINE, D.AGENT, D.ITEM}) | OF_TIME,
    RowSet.INSPECTABLE: frozenset({D.SITE, D.LINE, D.AGENT, D.PROFILE}) | OF_TIME,
}
WEEKDAYS = (
    Bilingual("周一", "Monday"),
    Bilingual("周二", "Tuesday"),
    Bilingual("周三", "Wednesday"),
    Bilingual("周四", "Thursday"),
    Bilingual("周五", "Friday"),
    Bilingual("周六", "Saturday"),
    Bilingual("周日", "Sunday"),
)
_COLUMNS = {(RowSet.CLOCKS, D.KIND): "ticket_kind", (RowSet.POINTS, D.KIND): "ticket_kind"}  # not their own kind


def column(rows: RowSet, dimension: Dimension) -> str:
    """The column of the set that holds the dimension; not for those of time."""
    if dimension is D.OFFICIAL:
        return D.TOPIC.value
    return _COLUMNS.get((rows, dimension), dimension.value)


def divides(figure: Figure, dimensions: Iterable[Dimension]) -> bool:
    """Whether the figure can be divided and narrowed by all of these: what is of whole days has no part of a day."""
    asked = frozenset(dimensions)
    if figure.measure in (Measure.DAILY, Measure.WORST_DAY) and _BROKEN_DAYS & asked:
        return False
    return asked <= KNOWS[figure.rows]


def is_key(dimension: Dimension, key: str) -> bool:
    """Whether a text can be the key of a part."""
    if dimension in NUMBERED:
        number = key.removeprefix(ITSELF) if dimension in TREES else key
        return key == NONE or (number.isascii() and number.isdigit() and len(number) < 10)
    if dimension is D.URGENT:
        return key == NONE or key in set(Urgency)
    if dimension is D.WORKING:
        return key in set(WorkingTime)
    if dimension in SHORT:
        return any(key == part_of(dimension, quarter) for quarter in range(A_DAY))
    if dimension is D.WEEKDAY:
        return len(key) == 1 and key in "1234567"
    if dimension in LONG:
        try:
            first, _last = days_of(dimension, key)
        except (ValueError, OverflowError):
            return False
        return 2000 <= first.year <= 2100
    return 0 < len(key) <= LONGEST_KEY and key.isprintable()


def parts_in(dimension: Dimension, period: Period) -> tuple[str, ...]:
    """The keys of all parts of the time that a period has, in order; of the hours all of a day."""
    if dimension in SHORT:
        return tuple(sorted({part_of_hour(dimension, quarter) for quarter in range(A_DAY)}))
    return tuple(sorted({part_of_day(dimension, day) for day in period.days()}))


def quarter_of(at: dt.datetime) -> int:
    return int(at.timestamp()) // 900


def day_of(quarter: int) -> dt.date:
    return EPOCH + dt.timedelta(days=(quarter + AHEAD) // A_DAY)


def day_from(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def quarters_of(day: dt.date) -> range:
    """The quarter hours of a day in China."""
    first = (day - EPOCH).days * A_DAY - AHEAD
    return range(first, first + A_DAY)


def of_any_day(quarter: int) -> int:
    """The same quarter hour of the first day of 1970: days fall together."""
    return (quarter + AHEAD) % A_DAY - AHEAD


def of_any_week(quarter: int) -> int:
    """The same quarter hour of the first whole week of 1970: weeks fall together."""
    since = quarter + AHEAD - FIRST_MONDAY * A_DAY
    return since % (7 * A_DAY) + FIRST_MONDAY * A_DAY - AHEAD


def part_of(dimension: Dimension, quarter: int) -> str:
    """The key of the part of the time in which a quarter hour lies; keys sort as the parts follow each other."""
    return part_of_hour(dimension, quarter) if dimension in SHORT else part_of_day(dimension, day_of(quarter))


def part_of_hour(dimension: Dimension, quarter: int) -> str:
    minutes = (quarter + AHEAD) % A_DAY * 15
    return f"{minutes // 60:02}:{0 if dimension is D.HOUR else minutes % 60 // 30 * 30:02}"


def part_of_day(dimension: Dimension, day: dt.date) -> str:
    match dimension:
        case D.WEEKDAY:
            return str(day.isoweekday())
        case D.WEEK:
            return period_of(Kind.WEEK, day).first.isoformat()
        case D.MONTH:
            return f"{day:%Y-%m}"
        case D.QUARTER:
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case D.YEAR:
            return str(day.year)
    return day.isoformat()


def days_of(dimension: Dimension, key: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a part of the time; not for hours and weekdays. Raises ValueError."""
    if dimension is D.QUARTER:
        year, _, number = key.partition("-Q")
        period = period_of(Kind.QUARTER, dt.date(int(year), int(number) * 3, 1))
    elif dimension is D.YEAR:
        period = period_of(Kind.YEAR, dt.date(int(key), 1, 1))
    elif dimension is D.MONTH:
        period = period_of(Kind.MONTH, dt.date.fromisoformat(f"{key}-01"))
    else:
        period = period_of(Kind(dimension.value), dt.date.fromisoformat(key))
    return period.first, period.last
