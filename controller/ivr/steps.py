"""What the interpreter hears and asks for while a caller is in a flow; every shape is a value."""

from dataclasses import dataclass, field

from hotline.words import Fact, Outcome


@dataclass(frozen=True, slots=True)
class Position:
    """Where a caller stands in a flow. `ahead` holds keys pressed before anybody asked."""

    node: str = ""
    tries: int = 0
    digits: str = ""
    listening: bool = False
    ahead: str = ""
    values: tuple[tuple[str, str], ...] = ()


# ---- heard


@dataclass(frozen=True, slots=True)
class Spoken:
    """The prompts were played to their end."""


@dataclass(frozen=True, slots=True)
class Pressed:
    digit: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing was pressed within the seconds of `Listen`."""


@dataclass(frozen=True, slots=True)
class QueueOver:
    """Nobody could be had."""

    why: str


@dataclass(frozen=True, slots=True)
class MessageDone:
    """The caller's message was taken; `seconds` long."""

    seconds: float


Heard = Spoken | Pressed | Silence | QueueOver | MessageDone

# ---- asked for


@dataclass(frozen=True, slots=True)
class Speak:
    """Play prompts one after the other (ids of `sounds/zh/prompts.yml`)."""

    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop what is playing; no `Spoken` comes of it."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Say `Silence` after so many seconds, unless a key comes."""

    seconds: float


@dataclass(frozen=True, slots=True)
class StopListening:
    pass


@dataclass(frozen=True, slots=True)
class Enqueue:
    line: str
    priority: int


@dataclass(frozen=True, slots=True)
class TakeMessage:
    seconds: int


@dataclass(frozen=True, slots=True)
class Go:
    node: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Hang up. Without an outcome the call's own facts decide it."""

    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Tell:
    kind: Fact
    data: dict[str, object] = field(default_factory=dict)


Act = Speak | Hush | Listen | StopListening | Enqueue | TakeMessage | Go | Leave | Tell
Step = tuple[Position, tuple[Act, ...]]
