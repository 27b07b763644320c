"""The event socket without a network: for tests on virtual time."""

from __future__ import annotations

from collections.abc import Iterable

from freeswitch.simulator.core import Switch
from freeswitch.simulator.messages import Reply
from freeswitch.simulator.subscription import Subscription


class InProcessWire:
    """One listener of a switch. Several may share a switch: each gets every event that it wants.

    `hub` is the list of all wires of the switch; a wire made alone needs none.
    """

    def __init__(self, switch: Switch, events: Iterable[str] = (), hub: list[InProcessWire] | None = None) -> None:
        self.switch = switch
        self.subscription = Subscription()
        self._waiting: list[bytes] = []
        self._hub = hub if hub is not None else []
        self._hub.append(self)
        if names := " ".join(events):
            self.subscription.command(f"event plain {names}")

    def send(self, text: str, now: float) -> Reply:
        """Send a command and return its answer."""
        text = text.rstrip("\n") if "\n\n" not in text.rstrip("\n") else text
        said = self.subscription.command(text.split("\n", 1)[0])
        if said is not None:
            return Reply("command/reply", said)
        if text.strip().lower() == "exit":
            return Reply("command/reply", "+OK bye")
        return self.switch.command(text, now)

    def drain(self) -> list[bytes]:
        """Return the payloads of the events since the last call."""
        for event in self.switch.take_events():
            for wire in self._hub:
                if wire.subscription.wants(event):
                    wire._waiting.append(event.plain())
        ready, self._waiting = self._waiting, []
        return ready
