"""Conference rooms and eavesdropping, as seen on FreeSWITCH 1.10.12: everybody in a room hears the others.

A member joins with `name@profile++flags{moderator}`; `kick non_moderator` removes all but the moderators. A room
without members disappears. `eavesdrop` lasts until the listened-to leg is gone.
"""

from __future__ import annotations

from freeswitch.simulator.channels import Channel
from freeswitch.simulator.engine import Engine
from freeswitch.simulator.jobs import Waiting

_FOREVER = 1e9


class InRoom(Waiting):
    """The conference application."""

    def __init__(self, engine: Engine, channel: Channel, arg: str) -> None:
        super().__init__(engine, channel, _FOREVER)
        self.name = arg.partition("@")[0]
        self.moderator = "moderator" in arg.partition("++flags{")[2]

    def begin(self) -> None:
        """Join; from the second member on, all are talking."""
        members = self.engine.board.rooms.setdefault(self.name, [])
        members.append(self)
        if len(members) > 1:
            for member in members:
                member.talks()

    def talks(self) -> None:
        """Somebody else is in the room: a talk begins."""
        talks = self.channel.talks
        if not talks or talks[-1][1] != float("inf"):
            talks.append([self.now, float("inf")])
            if self.channel.caller:
                self.channel.caller.talks()

    def broken(self) -> bool:
        """A break does not end it."""
        return False

    def kicked(self) -> None:
        """Kicked out: the application ends."""
        self._leave()
        self.engine.finish(self.channel, self)

    def stop(self, why: str) -> None:
        """Hung up, or gone elsewhere."""
        self._leave()

    def _leave(self) -> None:
        rooms = self.engine.board.rooms
        members = rooms.get(self.name, [])
        if self not in members:
            return
        members.remove(self)
        self.quiet()
        if len(members) == 1:
            members[0].quiet()
        if not members:
            del rooms[self.name]

    def quiet(self) -> None:
        """Nobody else is in the room any more: the talk ends."""
        talks = self.channel.talks
        if talks and talks[-1][1] == float("inf"):
            talks[-1][1] = self.now


class Listening(Waiting):
    """The eavesdrop application: it ends when the leg that it listens to ends."""

    def __init__(self, engine: Engine, channel: Channel, target: str) -> None:
        super().__init__(engine, channel, _FOREVER)
        self.target = target

    def begin(self) -> None:
        """Listen; without a target leg it ends at once."""
        if self.target not in self.engine.board.channels:
            self.engine.finish(self.channel, self)
            return
        self.engine.board.listeners.setdefault(self.target, []).append(self)

    def broken(self) -> bool:
        """A break does not end it."""
        return False

    def stop(self, why: str) -> None:
        """Hung up, or gone elsewhere."""
        listeners = self.engine.board.listeners.get(self.target, [])
        if self in listeners:
            listeners.remove(self)

    def over(self) -> None:
        """The leg that it listens to has ended."""
        self.engine.finish(self.channel, self)


def command(engine: Engine, arg: str) -> str:
    """`<room> list | kick all | kick non_moderator`."""
    words = arg.split(" ")
    members = engine.board.rooms.get(words[0], [])
    if not members:
        return f"-ERR Conference {words[0]} not found\n"
    if words[1:] == ["list"]:
        return "".join(f"{n};{member.channel.name};{member.channel.uuid}\n" for n, member in enumerate(members, 1))
    if words[1:2] != ["kick"] or len(words) < 3 or words[2] not in ("all", "non_moderator"):
        return "-ERR conference: kick all or non_moderator\n"
    out = [member for member in members if words[2] == "all" or not member.moderator]
    for member in out:
        member.kicked()
    return f"+OK kicked {len(out)}\n"
