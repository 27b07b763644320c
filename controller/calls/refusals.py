"""What the switch refused of a call: what we had taken for done is taken back, and recorded. Pure."""

from collections.abc import Callable
from dataclasses import replace

from controller.switch import port
from hotline.words import Fact

from . import in_talk, outgoing, watching
from .turn import Turn

REFUSED = "REFUSED"


def taken(turn: Turn, message: port.Refusal) -> bool:
    """Record a refusal, and go on where a leg was refused or a wish was not carried out. False: it was neither."""
    turn.note(Fact.TROUBLE, what="refused", detail=f"{message.command}: {message.reply}"[:200])
    if message.command in ("CallLeg", "CallCaller", "Watch"):
        _not_rung(turn, message)
        return True
    undo = _UNDO.get(message.command)
    if undo is not None:
        undo(turn, message.leg)
    return undo is not None


def _not_rung(turn: Turn, message: port.Refusal) -> None:
    third, held = turn.s.parties.third, turn.s.held
    if third is not None and not third.up and third.leg == message.leg:
        in_talk.third_failed(turn, REFUSED)
    elif not watching.gone(turn, message.leg, REFUSED) and held is not None:
        leg = message.leg if message.command == "CallLeg" else turn.s.call
        outgoing.leg_failed(turn, port.LegFailed(turn.s.call, leg, message.at, REFUSED))


def _hold(turn: Turn, leg: str, *, on: bool) -> None:
    held = turn.s.held
    if held is not None and held.leg == leg and held.on_hold != on:
        turn.set(held=replace(held, on_hold=on))
        turn.note(Fact.HELD if on else Fact.RESUMED, agent=held.agent)


def _mute(turn: Turn, leg: str, *, on: bool) -> None:
    held = turn.s.held
    if held is not None and held.leg == leg and turn.s.parties.muted != on:
        turn.set(parties=replace(turn.s.parties, muted=on))
        turn.note(Fact.MUTED if on else Fact.UNMUTED, agent=held.agent)


def _mask(turn: Turn, leg: str, *, on: bool) -> None:
    if turn.s.parties.masked != on:
        turn.set(parties=replace(turn.s.parties, masked=on))
        turn.note(Fact.MASKED if on else Fact.UNMASKED)


_UNDO: dict[str, Callable[[Turn, str], None]] = {
    "Hold": lambda turn, leg: _hold(turn, leg, on=False),
    "Unhold": lambda turn, leg: _hold(turn, leg, on=True),
    "Mute": lambda turn, leg: _mute(turn, leg, on=False),
    "Unmute": lambda turn, leg: _mute(turn, leg, on=True),
    "Mask": lambda turn, leg: _mask(turn, leg, on=False),
    "Unmask": lambda turn, leg: _mask(turn, leg, on=True),
}
