"""Alarms for troubles that a person must look at: opened when a trouble begins, closed when it ends (D8, Q1)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from hotline.calls.reads.dialling import of_house
from hotline.calls.reads.lines import open_now
from hotline.calls.reads.telephone_tries import addresses
from hotline.calls.rows import AgentState, Alarm, Call, Line, Recording
from hotline.clock import local_day
from hotline.people.rows import Person, Site
from hotline.people.rules.parameters import only_here
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.store.rows import Heartbeat
from hotline.words import AlarmKind, CallState, Part, Presence, RecordingState
from hotline.workdays.rules.calendar import Calendar

ADDRESSES_MOST = 20
ROBOTS_LEAST = 3
RECORDING_DAYS = dt.timedelta(days=1)
FRESH = dt.timedelta(seconds=30)
WARN_MONTH = 12  # from this month on, next year's holiday calendar should exist


@dataclass(frozen=True, slots=True)
class Trouble:
    """One current trouble; `ref` distinguishes it from others of its kind."""

    kind: AlarmKind
    ref: str
    site: int | None
    since: dt.datetime
    data: dict[str, Any] = field(default_factory=dict)


def watch(now: dt.datetime, *, waits_seconds: int, away_minutes: int, also: Iterable[Trouble] = ()) -> tuple[int, int]:
    """Open new alarms and close those that are over; returns the number of each. `also`: troubles that higher areas
    have found."""
    wrong = [
        *_waiting(now, dt.timedelta(seconds=waits_seconds)), *_uncovered(now), *_recordings(now),
        *_away(now, dt.timedelta(minutes=away_minutes)), *_calendar(now), *_robots(now), *also,
    ]  # fmt: skip
    return _write(wrong, now)


def _write(wrong: Iterable[Trouble], now: dt.datetime) -> tuple[int, int]:
    there = {(one.kind.value, one.ref): one for one in wrong}
    known = {(row.kind, row.ref): row for row in list(Alarm.select().where(Alarm.until.is_null()))}
    new = [one for key, one in there.items() if key not in known]
    over = [row.id for key, row in known.items() if key not in there]
    if not new and not over:
        return 0, 0
    with writing():
        for one in new:
            Alarm.create(kind=one.kind, ref=one.ref, site=one.site, since=one.since, data=one.data)
        if over:
            Alarm.update(until=now).where(Alarm.id.in_(over)).execute()
        announce("alarms", "", at=now)
    return len(new), len(over)


def _waiting(now: dt.datetime, most: dt.timedelta) -> list[Trouble]:
    states = (CallState.QUEUED.value, CallState.OFFERING.value)
    sites = {line.code: line.site_id for line in list(Line.select())}
    calls = Call.select().where(Call.state.in_(states), Call.queued_at < now - most)
    return [
        Trouble(AlarmKind.WAITS_LONG, call.id, sites.get(call.line or ""), call.queued_at, {"line": call.line})
        for call in list(calls)
    ]


def _uncovered(now: dt.datetime) -> list[Trouble]:
    """Lines within working hours without anybody on A or B, as the controller's heartbeat reports them."""
    beat = Heartbeat.get_or_none(Heartbeat.part == Part.CONTROLLER.value)
    if beat is None or beat.at < now - FRESH:
        return []
    lines = {line.code: line for line in list(Line.select().join(Site).where(Line.active))}
    bare = [code for code in beat.state.get("cover", []) if code in lines]
    works = open_now(bare, now) if bare else set()
    codes = [code for code in bare if code in works]
    return [Trouble(AlarmKind.NO_COVER, code, lines[code].site_id, now, {"line": lines[code].name}) for code in codes]


def _recordings(now: dt.datetime) -> list[Trouble]:
    """Failed ones of a day, but those whose alarm somebody has acknowledged."""
    failed = Recording.select().where(
        Recording.state == RecordingState.FAILED.value, Recording.begun_at > now - RECORDING_DAYS
    )
    seen = Alarm.select(Alarm.ref).where(Alarm.kind == AlarmKind.RECORDING.value, Alarm.seen_at.is_null(False))
    known = {row.ref for row in list(seen.where(Alarm.since > now - RECORDING_DAYS))}
    return [
        Trouble(AlarmKind.RECORDING, str(row.id), None, row.begun_at, {"call": row.call, "why": row.error})
        for row in list(failed)
        if str(row.id) not in known
    ]


def _away(now: dt.datetime, most: dt.timedelta) -> list[Trouble]:
    away = (
        AgentState.select(AgentState, Person)
        .join(Person)
        .where(AgentState.state == Presence.AWAY.value, AgentState.since < now - most, Person.active)
    )
    return [
        Trouble(
            AlarmKind.AWAY_LONG, f"{row.person_id}:{row.since.timestamp():.0f}", row.person.site_id, row.since,
            {"name": row.person.name, "reason": row.reason, "person": row.person_id},
        )
        for row in list(away)
    ]  # fmt: skip


def links(now: dt.datetime, base_url: str) -> list[Trouble]:
    """Messages leave the house ("": they do not), and their links open on this machine alone."""
    if not base_url or not only_here(base_url):
        return []
    return [Trouble(AlarmKind.LINKS, base_url, None, now, {"url": base_url})]


def dialling(now: dt.datetime, most: int) -> list[Trouble]:
    """The house has called out as often within the hour as it may: somebody may be dialling at its cost."""
    made = of_house(now)
    return [Trouble(AlarmKind.DIALLING, "house", None, now, {"calls": made})] if made >= most else []


def _robots(now: dt.datetime) -> list[Trouble]:
    """Callers who were silent again and again are asked for a voice first, as the controller's heartbeat tells."""
    beat = Heartbeat.get_or_none(Heartbeat.part == Part.CONTROLLER.value)
    count = 0 if beat is None or beat.at < now - FRESH else int(beat.state.get("robots", 0))
    return [Trouble(AlarmKind.ROBOTS, "house", None, now, {"count": count})] if count >= ROBOTS_LEAST else []


def telephones(now: dt.datetime, least: int) -> list[Trouble]:
    """Somebody registers telephones with wrong passwords: one alarm for each address, the worst twenty."""
    worst = sorted(addresses(now, least), key=lambda one: -one[2])[:ADDRESSES_MOST]
    return [
        Trouble(AlarmKind.TELEPHONES, address, None, at, {"address": address, "count": count})
        for address, at, count in worst
    ]


def _calendar(now: dt.datetime) -> list[Trouble]:
    day = local_day(now)
    if day.month < WARN_MONTH or Calendar({}).known(day.year + 1):
        return []
    return [Trouble(AlarmKind.CALENDAR, str(day.year + 1), None, now, {"year": day.year + 1})]
