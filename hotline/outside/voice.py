"""An engine with a cache of its sound files, so that each text is made once.

A file's name is the sha-256 of engine, voice and text. It is written aside and renamed, so two processes may make the
same text at once. The least recently used files are deleted first, but none used in the last hour.
"""

import contextlib
import hashlib
import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from hotline import clock
from hotline.outside import engines, sound
from hotline.ports import GatewayError
from hotline.settings import Settings

TEXT_MOST = 2000
FILES_MOST = 20_000
KEPT_SECONDS = 3600.0
BETWEEN_PURGES = 600.0
HEADER_BYTES = 44  # of a wav without sound


class Voice:
    """The port `hotline.outside.speech.Speech`, over one engine and one folder."""

    def __init__(
        self,
        engine: engines.Engine,
        folder: Path,
        *,
        bytes_most: int,
        files_most: int = FILES_MOST,
        now: Callable[[], float] = clock.seconds,
    ) -> None:
        self._engine = engine
        self._folder = folder.resolve()
        self._bytes_most = bytes_most
        self._files_most = files_most
        self._now = now
        self._purged_at = float("-inf")
        self._purging = threading.Lock()

    def say(self, text: str) -> Path:
        """The absolute path of an 8 kHz mono 16-bit wav of the text, there for an hour. Raises GatewayError."""
        text = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
        if not text or len(text) > TEXT_MOST:
            raise GatewayError(f"a text to be said has 1 to {TEXT_MOST} characters", permanent=True)
        file = self.file_of(text)
        if not self._used(file):
            self._make(text, file)
        if self._now() - self._purged_at >= BETWEEN_PURGES:
            self.purge()
        return file

    def file_of(self, text: str) -> Path:
        """The cache path of a text, whether the file exists or not."""
        told = "\0".join((self._engine.name, self._engine.voice, text))
        return self._folder / f"{hashlib.sha256(told.encode()).hexdigest()}.wav"

    def purge(self) -> int:
        """Delete files beyond the size limit, and unfinished temporary files; returns how many."""
        if not self._purging.acquire(blocking=False):
            return 0
        try:
            self._purged_at = self._now()
            return self._purge()
        finally:
            self._purging.release()

    def _used(self, file: Path) -> bool:
        """True if the file exists and is complete; then mark it as used now."""
        try:
            if file.stat().st_size <= HEADER_BYTES:
                return False
            os.utime(file, (self._now(), self._now()))
        except OSError:
            return False
        return True

    def _make(self, text: str, file: Path) -> None:
        try:
            samples = sound.telephone(self._engine.wav(text))
        except ValueError as error:
            raise GatewayError(f"{self._engine.name}: {error}", permanent=True) from error
        if not samples:
            raise GatewayError(f"{self._engine.name} said nothing", permanent=True)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o750)
            handle, beside = tempfile.mkstemp(suffix=".part", dir=self._folder)
            os.close(handle)
            sound.save(Path(beside), samples)
            Path(beside).chmod(0o640)
            os.utime(beside, (self._now(), self._now()))
            Path(beside).replace(file)
        except OSError as error:
            raise GatewayError(f"what was said cannot be kept in {self._folder}: {error.strerror}") from error

    def _purge(self) -> int:
        """Newest first: from the first file beyond the limit on, delete all that are older than an hour."""
        kept, size, gone = 0, 0, 0
        full = False
        for used, length, file in sorted(self._files(), reverse=True):
            kept, size = kept + 1, size + length
            full = full or kept > self._files_most or size > self._bytes_most
            if self._now() - used >= KEPT_SECONDS and (full or file.suffix == ".part"):
                with contextlib.suppress(OSError):
                    file.unlink()
                    gone += 1
        return gone

    def _files(self) -> list[tuple[float, int, Path]]:
        """When each was last used, its bytes, and where it is."""
        found: list[tuple[float, int, Path]] = []
        if not self._folder.is_dir():
            return found
        for file in self._folder.iterdir():
            with contextlib.suppress(OSError):
                if file.suffix in (".wav", ".part"):
                    stat = file.stat()
                    found.append((stat.st_mtime, stat.st_size, file))
        return found


def of(settings: Settings) -> Voice:
    """The voice of an installation; its shelf is `data/speech`."""
    megabytes = settings.speech.cache_megabytes
    return Voice(engines.choose(settings.speech), settings.data / "speech", bytes_most=megabytes * 1024 * 1024)
