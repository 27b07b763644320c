"""Asks as commands: exactly the lines that are meant, whatever stands in the fields."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from controller.switch import commands, port
from controller.switch.commands import Commands, Unsafe
from tests.effort import often

pytestmark = pytest.mark.unit

MADE = Commands("/var/lib/tingsu/recordings/")
NASTY = [
    "\n\n",
    "\r\n",
    "\0",
    "${uuid}",
    "$",
    "{a=b}",
    "[x=y]",
    "|user/1",
    ",user/2",
    "'",
    '"',
    "!",
    "..",
    "/",
    "%0A",
    "&",
]
PLAIN = st.sampled_from(["a1", "1001", "5", "court.menu", "NO_ANSWER", "3b9f-22", "x.message4.wav"])
TEXT = st.one_of(
    PLAIN,
    st.text(max_size=12),
    st.tuples(PLAIN, st.sampled_from(NASTY), PLAIN).map("".join),
    st.text(st.characters(max_codepoint=0x7F), max_size=12),
)
SECONDS = st.integers(-10, 10_000)
ASKS = st.one_of(
    st.builds(port.KeepParked, TEXT),
    st.builds(port.Answer, TEXT, TEXT),
    st.builds(port.Play, TEXT, TEXT, st.lists(TEXT, max_size=3).map(tuple)),
    st.builds(port.Music, TEXT, TEXT, TEXT),
    st.builds(port.Stop, TEXT),
    st.builds(port.Bridge, TEXT, TEXT, TEXT, SECONDS),
    st.builds(port.Record, TEXT, TEXT, TEXT, SECONDS),
    st.builds(port.HangUp, TEXT, TEXT),
    st.builds(port.PickUp, TEXT),
    st.builds(port.Hold, TEXT),
    st.builds(port.Unhold, TEXT),
)
LINES = {port.Answer: 4, port.Play: 5, port.Music: 5, port.Bridge: 5, port.Record: 5}
HEADERS = ["sendmsg", "call-command", "execute-app-name", "execute-app-arg", "Event-UUID"]


@given(ASKS)
@settings(max_examples=often(150, 1000))
@example(port.Bridge("a1", "5", "1001", 15))
@example(port.Play("a1", "5", ("court.menu", "court.welcome")))
def test_any_text_is_refused_or_says_exactly_what_is_meant(ask: port.Ask) -> None:
    try:
        command = MADE.of(ask)
    except Unsafe:
        return
    lines = command.split("\n")
    assert len(lines) == LINES.get(type(ask), 1)
    assert command.isprintable() or set(command) - {"\n"} == {c for c in command if c.isprintable()}
    assert not re.search(r"\$|\r|\n\n|'|\||\[|,", command)
    if len(lines) > 1:
        names = [re.split(": | ", line)[0] for line in lines]
        assert names == (HEADERS if len(lines) == 5 else [*HEADERS[:3], HEADERS[4]])
        assert lines[1] == "call-command: execute"
    assert re.findall(r"\{.*?\}", command) == (
        [f"{{leg_timeout={ask.seconds}}}"] if isinstance(ask, port.Bridge) else []
    )
    assert command.count("user/") == isinstance(ask, port.Bridge)


@pytest.mark.parametrize(
    ("ask", "command"),
    [
        (port.KeepParked("c-1"), "api sched_del c-1"),
        (port.Stop("c-1"), "api uuid_break c-1 all"),
        (port.HangUp("c-1"), "api uuid_kill c-1 NORMAL_CLEARING"),
        (port.HangUp("l-1", "CALL_REJECTED"), "api uuid_kill l-1 CALL_REJECTED"),
        (port.PickUp("l-1"), "api uuid_phone_event l-1 talk"),
        (port.Hold("l-1"), "api uuid_hold l-1"),
        (port.Unhold("l-1"), "api uuid_hold off l-1"),
        (
            port.Answer("c-1", "1"),
            "sendmsg c-1\ncall-command: execute\nexecute-app-name: answer\nEvent-UUID: 1",
        ),
        (
            port.Play("c-1", "2", ("court.menu",)),
            "sendmsg c-1\ncall-command: execute\nexecute-app-name: playback\n"
            "execute-app-arg: court.menu.wav\nEvent-UUID: 2",
        ),
        (
            port.Play("c-1", "3", ("a", "b")),
            "sendmsg c-1\ncall-command: execute\nexecute-app-name: playback\n"
            "execute-app-arg: file_string://a.wav!b.wav\nEvent-UUID: 3",
        ),
        (
            port.Music("c-1", "4", "music.hold"),
            "sendmsg c-1\ncall-command: execute\nexecute-app-name: playback\n"
            "execute-app-arg: music.hold.wav\nEvent-UUID: 4",
        ),
        (
            port.Record("c-1", "5", "c-1.message5.wav", 120),
            "sendmsg c-1\ncall-command: execute\nexecute-app-name: record\n"
            "execute-app-arg: /var/lib/tingsu/recordings/c-1.message5.wav 120 500 5\nEvent-UUID: 5",
        ),
        (
            port.Bridge("c-1", "6", "1001", 15),
            "sendmsg c-1\ncall-command: execute\nexecute-app-name: bridge\n"
            "execute-app-arg: {leg_timeout=15}user/1001\nEvent-UUID: 6",
        ),
    ],
)
def test_each_ask_has_its_command(ask: port.Ask, command: str) -> None:
    assert MADE.of(ask) == command


def test_nothing_to_play_is_refused() -> None:
    with pytest.raises(Unsafe, match="nothing to play"):
        MADE.of(port.Play("c-1", "1", ()))


@pytest.mark.parametrize("text", ["", "a b", "a\n", "1001@x", "x" * 65, "１００１", "a;b"])
def test_questions_are_checked_too(text: str) -> None:
    for ask in (commands.registered, commands.channel_id, lambda t: commands.variable("c-1", t)):
        with pytest.raises(Unsafe):
            ask(text)


def test_questions() -> None:
    assert commands.registered("1001") == "api sofia_contact 1001"
    assert commands.variable("c-1", "ts_profile") == "api uuid_getvar c-1 ts_profile"


@pytest.mark.parametrize("folder", ["recordings", "/a/../etc", "/a\nb", "/a b${c}"])
def test_the_folder_of_recordings_is_checked_once(folder: str) -> None:
    with pytest.raises(Unsafe):
        Commands(folder)


def test_refusals_name_the_application() -> None:
    asks: list[port.Ask] = [
        port.Play("c", "1", ("a",)),
        port.Music("c", "1", "a"),
        port.Record("c", "1", "a", 5),
        port.Bridge("c", "1", "1", 5),
    ]
    assert [commands.application_of(ask) for ask in asks] == ["playback", "playback", "record", "bridge"]
    assert commands.application_of(port.Hold("l")) == "Hold"
