"""Compare our calls with the switch's channels: at start, after a reconnect, and every half minute. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from controller.switch.port import Channel
from hotline.calls.rules.roster import OpenCall
from hotline.words import CallState, Presence


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
    """An agent recorded as busy with a call that does not exist."""

    agent: int


Action = Gone | Found | Met | Free


def compare(
    channels: Iterable[Channel],
    *,
    in_hand: Mapping[str, frozenset[int]],
    rows: Iterable[OpenCall],
    agents: Mapping[int, tuple[Presence, str | None]],
    extensions: Mapping[int, str] | None = None,
) -> list[Action]:
    """Return the differences to repair.

    `in_hand`: calls that have a lane, and the people whom each keeps busy. `agents`: state and call of each agent.
    `extensions`: the telephone of each agent.
    """
    there = {channel.id: channel for channel in channels}
    open_rows = {row.id: row for row in rows}
    alive = set(there) | set(in_hand)
    lost: list[Action] = [Gone(call, open_rows.get(call), in_hand=True) for call in in_hand if call not in there]
    lost += [Gone(row.id, row, in_hand=False) for row in open_rows.values() if row.id not in alive]
    found = [
        _found(channel, there, open_rows.get(channel.id), extensions or {})
        for channel in there.values()
        if _ours(channel, open_rows) and channel.id not in in_hand and channel.application
    ]
    met = [_met(there[call], there) for call in in_hand if call in there]
    busy = (Presence.OFFERED, Presence.TALKING)
    free = [
        Free(agent)
        for agent, (state, call) in agents.items()
        if state in busy and (call not in alive or (call in in_hand and agent not in in_hand[call]))
    ]
    return [*lost, *found, *met, *free]


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
