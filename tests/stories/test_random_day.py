"""Random days with every kind of wish and mishap; at their end the records say what must be true.

A few hundred calls here; `TINGSU_DAYS=100` lives through ten thousand.
"""

import itertools
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.calls.ring_time import GRACE_SECONDS
from controller.overseer import SOON_SECONDS
from freeswitch.simulator.callers import CallerAct
from hotline import rows
from hotline.calls.rules.order_kinds import (
    Answer,
    CallOut,
    Command,
    Consult,
    ForceState,
    HandOver,
    HangUp,
    Hold,
    MaskRecording,
    Mute,
    PlayScript,
    Resume,
    Return,
    SetPresence,
    TakeOver,
    Target,
    ThreeWay,
    Transfer,
    Unmute,
    Watch,
    WatchAs,
)
from hotline.words import Party, Presence, Reason, Script
from tests.effort import often

from .house import House, hang_up, quiet_sounds
from .test_disorder import Disorder

pytestmark = pytest.mark.story

CALLS = 150
DAYS = int(os.environ.get("TINGSU_DAYS", "0")) or often(1, 4)
OUTSIDE = ("13800138000", "95588", "114")
TEMPERS = ("answer", "answer", "answer", "answer", "busy", "reject", "ignore", "endless")
REFUSED = 0.03  # so many of the commands are refused, on some days
LONGEST_RING = {"offer": 20, "agent": 20, "citizen": 45}  # seconds; other legs as a consulted colleague
SECOND = 1.0
FORCED = (Presence.READY, Presence.AWAY, Presence.OFF)
AWAY = (Reason.REST, Reason.MEAL, Reason.PAPERWORK)


class Day:
    """What happens between two calls, by dice."""

    def __init__(self, house: House, seed: int, calls: int) -> None:
        self.house, self.dice, self.calls = house, random.Random(seed), calls
        self.disorderly, self.refusing = seed % 2 == 1, seed % 3 == 0
        self.deaf: list[tuple[float, float]] = []  # when the switch could not be heard
        self.killed: list[float] = []  # when a controller was gone in the middle of what it did

    def mix_up(self) -> None:
        """On every other day events come twice, and some of them late; on every third the switch refuses commands."""
        if self.disorderly:
            self.house.wire.drain = Disorder(self.house, self.dice.randrange(2**32))  # type: ignore[method-assign]
        if self.refusing:
            self.house.wire.tell = Refusing(self.house, self.dice)  # type: ignore[method-assign]

    def run(self) -> None:
        number: int | str
        for number in range(1, 7):
            self.house.desk(number, ring_seconds=self.dice.uniform(1, 9), talk_seconds=self.dice.uniform(5, 90))
        for number in (*OUTSIDE, "6001", "6002", "6003"):
            temper = self.dice.choice(TEMPERS)
            self.house.telephone(number, ring_seconds=self.dice.uniform(1, 9), talk_seconds=30, answer=temper)
        tests = self.dice.choice(("filing", "government", ""))
        rows.Line.update(tests_silence=True, announce_seconds=7, most_waiting=6).where(
            rows.Line.code == tests
        ).execute()
        self.house.controller.learn_floor()
        self.mix_up()
        for n in range(self.calls):
            self.call(n)
            self.mishap()
            self.house.run(self.dice.expovariate(1 / 12))
        self.house.run(1_500)

    def call(self, n: int) -> None:
        did = self.dice.choice(("12368", "12368", "12345", "12345", "99999"))
        keys = self.dice.choice(
            ("0", "0", "10", "990", "5", "###", "", "131500000#1", "1120261024#246810#", "18", "1511")
        )
        does = [CallerAct("press", "during", self.dice.uniform(0.1, 9), "court", keys)] if keys else []
        if self.dice.random() < 0.3:
            does.append(CallerAct("press", "during", self.dice.uniform(1, 20), ".message", "#"))
        if self.dice.random() < 0.8:
            does.append(CallerAct("speak", "at", self.dice.uniform(0, 30)))
        does.append(hang_up(self.dice.choice((self.dice.uniform(0, 30), self.dice.uniform(20, 400), 500))))
        self.house.rings(did, *does, number=f"138{n:08d}", name=self.dice.choice(("张三", "", "x%0AUnique-ID: evil")))

    def mishap(self) -> None:
        happens = self.dice.random()
        if happens < 0.3:
            self.people()
        elif happens < 0.36:
            self.house.kill_controller()
            self.house.start_controller()
            self.killed.append(self.house.now)
            self.mix_up()
        elif happens < 0.42:
            begun = self.house.now
            self.house.lose_switch()
            self.house.run(self.dice.uniform(0.1, 12))
            self.house.find_switch()
            self.deaf.append((begun, self.house.now))
        elif happens < 0.52:
            phone = self.house.switch.board.phones[f"100{self.dice.randint(1, 6)}"]
            phone.answer = self.dice.choice(TEMPERS)
        elif happens < 0.58:
            self.house.switch.phones.unregister(f"100{self.dice.randint(1, 6)}")

    def people(self) -> None:
        number = self.dice.randint(1, 6)
        happens = self.dice.random()
        if self.dice.random() < 0.4:
            self.together(f"agent{number}")
            return
        if happens < 0.15:
            self.house.order(f"agent{number}", SetPresence(Presence.AWAY, self.dice.choice(AWAY)))
        elif happens < 0.5:
            self.house.switch.phones.register(f"100{number}")
            self.house.order(f"agent{number}", SetPresence(Presence.READY, Reason.BY_HAND))
        else:
            for _ in range(self.dice.randint(1, 4)):
                self.house.order(f"agent{number}", self.command())
                self.house.run(self.dice.choice((0, 0.5, 3, 8)))

    def together(self, agent: str) -> None:
        """Orders that make sense one after another, with their pauses; each may be refused."""
        supervisor, first = f"agent{self.dice.randint(1, 6)}", self.someone()
        him = self.house.person(int(agent[-1]))
        done: tuple[Command, ...] = (Return(), ThreeWay(), HandOver(), HangUp(), Transfer((self.someone(),)))
        silent = PlayScript(self.dice.choice(list(Script)))
        watched: tuple[Command, ...] = (
            WatchAs(him, "whisper"),
            WatchAs(him, "barge"),
            TakeOver(him),
            WatchAs(him, ""),
            HangUp(),
        )
        plans: list[list[tuple[str, Command]]] = [
            [(agent, Consult((first,))), (agent, self.dice.choice(done)), (agent, silent)],
            [(agent, Consult((first,))), (agent, Return()), (agent, silent), (agent, Answer())],
            [(agent, Consult((first,))), (agent, ThreeWay()), (agent, HandOver())],
            [(agent, Transfer((first,))), (agent, Consult((self.someone(),)))],
            [(supervisor, Watch(him)), *((supervisor, one) for one in self.dice.sample(watched, 2))],
            [(agent, silent), (agent, SetPresence(Presence.READY, Reason.BY_HAND))],
            [(agent, ForceState(self.dice.choice(FORCED), Reason.BY_HAND, "换班"))],
        ]
        for login, order in self.dice.choice(plans):
            self.house.order(login, order)
            self.house.run(self.dice.choice((0, 0.1, 1, 5, 12, 25)))

    def someone(self) -> Target:
        """A colleague, a judge, or a number outside."""
        return self.dice.choice(
            (
                Target(agent=self.house.person(self.dice.randint(1, 6))),
                Target(self.dice.choice(OUTSIDE), outside=True, party=Party.OUTSIDE, seconds=15),
                Target(f"600{self.dice.randint(1, 3)}", party=Party.JUDGE, seconds=10, contact=1),
            )
        )

    def command(self) -> Command:
        """Anything that a person may ask for, whether it fits or not."""
        other = self.house.person(self.dice.randint(1, 6))
        colleague = Target(agent=other)
        outside = Target(self.dice.choice(OUTSIDE), outside=True, party=Party.OUTSIDE, seconds=15)
        judges = tuple(Target(f"600{n}", party=Party.JUDGE, seconds=10, contact=1) for n in range(1, 4))
        line = Target(line=self.dice.choice(("filing", "enforcement", "government", "nowhere")))
        return self.dice.choice(
            (
                Answer(), HangUp(), Hold(), Resume(), Mute(), Unmute(), MaskRecording(), ThreeWay(), Return(),
                HandOver(), PlayScript(self.dice.choice(list(Script))), Consult((colleague,)), Consult((outside,)),
                Consult(judges), Transfer((colleague,)), Transfer((outside,)), Transfer((line,)),
                Transfer((Target(flow="gov_12345"),)), CallOut(self.dice.choice(OUTSIDE), line="filing"),
                Watch(other), WatchAs(other, "barge"), WatchAs(other, ""), TakeOver(other),
            )
        )  # fmt: skip


class Refusing:
    """Between the controller and the switch: some commands are refused and not done."""

    def __init__(self, house: House, dice: random.Random) -> None:
        self._tell, self._dice = house.wire.tell, dice

    def __call__(self, call: str, command: str, on_reply: Callable[[str | None], Any]) -> None:
        if self._dice.random() < REFUSED:
            on_reply("-ERR Operation failed\n")
        else:
            self._tell(call, command, on_reply)


def live_through(house: House, seed: int, calls: int) -> None:
    """One day, and what must be true after it."""
    begun = house.now
    day = Day(house, seed, calls)
    day.run()
    rings_end(house, day)
    assert rows.Call.select().where(rows.Call.direction == "in").count() == calls
    house.settled()
    for number in range(1, 7):
        assert seconds_of(house, number, begun) == pytest.approx(house.now - begun, abs=0.01)


@pytest.mark.parametrize("seed", range(4))
def test_a_random_day(house: House, seed: int) -> None:
    live_through(house, seed, CALLS)
    assert {row.outcome for row in rows.Call.select()} >= {"talked", "abandoned_menu", "unknown_number"}


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return quiet_sounds(tmp_path_factory.mktemp("quiet"))


@settings(max_examples=DAYS)
@given(seed=st.integers(min_value=2, max_value=2**32))
def test_nobody_is_ever_stuck(db: Any, quiet: Path, tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    rows.Unit.update(parent=None, followed_by=None).execute()  # trees cannot be cut down at the root
    rows.Entry.update(parent=None).execute()
    for table in reversed(rows.ALL):
        table.delete().execute()
    live_through(House(tmp_path_factory.mktemp("day"), quiet), seed, 100)


def rings_end(house: House, day: Day) -> None:
    """No telephone rang longer than its time and the grace; while the switch is not heard, the clock waits for it, and
    a new controller hangs up what rang for the old one (which the leg's record does not tell)."""
    deaf = [*day.deaf, *((at, at + 2 * SOON_SECONDS) for at in day.killed)]
    rang = [("offer", row.offered_at, row.ended_at) for row in rows.Offer.select()]
    for row in rows.CallLeg.select():
        ended = row.answered_at or row.ended_at
        if not any(row.begun_at.timestamp() <= at <= ended.timestamp() for at in day.killed):
            rang.append((row.kind, row.begun_at, ended))
    for person in {row.person_id for row in rows.PresenceChange.select()}:
        query = rows.PresenceChange.select().where(rows.PresenceChange.person == person)
        changes = list(query.order_by(rows.PresenceChange.id))
        rang += [("agent", one.at, two.at) for one, two in itertools.pairwise(changes) if one.new == "offered"]
    for kind, begun, ended in rang:
        assert ended is not None, (kind, begun)
        unheard = [end - start for start, end in deaf if start <= ended.timestamp() and end >= begun.timestamp()]
        most = LONGEST_RING.get(kind, 20) + GRACE_SECONDS + SECOND + sum(unheard) + 2 * GRACE_SECONDS * len(unheard)
        assert (ended - begun).total_seconds() <= most, (kind, begun, ended)


def seconds_of(house: House, number: int, begun: float) -> float:
    """The sum of an agent's intervals: from the first moment of the day to its last, without a hole or an overlap."""
    query = rows.PresenceChange.select().where(rows.PresenceChange.person == house.person(number))
    moments: list[float] = [
        begun,
        *(change.at.timestamp() for change in query.order_by(rows.PresenceChange.id)),
        house.now,
    ]
    assert moments == sorted(moments)
    return sum(later - earlier for earlier, later in itertools.pairwise(moments))
