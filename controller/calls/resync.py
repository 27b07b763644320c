"""What we believe against what the switch has: after a start, after a reconnect, and every half minute. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from controller.switch.port import Channel
from hotline.rules.floor import OpenCall
from hotline.words import Presence


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


@dataclass(frozen=True, slots=True)
class Met:
    """A call in hand that the switch has too: its leg that talks, and whether one rings."""

    call: str
    leg: str
    ringing: bool


@dataclass(frozen=True, slots=True)
class Free:
    """An agent believed to be on a call that is none."""

    agent: int


Action = Gone | Found | Met | Free


def compare(
    channels: Iterable[Channel],
    *,
    in_hand: Mapping[str, int | None],
    rows: Iterable[OpenCall],
    agents: Mapping[int, tuple[Presence, str | None]],
) -> list[Action]:
    """`in_hand`: calls that have a lane, and the agent each has. `agents`: state and call of each agent.

    Gives what is to be put right.
    """
    there = {channel.id: channel for channel in channels}
    open_rows = {row.id: row for row in rows}
    alive = set(there) | set(in_hand)
    lost: list[Action] = [Gone(call, open_rows.get(call), in_hand=True) for call in in_hand if call not in there]
    lost += [Gone(row.id, row, in_hand=False) for row in open_rows.values() if row.id not in alive]
    found = [
        _found(channel, there, open_rows.get(channel.id))
        for channel in there.values()
        if channel.inbound and channel.id not in in_hand and channel.application
    ]
    met = [_met(there[call], there) for call in in_hand if call in there]
    busy = (Presence.OFFERED, Presence.TALKING)
    free = [
        Free(agent)
        for agent, (state, call) in agents.items()
        if state in busy and (call not in alive or (call in in_hand and in_hand[call] != agent))
    ]
    return [*lost, *found, *met, *free]


def _met(channel: Channel, there: dict[str, Channel]) -> Met:
    partner = there.get(channel.partner)
    talks = partner is not None and partner.answered
    return Met(channel.id, channel.partner if talks else "", partner is not None and not talks)


def _found(channel: Channel, there: dict[str, Channel], row: OpenCall | None) -> Found:
    partner = there.get(channel.partner)
    if partner is None:
        return Found(channel, "", "", row, "")
    if not partner.answered:
        return Found(channel, "", "", row, partner.id)
    return Found(channel, partner.id, partner.dialled, row, "")
