"""What a citizen's word means (R1): dealt with, solved and satisfied are three things, and only he says the second."""

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


def of_keys(score: int) -> Said:
    """A voice survey's key, as the flow gives its score: 5 solved and content, 3 solved, 1 not solved."""
    return Said(score >= 3, score >= 3, score)


def event(said: Said, *, wants_more: bool) -> TicketEvent:
    """Not solved, and wanting it done again, sends it back; everything else ends it."""
    again = wants_more and (said.solved is False or said.handled is False)
    return TicketEvent.VISIT_REFUSE if again else TicketEvent.VISIT_CLOSE
