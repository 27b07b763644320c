"""What stands beside an inspection: the recordings, the call's events on one line, the ticket and its reply."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from admin_web import waves
from admin_web.access import reader
from admin_web.pages.calls.story import names, people_in, tell
from admin_web.sounds import trouble_of
from hotline.calls.reads import calls, lines, voices
from hotline.calls.reads.calls import Moment, Sound
from hotline.calls.rules.phases import phases, totals
from hotline.people.reads.scope import Scope
from hotline.quality.reads import inspecting
from hotline.quality.reads.inspecting import InspectionView
from hotline.tickets.reads import sounds
from hotline.values.names import without_name
from hotline.values.privacy import hide
from hotline.words import Fact, FileTrouble

COVER = "＊＊"
POINTS = frozenset({
    Fact.KEY, Fact.QUEUED, Fact.OFFERED, Fact.TALKING, Fact.HELD, Fact.RESUMED, Fact.MUTED, Fact.UNMUTED, Fact.MASKED,
    Fact.UNMASKED, Fact.CONSULTING, Fact.THREE_WAY, Fact.RETURNED, Fact.TRANSFERRED, Fact.SCRIPT, Fact.TALK_OVER,
    Fact.AGENT_LOST, Fact.SURVEY, Fact.ENDED,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventMark:
    """An event on the line. `after`: seconds since the call arrived; `seek`: of the recording, None before it began."""

    after: float
    seek: float | None
    kind: Fact
    told: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording: `trouble` says why it cannot be played; `begins`: seconds since the call arrived."""

    sound: Sound
    trouble: FileTrouble | None
    begins: float


def beside(look: InspectionView) -> dict[str, Any]:
    """The values of the template. What is not released is not played, whoever inspects; names and numbers are covered
    where the reader may not see them whole."""
    ticket = inspecting.ticket_of(look)
    call = calls.one(look.call, Scope()) if look.call and look.hears else None
    found: dict[str, Any] = {
        "call": call,
        "ticket": ticket,
        "told": _covering(ticket),
        "heard": [],
        "events": [],
        "voices": None,
        "wave": None,
    }
    if call is None:
        return found | {"released": False, "strip": (), "whole": 1.0}
    facts = calls.moments(call.id)
    end = max(((call.ended_at or call.arrived_at) - call.arrived_at).total_seconds(), facts[-1].after if facts else 1.0)
    heard = [
        Heard(sound, trouble_of(sound), (sound.begun_at - call.arrived_at).total_seconds())
        for sound in calls.all_sounds(call.id)
    ]
    playable = next((one for one in heard if one.trouble is None), None)
    told = phases([(moment.after, moment.kind) for moment in facts], end=max(end, 1.0))
    known = names(facts, calls.agents(people_in(facts)), lines.line_names())
    events = [_mark(moment, tell(moment, call, known), playable) for moment in _shown(facts)]
    if playable is not None and (one := voices.of_recordings([playable.sound.id]).get(playable.sound.id)) is not None:
        found |= {"voices": one, "wave": waves.drawn(one, told, playable.begins)}
    return found | {
        "released": look.confidential or sounds.released(call.id), "heard": heard, "playable": playable,
        "events": events, "strip": told, "totals": totals(told), "whole": max(end, 1.0),
    }  # fmt: skip


def _shown(facts: list[Moment]) -> Iterator[Moment]:
    return (moment for moment in facts if moment.kind in POINTS)


def _mark(moment: Moment, told: str, playable: Heard | None) -> EventMark:
    seek = None if playable is None else moment.after - playable.begins
    return EventMark(moment.after, seek if seek is not None and seek >= 0 else None, moment.kind, told)


def _covering(ticket: Any) -> Any:
    """A text as this reader reads it: numbers masked, and the citizen's names where he is withheld."""
    withheld = ticket is not None and ticket.hides_name
    called = [] if ticket is None else [ticket.caller_name, *ticket.former_names.split("\n")]

    def told(text: str) -> str:
        shown = text if reader().sees_numbers else hide(text)
        for name in called if withheld or not reader().sees_numbers else ():
            shown = without_name(shown, name, cover=COVER) if name else shown
        return shown

    return told
