"""Recordings that a page of calls may play: none for a call that brought a confidential complaint (K8)."""

from hotline.calls.reads import calls, recordings
from hotline.calls.reads.calls import Sound
from hotline.calls.reads.recordings import FoundRecording, RecordingFilter
from hotline.calls.rows import Call
from hotline.people.reads.scope import Scope
from hotline.store.paging import SIZE, Page

from . import sealed


def sounds(call: str) -> list[Sound]:
    """A call's recordings; none if it brought a confidential complaint: only the inspection may hear those."""
    return [] if sealed.brought(call) else calls.all_sounds(call)


def sound(recording: int) -> Sound | None:
    """One recording; None if it does not exist or only the inspection may hear it."""
    found = calls.any_sound(recording)
    return None if found is None or sealed.brought(found.call) else found


def found(wanted: RecordingFilter, scope: Scope, *, after: str = "", size: int = SIZE) -> Page[FoundRecording]:
    """The recordings that fit and may be played; those that only the inspection hears are not counted."""
    open_ones = Call.id.not_in(sealed.calls_that_brought())
    return recordings.found(wanted, scope, more=(open_ones,), after=after, size=size)
