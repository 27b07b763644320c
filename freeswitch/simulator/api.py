"""The api commands that concern the switch as a whole; those of one channel are in api_channels.py."""

from __future__ import annotations

from collections.abc import Callable

from freeswitch.simulator import api_channels, show
from freeswitch.simulator.bridging import Dialling
from freeswitch.simulator.channels import Channel
from freeswitch.simulator.engine import Engine
from freeswitch.simulator.headers import known_cause
from freeswitch.simulator.phones import Phones

VERSION = "1.10.12-release+stand-in"
ORIGINATE = (
    "-USAGE: <call url> <exten>|&<application_name>(<app_args>) [<dialplan>] [<context>] "
    "[<cid_name>] [<cid_num>] [<timeout_sec>]\n"
)
_FSCTL = {"sps": "sessions per second", "max_sessions": "max sessions", "loglevel": "log level"}
Command = Callable[[str], str]


def up_time(seconds: float) -> str:
    """`0 years, 0 days, …` as status says it."""
    whole = int(seconds)
    parts = (whole // 31536000, whole % 31536000 // 86400, whole // 3600 % 24, whole // 60 % 60, whole % 60)
    names = ("years", "days", "hours", "minutes", "seconds")
    said = ", ".join(f"{n} {name}" for n, name in zip(parts, names, strict=True))
    return f"{said}, {int(seconds * 1000) % 1000} milliseconds, 0 microseconds"


class Api:
    """Runs one api command, given as a line."""

    def __init__(self, engine: Engine, phones: Phones) -> None:
        self._engine, self._phones, self._board = engine, phones, engine.board
        board = engine.board
        self._table: dict[str, Command] = {
            "status": self._status,
            "version": lambda _: f"FreeSWITCH Version {VERSION} (stand-in 64bit)\n",
            "hostname": lambda _: "stand-in",
            "uptime": lambda _: f"{int(board.now - board.started)}\n",
            "echo": lambda arg: arg,
            "create_uuid": lambda _: board.new_uuid(),
            "show": lambda arg: show.show(board, arg),
            "reloadxml": lambda _: "+OK [Success]\n",
            "reloadacl": lambda _: "+OK acl reloaded\n",
            "fsctl": self._fsctl,
            "global_getvar": lambda arg: board.globals.get(arg, ""),
            "global_setvar": self._global_setvar,
            "sofia": self._sofia,
            "sofia_contact": self._contact,
            "hupall": self._hupall,
            "originate": self._originate,
            "sched_del": lambda arg: f"+OK Deleted: {board.timers.drop_tasks(arg) if arg else 0}\n",
        } | api_channels.table(engine, phones)

    def run(self, line: str) -> str:
        """The answer; an unknown command gets FreeSWITCH's own error text."""
        name, _, arg = line.partition(" ")
        command = self._table.get(name)
        return command(arg.strip()) if command else f"-ERR {name} Command not found!\n"

    def run_later(self, line: str, done: Callable[[str], None]) -> None:
        """The same for bgapi: only originate takes time."""
        name, _, arg = line.partition(" ")
        if name == "originate" and arg.strip():
            self._dial(arg.strip(), done)
        else:
            done(self.run(line))

    def _status(self, _arg: str) -> str:
        board = self._board
        return (
            f"UP {up_time(board.now - board.started)}\n"
            f"FreeSWITCH (Version {VERSION} 64bit) is ready\n"
            f"{board.sessions} session(s) since startup\n"
            f"{len(board.channels)} session(s) - peak {len(board.channels)}, last 5min {len(board.channels)} \n"
            "0 session(s) per Sec out of max 30, peak 1, last 5min 1 \n1000 session(s) max\n"
            "min idle cpu 0.00/99.00\nCurrent Stack Size/Max 240K/8192K\n"
        )

    def _fsctl(self, arg: str) -> str:
        name, _, value = arg.partition(" ")
        if not name:
            return "-USAGE: fsctl [sps|max_sessions|loglevel]\n"
        return f"+OK {_FSCTL[name]}: {value}\n" if name in _FSCTL else "-ERR Invalid command\nUSAGE: fsctl\n"

    def _global_setvar(self, arg: str) -> str:
        name, _, value = arg.partition("=")
        self._board.globals[name] = value
        return "+OK\n"

    def _contact(self, arg: str) -> str:
        extension = arg.rsplit("/", 1)[-1].split("@")[0]
        phone = self._board.phones.get(extension)
        if phone is None or not phone.registered:
            return "error/user_not_registered"
        return f"sofia/internal/sip:{extension}@127.0.0.1:5060"

    def _sofia(self, arg: str) -> str:
        if arg.startswith("profile agents flush_inbound_reg "):
            extension = arg.rpartition(" ")[2].partition("@")[0]
            if extension in self._board.phones:
                self._phones.unregister(extension)
            return "+OK flushing all registrations matching specified call_id\n"
        if not arg.startswith("status"):
            return "-USAGE: sofia status\n"
        line = "=" * 97
        return (
            f"                     Name\t   Type\t                                      Data\tState\n{line}\n"
            "                 internal\tprofile\t            sip:mod_sofia@127.0.0.1:5060\t"
            f"RUNNING ({len(self._board.channels)})\n{line}\n1 profile 0 aliases\n"
        )

    def _hupall(self, arg: str) -> str:
        cause = known_cause(arg) if arg else "MANAGER_REQUEST"
        for channel in list(self._board.channels.values()):
            self._engine.hang_up(channel, cause)
        return f"+OK hangup all channels with cause {cause}\n"

    def _originate(self, arg: str) -> str:
        """Unlike FreeSWITCH this does not block: it returns `+OK <uuid>` as soon as the leg rings. Use bgapi."""
        said: list[str] = []
        ringing = self._dial(arg, said.append)
        return said[0] if said else ringing

    def _dial(self, arg: str, done: Callable[[str], None]) -> str:
        url, target = _cut_target(arg)
        if not target:
            done(ORIGINATE)
            return ""
        dialling = Dialling(
            self._engine,
            self._phones,
            url,
            None,
            lambda leg: self._reached(leg, target, done),
            lambda cause: done(f"-ERR {cause}\n"),
        )
        dialling.begin()
        return f"+OK {dialling.legs[0].uuid}\n" if dialling.legs else ""

    def _reached(self, leg: Channel, target: str, done: Callable[[str], None]) -> None:
        done(f"+OK {leg.uuid}\n")
        leg.state = "CS_EXECUTE"
        if target.startswith("&"):
            app, _, rest = target[1:].partition("(")
            self._engine.run_plan(leg, [(app, rest.rstrip(")"))])
        else:
            self._engine.enter(leg, target)


def _cut_target(arg: str) -> tuple[str, str]:
    """`{a='b c'}user/1001 &park()` → the dial string and what comes after the first space outside brackets."""
    depth = 0
    for place, char in enumerate(arg):
        depth += (char in "{[") - (char in "}]")
        if char == " " and depth == 0:
            return arg[:place], arg[place + 1 :].strip()
    return arg, ""
