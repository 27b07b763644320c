"""The people of the demo's day: who is there, goes to lunch, consults, hands over, listens in and calls back."""

import random

from controller.queueing.presence import Agent
from hotline import clock, rows
from hotline.callers import jobs as call_backs
from hotline.callers.verbs import call_backs as desk_call_backs
from hotline.callers.verbs import contacts
from hotline.calls.rules.order_kinds import (
    Command,
    Consult,
    HandOver,
    HangUp,
    PlayScript,
    Return,
    SetPresence,
    TakeOver,
    Target,
    ThreeWay,
    Transfer,
    Watch,
)
from hotline.people.reads.parameters import quiet
from hotline.ports import Refused
from hotline.words import CallBackState, Party, Presence, Reason, Script
from scripts.py.demo_callers import HOUR
from scripts.py.stage import MORNING, Stage

BACK_AFTER = 90.0  # seconds after which an agent who missed a call is ready again
# How each telephone's person works: seconds to answer, seconds of talk, and when away for lunch (hours after 9:00).
HABITS = {
    "1001": (3.0, 150.0, (3.0, 4.0)),
    "1002": (4.0, 120.0, (3.0, 4.0)),
    "1003": (2.0, 180.0, (3.0, 4.0)),
    "1004": (6.0, 90.0, (3.0, 4.0)),
    "1005": (3.0, 140.0, (3.0, 4.0)),
    "1006": (5.0, 110.0, (4.0, 4.5)),
    "1007": (4.0, 130.0, (3.5, 4.0)),  # of the branch court
}
SCRIPTS = (Script.SILENT, Script.TOO_QUIET, Script.HANDS_FREE, Script.NOISY)


class Staff:
    """`minute` is called once a minute. `morning`: nine o'clock of the day."""

    def __init__(self, stage: Stage, chance: random.Random, morning: float = MORNING) -> None:
        self.stage, self.chance, self.morning, self._done = stage, chance, morning, 0
        self.logins = {person.extension: person.login for person in rows.Person.select() if person.extension}
        self.habits = {extension: habit for extension, habit in HABITS.items() if extension in self.logins}

    def minute(self) -> None:
        for extension, (_, _, (lunch, back)) in self.habits.items():
            agent = self._agent(extension)
            at_lunch = lunch * HOUR <= self.stage.now - self.morning < back * HOUR
            if at_lunch and agent.state is Presence.READY:
                self._order(extension, SetPresence(Presence.AWAY, Reason.MEAL))
            elif not at_lunch and _comes_back(agent, self.stage.now, self.morning):
                self._order(extension, SetPresence(Presence.READY, Reason.BY_HAND))
            phone = self.stage.switch.phones[extension]
            phone.answer = self.chance.choices(("answer", "ignore", "busy", "reject"), (92, 4, 2, 2))[0]
        self._something()
        self.jobs()

    def _agent(self, extension: str) -> Agent:
        return next(a for a in self.stage.controller.dispatch.agents.values() if a.extension == extension)

    def _order(self, extension: str, command: Command) -> str | None:
        return self.stage.order(self.logins[extension], command)

    # ---- what agents do in their calls

    def _something(self) -> None:
        """Now and then somebody consults a colleague, rings a judge, gives a call away or lets the machine speak."""
        talking = [e for e in self.habits if self._agent(e).state is Presence.TALKING]
        free = [e for e in self.habits if self._agent(e).state is Presence.READY]
        if not talking or self.chance.random() > 0.35:
            return
        mine, self._done = talking[0], self._done + 1
        acts = (self._consults, self._judge, self._gives_away, self._speaks, self._supervisor)
        acts[self._done % len(acts)](mine, free)

    def _consults(self, mine: str, free: list[str]) -> None:
        if not free:
            return
        self._order(mine, Consult((Target(agent=self._agent(free[0]).person),)))
        self.stage.run(12)
        self._order(mine, (ThreeWay(), Return(), HandOver())[self._done % 3])

    def _judge(self, mine: str, free: list[str]) -> None:
        """Urgent: judge, chamber, chief are rung in turn; the first of them may not be there."""
        agent = self._agent(mine)
        judge = list(rows.Judge.select().order_by(rows.Judge.id))[self._done % 5]
        request = contacts.Request(judge.id, "请尽快联系当事人。", urgent=True, call=agent.call)
        now = clock.utc(self.stage.now)
        contacts.open_contact(request, person=agent.person, by=self.logins[mine], now=now, client_ip="")
        self.stage.controller.door.open()
        self.stage.run(45)
        self._order(mine, HandOver())

    def _gives_away(self, mine: str, free: list[str]) -> None:
        to = Target(line="enforcement") if self._done % 2 else Target("12348", outside=True, party=Party.OUTSIDE)
        self._order(mine, Transfer((to,)))

    def _speaks(self, mine: str, free: list[str]) -> None:
        self._order(mine, PlayScript(SCRIPTS[self._done // 5 % len(SCRIPTS)]))

    def _supervisor(self, mine: str, free: list[str]) -> None:
        """Somebody who is free listens in, and now and then takes the call over."""
        if not free:
            return
        self._order(free[-1], Watch(self._agent(mine).person))
        self.stage.run(15)
        self._order(free[-1], TakeOver(self._agent(mine).person) if self._done % 2 else HangUp())

    # ---- what is done for missed calls

    def jobs(self) -> None:
        """The jobs' round, and somebody free calls back whoever waits for it."""
        now, still = clock.utc(self.stage.now), quiet()
        self.stage.recorder.flush(self.stage.now)
        call_backs.collect(now)
        call_backs.settle(now)
        call_backs.called_again(now)
        free = [e for e in self.habits if self._agent(e).state is Presence.READY and e != "1007"]
        waiting = rows.CallBack.select().where(
            rows.CallBack.state == CallBackState.OPEN.value, rows.CallBack.next_at <= now
        )
        task = waiting.order_by(rows.CallBack.priority.desc(), rows.CallBack.id).first()
        if len(free) < 2 or task is None:
            return
        person = self._agent(free[-1]).person
        temper = self.chance.choices(("answer", "ignore", "busy"), (80, 12, 8))[0]
        self.stage.telephone(task.number, ring_seconds=6, talk_seconds=self.chance.uniform(20, 90), answer=temper)
        try:
            desk_call_backs.call(task.id, person, by=self.logins[free[-1]], now=now, client_ip="", quiet=still)
        except Refused:
            return
        self.stage.controller.door.open()
        self.stage.feed()


def _comes_back(agent: Agent, now: float, morning: float) -> bool:
    """In the morning, after lunch, and some time after a call was missed."""
    if now < morning - 600 or agent.state not in (Presence.OFF, Presence.AWAY):
        return False
    return agent.state is Presence.OFF or agent.reason is Reason.MEAL or now - agent.since >= BACK_AFTER
