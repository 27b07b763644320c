"""The api's words, compared with what FreeSWITCH 1.10.12 answered."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freeswitch.simulator.callers import Caller
from freeswitch.simulator.channels import Phone
from freeswitch.simulator.dialstring import Leg, parse
from freeswitch.simulator.inprocess import InProcessWire
from freeswitch.simulator.messages import Reply

from .reading import read_plain
from .switch_bench import Bench

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("nosuch a b", "-ERR nosuch Command not found!\n"),
        ("echo a b", "a b"),
        ("uuid_exists nope", "false"),
        ("uuid_getvar", "-USAGE: <uuid> <var>\n"),
        ("uuid_getvar nope x", "-ERR No such channel!\n"),
        ("uuid_setvar", "-USAGE: <uuid> <var> [value]\n"),
        ("uuid_setvar_multi nope a=1", "-ERR No such channel!\n-USAGE: <uuid> <var>=<value>;<var>=<value>...\n"),
        ("uuid_kill", "-USAGE: <uuid> [cause]\n"),
        ("uuid_break nope", "-ERR No such channel!\n"),
        ("uuid_break", "-USAGE: <uuid> [all]\n"),
        ("uuid_hold", "-USAGE: [off|toggle] <uuid> [<display>]\n-ERR Operation failed\n"),
        ("uuid_hold toggle nope", "+OK Success\n"),
        ("uuid_phone_event", "-USAGE: <uuid>\n-ERR Operation failed\n"),
        ("uuid_transfer nope 1", "-ERR No such channel!\n"),
        ("uuid_bridge a b", "-ERR Invalid uuid\n"),
        ("uuid_bridge", "-USAGE: <uuid> <other_uuid>\n"),
        ("uuid_broadcast nope x", "-ERR invalid uuid\n"),
        ("uuid_send_dtmf nope 1", "-ERR Cannot locate session!\n"),
        ("uuid_dump nope", "-ERR No such channel!\n"),
        ("sched_del nope", "+OK Deleted: 0\n"),
        ("sched_hangup +5 nope", "-ERR No such channel!\n"),
        ("sched_transfer +5 nope x", "-ERR No such channel!\n"),
        ("sched_transfer", "-USAGE: [+]<time> <uuid> <extension> [<dialplan>] [<context>]\n"),
        ("sofia_contact 1001@127.0.0.1", "sofia/internal/sip:1001@127.0.0.1:5060"),
        ("sofia_contact 1999@127.0.0.1", "error/user_not_registered"),
        ("global_getvar nosuch", "-ERR no reply\n"),
        ("global_setvar a=b", "+OK\n"),
        ("reloadxml", "+OK [Success]\n"),
        ("reloadacl", "+OK acl reloaded\n"),
        ("fsctl sps 30", "+OK sessions per second: 30\n"),
        ("hupall", "+OK hangup all channels with cause MANAGER_REQUEST\n"),
        ("show channels count", "\n0 total.\n"),
        ("show calls as json", '{"row_count":0}'),
    ],
)
def test_answers(line: str, answer: str) -> None:
    assert Bench(Phone("1001")).api(line) == answer


def test_variables_are_set_and_dumped() -> None:
    bench = Bench()
    uuid = bench.call()
    assert bench.api(f"uuid_setvar {uuid} zz hello world") == "+OK\n"
    assert bench.api(f"uuid_setvar_multi {uuid} x1=1;x2=2") == "+OK\n"
    bench.do(uuid, "multiset", "a=1 b=2")
    bench.do(uuid, "export", "nolocal:ts_from=x")
    bench.do(uuid, "unset", "a")
    dump = read_plain(bench.api(f"uuid_dump {uuid}").encode())
    names = ("zz", "x2", "b", "export_vars", "a", "ts_profile")
    assert [dump.get(f"variable_{name}") for name in names] == [
        "hello world",
        "2",
        "2",
        "nolocal:ts_from",
        "",
        "court_12368",
    ]
    assert dump.name == "CHANNEL_DATA"


def test_sendmsg_takes_its_argument_from_the_body_too() -> None:
    bench = Bench()
    uuid = bench.call()
    text = f"sendmsg {uuid}\ncall-command: execute\nexecute-app-name: set\ncontent-length: 9\n\nbodyarg=1"
    assert bench.switch.command(text, bench.now) == Reply("command/reply", "+OK")
    assert bench.api(f"uuid_getvar {uuid} bodyarg") == "1"
    bench.switch.command(f"sendmsg {uuid}\ncall-command: hangup\nhangup-cause: USER_BUSY", bench.now)
    assert "0 A HANGUP USER_BUSY" in bench.story()
    assert bench.switch.command("sendmsg nope\ncall-command: hangup", bench.now).text == (
        "-ERR invalid session id [nope]"
    )


def test_hold_and_scheduled_ends() -> None:
    bench = Bench()
    uuid = bench.call()
    bench.api(f"uuid_hold {uuid}")
    bench.api(f"uuid_hold toggle {uuid}")
    bench.api(f"sched_hangup +2 {uuid} ALLOTTED_TIMEOUT")
    assert bench.story(3)[:3] == ["0 A HOLD", "0 A UNHOLD", "2 A HANGUP ALLOTTED_TIMEOUT"]


def test_registrations_are_told_and_shown() -> None:
    bench = Bench(Phone("1001"))
    bench.switch.phones.unregister("1001")
    assert json.loads(bench.api("show registrations as json")) == {"row_count": 0}
    bench.switch.phones.register("1001")
    assert bench.story() == ["0 - CUSTOM sofia::unregister", "0 - CUSTOM sofia::register"]
    rows = json.loads(bench.api("show registrations as json"))["rows"]
    assert [row["reg_user"] for row in rows] == ["1001"]


def test_the_heart_beats_every_twenty_seconds() -> None:
    bench = Bench()
    bench.wait(0)
    bench.wait(61)
    beats = [event for event in bench.events() if event.name == "HEARTBEAT"]
    assert [int(e.get("Event-Date-Timestamp")) // 1_000_000 for e in beats] == [1020, 1040, 1060]


def test_the_wire_without_a_socket_honours_its_subscription() -> None:
    bench = Bench(Phone("1001"))
    hub: list[InProcessWire] = []
    few = InProcessWire(bench.switch, ["CHANNEL_PARK"], hub)
    jobs = InProcessWire(bench.switch, ["BACKGROUND_JOB"], hub)
    bench.call()
    bench.switch.call_in(Caller("138"), bench.now)
    reply = jobs.send("bgapi echo hi\nJob-UUID: J1", bench.now)
    assert (reply.text, reply.headers) == ("+OK Job-UUID: J1", {"Job-UUID": "J1"})
    assert [read_plain(payload).name for payload in few.drain()] == ["CHANNEL_PARK"]
    assert [read_plain(payload).body for payload in jobs.drain()] == ["hi"]
    assert few.send("filter Unique-ID x", bench.now).text == "+OK filter added. [Unique-ID]=[x]"


def test_the_same_seed_gives_the_same_day() -> None:
    first, second = Bench(Phone("1001")), Bench(Phone("1001"))
    assert first.call() == second.call()


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("user/1001", [[Leg("user/1001")]]),
        ("{a=1,b='x,y'}user/1001@h|[leg_timeout=5]user/1002,user/1003", None),
        ("", []),
    ],
)
def test_dial_strings(text: str, groups: list[list[Leg]] | None) -> None:
    shared = {"a": "1", "b": "x,y"}
    wide = [
        [Leg("user/1001@h", shared)],
        [Leg("user/1002", shared | {"leg_timeout": "5"}), Leg("user/1003", shared)],
    ]
    assert parse(text)[1] == (wide if groups is None else groups)


@given(st.text(alphabet="{}[]<>,|'=^:/@ ausr10", max_size=40))
def test_any_dial_string_is_read_without_an_error(text: str) -> None:
    assert all(leg.endpoint for group in parse(text)[1] for leg in group)


@given(st.text(alphabet="abcuid_ sendmg:-\n%{}$0123", max_size=60))
def test_no_command_breaks_the_switch(text: str) -> None:
    assert isinstance(Bench().switch.command(text, 1_000.0), Reply)
