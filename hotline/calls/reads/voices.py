"""What was measured of recordings, for the pages that play them."""

from collections.abc import Collection
from dataclasses import dataclass

from hotline.calls.rows import VoiceMeasure
from hotline.calls.rules.voices import Voices
from hotline.words import VoiceTrouble

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


def of_recordings(ids: Collection[int]) -> dict[int, MeasuredVoices]:
    """By the recording's id; one that was not measured yet is not among them."""
    rows = VoiceMeasure.select().where(VoiceMeasure.recording.in_(list(ids))) if ids else ()
    return {row.recording_id: _measured(row) for row in list(rows)}


def _measured(row: VoiceMeasure) -> MeasuredVoices:
    if row.trouble:
        return MeasuredVoices(VoiceTrouble(row.trouble), None, b"", b"")
    figures = Voices(**{name: getattr(row, name) for name in _FIGURES})
    return MeasuredVoices(None, figures, bytes(row.wave_caller or b""), bytes(row.wave_agent or b""))
