"""Run applications on a channel and end it. The order of the events is that of FreeSWITCH 1.10.12.

Seen on the live switch: `sendmsg … execute` runs at once, *nested* in whatever is running (the file below is
paused and goes on afterwards); only behind an application sent with `event-lock: true` does it queue.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from freeswitch.simulator import headers, recording
from freeswitch.simulator.board import SwitchState
from freeswitch.simulator.channels import Channel, Frame, Job

App = Callable[["Engine", Channel, str], Job | None]
_VARIABLE = re.compile(r"\$\{([^{}]+)\}")
_NEEDS_MEDIA = frozenset({"playback", "endless_playback", "record", "detect_audio", "record_session"})


class Engine:
    """The part that acts on channels. `apps` and `enter` (the dialplan) are given by core.py."""

    def __init__(self, board: SwitchState, apps: dict[str, App], enter: Callable[[Channel, str], None]) -> None:
        self.board = board
        self.apps = apps
        self.enter = enter
        self.on_end: Callable[[Channel], None] = lambda _channel: None
        self.on_answer: Callable[[Channel], None] = lambda _channel: None

    # --- applications ---------------------------------------------------------------------------------------

    def execute(self, channel: Channel, frame: Frame) -> None:
        """Run an application now, or queue it behind a locked one."""
        if channel.gone or channel.cause:
            return
        if any(running.locked for running in channel.stack):
            channel.queue.append(frame)
            return
        if channel.stack and (job := channel.stack[-1].job):
            job.pause()
        self._begin(channel, frame)

    def _begin(self, channel: Channel, frame: Frame) -> None:
        app = self.apps.get(frame.app)
        if app is None:  # as seen: no CHANNEL_EXECUTE, the call is dropped
            self.hang_up(channel, "DESTINATION_OUT_OF_ORDER")
            return
        if frame.app in _NEEDS_MEDIA and channel.answer_state == "ringing":
            self.early_media(channel)
        frame.arg = expand(channel, frame.arg)
        frame.app_uuid = frame.app_uuid or self.board.new_uuid()
        channel.variables.pop("current_application_response", None)
        channel.variables |= {"current_application_data": frame.arg, "current_application": frame.app}
        channel.stack.append(frame)
        self._said(channel, "CHANNEL_EXECUTE", frame, {})
        channel.instant += 1
        frame.job = app(self, channel, frame.arg)
        channel.instant -= 1
        if frame.job is None:
            self.complete(channel, frame)
        else:
            frame.job.begin()
        self._settle(channel)

    def _settle(self, channel: Channel) -> None:
        """Do what an application requested but could not do while it ran: hang up, or transfer."""
        if channel.instant or channel.gone:
            return
        if channel.cause:
            self._take_down(channel)
        elif channel.moving:
            channel.moving = False
            self._unwind(channel, "transfer")
            self._next_of_plan(channel)

    def _said(self, channel: Channel, name: str, frame: Frame, extra: dict[str, str]) -> None:
        said = {"Application": frame.app, "Application_Data": frame.arg} | extra
        if not frame.arg:
            del said["Application_Data"]
        self.board.tell(channel, name, **said, Application_UUID=frame.app_uuid)

    def _say_complete(self, channel: Channel, frame: Frame) -> None:
        response = channel.variables.get("current_application_response", "_none_")
        self._said(channel, "CHANNEL_EXECUTE_COMPLETE", frame, {"Application_Response": response})

    def complete(self, channel: Channel, frame: Frame) -> None:
        """An application has ended: report it and continue with the next one."""
        if frame not in channel.stack:
            return
        channel.stack.remove(frame)
        self._say_complete(channel, frame)
        if channel.cause or channel.moving:
            self._settle(channel)
            return
        if frame.loops > 1:
            self._begin(channel, Frame(frame.app, frame.arg, frame.app_uuid, frame.locked, frame.loops - 1))
            return
        self._go_on(channel)

    def finish(self, channel: Channel, job: Job) -> None:
        """A job reports that it has ended."""
        frame = next((f for f in channel.stack if f.job is job), None)
        if frame is not None:
            self.complete(channel, frame)

    def _go_on(self, channel: Channel) -> None:
        if channel.queue:
            self._begin(channel, channel.queue.pop(0))
        elif channel.stack and channel.broken:  # a break during a bridge reaches the application below it (as seen)
            self.break_off(channel, everything=False)
        elif channel.stack:
            if (job := channel.stack[-1].job) and not channel.instant:
                job.go_on()
        elif channel.plan is not None:
            self._next_of_plan(channel)

    def _next_of_plan(self, channel: Channel) -> None:
        if channel.gone or channel.cause:
            return
        if not channel.plan:
            self.hang_up(channel, "NORMAL_CLEARING")
            return
        app, arg = channel.plan.pop(0)
        channel.state = "CS_EXECUTE"
        self._begin(channel, Frame(app, arg, ""))

    def run_plan(self, channel: Channel, plan: list[tuple[str, str]]) -> None:
        """Leave what is running and carry out `plan` (of a transfer, or of an incoming call)."""
        channel.plan = plan
        channel.queue.clear()
        if channel.stack:
            channel.moving = True
            self._settle(channel)
        else:
            self._next_of_plan(channel)

    def leave(self, channel: Channel) -> None:
        """Drop everything that runs, without going anywhere (uuid_bridge takes the channel)."""
        channel.plan = None
        self._unwind(channel, "transfer")

    def break_off(self, channel: Channel, everything: bool) -> None:
        """uuid_break: end every nested file on the stack; endless_playback only starts over (as seen)."""
        if everything:
            channel.queue.clear()
        queue, channel.queue = channel.queue, []
        for frame in reversed(list(channel.stack)):
            if frame not in channel.stack or frame.job is None or not frame.job.broken():
                break
        channel.broken = bool(channel.stack and channel.stack[-1].app == "bridge")
        channel.queue = queue
        if queue and not any(f.locked for f in channel.stack):
            self._begin(channel, channel.queue.pop(0))

    # --- states ---------------------------------------------------------------------------------------------

    def progress(self, channel: Channel) -> None:
        """The leg rings."""
        if channel.answer_state == "ringing" and not channel.times.progress:
            channel.times.progress = self.board.now
            self.board.tell(channel, "CHANNEL_PROGRESS")
            channel.call_state = "RINGING"

    def early_media(self, channel: Channel) -> None:
        """Sound before the answer."""
        if channel.answer_state == "ringing":
            channel.times.progress_media = self.board.now
            channel.answer_state = "early"
            self.board.tell(channel, "CHANNEL_PROGRESS_MEDIA")
            channel.call_state = "EARLY"

    def answer(self, channel: Channel) -> None:
        """Pick up; the application named by `execute_on_answer` runs inside."""
        if channel.answered or channel.cause:
            return
        channel.times.answered = self.board.now
        channel.answer_state = "answered"
        channel.call_state = "RINGING" if channel.direction == "outbound" else channel.call_state
        self.board.tell(channel, "CHANNEL_ANSWER")
        channel.variables["endpoint_disposition"] = "ANSWER"
        if order := channel.variables.get("execute_on_answer"):
            app, _, arg = order.partition(" ")
            self._nest(channel, Frame(app, arg, ""))
        channel.call_state = "ACTIVE"
        self.on_answer(channel)

    def _nest(self, channel: Channel, frame: Frame) -> None:
        channel.instant += 1
        self._begin(channel, frame)
        channel.instant -= 1

    def key(self, channel: Channel, digit: str, source: str = "RTP") -> None:
        """A key arrives from the other side."""
        if channel.gone or channel.cause:
            return
        self.board.tell(channel, "DTMF", DTMF_Digit=digit, DTMF_Duration="2000", DTMF_Source=source)
        if channel.stack and (job := channel.stack[-1].job):
            job.key(digit)

    def speak(self, channel: Channel, start: float, end: float) -> None:
        """The person on this leg speaks from `start` until `end`."""
        channel.voice.append((start, end))
        if channel.stack and (job := channel.stack[-1].job):
            job.voice()

    # --- the end --------------------------------------------------------------------------------------------

    def hang_up(self, channel: Channel, cause: str, disposition: str = "") -> None:
        """End a leg. `disposition` says who did it (recv_bye, recv_cancel, recv_refuse); empty: the switch."""
        if channel.gone or channel.cause:
            return
        if channel.call_state == "HELD":
            channel.call_state = "UNHELD"
            self.board.tell(channel, "CHANNEL_UNHOLD")
        channel.cause = cause
        channel.answer_state = "hangup"
        if disposition in ("recv_cancel", "recv_refuse"):
            channel.variables["sip_hangup_disposition"] = disposition
        self.board.tell(channel, "CHANNEL_HANGUP")
        channel.disposition = disposition or self._own_way(channel)
        if disposition == "recv_bye":
            channel.variables["sip_hangup_disposition"] = disposition
        if not channel.instant:
            self._take_down(channel)

    @staticmethod
    def _own_way(channel: Channel) -> str:
        if channel.answered:
            return "send_bye"
        return "send_refuse" if channel.direction == "inbound" else "send_cancel"

    def _unwind(self, channel: Channel, why: str) -> None:
        channel.queue.clear()
        channel.instant += 1
        while channel.stack:
            frame = channel.stack[-1]
            if frame.job:
                frame.job.stop(why)
            if frame in channel.stack:
                channel.stack.remove(frame)
                self._say_complete(channel, frame)
        channel.instant -= 1

    def _take_down(self, channel: Channel) -> None:
        if channel.gone:
            return
        self._unwind(channel, "hangup")
        channel.gone = True
        channel.times.hangup = self.board.now
        channel.state = "CS_HANGUP"
        for rec in list(channel.recordings):
            recording.stop(self.board, channel, rec.path, "success-silence")
        channel.state, channel.call_state = "CS_REPORTING", "HANGUP"
        channel.variables["sip_hangup_disposition"] = channel.disposition
        channel.variables |= headers.report(channel, self.board.now)
        self.board.tell(channel, "CHANNEL_HANGUP_COMPLETE")
        self.board.channels.pop(channel.uuid, None)
        self.board.timers.drop_group(channel.uuid)
        self.on_end(channel)
        self.board.tell(channel, "CHANNEL_DESTROY")


def expand(channel: Channel, text: str) -> str:
    """`${name}` → the channel's variable, as the switch does with every argument."""
    return _VARIABLE.sub(lambda found: channel.variables.get(found[1], ""), text)
