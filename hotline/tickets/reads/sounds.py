"""Recordings as a page of calls may give them: of a call that brought a confidential complaint none (K8)."""

from hotline.calls.reads import calls
from hotline.calls.reads.calls import Sound

from . import sealed


def sounds(call: str) -> list[Sound]:
    """A call's recordings; of one that brought a confidential complaint none: they are the inspection's."""
    return [] if sealed.brought(call) else calls.all_sounds(call)


def sound(recording: int) -> Sound | None:
    """One recording; None where there is none, or where it is the inspection's."""
    found = calls.any_sound(recording)
    return None if found is None or sealed.brought(found.call) else found
