"""Measures the two sides of recordings, one after another: those of now first, then those of before.

Each recording is measured once: its row of figures is written in one transaction when all of it was heard, so a program
that is killed begins its last recording again and no other. Recordings that were deleted are left out.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import structlog
from peewee import fn

from hotline.calls.reads.calls import moments
from hotline.calls.rows import Call, Recording, VoiceMeasure
from hotline.calls.rules.phases import Stage, phases
from hotline.calls.rules.voices import Side, Span, measured
from hotline.outside.keys import Keys
from hotline.outside.stored import open_stored
from hotline.ports import CannotRead
from hotline.store.database import writing
from hotline.words import CallState, FileTrouble, RecordingKind, RecordingState, VoiceTrouble

log = structlog.get_logger()
NEWEST = 20_000  # recordings among which new ones are looked for each time
BATCH = 50
KEY_AWAY = (FileTrouble.NO_KEY, FileTrouble.KEY_FILE)  # the next start of the program tries these again
SPOKEN = (Stage.TALKING, Stage.HELD)

Hear = Callable[[IO[bytes]], tuple[Any, Any]]  # as `hotline.outside.voice_activity.hear`


@dataclass(slots=True)
class Measurer:
    """`hear` raises ValueError for a file that has no two sides. `folder`: where the recordings lie."""

    folder: Path
    keys: Callable[[], Keys]
    hear: Hear
    _waits: list[Any] = field(default_factory=list)
    _put_off: set[int] = field(default_factory=set)
    _below: int | None = None  # all recordings from here up were looked at since the program began

    def one(self, now: dt.datetime) -> bool:
        """Measure the next recording; False if none waits. Raises what the database raises."""
        if not self._waits:
            self._waits = self._fresh() or self._older()
        if not self._waits:
            return False
        row = self._waits.pop(0)
        made = self._of(row)
        if made is not None:
            with writing():
                VoiceMeasure.insert(recording=row.id, call=row.call, at=now, **made).on_conflict_ignore().execute()
        return True

    def _of(self, row: Any) -> dict[str, Any] | None:
        """The columns of its figures; None if it cannot be said by now (its key is away)."""
        try:
            with open_stored(self.folder / Path(row.path).name, self.keys(), size=row.size) as sound:
                caller, agent = self.hear(sound)
        except CannotRead as error:
            if error.what in KEY_AWAY:
                self._put_off.add(row.id)
                return None
            return {"trouble": VoiceTrouble.UNREADABLE.value}
        except ValueError as error:
            log.info("not_measured", recording=row.id, why=str(error))
            return {"trouble": VoiceTrouble.NO_SIDES.value}
        talks, held = spans(row)
        sides = [Side(one.speech, one.level, one.clipped) for one in (caller, agent)]
        figures = measured(sides[0], sides[1], talks, held)
        return {**asdict(figures), "wave_caller": caller.wave, "wave_agent": agent.wave}

    def _fresh(self) -> list[Any]:
        newest = Recording.select(fn.MAX(Recording.id)).scalar() or 0
        if self._below is None:
            self._below = newest - NEWEST + 1
        query = _ready().where(Recording.id > newest - NEWEST, Recording.id.not_in(self._put_off or {0}))
        return list(query.order_by(Recording.id.desc()).limit(BATCH))

    def _older(self) -> list[Any]:
        found = list(_ready().where(Recording.id < self._below).order_by(Recording.id.desc()).limit(BATCH))
        self._below = found[-1].id if len(found) == BATCH else 0
        return found


def spans(row: Any) -> tuple[list[Span], list[Span]]:
    """When an agent and the caller talked, and when the caller was held, in seconds of the recording."""
    facts = moments(row.call)
    if not facts:
        return [], []
    offset = (row.begun_at - facts[0].at).total_seconds()
    told = phases([(one.after, one.kind) for one in facts], end=facts[-1].after)
    talks = [(one.begin - offset, one.end - offset) for one in told if one.stage in SPOKEN]
    return talks, [(one.begin - offset, one.end - offset) for one in told if one.stage is Stage.HELD]


def _ready() -> Any:
    """Recordings of calls that have ended, closed and not measured."""
    done = VoiceMeasure.select(VoiceMeasure.id).where(VoiceMeasure.recording == Recording.id)
    ended = Call.select(Call.id).where(Call.id == Recording.call, Call.state == CallState.ENDED.value)
    return Recording.select().where(
        Recording.kind == RecordingKind.CALL.value, Recording.state == RecordingState.KEPT.value,
        Recording.sha256.is_null(False), fn.EXISTS(ended), ~fn.EXISTS(done),
    )  # fmt: skip
