"""A connection of the event socket: the way in, the order of answers, and every way to lose it."""

from typing import Any

import gevent
import pytest
from gevent.event import Event as Signal

from controller.switch.esl import ConnectionLost, SafeESL, WrongPassword

from .scripted import GREETING, Guest, api, event, reply, serving, until, wait

pytestmark = pytest.mark.wire


def make(port: int, **how: Any) -> SafeESL:
    return SafeESL("127.0.0.1", port, "secret", **({"timeout": 2.0} | how))


def echo(guest: Guest) -> None:
    guest.greet()
    while True:
        guest.say(api(guest.command()))


def test_the_password_is_said_once() -> None:
    said: list[str] = []

    def script(guest: Guest) -> None:
        said.append(guest.greet())
        guest.command()

    with serving(script) as server:
        link = make(server.port)
        link.connect()
        assert (said, link.connected) == (["secret"], True)
        link.close()
        assert link.connected is False


@pytest.mark.parametrize(
    ("says", "error", "sentence"),
    [
        ((GREETING, reply("-ERR invalid")), WrongPassword, "does not accept the password"),
        ((GREETING,), WrongPassword, "closed at the password"),
        (
            (b"Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n",),
            WrongPassword,
            "from this address",
        ),
        ((), ConnectionLost, "ended before the greeting"),
        ((b"HTTP/1.1 400 Bad Request\r\n\r\n",), ConnectionLost, "ended before the greeting"),
        ((b"Content-Length: -5\n\n",), ConnectionLost, "ended before the greeting"),
        ((b"Content-Length: many\n\n",), ConnectionLost, "ended before the greeting"),
    ],
)
def test_refused_at_the_door(says: tuple[bytes, ...], error: type[Exception], sentence: str) -> None:
    def script(guest: Guest) -> None:
        for place, piece in enumerate(says):
            guest.say(piece)
            if place == 0 and piece is GREETING:
                guest.command()

    with serving(script) as server:
        link = make(server.port)
        with pytest.raises(error, match=sentence):
            link.connect()
        assert link.connected is False


def test_a_port_that_says_nothing_is_no_event_socket() -> None:
    silent = Signal()
    with serving(lambda _guest: silent.wait()) as server:
        with pytest.raises(ConnectionLost, match="this is not an event socket"):
            make(server.port, timeout=0.2).connect()
        silent.set()


def test_a_port_where_nobody_listens() -> None:
    with serving(echo) as server:
        port = server.port
    with pytest.raises(ConnectionLost, match=f"127.0.0.1:{port}"):
        make(port).connect()


def test_no_reply_in_time_ends_the_connection() -> None:
    lost = Signal()

    def script(guest: Guest) -> None:
        guest.greet()
        lost.wait()

    with serving(script) as server:
        link = make(server.port, timeout=0.3, on_lost=lost.set)
        link.connect()
        answers: list[str | None] = []
        link.tell("api first", answers.append)
        with pytest.raises(ConnectionLost):
            link.ask("api second")
        wait(lost, "lost is told")
        assert (answers, link.connected) == ([None], False)


def test_a_command_told_without_waiting_is_watched_too() -> None:
    lost = Signal()

    def script(guest: Guest) -> None:
        guest.greet()
        lost.wait()

    with serving(script) as server:
        link = make(server.port, timeout=0.3, on_lost=lost.set)
        link.connect()
        answers: list[str | None] = []
        link.tell("api status", answers.append)
        wait(lost, "lost is told")
        assert answers == [None]


def test_answers_come_in_the_order_of_the_commands() -> None:
    """A reply and a response, cut at odd places and glued to an event."""

    def script(guest: Guest) -> None:
        guest.greet()
        assert [guest.command() for _ in range(3)] == ["sendmsg a", "api b", "sendmsg c"]
        stream = reply("+OK a") + event(b"Event-Name: HEARTBEAT\n\n") + api("b 张三\n") + reply("-ERR c")
        for at in range(0, len(stream), 7):
            guest.say(stream[at : at + 7])
            gevent.sleep(0)
        guest.command()

    got: list[bytes] = []
    with serving(script) as server:
        link = make(server.port, on_event=got.append)
        link.connect()
        answers: list[str | None] = []
        for command in ("sendmsg a", "api b", "sendmsg c"):
            link.tell(command, answers.append)
        until(lambda: len(answers) == 3, "three answers")
        assert (answers, got) == (["+OK a", "b 张三\n", "-ERR c"], [b"Event-Name: HEARTBEAT\n\n"])
        link.close()


def test_the_switch_says_goodbye() -> None:
    lost = Signal()

    def script(guest: Guest) -> None:
        guest.greet()
        guest.say(event(b"Disconnected, goodbye.\n", "text/disconnect-notice"))
        lost.wait()

    with serving(script) as server:
        link = make(server.port, on_lost=lost.set)
        link.connect()
        wait(lost, "lost is told")
        assert link.connected is False


def test_lost_is_told_once() -> None:
    told: list[int] = []
    with serving(echo) as server:
        link = make(server.port, on_lost=lambda: told.append(1))
        link.connect()
        link.close()
        link.close()
    assert told == [1]


def test_an_asker_who_fails_ends_nothing() -> None:
    """Neither the reading of later answers, nor the telling of the others when the line drops."""

    def script(guest: Guest) -> None:
        guest.greet()
        guest.say(api(guest.command()))
        guest.say(api(guest.command()))
        guest.command()

    def fails(_text: str | None) -> None:
        raise LookupError("a bug of the asker")

    lost = Signal()
    answers: list[str | None] = []
    with serving(script) as server:
        link = make(server.port, on_lost=lost.set)
        link.connect()
        link.tell("api fails", fails)
        assert link.ask("api goes on") == "api goes on"
        link.tell("api lost", fails)
        link.tell("api lost too", answers.append)
        wait(lost, "lost is told")
    assert answers == [None]


def test_a_command_of_many_bytes_goes_whole() -> None:
    with serving(echo) as server:
        link = make(server.port)
        link.connect()
        long = "api " + "张" * 200_000
        assert link.ask(long) == long
        link.close()
