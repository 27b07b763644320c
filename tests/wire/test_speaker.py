"""The speech engine's process: asked over its pipes, replaced when it dies or hangs."""

import json
import sys
from pathlib import Path

import pytest

from controller.speaker import Speaker
from hotline.outside import speaker
from hotline.ports import GatewayError

pytestmark = pytest.mark.wire
ENGINE = """
import json, sys, time
for line in sys.stdin:
    text = json.loads(line)["text"]
    if text == "die":
        sys.exit(1)
    if text == "hang":
        time.sleep(60)
    said = {"error": "no voice"} if text == "mute" else {"file": "/speech/" + text + ".wav"}
    print("nonsense" if text == "mad" else json.dumps(said), flush=True)
"""


@pytest.fixture
def engine(tmp_path: Path) -> Speaker:
    file = tmp_path / "engine.py"
    file.write_text(ENGINE, encoding="utf-8")
    return Speaker([sys.executable, str(file)], 1.0)


def test_texts_are_answered_one_after_the_other(engine: Speaker) -> None:
    assert [engine.say(text) for text in ("a", "b")] == [Path("/speech/a.wav"), Path("/speech/b.wav")]
    engine.stop()


@pytest.mark.parametrize("text", ["die", "hang", "mad", "mute"])
def test_what_cannot_be_said_is_an_error_and_the_next_text_is_spoken(engine: Speaker, text: str) -> None:
    with pytest.raises(GatewayError):
        engine.say(text)
    assert engine.say("after") == Path("/speech/after.wav")
    engine.stop()


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GatewayError):
        Speaker([str(tmp_path / "nowhere")], 1.0).say("a")


class Voice:
    def say(self, text: str) -> Path:
        if text == "bad":
            raise GatewayError("no voice", permanent=True)
        return Path("/speech") / f"{text}.wav"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (json.dumps({"text": "你好"}), {"file": "/speech/你好.wav"}),
        (json.dumps({"text": "bad"}), {"error": "GatewayError: no voice"}),
        ("{}", {"error": "KeyError: 'text'"}),
        ("[]", {"error": "TypeError: list indices must be integers or slices, not str"}),
    ],
)
def test_the_programs_own_side(line: str, answer: dict[str, str]) -> None:
    assert speaker.answer(Voice(), line) == answer


def test_a_line_that_is_no_json() -> None:
    assert speaker.answer(Voice(), "?")["error"].startswith("JSONDecodeError")
