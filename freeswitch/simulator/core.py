"""The switch as a whole: commands and time go in, events come out. No sockets, no clock, no files."""

from __future__ import annotations

from collections.abc import Callable

from freeswitch.simulator import api, apps, messages
from freeswitch.simulator.board import SwitchState
from freeswitch.simulator.callers import Caller, CallerRun
from freeswitch.simulator.channels import Channel, Phone
from freeswitch.simulator.engine import App, Engine
from freeswitch.simulator.events import Event
from freeswitch.simulator.messages import Reply
from freeswitch.simulator.phones import Phones
from freeswitch.simulator.recorded import RecordingDone

HEARTBEAT = 20.0


class Switch:
    """The stand-in switch. `numbers`: dialled number → the variables its dialplan sets.

    `sounds(path)` gives seconds or raises FileNotFoundError; `recordings` gets each finished recording;
    `can_record(path)` says whether a file can be opened there (None: always).
    """

    def __init__(
        self,
        *,
        numbers: dict[str, dict[str, str]],
        sounds: Callable[[str], float],
        recordings: Callable[[RecordingDone], None] | None = None,
        can_record: Callable[[str], bool] | None = None,
        recordings_dir: str = "recordings",
        fallback_sound: str = "closed.wav",
        fallback_seconds: float = 3.0,
        seed: int = 0,
    ) -> None:
        self.board = SwitchState(
            numbers=numbers, sounds=sounds, recordings=recordings, can_record=can_record,
            fallback_seconds=fallback_seconds, seed=seed,
        )  # fmt: skip
        self.board.recordings_dir = recordings_dir
        self.board.fallback_sound = fallback_sound
        table: dict[str, App] = {}
        self.engine = Engine(self.board, table, self._enter)
        self.phones = Phones(self.engine)
        table.update(apps.table(self.phones))
        self.engine.on_end = self._ended
        self.engine.on_answer = self._answered
        self._api = api.Api(self.engine, self.phones)
        self._awake = False

    def command(self, text: str, now: float) -> Reply:
        """Carry out one whole command: `api …`, `bgapi …`, `sendmsg <uuid>` with its headers and body."""
        self.advance(now)
        verb = text.partition(" ")[0].strip().lower()
        if verb == "api":
            return Reply("api/response", self._api.run(text[4:].split("\n", 1)[0].strip()) or "-ERR no reply\n")
        if verb == "bgapi":
            return self._background(text)
        if verb.startswith("sendmsg"):
            return messages.send(self.engine, text)
        return Reply("command/reply", "-ERR command not found")

    def _background(self, text: str) -> Reply:
        line, own = messages.head(text)
        job = own.get("job-uuid") or self.board.new_uuid()
        name, _, arg = line[6:].strip().partition(" ")

        def done(body: str) -> None:
            extra = {"Job-UUID": job, "Job-Command": name} | ({"Job-Command-Arg": arg} if arg else {})
            self.board.fire("BACKGROUND_JOB", extra, body)

        self._api.run_later(f"{name} {arg}".strip(), done)
        return Reply("command/reply", f"+OK Job-UUID: {job}", {"Job-UUID": job})

    def advance(self, now: float) -> None:
        """Do everything due until `now`, in order."""
        if not self._awake:
            self._awake = True
            self.board.now = self.board.started = now
            self.board.timers.at(now + HEARTBEAT, self._heartbeat)
        while timer := self.board.timers.pop_due(now):
            self.board.now = max(self.board.now, timer.due)
            timer.run()
        self.board.now = max(self.board.now, now)

    def _heartbeat(self) -> None:
        board = self.board
        up = board.now - board.started
        board.fire(
            "HEARTBEAT",
            {
                "Event-Info": "System Ready",
                "Up-Time": api.up_time(up),
                "FreeSWITCH-Version": api.VERSION,
                "Uptime-msec": str(round(up * 1000)),
                "Session-Count": str(len(board.channels)),
                "Max-Sessions": "1000",
                "Session-Since-Startup": str(board.sessions),
                "Heartbeat-Interval": "20",
            },
        )
        board.timers.at(board.now + HEARTBEAT, self._heartbeat)

    def at(self, due: float, run: Callable[[], object]) -> None:
        """Plan something for `due` (used for a day's calls)."""
        self.board.timers.at(due, run)

    def next_due(self) -> float | None:
        """When the next timer is due."""
        return self.board.timers.next_due()

    def take_events(self) -> list[Event]:
        """Return the events since the last call."""
        events, self.board.events = self.board.events, []
        return events

    def add_phone(self, phone: Phone, now: float) -> None:
        """Add a telephone, and log it in unless it is unregistered."""
        self.advance(now)
        self.phones.register(phone)

    def call_in(self, caller: Caller, now: float) -> str:
        """Let somebody call; return the uuid of the leg."""
        self.advance(now)
        board = self.board
        channel = board.new_channel(board.new_uuid(), "inbound", caller.number, "127.0.0.1:5070")
        channel.cid_name, channel.destination = caller.name or caller.number, caller.did
        channel.variables |= {"sip_from_user": caller.number, "sip_from_display": channel.cid_name}
        channel.variables |= {"sip_to_user": caller.did, "sip_req_user": caller.did}
        channel.caller = CallerRun(self.engine, channel, caller)
        board.tell(channel, "CHANNEL_CREATE")
        channel.call_state = "RINGING"
        channel.caller.begin()
        self._enter(channel, caller.did)
        return channel.uuid

    def _enter(self, channel: Channel, where: str) -> None:
        """The dialplan: a number of ours → profile, recording, fallback, park; `fallback`; `app:arg inline`."""
        place, _, rest = where.strip().partition(" ")
        if channel.gone or channel.cause:
            return
        if rest.split(" ")[0] == "inline":
            plan = [_application(part) for part in place.split(",")]
            self.engine.run_plan(channel, plan)
            return
        channel.destination = place
        if place == "fallback":
            self.engine.run_plan(channel, self._fallback())
            return
        board = self.board
        profile = board.numbers.get(place, {"ts_profile": "unknown"})
        channel.state = "CS_EXECUTE"
        channel.variables |= {
            "ts_dialled": place,
            "RECORD_STEREO": "true",
            "execute_on_answer": f"record_session {board.recordings_dir}/{channel.uuid}.wav",
            "hangup_after_bridge": "false",
            "continue_on_fail": "true",
        } | profile  # fmt: skip
        apps.sched_transfer(self.engine, channel, f"+{board.fallback_seconds:g} fallback")
        self.engine.run_plan(channel, [("park", "")])

    def _fallback(self) -> list[tuple[str, str]]:
        logged_in = [f"[leg_timeout=20]user/{phone.extension}" for phone in self.phones if phone.inside]
        ring = [("set", "hangup_after_bridge=true"), ("bridge", "|".join(logged_in))] if logged_in else []
        said = ("playback", self.board.fallback_sound)
        return [("answer", ""), ("set", "ts_fallback=true"), *ring, said, ("hangup", "NO_ANSWER")]

    def _answered(self, channel: Channel) -> None:
        if channel.caller:
            channel.caller.answered()

    def _ended(self, channel: Channel) -> None:
        self.phones.put_down(channel)
        for listener in self.board.listeners.pop(channel.uuid, []):
            listener.over()
        if channel.ended is not None:
            channel.ended(channel)


def _application(part: str) -> tuple[str, str]:
    app, _, arg = part.strip("'").partition(":")
    return app, arg
