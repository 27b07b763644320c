"""The life of a ticket (K2, K3) as one table: its state, the event, the state after it, and who may do it.

    REGISTERED ─accept→ ACCEPTED ─dispatch→ DISPATCHED ─take→ HANDLING ─reply→ REPLIED ─unit approves→ REVIEWING
        │  └─answer / refuse / withdraw / merge           │        ↑ ↖─────unit sends back────┘  │approve   │send back
        ↓                                        ask return↓        └──────────────────────────────│──────────┘
    CLOSED · NOT_ACCEPTED · WITHDRAWN · MERGED    RETURN_ASKED ─approve→ ACCEPTED                  ↓
        ↑                                              └─refuse→ HANDLING          FOLLOWING_UP ─follow-up→ CLOSED
        └── CLOSED ─ask review→ UNDER_REVIEW ─uphold→ CLOSED ─ask second review→ UNDER_REREVIEW ─uphold→ FINAL
            (overturn and a refused follow-up lead back to DISPATCHED, reopen to ACCEPTED)

Events that do not change the state (urging, supervision, extension, pause, notes, shares) are in `STAYS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hotline.people.rules.permissions import Permission
from hotline.words import ClockKind, TicketEvent, TicketState

S, E, P = TicketState, TicketEvent, Permission


class ActorRelation(StrEnum):
    """In which role somebody acts: as the hotline of the ticket's site, the charged unit, a co-handling unit,
    the unit above, anybody who may read it, the citizen, or the clock."""

    HOTLINE = "hotline"
    UNIT = "unit"
    SHARE = "share"
    ABOVE = "above"
    READER = "reader"
    CITIZEN = "citizen"
    CLOCK = "clock"


R = ActorRelation


@dataclass(frozen=True, slots=True)
class Move:
    """`act`: the permission that the actor needs; `most`: how many characters of text the place it is kept in can hold;
    `needs`: names of guards (`ticket_guards`)."""

    new: TicketState | None  # None: the state does not change
    act: Permission
    seat: ActorRelation
    most: int
    needs: tuple[str, ...] = ()


OPEN_STATES = frozenset(
    {S.REGISTERED, S.ACCEPTED, S.DISPATCHED, S.HANDLING, S.REPLIED, S.REVIEWING, S.FOLLOWING_UP, S.RETURN_ASKED,
     S.UNDER_REVIEW, S.UNDER_REREVIEW}
)  # fmt: skip
ENDED = frozenset(TicketState) - OPEN_STATES
IN_UNIT = frozenset({S.DISPATCHED, S.HANDLING, S.REPLIED})
NOT_YET_ANSWERED = frozenset({S.REGISTERED, S.ACCEPTED, S.DISPATCHED, S.HANDLING})
CLOSED = frozenset({S.CLOSED, S.CLOSED_AT_ONCE, S.FINAL})  # ended with an answer
_DECIDING = {S.REGISTERED, S.ACCEPTED}
JUDGED = frozenset({S.UNDER_REVIEW, S.UNDER_REREVIEW})
ANSWERED = JUDGED | {S.FOLLOWING_UP}  # the hotline has approved the unit's answer
AT_THE_DESK = OPEN_STATES - IN_UNIT - JUDGED  # states in which the site's own desk must act next
_TEXT = ("text",)
LONG = 20_000  # text kept in the history alone
OPINION = 2000  # text also kept in a row of its own
SHORT = 500  # reasons also kept in a short column

# fmt: off
TABLE: Mapping[tuple[TicketState, TicketEvent], Move] = {
    (S.REGISTERED, E.ACCEPT): Move(S.ACCEPTED, P.DISPATCH, R.HOTLINE, LONG),
    **{(state, E.REFUSE): Move(S.NOT_ACCEPTED, P.DISPATCH, R.HOTLINE, LONG, ("text", "ground")) for state in _DECIDING},
    **{(state, E.ANSWER): Move(S.CLOSED, P.DISPATCH, R.HOTLINE, LONG, _TEXT) for state in _DECIDING},
    **{(state, E.DISPATCH): Move(S.DISPATCHED, P.DISPATCH, R.HOTLINE, LONG, ("unit", "not_confidential"))
       for state in _DECIDING},
    (S.DISPATCHED, E.TAKE): Move(S.HANDLING, P.HANDLE, R.UNIT, LONG),
    (S.DISPATCHED, E.ASK_RETURN): Move(S.RETURN_ASKED, P.HANDLE, R.UNIT, SHORT, _TEXT),
    (S.HANDLING, E.ASK_RETURN): Move(S.RETURN_ASKED, P.HANDLE, R.UNIT, SHORT, ("text", "running")),
    (S.RETURN_ASKED, E.APPROVE_RETURN): Move(S.ACCEPTED, P.REVIEW, R.HOTLINE, SHORT, ("other_person",)),
    (S.RETURN_ASKED, E.REFUSE_RETURN): Move(S.HANDLING, P.REVIEW, R.HOTLINE, SHORT, ("text", "other_person")),
    (S.HANDLING, E.REPLY): Move(S.REPLIED, P.HANDLE, R.UNIT, LONG, ("text", "running", "shares_done")),
    (S.REPLIED, E.UNIT_APPROVE): Move(S.REVIEWING, P.REVIEW_UNIT, R.UNIT, LONG, ("not_own", "other_person")),
    (S.REPLIED, E.APPROVE): Move(S.FOLLOWING_UP, P.REVIEW, R.HOTLINE, LONG, ("own", "other_person")),
    (S.REPLIED, E.UNIT_SEND_BACK): Move(S.HANDLING, P.REVIEW_UNIT, R.UNIT, LONG, _TEXT),
    (S.REVIEWING, E.APPROVE): Move(S.FOLLOWING_UP, P.REVIEW, R.HOTLINE, LONG, ("other_person",)),
    (S.REVIEWING, E.SEND_BACK): Move(S.HANDLING, P.REVIEW, R.HOTLINE, LONG, _TEXT),
    (S.FOLLOWING_UP, E.FOLLOW_UP_CLOSE): Move(S.CLOSED, P.FOLLOW_UP, R.CITIZEN, OPINION),
    (S.FOLLOWING_UP, E.FOLLOW_UP_REFUSE): Move(S.DISPATCHED, P.FOLLOW_UP, R.CITIZEN, OPINION, _TEXT),
    (S.FOLLOWING_UP, E.FOLLOW_UP_GIVE_UP): Move(S.CLOSED, P.FOLLOW_UP, R.CITIZEN, OPINION),
    **{(state, E.REOPEN): Move(S.ACCEPTED, P.REVIEW, R.HOTLINE, LONG, _TEXT)
       for state in (S.CLOSED, S.CLOSED_AT_ONCE, S.NOT_ACCEPTED, S.WITHDRAWN)},
    (S.CLOSED, E.ASK_REVIEW): Move(S.UNDER_REVIEW, P.REGISTER, R.HOTLINE, LONG, ("text", "not_reviewed", "had_unit")),
    (S.CLOSED, E.ASK_REREVIEW): Move(S.UNDER_REREVIEW, P.REGISTER, R.HOTLINE, LONG, ("text", "reviewed", "had_unit")),
    (S.UNDER_REVIEW, E.UPHOLD): Move(S.CLOSED, P.REVIEW_UNIT, R.ABOVE, LONG, ("text", "other_person")),
    (S.UNDER_REVIEW, E.OVERTURN): Move(S.DISPATCHED, P.REVIEW_UNIT, R.ABOVE, LONG, ("text", "other_person")),
    (S.UNDER_REREVIEW, E.UPHOLD): Move(S.FINAL, P.REVIEW_UNIT, R.ABOVE, LONG, ("text", "other_person")),
    (S.UNDER_REREVIEW, E.OVERTURN): Move(S.DISPATCHED, P.REVIEW_UNIT, R.ABOVE, LONG, ("text", "other_person")),
    **{(state, E.MERGE): Move(S.MERGED, P.DISPATCH, R.HOTLINE, LONG, ("parent", "no_children", "not_confidential"))
       for state in NOT_YET_ANSWERED},
    (S.MERGED, E.UNMERGE): Move(S.ACCEPTED, P.DISPATCH, R.HOTLINE, LONG, _TEXT),
    (S.MERGED, E.CLOSE_CHILD): Move(S.CLOSED, P.DISPATCH, R.CLOCK, LONG),
    **{(state, E.WITHDRAW): Move(S.WITHDRAWN, P.REGISTER, R.HOTLINE, LONG, _TEXT) for state in NOT_YET_ANSWERED},
    **{(state, E.REMOVE_UNIT): Move(None, P.MANAGE_UNITS, R.CLOCK, LONG) for state in OPEN_STATES},
}
STAYS: Mapping[TicketEvent, tuple[frozenset[TicketState], Move]] = {
    E.ASSIGN: (frozenset({S.DISPATCHED, S.HANDLING}), Move(None, P.HANDLE, R.UNIT, LONG, ("member",))),
    E.ADD_SHARE: (frozenset({S.DISPATCHED, S.HANDLING}),
                  Move(None, P.HANDLE, R.UNIT, SHORT, ("unit", "not_confidential", "not_shared"))),
    E.TAKE_SHARE: (frozenset({S.DISPATCHED, S.HANDLING, S.RETURN_ASKED}), Move(None, P.HANDLE, R.SHARE, LONG)),
    E.REPLY_SHARE: (frozenset({S.DISPATCHED, S.HANDLING, S.RETURN_ASKED}), Move(None, P.HANDLE, R.SHARE, LONG, _TEXT)),
    E.DROP_SHARE: (frozenset({S.DISPATCHED, S.HANDLING}), Move(None, P.HANDLE, R.UNIT, SHORT, _TEXT)),
    E.ASK_EXTENSION: (frozenset({S.HANDLING}), Move(None, P.HANDLE, R.UNIT, SHORT, ("text", "running", "no_request"))),
    E.APPROVE_EXTENSION: (frozenset({S.HANDLING, S.REPLIED}),
                          Move(None, P.REVIEW, R.HOTLINE, SHORT, ("request", "other_person"))),
    E.REFUSE_EXTENSION: (frozenset({S.HANDLING, S.REPLIED}),
                         Move(None, P.REVIEW, R.HOTLINE, SHORT, ("text", "request", "other_person"))),
    E.PAUSE: (frozenset({S.HANDLING}), Move(None, P.REVIEW, R.HOTLINE, SHORT, ("text", "running"))),
    E.RESUME: (frozenset({S.HANDLING, S.RETURN_ASKED}), Move(None, P.REVIEW, R.HOTLINE, LONG, ("paused",))),
    E.REDIRECT_REVIEW: (JUDGED, Move(None, P.DISPATCH, R.HOTLINE, LONG, ("text", "unit", "another_judge"))),
    E.URGE: (IN_UNIT, Move(None, P.URGE, R.HOTLINE, SHORT, ("not_urged_today",))),
    E.SUPERVISE: (OPEN_STATES - _DECIDING, Move(None, P.SUPERVISE, R.HOTLINE, OPINION, ("text", "had_unit"))),
    E.ANSWER_SUPERVISION: (frozenset(TicketState), Move(None, P.HANDLE, R.UNIT, LONG, ("text", "supervised"))),
    E.RATE_SUPERVISION: (frozenset(TicketState), Move(None, P.SUPERVISE, R.HOTLINE, SHORT, ("rating", "answered"))),
    E.MOVE_SUPERVISION: (OPEN_STATES, Move(None, P.SUPERVISE, R.CLOCK, LONG)),
    E.INSTRUCT: (OPEN_STATES, Move(None, P.INSTRUCT, R.HOTLINE, OPINION, _TEXT)),
    E.NOTE: (frozenset(TicketState), Move(None, P.SEE_TICKETS, R.READER, LONG, _TEXT)),
    E.FOLLOW_UP_TRY: (frozenset({S.FOLLOWING_UP, S.CLOSED_AT_ONCE}), Move(None, P.FOLLOW_UP, R.HOTLINE, LONG)),
    E.CORRECT: (frozenset(TicketState), Move(None, P.REGISTER, R.HOTLINE, LONG, ("text", "of_the_caller"))),
    E.RECOMPUTE: (OPEN_STATES, Move(None, P.DISPATCH, R.CLOCK, LONG)),
}
# fmt: on

# what may be done with a confidential complaint; only the discipline inspection handles it (K8)
SEALED = frozenset({E.ACCEPT, E.REFUSE, E.ANSWER, E.NOTE, E.WITHDRAW, E.REOPEN, E.RECOMPUTE})

# events that may end a ticket; the tickets merged into it end with it
ENDING = frozenset(event for (_state, event), move in TABLE.items() if move.new in ENDED)

# what happens beside a ticket's step: who is writing an answer meanwhile goes on
BESIDE = frozenset({
    E.NOTE, E.URGE, E.SUPERVISE, E.RATE_SUPERVISION, E.MOVE_SUPERVISION, E.INSTRUCT, E.FOLLOW_UP_TRY, E.TAKE_SHARE,
    E.REPLY_SHARE, E.APPROVE_EXTENSION, E.REFUSE_EXTENSION, E.RECOMPUTE,
})  # fmt: skip

AGAIN = frozenset({E.NOTE, E.TAKE_SHARE, E.REPLY_SHARE, E.RATE_SUPERVISION})  # each is about a part of its own

# which clocks count in a state; the earliest one is the one that is due next
RUNS: Mapping[TicketState, tuple[ClockKind, ...]] = {
    S.REGISTERED: (ClockKind.ACCEPT,),
    S.ACCEPTED: (ClockKind.DISPATCH, ClockKind.FINISH),
    S.DISPATCHED: (ClockKind.TAKE, ClockKind.FINISH),
    S.HANDLING: (ClockKind.FINISH,),
    S.REPLIED: (ClockKind.FINISH,),
    S.REVIEWING: (ClockKind.REVIEW,),
    S.RETURN_ASKED: (ClockKind.RETURN, ClockKind.FINISH),
    S.FOLLOWING_UP: (ClockKind.FOLLOW_UP,),
    S.UNDER_REVIEW: (ClockKind.RECHECK,),
    S.UNDER_REREVIEW: (ClockKind.RECHECK,),
}


def move(state: TicketState, event: TicketEvent) -> Move | None:
    """What the event does to a ticket in this state; None if it is not possible."""
    found = TABLE.get((state, event))
    if found is not None:
        return found
    stays = STAYS.get(event)
    return stays[1] if stays is not None and state in stays[0] else None


def after(state: TicketState, event: TicketEvent) -> TicketState | None:
    """The state after the event; None if it is not possible."""
    found = move(state, event)
    return None if found is None else (found.new or state)


def events(state: TicketState) -> tuple[TicketEvent, ...]:
    """All events that are possible in a state, in the order of `TicketEvent`."""
    return tuple(event for event in TicketEvent if move(state, event) is not None)
