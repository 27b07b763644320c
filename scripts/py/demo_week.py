"""A week of history for the demonstration, lived through on virtual time by the rules of `scripts/demo`: callers and
agents through the real controller, tickets through the departments; of the month before it tickets alone, for the
assessment. So no desk, report, card or wallboard is empty at first.

It is written into an empty database alone, in the transaction of its first start, and belongs to the demonstration.
"""

import datetime as dt
import random
import tempfile
from pathlib import Path

import structlog

from hotline import rows
from hotline.calls.rules.order_kinds import SetPresence
from hotline.clock import CHINA, UTC, local_day
from hotline.settings import Settings
from hotline.words import Presence, Reason
from hotline.workdays.rules.calendar import Calendar
from scripts.py import demo_assessment, demo_matters, demo_offices, demo_quality, demo_tickets
from scripts.py.demo_callers import CLOSE, HOUR, OPEN, callers
from scripts.py.demo_staff import HABITS, Staff
from scripts.py.demo_town import Town
from scripts.py.stage import MORNING, Stage

SEED = 12368
CALLS, TICKETS = 30, 12  # of a workday
WORKDAYS = 5  # before today, with the days between them
EARLIER = 1  # tickets that come at each hour of the workdays of the month before, for its assessment
EVERY = 300.0  # seconds between two looks of the agents


def live(chosen: Settings, now: dt.datetime) -> None:
    """Live through the workdays of the week before `now`, in the caller's transaction. Only a few
    calls that wait for the inspection get a sound file."""
    chance = random.Random(SEED)  # noqa: S311 - a play, not a secret
    town = Town(chance, now)
    demo_tickets.people(town)
    today, calendar = local_day(now), Calendar()
    days = _days(today, calendar)
    loud = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))  # what is played is no news
    begin = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    try:
        for date in (begin + dt.timedelta(days=n) for n in range((days[0] - begin).days) if EARLIER):
            _tickets(town, date, works=calendar.workday(date), a_slot=EARLIER)
        with tempfile.TemporaryDirectory() as folder:
            for n, date in enumerate(days):
                if calendar.workday(date):
                    _calls(chosen.model_copy(update={"data": Path(folder) / str(n)}), date, chance)
                _tickets(town, date, works=calendar.workday(date))
        demo_assessment.live(chosen.content, begin, now)
    finally:
        structlog.configure(**loud)
    rows.Recording.delete().execute()  # the switch of a play writes none
    rows.Heartbeat.delete().execute()
    demo_quality.live(chosen, now, chance)


def is_in() -> bool:
    """Whether this database holds invented days."""
    return bool(rows.Ticket.select().where(rows.Ticket.token.startswith("demo-")).exists())


def is_not_in() -> None:
    """Before real use: invented calls and tickets are in no real house's figures. Raises ValueError."""
    if is_in():
        raise ValueError(
            "这个数据库里有演示用的一周虚构来电和工单，不能正式使用：请换一个空数据库（演示以 --no-history 启动则没有）"
            " / this database holds the demonstration's week of invented calls and tickets, so it is not for real use: "
            "begin with an empty one (a demonstration started with --no-history has none)"
        )


def _days(today: dt.date, calendar: Calendar) -> list[dt.date]:
    """The days from the first of the last workdays to yesterday."""
    days: list[dt.date] = []
    while sum(map(calendar.workday, days)) < WORKDAYS:
        days.insert(0, (days[0] if days else today) - dt.timedelta(days=1))
    return days


def _calls(chosen: Settings, date: dt.date, chance: random.Random) -> None:
    """A day of calls, from half past eight to half past five."""
    shift = dt.datetime.combine(date, dt.time(9), CHINA).timestamp() - MORNING
    stage = Stage(chosen, start=OPEN + shift)
    staff = Staff(stage, chance, MORNING + shift)
    for extension in staff.habits:
        ring, talk, _lunch = HABITS[extension]
        stage.telephone(extension, ring_seconds=ring, talk_seconds=talk)
    coming = [(at + shift, caller) for at, caller in callers(chance, CALLS) if caller.did in chosen.numbers]
    waiting = coming[::-1]
    while stage.now < CLOSE + shift:
        staff.minute()
        until = stage.now + EVERY
        while waiting and waiting[-1][0] < until:
            at, caller = waiting.pop()
            stage.run(max(0.0, at - stage.now))
            stage.call(caller)
        stage.run(max(0.0, until - stage.now))
    for extension in staff.habits:
        stage.order(staff.logins[extension], SetPresence(Presence.OFF, Reason.SIGNED_OUT))
    stage.run(0.5 * HOUR)
    staff.jobs()


def _tickets(town: Town, date: dt.date, *, works: bool, a_slot: int = 0) -> None:
    slots = demo_tickets.SLOTS
    for hour, minute in slots:
        town.now = dt.datetime.combine(date, dt.time(hour, minute), CHINA).astimezone(UTC)
        demo_matters.arrive(town, (a_slot or TICKETS // len(slots)) if works else 0 if a_slot else 1)
        if works:
            demo_offices.work(town)
        demo_tickets.by_the_clock(town)
