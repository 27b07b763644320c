"""Applications that take time, apart from bridge: park, playback, record, detect_audio, sleep."""

from __future__ import annotations

from freeswitch.simulator import recording
from freeswitch.simulator.channels import Channel
from freeswitch.simulator.engine import Engine
from freeswitch.simulator.timers import Timer

STREAMS = ("silence_stream://", "tone_stream://", "local_stream://")
_FOREVER = 1e9


class Waiting:
    """The base class of jobs: a timer that can be paused; breaks and keys do nothing."""

    def __init__(self, engine: Engine, channel: Channel, seconds: float) -> None:
        self.engine, self.channel, self.left = engine, channel, seconds
        self.timer: Timer | None = None
        self.since = 0.0

    @property
    def now(self) -> float:
        """The board's time."""
        return self.engine.board.now

    def begin(self) -> None:
        """Start the timer."""
        self._run()

    def pause(self) -> None:
        """Pause the timer."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
            self.left = max(0.0, self.left - (self.now - self.since))

    def go_on(self) -> None:
        """Resume the timer."""
        self._run()

    def _run(self) -> None:
        self.since = self.now
        if self.left < _FOREVER:
            timers = self.engine.board.timers
            self.timer = timers.at(self.now + self.left, self._through, self.channel.uuid)

    def _through(self) -> None:
        self.timer = None
        self.engine.finish(self.channel, self)

    def broken(self) -> bool:
        """A break ends the application, if breaks can end it."""
        self.pause()
        self.engine.finish(self.channel, self)
        return True

    def key(self, digit: str) -> None:
        """Keys do nothing."""

    def voice(self) -> None:
        """Speech does nothing."""

    def stop(self, why: str) -> None:
        """The call ends or is transferred."""
        self.pause()

    def respond(self, text: str) -> None:
        """Set Application-Response."""
        self.channel.variables["current_application_response"] = text

    def ends_it(self, digit: str) -> bool:
        """Is this key a terminator? By default only `*` is."""
        keys = self.channel.variables.get("playback_terminators", "*").lower()
        keys = {"any": "1234567890*#", "none": ""}.get(keys, keys)
        if digit not in keys:
            return False
        self.channel.variables["playback_terminator_used"] = digit
        return True


class Parked(Waiting):
    """park: wait for commands without a time limit."""

    def __init__(self, engine: Engine, channel: Channel) -> None:
        super().__init__(engine, channel, _FOREVER)

    def begin(self) -> None:
        """Report the park."""
        self.engine.board.tell(self.channel, "CHANNEL_PARK")

    def broken(self) -> bool:
        """A break does not end it."""
        return False

    def stop(self, why: str) -> None:
        """Leave the park."""
        self.engine.board.tell(self.channel, "CHANNEL_UNPARK")


class Playing(Waiting):
    """playback and endless_playback."""

    def __init__(self, engine: Engine, channel: Channel, path: str, seconds: float, endless: bool) -> None:
        super().__init__(engine, channel, seconds)
        self.path, self.seconds, self.endless = path, seconds, endless

    def begin(self) -> None:
        """Send PLAYBACK_START; the caller hears the file."""
        self.engine.board.tell(self.channel, "PLAYBACK_START", Playback_File_Path=self.path)
        if self.channel.caller:
            self.channel.caller.hears(self.path, self.endless)
        self._run()

    def pause(self) -> None:
        """Pause the file."""
        if self.timer is not None:
            self._heard()
        super().pause()

    def _heard(self) -> None:
        if not self.path.startswith("silence_stream://") and self.now > self.since:
            self.channel.heard.append((self.since, self.now))

    def _stopped(self, status: str) -> None:
        played = self.seconds - self.left
        self.channel.variables |= {
            "playback_seconds": str(int(played)),
            "playback_ms": str(round(played * 1000)),
            "playback_samples": str(round(played * 8000)),
            "playback_last_offset_pos": str(round(played * 8000)),
        }
        self.engine.board.tell(self.channel, "PLAYBACK_STOP", Playback_File_Path=self.path, Playback_Status=status)

    def _through(self) -> None:
        self._heard()
        self.timer, self.left = None, 0.0
        self._over("done")

    def _over(self, status: str) -> None:
        self._stopped(status)
        if self.endless:
            self.left = self.seconds
            self.begin()
            return
        self.respond("FILE PLAYED")
        if self.channel.caller:
            self.channel.caller.heard(self.path)
        self.engine.finish(self.channel, self)

    def broken(self) -> bool:
        """End by a break; endless_playback starts over instead (as seen) and protects the applications below it."""
        self.pause()
        self._over("break")
        return not self.endless

    def key(self, digit: str) -> None:
        """A terminator ends the file."""
        if not self.endless and self.ends_it(digit):
            self.broken()

    def stop(self, why: str) -> None:
        """Stop the file before its end."""
        self.pause()
        self._stopped("done")
        self.respond("PLAYBACK ERROR")


class Recorder(Waiting):
    """record: record the caller's message until the limit or a terminator."""

    def __init__(self, engine: Engine, channel: Channel, path: str, limit: float) -> None:
        super().__init__(engine, channel, limit or _FOREVER)
        self.path = path

    def begin(self) -> None:
        """Open the file; if that fails, the call is hung up (as seen)."""
        if recording.start(self.engine.board, self.channel, self.path):
            if self.channel.caller:
                self.channel.caller.hears(self.path, False)
            self._run()
            return
        self.engine.hang_up(self.channel, "DESTINATION_OUT_OF_ORDER")

    def _through(self) -> None:
        recording.stop(self.engine.board, self.channel, self.path)
        super()._through()

    def broken(self) -> bool:
        """A break ends the message."""
        self.pause()
        self._through()
        return True

    def key(self, digit: str) -> None:
        """A terminator ends the message."""
        if self.ends_it(digit):
            self.broken()

    def stop(self, why: str) -> None:
        """Close the file."""
        super().stop(why)
        recording.stop(self.engine.board, self.channel, self.path)


class Detecting(Waiting):
    """detect_audio: wait until somebody speaks, which means `hits` voiced frames of 20 ms."""

    def __init__(self, engine: Engine, channel: Channel, hits: int, seconds: float) -> None:
        super().__init__(engine, channel, seconds)
        self.hits = hits
        self.spoken: Timer | None = None

    def begin(self) -> None:
        """Start listening."""
        super().begin()
        self.voice()

    def voice(self) -> None:
        """Somebody speaks now or is going to."""
        start = self.channel.speaks_from(self.now, self.hits * 0.02)
        if start is not None and self.spoken is None:
            due = start + 0.1 + self.hits * 0.02
            if due < self.since + self.left:
                self.spoken = self.engine.board.timers.at(due, self._speech, self.channel.uuid)

    def pause(self) -> None:
        """Stop listening for a while."""
        super().pause()
        if self.spoken is not None:
            self.spoken.cancel()
            self.spoken = None

    def go_on(self) -> None:
        """Listen again."""
        super().go_on()
        self.voice()

    def _speech(self) -> None:
        self.pause()
        self._result("false", self.hits)

    def _through(self) -> None:
        self.pause()
        self._result("true", 0)

    def _result(self, timeout: str, hits: int) -> None:
        self.channel.variables |= {"detect_audio_timeout": timeout, "detect_audio_hits": str(hits)}
        self.engine.finish(self.channel, self)
