"""Tickets: opened, and acted upon; one transaction each."""

from .acts import act, offered
from .opening import Matter, open_ticket
from .working import actor

__all__ = ["Matter", "act", "actor", "offered", "open_ticket"]
