"""Callers: what they do and when. Acts bound to a prompt happen one after the other, all others by the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from freeswitch.simulator.channels import Channel
from freeswitch.simulator.engine import Engine

MOMENTS = ("at", "during", "after", "answered", "waiting", "ringing", "talking")
_HESITATES = 0.5
_BETWEEN_KEYS = 0.3


@dataclass(frozen=True, slots=True)
class CallerAct:
    """`do` press, speak, stay_silent or hang_up, `seconds` after a moment:

    at (the call's start) · during/after a prompt whose path holds `prompt` · answered · waiting (music began) ·
    ringing (an agent's telephone rings) · talking (joined with an agent). `lasts` is for speaking.
    """

    do: str
    moment: str = "at"
    seconds: float = 0.0
    prompt: str = ""
    keys: str = ""
    lasts: float = 1e8


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who calls `did`."""

    number: str
    name: str = ""
    did: str = "12368"
    does: tuple[CallerAct, ...] = ()


class CallerRun:
    """One caller on the line."""

    def __init__(self, engine: Engine, channel: Channel, caller: Caller) -> None:
        self._engine, self._channel = engine, channel
        self._pending = list(caller.does)
        self._waits = False

    def begin(self) -> None:
        """The call has started."""
        self._moment("at")

    def answered(self) -> None:
        """Somebody or something picked up."""
        self._moment("answered")

    def hears(self, path: str, endless: bool) -> None:
        """A prompt or music begins (music is endless playback, or a file of that name)."""
        self._prompt("during", path)
        if (endless or "music" in path) and not self._waits:
            self._waits = True
            self._moment("waiting")

    def heard(self, path: str) -> None:
        """A prompt has ended."""
        self._prompt("after", path)

    def rings(self) -> None:
        """An agent's telephone rings for this caller."""
        self._moment("ringing")

    def talks(self) -> None:
        """The caller is connected with an agent: cancel his plan to give up waiting."""
        self._pending = [act for act in self._pending if act.moment not in ("waiting", "ringing")]
        self._moment("talking")

    def _moment(self, moment: str) -> None:
        for act in [act for act in self._pending if act.moment == moment]:
            self._pending.remove(act)
            self._plan(act, act.seconds)

    def _prompt(self, moment: str, path: str) -> None:
        """Start the first remaining act that is bound to a prompt, if it is this prompt; later ones must wait."""
        act = next((act for act in self._pending if act.moment in ("during", "after")), None)
        if act is not None and act.moment == moment and act.prompt in path:
            self._pending.remove(act)
            self._plan(act, act.seconds or _HESITATES)

    def _plan(self, act: CallerAct, wait: float) -> None:
        if act.do == "hang_up":
            self._later(wait, self._hang_up, act)
        elif act.do == "press":
            for place, digit in enumerate(act.keys):
                self._later(wait + place * _BETWEEN_KEYS, partial(self._engine.key, self._channel, digit))
        elif act.do == "speak":
            start = self._engine.board.now + (0.0 if act.moment in ("during", "after") else wait)
            self._engine.speak(self._channel, start, start + act.lasts)

    def _later(self, wait: float, run: Callable[[], None], act: CallerAct | None = None) -> None:
        def still_meant() -> None:
            if act is None or act.moment not in ("waiting", "ringing") or self._channel.peer is None:
                run()

        self._engine.board.later(wait, still_meant, self._channel)

    def _hang_up(self) -> None:
        if self._channel.answered:
            self._engine.hang_up(self._channel, "NORMAL_CLEARING", "recv_bye")
        else:
            self._engine.hang_up(self._channel, "ORIGINATOR_CANCEL", "recv_cancel")
