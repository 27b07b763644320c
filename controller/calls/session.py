"""A call's decision function: (session, message, time) -> (new session, decisions). Pure.

`in_flow` handles callers in a flow, `in_queue` callers with agents; here are the start and the end of a call, and
the table from message type to handler.
"""

from collections.abc import Callable
from typing import Any

from controller.ivr.steps import MessageDone, Pressed, Silence, Spoken
from controller.switch import port
from hotline.words import CallState, Ender, Fact, Trouble

from . import in_flow, in_queue, in_talk, outgoing, recovery, refusals, requests, ring_time, silence, speaking, watching
from .asks import Arm, Close, Decision, Disarm
from .messages import (
    Adopt,
    Again,
    AgentRequest,
    CallMessage,
    EnquiryAnswered,
    Lost,
    NobodyLeft,
    Odd,
    Offered,
    Placed,
    Released,
    TestFirst,
    TimeUp,
    Unseen,
    Uttered,
    Waits,
)
from .state import Move
from .turn import GONE_SECONDS, Running, Session, Turn, cut, settle

PLAYED = ("FILE PLAYED", "")  # after any other response, playing again would fail again at once, in a loop
TOGETHER = 1.0  # seconds; if agent and caller end this close together, the caller ended the call
REPLACED = ("ATTENDED_TRANSFER", "PICKED_OFF")  # by an INVITE with Replaces; the controller asks for neither


def decide(session: Session, message: CallMessage, *, now: float) -> tuple[Session, tuple[Decision, ...]]:
    """Run one turn. An ended call decides nothing."""
    if session.state is CallState.ENDED:
        return session, ()
    turn = Turn(session, now)
    _HEAR[type(message)](turn, message)
    ring_time.keep(turn, session)
    return turn.s, tuple(turn.out)


def _arrived(turn: Turn, message: port.Arrived) -> None:
    if turn.s.state is not CallState.ARRIVED or turn.s.tokens:
        turn.set(odd=turn.s.odd + 1)
        return
    turn.set(answered=message.answered, tokens=1, number=message.number)
    shown = {"written": message.written} if message.written else {}
    turn.note(
        Fact.ARRIVED,
        profile=message.profile,
        dialled=message.dialled,
        number=message.number,
        name=message.name,
        **shown,
    )
    in_flow.enter(turn)
    turn.decide(port.KeepParked(turn.s.call))  # last: the caller does not wait for this command


def _answered(turn: Turn, message: port.Answered) -> None:
    turn.set(answered=True)
    turn.note(Fact.ANSWERED)


def _done(turn: Turn, message: port.Done) -> None:
    """An application ended; an end with another token than the running one's is ignored."""
    running = turn.s.running
    if running is None or running.token != message.token:
        return
    before = turn.s.state
    if message.gone:
        turn.set(waiting=None, caller_gone=True)  # the channel takes no more commands
    turn.free()
    if cut(running):
        pass  # we have ended it, and the call has gone on
    elif running.what is port.Bridge:
        in_queue.bridge_done(turn, message)
    elif running.what is port.Record:
        _message_taken(turn, message)
    elif not message.gone:
        _ended(turn, message, running)
    if (
        before is CallState.QUEUED
        and turn.s.running is None
        and (cut(running) or (running.what in (port.Play, port.Music) and _played(message)))
    ):
        in_queue.waits(turn, Waits())


def _ended(turn: Turn, message: port.Done, running: Running) -> None:
    """A prompt, the music, the voice test or the room has ended, and the caller is still there."""
    if running.what is port.Detect:
        silence.listened(turn, spoke=message.spoke)
    elif running.what is port.Music and turn.s.state is CallState.TALKING and not running.stopping and _played(message):
        turn.run(port.Music(turn.s.call, turn.token(), in_queue.MUSIC))
    elif running.what is port.Play and not running.stopping:
        if not _played(message):
            turn.note(Fact.TROUBLE, what="prompt_not_played", detail=message.response)
        if turn.s.state is CallState.TESTING:
            silence.spoken(turn)
        else:
            in_flow.tell(turn, Spoken())
    elif running.what is port.Meet and turn.s.state is CallState.TALKING and not running.stopping:
        _put_out(turn)


def _put_out(turn: Turn) -> None:
    """The switch has put the caller out of the room (or not let him in): once he is brought back, then let go."""
    if turn.s.room_lost:
        turn.leave(Ender.SYSTEM)
    else:
        turn.set(room_lost=True)
        turn.note(Fact.TROUBLE, what=Trouble.ROOM, detail="")
        turn.run(port.Meet(turn.s.call, turn.token()))


def _played(message: port.Done) -> bool:
    return message.response in PLAYED


def _message_taken(turn: Turn, message: port.Done) -> None:
    if turn.s.state is not CallState.MESSAGE:
        return
    turn.set(message_seconds=message.seconds)
    turn.note(Fact.MESSAGE, seconds=message.seconds)
    if message.gone:
        return
    turn.move(Move.MESSAGE_OVER)
    in_flow.tell(turn, MessageDone(message.seconds))


def _key(turn: Turn, message: port.Key) -> None:
    turn.decide(Disarm("key"))
    if turn.s.state is CallState.MESSAGE:
        if message.digit == "#":
            turn.hush()  # the recording stops; its `Done` continues the flow
        return
    in_flow.tell(turn, Pressed(message.digit))


def _time_up(turn: Turn, message: TimeUp) -> None:
    if message.name == "key":
        in_flow.tell(turn, Silence())
    elif message.name.startswith(ring_time.TIMER):
        ring_time.time_up(turn, message)
    elif message.name == "slot":
        turn.free()
        in_queue.waits(turn, Waits())
    elif message.name in _TIMES:
        _TIMES[message.name](turn)
    elif message.name == "gone" and turn.s.state is CallState.LEAVING:
        # no hang-up event came after our command: repeat it; `resync` finds out whether the channel still exists
        turn.decide(port.HangUp(turn.s.call), Arm("gone", GONE_SECONDS))


_TIMES: dict[str, Callable[[Turn], None]] = {
    "speech": speaking.too_slow,
    "inquiry": in_flow.no_answer,
    "gap": silence.gap_over,
    "ending": in_queue.talk_ended,
}


def _leg_up(turn: Turn, message: port.LegUp) -> None:
    third = turn.s.parties.third
    if third is not None and third.leg == message.leg:
        in_talk.third_up(turn)
    elif not watching.up(turn, message.leg):
        outgoing.leg_up(turn, message)


def _leg_failed(turn: Turn, message: port.LegFailed) -> None:
    third = turn.s.parties.third
    if third is not None and third.leg == message.leg:
        in_talk.third_failed(turn, message.cause)
    elif not watching.gone(turn, message.leg, message.cause):
        outgoing.leg_failed(turn, message)


def _leg_gone(turn: Turn, message: port.LegGone) -> None:
    if in_talk.leg_gone(turn, message):
        return
    watcher = watching.on(turn, message.leg)
    if watcher is not None:
        if watcher.up:  # a leg that has not answered is reported by `LegFailed`
            watching.gone(turn, message.leg, message.cause)
        return
    if turn.s.state is CallState.DIALLING:
        outgoing.agent_gone(turn, message)
    else:
        in_queue.leg_gone(turn, message)


def _hung_up(turn: Turn, message: port.HungUp) -> None:
    if turn.s.state is CallState.DIALLING:  # the citizen's channel, before the citizen answered
        outgoing.leg_failed(turn, port.LegFailed(turn.s.call, turn.s.call, message.at, message.cause))
    else:
        if message.cause in REPLACED and not message.theirs:
            turn.note(Fact.TROUBLE, what=Trouble.REPLACED, detail=message.cause)
        _end(turn, message.cause, theirs=message.theirs)


def _lost(turn: Turn, message: Lost) -> None:
    turn.note(Fact.TROUBLE, what="lost_track", detail="")
    _end(turn, "LOST", theirs=False)


def _end(turn: Turn, cause: str, *, theirs: bool) -> None:
    outcome = turn.s.outcome or settle(turn.s)
    by = Ender.CALLER if theirs else turn.s.leaving_by or Ender.SYSTEM  # the caller's own BYE outweighs our hang-up
    if turn.s.over_at is not None and turn.now - turn.s.over_at > TOGETHER:
        by = Ender.AGENT  # the agent ended the conversation; a survey after it does not change that
    in_talk.end(turn)
    in_queue.gone(turn)
    turn.move(Move.GONE)
    turn.note(Fact.ENDED, outcome=outcome, by=by, cause=cause)
    turn.decide(Close())


def _odd(turn: Turn, message: Odd) -> None:
    turn.note(Fact.TROUBLE, what=message.what, detail=message.detail)


def _refusal(turn: Turn, message: port.Refusal) -> None:
    """The switch refused a command. What depends on the command goes on as if it had failed at once."""
    running, no = turn.s.running, refusals.REFUSED
    if not refusals.taken(turn, message) and running is not None and port.APPLICATIONS[running.what] == message.command:
        _done(turn, port.Done(turn.s.call, message.at, running.token, message.command, no, no, 0.0))


_HEAR: dict[type[CallMessage], Callable[[Turn, Any], None]] = {
    port.Arrived: _arrived,
    port.Answered: _answered,
    port.Done: _done,
    port.Key: _key,
    port.LegRinging: in_queue.leg_ringing,
    port.Bridged: in_queue.bridged,
    port.LegGone: _leg_gone,
    port.LegUp: _leg_up,
    port.LegFailed: _leg_failed,
    port.HungUp: _hung_up,
    port.RecordingBegun: watching.recording,
    port.RecordingDone: watching.recorded,
    port.Refusal: _refusal,
    Offered: in_queue.offered,
    Waits: in_queue.waits,
    NobodyLeft: in_queue.nobody_left,
    TimeUp: _time_up,
    AgentRequest: requests.asked,
    TestFirst: silence.test_first,
    Placed: in_queue.placed,
    EnquiryAnswered: in_flow.answered,
    Uttered: speaking.uttered,
    Lost: _lost,
    Adopt: recovery.adopt,
    Again: recovery.again,
    Released: ring_time.released,
    Unseen: ring_time.unseen,
    Odd: _odd,
}
