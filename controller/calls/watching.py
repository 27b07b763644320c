"""Supervisors listen, whisper to the agent or speak with both; agents mute and mask; recordings are noted. Pure."""

from dataclasses import replace

from controller.switch import port
from hotline.calls.rules.order_kinds import MaskRecording, Mute, UnmaskRecording, Unmute, Watch, WatchAs
from hotline.words import CallState, Fact, OfferResult, Party, RecordingKind, WatchMode

from .asks import Engage, OfferOver, TalkOver
from .messages import AgentRequest
from .results import RESULTS
from .turn import Turn, Watcher

WATCH_SECONDS = 20


def watch(turn: Turn, message: AgentRequest[Watch]) -> None:
    """Ring the supervisor. He is attached to the agent's leg, so transfers of the others do not cut him off."""
    held = turn.s.held
    if turn.s.state is not CallState.TALKING or held is None or of(turn, message.person) is not None:
        return
    number = turn.s.parties.legs + 1
    leg = f"{turn.s.call}-w{number}"
    watchers = (*turn.s.parties.watchers, Watcher(leg, message.person))
    turn.set(parties=replace(turn.s.parties, legs=number, watchers=watchers))
    turn.note(
        Fact.LEG,
        leg=leg,
        party=Party.SUPERVISOR,
        person=message.person,
        dialled=message.extension,
        name="",
        contact=None,
    )
    turn.decide(Engage(message.person), port.Watch(turn.s.call, leg, message.extension, held.leg, WATCH_SECONDS))


def mode(turn: Turn, message: AgentRequest[WatchAs]) -> None:
    watcher = of(turn, message.person)
    if watcher is None:
        return
    if not message.order.mode:
        turn.decide(port.HangUp(watcher.leg))
    elif watcher.up:
        turn.decide(
            port.WatchAs(watcher.leg, WatchMode.LISTEN), port.WatchAs(watcher.leg, WatchMode(message.order.mode))
        )
        turn.note(Fact.WATCHED, person=message.person, mode=WatchMode(message.order.mode))


def up(turn: Turn, leg: str) -> bool:
    """Handle a supervisor's leg that has answered. False: the leg is not a supervisor's."""
    watcher = on(turn, leg)
    if watcher is None:
        return False
    _set(turn, leg, replace(watcher, up=True))
    turn.note(Fact.LEG_ANSWERED, leg=leg)
    turn.decide(OfferOver(0, watcher.person, OfferResult.ANSWERED))
    return True


def gone(turn: Turn, leg: str, cause: str) -> bool:
    """Handle a supervisor's leg that has ended or did not answer. False: the leg is not a supervisor's."""
    watcher = on(turn, leg)
    if watcher is None:
        return False
    result = OfferResult.ANSWERED if watcher.up else RESULTS.get(cause, OfferResult.FAILED)
    _set(turn, leg, None)
    turn.note(Fact.LEG_ENDED, leg=leg, result=result)
    turn.decide(TalkOver(watcher.person) if watcher.up else OfferOver(0, watcher.person, result))
    return True


def on(turn: Turn, leg: str) -> Watcher | None:
    """The supervisor whose leg this is."""
    return next((w for w in turn.s.parties.watchers if w.leg == leg), None)


def of(turn: Turn, person: int) -> Watcher | None:
    return next((w for w in turn.s.parties.watchers if w.person == person), None)


def _set(turn: Turn, leg: str, after: Watcher | None) -> None:
    left = tuple(w for w in turn.s.parties.watchers if w.leg != leg)
    turn.set(parties=replace(turn.s.parties, watchers=left if after is None else (*left, after)))


def mute(turn: Turn, message: AgentRequest[Mute | Unmute]) -> None:
    """A muted agent still hears the call."""
    held, on = turn.s.held, isinstance(message.order, Mute)
    if held is None or held.agent != message.person or turn.s.state is not CallState.TALKING:
        return
    if turn.s.parties.muted != on:
        turn.set(parties=replace(turn.s.parties, muted=on))
        turn.decide(port.Mute(held.leg) if on else port.Unmute(held.leg))
        turn.note(Fact.MUTED if on else Fact.UNMUTED, agent=message.person)


def mask_asked(turn: Turn, message: AgentRequest[MaskRecording | UnmaskRecording]) -> None:
    held = turn.s.held
    if held is not None and held.agent == message.person and turn.s.state is CallState.TALKING:
        mask(turn, on=isinstance(message.order, MaskRecording))


def mask(turn: Turn, *, on: bool) -> None:
    """Silence the recording for a secret said or keyed in (T4); a caller who goes to a flow or queue ends it."""
    if turn.s.parties.masked == on or not turn.s.answered:
        return
    turn.set(parties=replace(turn.s.parties, masked=on))
    path = f"{turn.s.call}.wav"
    turn.decide(port.Mask(turn.s.call, path) if on else port.Unmask(turn.s.call, path))
    turn.note(Fact.MASKED if on else Fact.UNMASKED)


def recording(turn: Turn, message: port.RecordingBegun) -> None:
    turn.note(Fact.RECORDING, path=message.path, kind=_kind(message.path))


def recorded(turn: Turn, message: port.RecordingDone) -> None:
    turn.note(Fact.RECORDED, path=message.path, kind=_kind(message.path), seconds=message.seconds)


def _kind(path: str) -> RecordingKind:
    return RecordingKind.MESSAGE if ".message" in path else RecordingKind.CALL
