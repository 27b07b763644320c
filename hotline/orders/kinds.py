"""What may be ordered: one frozen shape a kind; `data` of the row is its fields."""

from dataclasses import asdict, dataclass
from typing import Any

from hotline.words import OrderKind, Presence, Reason


@dataclass(frozen=True, slots=True)
class SetPresence:
    """The person's own wish: `ready`, `away` with a reason, or `off`."""

    state: Presence
    reason: Reason


@dataclass(frozen=True, slots=True)
class ForceState:
    """A supervisor's wish for another person's state; `note` says why."""

    state: Presence
    reason: Reason
    note: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Pick up the person's ringing telephone."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the person's leg of the call."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Put the caller on hold."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Take the caller off hold."""


Wish = SetPresence | ForceState | Answer | HangUp | Hold | Resume

KINDS: dict[OrderKind, type[Wish]] = {
    OrderKind.PRESENCE: SetPresence,
    OrderKind.FORCE_STATE: ForceState,
    OrderKind.ANSWER: Answer,
    OrderKind.HANG_UP: HangUp,
    OrderKind.HOLD: Hold,
    OrderKind.RESUME: Resume,
}
OF: dict[type[Wish], OrderKind] = {shape: kind for kind, shape in KINDS.items()}


def pack(wish: Wish) -> tuple[OrderKind, dict[str, Any]]:
    return OF[type(wish)], asdict(wish)


def unpack(kind: str, data: dict[str, Any]) -> Wish:
    """The wish of a row. Raises ValueError for a row that no version of this program wrote."""
    try:
        shape = KINDS[OrderKind(kind)]
        given = dict(data)
        if "state" in given:
            given |= {"state": Presence(given["state"]), "reason": Reason(given["reason"])}
        return shape(**given)
    except (TypeError, KeyError) as error:
        raise ValueError(f"order {kind} {data}: {error}") from error
