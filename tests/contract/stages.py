"""Where the switch contract is played: callers, telephones and time, asked and heard through the port alone.

Here is the stand-in's core on virtual time; the stages over a socket are in `linked`.
"""

import itertools
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from controller.switch import port
from controller.switch.commands import Commands
from controller.switch.events import SUBSCRIBED
from controller.switch.freeswitch import FreeSwitch
from freeswitch.simulator import callers
from freeswitch.simulator.core import Switch
from freeswitch.simulator.inprocess import InProcessWire
from freeswitch.simulator.phones import Phone

H = TypeVar("H")
SOUNDS = {"short": 0.4, "long": 2.4, "common.fallback": 0.2, "common.fallback_nobody": 0.2, "closed": 0.2}
FALLBACK_SECONDS = 1
NUMBERS = {"12368": {"ts_profile": "court_12368", "ts_dialled": "12368"}}
NEVER = 1e6
PASSWORD = "contract-only"


def make_sounds(folder: Path) -> Path:
    """Silent files as FreeSWITCH plays them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, seconds in SOUNDS.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(bytes(2 * int(seconds * 8000)))
    return folder


@dataclass(frozen=True, slots=True)
class Caller:
    """Seconds count from the answer; `cancels` from the beginning, for a call that is not answered. None: never."""

    presses: str = ""
    after: float = 0.2
    hangs_up: float | None = None
    cancels: float | None = None
    name: str = "caller"


@dataclass(frozen=True, slots=True)
class Telephone:
    """`answers`: answer, busy, reject, ignore. `talks`: hangs up so many seconds after the answer; None: never."""

    answers: str = "answer"
    rings: float = 0.3
    talks: float | None = None


class Stage(Protocol):
    switch: FreeSwitch
    heard: list[port.Heard]

    def dial(self, caller: Caller, number: str) -> None: ...
    def telephone(self, extension: str, telephone: Telephone) -> None: ...
    def wait(self, until: Callable[[], Any], seconds: float) -> Any: ...
    def rest(self, seconds: float) -> None: ...
    def close(self) -> None: ...


class Scene:
    """What a statement of the contract works with."""

    _numbers = itertools.count(13_900_000_001)

    def __init__(self, stage: Stage) -> None:
        self.stage, self.switch = stage, stage.switch
        self._tokens = itertools.count(1)
        self._calls: list[str] = []

    def call(self, *, kept: bool = True, **how: Any) -> port.Arrived:
        """A caller who dials 12368; gives the arrival."""
        number = str(next(self._numbers))
        self.stage.dial(Caller(**how), number)
        arrived = self.hears(port.Arrived, lambda a: a.number == number, seconds=5)
        self._calls.append(arrived.call)
        if kept:
            self.ask(arrived.call, port.KeepParked(arrived.call))
        return arrived

    def answered(self, **how: Any) -> str:
        """A caller who has been answered; gives the call."""
        call = self.call(**how).call
        self.ask(call, port.Answer(call, self.token()))
        self.hears(port.Answered, lambda a: a.call == call)
        return call

    def telephone(self, extension: str, **how: Any) -> str:
        self.stage.telephone(extension, Telephone(**how))
        return extension

    def token(self) -> str:
        return str(next(self._tokens))

    def ask(self, call: str, *asks: port.Ask) -> None:
        self.switch.do(call, asks)

    def play(self, call: str, name: str) -> str:
        token = self.token()
        self.ask(call, port.Play(call, token, (name,)))
        return token

    def bridge(self, call: str, extension: str, seconds: int = 10) -> str:
        token = self.token()
        self.ask(call, port.Bridge(call, token, extension, seconds))
        return token

    def talks(self, call: str, extension: str) -> tuple[str, port.Bridged]:
        token = self.bridge(call, extension)
        return token, self.hears(port.Bridged, lambda b: b.call == call)

    def hears(self, kind: type[H], which: Callable[[H], bool] = lambda one: True, *, seconds: float = 4.0) -> H:
        """The first thing of a kind about this scene's calls, waited for at most so long."""

        def ours(one: port.Heard) -> bool:
            return isinstance(one, port.Arrived) or getattr(one, "call", "") in self._calls

        def found() -> H | None:
            heard = (one for one in self.stage.heard if ours(one))
            return next((one for one in heard if isinstance(one, kind) and which(one)), None)

        one: H | None = self.stage.wait(found, seconds)
        assert one is not None, f"{kind.__name__} not heard within {seconds} s, but {self.stage.heard}"
        return one

    def done(self, token: str, *, seconds: float = 4.0) -> port.Done:
        return self.hears(port.Done, lambda done: done.token == token, seconds=seconds)

    def quiet(self, seconds: float) -> None:
        """Let some time pass."""
        self.stage.rest(seconds)

    def of(self, call: str) -> list[port.Heard]:
        return [one for one in self.stage.heard if getattr(one, "call", "") == call]

    def channels(self, *there: str) -> dict[str, port.Channel]:
        """The switch's channels, once it lists these: FreeSWITCH writes its list a moment after."""
        listed: dict[str, port.Channel] = {}

        def all_there() -> bool:
            listed.clear()
            listed.update({channel.id: channel for channel in self.answer(self.switch.channels)})
            return all(channel in listed for channel in there)

        assert self.stage.wait(all_there, 3), f"{there} not among {list(listed)}"
        return listed

    def close(self) -> None:
        """Nobody is left on the line."""
        for call in self._calls:
            self.ask(call, port.HangUp(call))
        left = set(self._calls)
        self.stage.wait(lambda: left <= {one.call for one in self.stage.heard if isinstance(one, port.HungUp)}, 2)
        self.stage.close()

    def answer(self, question: Callable[[Callable[[Any], None]], None]) -> Any:
        """What an asked switch answers."""
        got: list[Any] = []
        question(got.append)
        self.stage.wait(lambda: got, 3)
        assert len(got) == 1
        return got[0]


# ---- the stand-in, without a socket


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
        self.core.call_in(act(caller, number), self.now)

    def telephone(self, extension: str, telephone: Telephone) -> None:
        self.core.add_phone(desk(extension, telephone), self.now)

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


def act(caller: Caller, number: str) -> callers.Caller:
    does = []
    if caller.presses:
        does.append(callers.Act("press", "answered", caller.after, keys=caller.presses))
    if caller.hangs_up is not None:
        does.append(callers.Act("hang_up", "answered", caller.hangs_up))
    if caller.cancels is not None:
        does.append(callers.Act("hang_up", "at", caller.cancels))
    return callers.Caller(number, caller.name, "12368", tuple(does))


def desk(extension: str, telephone: Telephone) -> Phone:
    talks = NEVER if telephone.talks is None else telephone.talks
    return Phone(extension, ring_seconds=telephone.rings, talk_seconds=talks, answer=telephone.answers)
