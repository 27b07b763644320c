"""Speech engines, one class each: espeak-ng as a program or a library, a command of the site, an HTTP service, none.

Each returns a wav of any format for a text, and fails with GatewayError: permanent if trying again is useless.
"""

import ctypes
import functools
import http.client
import importlib
import importlib.util
import io
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request
import wave
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from hotline.ports import GatewayError
from hotline.settings import SpeechSettings

# Debian's espeak-ng 1.51 reads Chinese characters as English with -v cmn; the pinyin voice reads them right.
ESPEAK_VOICE = "cmn-latn-pinyin"
WORDS_A_MINUTE = 150
BYTES_MOST = 32 * 1024 * 1024
LIBRARY = "espeakng_loader"  # the Python package that carries espeak-ng as a library
_AGAIN = (408, 425, 429)


class Engine(Protocol):
    """Speaks a text. Equal `name`, `voice` and text give equal sound, so a text is made only once."""

    @property
    def name(self) -> str: ...

    @property
    def voice(self) -> str: ...

    def wav(self, text: str) -> bytes:
        """A wav file of the text. Raises GatewayError."""


def choose(settings: SpeechSettings) -> Engine:
    """The engine of an installation; `auto` is espeak-ng, as a program or else as a library, or none."""
    kind = found() if settings.engine == "auto" else settings.engine
    made: dict[str, Engine] = {
        "espeak-ng": Program(settings.seconds),
        "library": Library(),
        "command": Command(tuple(settings.command), settings.seconds),
        "http": Http(settings.url, settings.seconds),
    }
    return made.get(kind or "none", Nothing())


def found() -> str | None:
    """The engine found without any settings: `espeak-ng`, `library` or None."""
    if shutil.which("espeak-ng"):
        return "espeak-ng"
    return "library" if importlib.util.find_spec(LIBRARY) is not None else None


@dataclass(frozen=True, slots=True)
class Nothing:
    """No engine: there is no speech."""

    name: str = "none"
    voice: str = ""

    def wav(self, text: str) -> bytes:
        raise GatewayError("no speech engine", permanent=True)


@dataclass(frozen=True, slots=True)
class Program:
    """The program espeak-ng."""

    seconds: float
    name: str = "espeak-ng"
    voice: str = ESPEAK_VOICE

    def wav(self, text: str) -> bytes:
        command = ["espeak-ng", "-v", self.voice, "-s", str(WORDS_A_MINUTE), "--stdin", "--stdout"]
        try:
            told = subprocess.run(command, input=text.encode(), check=True, capture_output=True, timeout=self.seconds)  # noqa: S603
        except FileNotFoundError as error:
            raise GatewayError("espeak-ng is not installed", permanent=True) from error
        except subprocess.CalledProcessError as error:
            raise GatewayError(f"espeak-ng: {error.stderr.decode(errors='replace').strip()[-200:]}") from error
        except (OSError, subprocess.SubprocessError) as error:
            raise GatewayError(f"espeak-ng: {error}") from error
        return told.stdout


@dataclass(frozen=True, slots=True)
class Library:
    """espeak-ng inside this process, from the package espeakng-loader; one text at a time."""

    name: str = "espeak-ng library"
    voice: str = ESPEAK_VOICE

    def wav(self, text: str) -> bytes:
        with _espeak_lock:
            return _espeak().say(self.voice, text)


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the site: `{text_file}` and `{wav_file}` in its words become two files. No shell reads it."""

    words: tuple[str, ...]
    seconds: float
    name: str = "command"

    @property
    def voice(self) -> str:
        return "\0".join(self.words)

    def wav(self, text: str) -> bytes:
        try:
            with tempfile.TemporaryDirectory(prefix="tingsu-speech-") as folder:
                return self._wav(text, Path(folder))
        except OSError as error:
            raise GatewayError(f"{self.words[0]}: {error}") from error

    def _wav(self, text: str, folder: Path) -> bytes:
        files = {"{text_file}": folder / "text.txt", "{wav_file}": folder / "said.wav"}
        files["{text_file}"].write_text(text, encoding="utf-8")
        self._run([_filled(word, files) for word in self.words], folder / "complaints")
        made = files["{wav_file}"]
        if not made.is_file() or made.stat().st_size > BYTES_MOST:
            raise GatewayError(f"{self.words[0]}: made no wav file that can be used", permanent=True)
        return made.read_bytes()

    def _run(self, words: list[str], complaints: Path) -> None:
        """Run it to its end; on timeout kill it and all its child processes."""
        with complaints.open("wb") as told:
            try:
                process = subprocess.Popen(  # noqa: S603 - the administrator's own words, read by no shell
                    words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=told, start_new_session=True
                )
            except OSError as error:
                raise GatewayError(f"{words[0]}: {error.strerror}", permanent=True) from error
            try:
                code = process.wait(self.seconds)
            except subprocess.TimeoutExpired as error:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                raise GatewayError(f"{words[0]}: not ready after {self.seconds:g} s") from error
        if code:
            said = complaints.read_bytes()[-200:].decode(errors="replace").strip()
            raise GatewayError(f"{words[0]}: ended with {code}: {said}")


@dataclass(frozen=True, slots=True)
class Http:
    """A service: `{"text": …}` is posted to it, a wav comes back."""

    url: str
    seconds: float
    name: str = "http"

    @property
    def voice(self) -> str:
        return self.url

    def wav(self, text: str) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - the settings allow http and https alone
            self.url,
            json.dumps({"text": text}).encode(),
            {"Content-Type": "application/json", "Accept": "audio/wav"},
        )
        end = monotonic() + self.seconds
        try:
            with urllib.request.urlopen(request, timeout=self.seconds) as answer:  # noqa: S310
                return _body(answer, end)
        except urllib.error.HTTPError as error:
            permanent = error.code < 500 and error.code not in _AGAIN
            raise GatewayError(f"the speech service answered {error.code}", permanent=permanent) from error
        except (OSError, http.client.HTTPException) as error:
            raise GatewayError(f"the speech service: {error}") from error


def _body(answer: Any, end: float) -> bytes:
    """The service's response body, within the time and size limits."""
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(65536):
        parts.append(part)
        size += len(part)
        if size > BYTES_MOST:
            raise GatewayError("the speech service sent more than a wav of a text can have", permanent=True)
        if monotonic() > end:
            raise GatewayError("the speech service did not end in time")
    if answer.length:
        raise GatewayError("the speech service ended in the middle")
    return b"".join(parts)


def _filled(word: str, files: dict[str, Path]) -> str:
    for name, file in files.items():
        word = word.replace(name, str(file))
    return word


# ---- the library


_espeak_lock = threading.Lock()
_SYNCHRONOUS, _DO_NOT_EXIT, _RATE, _CHARACTERS, _UTF8 = 2, 0x8000, 1, 1, 1
_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Espeak:
    """The library, initialised once per process. Raises GatewayError."""

    def __init__(self, library: Any, data: str) -> None:
        self._library = library
        self._said = bytearray()
        self.rate: int = library.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), _DO_NOT_EXIT)
        if self.rate <= 0:
            raise GatewayError(f"the espeak-ng library does not begin: are its voices in {data}?", permanent=True)
        self._callback = _Callback(self._hear)  # keep a reference: the library calls it until the process ends
        library.espeak_SetSynthCallback(self._callback)
        library.espeak_SetParameter(_RATE, WORDS_A_MINUTE, 0)

    def say(self, voice: str, text: str) -> bytes:
        self._said.clear()
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise GatewayError(f"the espeak-ng library has no voice {voice}", permanent=True)
        ended = text.encode() + b"\0"
        failed = self._library.espeak_Synth(ended, len(ended), 0, _CHARACTERS, 0, _UTF8, None, None)
        if failed or self._library.espeak_Synchronize() != 0:
            raise GatewayError("the espeak-ng library could not say the text")
        made = io.BytesIO()
        with wave.open(made, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(self.rate)
            sound.writeframes(bytes(self._said))
        return made.getvalue()

    def _hear(self, samples: Any, count: int, _events: object) -> int:
        if samples and count > 0:
            self._said += ctypes.string_at(samples, 2 * count)
        return 0


@functools.cache
def _espeak() -> Espeak:
    try:
        loader = importlib.import_module(LIBRARY)
        return Espeak(ctypes.CDLL(loader.get_library_path()), str(loader.get_data_path()))
    except (ImportError, OSError, RuntimeError) as error:
        raise GatewayError(f"the espeak-ng library cannot be loaded: {error}", permanent=True) from error
