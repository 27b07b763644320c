"""Alarms: each opens when it begins, stays one while it lasts, and closes when it is over."""

import datetime as dt
from typing import Any

import pytest

from hotline.calls.jobs import alarms
from hotline.calls.reads.alarms import open_alarms
from hotline.calls.verbs.alarms import acknowledge
from hotline.ports import Refused
from hotline.rows import Alarm, Audit, Call, Change, Line, Recording
from hotline.store.heartbeat import beat
from hotline.words import CallState, Part, Presence, Reason
from tests.builders import NOW, new_call, new_line, stand

pytestmark = pytest.mark.unit
MINUTE = dt.timedelta(minutes=1)
SECOND = dt.timedelta(seconds=1)


def watch(at: dt.datetime = NOW) -> tuple[int, int]:
    return alarms.watch(at, waits_seconds=40, away_minutes=30)


def opened() -> list[tuple[str, str, Any]]:
    return [(a.kind, a.ref, a.until) for a in Alarm.select().order_by(Alarm.id)]


def test_a_quiet_house_has_none_and_says_nothing(db: Any) -> None:
    assert (watch(), opened(), Change.select().count()) == ((0, 0), [], 0)


def test_who_waits_too_long_is_told_once_until_the_wait_is_over(head: Any) -> None:
    new_line()
    call = new_call(state=CallState.QUEUED, queued_at=NOW, line="filing")
    assert watch(NOW + 40 * SECOND) == (0, 0)
    assert [watch(NOW + n * SECOND) for n in (41, 42, 43)] == [(1, 0), (0, 0), (0, 0)]
    Call.update(state=CallState.OFFERING).execute()
    assert watch(NOW + 50 * SECOND) == (0, 0)
    Call.update(state=CallState.TALKING).execute()
    assert [watch(NOW + n * SECOND) for n in (60, 61)] == [(0, 1), (0, 0)]
    assert opened() == [("waits_long", call.id, NOW + 60 * SECOND)]
    row = Alarm.get()
    assert (row.since, row.site_id, row.data) == (NOW, head.id, {"line": "filing"})
    assert [change.topic for change in Change.select()] == ["alarms", "alarms"]


def test_what_comes_again_is_an_alarm_again(db: Any) -> None:
    new_call(state=CallState.QUEUED, queued_at=NOW - MINUTE)
    watch()
    Call.update(state=CallState.IN_FLOW).execute()
    watch(NOW + SECOND)
    Call.update(state=CallState.QUEUED).execute()
    assert watch(NOW + 2 * SECOND) == (1, 0)
    assert len(opened()) == 2


def test_a_line_without_cover_is_told_while_the_controller_lives(db: Any) -> None:
    new_line()
    beat(Part.CONTROLLER, now=NOW, state={"cover": ["filing", "not_there"]})
    assert (watch(), opened()) == ((1, 0), [("no_cover", "filing", None)])
    assert watch(NOW + 31 * SECOND) == (0, 1)  # nobody knows any more


@pytest.mark.parametrize(
    ("hours", "at", "alarms"),
    [
        ({"workdays": ["09:00-12:00"]}, NOW, 1),  # a Friday, ten in the morning
        ({"workdays": ["09:00-12:00"]}, NOW + dt.timedelta(hours=3), 0),
        ({"workdays": ["09:00-12:00"]}, NOW + dt.timedelta(days=1), 0),
        ({"workdays": ["09:00-12:00"], "night_service": True}, NOW + dt.timedelta(days=1), 1),
        ({"workdays": "nonsense"}, NOW + dt.timedelta(days=1), 1),
        (None, NOW + dt.timedelta(days=1), 1),
    ],
)
def test_nobody_is_missed_out_of_hours(db: Any, hours: Any, at: dt.datetime, alarms: int) -> None:
    new_line(hours=hours)
    beat(Part.CONTROLLER, now=at, state={"cover": ["filing"]})
    assert watch(at) == (alarms, 0)


def test_a_line_that_is_not_used_needs_nobody(db: Any) -> None:
    new_line()
    Line.update(active=False).execute()
    beat(Part.CONTROLLER, now=NOW, state={"cover": ["filing"]})
    assert watch() == (0, 0)


def test_a_failed_recording_is_told_for_a_day(db: Any) -> None:
    Recording.create(call="c", kind="call", path="a.wav", state="failed", begun_at=NOW, error="empty")
    Recording.create(call="d", kind="call", path="b.wav", state="kept", begun_at=NOW)
    assert [watch(), watch(NOW + dt.timedelta(hours=25))] == [(1, 0), (0, 1)]
    assert Alarm.get().data == {"call": "c", "why": "empty"}


def test_who_is_away_too_long_is_told_and_each_time_anew(agent: Any, head: Any) -> None:
    stand(agent, Presence.AWAY, reason=Reason.MEAL)
    assert [watch(NOW + n * MINUTE) for n in (30, 31, 32)] == [(0, 0), (1, 0), (0, 0)]
    stand(agent, Presence.AWAY, reason=Reason.REST, at=NOW + 40 * MINUTE)
    assert watch(NOW + 41 * MINUTE) == (0, 1)
    assert watch(NOW + 80 * MINUTE) == (1, 0)
    assert [(a.site_id, a.data["reason"]) for a in Alarm.select().order_by(Alarm.id)] == [
        (head.id, "meal"), (head.id, "rest"),
    ]  # fmt: skip


@pytest.mark.parametrize(("month", "told"), [(11, 0), (12, 1)])
def test_a_year_that_the_calendar_lacks_is_told_in_december(db: Any, month: int, told: int) -> None:
    assert watch(NOW.replace(year=2090, month=month)) == (told, 0)


def test_a_site_sees_its_own_alarms_and_those_of_everybody(head: Any, branch: Any) -> None:
    for n, (kind, site) in enumerate(
        (("no_cover", head), ("no_cover", branch), ("calendar", None), ("recording", None))
    ):
        Alarm.create(kind=kind, ref=str(n), site=site, since=NOW + n * SECOND, data={})
    Alarm.create(kind="no_cover", ref="over", site=branch, since=NOW, until=NOW, data={})
    assert [a.ref for a in open_alarms(None)] == ["0", "1", "2", "3"]
    assert [a.ref for a in open_alarms(branch.id)] == ["1", "2"]


def test_an_acknowledged_alarm_stays_and_what_comes_again_is_new(db: Any, supervisor: Any) -> None:
    new_call(state=CallState.QUEUED, queued_at=NOW - MINUTE)
    watch()
    alarm = Alarm.get().id
    acknowledge(alarm, " 已派人 ", person=supervisor.id, site=None, now=NOW, client_ip="")
    assert watch(NOW + SECOND) == (0, 0)
    [seen] = open_alarms(None)
    assert (seen.seen_at, seen.seen_by, seen.remark) == (NOW, supervisor.name, "已派人")
    note = Audit.get()
    assert (note.act, note.object, note.data["remark"]) == ("acknowledge_alarm", f"alarm:{alarm}", "已派人")
    Call.update(state=CallState.IN_FLOW).execute()
    watch(NOW + 2 * SECOND)
    Call.update(state=CallState.QUEUED).execute()
    assert watch(NOW + 3 * SECOND) == (1, 0)
    assert [one.seen_at for one in open_alarms(None)] == [None]


def test_a_failed_recordings_alarm_ends_when_it_is_acknowledged(db: Any, supervisor: Any) -> None:
    Recording.create(call="c", kind="call", path="a.wav", state="failed", begun_at=NOW, error="empty")
    watch()
    acknowledge(Alarm.get().id, "", person=supervisor.id, site=None, now=NOW, client_ip="")
    assert (open_alarms(None), watch(NOW + SECOND)) == ((), (0, 0))
    Recording.create(call="d", kind="call", path="b.wav", state="failed", begun_at=NOW, error="empty")
    assert watch(NOW + 2 * SECOND) == (1, 0)


def test_who_may_not_acknowledge(db: Any, agent: Any, supervisor: Any, branch_supervisor: Any) -> None:
    alarm = Alarm.create(kind="no_cover", ref="x", site=supervisor.site, since=NOW, data={}).id
    for who, site, remark, why in (
        (agent, None, "", "You may not acknowledge alarms"),
        (branch_supervisor, branch_supervisor.site_id, "", "This alarm is over already"),
        (supervisor, None, "长" * 201, "too long"),
    ):
        with pytest.raises(Refused, match=why):
            acknowledge(alarm, remark, person=who.id, site=site, now=NOW, client_ip="")
    acknowledge(alarm, "", person=supervisor.id, site=None, now=NOW, client_ip="")
    with pytest.raises(Refused, match="already"):
        acknowledge(alarm, "", person=supervisor.id, site=None, now=NOW, client_ip="")
    assert Audit.select().count() == 1
