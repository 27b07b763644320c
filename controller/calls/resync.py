"""What we believe against what the switch has: after a start, after a reconnect, and every half minute. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from controller.switch.port import Channel
from hotline.calls.rules.roster import OpenCall
from hotline.words import CallState, Presence


@dataclass(frozen=True, slots=True)
class Gone:
    """We, or the records, have a call that the switch does not know."""

    call: str
    row: OpenCall | None
    in_hand: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The switch has a caller of whom we know nothing, or only what the records say."""

    channel: Channel
    leg: str
    extension: str
    row: OpenCall | None
    ringing: str  # a leg that rang for a controller that is gone
    room: bool = False  # the leg is no bridge's: it is in the call's room, or aside


@dataclass(frozen=True, slots=True)
class Met:
    """A call in hand that the switch has too: its leg that talks, whether one rings, and all channels there are."""

    call: str
    leg: str
    ringing: bool
    there: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Free:
    """An agent believed to be on a call that is none."""

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
    """Gives what is to be put right.

    `in_hand`: calls that have a lane, and the people each engages. `agents`: state and call of each agent.
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
    """A caller's channel, or that of a citizen whom we have called."""
    return channel.inbound or (channel.id in rows and channel.answered)


def _beside(channel: Channel, there: dict[str, Channel], extension: str) -> Channel | None:
    """Who talks with the caller without a bridge: the agent wherever his telephone is, else anybody in the room."""
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
