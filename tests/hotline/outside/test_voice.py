"""The voice says a text once and keeps it: where, for how long, and what two at the same time do to each other."""

import hashlib
import os
import threading
from pathlib import Path

import pytest

from hotline.outside import sound, voice
from hotline.outside.speech import Speech
from hotline.outside.voice import Voice
from hotline.ports import GatewayError
from hotline.settings import Settings, SpeechSettings
from tests.hotline.outside.wavs import tone, wav

pytestmark = pytest.mark.unit
HOUR = 3600.0
BYTES = 44 + 1600  # of a tenth of a second


class Engine:
    """Says a tenth of a second of tone for any text, or what it is told to."""

    def __init__(self, said: bytes | Exception | None = None, *, voice: str = "lili") -> None:
        self.name, self.voice = "engine", voice
        self.asked: list[str] = []
        self._said = wav(tone(0.1, rate=16000), rate=16000) if said is None else said

    def wav(self, text: str) -> bytes:
        self.asked.append(text)
        if isinstance(self._said, Exception):
            raise self._said
        return self._said


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def made(folder: Path, engine: Engine, clock: Clock, *, bytes_most: int = 10**6, files_most: int = 100) -> Voice:
    return Voice(engine, folder / "speech", bytes_most=bytes_most, files_most=files_most, now=clock)


def kept(folder: Path) -> int:
    return len(list((folder / "speech").iterdir()))


def test_a_text_is_said_once(tmp_path: Path, clock: Clock) -> None:
    engine = Engine()
    speech: Speech = made(tmp_path, engine, clock)
    file = speech.say("您好")
    assert file == speech.say("  您好\n") == tmp_path / "speech" / f"{sha('engine', 'lili', '您好')}.wav"
    assert (engine.asked, sound.decode(file.read_bytes())[0], file.stat().st_size) == (
        ["您好"],
        sound.TELEPHONE,
        BYTES,
    )
    assert kept(tmp_path) == 1


def sha(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def test_the_path_is_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: Clock) -> None:
    monkeypatch.chdir(tmp_path)
    file = made(Path("data"), Engine(), clock).say("您好")
    assert (file.is_absolute(), file.parent) == (True, tmp_path / "data" / "speech")


def test_another_voice_is_another_file(tmp_path: Path, clock: Clock) -> None:
    files = {made(tmp_path, Engine(voice=name), clock).say("您好") for name in ("lili", "momo")}
    assert len(files) == 2


def test_half_a_file_is_made_anew(tmp_path: Path, clock: Clock) -> None:
    engine = Engine()
    voices = made(tmp_path, engine, clock)
    voices.say("您好").write_bytes(b"RIFF")
    assert (voices.say("您好").stat().st_size, len(engine.asked)) == (BYTES, 2)


@pytest.mark.parametrize("text", ["", " \n", "\x00\x07", "\ud800", "字" * (voice.TEXT_MOST + 1)])
def test_texts_that_cannot_be_said(tmp_path: Path, clock: Clock, text: str) -> None:
    engine = Engine()
    with pytest.raises(GatewayError, match="1 to 2000 characters") as error:
        made(tmp_path, engine, clock).say(text)
    assert (error.value.permanent, engine.asked) == (True, [])


@pytest.mark.parametrize(
    ("said", "says", "permanent"),
    [
        (b"<html>busy</html>", "engine: this is not a wav file", True),
        (wav(b""), "engine said nothing", True),
        (GatewayError("engine is asleep"), "engine is asleep", False),
        (GatewayError("engine is gone", permanent=True), "engine is gone", True),
    ],
)
def test_an_engine_that_fails_leaves_nothing(
    tmp_path: Path, clock: Clock, said: bytes | Exception, says: str, permanent: bool
) -> None:
    with pytest.raises(GatewayError) as error:
        made(tmp_path, Engine(said), clock).say("您好")
    assert (str(error.value), error.value.permanent) == (says, permanent)
    assert not (tmp_path / "speech").exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "speech").write_text("a file where the folder should be")
    with pytest.raises(GatewayError, match="what was said cannot be kept in") as error:
        made(tmp_path, Engine(), clock).say("您好")
    assert error.value.permanent is False


# ---- throwing away


def said_over_hours(voices: Voice, clock: Clock, texts: str) -> list[Path]:
    files = []
    for text in texts:
        clock.now += HOUR
        files.append(voices.say(text))
    return files


@pytest.mark.parametrize("limit", [{"bytes_most": 3 * BYTES}, {"files_most": 3}])
def test_what_was_not_used_for_longest_goes_first(tmp_path: Path, clock: Clock, limit: dict[str, int]) -> None:
    voices = made(tmp_path, Engine(), clock, **limit)
    files = said_over_hours(voices, clock, "甲乙丙")
    clock.now += HOUR
    voices.say("甲")
    said_over_hours(voices, clock, "丁")
    assert [file.exists() for file in files] == [True, False, True]


def test_nothing_of_the_last_hour_goes(tmp_path: Path, clock: Clock) -> None:
    voices = made(tmp_path, Engine(), clock, files_most=1, bytes_most=1)
    files = [voices.say(text) for text in "甲乙丙"]
    clock.now += HOUR - 1
    assert (voices.purge(), [file.exists() for file in files]) == (0, [True] * 3)
    clock.now += 1
    assert (voices.purge(), [file.exists() for file in files]) == (3, [False] * 3)


def test_halves_that_nobody_finished_go_and_other_files_stay(tmp_path: Path, clock: Clock) -> None:
    voices = made(tmp_path, Engine(), clock)
    voices.say("甲")
    for name in ("a.part", "b.part", "notes.txt"):
        file = tmp_path / "speech" / name
        file.write_bytes(b"half")
        os.utime(file, (clock.now, clock.now - (HOUR if name != "b.part" else 0)))
    assert voices.purge() == 1
    assert {file.suffix for file in (tmp_path / "speech").iterdir()} == {".wav", ".part", ".txt"}


def test_a_purge_looks_only_now_and_then(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    voices = made(tmp_path, Engine(), clock)
    looked: list[float] = []

    def purge() -> int:
        looked.append(clock.now)
        return 0

    monkeypatch.setattr(voices, "_purge", purge)
    for seconds in (0, 10, 500, 100, 1):
        clock.now += seconds
        voices.say("您好")
    assert looked == [1_000_000.0, 1_000_610.0]


def test_nothing_to_purge(tmp_path: Path, clock: Clock) -> None:
    assert made(tmp_path, Engine(), clock).purge() == 0


# ---- at the same time


def test_many_make_the_same_text_at_once(tmp_path: Path, clock: Clock) -> None:
    gate = threading.Barrier(8)

    class Waiting(Engine):
        def wav(self, text: str) -> bytes:
            gate.wait(5)
            return super().wav(text)

    voices = [made(tmp_path, Waiting(), clock) for _ in range(8)]
    told: list[Path] = []
    threads = [threading.Thread(target=lambda v=v: told.append(v.say("您好"))) for v in voices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(told), len(set(told)), kept(tmp_path)) == (8, 1, 1)
    assert sound.decode(told[0].read_bytes())[0] == sound.TELEPHONE


def test_the_voice_of_an_installation(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, speech=SpeechSettings(engine="none"))
    with pytest.raises(GatewayError, match="no speech engine"):
        voice.of(settings).say("您好")
    assert voice.of(settings).file_of("甲").parent == tmp_path / "speech"
