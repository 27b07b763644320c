"""Carry out sendmsg (an application or a hangup for one channel), and read a command with headers and a body."""

from __future__ import annotations

from dataclasses import dataclass, field

from freeswitch.simulator.channels import Channel, Frame
from freeswitch.simulator.engine import Engine
from freeswitch.simulator.headers import known_cause


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to a command: command/reply has its text as Reply-Text, api/response as its body."""

    content_type: str
    text: str
    headers: dict[str, str] = field(default_factory=dict)

    def wire(self) -> bytes:
        """The bytes on the socket."""
        if self.content_type == "api/response":
            body = self.text.encode("utf-8", "surrogateescape")
            return f"Content-Type: api/response\nContent-Length: {len(body)}\n\n".encode() + body
        more = "".join(f"{key}: {value}\n" for key, value in self.headers.items())
        text = f"Content-Type: {self.content_type}\nReply-Text: {self.text}\n{more}\n"
        return text.encode("utf-8", "surrogateescape")


def head(text: str) -> tuple[str, dict[str, str]]:
    """The command line, and the headers below it by lower-case name; a body after a blank line is under `:body`."""
    top, _, body = text.partition("\n\n")
    line, *rest = top.split("\n")
    named = {}
    for row in rest:
        key, colon, value = row.partition(":")
        if colon:
            named[key.strip().lower()] = value.strip()
    if body:
        named[":body"] = body
    return line.strip(), named


def send(engine: Engine, text: str) -> Reply:
    """Carry out a sendmsg."""
    line, named = head(text)
    uuid = line[7:].strip() or named.get("session-id", "")
    channel = engine.board.channels.get(uuid)
    if channel is None:
        return Reply("command/reply", f"-ERR invalid session id [{uuid}]")
    order = named.get("call-command", "").lower()
    if order == "execute":
        _execute(engine, channel, named)
    elif order == "hangup":
        engine.hang_up(channel, known_cause(named.get("hangup-cause", "")))
    return Reply("command/reply", "+OK")


def _execute(engine: Engine, channel: Channel, named: dict[str, str]) -> None:
    app = named.get("execute-app-name", "")
    if not app:
        return
    arg = named.get("execute-app-arg", named.get(":body", ""))
    loops = named.get("loops", "1")
    engine.execute(
        channel,
        Frame(
            app,
            arg,
            named.get("event-uuid", ""),
            locked=named.get("event-lock", "").lower() in ("true", "yes", "1", "on"),
            loops=int(loops) if loops.isdigit() else 1,
        ),
    )
