"""Whether a citizen may rate his ticket now, and what the page says of his answer. A rating belongs to a round.

in work ──answer──▶ answered ──rated──▶ thanked ──closed──▶ thanked
   ▲                   └───────refused, handled again───┐
   └──────────── the next round: nothing is rated ◀─────┘
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.citizens.rules.public import PLAIN
from hotline.tickets.rules.life import CLOSED, ENDED
from hotline.words import TicketEvent, TicketState

S, E = TicketState, TicketEvent
ASKED = CLOSED | {S.FOLLOWING_UP}  # states in which a citizen may rate the answer
_AGAIN: Mapping[str, str] = {
    E.FOLLOW_UP_REFUSE.value: "It has been handled again since %(day)s, as you asked.",
    E.UNMERGE.value: "It has been handled again since %(day)s, as you asked.",
    E.OVERTURN.value: "The review set the answer aside: it has been handled again since %(day)s.",
}
_AGAIN_AT_ALL = "It has been handled again since %(day)s."
_PLEASE = S.FOLLOWING_UP  # the state whose sentence asks for an answer
THANKS = "Thank you, you have said what you think of it."
THANKS_ON = "Thank you, you answered on %(day)s."
OVER = "This question is no longer open. Call the hotline if something is not solved."


@dataclass(frozen=True, slots=True)
class RatingState:
    """`may_rate`: the form is shown; `decides`: his answer decides whether it is handled again; `said` and `again`: the
    message ids of the sentences on his answer and on the present round ("": none)."""

    may_rate: bool
    decides: bool
    said: str
    again: str


def stands(state: TicketState, said: str) -> str:
    """The message id of the state's sentence; "" where it asks for what has just been said."""
    return "" if said and state is _PLEASE else PLAIN[state]


def standing(state: TicketState, *, rated: bool, waits: bool, again_event: str = "") -> RatingState:
    """`state`: of the parent for a merged ticket; `rated`: the answer of this round is rated; `waits`: his answer on it
    has arrived and is not an act yet."""
    may_rate = state in ASKED and not rated and not waits
    said = "" if may_rate or not (rated or waits) else THANKS_ON if waits else THANKS
    in_work = bool(again_event) and state not in ASKED and state not in ENDED
    again = _AGAIN.get(again_event, _AGAIN_AT_ALL) if in_work else ""
    return RatingState(may_rate, may_rate and state is S.FOLLOWING_UP, said, again)
