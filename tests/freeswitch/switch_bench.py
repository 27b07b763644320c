"""A switch on virtual time for the tests here, with the events told briefly."""

from __future__ import annotations

from freeswitch.simulator.callers import Caller, CallerAct
from freeswitch.simulator.channels import Phone
from freeswitch.simulator.core import Switch
from freeswitch.simulator.events import Event
from freeswitch.simulator.recorded import RecordingDone

START = 1_000.0


def sounds(path: str) -> float:
    """`menu4.wav` lasts four seconds; `missing…` does not exist."""
    if path.startswith("missing"):
        raise FileNotFoundError(path)
    last = path.removesuffix(".wav")[-1]
    return float(last) if last.isdigit() else 2.0


class Bench:
    """One switch, a clock that stands until told, and letters for the legs in the order they came."""

    def __init__(self, *phones: Phone, can_record: bool = True) -> None:
        self.done: list[RecordingDone] = []
        self.switch = Switch(
            numbers={"12368": {"ts_profile": "court_12368"}},
            sounds=sounds,
            recordings=self.done.append,
            can_record=lambda path: can_record and not path.startswith("/proc"),
            recordings_dir="rec",
            fallback_sound="closed2.wav",
            seed=7,
        )
        self.now = START
        self.legs: list[str] = []
        for phone in phones:
            self.switch.add_phone(phone, self.now)
        self.switch.take_events()

    def call(self, *does: CallerAct, name: str = "张三", did: str = "12368", answered: bool = True) -> str:
        """A caller, parked; the fallback is taken off."""
        uuid = self.switch.call_in(Caller("13800001234", name, did, does), self.now)
        self.legs.append(uuid)
        self.api(f"sched_del {uuid}")
        if answered:
            self.do(uuid, "answer")
        self.events()
        return uuid

    def api(self, line: str) -> str:
        """An api command's answer."""
        return self.switch.command(f"api {line}", self.now).text

    def do(self, uuid: str, app: str, arg: str = "", tag: str = "", **more: str) -> str:
        """sendmsg execute."""
        headers = {"execute-app-name": app, "execute-app-arg": arg, "Event-UUID": tag}
        headers |= {key.replace("_", "-"): value for key, value in more.items()}
        rows = "".join(f"\n{key}: {value}" for key, value in headers.items() if value)
        return self.switch.command(f"sendmsg {uuid}\ncall-command: execute{rows}", self.now).text

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now = round(self.now + seconds, 3)
        self.switch.advance(self.now)

    def events(self) -> list[Event]:
        """The events since the last time."""
        return self.switch.take_events()

    def story(self, seconds: float = 0.0) -> list[str]:
        """Wait, then tell the events: `4.0 A PLAYBACK_STOP done`."""
        self.wait(seconds)
        return [self.tell(event) for event in self.events() if event.name != "HEARTBEAT"]

    def tell(self, event: Event) -> str:
        """One event in a few words."""
        uuid = event.get("Unique-ID")
        if uuid and uuid not in self.legs:
            self.legs.append(uuid)
        leg = "ABCDEFGHIJ"[self.legs.index(uuid)] if uuid else "-"
        said = {
            "CHANNEL_EXECUTE": ("Application",),
            "CHANNEL_EXECUTE_COMPLETE": ("Application", "Application-Response"),
            "PLAYBACK_STOP": ("Playback-File-Path", "Playback-Status"),
            "PLAYBACK_START": ("Playback-File-Path",),
            "CHANNEL_HANGUP": ("Hangup-Cause",),
            "CHANNEL_HANGUP_COMPLETE": ("variable_sip_hangup_disposition",),
            "DTMF": ("DTMF-Digit",),
            "BACKGROUND_JOB": ("Job-UUID",),
            "RECORD_STOP": ("variable_record_ms",),
            "CUSTOM": ("Event-Subclass",),
        }.get(event.name, ())
        at = (int(event.get("Event-Date-Timestamp")) - int(START * 1e6)) / 1e6
        name = event.name.removeprefix("CHANNEL_").replace("EXECUTE_COMPLETE", "DONE")
        return " ".join([f"{at:g}", leg, name, *(event.get(header) for header in said)])
