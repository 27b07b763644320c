"""Tickets: opened, and acted upon; one transaction each."""

from .acts import act, offered
from .context import actor
from .opening import Matter, open_ticket

__all__ = ["Matter", "act", "actor", "offered", "open_ticket"]
