"""What was measured of recordings, for the pages that play them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from hotline.calls.rows import VoiceMeasure
from hotline.calls.rules.voices import Voices
from hotline.words import VoiceFinding, VoiceTrouble

_FIGURES = (
    "talk", "held", "caller", "agent", "both", "dead", "dead_longest", "agent_first", "agent_quiet", "caller_level",
    "agent_level", "caller_clipped", "agent_clipped",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeasuredVoices:
    """`figures` is None where `trouble` says why. The waves: a byte for each tenth of a second (`voice_activity`)."""

    trouble: VoiceTrouble | None
    figures: Voices | None
    wave_caller: bytes
    wave_agent: bytes


SILENCE_SECONDS, WORD_SECONDS, AGENT_SECONDS = 10.0, 3.0, 60.0
QUIET_DB, OVER_SHARE, CLIPPED_SHARE = -45.0, 0.1, 0.05


def calls_with(finding: VoiceFinding) -> Any:
    """The ids of calls of which this was found, as a subquery."""
    row = VoiceMeasure
    fits = {
        VoiceFinding.LONG_SILENCE: row.dead_longest >= SILENCE_SECONDS,
        VoiceFinding.LATE_WORD: (row.agent_first >= WORD_SECONDS) | (row.agent_first.is_null() & (row.talk > 0)),
        VoiceFinding.AGENT_SILENT: row.agent_quiet >= AGENT_SECONDS,
        VoiceFinding.TALKED_OVER: (row.both >= row.talk * OVER_SHARE) & (row.both > 0),
        VoiceFinding.TOO_QUIET: (row.agent_level < QUIET_DB) | (row.caller_level < QUIET_DB),
        VoiceFinding.CLIPPED: (row.agent_clipped >= CLIPPED_SHARE) | (row.caller_clipped >= CLIPPED_SHARE),
    }[finding]
    return row.select(row.call).where(fits)


def of_recordings(ids: Collection[int]) -> dict[int, MeasuredVoices]:
    """By the recording's id; one that was not measured yet is not among them."""
    rows = VoiceMeasure.select().where(VoiceMeasure.recording.in_(list(ids))) if ids else ()
    return {row.recording_id: _measured(row) for row in list(rows)}


def _measured(row: VoiceMeasure) -> MeasuredVoices:
    if row.trouble:
        return MeasuredVoices(VoiceTrouble(row.trouble), None, b"", b"")
    figures = Voices(**{name: getattr(row, name) for name in _FIGURES})
    return MeasuredVoices(None, figures, bytes(row.wave_caller or b""), bytes(row.wave_agent or b""))
