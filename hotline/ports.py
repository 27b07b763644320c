"""Types shared by all packages: refusals, gateway errors, and the interfaces of other systems."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from hotline.words import FileTrouble


@runtime_checkable
class Labelled(Protocol):
    """What is told in the reader's language: a word, a figure's name."""

    def label(self, language: str = "zh") -> str: ...


class Refused(Exception):
    """A person's request is not allowed; `code` is the message id for translation, `fields` fill it in."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields

    def sentence(self) -> str:
        """The English sentence; pages translate `code`, and fields with a label, first and fill in after."""
        fields = {
            name: value.label("en") if isinstance(value, Labelled) else value for name, value in self.fields.items()
        }
        return self.code % fields if fields else self.code


class CannotRead(Exception):
    """A stored file cannot be opened or read on; `what` says why, `more` what the system said."""

    def __init__(self, what: FileTrouble, more: str = "") -> None:
        super().__init__(f"{what.en}: {more}" if more else what.en)
        self.what = what
        self.more = more


class GatewayError(Exception):
    """Another system failed. `permanent`: trying again is useless."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Case:
    """A case as a party may hear it. `next_hearing` is an aware time; only agents see `party`."""

    number: str
    cause: str
    division: str
    judge: str
    stage: str
    next_hearing: dt.datetime | None
    party: str = ""


@dataclass(frozen=True, slots=True)
class PetitionState:
    number: str
    unit: str
    stage: str
    received: dt.date


class CaseSystem(Protocol):
    """The court's case and petition system. All methods raise GatewayError if it does not answer.

    If code and secret do not match, the result is None; it does not reveal which of them was wrong.
    """

    def case(self, code: str, how: str, secret: str) -> Case | None:
        """`how` is the secret's kind: `password`, or `identity` (the last six characters of an identity number)."""
        ...

    def petition(self, code: str, secret: str) -> PetitionState | None: ...

    def cases_of(self, number: str) -> tuple[Case, ...]:
        """The open cases of a party with this telephone number, for the agent's screen."""
        ...


class NoAnswer(GatewayError):
    """Another system did not report the result: it may have done the request. Never retried automatically."""


class NotSetUp(GatewayError):
    """Another system is not set up (correctly); the request itself is fine and can wait."""


class SmsGateway(Protocol):
    """Sends short messages to mobile telephones, one per call."""

    @property
    def name(self) -> str:
        """Its name in the settings: `http`, `tencent`."""
        ...

    def send(self, number: str, text: str, *, ref: str, template: str, fields: Mapping[str, str]) -> str:
        """Returns the gateway's id of the message, "" if it gives none. `ref` is our id, the same for each try.

        `text` is the whole message; a gateway with its own templates uses `template` and `fields` instead. Raises
        GatewayError, and NoAnswer if the message may have been sent.
        """
        ...


class BadToken(Exception):
    """A provider's answer does not prove who signs in; the text is for the log."""


class SignInProvider(Protocol):
    """Says who signs in: the organisation's OpenID Connect provider. Its methods raise GatewayError."""

    def address(self, *, state: str, nonce: str, verifier: str, back: str, again: bool = False) -> str:
        """Where the browser is sent. `again`: the provider asks once more who it is."""
        ...

    def claims(self, code: str, *, nonce: str, verifier: str, back: str, now: dt.datetime) -> dict[str, Any]:
        """What it says of who signed in. Raises BadToken."""
        ...

    def asked_again(self, claims: Mapping[str, Any], now: dt.datetime) -> bool:
        """Whether the person has shown it a moment ago who he is."""
        ...
