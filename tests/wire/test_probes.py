"""The seven ways in which the plain client of the event socket fails; ours does not."""

from collections.abc import Callable
from typing import Any

import gevent
import pytest
from gevent.event import Event as Signal

from controller.switch.esl import ConnectionLost, SafeESL
from controller.switch.events import Event, heard
from controller.switch.port import HungUp
from freeswitch.simulator.events import Event as Sent

from .scripted import Guest, api, event, reply, serving, wait

pytestmark = pytest.mark.wire


def client(port: int, **how: Any) -> SafeESL:
    made = SafeESL("127.0.0.1", port, "secret", **({"timeout": 2.0} | how))
    made.connect()
    return made


def into(got: list[bytes], came: Signal) -> Callable[[bytes], None]:
    """Keeps what comes, and says that it came."""

    def keep(data: bytes) -> None:
        got.append(data)
        came.set()

    return keep


def hang_up(call: str, **more: str) -> bytes:
    head = {"Event-Name": "CHANNEL_HANGUP_COMPLETE", "Event-Date-Timestamp": "1795395600500000"} | more
    head |= {"Unique-ID": call, "Call-Direction": "inbound", "Hangup-Cause": "NORMAL_CLEARING"}
    return Sent(head).plain()


def test_1_an_encoded_newline_never_becomes_a_header() -> None:
    forged = hang_up("right", **{"Caller-Caller-ID-Name": "x%0AUnique-ID: evil2%0AHangup-Cause: FAKED"})
    assert b"Caller-Caller-ID-Name: x%0AUnique-ID%3A%20evil2%0AHangup-Cause%3A%20FAKED\n" in forged
    got: list[bytes] = []
    came = Signal()

    def script(guest: Guest) -> None:
        guest.greet()
        guest.say(event(forged))
        guest.command()

    with serving(script) as server:
        link = client(server.port, on_event=into(got, came))
        wait(came, "the event")
        link.close()
    assert heard(Event(got[0])) == HungUp("right", 1795395600.5, "NORMAL_CLEARING", theirs=False)
    assert Event(got[0]).get(b"Caller-Caller-ID-Name") == "x\nUnique-ID: evil2\nHangup-Cause: FAKED"


def test_2_a_waiting_command_is_told_at_once_when_the_server_closes() -> None:
    def script(guest: Guest) -> None:
        guest.greet()
        guest.command()

    lost = Signal()
    with serving(script) as server:
        link = client(server.port, timeout=60.0, on_lost=lost.set)
        with gevent.Timeout(2), pytest.raises(ConnectionLost, match="ended before the reply"):
            link.ask("api status")
        wait(lost, "lost is told")
        with pytest.raises(ConnectionLost, match="not connected"):
            link.ask("api status")


def test_3_the_body_of_a_background_job_can_be_read() -> None:
    answer = "+OK 好\nUnique-ID: none-of-ours\n"
    job = Sent({"Event-Name": "BACKGROUND_JOB", "Job-UUID": "7f4d"}, answer).plain()
    got: list[bytes] = []
    came = Signal()

    def script(guest: Guest) -> None:
        guest.greet()
        guest.say(event(job))
        guest.command()

    with serving(script) as server:
        link = client(server.port, on_event=into(got, came))
        wait(came, "the event")
        link.close()
    told = Event(got[0])
    assert (told.name, told.get(b"Job-UUID"), told.body) == (b"BACKGROUND_JOB", "7f4d", answer.encode())
    assert told.raw(b"Unique-ID") == b""


def test_4_a_body_cut_short_ends_the_reading_and_is_told() -> None:
    def script(guest: Guest) -> None:
        guest.greet()
        guest.say(b"Content-Length: 1000\nContent-Type: text/event-plain\n\nEvent-Name: CUT")

    got: list[bytes] = []
    lost = Signal()
    with serving(script) as server:
        link = client(server.port, on_event=got.append, on_lost=lost.set)
        wait(lost, "lost is told")
        assert (link.connected, got) == (False, [])


def test_5_what_we_never_asked_for_is_counted_and_the_reading_goes_on() -> None:
    got: list[bytes] = []
    came = Signal()

    def script(guest: Guest) -> None:
        guest.greet()
        guest.say(event(b'{"Event-Name":"HEARTBEAT"}', "text/event-json"))
        guest.say(event(b"a line of the log", "log/data"))
        guest.say(reply("+OK nobody asked"))
        guest.say(event(hang_up("later")))
        guest.command()

    with serving(script) as server:
        link = client(server.port, on_event=into(got, came))
        wait(came, "the plain event")
        assert (got, link.odd) == ([hang_up("later")], 3)
        link.close()


def test_6_a_slow_handler_holds_up_its_own_connection_and_no_other() -> None:
    """Replies of commands come on connections of their own: that is why there are several."""
    released, busy = Signal(), Signal()

    def script(guest: Guest) -> None:
        guest.greet()
        guest.say(event(hang_up("slow")))
        while True:
            guest.say(api(guest.command()))

    def slow(_data: bytes) -> None:
        busy.set()
        wait(released, "the handler is let go")

    with serving(script) as server:
        events = client(server.port, on_event=slow)
        wait(busy, "the handler is at work")
        commands = client(server.port)
        assert commands.ask("api echo") == "api echo"
        answers: list[str | None] = []
        events.tell("api late", answers.append)
        assert commands.ask("api again") == "api again"
        assert answers == []
        released.set()
        assert events.ask("api last") == "api last"
        assert answers == ["api late"]
        events.close()
        commands.close()


@pytest.mark.parametrize("command", ["api a\n\napi b", "sendmsg x\n\n", "api a\r\n\r\napi b", "api a\n", "api \0"])
def test_7_a_command_with_a_blank_line_is_refused_and_never_two(command: str) -> None:
    taken: list[str] = []

    def script(guest: Guest) -> None:
        guest.greet()
        while True:
            taken.append(guest.command())
            guest.say(api(f"answer to {taken[-1]}"))

    with serving(script) as server:
        link = client(server.port)
        with pytest.raises(ValueError, match="one block of lines"):
            link.ask(command)
        assert link.ask("api next") == "answer to api next"
        link.close()
    assert taken == ["api next"]
