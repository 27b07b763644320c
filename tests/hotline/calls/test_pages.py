"""Whose page is lost: the rule, the round that sets people away, who is exempt."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.calls.jobs.pages import FRESH, PageWatch
from hotline.calls.orders.claim import claim, finish
from hotline.calls.rules.order_kinds import SetPresence
from hotline.calls.rules.pages import lost
from hotline.calls.verbs.pages import seen, set_exempt
from hotline.ports import Refused
from hotline.rows import AgentPage, Audit
from hotline.store.heartbeat import beat
from hotline.words import Part, Presence, Reason
from tests.builders import NOW, stand
from tests.effort import often

pytestmark = pytest.mark.unit
MOST = dt.timedelta(seconds=60)
SECOND = dt.timedelta(seconds=1)
MOMENTS = st.integers(-7200, 0).map(lambda n: NOW + n * SECOND)
BY: dict[str, Any] = {"by": "administrator", "now": NOW, "client_ip": ""}


@settings(max_examples=often(200, 3000))
@given(ready=MOMENTS, page=MOMENTS, judged=MOMENTS, later=st.integers(0, 600))
def test_a_page_is_lost_only_when_nothing_happened_for_longer_than_the_limit(
    ready: dt.datetime, page: dt.datetime, judged: dt.datetime, later: int
) -> None:
    def at(now: dt.datetime, page: dt.datetime = page) -> bool:
        return lost(now, ready_since=ready, seen_at=page, judged_since=judged, most=MOST)

    recent = any(NOW - one <= MOST for one in (ready, page, judged))
    assert at(NOW) is not recent  # a page that was just seen, a state that is new, a web that is back: never lost
    assert not at(NOW, page=NOW - MOST)
    assert not at(NOW) or at(NOW + later * SECOND)  # it does not come back by waiting


def _rounds(watch: PageWatch, seconds: int, *, begin: dt.datetime = NOW, web: bool = True) -> list[int]:
    """Rounds of the jobs, two seconds apart."""
    gone = []
    for n in range(0, seconds, 2):
        now = begin + n * SECOND
        if web:
            beat(Part.WEB, now=now)
        gone += watch.look(now, MOST)
    return gone


def _orders() -> list[tuple[int, Any]]:
    return [(one.person, one.command) for one in claim(claimant="t", now=NOW + 70 * SECOND)]


def test_a_ready_agent_whose_page_is_lost_is_set_away_once(agent: Any) -> None:
    stand(agent, Presence.READY)
    seen({agent.id: NOW})
    watch = PageWatch()
    assert _rounds(watch, 60) == []
    assert _rounds(watch, 10, begin=NOW + 60 * SECOND) == [agent.id]  # and not again while the order waits
    assert _orders() == [(agent.id, SetPresence(Presence.AWAY, Reason.PAGE_LOST))]


def test_a_page_that_shows_itself_is_not_lost(agent: Any) -> None:
    stand(agent, Presence.READY)
    watch = PageWatch()
    for n in range(0, 300, 30):
        seen({agent.id: NOW + n * SECOND})
        assert _rounds(watch, 30, begin=NOW + n * SECOND) == []


@pytest.mark.parametrize("state", [state for state in Presence if state is not Presence.READY])
def test_only_who_is_ready_is_judged(agent: Any, state: Presence) -> None:
    stand(agent, state)
    seen({agent.id: NOW - dt.timedelta(hours=1)})
    assert _rounds(PageWatch(), 120) == []


def test_who_never_had_a_page_and_who_is_exempt_is_not_judged(agent: Any, other_agent: Any) -> None:
    for person in (agent, other_agent):
        stand(person, Presence.READY)
    assert set_exempt(agent.id, exempt=True, **BY)
    seen({agent.id: NOW})
    assert _rounds(PageWatch(), 120) == []
    assert set_exempt(agent.id, exempt=False, **BY)
    assert not set_exempt(agent.id, exempt=False, **BY)
    assert _rounds(PageWatch(), 120) == [agent.id]
    assert [(row.act, row.data) for row in Audit.select()] == [
        ("edit_person", {"without_page": True}), ("edit_person", {"without_page": False}),
    ]  # fmt: skip


def test_a_pause_of_the_web_or_of_the_jobs_is_nobodys_fault(agent: Any) -> None:
    stand(agent, Presence.READY)
    seen({agent.id: NOW})
    watch = PageWatch()
    _rounds(watch, 30)
    assert _rounds(watch, 200, begin=NOW + 30 * SECOND, web=False) == []
    assert _rounds(watch, 50, begin=NOW + 230 * SECOND) == []  # the web is back: pages have their minute
    assert _rounds(watch, 40, begin=NOW + dt.timedelta(hours=2)) == []  # so they have after a pause of the jobs
    assert _rounds(watch, 40, begin=NOW + dt.timedelta(hours=2, seconds=40)) == [agent.id]
    assert FRESH < MOST


def test_an_order_that_was_refused_is_placed_again(agent: Any) -> None:
    stand(agent, Presence.READY)
    seen({agent.id: NOW})
    watch = PageWatch()
    assert _rounds(watch, 64) == [agent.id]
    [order] = claim(claimant="t", now=NOW)
    finish(order.id, now=NOW, refused="Your state does not allow this now")
    assert _rounds(watch, 4, begin=NOW + 64 * SECOND) == [agent.id]


def test_an_older_sight_changes_nothing_and_a_stranger_is_passed_over(agent: Any) -> None:
    seen({agent.id: NOW, 9999: NOW})
    seen({agent.id: NOW - SECOND})
    assert [(row.person_id, row.seen_at) for row in AgentPage.select()] == [(agent.id, NOW)]
    seen({})
    with pytest.raises(Refused):
        set_exempt(9999, exempt=True, **BY)
