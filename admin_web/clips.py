"""Parts of recordings that are kept as evidence: cut from the file, stored like attachments, played."""

import io
import wave
from collections.abc import Callable
from dataclasses import replace

from flask import Response

from hotline.calls.reads.calls import Sound
from hotline.outside import file_store, keys
from hotline.outside.file_store import Files
from hotline.ports import CannotRead, Refused
from hotline.quality.reads.inspecting import ClipView
from hotline.quality.verbs.inspecting import StoredClip
from hotline.words import FileTrouble
from web_kit.stored import hand_out

from .access import settings
from .sounds import file_of

MOST = 64 * 1024 * 1024


def cut(sound: Sound, begin: int, end: int) -> StoredClip:
    """Write milliseconds `begin` to `end` of a recording into a file of its own, both channels as they are. Raises
    Refused."""
    opened = file_of(sound)
    if opened is None:
        raise Refused("The recording is gone: no clip can be kept of it")
    with opened:
        try:
            data, until = piece(opened, begin, end)
        except (wave.Error, EOFError, CannotRead) as error:
            raise Refused("The recording cannot be cut: tell the administrator") from error
    kept = _files().put(io.BytesIO(data), most=MOST, check=_whatever)
    return StoredClip(sound.id, begin, until, kept.path, kept.size, kept.sha256, kept.key_id)


def piece(sound: io.BufferedReader, begin: int, end: int) -> tuple[bytes, int]:
    """The wav of a part, and where it ends in milliseconds: not behind the recording. Raises wave.Error, EOFError."""
    with wave.open(sound, "rb") as whole:
        rate, frames = whole.getframerate(), whole.getnframes()
        first = begin * rate // 1000
        if first >= frames:
            raise Refused("This moment is not in the recording")
        whole.setpos(first)
        wanted = min(end * rate // 1000, frames) - first
        made = io.BytesIO()
        with wave.open(made, "wb") as part:
            part.setparams(whole.getparams())
            part.writeframes(whole.readframes(wanted))
        return made.getvalue(), min(end, frames * 1000 // rate)


def forget(clip: StoredClip) -> None:
    """Remove a file that no row was written for."""
    _files().remove(clip.path)


def played(clip: ClipView, *, before: Callable[[], None]) -> Response | None:
    """The clip as an answer, whole or in ranges; None if its file is gone. `before` runs before the first byte. Raises
    Refused."""
    try:
        opened = _files().open(clip.path, clip.size)
        before()
        return hand_out(opened, "audio/wav")
    except CannotRead as error:
        if error.what is FileTrouble.GONE:
            return None
        raise Refused("The recording cannot be opened: %(why)s. Tell the administrator", why=error.what) from error


def _files() -> Files:
    return replace(file_store.of(settings()), folder=settings().evidence, scan_command=(), keys=keys.of(settings()))


def _whatever(_stored: object) -> None:
    """We have made it: nothing is to be looked at."""
