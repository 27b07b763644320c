"""The calendar of a site, made of the special days that an administrator enters."""

import datetime as dt
from typing import Any

import pytest

from hotline.rows import SpecialDay
from hotline.workdays.reads.calendars import calendar_of
from hotline.workdays.rules.calendar import Calendar, Day
from hotline.workdays.rules.deadlines import Closing, due

pytestmark = pytest.mark.unit
D = dt.date


def special(day: str, spans: Any, *, site: Any = None, name: str = "特别日") -> None:
    SpecialDay.create(day=day, site=site, name=name, spans=spans)


def test_without_special_days_it_is_the_table(head: Any) -> None:
    assert [calendar_of(None), calendar_of(head.id), calendar_of(head.id + 99)] == [Calendar()] * 3


def test_what_a_special_day_is(head: Any) -> None:
    special("2026-11-20", [], name="停电检修")
    special("2026-11-21", None, name="集中接访日")
    special("2026-11-22", ["09:00-12:00", "13:30-17:30"])
    special("2026-11-23", ["09:00-10:00", "10:30-12:00"])
    special("2026-11-24", ["09:00-13:00"])
    special("2026-11-25", ["09:00-13:01"])
    closed, ordinary, whole, morning, one, after = (D(2026, 11, 20 + n) for n in range(6))
    assert calendar_of(head.id) == Calendar(
        {closed: False, ordinary: True, whole: True, morning: True, one: True, after: True},
        closes={morning: dt.time(12, 0), one: dt.time(13, 0)},
        names={closed: "停电检修", ordinary: "集中接访日"} | dict.fromkeys((whole, morning, one, after), "特别日"),
    )


def test_a_site_s_own_days_stand_before_everybody_s(head: Any, branch: Any) -> None:
    special("2026-11-20", None, site=head, name="本院上班")
    special("2026-11-20", [], name="统一休息")
    special("2026-11-23", ["09:00-12:00"])
    special("2026-11-23", [], site=branch, name="东区休息")
    friday, monday = D(2026, 11, 20), D(2026, 11, 23)
    everybody = Calendar({friday: False, monday: True}, {monday: dt.time(12)}, {friday: "统一休息", monday: "特别日"})
    assert calendar_of(None) == everybody
    assert calendar_of(head.id) == Calendar(
        {friday: True, monday: True}, {monday: dt.time(12)}, {friday: "本院上班", monday: "特别日"}
    )
    assert calendar_of(branch.id) == Calendar(
        {friday: False, monday: False}, {}, {friday: "统一休息", monday: "东区休息"}
    )


@pytest.mark.parametrize("spans", [["9-12"], ["12:00-09:00"], "09:00-12:00", {"a": 1}, [540]])
def test_hours_that_cannot_be_read_are_those_of_a_workday(head: Any, spans: Any) -> None:
    special("2026-11-22", spans)
    assert calendar_of(head.id) == Calendar({D(2026, 11, 22): True}, {}, {D(2026, 11, 22): "特别日"})


def test_limits_go_by_it(head: Any, branch: Any) -> None:
    special("2026-11-23", [], site=head, name="停电检修")
    special("2026-11-24", ["09:00-11:30"], site=head)
    begun = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
    ends = [due(calendar_of(site.id), begun, 2, closing=Closing()).at for site in (head, branch)]
    assert ends == [dt.datetime(2026, 11, 24, 3, 30, tzinfo=dt.UTC), dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)]
    assert calendar_of(head.id).day(D(2026, 11, 23)) == Day(D(2026, 11, 23), False, "override", "", provisional=False)
