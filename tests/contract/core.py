"""The stand-in on virtual time, and what its callers and telephones do when the test says so."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from controller.switch import port
from controller.switch.commands import Commands
from controller.switch.events import SUBSCRIBED
from controller.switch.freeswitch import FreeSwitch
from freeswitch.simulator import callers
from freeswitch.simulator.channels import Channel, Phone
from freeswitch.simulator.core import Switch
from freeswitch.simulator.inprocess import InProcessWire

from .stages import FALLBACK_SECONDS, SOUNDS, Caller, Telephone

NUMBERS = {"12368": {"ts_profile": "court_12368", "ts_dialled": "12368"}}
NEVER = 1e6
BETWEEN_KEYS = 0.3


class CoreWire:
    def __init__(self, core: Switch, now: Callable[[], float]) -> None:
        self.inner, self._now = InProcessWire(core, SUBSCRIBED.split()), now

    def tell(self, call: str, command: str, on_reply: Callable[[str | None], Any]) -> None:
        on_reply(self.inner.send(command, self._now()).text)


class CoreStage:
    """The core on virtual time: a wait costs nothing."""

    def __init__(self, folder: Path) -> None:
        self.now = 1_795_395_600.0
        self.core = stand_in(folder)
        self.heard: list[port.Heard] = []
        self._wire = CoreWire(self.core, lambda: self.now)
        self.switch = FreeSwitch(self._wire, Commands(str(folder)), lambda: self.now, self.heard.append)

    def dial(self, caller: Caller, number: str) -> None:
        self.core.call_in(comes(caller, number), self.now)

    def telephone(self, extension: str, telephone: Telephone) -> None:
        self.core.add_phone(desk(extension, telephone), self.now)

    def press(self, number: str, keys: str) -> None:
        press(self.core, number, keys)

    def hang_up(self, number: str) -> None:
        hang_up(self.core, number)

    def put_down(self, extension: str) -> None:
        self.core.phones.hang_up(extension)

    def wait(self, until: Callable[[], Any], seconds: float) -> Any:
        end = self.now + seconds
        while not (value := until()):
            for event in self._wire.inner.drain():
                self.switch.feed(event)
            if value := until():
                return value
            due = self.core.next_due()
            self.now = max(self.now, min(end, due if due is not None else end))
            self.core.advance(self.now)
            if self.now >= end:
                for event in self._wire.inner.drain():
                    self.switch.feed(event)
                return until()
        return value

    def rest(self, seconds: float) -> None:
        self.wait(lambda: False, seconds)

    def close(self) -> None:
        pass


def stand_in(folder: Path) -> Switch:
    return Switch(
        numbers=NUMBERS,
        sounds=length,
        recordings_dir=str(folder),
        fallback_sound="closed.wav",
        fallback_seconds=FALLBACK_SECONDS,
    )


def length(path: str) -> float:
    try:
        return SOUNDS[path.removesuffix(".wav")]
    except KeyError:
        raise FileNotFoundError(path) from None


def comes(caller: Caller, number: str) -> callers.Caller:
    return callers.Caller(number, caller.name, "12368")


def caller_of(core: Switch, number: str) -> Channel:
    return next(one for one in core.board.channels.values() if one.caller is not None and one.cid_number == number)


def press(core: Switch, number: str, keys: str) -> None:
    channel = caller_of(core, number)
    for place, key in enumerate(keys):
        core.board.later(place * BETWEEN_KEYS, partial(core.engine.key, channel, key), channel)


def hang_up(core: Switch, number: str) -> None:
    channel = caller_of(core, number)
    cause, how = ("NORMAL_CLEARING", "recv_bye") if channel.answered else ("ORIGINATOR_CANCEL", "recv_cancel")
    core.engine.hang_up(channel, cause, how)


def desk(extension: str, telephone: Telephone) -> Phone:
    return Phone(extension, ring_seconds=telephone.rings, talk_seconds=NEVER, answer=telephone.answers)
