"""Flows that the hotline uses for itself: no caller is transferred to them. Pure."""

UNKNOWN = "unknown_number"  # answers a number that has no flow of its own
SURVEY = "visit"  # asks a citizen whom the machine has called
OWN_USE = frozenset({UNKNOWN, SURVEY})


def for_callers(name: str) -> bool:
    """True if an agent may transfer a caller to this flow."""
    return name not in OWN_USE
