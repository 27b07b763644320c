"""The file of a recording, for the pages that may play it."""

from pathlib import Path

from hotline.calls.reads.calls import Sound
from hotline.words import RecordingState

from .access import settings


def file_of(sound: Sound) -> Path | None:
    """The file of a recording by its name, only if it lies in the folder of recordings."""
    if sound.state in (RecordingState.FAILED, RecordingState.PURGED):
        return None
    folder = settings().recordings.resolve()
    file = (folder / Path(sound.path).name).resolve()
    return file if file.is_relative_to(folder) and file.is_file() else None
