"""A court's whole day on virtual time, through the same controller and records as the real thing, then three months of
tickets through the departments.

Prints the day's figures against the service standard's limits, where each comes from, and how one caller of each
outcome fared. Exit 1 when a caller or an agent is left in the middle of something, or a figure does not add up.
"""

import argparse
import datetime as dt
import json
import logging
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from rich.progress import Progress

from freeswitch.simulator.callers import Caller
from hotline import clock, rows, sample
from hotline.calls.rules.order_kinds import SetPresence
from hotline.people.verbs import passwords
from hotline.reports.reads.day import DayFigures, day
from hotline.settings import NumberSettings, Settings
from hotline.store import database
from hotline.words import Presence, Reason
from scripts.py import demo_figures, demo_tickets, demo_told, make_prompts
from scripts.py.demo_callers import BROKEN, CLOSE, HOUR, LED_ON, NUISANCE, OPEN, callers
from scripts.py.demo_staff import HABITS, Staff
from scripts.py.stage import MORNING, Stage

# A number that leads on to another one outside.
DUTY = """
flow: duty
title: 值班电话
start: led
nodes:
  led: {kind: transfer, title: 转值班, to: "114", failed: sorry}
  sorry: {kind: hang_up, prompt: common.goodbye}
"""
MISHAP = MORNING + 2.25 * HOUR  # the controller is gone for some seconds, and a caller comes just then
LADDER = [
    {"whom": "A", "seconds": 10}, {"whom": "B", "seconds": 10}, {"whom": "pool", "seconds": 10, "load": 3},
    {"whom": "branch", "seconds": 8, "sites": ["east"]}, {"whom": "callback", "seconds": 5},
]  # fmt: skip
PORTER = "1099"
MONTHS = 91
JUDGES = (
    "6001",
    "6009",
    "6101",
    "6109",
    "6201",
    "6209",
    "6309",
    "6401",
    "6409",
    "6000",
    "6100",
    "6200",
    "6300",
    "6400",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--calls", type=int, default=420)
    parser.add_argument("--days", type=int, default=MONTHS, help="days of tickets after the day of calls; 0: none")
    parser.add_argument("--tickets", type=int, default=30, help="tickets of a workday")
    parser.add_argument("--seed", type=int, default=12368)
    parser.add_argument("--stories", action="store_true", help="the story of every caller")
    parser.add_argument("--keep", type=Path, help="keep the day's database and journal in this folder")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        result = play(given.keep or Path(folder), given.calls, given.seed, quiet=given.json)
        spent = time.perf_counter() - begun
        told = demo_told.as_json(result)
        if not given.json:
            print(demo_told.as_text(result, spent, every=given.stories))
        wrong = list(result.problems)
        if given.days:
            wrong += _months(given, told)
        if given.json:
            print(json.dumps(told, ensure_ascii=False, indent=2))
        database.database.close()
    return 1 if wrong else 0


def _months(given: argparse.Namespace, told: dict[str, Any]) -> list[str]:
    """Go on from the day into months of tickets; what does not add up."""
    begin, begun = clock.utc(CLOSE), time.perf_counter()
    with Progress(disable=given.json or not sys.stdout.isatty()) as bar:
        task = bar.add_task("三个月 / three months", total=given.days)
        town = demo_tickets.live(
            begin, given.days, given.tickets, given.seed, lambda day: bar.update(task, completed=day)
        )
    end = begin + dt.timedelta(days=given.days + 1)
    wrong = demo_figures.problems(begin, end, whole=given.days >= MONTHS)
    told["tickets"] = demo_figures.as_json(begin, end) | {"problems": wrong}
    if not given.json:
        print("\n".join(["", *demo_figures.as_text(begin, end, time.perf_counter() - begun, town), ""]))
        print(
            "\n".join(f"  !! {one}" for one in wrong)
            or "每件都有主有期，合计相符 / each has an owner and a clock; sums add up"
        )
    return wrong


def play(folder: Path, calls: int, seed: int, *, quiet: bool) -> DayFigures:
    """Live through the day and give its figures."""
    court = {BROKEN: "missing", LED_ON: "duty"}
    numbers = {dialled: NumberSettings(profile="court_12368", flow=flow) for dialled, flow in court.items()}
    flows = folder / "flows"
    shutil.copytree(Settings().flows, flows, dirs_exist_ok=True)
    (flows / "duty.yml").write_text(DUTY, encoding="utf-8")
    settings = Settings(data=folder, numbers=Settings().numbers | numbers, flows=flows)
    make_prompts.all_of(settings.sounds)
    database.migrate(database.attach(f"sqlite:///{folder / 'day.db'}"))
    _court()
    stage = Stage(settings, start=OPEN)
    chance = random.Random(seed)  # noqa: S311 - a play, not a secret
    for extension, (ring, talk, _) in HABITS.items():
        stage.telephone(extension, ring_seconds=ring, talk_seconds=talk)
    stage.telephone(PORTER, ring_seconds=2, talk_seconds=60)  # nobody's in the records
    for place, extension in enumerate(JUDGES):
        stage.telephone(extension, ring_seconds=4, talk_seconds=60, answer="ignore" if place % 3 == 0 else "answer")
    staff = Staff(stage, chance)
    with Progress(disable=quiet or not sys.stdout.isatty()) as bar:
        task = bar.add_task("一天 / the day", total=CLOSE - OPEN)
        _live(stage, staff, callers(chance, calls), lambda: bar.update(task, completed=stage.now - OPEN))
    return day(clock.utc(OPEN), clock.utc(CLOSE + HOUR))


def _court() -> None:
    """The sample court, and what the day needs besides: a branch that lends an agent, a number that disturbs."""
    now = clock.utc(OPEN)
    known: dict[str, str] = {}

    def hashed(secret: str) -> str:
        return known.setdefault(secret, passwords.hashed(secret))

    sample.sow(now, hashed, dict.fromkeys(sample.logins(), "-"), must_change=False)
    east = rows.Site.create(code="east", name="东溪人民法庭")
    nobody = known[sample.SECRET]  # nobody signs in to this database
    rows.Person.create(
        login="agent7", name="冯琳", role="agent", site=east, extension="1007", password_hash=nobody, created_at=now
    )
    rows.Line.update(ladder=LADDER, announce_seconds=15).execute()
    rows.Line.update(tests_silence=True).where(rows.Line.code == "government").execute()
    admin = rows.Person.get(rows.Person.login == sample.ADMINISTRATOR)
    rows.Nuisance.create(
        number=NUISANCE, refused=True, reason="多次辱骂座席员", by=admin, at=now, until=now + dt.timedelta(days=30)
    )


def _live(stage: Stage, staff: Staff, plan: list[tuple[float, Caller]], tick: Callable[[], None]) -> None:
    """Minute by minute: people come, go to lunch, come back and leave; callers call when they call."""
    waiting = list(reversed(plan))
    while stage.now < CLOSE:
        staff.minute()
        minute = stage.now + 60
        if stage.now <= MISHAP < minute:
            _without_a_controller(stage)
        while waiting and waiting[-1][0] < minute:
            at, caller = waiting.pop()
            stage.run(max(0.0, at - stage.now))
            stage.call(caller)
        stage.run(max(0.0, minute - stage.now))
        tick()
    for login in staff.logins.values():
        stage.order(login, SetPresence(Presence.OFF, Reason.SIGNED_OUT))
    stage.run(0.5 * HOUR)
    staff.jobs()


def _without_a_controller(stage: Stage) -> None:
    """The switch alone brings a caller to a person; the controller that comes back takes the call over."""
    tempers = {extension: stage.switch.phones[extension].answer for extension in HABITS}
    for extension in HABITS:
        stage.switch.phones[extension].answer = "busy"
    stage.kill_controller()
    stage.call(Caller("13911112222", "", "12345", ()))
    stage.run(12)
    stage.start_controller()
    stage.run(5)
    for extension, temper in tempers.items():
        stage.switch.phones[extension].answer = temper


if __name__ == "__main__":
    sys.exit(main())
