"""The picture of two voices: its columns, its holds, and what a call's page says of them."""

import datetime as dt
from typing import Any

import pytest

from admin_web.waves import COLUMNS, drawn
from hotline.calls.reads.voices import MeasuredVoices
from hotline.calls.rules.phases import Phase, Stage
from hotline.rows import Recording, VoiceMeasure
from hotline.words import RecordingKind, RecordingState, VoiceTrouble
from tests.builders import NOW, new_call

pytestmark = pytest.mark.unit


def voices(caller: bytes, agent: bytes) -> MeasuredVoices:
    return MeasuredVoices(None, None, caller, agent)


def test_each_tenth_is_a_column_up_or_down() -> None:
    found = drawn(voices(bytes([0, 96, 128 + 96, 29]), bytes([63])), [], 0.0)
    assert found is not None
    assert (found.seconds, found.held) == (0.4, ())
    assert (found.caller.other, found.caller.spoken) == ("M375.0 50v-50", "M625.0 50v-50")
    assert (found.agent.other, found.agent.spoken) == ("M500.0 50v25", "")


def test_an_hour_has_as_many_columns_as_fit() -> None:
    found = drawn(voices(bytes([128 + 96]) * 36_000, b""), [], 0.0)
    assert found is not None
    assert (found.caller.spoken.count("M"), found.agent.spoken) == (COLUMNS, "")


def test_holds_stand_where_they_were() -> None:
    phases = [
        Phase(Stage.TALKING, 10, 14),
        Phase(Stage.HELD, 14, 16),
        Phase(Stage.HELD, 18, 99),
        Phase(Stage.HELD, 1, 2),
    ]
    found = drawn(voices(bytes(100), bytes(100)), phases, 10.0)
    assert found is not None
    assert found.held == ((400.0, 200.0), (800.0, 200.0))


def test_nothing_to_draw() -> None:
    assert drawn(voices(b"", b""), [], 0.0) is None


@pytest.fixture
def recorded(agent: Any, settings: Any) -> Any:
    call = new_call(agent=agent, ended_at=NOW + dt.timedelta(seconds=60))
    folder = settings.data / "recordings"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.wav").write_bytes(b"x")
    return Recording.create(call=call.id, kind=RecordingKind.CALL.value, path="a.wav", begun_at=NOW, seconds=60.0,
                            state=RecordingState.KEPT.value, size=1, sha256="0" * 64)  # fmt: skip


def test_the_page_of_a_call_says_what_was_measured(recorded: Any, supervisor: Any, sign_in: Any) -> None:
    browser = sign_in(supervisor)
    assert "The voices are not measured yet." in browser.get(f"/calls/{recorded.call}").text
    row = VoiceMeasure.create(
        recording=recorded, call=recorded.call, at=NOW, talk=60.0, agent=30.0, caller=15.0, both=3.0, dead=12.0,
        dead_longest=7.0, agent_first=1.23, agent_level=-22.0, wave_caller=b"\xd0" * 600, wave_agent=b"\xd0" * 600,
    )  # fmt: skip
    page = browser.get(f"/calls/{recorded.call}").text
    for words in ("0:30 <small>50.0%", "0:15 <small>25.0%", "longest 0:07", "1.2 s", "-22 dB · –", "data-wave="):
        assert words in page, words
    assert "Too loud for the line" not in page
    row.delete_instance()
    VoiceMeasure.create(recording=recorded, call=recorded.call, at=NOW, trouble=VoiceTrouble.NO_SIDES.value)
    page = browser.get(f"/calls/{recorded.call}").text
    assert ("Not measured: it is no telephone recording" in page, "data-wave=" in page) == (True, False)
