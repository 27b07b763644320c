"""A call's decision function: (session, message, time) -> (new session, decisions). Pure.

`in_flow` handles callers in a flow, `in_queue` callers with agents; here are the start and the end of a call, and
the table from message type to handler.
"""

from collections.abc import Callable
from typing import Any

from controller.ivr.steps import MessageDone, Pressed, Silence, Spoken
from controller.switch import port
from hotline.calls.rules import order_kinds as kinds
from hotline.words import CallState, Ender, Fact, RecordingKind

from . import in_flow, in_queue, in_talk, outgoing, recovery, silence, speaking, watching
from .asks import Arm, Close, Decision, Disarm
from .messages import (
    Adopt,
    Again,
    AgentRequest,
    CallMessage,
    EnquiryAnswered,
    Lost,
    NobodyLeft,
    Offered,
    Placed,
    TestFirst,
    TimeUp,
    Uttered,
    Waits,
)
from .state import Move
from .turn import GONE_SECONDS, Running, Session, Turn, settle

PLAYED = ("FILE PLAYED", "")  # after any other response, playing again would fail again at once, in a loop
REFUSED = "REFUSED"
TOGETHER = 1.0  # seconds; if agent and caller end this close together, the caller ended the call


def decide(session: Session, told: CallMessage, *, now: float) -> tuple[Session, tuple[Decision, ...]]:
    """Run one turn. An ended call decides nothing."""
    if session.state is CallState.ENDED:
        return session, ()
    turn = Turn(session, now)
    _HEAR[type(told)](turn, told)
    return turn.s, tuple(turn.out)


def _arrived(turn: Turn, told: port.Arrived) -> None:
    if turn.s.state is not CallState.ARRIVED or turn.s.tokens:
        turn.set(odd=turn.s.odd + 1)
        return
    turn.set(answered=told.answered, tokens=1, number=told.number)
    turn.note(Fact.ARRIVED, profile=told.profile, dialled=told.dialled, number=told.number, name=told.name)
    in_flow.enter(turn)
    turn.decide(port.KeepParked(turn.s.call))  # last: the caller does not wait for this command


def _answered(turn: Turn, told: port.Answered) -> None:
    turn.set(answered=True)
    turn.note(Fact.ANSWERED)


def _done(turn: Turn, told: port.Done) -> None:
    """An application ended; an end with another token than the running one's is ignored."""
    running = turn.s.running
    if running is None or running.token != told.token:
        return
    before = turn.s.state
    if told.gone:
        turn.set(waiting=None, caller_gone=True)  # the channel takes no more commands
    turn.free()
    if running.what is port.Bridge:
        in_queue.bridge_done(turn, told)
    elif running.what is port.Record:
        _message_taken(turn, told)
    elif not told.gone:
        _ended(turn, told, running)
    if (
        before is CallState.QUEUED
        and running.what in (port.Play, port.Music)
        and turn.s.running is None
        and _played(told)
    ):
        in_queue.waits(turn, Waits())


def _ended(turn: Turn, told: port.Done, running: Running) -> None:
    """A prompt, the music, the voice test or the room has ended, and the caller is still there."""
    if running.what is port.Detect:
        silence.listened(turn, spoke=told.spoke)
    elif running.what is port.Music and turn.s.state is CallState.TALKING and not running.stopping and _played(told):
        turn.run(port.Music(turn.s.call, turn.token(), in_queue.MUSIC))
    elif running.what is port.Play and not running.stopping:
        if not _played(told):
            turn.note(Fact.TROUBLE, what="prompt_not_played", detail=told.response)
        if turn.s.state is CallState.TESTING:
            silence.spoken(turn)
        else:
            in_flow.tell(turn, Spoken())
    elif running.what is port.Meet and turn.s.state is CallState.TALKING and not running.stopping:
        turn.leave(Ender.SYSTEM)  # the switch removed the caller from the room: nobody is left with him


def _played(told: port.Done) -> bool:
    return told.response in PLAYED


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
            turn.hush()  # the recording stops; its `Done` continues the flow
        return
    in_flow.tell(turn, Pressed(told.digit))


def _time_up(turn: Turn, told: TimeUp) -> None:
    if told.name == "key":
        in_flow.tell(turn, Silence())
    elif told.name == "slot":
        turn.free()
    elif told.name in _TIMES:
        _TIMES[told.name](turn)
    elif told.name == "gone" and turn.s.state is CallState.LEAVING:
        # no hang-up event came after our command: repeat it; `resync` finds out whether the channel still exists
        turn.decide(port.HangUp(turn.s.call), Arm("gone", GONE_SECONDS))


_TIMES: dict[str, Callable[[Turn], None]] = {
    "speech": speaking.too_slow,
    "inquiry": in_flow.no_answer,
    "gap": silence.gap_over,
    "ending": in_queue.talk_ended,
}


def _leg_up(turn: Turn, told: port.LegUp) -> None:
    third = turn.s.parties.third
    if third is not None and third.leg == told.leg:
        in_talk.third_up(turn)
    elif not watching.up(turn, told.leg):
        outgoing.leg_up(turn, told)


def _leg_failed(turn: Turn, told: port.LegFailed) -> None:
    third = turn.s.parties.third
    if third is not None and third.leg == told.leg:
        in_talk.third_failed(turn, told.cause)
    elif not watching.gone(turn, told.leg, told.cause):
        outgoing.leg_failed(turn, told)


def _leg_gone(turn: Turn, told: port.LegGone) -> None:
    if in_talk.leg_gone(turn, told):
        return
    watcher = watching.on(turn, told.leg)
    if watcher is not None:
        if watcher.up:  # a leg that has not answered is reported by `LegFailed`
            watching.gone(turn, told.leg, told.cause)
        return
    if turn.s.state is CallState.DIALLING:
        outgoing.agent_gone(turn, told)
    else:
        in_queue.leg_gone(turn, told)


def _asked(turn: Turn, told: AgentRequest[Any]) -> None:
    _REQUESTS[type(told.order)](turn, told)


def _hang_up(turn: Turn, told: AgentRequest[kinds.HangUp]) -> None:
    held, third = turn.s.held, turn.s.parties.third
    watcher = watching.of(turn, told.person)
    if watcher is not None:
        turn.decide(port.HangUp(watcher.leg))
    elif third is not None and third.to.agent == told.person:
        turn.decide(port.HangUp(third.leg, "NORMAL_CLEARING" if third.up else "CALL_REJECTED"))
    elif held is None or held.agent != told.person or not outgoing.agent_hangs_up(turn):
        in_queue.hang_up(turn, told)


def _transfer(turn: Turn, told: AgentRequest[kinds.Transfer]) -> None:
    (in_flow.lead_into if told.flow is not None else in_talk.transfer)(turn, told)


def _hung_up(turn: Turn, told: port.HungUp) -> None:
    if turn.s.state is CallState.DIALLING:  # the citizen's channel, before the citizen answered
        outgoing.leg_failed(turn, port.LegFailed(turn.s.call, turn.s.call, told.at, told.cause))
    else:
        _end(turn, told.cause, theirs=told.theirs)


def _lost(turn: Turn, told: Lost) -> None:
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


def _recording(turn: Turn, told: port.RecordingBegun) -> None:
    turn.note(Fact.RECORDING, path=told.path, kind=_kind(told.path))


def _recorded(turn: Turn, told: port.RecordingDone) -> None:
    turn.note(Fact.RECORDED, path=told.path, kind=_kind(told.path), seconds=told.seconds)


def _kind(path: str) -> RecordingKind:
    return RecordingKind.MESSAGE if ".message" in path else RecordingKind.CALL


def _refusal(turn: Turn, told: port.Refusal) -> None:
    """The switch refused a command. What depends on the command goes on as if it had failed at once."""
    turn.note(Fact.TROUBLE, what="refused", detail=f"{told.command}: {told.reply}"[:200])
    running, third = turn.s.running, turn.s.parties.third
    if told.command == "CallLeg" and third is not None and not third.up:
        in_talk.third_failed(turn, REFUSED)
    elif told.command in ("CallLeg", "CallCaller") and turn.s.held is not None:
        leg = turn.s.held.leg if told.command == "CallLeg" else turn.s.call
        outgoing.leg_failed(turn, port.LegFailed(turn.s.call, leg, told.at, REFUSED))
    elif running is not None and port.APPLICATIONS[running.what] == told.command:
        _done(turn, port.Done(turn.s.call, told.at, running.token, told.command, REFUSED, REFUSED, 0.0))


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
    port.RecordingBegun: _recording,
    port.RecordingDone: _recorded,
    port.Refusal: _refusal,
    Offered: in_queue.offered,
    Waits: in_queue.waits,
    NobodyLeft: in_queue.nobody_left,
    TimeUp: _time_up,
    AgentRequest: _asked,
    TestFirst: silence.test_first,
    Placed: in_queue.placed,
    EnquiryAnswered: in_flow.answered,
    Uttered: speaking.uttered,
    Lost: _lost,
    Adopt: recovery.adopt,
    Again: recovery.again,
}
_REQUESTS: dict[type[kinds.Command], Callable[[Turn, AgentRequest[Any]], None]] = {
    kinds.Answer: in_queue.pick_up,
    kinds.HangUp: _hang_up,
    kinds.Hold: in_queue.hold,
    kinds.Resume: in_queue.hold,
    kinds.PlayScript: silence.play_script,
    kinds.Mute: watching.mute,
    kinds.Unmute: watching.mute,
    kinds.MaskRecording: watching.mask_asked,
    kinds.UnmaskRecording: watching.mask_asked,
    kinds.Consult: in_talk.consult,
    kinds.ThreeWay: in_talk.three_way,
    kinds.Return: in_talk.come_back,
    kinds.HandOver: in_talk.hand_over,
    kinds.Transfer: _transfer,
    kinds.TakeOver: in_talk.take_over,
    kinds.Watch: watching.watch,
    kinds.WatchAs: watching.mode,
    kinds.CallOut: outgoing.begin,
}
