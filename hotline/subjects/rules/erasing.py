"""What may be erased now, and what stays until when. Pure: a row's times and states in, a reason out."""

import datetime as dt
from dataclasses import dataclass

from hotline.words import HeldKind, KeptWhy

CONSENT_LASTS = dt.timedelta(days=7)
REASON_MOST = 500


@dataclass(frozen=True, slots=True)
class Shortest:
    """Days for which rows must be kept after the call or after the ticket is finished."""

    calls: int
    tickets: int
    sounds: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that stays: `count` rows of a kind, the last of them until `until` (None: until it is finished)."""

    kind: HeldKind
    why: KeptWhy
    count: int
    until: dt.datetime | None


def stays_until(done_at: dt.datetime | None, days: int, now: dt.datetime) -> tuple[bool, dt.datetime | None]:
    """Whether a row stays, and until when; `done_at`: when the call or the matter ended, None while it goes on."""
    if done_at is None:
        return True, None
    until = done_at + dt.timedelta(days=days)
    return now < until, until


def summed(found: list[tuple[HeldKind, KeptWhy, dt.datetime | None]]) -> list[Kept]:
    """One line for each kind and reason, with the latest of its ends."""
    sums: dict[tuple[HeldKind, KeptWhy], list[dt.datetime | None]] = {}
    for kind, why, until in found:
        sums.setdefault((kind, why), []).append(until)
    return [
        Kept(kind, why, len(ends), None if None in ends else max(one for one in ends if one is not None))
        for (kind, why), ends in sums.items()
    ]
