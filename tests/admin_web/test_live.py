"""Live news: who hears what, and a stream that ends."""

import datetime as dt
import json

import pytest

from admin_web.access import Reader
from admin_web.live import BEAT, Hub, may_hear, messages, sign_of, written
from hotline.people.reads.people import Someone
from hotline.store.changes import News
from hotline.words import Role
from tests.builders import new_ticket

pytestmark = pytest.mark.unit


def _reader(id, role=Role.AGENT):
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return Reader(Someone(id, f"p{id}", "n", role, 1, "head", "h", "1", False, "en", True, False, at), head=True)


@pytest.mark.parametrize(
    ("topic", "agent", "supervisor"),
    [("agent:1", True, False), ("agent:2", False, True), ("agent:11", False, False), ("board", True, True),
     ("calls", False, True), ("tickets", True, True), ("orders", False, False), ("roster", False, False)],
)  # fmt: skip
def test_who_hears_of_what(topic, agent, supervisor):
    assert may_hear(_reader(1), topic) is agent
    assert may_hear(_reader(2, Role.SUPERVISOR), topic) is supervisor


def SIGN(topic: str, ref: str) -> str:  # noqa: N802 - a value of this module
    return f"<{topic} {ref}>" if ref and topic != "agent:1" else ref


def test_what_changed_is_named_by_a_sign_that_only_a_page_about_it_knows(app, agent, sign_in):
    """A branch hears that a ticket changed somewhere, and not which one; the ticket's own page knows its sign."""
    number = new_ticket(opened_by=agent).number
    with app.app_context():
        sign = sign_of()
        told = written(News(1, "tickets", number), sign)
        assert number not in told
        assert (sign("agent:7", "refused:3"), sign("calls", ""), sign("calls", number) == sign("tickets", number)) == (
            "refused:3", "", False,
        )  # fmt: skip
    assert f'data-sign="{json.loads(told)["ref"]}"' in sign_in(agent).get(f"/tickets/{number}").text


def _stream(hub, who, until=100.0):
    return messages(hub, who, until=until, seconds=lambda: 0.0, sign=SIGN)


def test_a_stream_begins_with_a_reread_and_gives_what_may_be_heard():
    hub = Hub()
    stream = _stream(hub, _reader(1))
    assert next(stream) == 'retry: 1000\ndata: {"topic": "reread", "ref": ""}\n\n'
    for topic in ("agent:2", "agent:1", "board"):
        hub.tell(News(1, topic, "c"))
    assert [next(stream), next(stream)] == [f"data: {written(News(1, t, 'c'), SIGN)}\n\n" for t in ("agent:1", "board")]


@pytest.mark.parametrize("topic", ["roster", "sign_in"])
def test_a_person_who_changed_or_whose_sign_in_ended_has_to_come_back(topic):
    hub = Hub()
    stream, other = _stream(hub, _reader(1)), _stream(hub, _reader(2))
    next(stream), next(other)
    hub.tell(News(1, topic, "1"))
    hub.tell(News(2, "board", ""))
    assert list(stream) == []
    assert next(other) == f"data: {written(News(2, 'board', ''), SIGN)}\n\n"


def test_a_browser_that_does_not_read_is_let_go():
    hub = Hub()
    stream = _stream(hub, _reader(1))
    next(stream)
    for n in range(500):
        hub.tell(News(n, "board", ""))
    assert list(stream) == []


def test_a_stream_ends_with_the_sign_in():
    assert len(list(_stream(Hub(), _reader(1), until=0.0))) == 1
    assert BEAT < 40
