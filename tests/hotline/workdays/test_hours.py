"""When a line has people, as told by a person in YAML; every minute is in one state, and `opens` is true."""

import datetime as dt
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.clock import CHINA
from hotline.workdays.rules.calendar import Calendar
from hotline.workdays.rules.hours import Closed, Hours, Open, SpecialDay, at, spans_of
from hotline.workdays.rules.hours_read import read
from tests.effort import often

pytestmark = pytest.mark.unit
COURT = """
workdays: ["09:00-12:00", "13:30-17:30"]
friday: ["09:00-12:00"]
weekend: []
holidays: ["10:00-11:00"]
night_service: true
special:
  2026-11-24: {name: 停电检修, sentence: common.closed}
  2026-11-25: {spans: ["10:00-16:00"], name: 开放日}
"""
HOURS = read(yaml.safe_load(COURT))
CALENDAR = Calendar()
POWER_CUT = SpecialDay((), "停电检修", "common.closed")
OPEN_DAY = SpecialDay(((600, 960),), "开放日", "")


def told(text: str, hours: Hours = HOURS, calendar: Calendar = CALENDAR) -> Open | Closed:
    return at(hours, calendar, when(text))


def when(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-11-23 08:59", Closed("night", when("2026-11-23 09:00"))),
        ("2026-11-23 09:00", Open(when("2026-11-23 12:00"))),
        ("2026-11-23 11:59", Open(when("2026-11-23 12:00"))),
        ("2026-11-23 12:00", Closed("lunch", when("2026-11-23 13:30"))),
        ("2026-11-23 13:30", Open(when("2026-11-23 17:30"))),
        ("2026-11-23 17:30", Closed("night", when("2026-11-25 10:00"))),
        ("2026-11-24 10:00", Closed("special", when("2026-11-25 10:00"), POWER_CUT)),
        ("2026-11-25 09:30", Closed("special", when("2026-11-25 10:00"), OPEN_DAY)),
        ("2026-11-25 12:30", Open(when("2026-11-25 16:00"))),
        ("2026-11-20 11:00", Open(when("2026-11-20 12:00"))),
        ("2026-11-20 14:00", Closed("night", when("2026-11-23 09:00"))),
        ("2026-11-21 10:00", Closed("weekend", when("2026-11-23 09:00"))),
        ("2026-10-01 10:30", Open(when("2026-10-01 11:00"))),
        ("2026-10-03 09:00", Closed("night", when("2026-10-03 10:00"))),
        ("2026-10-10 09:30", Open(when("2026-10-10 12:00"))),
        ("2026-10-10 12:15", Closed("lunch", when("2026-10-10 13:30"))),
    ],
)
def test_a_court(moment: str, state: Open | Closed) -> None:
    assert told(moment) == state


def test_a_holiday_without_hours() -> None:
    hours = read({"workdays": ["09:00-17:00"]})
    assert told("2026-10-01 10:00", hours) == Closed("holiday", when("2026-10-08 09:00"))
    assert told("2026-10-03 10:00", hours) == Closed("holiday", when("2026-10-08 09:00"))
    assert told("2026-11-20 10:00", hours, Calendar({dt.date(2026, 11, 20): False})) == Closed(
        "holiday", when("2026-11-23 09:00")
    )


def test_day_and_night() -> None:
    hours = read({"always": True})
    assert (told("2026-10-01 03:00", hours), spans_of(hours, CALENDAR, dt.date(2026, 10, 1))) == (
        Open(None),
        ((0, 1440),),
    )


def test_hours_that_touch_over_midnight_are_one() -> None:
    hours = read({"workdays": ["22:00-24:00"], "tuesday": ["00:00-06:00", "06:00-07:00"]})
    assert told("2026-11-23 23:00", hours) == Open(when("2026-11-24 07:00"))
    every = read({"workdays": ["00:00-24:00"], "weekend": ["00:00-24:00"], "holidays": ["00:00-24:00"]})
    assert told("2026-11-23 23:00", every) == Open(None)


def test_a_line_that_never_opens() -> None:
    assert told("2026-11-23 10:00", read({"workdays": []})) == Closed("night", None)


def test_moments_keep_their_zone() -> None:
    state = at(HOURS, CALENDAR, when("2026-11-23 09:00").replace(tzinfo=CHINA))
    assert state == Open(when("2026-11-23 12:00").replace(tzinfo=CHINA))


def test_reading() -> None:
    assert read(yaml.safe_load(COURT)) == Hours(
        week=(((540, 720), (810, 1050)),) * 4 + (((540, 720),), (), ()),
        make_up=((540, 720), (810, 1050)),
        holiday=((600, 660),),
        special={dt.date(2026, 11, 24): POWER_CUT, dt.date(2026, 11, 25): OPEN_DAY},
        night_service=True,
    )


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ([], "hours: 应为“键: 值” / lines of `key: value` are expected"),
        ({}, "hours: 缺少工作时间 / working hours are needed: workdays, or always: true"),
        (
            {"workdays": "09:00-12:00"},
            'hours.workdays: 应为列表 / a list is expected, like ["09:00-12:00", "13:30-17:30"]',
        ),
        ({"workdays": ["9-12"]}, "hours.workdays.0: 应写作 / to be written as 09:00-12:00（'9-12'）"),
        ({"workdays": [540]}, "hours.workdays.0: 应写作 / to be written as 09:00-12:00（540）"),
        (
            {"workdays": ["12:00-09:00"]},
            "hours.workdays.0: 结束须晚于开始，最晚 24:00 / the end comes after the begin, by 24:00（'12:00-09:00'）",
        ),
        (
            {"workdays": ["20:00-24:30"]},
            "hours.workdays.0: 结束须晚于开始，最晚 24:00 / the end comes after the begin, by 24:00（'20:00-24:30'）",
        ),
        (
            {"weekend": ["10:00-12:00", "09:00-11:00"]},
            "hours.weekend: 时段重叠 / these spans overlap: 09:00-11:00, 10:00-12:00",
        ),
        ({"always": "yes"}, "hours.always: 应为 true 或 false / true or false is expected"),
        ({"always": True, "special": []}, "hours.special: 应为“日期: …” / lines of `date: …` are expected"),
        (
            {"always": True, "special": {"tomorrow": {}}},
            "hours.special.tomorrow: 应为日期 / a date is expected, like 2026-12-31",
        ),
        (
            {"always": True, "special": {"2026-12-31": {"name": 3}}},
            "hours.special.2026-12-31.name: 应为文字 / a text is expected",
        ),
    ],
)
def test_complaints(raw: object, says: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared
        read(raw)
    assert str(refused.value) == says


def test_an_unknown_entry_is_named() -> None:
    with pytest.raises(ValueError, match=r"hours\.lunch: 没有这一项 / there is no such entry: always, friday"):
        read({"always": True, "lunch": "12:00-13:00"})


# ---- any hours at all


@st.composite
def some_spans(draw: Any) -> list[str]:
    edges = sorted(draw(st.lists(st.integers(0, 96), max_size=6, unique=True)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return [f"{b // 4:02d}:{b % 4 * 15:02d}-{e // 4:02d}:{e % 4 * 15:02d}" for b, e in pairs]


WEEKS = st.fixed_dictionaries(
    {"workdays": some_spans(), "weekend": some_spans(), "holidays": some_spans()},
    optional={
        "sunday": some_spans(),
        "special": st.dictionaries(
            st.dates(dt.date(2026, 9, 25), dt.date(2026, 10, 15)),
            st.fixed_dictionaries({"spans": some_spans()}),
            max_size=2,
        ),
    },
)
BEGINS = st.dates(dt.date(2026, 9, 20), dt.date(2026, 10, 10))


def is_open(hours: Hours, moment: dt.datetime) -> bool:
    minute = moment.hour * 60 + moment.minute
    return any(begin <= minute < end for begin, end in spans_of(hours, CALENDAR, moment.date()))


@given(WEEKS, BEGINS)
@settings(max_examples=6)
def test_every_minute_of_a_week_is_in_one_state(raw: dict[str, Any], day: dt.date) -> None:
    hours = read(raw)
    begin = dt.datetime.combine(day, dt.time())
    for step in range(7 * 24 * 4):  # the spans begin and end on quarters: within one, the state is the same
        moment = begin + dt.timedelta(minutes=15 * step)
        state = at(hours, CALENDAR, moment)
        assert isinstance(state, Open) == is_open(hours, moment)
        assert at(hours, CALENDAR, moment + dt.timedelta(minutes=14, seconds=59)) == state


@given(WEEKS, BEGINS, st.integers(0, 7 * 24 * 60))
@settings(max_examples=often(30, 200))
def test_nothing_open_lies_before_it_opens_and_nothing_closed_before_it_closes(
    raw: dict[str, Any], day: dt.date, minute: int
) -> None:
    hours = read(raw)
    now = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
    state = at(hours, CALENDAR, now)
    until = state.until if isinstance(state, Open) else state.opens
    was = isinstance(state, Open)
    end = until or now + dt.timedelta(days=30)
    assert end > now
    between = [now + dt.timedelta(minutes=n) for n in range(0, int((end - now).total_seconds() // 60), 5)]
    assert {is_open(hours, moment) for moment in between} == {was}
    if until is not None:
        assert is_open(hours, until) != was
