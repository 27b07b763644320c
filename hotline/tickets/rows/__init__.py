"""The tables of tickets, of units, and of everything attached to tickets."""

from .care import (
    Appointment,
    Attachment,
    Dispute,
    Export,
    FollowUp,
    FollowUpTry,
    ListChoice,
    Paper,
    ReplyTemplate,
    SavedView,
    Supervision,
    TicketLook,
    Urge,
)
from .tickets import Ticket, TicketClock, TicketPause, TicketRequest, TicketShare, TicketStep
from .units import DispatchRule, Entry, KeywordRule, LimitRow, Member, Unit

__all__ = [
    "Appointment",
    "Attachment",
    "DispatchRule",
    "Dispute",
    "Entry",
    "Export",
    "FollowUp",
    "FollowUpTry",
    "KeywordRule",
    "LimitRow",
    "ListChoice",
    "Member",
    "Paper",
    "ReplyTemplate",
    "SavedView",
    "Supervision",
    "Ticket",
    "TicketClock",
    "TicketLook",
    "TicketPause",
    "TicketRequest",
    "TicketShare",
    "TicketStep",
    "Unit",
    "Urge",
]
