"""Who calls in the demo's day, and what each of them does."""

import random

from freeswitch.simulator.callers import Caller, CallerAct
from scripts.py.stage import MORNING

HOUR = 3600.0
OPEN, CLOSE = MORNING - 0.5 * HOUR, MORNING + 8.5 * HOUR  # 08:30 to 17:30
NUISANCE = "13666666666"
BROKEN = "96000"  # a number whose flow is missing
LED_ON = "96001"  # a number that leads on to another one outside
LUNCH = MORNING + 3.55 * HOUR
HOURLY = (2, 6, 7, 6, 4, 4, 6, 5, 3)
Acts = tuple[CallerAct, ...]


def callers(chance: random.Random, count: int) -> list[tuple[float, Caller]]:
    """The day's calls in the order of their time."""
    made = []
    for n in range(count):
        hour = chance.choices(range(9), HOURLY)[0]
        at = OPEN + (hour + chance.random()) * HOUR
        number = f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"
        dialled = chance.choices(tuple(KINDS), (65, 28, 3, 2, 2))[0]
        acts = KINDS[dialled][n % len(KINDS[dialled])](chance)
        number = NUISANCE if dialled == "12368" and n % 97 == 5 else number
        made.append((min(at, CLOSE - 60 - n % 60), Caller(number, "", dialled, acts)))
    for n in range(4):  # at lunch, when one person is there: somebody will have to be called back
        made.append((LUNCH + 5 * n, Caller(f"1370000000{n}", "", "12368", _asks_to_be_called_back(chance))))
    return sorted(made, key=lambda one: one[0])


def _stays(r: random.Random) -> CallerAct:
    return CallerAct("hang_up", "talking", r.uniform(20, 240))


def _after(prompt: str, keys: str, seconds: float = 1.0) -> CallerAct:
    return CallerAct("press", "after", seconds, prompt, keys)


def _talks(r: random.Random) -> Acts:
    return (CallerAct("speak"), _after("menu", "0", 1 + r.random() * 3), _stays(r))


def _talks_at_once(r: random.Random) -> Acts:
    return (CallerAct("speak"), _stays(r))


def _talks_till_the_agent_hangs_up(r: random.Random) -> Acts:
    return (CallerAct("speak"), _after("menu", "0"), _after("survey", r.choice("1112345"), 2))


def _types_ahead(r: random.Random) -> Acts:
    return (CallerAct("speak"), CallerAct("press", "at", 3 + r.random() * 6, keys="0"), _stays(r))


def _presses_wrong(r: random.Random) -> Acts:
    return (CallerAct("speak"), _after("menu", "7"), _after("menu", "0", 2), _stays(r))


def _says_nothing(r: random.Random) -> Acts:
    return (_stays(r),)


def _wants_a_judge(r: random.Random) -> Acts:
    return (CallerAct("speak"), _after("court.menu", "3"), CallerAct("hang_up", "talking", r.uniform(90, 240)))


def _gives_up_in_menu(r: random.Random) -> Acts:
    return (CallerAct("hang_up", "at", r.uniform(4, 22)),)


def _gives_up_ringing(r: random.Random) -> Acts:
    return (_after("menu", "0"), CallerAct("hang_up", "ringing", r.uniform(0.5, 2)))


def _gives_up_at_once(r: random.Random) -> Acts:
    return (CallerAct("hang_up", "at", r.uniform(0.5, 3)),)


def _impatient(r: random.Random) -> Acts:
    return (_after("menu", "0"), CallerAct("hang_up", "waiting", r.uniform(5, 15)), _stays(r))


def _asks_to_be_called_back(r: random.Random) -> Acts:
    return (CallerAct("speak"), _after("menu", "0"), _after("callback.offer", "1", 2), _stays(r))


def _leaves_message(r: random.Random) -> Acts:
    spoken = CallerAct("speak", "during", 0, "tone", lasts=20)
    return (
        _after("menu", "0"),
        _after("callback.offer", "3"),
        spoken,
        CallerAct("press", "during", 15, "tone", "#"),
        _stays(r),
    )


def _gives_up_in_message(r: random.Random) -> Acts:
    return (_after("menu", "0"), CallerAct("hang_up", "during", 3, "agents_busy"), _stays(r))


def _silent(r: random.Random) -> Acts:
    return ()


# ---- the eight topics, and petitions


def _topic(*steps: tuple[str, str]) -> Acts:
    """Self-service by keys: after each prompt its keys; listens to the end and hangs up."""
    keys = tuple(_after(prompt, pressed) for prompt, pressed in steps)
    return (_after("court.menu", "1"), *keys, CallerAct("hang_up", "after", 3, "end_menu"))


def _case(r: random.Random) -> Acts:
    code = r.choice(("20261024", "20260881", "20262077"))
    wrong = (("case.password", "111111#"),) if r.random() < 0.3 else ()
    return _topic(
        ("self_menu", "1"), ("case.how", "1"), ("case.code", f"{code}#"), *wrong, ("case.password", "246810#")
    )


def _case_by_identity(r: random.Random) -> Acts:
    return _topic(("self_menu", "1"), ("case.how", "2"), ("case.code", "20260318#"), ("case.identity", "01123*"))


def _guide(r: random.Random) -> Acts:
    return _topic(("self_menu", "2"))


def _fee(r: random.Random) -> Acts:
    amount = r.choice((8_000, 50_000, 500_000, 1_234_567, 25_000_000))
    return (
        _after("court.menu", "1"),
        _after("self_menu", "3"),
        _after("fees.menu", r.choice("178")),
        _after("fees.amount", f"{amount}#"),
        _after("common.confirm", "1"),
        CallerAct("hang_up", "after", 3, "fees.estimate"),
    )


def _limits(r: random.Random) -> Acts:
    return _topic(("self_menu", "4"), ("limits.menu", r.choice("12345")))


def _hearing(r: random.Random) -> Acts:
    return _topic(("self_menu", "5"))


def _jurisdiction(r: random.Random) -> Acts:
    return _topic(("self_menu", "6"), ("courts.menu", r.choice("1234567")), ("courts.place", r.choice("123")))


def _risk(r: random.Random) -> Acts:
    return _topic(("self_menu", "7"))


def _aid(r: random.Random) -> Acts:
    return _topic(("self_menu", "8"))


def _petition(r: random.Random) -> Acts:
    return (
        _after("court.menu", "2"), _after("petition.code", "20260017#"), _after("case.password", "246810#"),
        CallerAct("hang_up", "after", 3, "end_menu"),
    )  # fmt: skip


TOPICS = (_case, _guide, _fee, _limits, _hearing, _jurisdiction, _risk, _aid, _petition, _case_by_identity)
KINDS = {
    "12368": (
        _talks, _case, _talks, _talks_till_the_agent_hangs_up, _fee, _talks, _types_ahead, _guide, _presses_wrong,
        _talks, _limits, _wants_a_judge, _talks, _hearing, _talks_till_the_agent_hangs_up, _says_nothing, _jurisdiction,
        _gives_up_in_menu, _talks, _risk, _gives_up_ringing, _impatient, _aid, _leaves_message, _petition,
        _gives_up_in_message, _case_by_identity, _asks_to_be_called_back, _talks, _impatient,
    ),
    "12345": (
        *(_talks_at_once,) * 6, _silent, _gives_up_ringing, *(_talks_at_once,) * 3, _impatient, _gives_up_at_once,
    ),
    "96110": (_silent,),
    BROKEN: (_silent,),
    LED_ON: (_talks_at_once,),
}  # fmt: skip
