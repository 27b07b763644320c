"""From a caller's CHANNEL_CREATE to CHANNEL_BRIDGE: ours beside plain dialplan `bridge`, in turn, on one FreeSWITCH.

Both ways are measured without and with the recording of both sides, which costs the switch more than the joining: like
is compared with like. What the hotline does is the last row.

An observer of its own listens to the switch; the moments are the switch's. 500 agents' telephones are one sipp that
answers at once; callers are another that holds the line for five seconds.
"""

import contextlib
import os
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from controller.switch.esl import Reader
from controller.switch.events import Event
from hotline import clock, rows
from hotline.calls.orders.place import place
from hotline.calls.rules.order_kinds import SetPresence
from hotline.store import database
from hotline.words import Presence, Reason
from scripts.py import live_house as switch
from scripts.py import sipp

HOLD_SECONDS = 5
OURS = "12345"
RECORD = "execute_on_answer=record_session $${recordings}/${uuid}.wav"
# way -> number dialled; the first of a pair is what the second is held against
PAIRS = (
    (("plain bridge", "7000"), ("ours, unrecorded", "7002")),
    (("plain, recorded", "7001"), ("ours", OURS)),
)
FIRST = 2000  # the first agent's extension
PHONES = 24500  # the port of all telephones


@dataclass
class Observer:
    """Listens with an event socket of its own, in a thread, and keeps each call's two moments."""

    port: int
    created: dict[str, float] = field(default_factory=dict)
    bridged: dict[str, float] = field(default_factory=dict)

    def start(self) -> None:
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as link:
            link.sendall(b"auth live-tests-only\n\nevent plain CHANNEL_CREATE CHANNEL_BRIDGE\n\n")
            reader = Reader(self._block)
            while data := link.recv(1 << 18):
                reader.feed(data)

    def _block(self, kind: bytes, headers: bytes, body: bytes) -> None:
        if kind != b"text/event-plain":
            return
        event = Event(body)
        if event.raw(b"Call-Direction") != b"inbound":
            return
        moments = self.created if event.name == b"CHANNEL_CREATE" else self.bridged
        moments.setdefault(event.get(b"Unique-ID"), event.at)

    def take(self) -> list[float]:
        """Milliseconds of the calls since the last time."""
        calls = {call: at for call, at in self.bridged.items() if call in self.created}
        spent = [1000 * (at - self.created[call]) for call, at in calls.items()]
        self.created.clear()
        self.bridged.clear()
        return spent


def run(agents: int, rates: list[int], seconds: int) -> int:
    program, reason = switch.program_or_reason()
    if program is None:
        print(reason)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        live = switch.start(Path(folder), program, people=lambda: _people(agents), more=_dialplan())
        try:
            return _measure(live, agents, rates, seconds)
        finally:
            live.close()


def _dialplan() -> str:
    """The ways that the hotline does not have: joined by the dialplan alone, and driven by us but not recorded."""
    bridge = f'<action application="bridge" data="sofia/agents/sip:{FIRST}@127.0.0.1:{PHONES}"/>'
    record = f'<action application="multiset" data="^^;RECORD_STEREO=true;{RECORD}"/>'
    ours = (
        '<action application="multiset" data="^^;ts_profile=gov_12345;ts_dialled=12345;hangup_after_bridge=false;'
        'continue_on_fail=true"/><action application="sched_transfer" data="+3 fallback XML public"/>'
        '<action application="ring_ready"/><action application="park"/>'
    )
    ways = {"7000": bridge, "7001": record + bridge, "7002": ours}
    return "".join(
        f'<extension name="bench{number}"><condition field="destination_number" expression="^{number}$">{actions}'
        "</condition></extension>"
        for number, actions in ways.items()
    )


def _people(agents: int) -> None:
    """So many agents at the head site; the lines' A and B positions stay with the sample's people, who are off."""
    site = rows.Site.get()
    made = [
        {"login": f"bench{n}", "name": f"B{n}", "role": "agent", "site": site, "extension": str(FIRST + n),
         "password_hash": "-", "must_change": False, "created_at": clock.now()}
        for n in range(agents)
    ]  # fmt: skip
    rows.Person.insert_many(made).execute()
    rows.Line.update(wrap_up_seconds=0).execute()  # so that the number of agents limits nothing


def _measure(live: switch.Live, agents: int, rates: list[int], seconds: int) -> int:
    _register(live, agents)
    live.sipp.start(sipp.agent(rings=0), "-aa", port=PHONES, calls=1_000_000)
    live.start_controller()
    _ready(live, agents)
    observer = Observer(live.settings.switch.port)
    observer.start()
    print(f"{agents} agents, hold {HOLD_SECONDS} s, {seconds} s each; CHANNEL_CREATE → CHANNEL_BRIDGE, ms")
    print(
        f"{'calls/s':>8} {'way':<18}{'calls':>6}{'p50':>8}{'p99':>8}{'max':>8}{'CPU controller':>16}{'CPU switch':>12}"
    )
    for _, dialled in (way for pair in PAIRS for way in pair):
        _turn(live, observer, dialled, 10, 2)  # to warm up; not shown
    for rate in rates:
        for base, mine in PAIRS:
            _compare(rate, base[0], _turn(live, observer, base[1], rate, seconds), mine[0],
                     _turn(live, observer, mine[1], rate, seconds))  # fmt: skip
    return 0


def _compare(rate: int, base_name: str, base: "Result", name: str, mine: "Result") -> None:
    _show(rate, base_name, base)
    _show(rate, name, mine)
    print(
        f"{'':>8} p99 ratio {mine.p99 / base.p99:.2f} x (goal 3), "
        f"controller's CPU {mine.controller / mine.switch:.1%} of the switch's (goal 10 %)"
    )


@dataclass
class Result:
    spent: list[float]
    controller: float
    switch: float

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.spent, n=100)[98]


def _turn(live: switch.Live, observer: Observer, dialled: str, rate: int, seconds: int) -> Result:
    assert live.controller is not None
    observer.take()
    before = _cpu(live.controller.pid), _cpu(live.freeswitch.pid)
    calls = rate * seconds
    callers = live.sipp.start(
        sipp.caller("1390000[call_number]", "c", sipp.pause(HOLD_SECONDS)),
        "-s", dialled, "-r", str(rate), "-l", "1000",
        port=next(live.ports), to=f"127.0.0.1:{live.settings.sip.trunk_port}", calls=calls,
    )  # fmt: skip
    with contextlib.suppress(subprocess.TimeoutExpired):  # a caller whose last words were lost waits for ever
        callers.wait(seconds + HOLD_SECONDS + 5)
    callers.kill()
    time.sleep(1)  # noqa: TID251 - the last calls' ends
    after = _cpu(live.controller.pid), _cpu(live.freeswitch.pid)
    spent = observer.take()
    per_call = [1000 * (a - b) / max(1, len(spent)) for a, b in zip(after, before, strict=True)]
    if len(spent) < calls:
        print(f"         {calls - len(spent)} of {calls} calls were not joined")
    return Result(spent, *per_call)


def _show(rate: int, way: str, result: Result) -> None:
    print(
        f"{rate:>8} {way:<18}{len(result.spent):>6}{statistics.median(result.spent):>8.1f}{result.p99:>8.1f}"
        f"{max(result.spent):>8.1f}{result.controller:>13.2f} ms{result.switch:>9.1f} ms"
    )


def _cpu(pid: int) -> float:
    """Seconds of CPU a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _register(live: switch.Live, agents: int) -> None:
    table = live.folder / "agents.csv"
    lines = [f"{FIRST + n};[authentication username={FIRST + n} password={live.telephones[str(FIRST + n)].password}]"
             for n in range(agents)]  # fmt: skip
    table.write_text("SEQUENTIAL\n" + "\n".join(lines) + "\n", encoding="ascii")
    scenario = sipp.register("[field0]", live.settings.sip.domain, answer="[field1]")
    process = live.sipp.start(
        scenario, "-inf", str(table), "-r", "50",
        port=PHONES, to=f"127.0.0.1:{live.settings.sip.agents_port}", calls=agents,
    )  # fmt: skip
    assert process.wait(120) == 0, "the telephones did not register"


def _ready(live: switch.Live, agents: int) -> None:
    people: list[Any] = list(rows.Person.select().where(rows.Person.login.startswith("bench")))
    now = clock.now()
    with database.writing():
        for person in people:
            place(SetPresence(Presence.READY, Reason.BY_HAND), person=person.id, by=person.login, now=now)

    def ready() -> bool:
        return rows.AgentState.select().where(rows.AgentState.state == "ready").count() == agents

    switch.wait_for(ready, 60, "all agents are ready")
