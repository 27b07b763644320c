"""A FreeSWITCH, a controller and sipp for live tests; everything under one temporary folder, on free ports."""

import contextlib
import functools
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import argon2
import yaml

from hotline import clock, rows, sample, settings
from hotline.calls.orders.place import place
from hotline.calls.rules.order_kinds import Command, SetPresence
from hotline.citizens import views as public_views
from hotline.outside.switch_conf import Telephone
from hotline.store import database
from hotline.words import Presence, Reason
from scripts.py import real_switch, render_conf, sipp
from scripts.py.pace import PACE, patient
from scripts.py.sipp import GO_ON, HANG_UP, SDP, Phone

ROOT = Path(__file__).resolve().parents[2]
# Runs beside each other stay below the ports that the system gives out. Each has a block of them: for the voices of the
# switch, for sipp's signals, for its voices, and where the trunk's other end listens, a citizen's telephone.
HOUSES, PORTS = 4, 4000
BLOCK = 16000 + PORTS * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % HOUSES)
SIGNALS, VOICES, CARRIER = BLOCK + 1500, BLOCK + 2000, BLOCK + 3990
# what we start ends with us, however we end
WITH_US = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_for(what: Callable[[], Any], seconds: float, why: str) -> Any:
    """The first true value of `what`, which usually comes within `seconds`."""
    until = time.monotonic() + patient(seconds)
    while time.monotonic() < until:
        if value := what():
            return value
        time.sleep(0.05)  # noqa: TID251 - a real switch is waited for in real time
    raise AssertionError(f"not within {patient(seconds):.0f} s: {why}")


@dataclass
class Live:
    """What a live test works with."""

    settings: settings.Settings
    file: Path
    folder: Path
    telephones: dict[str, Telephone]
    sipp: sipp.Sipp
    freeswitch: subprocess.Popen[bytes]
    controller: subprocess.Popen[bytes] | None = None
    dialled_at: dict[str, Any] = field(default_factory=dict)
    ports: Iterator[int] = field(default_factory=lambda: itertools.cycle(range(SIGNALS, VOICES, 2)))

    def own_rows(self) -> "Live":
        """This house, with its database bound: another house of the same run may have bound its own since."""
        database.attach(self.settings.database_url)
        return self

    # ---- the controller

    def start_controller(self) -> None:
        out = (self.folder / "controller.log").open("ab")
        self.controller = subprocess.Popen(
            [*WITH_US, sys.executable, "-m", "controller", "--settings", str(self.file)],
            cwd=ROOT,
            stdout=out,
            stderr=out,
        )
        out.close()
        begun = clock.now()
        wait_for(lambda: self._beats(begun), 15, "the controller connects")

    @staticmethod
    def _beats(since: Any) -> bool:
        beat = rows.Heartbeat.get_or_none(rows.Heartbeat.part == "controller")
        return beat is not None and beat.at >= since and beat.state["connected"]

    def stop_controller(self, how: int = signal.SIGTERM) -> None:
        if self.controller is not None:
            self.controller.send_signal(how)
            self.controller.wait(patient(10))
            self.controller = None

    # ---- agents

    def register(self, extension: str, *, port: int, expires: int = 3600) -> None:
        telephone = self.telephones[extension]
        domain = self.settings.sip.domain
        process = self.sipp.start(
            sipp.register(extension, domain, expires),
            "-s", extension, "-ap", telephone.password, "-au", extension,
            port=port, to=f"127.0.0.1:{self.settings.sip.agents_port}",
        )  # fmt: skip
        assert process.wait(patient(10)) == 0, (self.folder / f"sipp{self.sipp.count}.log").read_text(errors="replace")[
            -1500:
        ]

    def agent(self, extension: str, *, ends: str = "told", **how: Any) -> Phone:
        """Register a telephone that takes one call as `sipp.agent` says; it can be rung now."""
        port = next(self.ports)
        self.register(extension, port=port)
        return self.phone(port, ends=ends, **how)

    def citizen(self, **how: Any) -> Phone:
        """The telephone of a citizen, whom the trunk reaches; nobody picks up before the other side is ready."""
        return self.phone(CARRIER, ends="told", rings=PACE, **how)

    def phone(self, port: int, **how: Any) -> Phone:
        phone = self.sipp.start(sipp.agent(**how), port=port)
        wait_for(phone.listens, 10, "the telephone listens")
        return phone

    def order(self, login: str, command: Command) -> str | None:
        person = rows.Person.get(rows.Person.login == login)
        with database.database.atomic():
            order = place(command, person=person.id, by=login, now=clock.now())
        wait_for(lambda: rows.Order.get_by_id(order).done_at, 10, "the order is done")
        refused: str | None = rows.Order.get_by_id(order).refused
        return refused

    def ready(self, *logins: str) -> None:
        for login in logins:
            assert self.order(login, SetPresence(Presence.READY, Reason.BY_HAND)) is None

    def off_all(self) -> None:
        for state in list(rows.AgentState.select().where(rows.AgentState.state != "off")):
            person = rows.Person.get_by_id(state.person_id)
            self.order(person.login, SetPresence(Presence.OFF, Reason.SIGNED_OUT))

    # ---- callers

    def call(
        self, did: str, number: str, moves: str = "", *, name: str = "caller", ends: str = "told", replaces: str = "",
        sdp: str = SDP,
    ) -> Phone:  # fmt: skip
        return self.sipp.start(
            sipp.caller(number, name, moves, ends=ends, replaces=replaces, sdp=sdp),
            "-s", did, port=next(self.ports), to=f"127.0.0.1:{self.settings.sip.trunk_port}",
        )  # fmt: skip

    def press(self, phone: Phone, keys: str) -> None:
        self.tell(phone, sipp.pressing(keys))

    def hang_up(self, phone: Phone) -> None:
        """He hangs up; the other side may have done so already."""
        self.tell(phone, HANG_UP)

    def tell(self, phone: Phone, word: str = GO_ON) -> None:
        """Say a word to somebody as soon as he waits for one."""
        call = wait_for(lambda: phone.waits() or phone.poll() is not None, 20, f"somebody waits to be told: {word}")
        if isinstance(call, str):
            phone.hears(word, call)
        else:
            assert (word, phone.returncode) == (HANG_UP, 0), f"gone before he was told: {word}"

    def row(self, number: str) -> rows.Call:
        """The newest call of a number, once there is one; an earlier one than the test's own does not count."""
        since = self.dialled_at.get(number)

        def newest() -> Any:  # a query keeps its first answer: a new one for each look
            query = rows.Call.select().where(rows.Call.number == number)
            if since is not None:
                query = query.where(rows.Call.arrived_at >= since)
            return query.order_by(rows.Call.arrived_at.desc()).first()

        found: rows.Call = wait_for(newest, 10, f"a call of {number}")
        return found

    def at(self, number: str, node: str, times: int = 1) -> rows.Call:
        """The call of a number, once it has come to a node of its flow (so many times)."""
        call = self.row(number)
        return self.comes(call, lambda now: now.path.count(node) >= times, 20, f"{number} at {node}, {times} times")

    def talking(self, number: str) -> rows.Call:
        """The call of a number, once an agent talks."""
        call = self.row(number)
        return self.comes(call, lambda now: now.state == "talking", 20, f"{number} talks")

    def ended(self, number: str, seconds: float = 40) -> rows.Call:
        call = self.row(number)
        return self.comes(call, lambda now: now.state == "ended", seconds, f"the call of {number} ends")

    def comes(self, call: rows.Call, so: Callable[[Any], bool], seconds: float, why: str) -> rows.Call:
        """The call, once it is `so`; whoever waits in vain is shown what happened to it."""
        try:
            wait_for(lambda: so(rows.Call.get_by_id(call.id)), seconds, why)
        except AssertionError as late:
            raise AssertionError("\n".join([str(late), *map(str, self.facts(call.id))])) from None
        return rows.Call.get_by_id(call.id)

    def facts(self, call: str) -> list[tuple[str, dict[str, Any]]]:
        query = rows.CallEvent.select().where(rows.CallEvent.call == call).order_by(rows.CallEvent.seq)
        return [(row.kind, row.data) for row in query]

    def has(self, call: rows.Call, fact: str, times: int = 1) -> None:
        """Wait until a call has a fact (so many times)."""
        wait_for(lambda: [kind for kind, _ in self.facts(call.id)].count(fact) >= times, 20, f"{fact} of {call.id}")

    def pause(self, seconds: float) -> None:
        """Let a real call go on for a while; longer where the machine is slow."""
        time.sleep(seconds * PACE)  # noqa: TID251 - real time

    # ---- the end

    def close(self) -> None:
        self.sipp.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.stop_controller()
        self.freeswitch.terminate()
        try:
            self.freeswitch.wait(patient(10))
        except subprocess.TimeoutExpired:
            self.freeswitch.kill()


def start(
    folder: Path, program: Path, *, people: Callable[[], Any] = lambda: None, more: str = "",
    sip: dict[str, Any] | None = None, prepare: Callable[[Path], Any] = lambda home: None, **given: Any
) -> Live:  # fmt: skip
    """Render, start FreeSWITCH and wait until its event socket answers.

    `people` adds more of them to the sample court, `more` is XML for the callers' dialplan, `sip` and
    `given` are settings; `prepare` gets the switch's folder before it starts.
    """
    event_port, agents_port, trunk_port = free_ports(3)
    (folder / "data").mkdir()
    values = {
        "data": str(folder / "data"),
        "switch": {"port": event_port, "password": "live-tests-only"},
        "sip": {
            "agents_port": agents_port,
            "trunk_port": trunk_port,
            "rtp_first": BLOCK,
            "rtp_last": SIGNALS - 1,
            "ping_seconds": 0,
            "telephones": ["127.0.0.1/32"],
            **(sip or {}),
        },
        **given,
    }
    file = folder / "settings.yml"
    file.write_text(yaml.safe_dump(values), encoding="utf-8")
    chosen = settings.load(file)
    made = database.attach(chosen.database_url)
    database.migrate(made)
    public_views.make_views(made)
    # cheap to check: twelve callers who key in secrets at once are no test of argon2
    hashed = functools.cache(argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash)
    sample.sow(clock.now(), hashed, dict.fromkeys(sample.logins(), "-"), must_change=False)
    people()
    telephones = render_conf.telephones_of(chosen)
    home = render_conf.write(chosen, telephones, loglevel="warning", more=more)
    prepare(home)
    freeswitch = real_switch.start(program, home, before=WITH_US)
    wait_for(lambda: _listens(event_port), 30, "FreeSWITCH opens its event socket")
    by_extension = {t.extension: t for t in telephones}
    return Live(chosen, file, folder, by_extension, sipp.Sipp(folder, VOICES), freeswitch)


def _listens(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(0.5)
        return one.connect_ex(("127.0.0.1", port)) == 0


def program_or_reason() -> tuple[Path | None, str]:
    program = real_switch.find()
    if program is None:
        return None, "no FreeSWITCH on this machine"
    if not any(os.access(Path(folder) / "sipp", os.X_OK) for folder in os.environ["PATH"].split(":")):
        return None, "no sipp on this machine (apt install sip-tester)"
    return program, ""
