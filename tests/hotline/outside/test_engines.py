"""Speech engines: what each gives, and how each fails: as GatewayError, permanent where another try is of no use."""

import ctypes
import importlib.util
import os
import shutil
import sys
import time
import types
from pathlib import Path
from typing import Any

import pytest

from hotline.outside import engines, sound, speech
from hotline.ports import GatewayError
from hotline.settings import SettingsError, SpeechSettings, load

pytestmark = pytest.mark.unit
COPY = "import shutil, sys; shutil.copy(sys.argv[1], sys.argv[2])"


def python(code: str, *more: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code, "{text_file}", "{wav_file}", *more)


def refused(engine: engines.Engine, text: str = "您好") -> tuple[str, bool]:
    with pytest.raises(GatewayError) as error:
        engine.wav(text)
    return str(error.value), error.value.permanent


# ---- choosing


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"engine": "none"}, engines.Nothing),
        ({"engine": "espeak-ng"}, engines.Program),
        ({"engine": "library"}, engines.Library),
        ({"engine": "command", "command": ["say", "{text_file}", "{wav_file}"]}, engines.Command),
        ({"engine": "http", "url": "http://127.0.0.1:1/say"}, engines.Http),
    ],
)
def test_the_settings_choose(given: dict[str, Any], kind: type) -> None:
    assert type(engines.choose(SpeechSettings(**given))) is kind


@pytest.mark.parametrize(
    ("program", "package", "found", "kind"),
    [
        ("/usr/bin/espeak-ng", None, "espeak-ng", engines.Program),
        (None, object(), "library", engines.Library),
        (None, None, None, engines.Nothing),
    ],
)
def test_auto_takes_what_is_there(
    monkeypatch: pytest.MonkeyPatch, program: str | None, package: object, found: str | None, kind: type
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: program)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: package)
    assert (speech.engine(), type(engines.choose(SpeechSettings()))) == (found, kind)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"engine": "command"}, "speech: 缺少 command / the engine command needs `command`"),
        ({"engine": "http"}, "speech: 缺少 url / the engine http needs `url`"),
        ({"url": "file:///etc/passwd"}, "speech.url: 应以 http:// 或 https:// 开头"),
        ({"command": ["say", "{text_file}"]}, "speech.command: 须有 {text_file} 和 {wav_file}"),
        ({"command": ["{text_file}{wav_file}"]}, "speech.command: 须有 {text_file} 和 {wav_file}"),
        ({"engine": "festival"}, "speech.engine: "),
    ],
)
def test_settings_that_cannot_work(given: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingsError) as error:
        load(None, speech=given)
    assert says.removeprefix("speech: ") in str(error.value)
    assert "settings: speech" in str(error.value)


def test_no_engine() -> None:
    assert refused(engines.Nothing()) == ("no speech engine", True)


# ---- espeak-ng as a program


def test_the_program_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(engines.Program(5)) == ("espeak-ng is not installed", True)


def fake_espeak(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    file = folder / "espeak-ng"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_the_program_gives_what_it_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake_espeak(monkeypatch, tmp_path, 'echo "$@"; cat')
    assert engines.Program(5).wav("您好").decode() == "-v cmn-latn-pinyin -s 150 --stdin --stdout\n您好"


@pytest.mark.parametrize(
    ("script", "says"),
    [("echo no voice >&2; exit 3", "espeak-ng: no voice"), ("exec sleep 9", "espeak-ng: Command")],
)
def test_the_program_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, says: str) -> None:
    fake_espeak(monkeypatch, tmp_path, script)
    told, permanent = refused(engines.Program(0.2))
    assert (told[: len(says)], permanent) == (says, False)


def test_the_real_program_speaks() -> None:
    if shutil.which("espeak-ng") is None:
        pytest.skip("no espeak-ng on this machine")
    samples = sound.telephone(engines.Program(20).wav("一百零五元"))
    assert 1.0 < len(samples) / sound.RATE < 4.0


# ---- espeak-ng as a library


class FakeLibrary:
    """What of libespeak-ng is called, with a voice that says one sample a byte of text."""

    def __init__(self, *, rate: int = 22050, voice: int = 0, synth: int = 0) -> None:
        self.rate, self.voice, self.synth = rate, voice, synth
        self.asked: list[object] = []
        self.callback: Any = None

    def espeak_Initialize(self, output: int, length: int, path: bytes, options: int) -> int:  # noqa: N802
        self.asked.append(("begin", output, path, options))
        return self.rate

    def espeak_SetSynthCallback(self, callback: Any) -> None:  # noqa: N802
        self.callback = callback

    def espeak_SetParameter(self, what: int, value: int, relative: int) -> int:  # noqa: N802
        self.asked.append(("set", what, value))
        return 0

    def espeak_SetVoiceByName(self, name: bytes) -> int:  # noqa: N802
        self.asked.append(("voice", name))
        return self.voice

    def espeak_Synth(self, text: bytes, size: int, *more: object) -> int:  # noqa: N802
        self.asked.append(("say", text, size))
        samples = (ctypes.c_short * (size - 1))(*range(size - 1))
        self.callback(samples, size - 1, None)
        self.callback(None, 0, None)
        return self.synth

    def espeak_Synchronize(self) -> int:  # noqa: N802
        return 0


def test_the_library_is_begun_once_and_says_text_after_text() -> None:
    library = FakeLibrary()
    espeak = engines.Espeak(library, "/data")
    for text in ("abc", "de"):
        form, samples = sound.decode(espeak.say("cmn", text))
        assert (form.rate, list(samples)) == (22050, list(range(len(text))))
    assert library.asked == [
        ("begin", 2, b"/data", 0x8000),
        ("set", 1, 150),
        ("voice", b"cmn"),
        ("say", b"abc\0", 4),
        ("voice", b"cmn"),
        ("say", b"de\0", 3),
    ]


@pytest.mark.parametrize(
    ("given", "says", "permanent"),
    [
        ({"rate": -1}, "the espeak-ng library does not begin: are its voices in /data?", True),
        ({"voice": 1}, "the espeak-ng library has no voice cmn", True),
        ({"synth": 1}, "the espeak-ng library could not say the text", False),
    ],
)
def test_the_library_fails(given: dict[str, int], says: str, permanent: bool) -> None:
    with pytest.raises(GatewayError) as error:
        engines.Espeak(FakeLibrary(**given), "/data").say("cmn", "您好")
    assert (str(error.value), error.value.permanent) == (says, permanent)


def test_the_library_comes_from_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    package: Any = types.ModuleType("espeakng_loader")
    package.get_library_path = lambda: "/package/libespeak-ng.so"
    package.get_data_path = lambda: Path("/package/data")
    opened: list[str] = []
    library = FakeLibrary()

    def opens(path: str) -> FakeLibrary:
        opened.append(path)
        return library

    monkeypatch.setitem(sys.modules, "espeakng_loader", package)
    monkeypatch.setattr(ctypes, "CDLL", opens)
    engines._espeak.cache_clear()
    try:
        said = engines.Library().wav("abcd")
    finally:
        engines._espeak.cache_clear()
    assert (list(sound.decode(said)[1]), opened, library.asked[0]) == (
        [0, 1, 2, 3],
        ["/package/libespeak-ng.so"],
        ("begin", 2, b"/package/data", 0x8000),
    )


def test_the_package_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    engines._espeak.cache_clear()
    told, permanent = refused(engines.Library())
    assert (told.startswith("the espeak-ng library cannot be loaded: "), permanent) == (True, True)


# ---- a command of the site


def test_a_command_reads_the_text_and_makes_the_wav() -> None:
    words = python(COPY, "$HOME; `id`")
    assert engines.Command(words, 10).wav("您好; $(id)").decode() == "您好; $(id)"


@pytest.mark.parametrize(
    ("words", "says", "permanent"),
    [
        (python("raise SystemExit('no licence')"), "ended with 1: no licence", False),
        (python("pass"), "made no wav file that can be used", True),
        (("/no/such/program", "{text_file}", "{wav_file}"), "No such file or directory", True),
    ],
)
def test_a_command_fails(words: tuple[str, ...], says: str, permanent: bool) -> None:
    assert refused(engines.Command(words, 10)) == (f"{words[0]}: {says}", permanent)


def test_a_command_that_hangs_is_stopped_with_all_it_started() -> None:
    begun = time.monotonic()
    words = ("sh", "-c", "sleep 30 & wait", "{text_file}", "{wav_file}")
    assert refused(engines.Command(words, 0.2)) == ("sh: not ready after 0.2 s", False)
    assert time.monotonic() - begun < 5


def test_a_wav_that_is_too_big(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BYTES_MOST", 3)
    assert refused(engines.Command(python(COPY), 10))[1] is True


def test_the_same_words_are_the_same_voice() -> None:
    one, other = engines.Command(("a", "b c"), 1), engines.Command(("a", "b", "c"), 1)
    assert (one.voice == engines.Command(("a", "b c"), 9).voice, one.voice == other.voice) == (True, False)
