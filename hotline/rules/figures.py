"""The figures of a day and the sentence that says how each is counted; nowhere else is a figure computed."""

from dataclasses import dataclass

from hotline.words import Outcome

GAVE_UP = (Outcome.ABANDONED_MENU, Outcome.ABANDONED_QUEUE, Outcome.ABANDONED_RINGING)
CONNECTED = (Outcome.TALKED, Outcome.SELF_SERVED, Outcome.FALLBACK)
ANSWER_LIMIT = 15.0  # S4: average answer time under 15 s
CONNECT_LIMIT = 0.90  # S4: total connect rate at least 90 %


@dataclass(frozen=True, slots=True)
class Counted:
    """Calls of one outcome (None: not ended): how many, how many reached a person, and their waits in seconds."""

    outcome: str | None
    calls: int
    answered: int
    waited: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Rates and means are None while there is nothing to divide by."""

    entered: int
    answered: int
    abandoned: int
    average_answer: float | None
    connect_rate: float | None

    @property
    def answer_good(self) -> bool:
        return self.average_answer is None or self.average_answer < ANSWER_LIMIT

    @property
    def connect_good(self) -> bool:
        return self.connect_rate is None or self.connect_rate >= CONNECT_LIMIT


def figures(rows: list[Counted]) -> Figures:
    """The day's figures. Calls to numbers that are not ours count nowhere."""
    rows = [row for row in rows if row.outcome != Outcome.UNKNOWN_NUMBER]
    answered = sum(row.answered for row in rows)
    ended = sum(row.calls for row in rows if row.outcome is not None)
    connected = sum(row.calls for row in rows if row.outcome in CONNECTED)
    waited = sum(row.waited for row in rows)
    return Figures(
        entered=sum(row.calls for row in rows),
        answered=answered,
        abandoned=sum(row.calls for row in rows if row.outcome in GAVE_UP),
        average_answer=waited / answered if answered else None,
        connect_rate=connected / ended if ended else None,
    )
