"""What a citizen's answer means (R1): handled, solved, satisfied are three facts; only he can say "solved".

A ticket that he calls not dealt with or not solved is never closed by silence: it is handled again, or it is closed
because he says so, with his reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.words import TicketEvent

NOTICE = "visit:"  # before the follow-up's id, in the reference of its messages
TEXT_MOST = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """`handled`: somebody dealt with it; `solved`: the matter is settled; `satisfied`: 1 (not at all) to 5."""

    handled: bool | None
    solved: bool | None
    satisfied: int | None

    def row(self) -> tuple[bool | None, bool | None, int | None]:
        return self.handled, self.solved, self.satisfied

    @property
    def negative(self) -> bool:
        """Not dealt with, or not solved: he has to choose between another round and the end."""
        return self.handled is False or self.solved is False


# The notes for a citizen who could only press keys.
AGAIN_BY_KEY = "群众在语音评价中表示没有解决，要求重新办理。"
CLOSED_BY_KEY = "群众在语音评价中表示没有解决，不要求重新办理。"

# the field of an answer's form beside which each refusal is shown
FIELDS: Mapping[str, str] = {
    "Say whether it was dealt with and solved": "handled",
    "Rate it from 1 to 5": "satisfied",
    "Choose: to be handled again, or closed although it is not solved": "again",
    "Write what is not solved yet": "text",
    "Write why it is closed although it is not solved": "text",
    "The text is too long: leave out %(over)s characters": "text",
}


def stars(typed: str) -> int | None:
    """The stars of a form; None where none was chosen, 0 for what no form of ours sends."""
    return None if not typed else int(typed) if typed in ("1", "2", "3", "4", "5") else 0


def complaint(said: Said, text: str, *, wants_more: bool | None, decides: bool) -> str | None:
    """The message id of what is missing in an answer, or None. `wants_more` None: he has not chosen. `decides`: the
    answer decides what happens next; a rating of what is closed already does not."""
    if said.satisfied is not None and said.satisfied not in (1, 2, 3, 4, 5):
        return "Rate it from 1 to 5"
    if said.row() == (None, None, None):
        return "Say whether it was dealt with and solved"
    if not (decides and said.negative):
        return None
    if wants_more is None:
        return "Choose: to be handled again, or closed although it is not solved"
    if text:
        return None
    if wants_more:
        return "Write what is not solved yet"
    return "Write why it is closed although it is not solved"


def of_keys(scores: Mapping[str, int]) -> tuple[Said, bool | None] | None:
    """The answer in a voice survey's keys, and whether he wants it handled again (None: he has not said); None if keys
    are missing.

    `scores` by question: handled, solved, again (5 yes, 1 no), satisfied. The single question "" gives all three:
    5 solved and satisfied, 3 solved, 1 not solved."""
    if "" in scores:
        return Said(scores[""] >= 3, scores[""] >= 3, scores[""]), None
    yes = {name: score >= 3 for name, score in scores.items()}
    if "solved" not in yes and "satisfied" not in scores:
        return None
    return Said(yes.get("handled"), yes.get("solved"), scores.get("satisfied")), yes.get("again")


def event(said: Said, *, wants_more: bool | None) -> TicketEvent:
    """A citizen who says "not solved" and wants another round sends the ticket back; any other answer ends it."""
    return TicketEvent.FOLLOW_UP_REFUSE if wants_more and said.negative else TicketEvent.FOLLOW_UP_CLOSE
