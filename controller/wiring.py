"""Assembles a controller: with sockets and real time in `__main__`, with virtual time in stories."""

from collections.abc import Callable
from typing import Any

import structlog

from controller.calls.lanes import Lanes
from controller.queueing.dispatch import Dispatch
from controller.queueing.line import LineRouting, Rung
from controller.queueing.presence import Agent
from controller.switch import port
from controller.switch.commands import Commands
from controller.switch.freeswitch import FreeSwitch, Wire
from hotline import clock
from hotline.callers.verbs.sample_cases import SampleCases
from hotline.calls.reads import dialling, roster, silence
from hotline.calls.reads.lines import times
from hotline.calls.rules.call_record import CallFact
from hotline.calls.rules.roster import OpenCall, RosterAgent, RosterLine
from hotline.knowledge import content
from hotline.outside import cases as case_systems
from hotline.ports import CaseSystem
from hotline.settings import Settings
from hotline.store.database import AWAY
from hotline.words import Reason, Whom
from hotline.workdays.reads import hours
from hotline.workdays.rules.calendar import Calendar

from .door import Door, InDatabase
from .enquiries import Beside, Enquiries, Speech, Timetable, at_once
from .flow_checks import FlowCheck
from .flow_registry import FlowRegistry
from .overseer import EVERY_SECONDS, SOON_SECONDS, Overseer
from .recorder import Recorder
from .telephone_tries import TelephoneTries
from .timers import Timers

log = structlog.get_logger()
READ_SECONDS = 10.0  # until the jobs have written the configuration and the switch has read it
SHIFT_SECONDS = 300.0  # shifts begin and end at multiples of five minutes


class Controller:
    """All parts of the controller's process except its greenlets."""

    def __init__(
        self, settings: Settings, wire: Wire, timers: Timers, recorder: Recorder, in_database: InDatabase, name: str,
        *, speech: Speech, beside: Beside = at_once, speaking: Beside = at_once, elsewhere: Beside = at_once,
        cases: CaseSystem | None = None, apart: Callable[[Callable[[], Any]], Any] = lambda work: work(),
        flow_checks: FlowCheck | None = None,
    ) -> None:  # fmt: skip
        self.timers, self.recorder, self._in_database = timers, recorder, in_database
        known = content.load(settings.content)
        for problem in known.problems:
            log.error("content_problem", problem=problem)
        self.registry = FlowRegistry(settings, in_database, known, flow_checks)
        self._commands = Commands(str(settings.recordings.resolve()), settings.sip.domain)
        self.switch = FreeSwitch(wire, self._commands, timers.now, self.hear)
        self.lanes = Lanes(self.switch, timers, self._tell, self.registry.for_arrival)
        self.dispatch = Dispatch(timers, self.lanes.post, recorder.book)
        self.lanes.queue = self.dispatch
        self.overseer = Overseer(
            self.switch, self.lanes, self.dispatch, self._open_calls, self.registry.for_number, self.look_soon
        )
        self.door = Door(self.dispatch, self.lanes, self.switch, self.registry, in_database, timers.now, name, apart)
        self.enquiries = Enquiries(
            self.dispatch, known, cases or case_systems.choose(settings) or SampleCases(), speech, beside, timers.now,
            speaking, elsewhere,
        )  # fmt: skip
        self.lanes.enquiries = self.enquiries
        self.tries = TelephoneTries(timers, in_database)
        self.connected = False
        self._looks_at = 0.0  # when the calls are compared next

    def begin(self) -> None:
        """Load the published flows, people and lines. Raises what the database raises."""
        self.learn_floor()
        self.learn_numbers()
        self.registry.load(self.timers.now())
        self._remember_silent()

    # ---- events

    def hear(self, heard: port.Heard) -> None:
        match heard:
            case port.SwitchBack():
                self.connected, self.lanes.deaf = True, False
                log.info("switch_connected")
                self.look_after()
            case port.SwitchLost():
                self.connected, self.lanes.deaf = False, True
                self.overseer.missed()
                log.error("switch_lost", calls=len(self.lanes.lanes))
            case port.TelephoneGone(extension):
                self.dispatch.telephone_gone(extension)
            case port.TelephoneTried():
                self.tries.heard(heard)
            case _:
                self.lanes.hear(heard)
                if isinstance(heard, port.Refusal):
                    self.look_soon()

    def _tell(self, fact: CallFact) -> None:
        """Record a fact; what it says of silent callers is remembered."""
        self.recorder.tell(fact)
        lane = self.lanes.lanes.get(fact.call)
        if lane is not None and lane.session.outgoing is None:
            self.dispatch.silent.heard(fact.call, lane.session.number, fact.kind, fact.data, fact.at)

    def look_after(self) -> None:
        """Compare with the switch's channels now, and every half minute."""
        self._looks_at = self.timers.now() + EVERY_SECONDS
        self.timers.arm("overseer", EVERY_SECONDS, self.look_after)
        if self.connected:
            self.overseer.look()

    def look_soon(self) -> None:
        """Something does not fit: compare before the half minute is over."""
        soon = self.timers.now() + SOON_SECONDS
        if soon < self._looks_at:
            self._looks_at = soon
            self.timers.arm("overseer", SOON_SECONDS, self.look_after)

    def _open_calls(self) -> list[OpenCall] | None:
        """Open calls from the records, after pending facts are written; None while the database is not reachable."""

        def read() -> list[OpenCall] | None:
            return roster.open_calls() if self.recorder.flush(self.timers.now()) else None

        try:
            opened: list[OpenCall] | None = self._in_database(read)
        except AWAY as error:
            log.error("database_away", why=str(error))
            return None
        return opened

    # ---- people and lines

    def learn_floor(self) -> None:
        """Read people, lines and positions: at start, after an administrator's change, and when shifts change."""
        now = clock.utc(self.timers.now())
        people = self._in_database(roster.agents)
        lines = self._in_database(lambda: roster.lines(now))
        special = self._in_database(lambda: {site: hours.special_days(site) for site in {line.site for line in lines}})
        self.dispatch.set_floor([_agent(a) for a in people], [_line(line) for line in lines])
        self.registry.lines = {line.code for line in lines}
        self.enquiries.timetable = timetable(lines, special)
        self.timers.arm("shifts", SHIFT_SECONDS - self.timers.now() % SHIFT_SECONDS, self._next_shift)

    def learn_numbers(self) -> None:
        """Read which numbers the house dials: at start, and after an administrator's change."""
        plan = self._in_database(dialling.plan)
        self.door.requests.plan = self._commands.plan = self.registry.plan = plan
        silent = self.dispatch.silent
        silent.calls, silent.seconds = self._in_database(silence.limits)

    def _remember_silent(self) -> None:
        """What an earlier controller knew of silent callers."""
        now, silent = self.timers.now(), self.dispatch.silent
        for number, at, spoke in self._in_database(lambda: silence.lately(clock.utc(now - silent.seconds))):
            if spoke:
                silent.talked(number)
            else:
                silent.silent(number, at)

    def new_password(self, extension: str) -> None:
        """A telephone has a new password: sign it out once the switch has read it."""
        self.timers.arm(f"password {extension}", READ_SECONDS, lambda: self.switch.sign_out(extension))

    def _next_shift(self) -> None:
        self.timers.arm("shifts", SHIFT_SECONDS, self._next_shift)  # again, whatever happens; success arms it anew
        try:
            self.learn_floor()
        except AWAY as error:
            log.error("database_away", why=str(error))

    def state(self) -> dict[str, Any]:
        """Data for the heartbeat."""
        return {
            "connected": self.connected,
            "calls": len(self.lanes.lanes),
            "waiting": len(self.dispatch.board.calls),
            "backlog": self.recorder.backlog,
            "database": self.recorder.away_since is None,
            "journal": self.recorder.journal_trouble,
            "flows": sorted(self.registry.flows),
            "problems": [str(problem) for of in self.registry.problems.values() for problem in of],
            "robots": self.dispatch.silent.tested(self.timers.now()),
            "cover": [code for code in self.dispatch.uncovered() if self.enquiries.works(code)],
        }


def _agent(a: RosterAgent) -> Agent:
    return Agent(
        a.person, a.site, a.extension, a.state, Reason(a.reason), a.since, a.until, a.call, skills=a.skills,
        takes_calls=a.takes_calls,
    )  # fmt: skip


def _line(line: RosterLine) -> LineRouting:
    ladder = tuple(Rung(Whom(r.whom), r.seconds, r.skip_if_none, r.sites, r.load) for r in line.ladder)
    return LineRouting(
        line.code, line.site, line.a, line.b, ladder, line.ring_seconds, line.wrap_up_seconds, line.needs,
        line.most_waiting, line.announce_seconds, line.tests_silence,
    )  # fmt: skip


def timetable(lines: list[RosterLine], special: dict[str, dict[str, dict[str, Any]]]) -> Timetable:
    """The hours of the lines with the special days of their sites. A line with unreadable hours counts as always open,
    and an error is logged."""
    told = {
        line.code: times(line.hours, line.site, special.get(line.site, {})) for line in lines if line.hours is not None
    }
    for code, one in told.items():
        if one.trouble:
            log.error("hours_not_read", line=code, why=one.trouble)
    good = {code: one for code, one in told.items() if not one.trouble}
    return Timetable(
        {code: one.hours for code, one in good.items()}, Calendar(), {code: one.calendar for code, one in good.items()}
    )
