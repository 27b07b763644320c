"""Random histories of tickets: counted again the rows are the same, their sum is the score, periods add up."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline import rows
from hotline.assessment.reads import counted, histories, scores
from hotline.assessment.rules.events import CountedEvent, days_late, events
from hotline.assessment.rules.points import ASSESSED, PointRule, RuleVersion, UnitSize, priced, sums, weighted
from hotline.assessment.rules.shares import wilson
from hotline.assessment.verbs import counting
from hotline.clock import day_bounds
from hotline.ports import Refused
from hotline.store.database import database
from hotline.words import PointEvent, PointKind
from hotline.workdays.rules.calendar import Calendar
from tests.builders import NOW
from tests.effort import often
from tests.hotline.assessment.court import RULES, ruled
from tests.hotline.tickets.random_day import LEADS, TRIES, Day, Try
from tests.hotline.tickets.town import china

pytestmark = pytest.mark.unit
DAYS = st.lists(TRIES, min_size=5, max_size=40)


@contextmanager
def played(tries: list[Try]) -> Iterator[Day]:
    """A day of tickets led to every place and tried at random; everything is taken back."""
    with database.atomic() as turn:
        ruled()
        day = Day()
        for line in LEADS:
            day.lead(line)
        for one in tries:
            with suppress(Refused):
                day.carry_out(one)
        yield day
        turn.rollback()


@settings(max_examples=often(8, 200))
@given(tries=DAYS, later=st.integers(1, 40))
def test_the_same_histories_give_the_same_rows_and_the_rows_give_the_scores(
    head: Any, tries: list[Try], later: int
) -> None:
    with played(tries) as day:
        now = day.now + dt.timedelta(days=later)
        period = counting.begin_one(head.id, dt.date(2026, 11, 20))
        assert period is not None
        counting.recount(period, now)
        first = [one.__data__ for one in rows.AssessmentPoint.select().order_by(rows.AssessmentPoint.id)]
        counting.recount(period, now)
        assert [one.__data__ for one in rows.AssessmentPoint.select().order_by(rows.AssessmentPoint.id)] == first
        sealed = {one.id for one in rows.Ticket.select().where(rows.Ticket.confidential)}
        children = {one.id for one in rows.Ticket.select().where(rows.Ticket.state == "merged")}
        assert not {one["ticket"] for one in first} & (sealed | children)
        plain: dict[int, int] = {}  # a second count in another way
        for one in first:
            plain[one["unit"]] = plain.get(one["unit"], 0) + one["points"]
        view = scores.period(period.id)
        assert view is not None
        for shown in scores.scores(view):
            wanted = RULES.base + plain[shown.unit] if shown.unit in plain else shown.score
            assert shown.score in (wanted, None)
            assert shown.score is not None or shown.unit not in plain
            assert sum(points for _n, points in scores.by_event(period.id, shown.unit).values()) == plain.get(
                shown.unit, 0
            )


@settings(max_examples=often(6, 100))
@given(tries=DAYS, cut=st.integers(0, 12))
def test_a_time_cut_in_two_gives_each_day_late_once(head: Any, tries: list[Try], cut: int) -> None:
    """Without free ones, limits and a dear first day, what is taken off in two halves is what is taken off in both."""
    flat = {event: PointRule(points=100, more=100) for event in PointEvent}
    with played(tries) as day:
        end = day.now + dt.timedelta(days=20)
        begin, middle = NOW - dt.timedelta(days=1), day_bounds((NOW + dt.timedelta(days=cut)).date())[0]
        version = (RuleVersion(1, dt.date(2020, 1, 1), RULES.__class__(rules=flat)),)
        sizes = {unit: UnitSize(kind) for unit, kind in counted.kinds_of(head.id).items()}
        found = list(histories.within(head.id, begin, end))

        def lost(since: dt.datetime, until: dt.datetime) -> dict[int, int]:
            made = [one for history in found for one in events(history, since, until, Calendar())]
            return sums(priced(made, version, sizes))

        both, one, other = lost(begin, end), lost(begin, middle), lost(middle, end)
        assert both == {unit: one.get(unit, 0) + other.get(unit, 0) for unit in {*one, *other}}


@given(days=st.integers(-3, 60))
def test_days_late_never_shrink(days: int) -> None:
    due = china("2026-11-25")
    at = due + dt.timedelta(days=days)
    now, later = days_late(Calendar(), due, at), days_late(Calendar(), due, at + dt.timedelta(days=1))
    assert (now == 0) == (at <= due)
    assert now <= later <= max(1, now + 1)


@given(of=st.integers(1, 5000), part=st.floats(0, 1))
def test_an_interval_holds_its_share(of: int, part: float) -> None:
    good = round(of * part)
    found = wilson(good, of)
    assert found is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
    wider = wilson(good, of, 3.0)
    assert wider is not None
    assert wider.low <= found.low <= found.high <= wider.high


def test_known_intervals() -> None:
    """Of R. G. Newcombe, Statistics in Medicine 17 (1998), 857."""
    for good, of, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)):
        found = wilson(good, of)
        assert found is not None
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert wilson(0, 0) is None
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)


@given(points=st.integers(-2000, 2000), percents=st.lists(st.integers(0, 300), max_size=2))
def test_weights_round_half_up(points: int, percents: list[int]) -> None:
    exact = points
    whole = 1
    for one in percents:
        exact, whole = exact * one, whole * 100
    found = weighted(points, percents)
    assert abs(found * whole - exact) * 2 <= whole


def test_a_hundred_rules_and_kinds_are_counted_alike() -> None:
    """As many versions as days: each event takes that of its own day."""
    versions = [
        RuleVersion(n, dt.date(2026, 1, 1) + dt.timedelta(days=n), RULES.__class__(
            rules={PointEvent.SENT_BACK: PointRule(points=n)}))
        for n in range(1, 101)
    ]  # fmt: skip
    new_year = china("2026-01-01", "12:00")
    made = [
        CountedEvent(PointEvent.SENT_BACK, 1, n, f"step:{n}", new_year + dt.timedelta(days=n))
        for n in range(1, 101)
    ]  # fmt: skip
    found = priced(made, versions, {1: UnitSize(next(iter(ASSESSED)))})
    assert [(one.version, one.points) for one in found] == [(n, -n) for n in range(1, 101)]
    assert {one.kind for one in found} == {PointKind.EVENT}
