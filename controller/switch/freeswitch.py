"""FreeSWITCH behind `port`: sends requests as commands over a wire, turns event bytes into `heard` values.

A wire is sockets (`links`), or in stories the simulator in the same process; the code above it is the same.
"""

import json
import re
from collections.abc import Callable
from typing import Any, Protocol

import structlog

from hotline.calls.rules.sentry import SENTRY
from hotline.values.privacy import clean
from hotline.values.telephone import canonical

from . import commands, events, port

log = structlog.get_logger()
# `sofia/agents/1001@127.0.0.1:5060`: after a transfer the extension is only in the channel's name
_TELEPHONE = re.compile(r"/([0-9]{1,15})@")
Answer = Callable[[str | None], Any]
_MATTERS = (
    port.Play,
    port.Music,
    port.Record,
    port.Bridge,
    port.Detect,
    port.Meet,
    port.PickUp,
    port.Hold,
    port.Unhold,
    port.JoinRoom,
    port.Aside,
    port.CallLeg,
    port.CallCaller,
    port.Watch,
    port.WatchAs,
    port.Mute,
    port.Unmute,
    port.Mask,
    port.Unmask,
    port.Unbridge,
)


class Wire(Protocol):
    def tell(self, call: str, command: str, on_reply: Answer) -> None:
        """Send a command; commands of one call keep their order. `on_reply(None)`: the connection was lost."""
        ...


class _Told:
    """Waits for the answers to requests that belong together, and says how they ended."""

    def __init__(self, left: int, answered: Callable[[str], Any] | None) -> None:
        self._left, self._answered, self._why = left, answered, ""

    def one(self, ask: port.Ask, why: str) -> None:
        self._left -= 1
        if isinstance(ask, (*_MATTERS, port.HangUp)):
            self._why = self._why or why
        if not self._left and self._answered is not None:
            self._answered(self._why)


class FreeSwitch:
    """Implements `port.Switch`. `now` gives the time of a refusal; `hear` gets every event."""

    def __init__(
        self, wire: Wire, made: commands.Commands, now: Callable[[], float], hear: Callable[[port.Heard], Any]
    ) -> None:
        self._wire, self._commands, self._now, self._hear = wire, made, now, hear
        self.events = 0
        self._sentry = ""  # why there is none, as it was said last

    def feed(self, data: bytes) -> None:
        """Take one event's bytes."""
        self.events += 1
        heard = events.heard(events.Event(data))
        if heard is not None:
            self._hear(heard)

    def do(self, call: str, asks: tuple[port.Ask, ...], answered: Callable[[str], Any] | None = None) -> None:
        told = _Told(len(asks), answered)
        for ask in asks:
            try:
                command = self._commands.of(ask)
            except commands.Unsafe as error:
                self._refused(call, ask, str(error))
                told.one(ask, str(error))
                continue
            self._wire.tell(call, command, lambda reply, ask=ask: self._replied(call, ask, reply, told))  # type: ignore[misc]

    def _replied(self, call: str, ask: port.Ask, reply: str | None, told: "_Told") -> None:
        refused = reply is not None and reply.startswith("-ERR")
        if reply is not None and refused:
            self._refused(call, ask, reply.strip())
        told.one(ask, port.NO_REPLY if reply is None else reply.strip() if refused else "")

    def _refused(self, call: str, ask: port.Ask, why: str) -> None:
        if isinstance(ask, _MATTERS):  # normal: the channel was gone before our hang-up came
            log.info("switch_refused", call=call, ask=type(ask).__name__, why=why)
            leg = str(getattr(ask, "leg", ""))
            self._hear(port.Refusal(call, self._now(), commands.application_of(ask), clean(why, 200), leg))

    def channels(self, answer: Callable[[list[port.Channel] | None], None]) -> None:
        """All channels but the sentry, who is posted where he is missing."""
        self._wire.tell("", commands.CHANNELS, lambda reply: answer(self._guarded(_channels(reply))))

    def _guarded(self, channels: list[port.Channel] | None) -> list[port.Channel] | None:
        if channels is None:
            return None
        others = [one for one in channels if one.id != SENTRY]
        if len(others) == len(channels):
            self._wire.tell("", commands.POST_SENTRY, self._posted)
        return others

    def _posted(self, reply: str | None) -> None:
        why = (reply or "").strip()
        if why != self._sentry and why.startswith("-ERR"):
            log.info("sentry_not_posted", why=why)
        self._sentry = why

    def registered(self, extension: str, answer: Callable[[bool], None]) -> None:
        try:
            command = commands.registered(extension)
        except commands.Unsafe:
            answer(False)
            return
        self._wire.tell("", command, lambda reply: answer(reply is not None and reply.startswith("sofia/")))

    def reload(self) -> None:
        self._wire.tell("", commands.RELOAD, lambda reply: None)

    def sign_out(self, extension: str) -> None:
        try:
            self._wire.tell("", self._commands.sign_out(extension), lambda reply: None)
        except commands.Unsafe as error:
            log.error("telephone_not_signed_out", why=str(error))

    def variables(self, call: str, names: tuple[str, ...], answer: Callable[[dict[str, str]], None]) -> None:
        values: dict[str, str] = {}

        def take(name: str, reply: str | None) -> None:
            known = reply is not None and not reply.startswith("-ERR") and reply != "_undef_"
            values[name] = clean(reply or "", 200) if known else ""
            if len(values) == len(names):
                answer(values)

        for name in names:
            self._wire.tell(call, commands.variable(call, name), lambda reply, name=name: take(name, reply))  # type: ignore[misc]


def _channels(reply: str | None) -> list[port.Channel] | None:
    """`show channels as json`; None when it cannot be read."""
    if reply is None:
        return None
    try:
        rows = json.loads(reply).get("rows", [])
    except (ValueError, AttributeError):
        return None
    legs = {row.get("uuid", ""): row for row in rows}
    by_call: dict[str, list[str]] = {}
    for uuid, row in legs.items():
        by_call.setdefault(row.get("call_uuid") or uuid, []).append(uuid)
    return [_channel(uuid, row, by_call[row.get("call_uuid") or uuid]) for uuid, row in legs.items()]


def _channel(uuid: str, row: dict[str, Any], group: list[str]) -> port.Channel:
    partner = next((other for other in group if other != uuid), "")
    created = str(row.get("created_epoch", ""))
    application, data = str(row.get("application", "")), str(row.get("application_data", ""))
    telephone = _TELEPHONE.search(str(row.get("name", ""))) if row.get("direction") == "outbound" else None
    return port.Channel(
        id=uuid,
        inbound=row.get("direction") == "inbound",
        state=str(row.get("callstate", "")),
        application=application,
        number=canonical(clean(str(row.get("cid_num", "")), 64)),
        name=clean(str(row.get("cid_name", "")), 100),
        dialled=telephone[1] if telephone else clean(str(row.get("dest", "")), 32),
        partner=partner,
        answered=row.get("callstate") in ("ACTIVE", "HELD", "UNHELD"),
        created=float(created) if created.isdigit() else 0.0,
        room=data.partition("@")[0] if application == "conference" else "",
    )
