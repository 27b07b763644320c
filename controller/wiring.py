"""Puts a controller together: around sockets and real time in `__main__`, around virtual time in stories."""

from typing import Any

import structlog

from controller.calls.lanes import Lanes
from controller.queueing.dispatch import Dispatch
from controller.queueing.line import Line, Rung
from controller.queueing.presence import Agent
from controller.switch import port
from controller.switch.commands import Commands
from controller.switch.freeswitch import FreeSwitch, Wire
from hotline.records.database import AWAY
from hotline.records.queries import floor
from hotline.rules.floor import FloorAgent, FloorLine, OpenCall
from hotline.settings import Settings
from hotline.words import Reason, Whom

from .door import Door, InDatabase
from .overseer import EVERY_SECONDS, Overseer
from .recorder import Recorder
from .shelf import Shelf
from .timers import Timers

log = structlog.get_logger()


class Controller:
    """Everything that lives in the controller's process, but for its greenlets."""

    def __init__(
        self, settings: Settings, wire: Wire, timers: Timers, recorder: Recorder, in_database: InDatabase, name: str
    ) -> None:
        self.timers, self.recorder, self._in_database = timers, recorder, in_database
        self.shelf = Shelf(settings)
        made = Commands(str(settings.recordings.resolve()))
        self.switch = FreeSwitch(wire, made, timers.now, self.hear)
        self.lanes = Lanes(self.switch, timers, recorder.tell, self.shelf.for_arrival)
        self.dispatch = Dispatch(timers, self.lanes.post, recorder.book)
        self.lanes.queue = self.dispatch
        self.overseer = Overseer(self.switch, self.lanes, self.dispatch, self._open_calls, self.shelf.for_number)
        self.door = Door(self.dispatch, self.lanes, self.switch, in_database, timers.now, name)
        self.connected = False

    # ---- what is heard

    def hear(self, heard: port.Heard) -> None:
        match heard:
            case port.SwitchBack():
                self.connected = True
                log.info("switch_connected")
                self.look_after()
            case port.SwitchLost():
                self.connected = False
                self.overseer.missed()
                log.error("switch_lost", calls=len(self.lanes.lanes))
            case port.TelephoneGone(extension):
                self.dispatch.telephone_gone(extension)
            case _:
                self.lanes.hear(heard)

    def look_after(self) -> None:
        """Compare with the switch now, and every half minute."""
        self.timers.arm("overseer", EVERY_SECONDS, self.look_after)
        if self.connected:
            self.overseer.look()

    def _open_calls(self) -> list[OpenCall] | None:
        """Calls open in the records, once everything told is in them; None while the database is away."""

        def read() -> list[OpenCall] | None:
            return floor.open_calls() if self.recorder.flush(self.timers.now()) else None

        try:
            opened: list[OpenCall] | None = self._in_database(read)
        except AWAY as error:
            log.error("database_away", why=str(error))
            return None
        return opened

    # ---- the floor

    def learn_floor(self) -> None:
        """Read people, lines and positions; at the start and whenever an administrator changes them."""
        people = self._in_database(floor.agents)
        lines = self._in_database(floor.lines)
        self.dispatch.set_floor([_agent(a) for a in people], [_line(line) for line in lines])

    def state(self) -> dict[str, Any]:
        """For the heartbeat."""
        return {
            "connected": self.connected,
            "calls": len(self.lanes.lanes),
            "waiting": len(self.dispatch.board.calls),
            "backlog": self.recorder.backlog,
            "database": self.recorder.away_since is None,
            "journal": self.recorder.journal_trouble,
            "flows": sorted(self.shelf.flows),
            "problems": [str(problem) for problem in self.shelf.problems],
        }


def _agent(a: FloorAgent) -> Agent:
    return Agent(a.person, a.site, a.extension, a.state, Reason(a.reason), a.since, a.until, a.call)


def _line(line: FloorLine) -> Line:
    ladder = tuple(Rung(Whom(whom), seconds) for whom, seconds in line.ladder)
    return Line(line.code, line.site, line.a, line.b, ladder, line.ring_seconds, line.wrap_up_seconds)
