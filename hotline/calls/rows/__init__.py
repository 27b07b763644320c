"""The tables of calls, lines and what is kept up. `call_record_writer` writes what the recorder brings."""

from .calls import Call, CallEvent, CallLeg, Offer, Recording
from .lines import AgentPage, AgentState, Line, Position, PresenceChange, Skill
from .upkeep import Alarm, Dialled, FlowFile, FlowVersion, Nuisance, Order, Purge, TelephoneTry, TelephoneTurn
from .voices import VoiceMeasure

__all__ = [
    "AgentPage",
    "AgentState",
    "Alarm",
    "Call",
    "CallEvent",
    "CallLeg",
    "Dialled",
    "FlowFile",
    "FlowVersion",
    "Line",
    "Nuisance",
    "Offer",
    "Order",
    "Position",
    "PresenceChange",
    "Purge",
    "Recording",
    "Skill",
    "TelephoneTry",
    "TelephoneTurn",
    "VoiceMeasure",
]
