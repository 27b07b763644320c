"""While a password is hashed another request is answered, and no more hashes run at once than the pool allows."""

import os
import threading
from collections.abc import Iterator
from typing import Any

import gevent
import pytest
from gevent import monkey
from gevent.event import Event
from gevent.threadpool import ThreadPool

from admin_web import hashing
from hotline.people.verbs import passwords
from scripts.py.pace import patient
from tests.builders import PASSWORD

pytestmark = pytest.mark.wire
ThreadEvent = monkey.get_original("threading", "Event")


@pytest.fixture
def pool() -> Iterator[ThreadPool]:
    made = hashing.start(2)
    yield made
    passwords.compute_by(passwords._at_once)
    made.kill()


class SlowHasher:
    """A hasher that goes on when the test says so; it counts how many of it run."""

    def __init__(self) -> None:
        self.go, self.running, self.most, self.lock = ThreadEvent(), 0, 0, threading.Lock()
        self.begun, self.two = ThreadEvent(), ThreadEvent()

    def verify(self, *_: Any) -> bool:
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)
        self.begun.set()
        if self.running == 2:
            self.two.set()
        assert self.go.wait(patient(20))
        with self.lock:
            self.running -= 1
        return True


def waits_for(event: Any) -> None:
    """Wait in a thread of its own: one that looks again and again takes the time of those that it waits for."""
    assert gevent.get_hub().threadpool.apply(event.wait, (patient(20),))


def test_another_request_is_answered_while_a_hash_is_computed(
    app: Any, agent: Any, pool: ThreadPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasher, order = SlowHasher(), list[str]()
    monkeypatch.setattr(passwords, "_HASHER", hasher)

    def sign_in() -> None:
        answer = app.test_client().post("/login", data={"login": agent.login, "password": PASSWORD})
        order.append(f"signed in {answer.status_code}")

    def look() -> None:
        waits_for(hasher.begun)
        order.append(f"answered {app.test_client().get('/login').status_code}")
        hasher.go.set()

    gevent.joinall([gevent.spawn(sign_in), gevent.spawn(look)], timeout=patient(30), raise_error=True)
    assert order == ["answered 200", "signed in 303"]


def test_no_more_hashes_run_at_once_than_the_pool_allows(pool: ThreadPool, monkeypatch: pytest.MonkeyPatch) -> None:
    hasher, begun = SlowHasher(), Event()
    monkeypatch.setattr(passwords, "_HASHER", hasher)

    def let_go() -> None:
        waits_for(hasher.two)
        begun.set()
        hasher.go.set()

    works = [gevent.spawn(passwords.fits, "x", "kept") for _ in range(7)]
    gevent.spawn(let_go).join(patient(30))
    gevent.joinall(works, timeout=patient(30), raise_error=True)
    assert ([work.value for work in works], hasher.most, begun.is_set()) == ([True] * 7, 2, True)


def test_a_thread_that_hashes_gives_way_to_the_webs_own(pool: ThreadPool) -> None:
    """Niceness is a thread's own on Linux; argon2's lanes have that of the thread which starts them."""
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    theirs = [passwords._by[0](os.getpriority, os.PRIO_PROCESS, 0) for _ in range(3)]
    assert theirs == [min(19, mine + hashing.GIVES_WAY)] * 3
    assert os.getpriority(os.PRIO_PROCESS, 0) == mine


def test_without_a_pool_it_is_computed_at_once() -> None:
    assert passwords.fits("x", passwords.hashed_first("x")) is True
    assert passwords.fits("y", passwords.hashed_first("x")) is False
    assert passwords.fits("y", None) is False
