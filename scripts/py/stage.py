"""A stage for stories: the real controller and records around the stand-in switch, on virtual time, without sockets."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from controller.flow_checks import seconds
from controller.journal import Journal
from controller.recorder import Recorder
from controller.switch.events import SUBSCRIBED
from controller.switch.port import SwitchBack, SwitchLost
from controller.timers import VirtualTimers
from controller.wiring import Controller
from freeswitch.simulator.callers import Caller
from freeswitch.simulator.channels import Phone
from freeswitch.simulator.core import Switch
from freeswitch.simulator.inprocess import InProcessWire
from hotline import clock, rows
from hotline.calls.orders.place import place
from hotline.calls.rules.order_kinds import Command, SetPresence
from hotline.ports import GatewayError
from hotline.settings import Settings
from hotline.store.database import database
from hotline.words import Presence, Reason

MORNING = 1_795_395_600.0  # Monday 23 November 2026, 09:00 in China
FALLBACK_SECONDS = 3.0
FLUSH_EVERY = 200


class Wire:
    """The stand-in as the controller's wire: commands are answered at once, events wait to be fed."""

    def __init__(self, switch: Switch, timers: VirtualTimers) -> None:
        self._inner, self._timers = InProcessWire(switch, SUBSCRIBED.split()), timers
        self.up = True
        self.sent: list[str] = []

    def tell(self, call: str, command: str, on_reply: Callable[[str | None], Any]) -> None:
        if not self.up:
            on_reply(None)
            return
        self.sent.append(command)
        on_reply(self._inner.send(command, self._timers.now()).text)

    def drain(self) -> list[bytes]:
        events = self._inner.drain()
        return events if self.up else []


class Stage:
    """One day of a hotline. `run` moves time; everything that is due on the way happens in its order."""

    def __init__(self, settings: Settings, *, start: float = MORNING, orders: bool = True) -> None:
        self.settings = settings
        self.timers = VirtualTimers(start)
        numbers = {dialled: {"ts_profile": n.profile} for dialled, n in settings.numbers.items()}
        self.switch = Switch(
            numbers=numbers,
            sounds=lambda path: _length(settings.sounds, path),
            fallback_seconds=FALLBACK_SECONDS,
            recordings_dir=str(settings.recordings),
        )
        self._runs = itertools.count(1)
        self.speech = Spoken(settings.data)
        self.start_controller()

    # ---- the controller's life

    def start_controller(self) -> None:
        """A controller begins (again): it reads the journal and the records, then looks at the switch."""
        run = f"run{next(self._runs)}"
        self.wire = Wire(self.switch, self.timers)
        self.recorder = Recorder(Journal(self.settings.journal, run), run)
        self.controller = Controller(
            self.settings, self.wire, self.timers, self.recorder, lambda work: work(), f"controller-{run}",
            speech=self.speech,
        )  # fmt: skip
        self.recorder.replay()
        self.controller.begin()
        self.controller.hear(SwitchBack(self.now))

    def kill_controller(self) -> None:
        """The controller is gone in the middle of what it was doing; the switch goes on."""
        self.wire.up = False
        self.recorder.flush(self.now)
        self.timers.__init__(self.now)  # type: ignore[misc]

    def lose_switch(self) -> None:
        self.wire.up = False
        self.controller.hear(SwitchLost(self.now))

    def find_switch(self) -> None:
        self.wire.drain()
        self.wire.up = True
        self.controller.hear(SwitchBack(self.now))

    # ---- people

    @property
    def now(self) -> float:
        return self.timers.now()

    def telephone(self, extension: str, **how: Any) -> Phone:
        """Register a telephone; `how` as `freeswitch.simulator.channels.Phone` says."""
        phone = Phone(extension, **how)
        self.switch.phones.register(phone)
        self.feed()
        return phone

    def order(self, login: str, command: Command) -> str | None:
        """A person's order, placed and done; gives why it was refused."""
        self.recorder.flush(self.now)
        person = rows.Person.get(rows.Person.login == login)
        with database.atomic():
            order = place(command, person=person.id, by=login, now=clock.utc(self.now))
        self.controller.door.open()
        self.feed()
        refused: str | None = rows.Order.get_by_id(order).refused
        return refused

    def ready(self, *logins: str) -> None:
        for login in logins:
            refused = self.order(login, SetPresence(Presence.READY, Reason.BY_HAND))
            assert refused is None, refused

    def call(self, caller: Caller) -> str:
        """Somebody calls now; gives the call's id."""
        call = self.switch.call_in(caller, self.now)
        self.feed()
        return call

    # ---- time

    def feed(self) -> None:
        """Let the controller hear everything that the switch has said."""
        while events := self.wire.drain():
            for event in events:
                self.controller.switch.feed(event)
        if self.recorder.backlog >= FLUSH_EVERY:
            self.recorder.flush(self.now)

    def step(self, until: float) -> bool:
        """Move to the next thing that is due, at most to `until`. False when nothing is due before it."""
        self.feed()
        due = [d for d in (self.timers.next_due(), self.switch.next_due()) if d is not None]
        if not due or min(due) > until:
            self.timers.advance(until)
            return False
        moment = max(min(due), self.now)
        self.switch.advance(moment)
        self.timers.advance(moment)
        self.feed()
        return True

    def run(self, seconds: float) -> None:
        until = self.now + seconds
        while self.step(until):
            pass
        self.recorder.flush(self.now)


class Spoken:
    """A speech engine for stories: no sound, but a length as the words would have; `broken` says nothing at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self.said: list[str] = []
        self.broken = False

    def say(self, text: str) -> Path:
        if self.broken:
            raise GatewayError("no speech engine", permanent=True)
        self.said.append(text)
        return self._folder / "speech" / f"spoken{len(text)}.wav"


def _length(sounds: Path, path: str) -> float:
    """The length of a prompt as the switch finds it: under the sound prefix. Spoken text: by its characters."""
    name = Path(path).stem
    if path.startswith("/") and name.startswith("spoken"):
        return max(0.5, int(name.removeprefix("spoken")) * 0.2)
    length = seconds(sounds, Path(path).name.removesuffix(".wav"))
    if length is None:
        raise FileNotFoundError(path)
    return length
