"""The legal clock: limits, pauses and lights by hand."""

import datetime as dt

import pytest

from hotline.words import Light
from hotline.workdays.rules import calendar as calendars
from hotline.workdays.rules.calendar import Calendar
from hotline.workdays.rules.deadlines import Closing, Due, Pause, due, light, lit, remaining, yellow_at

from .clock_cases import OFFICE, at, pause

pytestmark = pytest.mark.unit
D = dt.date
TABLE = Calendar()
FRIDAYS_OFF = Closing(half=frozenset({5}))


def told(begun: str, half_days: int, *pauses: Pause, calendar: Calendar = TABLE, closing: Closing = OFFICE) -> Due:
    return due(calendar, at(begun), half_days, closing=closing, pauses=pauses)


def until(text: str) -> Due:
    return Due(at(text), at(text).date(), provisional=False)


# ---- by hand


@pytest.mark.parametrize(
    ("begun", "workdays", "ends"),
    [
        # National Day and Mid-Autumn 2025: free 1 to 8 October; worked Sunday 28 September and Saturday 11 October
        ("2025-09-26T10:00", 1, "2025-09-28T17:30"),
        ("2025-09-26T10:00", 5, "2025-10-10T17:30"),
        ("2025-09-26T10:00", 6, "2025-10-11T17:30"),
        ("2025-09-30T10:00", 1, "2025-10-09T17:30"),
        # 2026: free 25 to 27 September and 1 to 7 October; worked Sunday 20 September and Saturday 10 October
        ("2026-09-18T10:00", 1, "2026-09-20T17:30"),
        ("2026-09-24T10:00", 3, "2026-09-30T17:30"),
        ("2026-09-24T10:00", 5, "2026-10-09T17:30"),
        ("2026-09-24T10:00", 6, "2026-10-10T17:30"),
        ("2026-09-24T10:00", 7, "2026-10-12T17:30"),
        # Spring Festival 2024, worked Sundays 4 and 18 February; 2025, Sunday 26 January and Saturday 8 February
        ("2024-02-02T10:00", 1, "2024-02-04T17:30"),
        ("2024-02-09T10:00", 1, "2024-02-18T17:30"),
        ("2025-01-24T10:00", 1, "2025-01-26T17:30"),
        ("2025-01-24T10:00", 3, "2025-02-05T17:30"),
        ("2025-01-24T10:00", 6, "2025-02-08T17:30"),
        # 2026: free 15 to 23 February, worked Saturdays 14 and 28
        ("2026-02-12T10:00", 3, "2026-02-24T17:30"),
        ("2026-02-16T10:00", 1, "2026-02-24T17:30"),
        ("2026-02-12T10:00", 7, "2026-02-28T17:30"),
        # no festival near: the day of the start is not counted, at whatever hour
        ("2026-11-20T00:00", 1, "2026-11-23T17:30"),
        ("2026-11-20T23:59", 1, "2026-11-23T17:30"),
        ("2026-11-21T12:00", 1, "2026-11-23T17:30"),
        ("2026-10-30T10:00", 15, "2026-11-20T17:30"),
        ("2026-10-30T10:00", 30, "2026-12-11T17:30"),
    ],
)  # fmt: skip
def test_whole_workdays(begun: str, workdays: int, ends: str) -> None:
    assert told(begun, 2 * workdays) == until(ends)


@pytest.mark.parametrize(
    ("half_days", "ends"), [(1, "2026-11-23T12:00"), (2, "2026-11-23T17:30"), (3, "2026-11-24T12:00")]
)
def test_half_workdays_end_at_noon(half_days: int, ends: str) -> None:
    assert told("2026-11-20T10:00", half_days) == until(ends)


def test_the_day_is_that_of_china() -> None:
    night = (dt.datetime(2026, 11, 19, 15, 59, tzinfo=dt.UTC), dt.datetime(2026, 11, 19, 16, 0, tzinfo=dt.UTC))
    ends = [due(TABLE, begun, 2, closing=OFFICE) for begun in night]
    assert ends == [until("2026-11-20T17:30"), until("2026-11-23T17:30")]
    assert [one.at.tzinfo if one.at else None for one in ends] == [dt.UTC, dt.UTC]


def test_a_unit_that_works_in_the_morning_only_counts_the_same_days() -> None:
    ends = [told("2026-11-19T10:00", n, closing=FRIDAYS_OFF) for n in (1, 2, 3, 4)]
    assert ends == [until(f"2026-11-{text}") for text in ("20T12:00", "20T12:00", "23T12:00", "23T17:30")]


def test_a_special_day_of_which_only_the_morning_is_worked() -> None:
    calendar = Calendar({D(2026, 11, 21): True}, closes={D(2026, 11, 21): dt.time(11, 30)})
    ends = [told("2026-11-20T10:00", n, calendar=calendar) for n in (1, 2, 3)]
    assert ends == [until("2026-11-21T11:30"), until("2026-11-21T11:30"), until("2026-11-23T12:00")]


def test_own_days() -> None:
    calendar = Calendar({D(2026, 11, 23): False, D(2026, 10, 1): True})
    assert told("2026-11-20T10:00", 2, calendar=calendar) == until("2026-11-24T17:30")
    assert told("2026-09-30T10:00", 2, calendar=calendar) == until("2026-10-01T17:30")


def test_the_end_of_the_year_without_the_next_table(monkeypatch: pytest.MonkeyPatch) -> None:
    library = calendars._of_library
    monkeypatch.setattr(calendars, "_of_library", lambda day: library(day) if day.year <= 2026 else None)
    assert told("2026-12-28T10:00", 6) == until("2026-12-31T17:30")
    assert told("2026-12-28T10:00", 10) == Due(at("2027-01-05T17:30"), D(2027, 1, 5), provisional=True)
    entered = Calendar({D(2027, 1, 1): False} | {D(2027, 1, 2 + n): n > 1 for n in range(4)})
    assert told("2026-12-28T10:00", 10, calendar=entered) == until("2027-01-05T17:30")
    assert told("2026-12-28T10:00", 12, pause("2026-12-31T09:00")) == Due(None, None, provisional=False, left=8)


# ---- pauses by hand: five workdays from Friday 20 November end on Friday 27

FIVE = ("2026-11-20T10:00", 10)


@pytest.mark.parametrize(
    ("pauses", "ends"),
    [
        ([], "2026-11-27T17:30"),
        ([pause("2026-11-24T09:00", "2026-11-26T10:00")], "2026-12-01T17:30"),  # Tuesday and Wednesday
        ([pause("2026-11-24T10:00", "2026-11-24T11:00")], "2026-11-27T17:30"),  # within a day: nothing
        ([pause("2026-11-21T09:00", "2026-11-22T10:00")], "2026-11-27T17:30"),  # on the weekend
        ([pause("2026-11-19T09:00", "2026-11-24T10:00")], "2026-11-30T17:30"),  # before it began, over Monday
        (  # they overlap, and touch: Monday to Wednesday
            [pause("2026-11-24T09:00", "2026-11-26T10:00"), pause("2026-11-23T09:00", "2026-11-24T09:00"),
             pause("2026-11-25T09:00", "2026-11-25T12:00")], "2026-12-02T17:30",
        ),
        ([pause("2026-11-27T17:00", "2026-11-30T09:00")], "2026-11-30T17:30"),  # half an hour before the end
        ([pause("2026-11-27T17:30", "2026-12-04T09:00")], "2026-11-27T17:30"),  # it had run out
        ([pause("2026-11-27T17:30")], "2026-11-27T17:30"),
        ([pause("2026-11-24T18:00", "2026-11-25T08:00")], "2026-11-27T17:30"),  # Tuesday was worked to its end
        ([pause("2026-11-24T16:00", "2026-11-26T20:00")], "2026-12-02T17:30"),  # nobody worked on Thursday either
        ([pause("2026-11-27T16:00", "2026-11-27T20:00")], "2026-11-30T17:30"),  # over the end itself
    ],
)  # fmt: skip
def test_a_pause(pauses: list[Pause], ends: str) -> None:
    assert told(*FIVE, *pauses) == until(ends)
    assert told(*FIVE, *reversed(pauses)) == until(ends)


@pytest.mark.parametrize(
    ("pauses", "left"),
    [
        ([pause("2026-11-20T11:00")], 10),
        ([pause("2026-11-24T09:00")], 8),
        ([pause("2026-11-27T17:29")], 2),
        ([pause("2026-11-23T09:00", "2026-11-24T09:00"), pause("2026-11-26T09:00")], 6),
        ([pause("2026-11-24T09:00"), pause("2026-11-25T09:00", "2026-11-26T09:00")], 8),
    ],
)
def test_a_pause_without_an_end(pauses: list[Pause], left: int) -> None:
    standing = told(*FIVE, *pauses)
    assert (standing, standing.standing) == (Due(None, None, provisional=False, left=left), True)


def test_half_a_workday_and_a_pause_on_its_last_morning_or_afternoon() -> None:
    assert told("2026-11-20T10:00", 1, pause("2026-11-23T11:00", "2026-11-25T09:00")) == until("2026-11-25T12:00")
    assert told("2026-11-20T10:00", 1, pause("2026-11-23T12:00", "2026-11-25T09:00")) == until("2026-11-23T12:00")
    assert told("2026-11-20T10:00", 2, pause("2026-11-23T12:00", "2026-11-25T09:00")) == until("2026-11-25T17:30")


@pytest.mark.parametrize(("again", "ends"), [("11:59", "12:00"), ("12:00", "17:30"), ("17:29", "17:30")])
def test_half_a_workday_is_not_over_at_noon_when_the_clock_stood_then(again: str, ends: str) -> None:
    one = pause("2026-11-23T18:00", f"2026-11-24T{again}")
    assert told("2026-11-20T10:00", 3, one) == until(f"2026-11-24T{ends}")


@pytest.mark.parametrize("again", ["2026-11-24T14:00", "2026-11-24T13:30"])
def test_pauses_that_overlap_or_touch_are_one(again: str) -> None:
    first, second = pause("2026-11-23T18:00", "2026-11-24T14:00"), pause(again, "2026-11-26T09:00")
    assert told("2026-11-20T10:00", 3, second) == until("2026-11-24T12:00")  # it had run out
    assert told("2026-11-20T10:00", 3, first, second) == until("2026-11-26T12:00")


def test_a_pause_that_begins_in_the_afternoon_on_which_the_last_one_ended() -> None:
    first, second = pause("2026-11-23T18:00", "2026-11-24T12:00"), pause("2026-11-24T14:00")
    assert told("2026-11-20T10:00", 3, first, second) == Due(None, None, provisional=False, left=1)


# ---- lights by hand


@pytest.mark.parametrize(
    ("ends", "half_days", "begins"),
    [
        ("2026-11-27T17:30", 2, "2026-11-26T17:30"),
        ("2026-11-27T17:30", 1, "2026-11-27T12:00"),
        ("2026-11-27T12:00", 1, "2026-11-26T17:30"),
        ("2026-11-27T12:00", 2, "2026-11-26T12:00"),
        ("2026-11-23T17:30", 4, "2026-11-19T17:30"),
        ("2026-10-09T17:30", 4, "2026-09-30T17:30"),
        ("2026-11-27T17:30", 0, "2026-11-27T17:30"),
    ],
)
def test_when_it_turns_yellow(ends: str, half_days: int, begins: str) -> None:
    assert yellow_at(TABLE, at(ends), half_days, closing=OFFICE) == at(begins)


def test_yellow_begins_at_noon_where_there_is_no_afternoon() -> None:
    assert yellow_at(TABLE, at("2026-11-23T17:30"), closing=FRIDAYS_OFF) == at("2026-11-20T12:00")
    assert yellow_at(TABLE, at("2026-11-20T12:00"), 1, closing=FRIDAYS_OFF) == at("2026-11-19T17:30")


@pytest.mark.parametrize(
    ("now", "shows", "left"),
    [
        ("2026-11-20T10:00", Light.GREEN, 5), ("2026-11-21T10:00", Light.GREEN, 5),
        ("2026-11-23T00:00", Light.GREEN, 4), ("2026-11-26T17:29", Light.GREEN, 1),
        ("2026-11-26T17:30", Light.YELLOW, 1), ("2026-11-27T00:00", Light.YELLOW, 0),
        ("2026-11-27T17:30", Light.YELLOW, 0), ("2026-11-27T17:31", Light.RED, -1),
        ("2026-11-29T12:00", Light.RED, -1), ("2026-11-30T23:59", Light.RED, -1),
        ("2026-12-01T00:00", Light.RED, -2), ("2026-12-04T12:00", Light.RED, -5),
    ],
)  # fmt: skip
def test_the_light_and_what_is_left(now: str, shows: Light, left: int) -> None:
    end = at("2026-11-27T17:30")
    assert (light(end, at(now), calendar=TABLE, closing=OFFICE), remaining(TABLE, end, at(now))) == (shows, left)


def test_a_clock_that_stands_is_green() -> None:
    now, before = at("2026-11-27T17:30"), at("2026-11-26T17:30")
    assert [lit(now, yellow_at=moment, due_at=None) for moment in (None, before)] == [Light.GREEN] * 2
    assert lit(now, yellow_at=None, due_at=before) is Light.RED


# ---- what cannot be


@pytest.mark.parametrize("half_days", [0, -2, 1001])
def test_an_impossible_limit(half_days: int) -> None:
    with pytest.raises(ValueError, match="a limit has 1 to 1000 half days"):
        told("2026-11-20T10:00", half_days)


def test_impossible_values() -> None:
    with pytest.raises(ValueError, match="work ends after noon"):
        Closing(ends=dt.time(12, 0))
    with pytest.raises(ValueError, match=r"days of the week are 1 to 7: \[0\]"):
        Closing(half=frozenset({0}))
    with pytest.raises(ValueError, match="a pause ends after it began"):
        pause("2026-11-20T10:00", "2026-11-20T09:59")
    with pytest.raises(ValueError, match="a moment needs its zone"):
        due(TABLE, dt.datetime(2026, 11, 20), 2, closing=OFFICE)  # noqa: DTZ001
    with pytest.raises(ValueError, match="yellow are the last 0 to 1000 half days"):
        yellow_at(TABLE, at("2026-11-20T17:30"), -1, closing=OFFICE)


def test_a_pause_for_ever_after_costs_nothing() -> None:
    far = told(*FIVE, pause("2026-11-24T09:00", "9000-01-01T09:00"))
    assert (far.day, far.provisional) == (D(9000, 1, 6), True)
