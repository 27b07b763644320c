"""The file of a recording, for the pages that may play it."""

from pathlib import Path

from flask import Response

from hotline.calls.reads.calls import Sound
from hotline.outside import keys
from hotline.outside.stored import OpenedFile, open_stored
from hotline.ports import CannotRead, Refused
from hotline.words import FileTrouble, RecordingState
from web_kit.stored import hand_out

from .access import settings


def file_of(sound: Sound) -> OpenedFile | None:
    """The file of a recording by its name, only if it lies in the folder of recordings; None if it is gone. Raises
    Refused if it is there and cannot be opened."""
    try:
        return _opened(sound)
    except CannotRead as error:
        if error.what is FileTrouble.GONE:
            return None
        raise _refused(error) from error


def trouble_of(sound: Sound) -> FileTrouble | None:
    """Why a page offers no player; None if the file opens."""
    try:
        _opened(sound).close()
    except CannotRead as error:
        return error.what
    return None


def played(file: OpenedFile, *, download_name: str | None = None) -> Response:
    """The sound as an answer, whole or in ranges. Raises Refused."""
    try:
        return hand_out(file, "audio/wav", download_name=download_name)
    except CannotRead as error:
        raise _refused(error) from error


def _opened(sound: Sound) -> OpenedFile:
    """Raises CannotRead."""
    folder = settings().recordings.resolve()
    file = (folder / Path(sound.path).name).resolve()
    there = file.is_relative_to(folder) and not file.is_dir()
    if sound.state in (RecordingState.FAILED, RecordingState.PURGED) or not there:
        raise CannotRead(FileTrouble.GONE)
    size = sound.size if sound.sha256 else None  # of one that still runs nobody knows it
    return open_stored(file, keys.of(settings()), size=size)


def _refused(error: CannotRead) -> Refused:
    return Refused("The recording cannot be opened: %(why)s. Tell the administrator", why=error.what)
