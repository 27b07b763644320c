"""Recordings that a page of calls may play: none for a call that brought a confidential complaint (K8)."""

from hotline.calls.reads import calls
from hotline.calls.reads.calls import Sound

from . import sealed


def sounds(call: str) -> list[Sound]:
    """A call's recordings; none if it brought a confidential complaint: only the inspection may hear those."""
    return [] if sealed.brought(call) else calls.all_sounds(call)


def sound(recording: int) -> Sound | None:
    """One recording; None if it does not exist or only the inspection may hear it."""
    found = calls.any_sound(recording)
    return None if found is None or sealed.brought(found.call) else found
