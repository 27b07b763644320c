"""What a citizen's answer means (R1): handled, solved, satisfied are three facts; only he can say "solved"."""

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.words import TicketEvent

TEXT_MOST = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """`handled`: somebody dealt with it; `solved`: the matter is settled; `satisfied`: 1 (not at all) to 5."""

    handled: bool | None
    solved: bool | None
    satisfied: int | None

    def row(self) -> tuple[bool | None, bool | None, int | None]:
        return self.handled, self.solved, self.satisfied


# The note for a citizen who could only press keys.
AGAIN_BY_KEY = "群众在语音评价中表示没有解决，要求重新办理。"


def of_keys(scores: Mapping[str, int]) -> tuple[Said, bool] | None:
    """The answer in a voice survey's keys, and whether he wants it handled again; None if keys are missing.

    `scores` by question: handled, solved, again (5 yes, 1 no), satisfied. The single question "" gives all three:
    5 solved and satisfied, 3 solved, 1 not solved."""
    if "" in scores:
        return Said(scores[""] >= 3, scores[""] >= 3, scores[""]), False
    yes = {name: score >= 3 for name, score in scores.items()}
    if "solved" not in yes and "satisfied" not in scores:
        return None
    return Said(yes.get("handled"), yes.get("solved"), scores.get("satisfied")), yes.get("again", False)


def event(said: Said, *, wants_more: bool) -> TicketEvent:
    """A citizen who says "not solved" and wants another round sends the ticket back; any other answer ends it."""
    again = wants_more and (said.solved is False or said.handled is False)
    return TicketEvent.FOLLOW_UP_REFUSE if again else TicketEvent.FOLLOW_UP_CLOSE
