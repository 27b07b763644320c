"""Every code of the hotline with its Chinese and English label; tables, flows and pages use these codes."""

from .acts import Deed, OrderKind, Part
from .calls import (
    CallState,
    Ender,
    Fact,
    Outcome,
    Party,
    QueueEnd,
    RecordingKind,
    RecordingState,
    RecordingTrouble,
    Script,
    Trouble,
)
from .floor import AWAY_REASONS, DayState, OfferResult, PositionKind, Presence, Profile, Reason, Role, WatchMode, Whom
from .service import AlarmKind, CallBackReason, CallBackState, ContactState, NoticeState, TicketKind, TicketState
from .shape import Word

__all__ = [
    "AWAY_REASONS",
    "AlarmKind",
    "CallBackReason",
    "CallBackState",
    "CallState",
    "ContactState",
    "DayState",
    "Deed",
    "Ender",
    "Fact",
    "NoticeState",
    "OfferResult",
    "OrderKind",
    "Outcome",
    "Part",
    "Party",
    "PositionKind",
    "Presence",
    "Profile",
    "QueueEnd",
    "Reason",
    "RecordingKind",
    "RecordingState",
    "RecordingTrouble",
    "Role",
    "Script",
    "TicketKind",
    "TicketState",
    "Trouble",
    "WatchMode",
    "Whom",
    "Word",
]
