"""Shapes shared across the house: what a refused act and a failing gateway look like."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from hotline.words import Word


class Refused(Exception):
    """A person asked for what may not be; `code` is a message id of the translation, `fields` fill it in."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields

    def sentence(self) -> str:
        """The English sentence; pages translate `code`, and fields that are words, first and fill in after."""
        fields = {name: value.en if isinstance(value, Word) else value for name, value in self.fields.items()}
        return self.code % fields if fields else self.code


class GatewayError(Exception):
    """Another system failed. `permanent` says that trying again is of no use."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Case:
    """A case as a party may hear it. `next_hearing` is an aware moment; `party` is named to agents alone."""

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
    """The court's case and petition system. Each raises GatewayError when it does not answer.

    Nothing is given where code and secret do not fit; who asks does not learn which of them was wrong.
    """

    def case(self, code: str, how: str, secret: str) -> Case | None:
        """`how` says what the secret is: `password`, or `identity` (the last six signs of an identity number)."""
        ...

    def petition(self, code: str, secret: str) -> PetitionState | None: ...

    def cases_of(self, number: str) -> tuple[Case, ...]:
        """The open cases in which somebody with this telephone number is a party; for the agent he calls."""
        ...


class NoAnswer(GatewayError):
    """Another system was asked and did not say what it did: it may have done it. Never asked again by itself."""


class NotSetUp(GatewayError):
    """Another system cannot be asked until somebody sets it up; what was to be asked is not to blame and can wait."""


class SmsGateway(Protocol):
    """What brings short messages to mobile telephones, one a call."""

    @property
    def name(self) -> str:
        """The word of the settings: `http`, `tencent`."""
        ...

    def send(self, number: str, text: str, *, ref: str, template: str, fields: Mapping[str, str]) -> str:
        """The gateway's name of the message, "" if it gives none. `ref` is ours, the same for each try.

        `text` is the whole message; a gateway with templates of its own takes `template` and `fields` instead. Raises
        GatewayError, and NoAnswer where it may have been sent all the same.
        """
        ...
