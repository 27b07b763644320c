"""Calls as lists: pages, filters, whose they are; one call with its facts."""

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hotline.calls.reads import calls, listed
from hotline.calls.reads.listed import CallFilter, CallSort
from hotline.calls.rows import Call
from hotline.people.reads.scope import Scope
from hotline.store.paging import mark, unmark
from hotline.tickets.reads import tickets
from hotline.words import Fact, Outcome
from tests.builders import NOW, fact, new_call, new_line, new_ticket
from tests.effort import often
from tests.there import there

pytestmark = pytest.mark.unit
ALL = Scope()


def _ids(page):
    return [row.id for row in page.rows]


@pytest.mark.parametrize("count", [0, 1, 3, 4, 7])
def test_pages_give_every_call_once_newest_first(db, count):
    """Two and two share a moment: the key of a page is moment and id."""
    made = [new_call(at=NOW + dt.timedelta(seconds=n // 2)).id for n in range(count)]
    seen, after = [], ""
    while True:
        page = listed.page(CallFilter(), ALL, after=after, size=3)
        seen += _ids(page)
        after = page.next
        if not after:
            break
    assert seen == sorted(made, reverse=True)


@settings(max_examples=often(20, 300))
@example(lengths=[99999.998, 99999.997], sort=CallSort.WAITED, size=1)
@given(
    lengths=st.lists(
        st.one_of(
            st.none(),
            st.sampled_from([0.0, 0.1, 12.345678901234567, 60.0]),
            st.integers(0, 10**8).map(lambda n: n / 1000),
        )
    ),
    sort=st.sampled_from(list(CallSort)),
    size=st.integers(1, 4),
)
def test_pages_give_every_call_once_in_every_order(db, lengths, sort, size):
    Call.delete().execute()
    made = [
        new_call(at=NOW + dt.timedelta(seconds=n // 2), wait_seconds=length, talk_seconds=length)
        for n, length in enumerate(lengths)
    ]
    seen, after = [], ""
    while True:
        page = listed.page(CallFilter(), ALL, sort=sort, after=after, size=size)
        seen += _ids(page)
        after = page.next
        if not after:
            break
    by_time = sorted(made, key=lambda call: (call.arrived_at, call.id), reverse=sort is not CallSort.OLDEST)
    kept = {row.id: row.talk_seconds or 0.0 for row in Call.select()}  # PostgreSQL keeps fewer digits than were given
    by_length = sorted(made, key=lambda call: (kept[call.id], call.id), reverse=True)
    expected = by_time if sort in (CallSort.NEWEST, CallSort.OLDEST) else by_length
    assert seen == [call.id for call in expected]
    assert [row.id for row in listed.every(CallFilter(), ALL, sort=sort, most=3)] == seen[:3]


@pytest.mark.parametrize("sort", list(CallSort))
@pytest.mark.parametrize("word", ["nan~a", "~a", "1.5", "x~y", "１~a", "\x00", "nobody"])
def test_a_mark_that_is_none_is_the_first_page_in_every_order(db, sort, word):
    call = new_call()
    assert _ids(listed.page(CallFilter(), ALL, sort=sort, after=word)) == [call.id]


@pytest.mark.parametrize("word", ["", "~", "x~y", "9" * 20 + "~a", "-5~a"])
def test_a_broken_page_mark_is_the_first_page(db, word):
    call = new_call()
    assert _ids(listed.page(CallFilter(), ALL, after=word)) == [call.id]


def test_a_page_mark_comes_back_whole():
    assert unmark(mark(NOW, "a~b")) == (NOW, "a~b")


def test_filters(agent, other_agent):
    new_line()
    one = new_call(number="13811112222", line="filing", agent=agent, outcome=Outcome.TALKED)
    two = new_call(number="13933334444", agent=other_agent, outcome=Outcome.NO_AGENT, at=NOW + dt.timedelta(days=1))
    for wanted, found in (
        (CallFilter(tail="2222"), [one.id]),
        (CallFilter(tail="%"), []),
        (CallFilter(agent=other_agent.id), [two.id]),
        (CallFilter(line="filing"), [one.id]),
        (CallFilter(outcome="no_agent"), [two.id]),
        (CallFilter(since=NOW + dt.timedelta(hours=1)), [two.id]),
        (CallFilter(before=NOW + dt.timedelta(hours=1)), [one.id]),
    ):
        assert _ids(listed.page(wanted, ALL)) == found
    assert there(calls.one(one.id, ALL)).line == "立案咨询"
    assert there(calls.one(two.id, ALL)).agent_name == "李东"


def test_an_agent_sees_own_calls_and_a_site_its_lines_and_agents(agent, other_agent, branch):
    new_line(code="east_line", site=branch)
    mine, theirs = new_call(agent=agent), new_call(agent=other_agent)
    waiting, nobody = new_call(line="east_line"), new_call()
    assert _ids(listed.page(CallFilter(), Scope(person=agent.id))) == [mine.id]
    assert set(_ids(listed.page(CallFilter(), Scope(site=branch.id)))) == {theirs.id, waiting.id}
    assert len(_ids(listed.page(CallFilter(), ALL))) == 4
    assert calls.one(nobody.id, Scope(person=agent.id)) is None


def test_the_facts_of_a_call_count_from_its_arrival(db):
    call = new_call()
    fact(call, 1, Fact.ARRIVED, after=0)
    fact(call, 2, Fact.KEY, after=2.5, key="1")
    assert [(m.after, m.kind, m.data) for m in calls.moments(call.id)] == [
        (0.0, Fact.ARRIVED, {}),
        (2.5, Fact.KEY, {"key": "1"}),
    ]


def test_one_ticket_for_who_may_see_it(agent, other_agent):
    other = new_ticket(opened_by=other_agent, kind="complaint").number
    assert there(tickets.one(other, Scope(site=other_agent.site_id))).number == other
    assert tickets.one(other, Scope(person=agent.id)) is None
