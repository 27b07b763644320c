"""The inbox page by page: who turns the pages meets every ticket exactly once, whatever burns at the same moment."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline import rows
from hotline.people.reads.scope import Scope
from hotline.store.database import database
from hotline.tickets.reads import inbox
from hotline.tickets.reads.inbox import InboxFilter
from hotline.tickets.rules.life import OPEN_STATES
from hotline.words import Light
from tests.builders import NOW, new_person, new_ticket
from tests.effort import often

pytestmark = pytest.mark.unit
MOMENTS = st.lists(st.sampled_from([None, 0, 0, 0, 1, 2]), max_size=14)  # hours from now; many at once; None: it stands
STATES = tuple(sorted(OPEN_STATES))
EVERY = InboxFilter(), InboxFilter(states=STATES)
QUICK = settings(max_examples=often(20, 60))


def at(hours: int | None) -> dt.datetime | None:
    return None if hours is None else NOW + dt.timedelta(hours=hours)


def turned(wanted: InboxFilter, size: int) -> list[tuple[str, dt.datetime | None]]:
    """All pages in a row, as (number, burns at)."""
    found, after = [], ""
    for _ in range(40):
        page = inbox.page(wanted, Scope(), now=NOW, numbers=True, after=after, size=size)
        assert len(page.rows) == size or not page.next
        found += [(line.number, line.burns_at) for line in page.rows]
        after = page.next
        if not after:
            return found
    raise AssertionError("the pages have no end")


@QUICK
@given(MOMENTS, st.integers(1, 16), st.sampled_from(EVERY))
def test_every_ticket_is_met_once_in_the_order_of_burning(
    head: Any, moments: list[int | None], size: int, wanted: InboxFilter
) -> None:
    with database.atomic() as example:
        clerk = new_person(site=head)
        made = [new_ticket(opened_by=clerk, burns_at=at(hours)) for hours in moments]
        order = sorted(made, key=lambda row: (row.burns_at is None, row.burns_at or NOW, row.id))
        assert turned(wanted, size) == [(row.number, row.burns_at) for row in order]
        example.rollback()


@QUICK
@given(st.lists(st.sampled_from([0, 0, 0, 1, 2]), max_size=14), st.integers(1, 16), st.booleans())
def test_every_visit_is_met_once(head: Any, hours: list[int], size: int, due: bool) -> None:
    with database.atomic() as example:
        clerk = new_person(site=head)
        made = []
        for n, hour in enumerate(hours):
            ticket = new_ticket(opened_by=clerk, state="visiting")
            made.append(rows.FollowUp.create(
                ticket=ticket, round=0, state="open", planned_at=NOW, next_at=at(hour), token=f"w{n}",
            ))  # fmt: skip
        now = NOW + dt.timedelta(hours=3) if due else NOW - dt.timedelta(hours=1)
        found, after = [], ""
        while True:
            page = inbox.follow_ups(Scope(), now=now, due=due, numbers=True, after=after, size=size)
            found += [follow_up for follow_up, *_ in page.rows]
            after = page.next
            if not after:
                break
        assert found == [row.id for row in sorted(made, key=lambda row: (row.next_at, row.id))]
        example.rollback()


@pytest.mark.parametrize(
    ("after", "lines"),
    [("x", 1), ("~", 1), ("1~x", 1), ("-1~3", 1), ("①~②", 1), ("1~99999999999999999999", 1), ("1~1", 1),
     ("99999999999999999~1", 0)],
)  # fmt: skip
def test_a_mark_that_somebody_made_up_is_the_beginning_or_the_end(head: Any, after: str, lines: int) -> None:
    new_ticket(opened_by=new_person(site=head), burns_at=NOW)
    assert len(inbox.page(InboxFilter(), Scope(), now=NOW, numbers=True, after=after).rows) == lines


def test_what_is_closed_between_two_pages_makes_none_be_missed(head: Any) -> None:
    clerk = new_person(site=head)
    made = [new_ticket(opened_by=clerk, burns_at=NOW) for _ in range(6)]
    wanted = InboxFilter(states=STATES)
    first = inbox.page(wanted, Scope(), now=NOW, numbers=True, size=3)
    rows.Ticket.update(state="closed", burns_at=None).where(rows.Ticket.id.in_([made[0].id, made[2].id])).execute()
    rest = inbox.page(wanted, Scope(), now=NOW, numbers=True, size=3, after=first.next)
    assert [line.id for line in rest.rows] == [row.id for row in made[3:]]


WANTED = st.builds(
    InboxFilter, states=st.lists(st.sampled_from(STATES), unique=True, max_size=10).map(tuple),
    light=st.sampled_from([None, None, *Light]), urgent=st.booleans(), handler=st.sampled_from([None, None, None, 1]),
    requests=st.sampled_from([False, False, False, True]),
)  # fmt: skip
TICKETS = st.lists(
    st.tuples(st.sampled_from([*STATES, "closed"]), st.booleans(), st.sampled_from([None, -2, 0, 1, 9]), st.booleans()),
    max_size=12,
)


@QUICK
@given(TICKETS, st.lists(WANTED, max_size=4), st.booleans())
def test_what_is_counted_is_what_the_list_holds(
    head: Any, tickets: list[tuple[str, bool, int | None, bool]], panels: list[InboxFilter], of_site: bool
) -> None:
    """Each count is the length of its list, and of those over that of the red ones, however they are counted."""
    with database.atomic() as example:
        clerk, other = new_person(site=head), new_person()
        for state, urgent, hours, mine in tickets:
            burns = at(hours)
            new_ticket(
                opened_by=clerk if mine else other, state=state, urgent=urgent, burns_at=burns,
                yellow_at=None if burns is None else burns - dt.timedelta(hours=3),
            )  # fmt: skip
        scope = Scope(site=head.id) if of_site else Scope()
        lists = [inbox.page(panel, scope, now=NOW, numbers=True, size=99).rows for panel in panels]
        told = [(len(rows), sum(row.light is Light.RED for row in rows)) for rows in lists]
        assert inbox.counts(panels, scope, now=NOW) == told
        example.rollback()
