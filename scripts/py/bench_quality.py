"""Measure how fast voices are measured: an hour of two voices on one core, and ten thousand short recordings whose
program is killed again and again."""

import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import wave
from array import array
from pathlib import Path

from rich.console import Console

from hotline.clock import now as clock_now
from hotline.outside import engines, sound
from hotline.outside.voice_activity import hear
from hotline.rows import Call, Recording, VoiceMeasure
from hotline.store.database import attach, database, migrate, writing
from hotline.words import CallState, Profile, RecordingKind, RecordingState
from scripts.py.live_house import ROOT

HOUR = 3600
WORDS = "您好，这里是诉讼服务热线，请问有什么可以帮您？请您先说一下案号和姓名，我马上为您查询。"
SHORT_SECONDS = 2  # of the many


def run(calls: int, kills: int) -> int:
    out = Console()
    if shutil.which("espeak-ng") is None:
        out.print("no espeak-ng on this machine: nobody to listen to")
        return 1
    with tempfile.TemporaryDirectory(prefix="tingsu-bench-") as folder:
        said = sound.telephone(engines.Program(20).wav(WORDS))
        long = Path(folder) / "hour.wav"
        _written(long, said, HOUR)
        begun = time.process_time()
        with long.open("rb") as opened:
            caller, agent = hear(opened)
        took, most = time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        speech = (sum(caller.speech) + sum(agent.speech)) / len(caller.speech)
        waves = len(caller.wave) + len(agent.wave)
        out.print(
            f"an hour of two voices, {speech:.0%} speech: {took:.0f} s of one core, {HOUR / took:.0f} × real time"
        )
        out.print(f"memory {most} MB, waves of {waves:,} bytes")
        _killed(out, Path(folder), said[: SHORT_SECONDS * sound.RATE], calls, kills)
    return 0


def _killed(out: Console, folder: Path, said: "array[int]", calls: int, kills: int) -> None:
    data = folder / "data"
    (data / "recordings").mkdir(parents=True)
    settings = folder / "settings.yml"
    settings.write_text(f"data: {data}\n", encoding="utf-8")
    attach(f"sqlite:///{data / 'tingsu.db'}")
    migrate(database.obj)
    _filled(data / "recordings", said, calls)
    begun, lives = time.monotonic(), 0
    while (done := VoiceMeasure.select().count()) < calls:
        lives += 1
        process = subprocess.Popen(
            [sys.executable, "-m", "hotline.jobs.listening", "--settings", str(settings)], cwd=ROOT,
            stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        _wait(process, min(calls, done + calls // (kills + 1)) if lives <= kills else calls)
        process.send_signal(signal.SIGKILL)
        process.wait()
        out.print(f"life {lives}: {VoiceMeasure.select().count() - done:,} measured")
    took = time.monotonic() - begun
    apart = VoiceMeasure.select(VoiceMeasure.recording).distinct().count()
    out.print(f"{calls:,} calls of {len(said) / sound.RATE + 1:.0f} s in {took:.0f} s, {calls / took:.0f} a second")
    out.print(f"killed {lives - 1} times: {VoiceMeasure.select().count():,} rows of {apart:,} recordings")


def _wait(process: "subprocess.Popen[bytes]", rows: int) -> None:
    """Until so many are measured, or the program has ended."""
    while process.poll() is None and VoiceMeasure.select().count() < rows:
        time.sleep(0.1)  # noqa: TID251 - the bench waits for another program


def _filled(folder: Path, said: "array[int]", calls: int) -> None:
    """Calls that share one file by hard links."""
    one = folder / "one.wav"
    size = _written(one, said, len(said) // sound.RATE + 1)
    digest, at = hashlib.sha256(one.read_bytes()).hexdigest(), clock_now()
    for first in range(0, calls, 500):
        with writing():
            for n in range(first, min(calls, first + 500)):
                os.link(one, folder / f"{n}.wav")
                Call.create(id=f"c{n}", profile=Profile.COURT_12368, dialled="12368", number="", state=CallState.ENDED,
                            arrived_at=at)  # fmt: skip
                Recording.create(call=f"c{n}", kind=RecordingKind.CALL.value, path=f"{n}.wav", begun_at=at, size=size,
                                 state=RecordingState.KEPT.value, sha256=digest, seconds=1.0)  # fmt: skip


def _written(file: Path, said: "array[int]", seconds: int) -> int:
    """Both speak by turns: the agent says it, then the caller, with a second between. Returns the file's size."""
    turn = len(said) + sound.RATE
    both = array("h", bytes(4 * 2 * turn))
    both[1 : 2 * len(said) : 2] = said
    both[2 * turn : 2 * (turn + len(said)) : 2] = said
    block, total = both.tobytes(), seconds * sound.RATE * 4
    with wave.open(str(file), "wb") as out:
        out.setparams((2, 2, sound.RATE, 0, "NONE", ""))
        for at in range(0, total, len(block)):
            out.writeframes(block[: total - at])
    return file.stat().st_size
