"""What the controller knows of hours: each line's own, with the special days of its own site."""

from typing import Any

import pytest

from controller.wiring import timetable
from hotline.calls.reads import roster
from hotline.clock import CHINA
from hotline.rows import SpecialDay
from hotline.workdays.reads import hours
from hotline.workdays.rules.hours import Closed, Open, at
from hotline.workdays.rules.hours import SpecialDay as Day
from tests.builders import NOW, new_line

pytestmark = pytest.mark.unit
HOURS = {"workdays": ["09:00-12:00"]}


def test_special_days_are_those_of_the_lines_own_site(head: Any, branch: Any) -> None:
    new_line(hours=HOURS)
    new_line(code="east_line", site=branch, hours=HOURS)
    new_line(code="free")
    new_line(code="wrong", hours={"workdays": "nine"})
    SpecialDay.create(day="2026-11-20", site=branch, name="搬迁", spans=[], prompt="court.closed")
    SpecialDay.create(day="2026-11-21", site=head, name="加班", spans=None)
    known = timetable(roster.lines(NOW), {site.code: hours.special_days(site.code) for site in (head, branch)})
    assert known.hours.keys() == {"filing", "east_line"}

    def told(line: str, later: int = 0) -> Open | Closed:
        moment = NOW.replace(day=20 + later // 24).astimezone(CHINA)
        return at(known.hours[line], known.own[line], moment)

    assert isinstance(told("filing"), Open)
    closed = told("east_line")
    assert isinstance(closed, Closed)
    assert (closed.why, closed.special) == ("special", Day((), "搬迁", "court.closed"))
    assert (isinstance(told("filing", 24), Open), isinstance(told("east_line", 24), Closed)) == (True, True)
