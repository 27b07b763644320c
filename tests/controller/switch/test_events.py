"""Event bytes to what is heard, from events as FreeSWITCH writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.switch import port
from controller.switch.events import Event, heard
from freeswitch.simulator.events import Event as Sent

pytestmark = pytest.mark.unit

STAMP = {"Event-Date-Timestamp": "1795395600500000"}
AT = 1795395600.5
CALLER = {"Unique-ID": "c-1", "Call-Direction": "inbound"}
LEG = {"Unique-ID": "l-1", "Call-Direction": "outbound", "variable_originating_leg_uuid": "c-1"}
# A park as 1.10.12 sends it, shortened: the name holds a `%` that the switch does not escape.
PARK = (
    b"Event-Name: CHANNEL_PARK\nCore-UUID: 8f5e0ca6\nEvent-Date-Local: 2026-11-23%2009%3A00%3A00\n"
    b"Event-Date-Timestamp: 1795395600500000\nEvent-Sequence: 771\nChannel-State: CS_EXECUTE\n"
    b"Unique-ID: c-1\nCall-Direction: inbound\nAnswer-State: ringing\n"
    b"Caller-Caller-ID-Name: x%0AUnique-ID%3A%20evil2%0A%E5%BC%A0\nCaller-Caller-ID-Number: 13800001234\n"
    b"Caller-Destination-Number: 12368\nCaller-Unique-ID: c-1\nvariable_ts_profile: court_12368\n"
    b"variable_ts_dialled: 12368\n\n"
)


def told(name: str, channel: dict[str, str], **more: str) -> port.Heard | None:
    headers = {"Event-Name": name} | STAMP | channel | {key.replace("__", "-"): value for key, value in more.items()}
    return heard(Event(Sent(headers).plain()))


def test_an_arrival_with_a_forged_name_is_one_arrival() -> None:
    assert heard(Event(PARK)) == port.Arrived(
        "c-1", AT, "13800001234", "xUnique-ID: evil2张", "12368", "court_12368", answered=False
    )


@pytest.mark.parametrize(
    ("name", "channel", "more", "expected"),
    [
        ("CHANNEL_PARK", LEG, {}, None),
        ("CHANNEL_ANSWER", CALLER, {}, port.Answered("c-1", AT)),
        ("CHANNEL_ANSWER", LEG, {}, None),
        ("CHANNEL_PROGRESS", LEG, {}, port.LegRinging("c-1", "l-1", AT)),
        ("CHANNEL_PROGRESS_MEDIA", LEG, {}, port.LegRinging("c-1", "l-1", AT)),
        ("CHANNEL_PROGRESS", CALLER, {}, None),
        ("CHANNEL_BRIDGE", CALLER, {"Other__Leg__Unique__ID": "l-1"}, port.Bridged("c-1", "l-1", AT)),
        ("CHANNEL_BRIDGE", LEG, {"Other__Leg__Unique__ID": "c-1"}, None),
        (
            "CHANNEL_EXECUTE_COMPLETE",
            CALLER,
            {"Application": "playback", "Application__Response": "FILE PLAYED", "Application__UUID": "12"},
            port.Done("c-1", AT, "12", "playback", "FILE PLAYED", "", 0.0),
        ),
        (
            "CHANNEL_EXECUTE_COMPLETE",
            CALLER,
            {"Application": "record", "Application__UUID": "4", "variable_record_ms": "7250"},
            port.Done("c-1", AT, "4", "record", "", "", 7.25),
        ),
        (
            "CHANNEL_EXECUTE_COMPLETE",
            CALLER,
            {"Application": "bridge", "Application__UUID": "5", "variable_originate_disposition": "USER_BUSY"},
            port.Done("c-1", AT, "5", "bridge", "", "USER_BUSY", 0.0),
        ),
        (
            "CHANNEL_EXECUTE_COMPLETE",
            CALLER,
            {
                "Application": "bridge",
                "Application__UUID": "5",
                "variable_originate_disposition": "SUCCESS",
                "variable_bridge_hangup_cause": "MEDIA_TIMEOUT",
            },
            port.Done("c-1", AT, "5", "bridge", "", "MEDIA_TIMEOUT", 0.0),
        ),
        (
            "CHANNEL_EXECUTE_COMPLETE",
            CALLER | {"Answer-State": "hangup", "Hangup-Cause": "NORMAL_CLEARING"},
            {"Application": "playback", "Application__UUID": "5"},
            port.Done("c-1", AT, "5", "playback", "", "", 0.0, gone=True),
        ),
        ("CHANNEL_EXECUTE_COMPLETE", CALLER, {"Application": "park", "Application__UUID": "8f5e0ca6-1"}, None),
        ("CHANNEL_EXECUTE_COMPLETE", LEG, {"Application": "playback", "Application__UUID": "12"}, None),
        (
            "CHANNEL_HANGUP_COMPLETE",
            CALLER,
            {"Hangup__Cause": "NORMAL_CLEARING", "variable_sip_hangup_disposition": "recv_bye"},
            port.HungUp("c-1", AT, "NORMAL_CLEARING", theirs=True),
        ),
        (
            "CHANNEL_HANGUP_COMPLETE",
            CALLER,
            {"Hangup__Cause": "NORMAL_CLEARING", "variable_sip_hangup_disposition": "send_bye"},
            port.HungUp("c-1", AT, "NORMAL_CLEARING", theirs=False),
        ),
        (
            "CHANNEL_HANGUP_COMPLETE",
            LEG,
            {"Hangup__Cause": "CALL_REJECTED", "variable_sip_hangup_disposition": "recv_refuse"},
            port.LegGone("c-1", "l-1", AT, "CALL_REJECTED", theirs=True),
        ),
        ("DTMF", CALLER, {"DTMF__Digit": "#"}, port.Key("c-1", AT, "#")),
        ("DTMF", CALLER, {"DTMF__Digit": "A"}, None),
        ("DTMF", CALLER, {}, None),
        ("DTMF", LEG, {"DTMF__Digit": "1"}, port.Key("l-1", AT, "1")),  # the lanes know that this is no call
        ("RECORD_START", CALLER, {"Record__File__Path": "/r/c-1.wav"}, port.RecordingBegun("c-1", AT, "c-1.wav")),
        (
            "RECORD_STOP",
            CALLER,
            {
                "Record__File__Path": "/r/c-1.wav",
                "variable_record_ms": "900",
                "Record__Completion__Cause": "success-silence",
            },
            port.RecordingDone("c-1", AT, "c-1.wav", 0.9, "success-silence"),
        ),
        ("CUSTOM", {}, {"Event__Subclass": "sofia::unregister", "from__user": "1001"}, port.TelephoneGone("1001", AT)),
        ("CUSTOM", {}, {"Event__Subclass": "sofia::expire", "user": "1002"}, port.TelephoneGone("1002", AT)),
        ("CUSTOM", {}, {"Event__Subclass": "sofia::expire"}, None),
        ("HEARTBEAT", {}, {}, None),
    ],
)
def test_each_kind(name: str, channel: dict[str, str], more: dict[str, str], expected: port.Heard | None) -> None:
    assert told(name, channel, **more) == expected


def test_an_empty_value_is_empty_and_not_the_word_of_the_switch() -> None:
    plain = Sent({"Event-Name": "X", "Caller-Caller-ID-Name": ""}).plain()
    assert b"Caller-Caller-ID-Name: _undef_\n" in plain
    assert Event(plain).get(b"Caller-Caller-ID-Name") == ""


def test_what_people_send_is_cleaned_and_cut() -> None:
    nasty = "\u202e张\u200b三\x07\x00" + "长" * 200
    arrived = told(
        "CHANNEL_PARK",
        CALLER,
        Caller__Caller__ID__Name=nasty,
        Caller__Caller__ID__Number="9" * 200,
        Caller__Destination__Number="1" * 99,
        variable_ts_profile="p\n" * 30,
    )
    assert arrived == port.Arrived(
        "c-1", AT, "", "张三" + "长" * 98, "1" * 32, "p" * 30, answered=False, written="9" * 64
    )


@given(
    st.dictionaries(
        st.from_regex(r"[A-Z][A-Za-z-]{1,12}", fullmatch=True),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="%"), max_size=40),
        max_size=8,
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
def test_values_come_through_the_switch_as_they_were(headers: dict[str, str], body: str) -> None:
    headers = {name: value for name, value in headers.items() if value not in ("", "_undef_")}
    event = Event(Sent({"Event-Name": "TEST"} | headers, body).plain())
    assert {name: event.get(name.encode()) for name in headers} == headers
    assert event.body.decode() == body
    assert event.name == b"TEST"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.text(max_size=60))
def test_no_name_or_number_changes_whose_call_it_is(name: str, number: str) -> None:
    number = number.encode("utf-8", "replace").decode()
    arrived = told("CHANNEL_PARK", {"Caller-Caller-ID-Name": name, "Caller-Caller-ID-Number": number} | CALLER)
    assert isinstance(arrived, port.Arrived)
    assert (arrived.call, arrived.at, arrived.answered) == ("c-1", AT, False)
    assert arrived.name.isprintable() or not any(ord(c) < 32 for c in arrived.name)


@given(st.binary(max_size=200))
def test_no_bytes_are_an_error(data: bytes) -> None:
    for name in (b"CHANNEL_PARK", b"CHANNEL_EXECUTE_COMPLETE", b"CHANNEL_HANGUP_COMPLETE", b"DTMF", b"RECORD_STOP"):
        heard(Event(b"Event-Name: " + name + b"\n" + data))
    heard(Event(data))
