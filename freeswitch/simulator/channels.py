"""A channel: one leg of a call as the switch knows it, and the stack of applications running on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from freeswitch.simulator.callers import CallerRun
    from freeswitch.simulator.phones import Phone
    from freeswitch.simulator.recording import Recording

STATE_NUMBERS = {
    "CS_NEW": 0, "CS_INIT": 1, "CS_ROUTING": 2, "CS_SOFT_EXECUTE": 3, "CS_EXECUTE": 4, "CS_EXCHANGE_MEDIA": 5,
    "CS_PARK": 6, "CS_CONSUME_MEDIA": 7, "CS_HIBERNATE": 8, "CS_RESET": 9, "CS_HANGUP": 10, "CS_REPORTING": 11,
    "CS_DESTROY": 12,
}  # fmt: skip


class Job(Protocol):
    """An application that takes time. It tells the engine itself when it is done."""

    def begin(self) -> None:
        """Start."""

    def pause(self) -> None:
        """Another application runs on top (nested); the file stands still."""

    def go_on(self) -> None:
        """The other application is through; continue where we stood."""

    def broken(self) -> bool:
        """uuid_break: True when the application ends by it."""

    def key(self, digit: str) -> None:
        """A key was pressed while we are on top."""

    def voice(self) -> None:
        """The caller began to speak while we are on top."""

    def stop(self, why: str) -> None:
        """The channel hangs up or goes elsewhere: say the last events. `why` is hangup or transfer."""


@dataclass(slots=True)
class Frame:
    """An application with its argument, as asked for."""

    app: str
    arg: str
    app_uuid: str
    locked: bool = False
    loops: int = 1
    job: Job | None = None


@dataclass(slots=True)
class Times:
    """When things happened, epoch seconds; 0 is never."""

    created: float
    answered: float = 0.0
    progress: float = 0.0
    progress_media: float = 0.0
    bridged: float = 0.0
    hangup: float = 0.0


@dataclass(slots=True, eq=False)
class Channel:
    """One leg. `other` is the last leg it was joined to (Other-Leg-…), `peer` the one it talks with now."""

    uuid: str
    direction: str
    name: str
    cid_name: str
    cid_number: str
    destination: str
    times: Times
    context: str = "public"
    state: str = "CS_INIT"
    call_state: str = "DOWN"
    answer_state: str = "ringing"
    cause: str = ""
    disposition: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    plan: list[tuple[str, str]] | None = None
    stack: list[Frame] = field(default_factory=list)
    queue: list[Frame] = field(default_factory=list)
    instant: int = 0
    moving: bool = False
    broken: bool = False
    gone: bool = False
    other: Channel | None = None
    other_type: str = ""
    call_uuid: str = ""
    peer: Channel | None = None
    phone: Phone | None = None
    caller: CallerRun | None = None
    picked_up: Callable[[Channel], None] | None = None
    ended: Callable[[Channel], None] | None = None
    moved: Callable[[Channel], None] | None = None
    recordings: list[Recording] = field(default_factory=list)
    voice: list[tuple[float, float]] = field(default_factory=list)
    heard: list[tuple[float, float]] = field(default_factory=list)
    talks: list[list[float]] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Has it been picked up?"""
        return self.times.answered > 0

    def truth(self, variable: str) -> bool:
        """A variable read as yes or no."""
        return self.variables.get(variable, "").lower() in ("true", "yes", "on", "1", "t", "y", "enabled")

    def speaks_from(self, now: float, least: float) -> float | None:
        """When, from now on, speech of at least so many seconds is first heard; None when nothing is planned."""
        return min((max(start, now) for start, end in self.voice if end - max(start, now) >= least), default=None)
