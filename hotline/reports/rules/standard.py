"""The figures of the service standard, each with the sentence on how it is counted; computed only here.

Connect rate (S4): (answered by self-service + answered by agents + missed calls called back) ÷ calls that entered, the
mean of the daily values. Answer time: from the request for a person to the agent's voice. Calls to numbers that are not
ours, refused nuisance calls and outgoing calls are not counted.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from hotline.words import Outcome

GAVE_UP = (Outcome.ABANDONED_MENU, Outcome.ABANDONED_QUEUE, Outcome.ABANDONED_RINGING)
# Answered by self-service: it gave the information, or played the standard's script to a caller who was not heard.
BY_MACHINE = (
    Outcome.SELF_SERVED,
    Outcome.SILENT,
    Outcome.TOO_QUIET,
    Outcome.HANDS_FREE,
    Outcome.NOISY,
    Outcome.LED_ON,
)
BY_AGENT = (Outcome.TALKED, Outcome.FALLBACK)
CONNECTED = (*BY_AGENT, *BY_MACHINE)
MISSED = (*GAVE_UP, Outcome.NO_AGENT, Outcome.MESSAGE_LEFT, Outcome.CALL_BACK)
NOT_ENTERED = (Outcome.UNKNOWN_NUMBER, Outcome.REFUSED, Outcome.REACHED, Outcome.NOT_REACHED, Outcome.NO_PICK_UP)
ANSWER_LIMIT = 15.0  # S4: average answer time under 15 s
CONNECT_LIMIT = 0.90  # S4: total connect rate at least 90 %
WAIT_LIMIT = 40.0  # S4: at most 40 s after asking for a person
ANNOUNCEMENT_LIMIT = 20.0  # S4: at most 20 s before the automatic answer


@dataclass(frozen=True, slots=True)
class Counted:
    """Calls with one outcome (None: not ended): their number, how many reached a person, their waits in seconds, and
    how many missed ones were reached by a call-back."""

    outcome: str | None
    calls: int
    answered: int
    waited: float
    called_back: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Rates and means are None if the divisor is 0."""

    entered: int
    answered: int
    abandoned: int
    average_answer: float | None
    connect_rate: float | None
    by_machine: int = 0
    called_back: int = 0
    silent: int = 0

    @property
    def answer_good(self) -> bool:
        return self.average_answer is None or self.average_answer < ANSWER_LIMIT

    @property
    def connect_good(self) -> bool:
        return self.connect_rate is None or self.connect_rate >= CONNECT_LIMIT


def figures(rows: list[Counted]) -> Figures:
    """The figures of one day."""
    rows = [row for row in rows if row.outcome not in NOT_ENTERED]
    answered = sum(row.answered for row in rows)
    ended = sum(row.calls for row in rows if row.outcome is not None)
    connected = sum(row.calls for row in rows if row.outcome in CONNECTED)
    called_back = sum(row.called_back for row in rows if row.outcome in MISSED)
    waited = math.fsum(row.waited for row in rows)
    return Figures(
        entered=sum(row.calls for row in rows),
        answered=answered,
        abandoned=sum(row.calls for row in rows if row.outcome in GAVE_UP),
        average_answer=waited / answered if answered else None,
        connect_rate=(connected + called_back) / ended if ended else None,
        by_machine=sum(row.calls for row in rows if row.outcome in BY_MACHINE),
        called_back=called_back,
        silent=sum(row.calls for row in rows if row.outcome == Outcome.SILENT),
    )


def mean_of_days(days: Iterable[Figures]) -> float | None:
    """S4's total connect rate over several days: the mean of the daily rates; days without calls are left out."""
    rates = [day.connect_rate for day in days if day.connect_rate is not None]
    return sum(rates) / len(rates) if rates else None
