"""The switch behind its port: refusals, and answers that are read with care."""

import json
from typing import Any

import pytest

from controller.switch import commands, port
from controller.switch.commands import Commands
from controller.switch.freeswitch import FreeSwitch
from hotline.calls.rules.sentry import SENTRY

pytestmark = pytest.mark.unit


class Wire:
    """Answers each command with the next of `answers`."""

    def __init__(self, *answers: str | None) -> None:
        self.answers = list(answers)
        self.sent: list[str] = []

    def tell(self, call: str, command: str, on_reply: Any) -> None:
        self.sent.append(command)
        on_reply(self.answers.pop(0) if self.answers else "+OK")


def switch(*answers: str | None) -> tuple[FreeSwitch, Wire, list[port.Heard]]:
    wire = Wire(*answers)
    told: list[port.Heard] = []
    return FreeSwitch(wire, Commands("/r"), lambda: 5.0, told.append), wire, told


@pytest.mark.parametrize(
    ("ask", "command"),
    [
        (port.Play("c", "1", ("a",)), "playback"),
        (port.Music("c", "1", "a"), "playback"),
        (port.Record("c", "1", "a.wav", 5), "record"),
        (port.Bridge("c", "1", "1001", 5), "bridge"),
        (port.Hold("l"), "Hold"),
    ],
)
def test_what_the_switch_will_not_do_is_told(ask: port.Ask, command: str) -> None:
    made, _, told = switch("-ERR invalid session id [c]\n")
    made.do("c", (ask,))
    assert told == [port.Refusal("c", 5.0, command, "-ERR invalid session id [c]", getattr(ask, "leg", ""))]


def test_what_may_not_be_said_is_not_said_and_the_rest_is() -> None:
    made, wire, told = switch()
    made.do("c", (port.Bridge("c", "1", "10|01", 5), port.Stop("c")))
    assert wire.sent == ["api uuid_break c all"]
    assert told == [port.Refusal("c", 5.0, "bridge", "extension '10|01' may not stand in a command")]


def test_refusals_that_change_nothing_are_not_told() -> None:
    made, _, told = switch("-ERR No such channel!", "-ERR", None, "+OK")
    made.do("c", (port.Stop("c"), port.HangUp("c"), port.Play("c", "1", ("a",)), port.Play("c", "2", ("a",))))
    assert told == []


@pytest.mark.parametrize(
    ("reply", "there"),
    [
        ("sofia/internal/sip:1001@127.0.0.1:5060", True),
        ("error/user_not_registered", False),
        (None, False),
        ("", False),
    ],
)
def test_whether_a_telephone_is_registered(reply: str | None, there: bool) -> None:
    made, _, _ = switch(reply)
    answers: list[bool] = []
    made.registered("1001", answers.append)
    assert answers == [there]


def test_a_telephone_that_may_not_be_asked_for_is_not_registered() -> None:
    made, wire, _ = switch()
    answers: list[bool] = []
    made.registered("1001 api", answers.append)
    assert (answers, wire.sent) == ([False], [])


def test_variables_are_answered_together() -> None:
    made, _, _ = switch("12368", "_undef_", "-ERR No such channel!", None)
    answers: list[dict[str, str]] = []
    made.variables("c", ("a", "b", "c", "d"), answers.append)
    assert answers == [{"a": "12368", "b": "", "c": "", "d": ""}]


@pytest.mark.parametrize("reply", [None, "-ERR", "[]", "", "null", "\x00"])
def test_channels_that_cannot_be_read_are_none(reply: str | None) -> None:
    made, _, _ = switch(reply)
    answers: list[list[port.Channel] | None] = []
    made.channels(answers.append)
    assert answers == [None]


def test_the_sentry_is_posted_where_he_is_missing_and_is_nobodys_call() -> None:
    there = {"rows": [{"uuid": SENTRY, "direction": "outbound", "callstate": "ACTIVE", "application": "park"}]}
    made, wire, _ = switch('{"row_count":0}', "-ERR CHAN_NOT_IMPLEMENTED", json.dumps(there), None)
    answers: list[list[port.Channel] | None] = []
    for _ in range(3):
        made.channels(answers.append)
    assert answers == [[], [], None]
    posted = f"api originate {{origination_uuid={SENTRY},originate_timeout=5}}null/sentry &park()"
    assert wire.sent == [commands.CHANNELS, posted, commands.CHANNELS, commands.CHANNELS]


def test_channels_with_their_partners() -> None:
    rows = [
        {
            "uuid": "c", "direction": "inbound", "created_epoch": "100", "cid_num": "138", "cid_name": "张\u202e三",
            "dest": "12368", "callstate": "ACTIVE", "application": "bridge", "call_uuid": "c",
        },
        {"uuid": "l", "direction": "outbound", "dest": "1001", "callstate": "RINGING", "call_uuid": "c"},
        {"uuid": "d", "direction": "inbound", "created_epoch": "x", "callstate": "EARLY", "call_uuid": ""},
    ]  # fmt: skip
    made, _, _ = switch(json.dumps({"row_count": 3, "rows": rows}), "+OK", json.dumps({"row_count": 0}), "+OK")
    answers: list[list[port.Channel] | None] = []
    made.channels(answers.append)
    made.channels(answers.append)
    assert answers == [
        [
            port.Channel("c", True, "ACTIVE", "bridge", "138", "张三", "12368", "l", True, 100.0),
            port.Channel("l", False, "RINGING", "", "", "", "1001", "c", False, 0.0),
            port.Channel("d", True, "EARLY", "", "", "", "", "", False, 0.0),
        ],
        [],
    ]
