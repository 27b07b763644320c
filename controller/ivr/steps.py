"""The events and acts of the interpreter while a caller is in a flow; all are immutable values."""

from dataclasses import dataclass, field

from hotline.words import Fact, Outcome


@dataclass(frozen=True, slots=True)
class Position:
    """A caller's position in a flow. `ahead` holds keys pressed before a question; `stage` is the progress inside a
    node that does several things one after another."""

    node: str = ""
    tries: int = 0
    digits: str = ""
    listening: bool = False
    ahead: str = ""
    values: tuple[tuple[str, str], ...] = ()
    stage: str = ""


# ---- events


@dataclass(frozen=True, slots=True)
class Spoken:
    """All prompts have been played."""


@dataclass(frozen=True, slots=True)
class Pressed:
    digit: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing was pressed within the seconds of `Listen`."""


@dataclass(frozen=True, slots=True)
class QueueOver:
    """The queue gave up: no agent took the call."""

    why: str


@dataclass(frozen=True, slots=True)
class MessageDone:
    """The caller's message was recorded; `seconds` is its length."""

    seconds: float


@dataclass(frozen=True, slots=True)
class EnquiryAnswer:
    """The answer to `Inquire`. `values` None: no answer, and `why` is the reason: `not_found`, `refused` (wrong
    secret; `values` of the sentence in `left`), `locked`, `unavailable` (the other system failed or was too slow)."""

    values: tuple[tuple[str, str], ...] | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class TransferOver:
    """The number or person to whom the caller was transferred did not answer, or has hung up (`answered`)."""

    why: str
    answered: bool = False


@dataclass(frozen=True, slots=True)
class TalkOver:
    """The agent has hung up and the caller has not: the flow may ask how it was."""


Heard = Spoken | Pressed | Silence | QueueOver | MessageDone | EnquiryAnswer | TransferOver | TalkOver

# ---- acts


@dataclass(frozen=True, slots=True)
class Text:
    """A text for the speech engine, as `hotline.values.spoken` writes it. A `secret` text is recorded in no fact."""

    text: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Speak:
    """Say prompts (by their ids in `sounds/zh/prompts.yml`) and texts, one after another. `Spoken` follows, also if a
    text could not be spoken: `common.cannot_say` is played in its place."""

    prompts: tuple[str | Text, ...]


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop what is playing; no `Spoken` follows."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Send `Silence` after `seconds`, unless a key comes first."""

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
class Inquire:
    """Ask a source outside the flow; `EnquiryAnswer` follows, at the latest after `seconds`.

    `what` names the source: `case`, `petition` (about: code, secret, how), `fee` (kind, amount, halved), `limits`,
    `jurisdiction`, `guide` (about: their keys), `hours` (line), `queue` (line), `caller`.
    """

    what: str
    about: tuple[tuple[str, str], ...] = ()
    seconds: float = 8.0


@dataclass(frozen=True, slots=True)
class MaskRecording:
    """Silence the recording while secrets are keyed in or spoken, or resume it."""

    on: bool


@dataclass(frozen=True, slots=True)
class AskCallBack:
    """Record that the caller is to be called back at `number` ("" for the number he calls from), keeping his place
    in `line`."""

    line: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """Ring a number and connect it with the caller: an extension, or a number `outside`. `TransferOver` follows."""

    dialled: str
    outside: bool
    seconds: int


@dataclass(frozen=True, slots=True)
class Go:
    node: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Hang up. Without an `outcome`, the call's history decides it."""

    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Tell:
    kind: Fact
    data: dict[str, object] = field(default_factory=dict)


Act = (
    Speak | Hush | Listen | StopListening | Enqueue | TakeMessage | Inquire | MaskRecording | AskCallBack | Lead | Go
    | Leave | Tell
)  # fmt: skip
Step = tuple[Position, tuple[Act, ...]]
