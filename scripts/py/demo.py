"""A court's whole day on virtual time, through the same controller and records as the real thing, in seconds.

Prints the day's figures and where each comes from. Exit 1 when a caller or an agent is left in the middle of
something, or a figure does not add up.
"""

import argparse
import json
import logging
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import structlog
from rich.progress import Progress

from controller.queueing.presence import Agent
from freeswitch.simulator.callers import Act, Caller
from hotline import clock, sample
from hotline.orders.kinds import SetPresence
from hotline.records import database
from hotline.records.queries.day import Day, day
from hotline.rules.kpi import ANSWER_LIMIT, CONNECT_LIMIT
from hotline.settings import Settings
from hotline.words import OfferResult, Outcome, Presence, Reason
from scripts.py import make_prompts
from scripts.py.stage import MORNING, Stage

HOUR = 3600.0
OPEN, CLOSE = MORNING - 0.5 * HOUR, MORNING + 8.5 * HOUR  # 08:30 to 17:30
LOGINS = {extension: login for login, _, extension in sample.AGENTS}
BACK_AFTER = 90.0  # seconds after which an agent who missed a call is ready again
# How each telephone's person works: seconds to answer, seconds of talk, and when away for lunch (hours after 9:00).
HABITS = {
    "1001": (3.0, 150.0, (3.0, 4.0)),
    "1002": (4.0, 120.0, (3.0, 4.0)),
    "1003": (2.0, 180.0, (3.0, 4.0)),
    "1004": (6.0, 90.0, (3.0, 4.0)),
    "1005": (3.0, 140.0, (3.0, 4.0)),
    "1006": (5.0, 110.0, (4.0, 4.5)),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--calls", type=int, default=420)
    parser.add_argument("--seed", type=int, default=12368)
    parser.add_argument("--keep", type=Path, help="keep the day's database and journal in this folder")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        result = play(given.keep or Path(folder), given.calls, given.seed, quiet=given.json)
        spent = time.perf_counter() - begun
        database.database.close()
    print(json.dumps(as_json(result), ensure_ascii=False, indent=2) if given.json else as_text(result, spent))
    return 1 if result.problems else 0


def play(folder: Path, calls: int, seed: int, *, quiet: bool) -> Day:
    """Live through the day and give its figures."""
    settings = Settings(data=folder)
    make_prompts.all_of(settings.sounds)
    database.migrate(database.attach(f"sqlite:///{folder / 'day.db'}"))
    sample.sow(clock.utc(OPEN), lambda p: "-", dict.fromkeys(sample.logins(), "-"), must_change=False)
    stage = Stage(settings, start=OPEN)
    chance = random.Random(seed)  # noqa: S311 - a play, not a secret
    plan = sorted((at, caller) for at, caller in _callers(chance, calls))
    for extension, (ring, talk, _) in HABITS.items():
        stage.telephone(extension, ring_seconds=ring, talk_seconds=talk)
    with Progress(disable=quiet or not sys.stdout.isatty()) as bar:
        task = bar.add_task("一天 / the day", total=CLOSE - OPEN)
        _live(stage, chance, plan, lambda: bar.update(task, completed=stage.now - OPEN))
    return day(clock.utc(OPEN), clock.utc(CLOSE + HOUR))


def _live(stage: Stage, chance: random.Random, plan: list[tuple[float, Caller]], tick: Any) -> None:
    """Minute by minute: people come, go to lunch, come back and leave; callers call when they call."""
    waiting = list(reversed(plan))
    while stage.now < CLOSE:
        _people(stage, chance)
        minute = stage.now + 60
        while waiting and waiting[-1][0] < minute:
            at, caller = waiting.pop()
            stage.run(max(0.0, at - stage.now))
            stage.call(caller)
        stage.run(max(0.0, minute - stage.now))
        tick()
    for login in LOGINS.values():
        stage.order(login, SetPresence(Presence.OFF, Reason.SIGNED_OUT))
    stage.run(0.5 * HOUR)


def _people(stage: Stage, chance: random.Random) -> None:
    for extension, (_, _, (lunch, back)) in HABITS.items():
        person = LOGINS[extension]
        agent = next(a for a in stage.controller.dispatch.agents.values() if a.extension == extension)
        at_lunch = lunch * HOUR <= stage.now - MORNING < back * HOUR
        if at_lunch and agent.state is Presence.READY:
            stage.order(person, SetPresence(Presence.AWAY, Reason.MEAL))
        elif not at_lunch and _comes_back(agent, stage.now):
            stage.order(person, SetPresence(Presence.READY, Reason.BY_HAND))
        phone = stage.switch.phones[extension]
        phone.answer = chance.choices(("answer", "ignore", "busy", "reject"), (92, 4, 2, 2))[0]


def _comes_back(agent: Agent, now: float) -> bool:
    """In the morning, after lunch, and some time after a call was missed."""
    if now < MORNING - 600 or agent.state not in (Presence.OFF, Presence.AWAY):
        return False
    return agent.state is Presence.OFF or agent.reason is Reason.MEAL or now - agent.since >= BACK_AFTER


# ---- who calls


def _callers(chance: random.Random, count: int) -> list[tuple[float, Caller]]:
    made = []
    for n in range(count):
        hour = chance.choices(range(9), (2, 6, 7, 6, 4, 4, 6, 5, 3))[0]
        at = OPEN + (hour + chance.random()) * HOUR
        number = f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"
        dialled = chance.choices(("12368", "12345", "96110"), (68, 29, 3))[0]
        acts = chance.choice(KINDS[dialled])(chance)
        made.append((min(at, CLOSE - 60 - n % 60), Caller(number, "", dialled, acts)))
    return made


Acts = tuple[Act, ...]


def _talks(r: random.Random) -> Acts:
    return (Act("speak"), Act("press", "after", 1 + r.random() * 3, "menu", "0"), _stays(r))


def _talks_at_once(r: random.Random) -> Acts:
    return (Act("speak"), _stays(r))


def _stays(r: random.Random) -> Act:
    return Act("hang_up", "talking", r.uniform(20, 240))


def _first_looks_at_self_service(r: random.Random) -> Acts:
    again = Act("press", "after", 2, "menu", "0")
    return (Act("speak"), Act("press", "after", 1, "menu", "1"), again, _stays(r))


def _types_ahead(r: random.Random) -> Acts:
    return (Act("speak"), Act("press", "at", 3 + r.random() * 6, keys="0"), _stays(r))


def _presses_wrong(r: random.Random) -> Acts:
    return (Act("speak"), Act("press", "after", 1, "menu", "7"), Act("press", "after", 2, "menu", "0"), _stays(r))


def _says_nothing(r: random.Random) -> Acts:
    return (_stays(r),)


def _gives_up_in_menu(r: random.Random) -> Acts:
    return (Act("hang_up", "at", r.uniform(4, 22)),)


def _gives_up_ringing(r: random.Random) -> Acts:
    return (Act("press", "after", 1, "menu", "0"), Act("hang_up", "ringing", r.uniform(0.5, 2)))


def _gives_up_at_once(r: random.Random) -> Acts:
    return (Act("hang_up", "at", r.uniform(0.5, 3)),)


def _impatient(r: random.Random) -> Acts:
    return (Act("press", "after", 1, "menu", "0"), Act("hang_up", "waiting", r.uniform(5, 15)), _stays(r))


def _leaves_message(r: random.Random) -> Acts:
    spoken = Act("speak", "during", 0, "tone", lasts=20)
    return (Act("press", "after", 1, "menu", "0"), spoken, Act("press", "during", 15, "tone", "#"), _stays(r))


def _gives_up_in_message(r: random.Random) -> Acts:
    return (Act("press", "after", 1, "menu", "0"), Act("hang_up", "during", 3, "agents_busy"), _stays(r))


def _only_listens(r: random.Random) -> Acts:
    return ()


KINDS = {
    "12368": (
        _talks, _talks, _talks, _talks, _talks, _first_looks_at_self_service, _types_ahead, _presses_wrong,
        _talks, _talks, _talks, _talks, _says_nothing, _gives_up_in_menu, _gives_up_ringing, _impatient, _impatient,
        _leaves_message, _gives_up_in_message,
    ),
    "12345": (*(_talks_at_once,) * 8, _gives_up_ringing, _impatient, _gives_up_at_once),
    "96110": (_only_listens,),
}  # fmt: skip


# ---- what came of it


def as_json(result: Day) -> dict[str, Any]:
    f = result.figures
    return {
        "calls": result.calls,
        "entered": f.entered,
        "outcomes": {str(o): n for o, n in result.outcomes.items()},
        "answered": f.answered,
        "abandoned": f.abandoned,
        "average_answer_seconds": None if f.average_answer is None else round(f.average_answer, 2),
        "connect_rate": None if f.connect_rate is None else round(f.connect_rate, 4),
        "answered_within_15_s": result.within_15,
        "waited_at_most_40_s": result.within_40,
        "asked_for_a_person": result.asked,
        "talk_seconds": round(result.talk_seconds, 1),
        "offers": {str(r): n for r, n in result.offers.items()},
        "messages": result.messages,
        "recordings": result.recordings,
        "agents": {
            a.name: {"calls": a.calls, "talk_seconds": round(a.talk_seconds, 1), "missed": a.missed}
            | {str(s): round(n) for s, n in a.seconds.items()}
            for a in result.agents
        },
        "problems": list(result.problems),
    }


def as_text(result: Day, spent: float) -> str:
    f = result.figures
    average = "-" if f.average_answer is None else f"{f.average_answer:.1f} s"
    rate = "-" if f.connect_rate is None else f"{f.connect_rate:.1%}"
    lines = [
        f"一天 {result.calls} 个来电，用时 {spent:.1f} 秒 / a day of {result.calls} calls in {spent:.1f} s",
        "",
        _line("进入呼叫中心 entered", f.entered, "calls to our numbers = 呼入总量（不含未登记号码）"),
        _line("人工接通 answered", f.answered, "calls with talking_at = 有通话开始时间的来电"),
        _line("放弃 abandoned", f.abandoned, "outcome abandoned_menu + _queue + _ringing"),
        _line("平均应答 average answer", average, f"sum of waits / answered; S4 < {ANSWER_LIMIT:.0f} s"),
        _line("总接通率 connect rate", rate, f"(talked + self_served + fallback) / ended; S4 >= {CONNECT_LIMIT:.0%}"),
        _line(
            "15 秒内接通 within 15 s", f"{result.within_15} / {f.answered}", "answered calls with wait_seconds <= 15"
        ),
        _line("40 秒内 within 40 s", f"{result.within_40} / {result.asked}", "calls that asked for a person"),
        _line("留言 messages", result.messages, "kept recordings of kind message"),
        _line("录音 recordings", result.recordings, "kept recordings of kind call; every answered call has one"),
        "",
        *(f"  {o.zh:<14}{o.en:<38}{n:>5}" for o, n in result.outcomes.items() if n or o is Outcome.TALKED),
        "",
        "  分配 offers: "
        + ", ".join(f"{r.en} {n}" for r, n in result.offers.items() if n or r is OfferResult.ANSWERED),
        *(
            f"  {a.name}  接听 {a.calls:>3}  通话 {a.talk_seconds / 60:6.1f} min  未接 {a.missed:>2}"
            f"  空闲 {a.seconds[Presence.READY] / 3600:4.1f} h  示忙 {a.seconds[Presence.AWAY] / 3600:4.1f} h"
            for a in result.agents
        ),
        "",
    ]
    lines += [f"  !! {problem}" for problem in result.problems]
    lines.append(
        "每个数字都对得上，没有遗留 / everything adds up, nobody is left"
        if not result.problems
        else "有问题 / problems"
    )
    return "\n".join(lines)


def _line(name: str, value: object, source: str) -> str:
    return f"  {name:<28}{value!s:>12}   {source}"


if __name__ == "__main__":
    sys.exit(main())
