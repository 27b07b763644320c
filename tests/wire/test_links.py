"""The connections to a switch as one: lost, found again, and asked again for the events."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gevent
import pytest
from gevent.event import Event as Signal

from controller.switch.events import SUBSCRIBED
from controller.switch.links import Links
from controller.switch.port import Heard, SwitchBack, SwitchLost
from hotline.settings import SwitchSettings

from .scripted import GREETING, Guest, api, event, reply, serving, until

pytestmark = pytest.mark.wire


class House:
    """What a controller would keep of its links."""

    def __init__(self, port: int, **how: Any) -> None:
        self.heard: list[type[Heard]] = []
        self.events: list[bytes] = []
        chosen = SwitchSettings(port=port, password="secret", **({"reply_seconds": 2.0} | how))
        self.links = Links(chosen, self.events.append, lambda heard: self.heard.append(type(heard)))


@contextmanager
def running(port: int, **how: Any) -> Iterator[House]:
    house = House(port, **how)
    work = gevent.spawn(house.links.run)
    try:
        yield house
    finally:
        house.links.stop()
        work.join(5)
        assert work.ready()


class Answering:
    """Lets everybody in, answers every command, and can drop all connections."""

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.drop = Signal()

    def __call__(self, guest: Guest) -> None:
        guest.greet()
        drop = self.drop
        reading = gevent.spawn(self._answer, guest)
        drop.wait()
        reading.kill()

    def _answer(self, guest: Guest) -> None:
        try:
            while True:
                command = guest.command()
                self.commands.append(command)
                guest.say(reply("+OK") if not command.startswith("api") else api(command))
                if command.startswith("event"):
                    guest.say(event(b"Event-Name: HEARTBEAT\n\n"))
        except (EOFError, OSError):
            pass

    def drop_all(self) -> None:
        drop, self.drop = self.drop, Signal()
        drop.set()


def test_lost_and_back_with_the_events_asked_for_again() -> None:
    answering = Answering()
    with serving(answering) as server, running(server.port) as house:
        until(lambda: len(house.events) == 1, "the first event")
        answering.drop_all()
        until(lambda: len(house.events) == 2, "the first event after")
        assert house.heard == [SwitchBack, SwitchLost, SwitchBack]
        assert answering.commands == [f"event plain {SUBSCRIBED}"] * 2
        assert server.guests == 6
        answering.drop_all()
    answering.drop_all()


def test_one_lost_connection_of_commands_is_as_good_as_all() -> None:
    dropped = Signal()
    guests: list[Guest] = []

    def script(guest: Guest) -> None:
        guests.append(guest)
        guest.greet()
        first = len(guests) == 1
        if first:
            dropped.wait()
            return
        while True:
            guest.command()
            guest.say(reply("+OK"))

    with serving(script) as server, running(server.port) as house:
        until(lambda: house.heard == [SwitchBack], "connected")
        dropped.set()
        until(lambda: house.heard == [SwitchBack, SwitchLost, SwitchBack], "lost and back")


@pytest.mark.parametrize("times", [1, 3])
def test_it_comes_back_with_waits_that_grow(times: int) -> None:
    """A switch that refuses is asked again, ever more slowly, and every half-made connection is closed."""
    moments: list[float] = []
    gone = Signal()
    left = [times]

    def script(guest: Guest) -> None:
        if server.guests % 2 == 0 and left[0]:  # the second connection of a try fails
            moments.append(gevent.get_hub().loop.now())
            left[0] -= 1
            return
        guest.greet()
        try:
            while True:
                guest.command()
                guest.say(reply("+OK"))
        finally:
            gone.set()

    with serving(script) as server, running(server.port) as house:
        until(lambda: house.heard == [SwitchBack], "connected at last")
        assert gone.is_set()
        waits = [later - earlier for earlier, later in itertools.pairwise(moments)]
        assert waits == sorted(waits)
        assert (len(waits), house.links.trouble) == (times - 1, "")


def test_a_wrong_password_is_said_and_tried_again() -> None:
    def script(guest: Guest) -> None:
        guest.say(GREETING)
        guest.command()
        guest.say(reply("-ERR invalid"))

    with serving(script) as server, running(server.port) as house:
        until(lambda: server.guests >= 2, "a second try")
        assert (house.heard, house.links.up) == ([], False)
        assert house.links.trouble == "the event socket does not accept the password"


def test_an_event_that_cannot_be_understood_ends_nothing() -> None:
    def script(guest: Guest) -> None:
        guest.greet()
        while True:
            guest.command()
            guest.say(reply("+OK") + event(b"first") + event(b"second"))

    with serving(script) as server:
        house = House(server.port)
        took: list[bytes] = []

        def feed(data: bytes) -> None:
            took.append(data)
            raise LookupError("a bug of the hearer")

        house.links._feed = feed
        work = gevent.spawn(house.links.run)
        until(lambda: took == [b"first", b"second"], "both events")
        until(lambda: house.links.up, "still connected")
        house.links.stop()
        work.join(5)


def answers_of(links: Links, *commands: str) -> list[str | None]:
    got: list[str | None] = []
    for command in commands:
        links.tell("call", command, got.append)
    return got


def test_commands_are_answered_and_those_of_a_call_keep_their_order() -> None:
    answering = Answering()
    with serving(answering) as server, running(server.port, command_connections=4) as house:
        until(lambda: house.links.up, "connected")
        got = answers_of(house.links, *(f"api {n}" for n in range(20)))
        until(lambda: len(got) == 20, "twenty answers")
        assert got == [f"api {n}" for n in range(20)]
        answering.drop_all()
    answering.drop_all()


def test_without_a_connection_the_asker_is_told_at_once() -> None:
    """Before the first connection, after a loss, after the end, and for what may not be sent."""
    answering = Answering()
    with serving(answering) as server:
        house = House(server.port)
        assert answers_of(house.links, "api a") == [None]
        work = gevent.spawn(house.links.run)
        until(lambda: house.links.up, "connected")
        assert answers_of(house.links, "api a\n\napi b") == [None]
        house.links.stop()
        assert answers_of(house.links, "api a") == [None]
        work.join(5)
        assert answers_of(house.links, "api a") == [None]
        answering.drop_all()
    assert house.heard == [SwitchBack]
