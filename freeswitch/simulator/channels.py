"""A channel: one leg of a call, the applications that run on it, and who or what is at its other end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from freeswitch.simulator.recorded import Recording

INSIDE_DIGITS = 6


class Job(Protocol):
    """An application that takes time. It tells the engine itself when it is done."""

    def begin(self) -> None:
        """Start."""

    def pause(self) -> None:
        """Another application runs on top (nested): pause this one."""

    def go_on(self) -> None:
        """The other application has ended: continue where this one was paused."""

    def broken(self) -> bool:
        """uuid_break: True if that ends the application."""

    def key(self, digit: str) -> None:
        """A key was pressed while this application is on top."""

    def voice(self) -> None:
        """The caller began to speak while this application is on top."""

    def stop(self, why: str) -> None:
        """The channel hangs up or is transferred: send the last events. `why` is hangup or transfer."""


@dataclass(slots=True)
class Frame:
    """An application with its argument, as it was requested."""

    app: str
    arg: str
    app_uuid: str
    locked: bool = False
    loops: int = 1
    job: Job | None = None


@dataclass(slots=True)
class Times:
    """When things happened, in epoch seconds; 0 means never."""

    created: float
    answered: float = 0.0
    progress: float = 0.0
    progress_media: float = 0.0
    bridged: float = 0.0
    hangup: float = 0.0


class OnTheLine(Protocol):
    """A simulated caller: the switch tells him what he hears and what happens."""

    def answered(self) -> None:
        """Somebody or something picked up."""

    def hears(self, path: str, endless: bool) -> None:
        """A prompt begins, or music."""

    def heard(self, path: str) -> None:
        """A prompt has ended."""

    def rings(self) -> None:
        """An agent's telephone rings for this caller."""

    def talks(self) -> None:
        """The caller is connected with an agent."""


@dataclass(slots=True, eq=False)
class Phone:
    """A telephone. A robot answers after `ring_seconds` and talks `talk_seconds`; a human waits to be answered.

    `answer`: answer, busy (486 at once), reject (603 after ringing), ignore (rings until the switch ends it), endless
    (not even the switch's own time limit ends it: a fault, which only tests ask for), unregistered.
    """

    extension: str
    kind: str = "robot"
    ring_seconds: float = 3.0
    talk_seconds: float = 30.0
    answer: str = "answer"
    leg: Channel | None = None

    @property
    def inside(self) -> bool:
        """Whether it is a telephone of ours that is logged in; longer numbers belong to the carrier."""
        return self.registered and len(self.extension) <= INSIDE_DIGITS

    @property
    def registered(self) -> bool:
        """Whether it is logged in."""
        return self.answer != "unregistered"


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
    caller: OnTheLine | None = None
    picked_up: Callable[[Channel], None] | None = None
    ended: Callable[[Channel], None] | None = None
    moved: Callable[[Channel], None] | None = None
    recordings: list[Recording] = field(default_factory=list)
    voice: list[tuple[float, float]] = field(default_factory=list)
    heard: list[tuple[float, float]] = field(default_factory=list)
    talks: list[list[float]] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether it was picked up."""
        return self.times.answered > 0

    def truth(self, variable: str) -> bool:
        """A variable read as yes or no."""
        return self.variables.get(variable, "").lower() in ("true", "yes", "on", "1", "t", "y", "enabled")

    def speaks_from(self, now: float, least: float) -> float | None:
        """When, from now on, speech of at least so many seconds is first heard; None when nothing is planned."""
        return min((max(start, now) for start, end in self.voice if end - max(start, now) >= least), default=None)
