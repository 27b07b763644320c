"""A call decides: its session and what was heard in, the new session and decisions out. Pure; time is an argument.

What happens in a flow is in `in_flow`, what happens with agents in `in_queue`; here is the way in, the way out, and
the table that says which of them hears what.
"""

from collections.abc import Callable
from typing import Any

from controller.ivr.steps import MessageDone, Pressed, Silence, Spoken
from controller.switch import port
from hotline.words import CallState, Ender, Fact, RecordingKind

from . import in_flow, in_queue, taken_over
from .asks import (
    Adopt,
    Again,
    Arm,
    Close,
    Decision,
    Disarm,
    HangUpWish,
    HoldWish,
    Lost,
    NobodyLeft,
    Offered,
    PickUpWish,
    TimeUp,
    Told,
    Waits,
)
from .state import Move
from .turn import GONE_SECONDS, Session, Turn, settle

PLAYED = ("FILE PLAYED", "")  # anything else would come back at once, again and again
REFUSED = "REFUSED"
COMMANDS = {port.Play: "playback", port.Music: "playback", port.Record: "record", port.Bridge: "bridge"}


def decide(session: Session, told: Told, *, now: float) -> tuple[Session, tuple[Decision, ...]]:
    """One turn. After the end nothing is decided any more."""
    if session.state is CallState.ENDED:
        return session, ()
    turn = Turn(session, now)
    _HEAR[type(told)](turn, told)
    return turn.s, tuple(turn.out)


def _arrived(turn: Turn, told: port.Arrived) -> None:
    if turn.s.state is not CallState.ARRIVED or turn.s.tokens:
        turn.set(odd=turn.s.odd + 1)
        return
    turn.set(answered=told.answered, tokens=1)
    turn.note(Fact.ARRIVED, profile=told.profile, dialled=told.dialled, number=told.number, name=told.name)
    in_flow.enter(turn)
    turn.decide(port.KeepParked(turn.s.call))  # after the first ask: it is not what the caller waits for


def _answered(turn: Turn, told: port.Answered) -> None:
    turn.set(answered=True)
    turn.note(Fact.ANSWERED)


def _done(turn: Turn, told: port.Done) -> None:
    """An application ended; only the running one's end means anything."""
    running = turn.s.running
    if running is None or running.token != told.token:
        return
    waited = turn.s.state is CallState.QUEUED
    turn.free()
    if running.what is port.Bridge:
        in_queue.bridge_done(turn, told)
    elif running.what is port.Record:
        _message_taken(turn, told)
    elif told.gone:
        return
    elif running.what is port.Play and not running.stopping:
        if told.response not in PLAYED:
            turn.note(Fact.TROUBLE, what="prompt_not_played", detail=told.response)
        in_flow.tell(turn, Spoken())
    if waited and running.what in (port.Play, port.Music) and turn.s.running is None and told.response in PLAYED:
        in_queue.waits(turn, Waits())


def _message_taken(turn: Turn, told: port.Done) -> None:
    if turn.s.state is not CallState.MESSAGE:
        return
    turn.set(message_seconds=told.seconds)
    turn.note(Fact.MESSAGE, seconds=told.seconds)
    if told.gone:
        return
    turn.move(Move.MESSAGE_OVER)
    in_flow.tell(turn, MessageDone(told.seconds))


def _key(turn: Turn, told: port.Key) -> None:
    turn.decide(Disarm("key"))
    if turn.s.state is CallState.MESSAGE:
        if told.digit == "#":
            turn.hush()  # the recording ends, and its end leads on
        return
    in_flow.tell(turn, Pressed(told.digit))


def _time_up(turn: Turn, told: TimeUp) -> None:
    if told.name == "key":
        in_flow.tell(turn, Silence())
    elif told.name == "slot":
        turn.free()
    elif told.name == "gone" and turn.s.state is CallState.LEAVING:
        # the switch was asked to hang up and never said that it did; whether the channel is there, `resync` finds out
        turn.decide(port.HangUp(turn.s.call), Arm("gone", GONE_SECONDS))


def _hung_up(turn: Turn, told: port.HungUp) -> None:
    _end(turn, told.cause, theirs=told.theirs)


def _lost(turn: Turn, told: Lost) -> None:
    turn.note(Fact.TROUBLE, what="lost_track", detail="")
    _end(turn, "LOST", theirs=False)


def _end(turn: Turn, cause: str, *, theirs: bool) -> None:
    outcome = turn.s.outcome or settle(turn.s)
    by = Ender.CALLER if theirs else turn.s.leaving_by or Ender.SYSTEM  # the caller's own BYE says more than our wish
    in_queue.gone(turn)
    turn.move(Move.GONE)
    turn.note(Fact.ENDED, outcome=outcome, by=by, cause=cause)
    turn.decide(Close())


def _recording(turn: Turn, told: port.RecordingBegun) -> None:
    turn.note(Fact.RECORDING, path=told.path, kind=_kind(told.path))


def _recorded(turn: Turn, told: port.RecordingDone) -> None:
    turn.note(Fact.RECORDED, path=told.path, kind=_kind(told.path), seconds=told.seconds)


def _kind(path: str) -> RecordingKind:
    return RecordingKind.MESSAGE if ".message" in path else RecordingKind.CALL


def _refusal(turn: Turn, told: port.Refusal) -> None:
    """The switch would not. What hangs on the command is led on as if it had ended at once."""
    turn.note(Fact.TROUBLE, what="refused", detail=f"{told.command}: {told.reply}"[:200])
    running = turn.s.running
    if running is not None and COMMANDS.get(running.what) == told.command:
        _done(turn, port.Done(turn.s.call, told.at, running.token, told.command, REFUSED, REFUSED, 0.0))


_HEAR: dict[type[Told], Callable[[Turn, Any], None]] = {
    port.Arrived: _arrived,
    port.Answered: _answered,
    port.Done: _done,
    port.Key: _key,
    port.LegRinging: in_queue.leg_ringing,
    port.Bridged: in_queue.bridged,
    port.LegGone: in_queue.leg_gone,
    port.HungUp: _hung_up,
    port.RecordingBegun: _recording,
    port.RecordingDone: _recorded,
    port.Refusal: _refusal,
    Offered: in_queue.offered,
    Waits: in_queue.waits,
    NobodyLeft: in_queue.nobody_left,
    TimeUp: _time_up,
    PickUpWish: in_queue.pick_up_wish,
    HangUpWish: in_queue.hang_up_wish,
    HoldWish: in_queue.hold_wish,
    Lost: _lost,
    Adopt: taken_over.adopt,
    Again: taken_over.again,
}
