"""`scripts/make_prompts` makes what is due, never touches a studio's file, and says what is wrong with any file."""

import array
import json
import wave
from pathlib import Path
from typing import Any

import pytest

from hotline.outside import sound, speech
from hotline.ports import GatewayError
from scripts.py import make_prompts, prompt_checks, prompts_made
from tests.hotline.outside.wavs import tone, wav

pytestmark = pytest.mark.unit
PROMPTS = "studio: 录音室录制的提示语。\nmade: 您好\nsound.tone: {tone: [800], seconds: 0.4}\n"
STUDIO = wav(tone(2.0, loud=0.6))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One prompt from the studio is there; no speech engine, so that tones stand in."""
    monkeypatch.setattr(speech, "engine", lambda: None)
    write(tmp_path, PROMPTS)
    (tmp_path / "studio.wav").write_bytes(STUDIO)
    return tmp_path


def write(folder: Path, prompts: str) -> None:
    (folder / "prompts.yml").write_text(prompts, encoding="utf-8")


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> Any:
    """The exit code and the lines."""
    monkeypatch.setattr("sys.argv", ["make_prompts", "--sounds", str(folder), *words])
    code = make_prompts.main()
    told = capsys.readouterr()
    return code, told.out.splitlines() + told.err.splitlines()


def length(file: Path) -> float:
    with wave.open(str(file)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
        return float(sound.getnframes() / sound.getframerate())


NO_ENGINE = "没有 espeak-ng，语音以提示音代替 / no espeak-ng: tones stand in for speech (apt install espeak-ng)"
ALL_THERE = "提示音齐全 / all 3 prompts have their sound files"


def test_what_is_missing_is_made_and_a_studio_file_never(folder: Path, monkeypatch: Any, capsys: Any) -> None:
    made = "已生成 2 个提示音 / 2 prompts made"
    assert run(monkeypatch, capsys, folder) == (0, [NO_ENGINE, made, ALL_THERE])
    assert (folder / "studio.wav").read_bytes() == STUDIO
    assert (length(folder / "made.wav"), length(folder / "sound.tone.wav")) == (1.0, 0.4)
    (folder / "made.wav").write_bytes(STUDIO)
    assert run(monkeypatch, capsys, folder) == (0, [ALL_THERE])
    make_prompts.all_of(folder)
    assert (folder / "made.wav").read_bytes() == STUDIO


def test_ours_is_made_anew_when_its_text_changes_and_a_studio_file_is_doubted(
    folder: Path, monkeypatch: Any, capsys: Any
) -> None:
    make_prompts.all_of(folder)
    write(folder, PROMPTS.replace("您好", "您好，欢迎致电。").replace("0.4", "0.5").replace("录制的", ""))
    assert sorted(make_prompts.due(folder)) == ["made", "sound.tone"]
    make_prompts.all_of(folder)
    assert (length(folder / "made.wav"), length(folder / "sound.tone.wav")) == (1.76, 0.5)
    assert (make_prompts.due(folder), (folder / "studio.wav").read_bytes()) == ({}, STUDIO)
    (folder / "made.wav").write_bytes(STUDIO)
    write(folder, PROMPTS.replace("0.4", "0.5"))
    doubt = (
        f"{folder / 'made.wav'}: 录音室文件，文字已改，请核对 / a studio's file whose text has changed: listen to it"
    )
    assert run(monkeypatch, capsys, folder) == (0, [doubt, ALL_THERE])
    assert (folder / "made.wav").read_bytes() == STUDIO


def test_a_tone_gives_way_to_speech_when_an_engine_comes(folder: Path, monkeypatch: Any) -> None:
    make_prompts.all_of(folder)
    said: list[tuple[str, str]] = []

    def speak(text: str, file: Path, *, settings: Any = None) -> None:
        said.append((text, file.name))
        file.write_bytes(wav(tone(1.5)))

    monkeypatch.setattr(speech, "engine", lambda: "espeak-ng")
    monkeypatch.setattr(speech, "speak", speak)
    make_prompts.all_of(folder)
    make_prompts.all_of(folder)
    assert said == [("您好", "made.wav")]


def test_the_list_of_what_is_ours(folder: Path) -> None:
    make_prompts.all_of(folder)
    listed = json.loads((folder / ".made.json").read_text(encoding="utf-8"))
    assert listed == {
        "made": {
            "text": prompts_made.sha_of_text("您好"),
            "file": prompts_made.sha_of_file(folder / "made.wav"),
            "stand_in": True,
        },
        "sound.tone": {
            "text": prompts_made.sha_of_text({"tone": [800], "seconds": 0.4}),
            "file": prompts_made.sha_of_file(folder / "sound.tone.wav"),
        },
    }
    assert not list(folder.glob(".made.json?*"))


@pytest.mark.parametrize("listed", ["", "[]", "{broken", '{"made": 1}', "\xff"])
def test_a_broken_list_makes_nothing_ours(folder: Path, listed: str) -> None:
    make_prompts.all_of(folder)
    (folder / ".made.json").write_text(listed, encoding="latin-1")
    write(folder, PROMPTS.replace("您好", "再见"))
    assert make_prompts.due(folder) == {}


def test_check_makes_nothing(folder: Path, monkeypatch: Any, capsys: Any) -> None:
    gone = "读不出 / cannot be read: No such file or directory"
    assert run(monkeypatch, capsys, folder, "--check") == (
        1,
        [f"{folder / 'made.wav'}: {gone}", f"{folder / 'sound.tone.wav'}: {gone}"],
    )
    assert sorted(file.name for file in folder.iterdir()) == ["prompts.yml", "studio.wav"]


@pytest.mark.parametrize(
    ("prompts", "says"),
    [
        ("a: [", "1:4: -: 此处的括号没有闭合"),
        ("a: b\na: c", "2:1: -: “a”重复出现"),
        ("- a", " 应为“编号: 文字” / lines of `id: text` are expected"),
        ("a: 5", " a: 应为文字或提示音配方 / a text, or the recipe of a tone, is expected"),
        ("a: {seconds: 1}", " a: {tone: [Hz, …], seconds: s}"),
    ],
)
def test_prompts_that_cannot_be_made(tmp_path: Path, monkeypatch: Any, capsys: Any, prompts: str, says: str) -> None:
    write(tmp_path, prompts)
    code, lines = run(monkeypatch, capsys, tmp_path)
    assert (code, len(lines), lines[0].startswith(f"{tmp_path / 'prompts.yml'}:{says}")) == (1, 1, True)


def test_an_engine_that_fails_is_named_with_the_file(folder: Path, monkeypatch: Any, capsys: Any) -> None:
    settings = folder / "settings.yml"
    settings.write_text("speech: {engine: none}", encoding="utf-8")
    assert run(monkeypatch, capsys, folder, "--settings", str(settings)) == (
        1,
        [f"{folder / 'made.wav'}: no speech engine"],
    )
    settings.write_text("speech: {engine: loud}", encoding="utf-8")
    code, lines = run(monkeypatch, capsys, folder, "--settings", str(settings))
    assert (code, lines[0].startswith(f"{settings}:1:10: speech.engine: ")) == (1, True)


# ---- what is wrong with a file

TEXT = "提示音一共十个字吗。"  # nine characters that are said
FORMAT = "应为 8 kHz 单声道 16 位 / 8 kHz, one channel, 16 bit are needed"


@pytest.mark.parametrize(
    ("file", "what", "says"),
    [
        (wav(tone(3.0)), TEXT, []),
        (wav(tone(1.0)), TEXT, []),
        (wav(tone(0.9)), TEXT, ["9 个字只有 0.9 秒，过短 / 0.9 s are too short for 9 characters"]),
        (wav(tone(6.0)), TEXT, []),
        (wav(tone(6.5)), TEXT, ["9 个字长达 6.5 秒，过长 / 6.5 s are too long for 9 characters"]),
        (wav(tone(0.4)), {"tone": [800], "seconds": 0.4}, []),
        (wav(tone(0.6)), {"tone": [800], "seconds": 0.4}, ["应为 0.4 秒 / it lasts 0.6 s, not 0.4 s"]),
        (wav(tone(3.0), rate=16000), TEXT, [f"{FORMAT}（16000 Hz, 1 ch, 16 bit）"]),
        (wav(tone(3.0), channels=2), TEXT, [f"{FORMAT}（8000 Hz, 2 ch, 16 bit）"]),
        (wav(bytes(24000), bits=8), TEXT, [f"{FORMAT}（8000 Hz, 1 ch, 8 bit）"]),
        (b"ID3", TEXT, ["不是可用的 wav / this is not a wav file"]),
        (wav(b""), TEXT, ["没有声音 / there is no sound in it"]),
        (wav(bytes(48000)), TEXT, ["声音过轻 / too faint: 0.00% of full scale (RMS)"]),
        (wav(tone(3.0, loud=0.005)), TEXT, ["声音过轻 / too faint: 0.35% of full scale (RMS)"]),
        (
            wav(array.array("h", [32767, -32768] * 12000).tobytes()),
            TEXT,
            ["削波失真 / clipped: 24000 samples are at full scale", "声音过响 / too loud: 100% of full scale (RMS)"],
        ),
        (wav(array.array("h", [32767] * 3).tobytes() + tone(3.0)), TEXT, []),
    ],
)
def test_complaints(tmp_path: Path, file: bytes, what: object, says: list[str]) -> None:
    (tmp_path / "a.wav").write_bytes(file)
    assert prompt_checks.complaints(tmp_path, {"a": what}) == [f"{tmp_path / 'a.wav'}: {one}" for one in says]


def test_a_voice_is_as_loud_as_a_telephone_likes(tmp_path: Path) -> None:
    if speech.engine() is None:
        pytest.skip("no speech engine on this machine")
    speech.speak("您好", tmp_path / "hello.wav")
    samples, rate = speech.read(tmp_path / "hello.wav")
    assert (rate, round(max(samples) / 32767, 1) <= speech.LOUDEST, len(samples) > 2000) == (8000, True, True)
    assert sound.peak_and_power(samples)[1] > prompt_checks.FAINTEST


def test_a_service_that_gives_no_wav(tmp_path: Path, monkeypatch: Any) -> None:
    class Page:
        def wav(self, text: str) -> bytes:
            return b"<html>"

    monkeypatch.setattr("hotline.outside.engines.choose", lambda settings: Page())
    with pytest.raises(GatewayError, match="this is not a wav file"):
        speech.speak("您好", tmp_path / "hello.wav")
    assert not list(tmp_path.iterdir())
