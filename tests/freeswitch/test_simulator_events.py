"""The encoding of events is FreeSWITCH's, with its hole."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freeswitch.simulator.callers import Caller
from freeswitch.simulator.events import Event, url_encode

from .reading import read_plain
from .switch_bench import Bench

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("raw", "sent"),
    [
        ("x%0AUnique-ID: evil2", "x%0AUnique-ID%3A%20evil2"),  # copied from the live switch
        ("Sun, 22 Nov 2026 07:56:46 GMT", "Sun,%2022%20Nov%202026%2007%3A56%3A46%20GMT"),
        ('"" <sip:1001@127.0.0.1:16001>', "%22%22%20%3Csip%3A1001%40127.0.0.1%3A16001%3E"),
        ("张三", "%E5%BC%A0%E4%B8%89"),
        ("100%", "100%25"),
        ("%0a", "%250a"),
        ("%0A", "%0A"),
        ("a(b)*'~!$,/", "a(b)*'~!$,/"),
    ],
)
def test_values_are_encoded_as_the_switch_does(raw: str, sent: str) -> None:
    assert url_encode(raw) == sent


def test_a_forged_name_reaches_the_wire_as_it_does_on_the_real_switch() -> None:
    bench = Bench()
    bench.switch.call_in(Caller("138", "x%0AUnique-ID: evil2", "12368"), bench.now)
    created = next(event for event in bench.events() if event.name == "CHANNEL_CREATE")
    lines = created.plain().decode().split("\n")
    assert [line for line in lines if line.startswith("Caller-Caller-ID-Name")] == [
        "Caller-Caller-ID-Name: x%0AUnique-ID%3A%20evil2"
    ]
    assert len([line for line in lines if line.startswith("Unique-ID: ")]) == 1


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="%\0")))
def test_what_holds_no_percent_comes_back(value: str) -> None:
    assert unquote(url_encode(value)) == value


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_an_encoded_value_is_one_line_of_plain_ascii(value: str) -> None:
    sent = url_encode(value)
    assert sent.isascii()
    assert not set(sent) & set("\r\n :")


def test_bodies_are_counted_in_bytes_and_empty_values_are_undefined() -> None:
    event = Event({"Event-Name": "BACKGROUND_JOB", "Job-Command-Arg": ""}, "+OK 好\n")
    assert event.plain() == (
        "Event-Name: BACKGROUND_JOB\nJob-Command-Arg: _undef_\nContent-Length: 8\n\n+OK 好\n".encode()
    )
    assert read_plain(event.plain()) == event
    assert Event({"Event-Name": "HEARTBEAT"}).plain() == b"Event-Name: HEARTBEAT\n\n"
