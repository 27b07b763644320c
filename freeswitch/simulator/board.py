"""The switch's state: its channels, timers, telephones and the events that were not fetched yet."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from typing import Protocol

from freeswitch.simulator import headers
from freeswitch.simulator.channels import Channel, Phone, Times
from freeswitch.simulator.events import Event
from freeswitch.simulator.recorded import RecordingDone
from freeswitch.simulator.timers import Timers

DOMAIN = "127.0.0.1"
BARE = ("DTMF",)  # events that FreeSWITCH sends without the channel's variables


class Member(Protocol):
    """A member of a room."""

    channel: Channel
    moderator: bool

    def talks(self) -> None:
        """Somebody else is in the room."""

    def quiet(self) -> None:
        """Nobody else is in the room any more."""

    def kicked(self) -> None:
        """The member is kicked out."""


class Eavesdropper(Protocol):
    """An application that listens in to a leg."""

    def over(self) -> None:
        """The leg that it listens to has ended."""


class SwitchState:
    """The data that the parts of the switch share. `now` is the time of the current command or timer."""

    def __init__(
        self,
        *,
        numbers: dict[str, dict[str, str]],
        sounds: Callable[[str], float],
        recordings: Callable[[RecordingDone], None] | None,
        can_record: Callable[[str], bool] | None,
        fallback_seconds: float,
        seed: int,
    ) -> None:
        self.numbers = numbers
        self.sounds = sounds
        self.recordings = recordings
        self.can_record = can_record
        self.fallback_seconds = fallback_seconds
        self.recordings_dir = "recordings"
        self.fallback_sound = "closed.wav"
        self.now = 0.0
        self.started = 0.0
        self.timers = Timers()
        self.channels: dict[str, Channel] = {}
        self.phones: dict[str, Phone] = {}
        self.globals: dict[str, str] = {}
        self.rooms: dict[str, list[Member]] = {}
        self.listeners: dict[str, list[Eavesdropper]] = {}
        self.events: list[Event] = []
        self.sessions = 0
        self.sequence = 0
        self._dice = random.Random(seed)  # noqa: S311  a repeatable day, not a secret
        self.core_uuid = self.new_uuid()

    def new_uuid(self) -> str:
        """The next identifier of the seeded sequence."""
        return str(uuid.UUID(int=self._dice.getrandbits(128), version=4))

    def later(self, seconds: float, run: Callable[[], object], channel: Channel | None = None) -> None:
        """Call `run` after some seconds, unless the channel has ended by then."""
        self.timers.at(self.now + seconds, run, channel.uuid if channel else "")

    def fire(self, name: str, extra: dict[str, str], body: str = "") -> None:
        """Send an event that belongs to no channel."""
        self.events.append(Event(self._head(name) | extra, body))

    def tell(self, channel: Channel, name: str, **extra: str) -> None:
        """Send an event of a channel; `Bridge_A_Unique_ID="…"` becomes the header Bridge-A-Unique-ID."""
        named = {key.replace("_", "-"): value for key, value in extra.items()}
        told = headers.of_channel(channel, named)
        if name in BARE:
            told = {header: value for header, value in told.items() if not header.startswith("variable_")}
        self.events.append(Event(self._head(name) | told))

    def snapshot(self, channel: Channel) -> Event:
        """The event uuid_dump prints."""
        return Event(self._head("CHANNEL_DATA") | headers.of_channel(channel, {}))

    def new_channel(self, channel_uuid: str, direction: str, number: str, host: str) -> Channel:
        """Create a leg and add it to the channels."""
        name = f"sofia/internal/{number}@{host}"
        channel = Channel(channel_uuid, direction, name, "", number, "", Times(self.now))
        self.sessions += 1
        channel.variables = {
            "direction": direction,
            "uuid": channel_uuid,
            "session_id": str(self.sessions),
            "channel_name": name,
        }
        self.channels[channel_uuid] = channel
        return channel

    def _head(self, name: str) -> dict[str, str]:
        self.sequence += 1
        return {"Event-Name": name} | headers.stamp(self.now, self.sequence, self.core_uuid)
