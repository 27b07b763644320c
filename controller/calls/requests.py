"""People's orders on a call: from the kind of order to its handler. Pure."""

from collections.abc import Callable
from typing import Any

from controller.switch import port
from hotline.calls.rules import order_kinds as kinds

from . import in_flow, in_queue, in_talk, outgoing, silence, watching
from .messages import AgentRequest
from .turn import Turn


def asked(turn: Turn, message: AgentRequest[Any]) -> None:
    _REQUESTS[type(message.order)](turn, message)


def _hang_up(turn: Turn, message: AgentRequest[kinds.HangUp]) -> None:
    held, third = turn.s.held, turn.s.parties.third
    watcher = watching.of(turn, message.person)
    if watcher is not None:
        turn.decide(port.HangUp(watcher.leg))
    elif third is not None and third.to.agent == message.person:
        turn.decide(port.HangUp(third.leg, "NORMAL_CLEARING" if third.up else "CALL_REJECTED"))
    elif held is None or held.agent != message.person or not outgoing.agent_hangs_up(turn):
        in_queue.hang_up(turn, message)


def _transfer(turn: Turn, message: AgentRequest[kinds.Transfer]) -> None:
    (in_flow.lead_into if message.flow is not None else in_talk.transfer)(turn, message)


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
