"""Where the switch contract is played: callers, telephones and time, asked and heard through the port alone.

The stand-in's core on virtual time is in `core`, the stages over a socket are in `linked`.
"""

import itertools
import math
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from controller.switch import port
from controller.switch.freeswitch import FreeSwitch
from scripts.py.pace import PACE

H = TypeVar("H")
ENDLESS = 300.0  # no test waits so long
SOUNDS = {
    "short": 0.4,
    "long": 2.4,
    "endless": ENDLESS,
    "common.fallback": 0.2,
    "common.fallback_nobody": 0.2,
    "closed": 0.2,
}
FALLBACK_SECONDS = min(30, math.ceil(PACE))  # the switch waits so long for us
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
    """He presses keys and hangs up when the test says so; `cancels`: before he is answered."""

    cancels: bool = False
    name: str = "caller"


@dataclass(frozen=True, slots=True)
class Telephone:
    """`answers`: answer, busy, reject, ignore. Who has answered puts down when the test says so."""

    answers: str = "answer"
    rings: float = 0.3


class Stage(Protocol):
    switch: FreeSwitch
    heard: list[port.Heard]

    def dial(self, caller: Caller, number: str) -> None: ...
    def telephone(self, extension: str, telephone: Telephone) -> None: ...
    def press(self, number: str, keys: str) -> None: ...
    def hang_up(self, number: str) -> None: ...
    def put_down(self, extension: str) -> None: ...
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
        self._callers: dict[str, str] = {}

    def call(self, *, kept: bool = True, **how: Any) -> port.Arrived:
        """A caller who dials 12368; gives the arrival."""
        number = str(next(self._numbers))
        self.stage.dial(Caller(**how), number)
        arrived = self.hears(port.Arrived, lambda a: a.number == number, seconds=5)
        self._calls.append(arrived.call)
        self._callers[arrived.call] = number
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

    def presses(self, call: str, keys: str) -> None:
        self.stage.press(self._callers[call], keys)

    def hangs_up(self, call: str) -> None:
        """The caller does."""
        self.stage.hang_up(self._callers[call])

    def puts_down(self, extension: str) -> None:
        """Who has answered there does."""
        self.stage.put_down(extension)

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

    def runs(self, call: str, application: str) -> None:
        """Wait until the switch plays, records, … on a call."""

        def running() -> bool:
            return self.channels(call)[call].application == application

        self.sees(running, f"{application} on {call}")

    def sees(self, what: Callable[[], bool], why: str) -> None:
        """Wait until the switch shows something."""
        assert self.stage.wait(what, 5), f"not seen: {why}"

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
