"""Recordings are measured once each, newest first; what cannot be measured says why, what is deleted is left out."""

import datetime as dt
import io
from pathlib import Path
from typing import IO, Any

import pytest

from hotline.calls.jobs import measuring
from hotline.calls.jobs.measuring import Measurer, spans
from hotline.calls.reads.listed import CallFilter, count, page
from hotline.outside.encrypted import seal
from hotline.outside.keys import OFF, Keys
from hotline.outside.voice_activity import HeardSide, NoTwoSides
from hotline.people.reads.scope import Scope
from hotline.rows import CallEvent, Recording, VoiceMeasure
from hotline.words import CallState, Fact, RecordingKind, RecordingState, VoiceFinding, VoiceTrouble
from tests.builders import NOW, new_call
from tests.hotline.outside.test_encrypted import ONE, written
from tests.there import there

pytestmark = pytest.mark.unit
SECOND = dt.timedelta(seconds=1)
DATA = b"0123456789"


def heard(sound: IO[bytes]) -> tuple[HeardSide, HeardSide]:
    """Two seconds of the agent alone."""
    assert sound.read() == DATA
    frames = 63
    caller = HeardSide([False] * frames, [-90.0] * frames, [False] * frames, b"\x00" * 20)
    return caller, HeardSide([True] * frames, [-20.0] * frames, [False] * frames, b"\xd0" * 20)


def kept(folder: Path, n: int, **given: Any) -> Any:
    call = new_call(state=CallState.ENDED)
    for seq, (after, kind) in enumerate(((0, Fact.ARRIVED), (3, Fact.TALKING), (5, Fact.ENDED)), 1):
        CallEvent.create(call=call.id, seq=seq, at=NOW + after * SECOND, kind=kind.value, data={})
    (folder / f"{n}.wav").write_bytes(DATA)
    values = {"call": call.id, "kind": RecordingKind.CALL.value, "path": f"{n}.wav", "begun_at": NOW + 3 * SECOND,
              "state": RecordingState.KEPT.value, "size": len(DATA), "sha256": "0" * 64, "seconds": 2.0}  # fmt: skip
    return Recording.create(**values | given)


def measurer(folder: Path, keys: Keys = OFF) -> Measurer:
    return Measurer(folder, lambda: keys, heard)


def all_of(one: Measurer, most: int = 50) -> int:
    return next(n for n in range(most) if not one.one(NOW))


def done() -> list[int]:
    return [row.recording_id for row in VoiceMeasure.select().order_by(VoiceMeasure.id)]


def test_figures_and_waves_of_a_recording(db: Any, tmp_path: Path) -> None:
    row = kept(tmp_path, 1)
    assert all_of(measurer(tmp_path)) == 1
    found = VoiceMeasure.get()
    assert (found.call, found.trouble, found.at) == (row.call, "", NOW)
    assert (round(found.agent, 2), found.caller, found.agent_first, found.agent_level) == (2.0, 0.0, 0.0, -20.0)
    assert (bytes(there(found.wave_caller)), bytes(there(found.wave_agent))) == (b"\x00" * 20, b"\xd0" * 20)


def test_newest_first_and_each_once(db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "NEWEST", 3)
    monkeypatch.setattr(measuring, "BATCH", 2)
    rows = [kept(tmp_path, n).id for n in range(9)]
    begun = measurer(tmp_path)
    assert [begun.one(NOW) for _ in range(4)] == [True] * 4
    again = measurer(tmp_path)  # the program was killed: another one goes on
    later = kept(tmp_path, 20).id
    assert all_of(again) == 6
    assert (sorted(done()), done()[:3]) == ([*rows, later], rows[:-4:-1])
    assert all_of(again) == 0


def test_one_that_was_measured_meanwhile_is_not_measured_twice(db: Any, tmp_path: Path) -> None:
    row = kept(tmp_path, 1)
    first, second = measurer(tmp_path), measurer(tmp_path)
    second._waits = [Recording.get_by_id(row.id)]
    assert (first.one(NOW), second.one(NOW), len(done())) == (True, True, 1)


@pytest.mark.parametrize(
    "given",
    [{"state": RecordingState.PURGED.value}, {"state": RecordingState.RUNNING.value}, {"sha256": None},
     {"kind": RecordingKind.MESSAGE.value}, {"state": RecordingState.FAILED.value}],
)  # fmt: skip
def test_what_is_not_ready_waits(db: Any, tmp_path: Path, given: dict[str, Any]) -> None:
    kept(tmp_path, 1, **given)
    assert (all_of(measurer(tmp_path)), done()) == (0, [])


def test_the_recording_of_a_call_that_goes_on_waits(db: Any, tmp_path: Path) -> None:
    kept(tmp_path, 1, call=new_call(state=CallState.TALKING).id)
    assert all_of(measurer(tmp_path)) == 0


def test_why_it_cannot_be_measured(db: Any, tmp_path: Path) -> None:
    def no_sides(sound: IO[bytes]) -> tuple[HeardSide, HeardSide]:
        raise NoTwoSides("1 channel")

    gone, mono = kept(tmp_path, 1), kept(tmp_path, 2)
    (tmp_path / "1.wav").unlink()
    assert all_of(Measurer(tmp_path, lambda: OFF, no_sides)) == 2
    assert {row.recording_id: row.trouble for row in VoiceMeasure.select()} == {
        gone.id: VoiceTrouble.UNREADABLE.value, mono.id: VoiceTrouble.NO_SIDES.value,
    }  # fmt: skip


def test_one_whose_key_is_away_waits_for_the_next_start(db: Any, tmp_path: Path) -> None:
    row = kept(tmp_path, 1)
    keys = Keys(written(tmp_path / "keys", ONE))
    out = io.BytesIO()
    seal(iter([DATA]), out, keys.newest())
    (tmp_path / "1.wav").write_bytes(out.getvalue())
    assert (all_of(measurer(tmp_path)), done()) == (1, [])  # looked at once, and put off
    assert (all_of(measurer(tmp_path, keys)), done()) == (1, [row.id])


def test_talks_and_holds_in_seconds_of_the_recording(db: Any, tmp_path: Path) -> None:
    row = kept(tmp_path, 1, begun_at=NOW + SECOND)
    CallEvent.delete().execute()
    told = ((0, Fact.ARRIVED), (2, Fact.QUEUED), (4, Fact.OFFERED), (6, Fact.TALKING), (10, Fact.HELD),
            (15, Fact.RESUMED), (20, Fact.TALK_OVER), (30, Fact.ENDED))  # fmt: skip
    for seq, (after, kind) in enumerate(told, 1):
        CallEvent.create(call=row.call, seq=seq, at=NOW + after * SECOND, kind=kind.value, data={})
    assert spans(row) == ([(5.0, 9.0), (9.0, 14.0), (14.0, 19.0)], [(9.0, 14.0)])
    CallEvent.delete().execute()
    assert spans(row) == ([], [])


@pytest.mark.parametrize(
    ("finding", "given", "beside"),
    [
        (VoiceFinding.LONG_SILENCE, {"dead_longest": 10.0}, {"dead_longest": 9.9}),
        (VoiceFinding.LATE_WORD, {"agent_first": 3.0}, {"agent_first": 2.9}),
        (VoiceFinding.LATE_WORD, {"agent_first": None}, {"agent_first": None, "talk": 0.0}),
        (VoiceFinding.AGENT_SILENT, {"agent_quiet": 60.0}, {"agent_quiet": 59.9}),
        (VoiceFinding.TALKED_OVER, {"both": 6.0}, {"both": 5.9}),
        (VoiceFinding.TOO_QUIET, {"caller_level": -46.0}, {"caller_level": None}),
        (VoiceFinding.CLIPPED, {"agent_clipped": 0.05}, {"agent_clipped": 0.04}),
    ],
)
def test_calls_are_found_by_what_was_heard(
    db: Any, tmp_path: Path, finding: VoiceFinding, given: dict[str, Any], beside: dict[str, Any]
) -> None:
    rows = [kept(tmp_path, n) for n in range(2)]
    for row, values in zip(rows, (given, beside), strict=True):
        usual = {"talk": 60.0, "agent_first": 1.0, "agent_level": -20.0, "caller_level": -20.0}
        VoiceMeasure.create(recording=row, call=row.call, at=NOW, **usual | values)
    asked = CallFilter(heard=finding)
    assert ([line.id for line in page(asked, Scope()).rows], count(asked, Scope())) == ([rows[0].call], 1)
