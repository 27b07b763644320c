"""Sign-ins by the clock: when they are over and why, what the jobs mark and delete; and how a browser is named."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.people.jobs import sign_ins as jobs
from hotline.people.reads import sign_ins
from hotline.people.rules.sign_ins import BROWSER_MOST, KEPT, Lasts, browser_of, end_of, ends_at, hash_of
from hotline.people.verbs.sign_ins import made
from hotline.rows import SignIn
from hotline.words import SignInEnd
from tests.builders import NOW

pytestmark = pytest.mark.unit
LASTS = Lasts(idle=dt.timedelta(hours=4), longest=dt.timedelta(hours=12))
HOUR = dt.timedelta(hours=1)


def _made(person: Any, at: dt.datetime, seen: dt.datetime) -> Any:
    key = made(person.id, now=at, client_ip="10.0.0.1", browser="").key
    SignIn.update(seen_at=seen).where(SignIn.key_hash == hash_of(key)).execute()
    return key


@given(st.integers(0, 20 * 60), st.integers(0, 40 * 60))
def test_it_is_over_by_the_clock_that_ends_first(seen: int, at: int) -> None:
    seen_at, now = NOW + dt.timedelta(minutes=seen), NOW + dt.timedelta(minutes=at)
    why = end_of(NOW, seen_at, LASTS, now=now)
    assert (why is not None) == (at > min(seen + 240, 720))
    if why is not None:
        assert why == (SignInEnd.IDLE if seen + 240 < 720 else SignInEnd.LONG)
        assert ends_at(NOW, seen_at, LASTS) < now


def test_the_jobs_mark_what_ended_by_the_clock_and_nothing_else(agent: Any) -> None:
    now = NOW + 13 * HOUR
    idle, old, good = _made(agent, NOW + 6 * HOUR, NOW + 7 * HOUR), _made(agent, NOW, now), _made(agent, now, now)
    jobs.end_by_clock(LASTS, now)
    assert {one.key_hash: (one.ended_at, one.ended_why) for one in SignIn.select()} == {
        hash_of(idle): (NOW + 11 * HOUR, SignInEnd.IDLE), hash_of(old): (NOW + 12 * HOUR, SignInEnd.LONG),
        hash_of(good): (None, ""),
    }  # fmt: skip


def test_what_is_long_over_is_deleted(agent: Any) -> None:
    _made(agent, NOW, NOW)
    jobs.end_by_clock(LASTS, NOW + 13 * HOUR)
    end = NOW + 4 * HOUR
    jobs.purge(end + KEPT)
    assert SignIn.select().count() == 1
    jobs.purge(end + KEPT + HOUR)
    assert SignIn.select().count() == 0


def test_the_row_does_not_hold_the_id_and_two_ids_differ(agent: Any) -> None:
    one, other = _made(agent, NOW, NOW), _made(agent, NOW, NOW)
    assert (len(one), one != other) == (32, True)
    kept = str(list(SignIn.select().dicts()))
    assert (one in kept, other in kept) == (False, False)
    found = sign_ins.of_key(one, LASTS, now=NOW)
    assert found is not None
    assert (found.person, found.end) == (agent.id, None)
    assert sign_ins.of_key(hash_of(one), LASTS, now=NOW) is None


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/128.0.0.0 Safari/537.36 Edg/128.0.1", "Edge 128 · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0", "Firefox 115 · Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0.4", "WeChat 8 · iPhone"),
        ("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "Internet Explorer 11 · Windows"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_in_a_few_words(said: str, named: str) -> None:
    assert browser_of(said) == named


@given(st.text())
def test_whatever_a_browser_says_is_short_and_printable(said: str) -> None:
    named = browser_of(said)
    assert len(named) <= BROWSER_MOST
    assert named.isprintable()
