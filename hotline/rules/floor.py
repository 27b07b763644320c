"""The floor as shapes: agents with their telephones, lines with their positions, calls that have not ended."""

from dataclasses import dataclass

from hotline.words import CallState, Presence, Reason


@dataclass(frozen=True, slots=True)
class FloorAgent:
    person: int
    site: str
    extension: str
    state: Presence
    reason: Reason
    since: float
    until: float | None
    call: str | None


@dataclass(frozen=True, slots=True)
class FloorLine:
    code: str
    site: str
    a: tuple[int, ...]
    b: tuple[int, ...]
    ladder: tuple[tuple[str, float], ...]
    ring_seconds: int
    wrap_up_seconds: int


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that has not ended as far as the records know.

    `queued_at` is seconds since 1970; `talked`: an agent has talked to the caller; `offer`: number and agent of an
    offer that has not ended.
    """

    id: str
    seq: int
    offers: int
    line: str | None
    agent: int | None
    number: str
    profile: str
    dialled: str
    state: CallState
    queued_at: float | None = None
    talked: bool = False
    offer: tuple[int, int] | None = None
