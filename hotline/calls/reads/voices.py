"""What was measured of recordings, for the pages that play them."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from hotline.calls.rows import VoiceMeasure
from hotline.calls.rules import voices as rules
from hotline.calls.rules.voices import Voices
from hotline.words import VoiceFinding, VoiceTrouble


@dataclass(frozen=True, slots=True)
class MeasuredVoices:
    """`figures` is None where `trouble` says why. The waves: a byte for each tenth of a second (`voice_activity`)."""

    trouble: VoiceTrouble | None
    figures: Voices | None
    wave_caller: bytes
    wave_agent: bytes


def calls_with(finding: VoiceFinding) -> Any:
    """The ids of calls of which this was found, as a subquery."""
    row = VoiceMeasure
    fits = {
        VoiceFinding.LONG_SILENCE: row.dead_longest >= rules.LONG_SILENCE,
        VoiceFinding.LATE_WORD: (row.agent_first >= rules.LATE_WORD) | (row.agent_first.is_null() & (row.talk > 0)),
        VoiceFinding.AGENT_SILENT: row.agent_quiet >= rules.AGENT_SILENT,
        VoiceFinding.TALKED_OVER: (row.both >= row.talk * rules.TALKED_OVER) & (row.both > 0),
        VoiceFinding.TOO_QUIET: (row.agent_level < rules.TOO_QUIET) | (row.caller_level < rules.TOO_QUIET),
        VoiceFinding.CLIPPED: (row.agent_clipped >= rules.CLIPPED) | (row.caller_clipped >= rules.CLIPPED),
    }[finding]
    return row.select(row.call).where(fits)


def of_recordings(ids: Collection[int]) -> dict[int, MeasuredVoices]:
    """By the recording's id; one that was not measured yet is not among them."""
    rows = VoiceMeasure.select().where(VoiceMeasure.recording.in_(list(ids))) if ids else ()
    return {row.recording_id: _measured(row) for row in list(rows)}


def _measured(row: VoiceMeasure) -> MeasuredVoices:
    if row.trouble:
        return MeasuredVoices(VoiceTrouble(row.trouble), None, b"", b"")
    figures = Voices(**{one.name: getattr(row, one.name) for one in fields(Voices)})
    return MeasuredVoices(None, figures, bytes(row.wave_caller or b""), bytes(row.wave_agent or b""))
