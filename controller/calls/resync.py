"""Compare our calls with the switch's channels: at start, after a reconnect, and every half minute. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from controller.switch.port import Channel
from hotline.calls.rules.roster import OpenCall
from hotline.words import CallState, Presence

from .turn import BRIDGE


@dataclass(frozen=True, slots=True)
class Gone:
    """A call of ours, or of the records, that the switch does not have."""

    call: str
    row: OpenCall | None
    in_hand: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A caller on the switch without a lane here; the records may know the call."""

    channel: Channel
    leg: str
    extension: str
    row: OpenCall | None
    ringing: str  # a leg that rings for an earlier controller's call
    room: bool = False  # the leg is not bridged: it is in the call's room, or parked


@dataclass(frozen=True, slots=True)
class Met:
    """A current call that the switch has too: its connected leg, whether one rings, and all channels."""

    call: str
    leg: str
    ringing: bool
    there: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Free:
    """An agent recorded as busy with a call that does not exist, or that does not have him. `unsure`: the call has a
    channel but no lane, and may be taken over in this look."""

    agent: int
    call: str | None = None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class NoLeg:
    """A call believes in a leg, or in a bridge that rings, that the switch does not have."""

    call: str
    what: str


@dataclass(frozen=True, slots=True)
class Stray:
    """A leg that we have asked for, of a call that does not have it (any more); or a citizen who is still rung for an
    earlier controller's call."""

    leg: str


@dataclass(frozen=True, slots=True)
class InHand:
    """A call that has a lane: whom it keeps busy, and in which legs it believes. `bare`: it has no channel of its own
    yet (an outgoing call whose agent is rung)."""

    people: frozenset[int] = frozenset()
    legs: frozenset[str] = frozenset()
    bare: bool = False


Action = Gone | Found | Met | Free | NoLeg | Stray
OUR_LEG = re.compile(r"(.+)-[atw][0-9]*")  # the names that a call gives to the legs that it asks for


def compare(
    channels: Iterable[Channel],
    *,
    in_hand: Mapping[str, InHand],
    rows: Iterable[OpenCall],
    agents: Mapping[int, tuple[Presence, str | None]],
    extensions: Mapping[int, str] | None = None,
) -> list[Action]:
    """Return the differences to repair.

    `in_hand`: calls that have a lane. `agents`: state and call of each agent.
    `extensions`: the telephone of each agent.
    """
    there = {channel.id: channel for channel in channels}
    open_rows = {row.id: row for row in rows}
    alive = set(there) | set(in_hand)
    missing = [call for call, has in in_hand.items() if call not in there and not has.bare]
    lost: list[Action] = [Gone(call, open_rows.get(call), in_hand=True) for call in missing]
    lost += [Gone(row.id, row, in_hand=False) for row in open_rows.values() if row.id not in alive]
    found = [
        _found(channel, there, open_rows.get(channel.id), extensions or {})
        for channel in there.values()
        if _ours(channel, open_rows) and channel.id not in in_hand and channel.application
    ]
    met = [_met(there[call], there) for call in in_hand if call in there]
    return [
        *lost,
        *found,
        *met,
        *_free(agents, in_hand, there),
        *_no_leg(in_hand, there),
        *_stray(in_hand, there, open_rows),
    ]


def _free(
    agents: Mapping[int, tuple[Presence, str | None]], in_hand: Mapping[str, InHand], there: Mapping[str, Channel]
) -> list[Action]:
    busy = {agent: call for agent, (state, call) in agents.items() if state in (Presence.OFFERED, Presence.TALKING)}
    return [
        Free(agent, call, unsure=call in there and call not in in_hand)
        for agent, call in busy.items()
        if agent not in in_hand.get(call or "", InHand()).people
    ]


def _no_leg(in_hand: Mapping[str, InHand], there: Mapping[str, Channel]) -> list[Action]:
    """A ringing bridge's leg need not be known: the caller's partner is it."""
    return [
        NoLeg(call, leg)
        for call, has in in_hand.items()
        if call in there or has.bare
        for leg in sorted(has.legs)
        if leg not in there and not (leg.startswith(BRIDGE) and call in there and there[call].partner in there)
    ]


def _stray(in_hand: Mapping[str, InHand], there: Mapping[str, Channel], rows: Mapping[str, OpenCall]) -> list[Action]:
    legs = [leg for leg in there.values() if not leg.inbound]
    rung = [leg.id for leg in legs if leg.id in rows and leg.id not in in_hand and not leg.answered]
    named = [name for leg in legs if (name := OUR_LEG.fullmatch(leg.id)) is not None]
    left = [
        name[0]
        for name in named
        if (name[0] not in in_hand[name[1]].legs if name[1] in in_hand else name[1] not in there)
    ]
    return [Stray(leg) for leg in rung + left]


def _met(channel: Channel, there: dict[str, Channel]) -> Met:
    partner = there.get(channel.partner)
    talks = partner is not None and partner.answered
    return Met(channel.id, channel.partner if talks else "", partner is not None and not talks, frozenset(there))


def _ours(channel: Channel, rows: Mapping[str, OpenCall]) -> bool:
    """The channels of callers, and of citizens whom we have called."""
    return channel.inbound or (channel.id in rows and channel.answered)


def _beside(channel: Channel, there: dict[str, Channel], extension: str) -> Channel | None:
    """The caller's partner without a bridge: an agent's leg first, else any leg in the call's room."""
    legs = [leg for leg in there.values() if leg.id != channel.id and not leg.inbound and leg.answered]
    agents = [leg for leg in legs if leg.dialled == extension and not leg.partner]
    return next(iter(agents + [leg for leg in legs if leg.room == channel.id]), None)


def _found(channel: Channel, there: dict[str, Channel], row: OpenCall | None, extensions: Mapping[int, str]) -> Found:
    partner = there.get(channel.partner)
    if partner is None and row is not None and row.state is CallState.TALKING:
        leg = _beside(channel, there, extensions.get(row.agent or 0, "-"))
        if leg is not None:
            return Found(channel, leg.id, leg.dialled, row, "", room=True)
    if partner is None:
        return Found(channel, "", "", row, "")
    if not partner.answered:
        return Found(channel, "", "", row, partner.id)
    return Found(channel, partner.id, partner.dialled, row, "")
