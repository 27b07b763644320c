"""A recordings' disk that is full: the call goes on and is served, the recording is marked as failed."""

import datetime as dt
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline import clock, rows
from hotline.calls.jobs import recordings
from scripts.py.live_house import Live

pytestmark = pytest.mark.live


@pytest.fixture
def full_disk(live: Live) -> Iterator[Path]:
    """The folder of recordings is a disk of 256 kB that holds nothing more."""
    folder = live.settings.recordings
    folder.mkdir(parents=True, exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=0777", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(words, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount on this machine")
    if mounted.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        (folder / "ballast").write_bytes(bytes(256 * 1024))
        yield folder
    finally:
        live.sipp.close()
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_the_call_goes_on_and_the_recording_is_marked_as_failed(live: Live, full_disk: Path) -> None:
    live.agent("1001")
    live.ready("agent1")
    caller = live.call("12368", "13800010021")
    live.at("13800010021", "main")
    live.press(caller, "0")
    live.talking("13800010021")
    live.pause(2)
    live.hang_up(caller)
    call = live.ended("13800010021")
    assert (call.outcome, call.ended_by) == ("talked", "caller")
    later = clock.now() + dt.timedelta(minutes=1)
    recordings.miss(full_disk, later)
    recordings.seal(full_disk, later)
    recordings.give_up(full_disk, later)
    row = rows.Recording.get(rows.Recording.call == call.id)
    assert row.state == "failed"
    assert row.error in ("empty", "not_begun")
