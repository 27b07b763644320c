"""What is more than usual: the rule on steady and doubled worlds, and worlds made by hand with what must be found."""

import datetime as dt
import math
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hotline import rows
from hotline.clock import CHINA
from hotline.people.reads.scope import Scope
from hotline.reports.reads import drill, figures, rising
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.periods import Period, period_of
from hotline.reports.rules.rising import compared_with, judged, last_whole
from hotline.words import Dimension, PeriodKind, Role, TicketState
from tests.builders import new_person, new_ticket, new_units
from tests.effort import often

WEEK = period_of(PeriodKind.WEEK, dt.date(2026, 11, 16))  # Monday the 16th to Sunday the 22nd
LONG_AGO = dt.date(2000, 1, 1)


def poisson(rng: random.Random, mean: float) -> int:
    """Knuth's draw."""
    count, left = 0, rng.random()
    while left > math.exp(-mean):
        left *= rng.random()
        count += 1
    return count


def test_the_limit_worked_out_by_hand() -> None:
    # mean 10, spread below the mean, so dispersion 1; n = 6: width = 2/3 sqrt((1 + 1/6) / 10) = 0.22771
    # limit = 10 (1 + 0.22771 * 2.32635)^1.5 = 10 * 1.52974^1.5 = 18.920; of 20: (2^(2/3) - 1) / 0.22771 = 2.5796
    got = judged(20, [10, 9, 11, 10, 8, 12], chance=0.01, least=5)
    assert got is not None
    assert (got.expected, round(got.limit, 2), round(got.chance, 4)) == (10.0, 18.92, 0.0049)
    assert judged(18, [10, 9, 11, 10, 8, 12], chance=0.01, least=5) is None


def test_few_tickets_and_a_short_past_say_nothing() -> None:
    assert judged(4, [0] * 20, chance=0.05, least=5) is None
    assert judged(50, [1] * 5, chance=0.05, least=5) is None
    new = judged(5, [0] * 20, chance=0.001, least=5)
    assert new is not None
    assert new.expected == 0.0


@given(some.integers(0, 10**6), some.sampled_from([0.05, 0.01]), some.sampled_from([8.0, 20.0, 40.0]))
@settings(max_examples=often(8, 60))
def test_a_steady_world_alarms_as_often_as_the_threshold_says_and_a_doubled_topic_is_found(
    seed: int, chance: float, mean: float
) -> None:
    rng, worlds = random.Random(seed), 800
    pasts = [[poisson(rng, mean) for _ in range(27)] for _ in range(worlds)]
    alarms = sum(judged(poisson(rng, mean), past, chance=chance, least=2) is not None for past in pasts)
    # the dispersion is never below 1, so it alarms at most as often, and not under a quarter of it; four deviations off
    slack = 4 * math.sqrt(worlds * chance)
    assert worlds * chance * 0.25 - slack <= alarms <= worlds * chance * 1.15 + slack
    tripled = sum(judged(poisson(rng, 3 * mean), past, chance=chance, least=2) is not None for past in pasts[:200])
    assert tripled >= 0.85 * 200
    if mean >= 20.0:
        doubled = sum(judged(poisson(rng, 2 * mean), past, chance=chance, least=2) is not None for past in pasts[:200])
        assert doubled >= (0.9 if chance == 0.05 else 0.75) * 200


@given(some.lists(some.integers(0, 500), min_size=6, max_size=30), some.integers(0, 2000))
def test_an_alarm_is_above_its_limit_and_less_likely_than_the_threshold(past: list[int], seen: int) -> None:
    got = judged(seen, past, chance=0.01, least=5)
    if got is not None:
        assert (seen > got.limit > got.expected, 0 <= got.chance <= 0.01) == (True, True)
        assert judged(seen + 1, past, chance=0.01, least=5) is not None


def test_with_what_a_week_is_compared() -> None:
    got = compared_with(WEEK, LONG_AGO)
    # twelve weeks from two weeks before back, and five weeks in each of three years, 364 days apart
    recent = [WEEK.first - dt.timedelta(weeks=n) for n in range(2, 14)]
    seasons = [WEEK.first - dt.timedelta(days=364 * year + 7 * n) for year in (1, 2, 3) for n in range(-2, 3)]
    assert [one.first for one in got] == sorted(recent + seasons)
    assert [one.first for one in compared_with(WEEK, dt.date(2026, 10, 1))] == [
        dt.date(2026, 10, 5) + dt.timedelta(weeks=n) for n in range(5)
    ]


@given(some.dates(dt.date(2010, 1, 1), dt.date(2090, 1, 1)), some.sampled_from([PeriodKind.WEEK, PeriodKind.MONTH]))
def test_all_of_the_past_is_past_and_of_the_same_kind(day: dt.date, kind: PeriodKind) -> None:
    period = period_of(kind, day)
    got = compared_with(period, LONG_AGO)
    assert all(one == period_of(kind, one.first) and one.last < period.first for one in got)
    assert len({one.first for one in got}) == len(got) >= 22
    assert last_whole(kind, day).last < day


def asked(period: Period = WEEK, **scope: Any) -> FigureScope:
    return FigureScope(period, Scope(**scope), dt.datetime(2027, 1, 1, tzinfo=CHINA))


@pytest.fixture
def town(db: Any) -> dict[str, Any]:
    """Twenty weeks with two tickets a week about pay; in the chosen week nine about pay below work, eight of them in
    the north; and a confidential one, a merged one and one of another week, which count nowhere."""
    agent, units = new_person(role=Role.AGENT), new_units()
    work = rows.Entry.create(kind="topic", code="01", zh="劳动", en="Work", place=1)
    pay = rows.Entry.create(kind="topic", code="0101", zh="欠薪", en="Pay", place=2, parent=work)
    north = rows.Entry.create(kind="place", code="n", zh="城北", en="North", place=1)
    monday = dt.datetime(2026, 11, 16, 9, tzinfo=CHINA)
    for n in range(1, 21):
        for _ in range(2):
            new_ticket(opened_by=agent, at=monday - dt.timedelta(weeks=n), topic=pay, unit=units["civil"])
    for n in range(9):
        caller = "13800000001" if n < 3 else f"1380000001{n}"
        place = north if n < 8 else None
        new_ticket(opened_by=agent, at=monday, topic=pay, place=place, caller_number=caller, unit=units["civil"])
    kept = {"opened_by": agent, "topic": pay, "place": north, "caller_number": "13800000001", "unit": units["civil"]}
    new_ticket(at=monday, confidential=True, **kept)
    new_ticket(at=monday, state=TicketState.MERGED, **kept)
    new_ticket(at=monday + dt.timedelta(days=7), **kept)
    return {"agent": agent, "work": work, "pay": pay, "north": north, "civil": units["civil"]}


def test_a_matter_of_many_persons_is_found_though_nobody_said_where(town: Any) -> None:
    at = dt.datetime(2026, 11, 18, 9, tzinfo=CHINA)
    for n in range(6):
        new_ticket(opened_by=town["agent"], at=at, topic=town["work"], caller_number=f"1391000000{n}")
    found = [one for one in rising.matters(asked(), least=6) if one.place == "none"]
    assert [(one.topic, one.tickets, one.persons) for one in found] == [(str(town["work"].id), 7, 7)]  # one about pay


def test_what_rises_in_a_world_made_by_hand(town: Any) -> None:
    got = rising.rising(asked(), chance=0.01, least=5)
    # compared with the twelve weeks before the last: two tickets in each; nine now. The unit above civil rises with it.
    told = {(hit.by, hit.key): (hit.alarm.seen, hit.alarm.expected) for hit in got.hits}
    assert told[Dimension.TOPIC, str(town["pay"].id)] == told[Dimension.TOPIC, str(town["work"].id)] == (9, 2.0)
    assert told[Dimension.PLACE, str(town["north"].id)] == (8, 0.0)
    assert told[Dimension.UNIT, str(town["civil"].id)] == (9, 2.0)
    assert (got.compared, [len(ones) for _period, ones in got.past]) == (12, [0] * 12)
    for hit in got.hits:  # the rows are as many
        assert drill.count(rising.OPENED.rows, rising.OPENED.counts, asked(), where={hit.by: hit.key}) == hit.alarm.seen


def test_past_hits_are_what_the_method_would_have_said(town: Any) -> None:
    next_month = period_of(PeriodKind.WEEK, dt.date(2026, 12, 7))
    got = rising.rising(asked(next_month), chance=0.01, least=5)
    assert (list(got.hits), [one.first for one, hits in got.past if hits]) == ([], [WEEK.first])


def test_a_house_without_a_past_says_nothing(db: Any) -> None:
    got = rising.rising(asked(), chance=0.01, least=5)
    assert (list(got.hits), got.looked_at, got.compared) == ([], 0, 0)


def test_many_persons_and_one_person_many_times(town: Any) -> None:
    # eight tickets in the north: three of one telephone and five of five others
    assert rising.matters(asked(), least=6) == [rising.SharedMatter(str(town["pay"].id), str(town["north"].id), 8, 6)]
    assert rising.matters(asked(), least=7) == []
    at = dt.datetime(2026, 11, 17, 9, tzinfo=CHINA)
    for n in range(6):  # six more of the subject above, one of them without a number: each line says what its rows say
        number = f"1390000000{n}" if n else ""
        new_ticket(opened_by=town["agent"], at=at, topic=town["work"], place=town["north"], caller_number=number)
    assert rising.matters(asked(), least=5) == [
        rising.SharedMatter(str(town["pay"].id), str(town["north"].id), 8, 6),
        rising.SharedMatter(str(town["work"].id), str(town["north"].id), 14, 11),
    ]
    [one] = rising.repeaters(asked(), least=3)
    assert (one.number, one.tickets, rising.repeaters(asked(), least=4)) == ("13800000001", 3, [])
    wanted = rising.of_same_caller(one.ticket, asked())
    assert wanted is not None
    assert drill.count(rising.OPENED.rows, wanted, asked(), where={}) == 3
    secret = rows.Ticket.get(rows.Ticket.confidential == True).number  # noqa: E712
    assert (rising.of_same_caller(secret, asked()), rising.of_same_caller("x' OR 1=1 --", asked())) == (None, None)
    assert rising.repeaters(asked(site=town["agent"].site_id + 1), least=2) == []


def test_disputes_and_what_comes_back(town: Any) -> None:
    tickets = list(rows.Ticket.select().where(rows.Ticket.place == town["north"]).order_by(rows.Ticket.id))[:8]
    at = tickets[0].opened_at
    for ticket, state, level in (
        (tickets[0], "found", "low"), (tickets[0], "confirmed", "high"), (tickets[1], "dismissed", "high"),
        (tickets[1], "found", "medium"), (tickets[2], "dismissed", "low"),
    ):  # fmt: skip
        rows.Dispute.create(ticket=ticket, state=state, level=level, at=at, rule="r", hits=[])
    for number, (ticket, event) in enumerate(
        [(tickets[3], "visit_refuse"), (tickets[3], "visit_refuse"), (tickets[4], "visit_refuse"), (tickets[4], "note")]
    ):
        rows.TicketStep.create(ticket=ticket, number=number + 1, event=event, old="x", new="x", at=at, by="x")
    rows.Ticket.update(round=2).where(rows.Ticket.id == tickets[5].id).execute()
    rows.Ticket.update(round=1).where(rows.Ticket.id == tickets[4].id).execute()
    names = ("dispute_high", "dispute_medium", "dispute_low", "refused_twice", "redone_twice")
    # the first has a light and a grave one: it counts once, as grave; the third's was dismissed
    found = figures.read([FIGURES[name] for name in names], asked())[0].values
    assert {name: found[name].tally.counted for name in names} == {
        "dispute_high": 1, "dispute_medium": 1, "dispute_low": 0, "refused_twice": 1, "redone_twice": 1,
    }  # fmt: skip
