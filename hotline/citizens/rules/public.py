"""What a citizen sees of his ticket: five steps, a plain sentence for each state; and checks of his input."""

import hmac
import re
from collections.abc import Mapping

from hotline.values.identity import identity_key, identity_of
from hotline.values.names import name_key
from hotline.values.plain import plain
from hotline.values.telephone import telephone
from hotline.words import TicketState

S = TicketState
STEPS = ("Registered", "Accepted", "Being handled", "Answered", "Closed")
_STAGES: Mapping[TicketState, int] = {
    S.REGISTERED: 0, S.ACCEPTED: 1, S.DISPATCHED: 2, S.HANDLING: 2, S.RETURN_ASKED: 2, S.REPLIED: 2, S.REVIEWING: 2,
    S.FOLLOWING_UP: 3, S.UNDER_REVIEW: 3, S.UNDER_REREVIEW: 3, S.CLOSED: 4, S.CLOSED_AT_ONCE: 4, S.FINAL: 4,
}  # fmt: skip
PLAIN: Mapping[TicketState, str] = {
    S.REGISTERED: "Your matter has been registered. We are looking at whether and by whom it is dealt with.",
    S.ACCEPTED: "Your matter has been accepted and will be handed to the unit in charge.",
    S.DISPATCHED: "Your matter has been handed to the unit in charge.",
    S.HANDLING: "The unit in charge is dealing with your matter.",
    S.RETURN_ASKED: "We are looking again at which unit is in charge of your matter.",
    S.REPLIED: "The unit in charge has written its answer, which is being checked.",
    S.REVIEWING: "The unit in charge has written its answer, which is being checked.",
    S.FOLLOWING_UP: "Your matter has been answered. Please tell us what you think of it.",
    S.UNDER_REVIEW: "The answer is being reviewed as you asked.",
    S.UNDER_REREVIEW: "The answer is being reviewed a second time as you asked.",
    S.CLOSED: "Your matter is closed.",
    S.CLOSED_AT_ONCE: "Your matter was answered in the call and is closed.",
    S.FINAL: "Your matter was reviewed twice and is closed for good.",
    S.NOT_ACCEPTED: "Your matter could not be accepted. Call the hotline to hear why and where you can turn.",
    S.MERGED: "Your matter is being dealt with together with another one.",
    S.WITHDRAWN: "Your matter was withdrawn as you wished.",
}
_CODE = re.compile(r"[0-9]{8}")
_SAYS_CODE = re.compile(r"^\s*(?:查询码|code)\s*[:：是]?", re.IGNORECASE)
_TAIL = re.compile(r"[0-9]{4}|[0-9]{3}X")


def stage(state: TicketState) -> int | None:
    """The step that the ticket has reached; None if it left the normal course."""
    return _STAGES.get(state)


def due_is_told(state: TicketState) -> bool:
    """True if the deadline is shown: until the answer exists."""
    return _STAGES.get(state, 9) < 3


def code_of(typed: str) -> str | None:
    """The query code in stored form: eight digits without spaces; None if it is no code, such as a ticket's number."""
    found = re.sub(r"[\s\-]", "", _SAYS_CODE.sub("", plain(typed)))
    return found if _CODE.fullmatch(found) else None


def tail_of(typed: str) -> str | None:
    """The last four signs of a telephone or identity number; also of a whole one, in any writing. None for anything
    else."""
    found = re.sub(r"[\s\-*]", "", plain(typed)).upper()
    if _TAIL.fullmatch(found):
        return found
    identity = identity_of(typed)
    if identity is not None:
        return identity[-4:]
    number = telephone(typed).canonical
    return number[-4:] if len(number) >= 7 else None


def name_of(typed: str) -> str | None:
    """A name by which a ticket without a telephone and an identity number is asked for; None for anything else."""
    return typed if len(name_key(typed)) >= 2 and not any(sign.isdigit() for sign in plain(typed)) else None


def person_key(key: str, hashed: str, name: str) -> str:
    """The key for finding a ticket by identity number and name together, so that neither can be guessed alone.

    `hashed` is `privacy.identity_key` of the number."""
    return hmac.new(key.encode(), f"{hashed}\n{name_key(name)}".encode(), "sha256").hexdigest()


def name_only(key: str, name: str) -> str:
    """The keyed hash of a name where nothing else is known of the citizen."""
    return person_key(key, "", name)


def person_key_of(key: str, number: str, name: str) -> str:
    return person_key(key, identity_key(key, number), name)
