"""What the interpreter hears and asks for while a caller is in a flow; every shape is a value."""

from dataclasses import dataclass, field

from hotline.words import Fact, Outcome


@dataclass(frozen=True, slots=True)
class Position:
    """Where a caller stands in a flow. `ahead` holds keys pressed before anybody asked; `stage` says how far a node has
    come that does several things one after the other."""

    node: str = ""
    tries: int = 0
    digits: str = ""
    listening: bool = False
    ahead: str = ""
    values: tuple[tuple[str, str], ...] = ()
    stage: str = ""


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


@dataclass(frozen=True, slots=True)
class EnquiryAnswer:
    """The answer to `Inquire`. `values` None: there is none, and `why` says why not: `not_found`, `refused` (wrong
    secret; `values` of the sentence in `left`), `locked`, `unavailable` (the other system failed or was too slow)."""

    values: tuple[tuple[str, str], ...] | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class TransferOver:
    """The number or person the caller was led to could not be had, or has hung up (`answered`)."""

    why: str
    answered: bool = False


@dataclass(frozen=True, slots=True)
class TalkOver:
    """The agent has hung up and the caller has not: the flow may ask how it was."""


Heard = Spoken | Pressed | Silence | QueueOver | MessageDone | EnquiryAnswer | TransferOver | TalkOver

# ---- asked for


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be spoken by the speech engine, as `hotline.values.spoken` writes them. `secret` ones reach no fact."""

    text: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Speak:
    """Say one after the other: prompts by their ids (`sounds/zh/prompts.yml`) and texts. `Spoken` follows, also where
    a text could not be spoken: then `common.cannot_say` is said in its place."""

    prompts: tuple[str | Text, ...]


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
class Inquire:
    """Ask something outside the flow; `EnquiryAnswer` follows, at the latest after `seconds`.

    `what` names the source: `case`, `petition` (about: code, secret, how), `fee` (kind, amount, halved), `limits`,
    `jurisdiction`, `guide` (about: their keys), `hours` (line), `queue` (line), `caller`.
    """

    what: str
    about: tuple[tuple[str, str], ...] = ()
    seconds: float = 8.0


@dataclass(frozen=True, slots=True)
class MaskRecording:
    """Leave the recording silent while secrets are keyed in or spoken, or let it go on."""

    on: bool


@dataclass(frozen=True, slots=True)
class AskCallBack:
    """Write down that the caller is to be called back at `number` ("" for the number he calls from), keeping his place
    in `line`."""

    line: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """Ring a number and join it with the caller: an extension, or a number `outside`. `TransferOver` follows."""

    dialled: str
    outside: bool
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


Act = (
    Speak | Hush | Listen | StopListening | Enqueue | TakeMessage | Inquire | MaskRecording | AskCallBack | Lead | Go
    | Leave | Tell
)  # fmt: skip
Step = tuple[Position, tuple[Act, ...]]
