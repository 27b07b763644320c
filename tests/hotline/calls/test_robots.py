"""The alarm of robots, and what a controller that starts learns of silent callers."""

import datetime as dt
from typing import Any

import pytest

from hotline.calls.jobs.alarms import watch
from hotline.calls.reads import silence
from hotline.rows import Alarm, Call, Heartbeat, Parameter
from hotline.words import CallState, Outcome
from tests.builders import NOW, new_call

pytestmark = pytest.mark.unit
MINUTE = dt.timedelta(minutes=1)


def alarms(at: dt.datetime) -> list[str]:
    watch(at, waits_seconds=40, away_minutes=30)
    return [row.kind for row in Alarm.select().where(Alarm.until.is_null())]


@pytest.mark.parametrize(("robots", "raised"), [(0, []), (2, []), (3, ["robots"]), (50, ["robots"])])
def test_several_tested_callers_raise_one_alarm_and_it_ends(head: Any, robots: int, raised: list[str]) -> None:
    Heartbeat.create(part="controller", at=NOW, state={"robots": robots})
    assert alarms(NOW) == raised
    Heartbeat.update(at=NOW + MINUTE, state={"robots": 0}).execute()
    assert alarms(NOW + MINUTE) == []


def test_who_was_silent_or_talked_lately_in_order(head: Any, agent: Any) -> None:
    given = (
        ("13800001111", Outcome.SILENT, 5), ("13800002222", Outcome.ABANDONED_QUEUE, 4), ("", Outcome.SILENT, 3),
        ("13800001111", Outcome.TALKED, 2), ("13800003333", Outcome.SILENT, 90),
    )  # fmt: skip
    for n, (number, outcome, ago) in enumerate(given):
        new_call(id=f"c{n}", agent=agent, number=number)
        ended = {"outcome": outcome.value, "state": CallState.ENDED.value, "ended_at": NOW - ago * MINUTE}
        Call.update(**ended).where(Call.id == f"c{n}").execute()
    told = [
        (number, round(NOW.timestamp() - at) // 60, talked) for number, at, talked in silence.lately(NOW - 30 * MINUTE)
    ]
    assert told == [("13800001111", 5, False), ("13800001111", 2, True)]


def test_the_limits_are_parameters(head: Any) -> None:
    assert silence.limits() == (3, 1800.0)
    Parameter.create(name="silent.calls", value=0, by="x", at=NOW)
    Parameter.create(name="silent.minutes", value=60, by="x", at=NOW)
    assert silence.limits() == (0, 3600.0)
