"""Texts to sound: the port that says a text, and prompt files made from their texts or from a recipe of tones."""

from pathlib import Path
from typing import Protocol

from hotline.outside import engines, sound
from hotline.outside.sound import LOUDEST, RATE, read, tone, write
from hotline.ports import GatewayError
from hotline.settings import SpeechSettings

__all__ = ["LOUDEST", "RATE", "Speech", "engine", "placeholder", "read", "speak", "tone", "write"]
PROMPT_SECONDS = 60.0


class Speech(Protocol):
    """What says a text to a caller (`hotline.outside.voice.Voice`; tests have their own)."""

    def say(self, text: str) -> Path:
        """The absolute path of an 8 kHz mono 16-bit wav. Raises GatewayError."""


def engine() -> str | None:
    """The name of the speech engine that is here, or None."""
    return engines.found()


def speak(text: str, file: Path, *, settings: SpeechSettings | None = None) -> None:
    """Speak Mandarin into `file`, with the engine of the settings or else the one that is here. Raises GatewayError."""
    chosen = settings or SpeechSettings(seconds=PROMPT_SECONDS)
    try:
        samples = sound.telephone(engines.choose(chosen).wav(text))
    except ValueError as error:
        raise GatewayError(f"{chosen.engine}: {error}", permanent=True) from error
    write(file, samples)


def placeholder(text: str, file: Path) -> None:
    """Without an engine: a low tone as long as the text would take to say."""
    tone([330.0], max(1.0, len(text) * 0.22), file)
