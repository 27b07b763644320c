"""Open tickets and act on them; each action is one transaction."""

from .acts import act, judged, offered
from .context import actor
from .opening import Matter, open_ticket

__all__ = ["Matter", "act", "actor", "judged", "offered", "open_ticket"]
