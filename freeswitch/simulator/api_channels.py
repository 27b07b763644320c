"""The api commands about one channel: uuid_…, sched_hangup, sched_transfer. The answers are FreeSWITCH's words."""

from __future__ import annotations

from collections.abc import Callable

from freeswitch.simulator import apps, recording, rooms
from freeswitch.simulator.bridging import join, part
from freeswitch.simulator.channels import Channel, Frame
from freeswitch.simulator.engine import Engine
from freeswitch.simulator.headers import known_cause
from freeswitch.simulator.phones import Phones

NO_CHANNEL = "-ERR No such channel!\n"
NO_SESSION = "-ERR Cannot locate session!\n"
OK = "+OK\n"
FAILED = "-ERR Operation failed\n"
_USAGE = {
    "uuid_getvar": "<uuid> <var>", "uuid_setvar": "<uuid> <var> [value]", "uuid_kill": "<uuid> [cause]",
    "uuid_setvar_multi": "<uuid> <var>=<value>;<var>=<value>...", "uuid_dump": "<uuid> [format]",
    "uuid_break": "<uuid> [all]", "uuid_transfer": "<uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]",
    "uuid_bridge": "<uuid> <other_uuid>", "uuid_broadcast": "<uuid> <path> [aleg|bleg|holdb|both]",
    "uuid_record": "<uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]",
    "uuid_audio": "<uuid> [start [read|write] [[mute|level <level>]|stop]",
    "uuid_send_dtmf": "<uuid> <dtmf_data>", "uuid_recv_dtmf": "<uuid> <dtmf_data>",
    "sched_hangup": "[+]<time> <uuid> [<cause>]",
    "sched_transfer": "[+]<time> <uuid> <extension> [<dialplan>] [<context>]",
}  # fmt: skip
_LEAST = {
    "uuid_getvar": 2, "uuid_setvar": 2, "uuid_setvar_multi": 2, "uuid_transfer": 2, "uuid_bridge": 2,
    "uuid_broadcast": 2, "uuid_record": 3, "uuid_send_dtmf": 2, "uuid_recv_dtmf": 2, "sched_hangup": 2,
    "sched_transfer": 3,
}  # fmt: skip
MULTI_MISSING = f"{NO_CHANNEL}-USAGE: {_USAGE['uuid_setvar_multi']}\n"
Command = Callable[[str], str]
Act = Callable[[Channel, list[str]], str]


class ChannelApi:
    """The commands; each method gets the channel and the words of the line."""

    def __init__(self, engine: Engine, phones: Phones) -> None:
        self.engine, self.phones, self.board = engine, phones, engine.board

    def wrap(self, name: str, act: Act, missing: str = NO_CHANNEL, place: int = 0) -> Command:
        """Check the words, find the channel (word number `place`), call the method."""

        def run(arg: str) -> str:
            words = arg.split(" ")
            if not arg or len(words) < _LEAST.get(name, 1):
                return f"-USAGE: {_USAGE[name]}\n"
            channel = self.board.channels.get(words[place])
            if channel is None:
                return missing
            return act(channel, words)

        return run

    def exists(self, arg: str) -> str:
        """true or false."""
        return "true" if arg in self.board.channels else "false"

    def getvar(self, channel: Channel, words: list[str]) -> str:
        """The value, or _undef_."""
        return channel.variables.get(words[1], "_undef_")

    def setvar(self, channel: Channel, words: list[str]) -> str:
        """One variable."""
        apps.assign(channel, words[1], " ".join(words[2:]))
        return OK

    def setvar_multi(self, channel: Channel, words: list[str]) -> str:
        """Several variables, separated by semicolons."""
        for pair in " ".join(words[1:]).split(";"):
            name, _, value = pair.partition("=")
            apps.assign(channel, name, value)
        return OK

    def dump(self, channel: Channel, words: list[str]) -> str:
        """All headers and variables, encoded."""
        return self.board.snapshot(channel).plain().decode("utf-8", "surrogateescape")

    def kill(self, channel: Channel, words: list[str]) -> str:
        """Hang up."""
        if channel.cause:
            return NO_CHANNEL
        self.engine.hang_up(channel, known_cause(words[1] if len(words) > 1 else ""))
        return OK

    def break_off(self, channel: Channel, words: list[str]) -> str:
        """End what is being played."""
        self.engine.break_off(channel, "all" in words[1:])
        return OK

    def hold(self, arg: str) -> str:
        """`[off|toggle] <uuid>`; an unknown uuid also gives success (as seen)."""
        words = arg.split(" ")
        how = words.pop(0) if words[0] in ("off", "toggle") else "on"
        if not words or not words[0]:
            return "-USAGE: [off|toggle] <uuid> [<display>]\n" + FAILED
        channel = self.board.channels.get(words[0])
        if channel is not None and channel.answered:
            held = channel.call_state == "HELD"
            if how == "off" or (how == "toggle" and held):
                apps.unhold(self.engine, channel, "")
            elif not held:
                apps.hold(self.engine, channel, "")
        return "+OK Success\n"

    def phone_event(self, arg: str) -> str:
        """`<uuid> talk|hold`: the telephone is told to answer, or to hold."""
        words = arg.split(" ")
        if not arg:
            return "-USAGE: <uuid>\n" + FAILED
        channel = self.board.channels.get(words[0])
        if channel is None or len(words) < 2:
            return FAILED
        if words[1] == "talk" and channel.phone is not None and channel.phone.leg is channel:
            self.phones.answer(channel.phone.extension)
        elif words[1] == "hold" and channel.answered:
            apps.hold(self.engine, channel, "")
        return "+OK Success\n"

    def transfer(self, channel: Channel, words: list[str]) -> str:
        """Send the channel (or its peer) elsewhere in the dialplan."""
        target = channel
        if words[1] in ("-bleg", "-both"):
            target = channel.peer or channel
            words = [words[0], *words[2:]]
        if target.moved is not None:
            target.moved(target)
        self.engine.enter(target, " ".join(words[1:]))
        return OK

    def broadcast(self, channel: Channel, words: list[str]) -> str:
        """Play a file, or run `app::arg`."""
        where = words[2] if len(words) > 2 else "aleg"
        app, double, arg = words[1].partition("::")
        if not double:
            app, arg = "playback", words[1]
        legs = [channel] if where in ("aleg", "both") else []
        if where in ("bleg", "both") and channel.peer:
            legs.append(channel.peer)
        for leg in legs:
            self.engine.execute(leg, Frame(app, arg, ""))
        return "+OK Message sent\n"

    def record(self, channel: Channel, words: list[str]) -> str:
        """start, stop, mask, unmask."""
        how, path = words[1], words[2]
        if how == "start":
            done = recording.start(self.board, channel, path)
            return "+OK Success\n" if done else "-ERR Cannot record session!\n"
        if how == "stop":
            done = recording.stop(self.board, channel, path, "success-maxtime")
            return "+OK Success\n" if done else "-ERR Cannot stop record session!\n"
        running = next((r for r in channel.recordings if r.path == path), None)
        if how not in ("mask", "unmask") or running is None:
            return f"-ERR Cannot {how} recording session!\n"
        (running.mask if how == "mask" else running.unmask)(self.board.now)
        return "+OK Success\n"

    def audio(self, channel: Channel, words: list[str]) -> str:
        """`<uuid> start read mute <level>`, `<uuid> stop`: only the variable `muted` changes."""
        channel.variables["muted"] = "true" if words[1] == "start" else "false"
        return OK

    def send_dtmf(self, channel: Channel, words: list[str]) -> str:
        """Send keys to the other side: accepted without effect."""
        return f"+OK {channel.uuid} sent DTMF {words[1]}.\n"

    def recv_dtmf(self, channel: Channel, words: list[str]) -> str:
        """Keys as if the other side had pressed them."""
        for digit in words[1].split("@")[0]:
            self.engine.key(channel, digit, "APP")
        return f"+OK {channel.uuid} received DTMF {words[1]}.\n"

    def bridge(self, arg: str) -> str:
        """Join two existing legs."""
        words = arg.split(" ")
        if len(words) < 2:
            return f"-USAGE: {_USAGE['uuid_bridge']}\n"
        a, b = (self.board.channels.get(word) for word in words[:2])
        if a is None or b is None or a is b:
            return "-ERR Invalid uuid\n"
        for leg in (b, a):
            self.engine.leave(leg)
        a.state, b.state = "CS_SOFT_EXECUTE", "CS_EXCHANGE_MEDIA"
        a.ended = lambda leg: self._parted(a, b, leg)
        b.ended = lambda leg: self._parted(a, b, leg)
        join(self.engine, a, b)
        return f"+OK {b.uuid}\n"

    def _parted(self, a: Channel, b: Channel, gone: Channel) -> None:
        stays = b if gone is a else a
        part(self.engine, a, b)
        a.ended = b.ended = None
        stays.variables["bridge_hangup_cause"] = gone.cause
        self.board.tell(a, "CHANNEL_UNBRIDGE", Bridge_A_Unique_ID=a.uuid, Bridge_B_Unique_ID=b.uuid)
        if stays.truth("park_after_bridge"):
            self.engine.run_plan(stays, [("park", "")])
        else:
            self.engine.hang_up(stays, gone.cause)

    def sched_hangup(self, channel: Channel, words: list[str]) -> str:
        """`+5 <uuid> [cause]`."""
        apps.sched_hangup(self.engine, channel, " ".join([words[0], *words[2:]]))
        return OK

    def sched_transfer(self, channel: Channel, words: list[str]) -> str:
        """`+5 <uuid> extension`."""
        apps.sched_transfer(self.engine, channel, " ".join([words[0], *words[2:]]))
        return OK


def table(engine: Engine, phones: Phones) -> dict[str, Command]:
    """The commands by name."""
    own = ChannelApi(engine, phones)
    return {
        "uuid_exists": own.exists,
        "uuid_getvar": own.wrap("uuid_getvar", own.getvar),
        "uuid_setvar": own.wrap("uuid_setvar", own.setvar),
        "uuid_setvar_multi": own.wrap("uuid_setvar_multi", own.setvar_multi, MULTI_MISSING),
        "uuid_dump": own.wrap("uuid_dump", own.dump),
        "uuid_kill": own.wrap("uuid_kill", own.kill),
        "uuid_break": own.wrap("uuid_break", own.break_off),
        "uuid_hold": own.hold,
        "uuid_phone_event": own.phone_event,
        "uuid_transfer": own.wrap("uuid_transfer", own.transfer),
        "uuid_bridge": own.bridge,
        "uuid_broadcast": own.wrap("uuid_broadcast", own.broadcast, "-ERR invalid uuid\n"),
        "uuid_record": own.wrap("uuid_record", own.record, NO_SESSION),
        "uuid_audio": own.wrap("uuid_audio", own.audio),
        "conference": lambda arg: rooms.command(engine, arg),
        "uuid_send_dtmf": own.wrap("uuid_send_dtmf", own.send_dtmf, NO_SESSION),
        "uuid_recv_dtmf": own.wrap("uuid_recv_dtmf", own.recv_dtmf, NO_SESSION),
        "sched_hangup": own.wrap("sched_hangup", own.sched_hangup, NO_CHANNEL, place=1),
        "sched_transfer": own.wrap("sched_transfer", own.sched_transfer, NO_CHANNEL, place=1),
    }
