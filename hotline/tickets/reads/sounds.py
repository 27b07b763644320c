"""Recordings that a page of calls may play. Those of a call that brought a confidential complaint (K8) look like all
others of which some are held back by lot: shown, and not released."""

from hotline.calls.reads import calls
from hotline.calls.reads.calls import Sound

from . import sealed


def released(call: str) -> bool:
    """Whether pages play a call's recordings: none is held back by lot, and it brought no confidential complaint."""
    held = calls.held_back(call)  # both are asked for every call, so that both take the same time
    return not (sealed.brought(call) or held)


def sound(recording: int) -> Sound | None:
    """One recording; None if it does not exist or is not released."""
    found = calls.any_sound(recording)
    return found if found is not None and released(found.call) else None
