"""A predicate as SQL over a set of rows `r`, and the time of a row as SQL, on both databases."""

from hotline.reports.rules.dimensions import A_DAY, AHEAD, FIRST_MONDAY
from hotline.reports.rules.predicates import (
    All,
    Any_,
    AtLeast,
    AtMost,
    HasValue,
    Is,
    Not,
    NotAfter,
    NoValue,
    Predicate,
)
from hotline.store.changes import is_postgresql
from hotline.store.database import Statement


def asked(predicate: Predicate) -> Statement:
    """SQL that is true or false and never null, with its values."""
    match predicate:
        case All(tests):
            return _joined(tests, " AND ", "1 = 1")
        case Any_(tests):
            return _joined(tests, " OR ", "1 = 0")
        case Not(inner):
            sql, values = asked(inner)
            return f"NOT {sql}", values
        case HasValue(column):
            return f"(r.{column} IS NOT NULL)", ()
        case NoValue(column):
            return f"(r.{column} IS NULL)", ()
    sql, values = _compared(predicate)
    return f"COALESCE({sql}, 1 = 0)", values


def _compared(predicate: Is | AtMost | AtLeast | NotAfter) -> Statement:
    match predicate:
        case NotAfter(column, other):
            return f"r.{column} <= r.{other}", ()
        case AtMost(column, most):
            return f"r.{column} <= ?", (most,)
        case AtLeast(column, least):
            return f"r.{column} >= ?", (least,)
        case Is(column, values):
            return f"r.{column} IN ({', '.join('?' * len(values))})", tuple(values)


def counted(predicate: Predicate) -> Statement:
    sql, values = asked(predicate)
    return ("COUNT(*)", ()) if sql == "1 = 1" else (f"COALESCE(SUM(CASE WHEN {sql} THEN 1 ELSE 0 END), 0)", values)


def summed(predicate: Predicate, column: str) -> Statement:
    sql, values = asked(predicate)
    return f"COALESCE(SUM(CASE WHEN {sql} THEN CAST(r.{column} AS {_real()}) ELSE 0 END), 0)", values


def day() -> str:
    """The day in China, as text `2026-11-30`."""
    if is_postgresql():
        return "to_char(r.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')"
    return "date(substr(r.at, 1, 19), '+8 hours')"


def weekday() -> str:
    """1 (Monday) to 7 in China."""
    if is_postgresql():
        return "CAST(EXTRACT(ISODOW FROM r.at AT TIME ZONE 'Asia/Shanghai') AS INTEGER)"
    return "((CAST(strftime('%w', substr(r.at, 1, 19), '+8 hours') AS INTEGER) + 6) % 7 + 1)"


def quarter() -> str:
    """The quarter hour since 1970."""
    if is_postgresql():
        return "CAST(floor(EXTRACT(EPOCH FROM r.at) / 900) AS BIGINT)"
    return "CAST(strftime('%s', substr(r.at, 1, 19)) AS INTEGER) / 900"


def quarter_of_day() -> str:
    """0 to 95 in China; without `%`, which PostgreSQL's driver takes for a place of a value."""
    since = f"({quarter()} + {AHEAD})"
    return f"({since} - {since} / {A_DAY} * {A_DAY})"


def minute() -> str:
    """The minute of the day, 0 to 1439 in China."""
    since = "CAST(floor(EXTRACT(EPOCH FROM r.at) / 60) AS BIGINT)" if is_postgresql() else (
        "CAST(strftime('%s', substr(r.at, 1, 19)) AS INTEGER) / 60"
    )  # fmt: skip
    local = f"({since} + {AHEAD * 15})"
    return f"({local} - {local} / {A_DAY * 15} * {A_DAY * 15})"


def quarter_of_any_day() -> str:
    """The quarter hour of the day, as that of the first day of 1970: days fall together."""
    return f"({quarter_of_day()} - {AHEAD})"


def quarter_of_any_week() -> str:
    """The quarter hour of the week, as that of the first whole week of 1970: weeks fall together."""
    return f"(({weekday()} - 1) * {A_DAY} + {quarter_of_day()} + {FIRST_MONDAY * A_DAY - AHEAD})"


def _real() -> str:
    return "DOUBLE PRECISION" if is_postgresql() else "REAL"


def _joined(tests: tuple[Predicate, ...], word: str, empty: str) -> Statement:
    if not tests:
        return empty, ()
    parts = [asked(test) for test in tests]
    return f"({word.join(sql for sql, _ in parts)})", tuple(value for _, values in parts for value in values)
