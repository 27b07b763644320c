"""`scripts/make_prompts` makes what is missing and never touches what is there."""

import wave
from pathlib import Path
from typing import Any

import pytest

from hotline.outside import speech
from scripts.py import make_prompts

pytestmark = pytest.mark.unit
PROMPTS = "studio: 录音室录制的提示语。\nmade: 您好\nsound.tone: {tone: [800], seconds: 0.4}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One prompt from the studio is there; no speech engine, so that tones stand in."""
    monkeypatch.setattr(speech, "engine", lambda: None)
    monkeypatch.setattr("sys.argv", ["make_prompts", "--sounds", str(tmp_path)])
    (tmp_path / "prompts.yml").write_text(PROMPTS, encoding="utf-8")
    (tmp_path / "studio.wav").write_bytes(b"from the studio")
    return tmp_path


def length(file: Path) -> float:
    with wave.open(str(file)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
        return sound.getnframes() / sound.getframerate()


def test_a_studio_file_is_never_overwritten(folder: Path, capsys: Any) -> None:
    assert make_prompts.main() == 0
    assert "2 prompts made" in capsys.readouterr().out
    assert (folder / "studio.wav").read_bytes() == b"from the studio"
    assert (length(folder / "made.wav"), length(folder / "sound.tone.wav")) == (1.0, 0.4)
    (folder / "made.wav").write_bytes(b"now from the studio too")
    assert make_prompts.main() == 0
    assert "all 3 prompts" in capsys.readouterr().out
    make_prompts.all_of(folder)
    assert (folder / "made.wav").read_bytes() == b"now from the studio too"


def test_a_voice_is_as_loud_as_a_telephone_likes(tmp_path: Path) -> None:
    if speech.engine() is None:
        pytest.skip("no speech engine on this machine")
    speech.speak("您好", tmp_path / "hello.wav")
    samples, rate = speech.read(tmp_path / "hello.wav")
    assert (rate, round(max(samples) / 32767, 1) <= speech.LOUDEST, len(samples) > 2000) == (8000, True, True)
