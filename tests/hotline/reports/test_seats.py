"""Seats that a load of calls needs: published values, laws that hold for every load, and a world made by hand."""

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hotline import rows
from hotline.clock import CHINA
from hotline.people.reads.scope import Scope
from hotline.reports.reads import seats as reads
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.seats import HALF_HOUR, Load, SeatTarget, answered_within, blocked, needed, rostered, waits
from hotline.words import Dimension, Outcome, Presence, Role
from tests.builders import new_call, new_line, new_person, new_site
from tests.effort import often

HUNDRED = Load(100, 180)  # 100 calls in half an hour, 180 s each: 10 erlangs
LOADS = some.builds(Load, some.floats(0.02, 400), some.floats(10, 900))
SEATS, SECONDS, PATIENCE = some.integers(1, 150), some.floats(0, 300), some.floats(10, 3600)


@pytest.mark.parametrize(
    ("seats", "waiting", "within_20"),
    [(11, 0.6821, 0.3896), (12, 0.4494, 0.6402), (13, 0.2853, 0.7956), (14, 0.1741, 0.8884), (15, 0.1020, 0.9415)],
)
def test_erlang_c_of_ten_erlangs(seats: int, waiting: float, within_20: float) -> None:
    """The worked example of call-centre textbooks (100 calls in 30 minutes, 3 minutes each: 14 agents give 88.8 %
    within 20 s); the chances of waiting are those of Kleinrock's formula for A = 10."""
    target = SeatTarget(0.8, 20)
    assert (round(waits(seats, 10), 4), round(answered_within(seats, HUNDRED, target), 4)) == (waiting, within_20)
    assert needed(HUNDRED, target) == 14


@pytest.mark.parametrize(
    ("seats", "erlangs", "lost"), [(1, 1, 0.5), (2, 1, 0.2), (5, 3, 0.1101), (10, 5, 0.0184), (20, 12, 0.0098)]
)
def test_erlang_b_of_the_tables(seats: int, erlangs: float, lost: float) -> None:
    """Values of the published Erlang B table; 1 and 2 seats can be checked by hand."""
    assert round(blocked(seats, erlangs), 4) == lost


def test_what_a_target_asks_for() -> None:
    # 95 % within 15 s: 15 seats give 1 - 0.1020 e^(-5*15/180) = 0.9327, 16 give 1 - 0.0561 e^(-6*15/180) = 0.9660
    assert [needed(HUNDRED, SeatTarget(share, 15)) for share in (0.90, 0.95, 0.99)] == [15, 16, 18]
    assert (needed(Load(0, 180), SeatTarget(0.95, 15)), needed(Load(100, 0), SeatTarget(0.95, 15))) == (0, 0)
    assert (rostered(14, 0.3), rostered(14, 0), rostered(0, 0.5), rostered(7, 0.3)) == (20, 14, 0, 10)
    with pytest.raises(ValueError, match="more than 2000"):
        needed(Load(90_000, 900), SeatTarget(0.95, 15))


def by_the_chain(seats: int, load: Load, seconds: float, patience: float) -> float:
    """Erlang A the long way: the chances of the chain's states, and for each place in the queue the chance that it
    moves up to a seat in time, by uniformisation."""
    come, serve, leave = load.calls / HALF_HOUR, seats / load.handling, 1 / patience
    most = 120
    state = [1.0]
    for k in range(1, seats + most):
        state.append(state[-1] * come / (min(k, seats) / load.handling + max(0, k - seats) * leave))
    sum_ = sum(state)
    rate = serve + (most + 1) * leave
    at = [0.0] * most  # at[j]: the chance to have been seated of one who has j before him, after so many events
    found, weight, event = [0.0] * most, math.exp(-rate * seconds), 0
    while event < 20 or event < rate * seconds * 3 + 40:
        found = [f + weight * a for f, a in zip(found, at, strict=True)]
        moves = [((serve + j * leave) / rate, leave / rate) for j in range(most)]
        at = [up * (at[j - 1] if j else 1.0) + (1 - up - gone) * at[j] for j, (up, gone) in enumerate(moves)]
        event += 1
        weight *= rate * seconds / event
    return (sum(state[:seats]) + sum(p * f for p, f in zip(state[seats:], found, strict=True))) / sum_


@pytest.mark.parametrize(
    ("seats", "load", "seconds", "patience"),
    [(11, HUNDRED, 20, 180), (8, HUNDRED, 20, 60), (12, HUNDRED, 40, 300), (3, Load(5, 300), 15, 30),
     (1, Load(9, 200), 60, 90)],
)  # fmt: skip
def test_erlang_a_is_the_chain_solved_directly(seats: int, load: Load, seconds: float, patience: float) -> None:
    got = answered_within(seats, load, SeatTarget(0.8, seconds, patience))
    assert got == pytest.approx(by_the_chain(seats, load, seconds, patience), abs=2e-5)


@given(LOADS, SEATS, SECONDS, some.none() | PATIENCE)
@settings(max_examples=often(60, 2000), deadline=None)
def test_more_seats_are_never_worse_and_shares_are_shares(
    load: Load, seats: int, seconds: float, patience: float | None
) -> None:
    target = SeatTarget(0.8, seconds, patience)
    one, more = (answered_within(n, load, target) for n in (seats, seats + 1))
    assert 0.0 <= one <= more + 1e-5
    assert more <= 1.0


@given(LOADS, some.integers(1, 30), SECONDS)
@settings(max_examples=often(30, 1000), deadline=None)
def test_with_endless_patience_erlang_a_is_erlang_c(load: Load, spare: int, seconds: float) -> None:
    seats = math.ceil(load.erlangs * 1.02) + spare
    plain = answered_within(seats, load, SeatTarget(0.8, seconds))
    assert answered_within(seats, load, SeatTarget(0.8, seconds, math.inf)) == plain
    assert answered_within(seats, load, SeatTarget(0.8, seconds, 1e9)) == pytest.approx(plain, abs=1e-4)


@given(LOADS, some.floats(0.5, 0.99), some.floats(0, 120), some.none() | some.floats(30, 1200))
@settings(max_examples=often(40, 1000), deadline=None)
def test_the_seats_found_are_the_fewest_that_reach_it(
    load: Load, share: float, seconds: float, patience: float | None
) -> None:
    target = SeatTarget(share, seconds, patience)
    seats = needed(load, target)
    assert answered_within(seats, load, target) >= share > answered_within(seats - 1, load, target)


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


def test_a_span_is_cut_at_half_hours_of_china() -> None:
    # Friday the 20th 23:50 to Saturday 00:40: 10 minutes, 30 and 10
    assert list(reads.half_hours(at(20, 23, 50), at(21, 0, 40))) == [
        ((5, 47), 600.0),
        ((6, 0), 1800.0),
        ((6, 1), 600.0),
    ]
    assert list(reads.half_hours(at(20, 9), at(20, 9))) == []


@given(some.integers(0, 10**6), some.integers(0, 200_000))
def test_the_pieces_of_a_span_are_the_span(begin: int, length: int) -> None:
    first = at(1, 0) + dt.timedelta(seconds=begin)
    pieces = list(reads.half_hours(first, first + dt.timedelta(seconds=length)))
    assert sum(seconds for _slot, seconds in pieces) == pytest.approx(length)
    assert all(0 < seconds <= 1800 for _slot, seconds in pieces)


@pytest.fixture
def fortnight(db: Any) -> dict[str, Any]:
    """Two weeks, the 2nd to the 15th: six calls on Mondays at nine, all talked 240 s but one that gave up."""
    line, agent = new_line(), new_person(role=Role.AGENT)
    for n, (day, minute) in enumerate([(2, 0), (2, 10), (2, 29), (9, 1), (9, 2), (9, 29)]):
        talked = n != 5
        new_call(
            at=at(day, 9, minute), queued_at=at(day, 9, minute), line=line.code, agent=agent if talked else None,
            outcome=(Outcome.TALKED if talked else Outcome.ABANDONED_QUEUE).value, wait_seconds=5.0,
            talking_at=at(day, 9, minute) if talked else None, talk_seconds=240.0 if talked else None,
        )  # fmt: skip
    new_call(at=at(9, 9), outcome=Outcome.SELF_SERVED.value, line=line.code)  # asked for nobody
    new_call(at=at(16, 9), queued_at=at(16, 9), outcome=Outcome.TALKED.value, line=line.code)  # this week: not whole
    changes = [(2, 8, 45, Presence.READY), (2, 9, 15, Presence.WRAP_UP), (2, 9, 20, Presence.AWAY),
               (2, 9, 45, Presence.OFF)]  # fmt: skip
    for n, (day, hour, minute, new) in enumerate(changes):
        rows.PresenceChange.create(
            uid=f"u{n}", person=agent, at=at(day, hour, minute), old="off", new=new.value, reason="by_hand", by="x"
        )
    return {"line": line, "agent": agent}


def planned(**where: str) -> Any:
    period = reads.weeks_before(dt.date(2026, 11, 18), 2)
    asked = FigureScope(period, Scope(), at(18, 12))
    target = SeatTarget(0.95, 15)
    return reads.plan(asked, target, shrinkage=0.3, where={Dimension(name): key for name, key in where.items()})


def test_seats_of_a_world_made_by_hand(fortnight: Any) -> None:
    got = planned()
    assert (got.period.first, got.period.last) == (dt.date(2026, 11, 2), dt.date(2026, 11, 15))
    assert (got.talk, got.wrap_up, got.handling) == (240.0, pytest.approx(60.0), pytest.approx(300.0))  # 300 s over 5
    slots = {
        slot: (one.calls, one.sit, one.rostered, round(one.on_duty, 3), one.short) for slot, one in got.slots.items()
    }
    # nine: 6 calls in two weeks = 3 a half hour x 300 s = 0.5 erlang. Two seats: C = 0.1, within 15 s
    # 1 - 0.1 e^(-1.5*15/300) = 0.907; three: 0.0152 -> 0.987. With 30 % shrinkage 3 / 0.7 -> 5.
    # on duty: 15 of 30 minutes (8:45), 30 (9:00) and 15 (9:30) in one of two weeks
    assert slots == {(1, 17): (0, 0, 0, 0.25, False), (1, 18): (6, 3, 5, 0.5, True), (1, 19): (0, 0, 0, 0.25, False)}


def test_a_line_has_no_duty_and_another_site_has_neither(fortnight: Any) -> None:
    of_line = planned(line=fortnight["line"].code)
    assert {slot: (one.calls, one.on_duty, one.short) for slot, one in of_line.slots.items()} == {
        (1, 18): (6, None, False)
    }
    other = new_site(code="branch", name="分院")
    assert (planned(site=str(other.id)).slots, planned(site=str(other.id)).handling) == ({}, None)
