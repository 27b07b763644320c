"""What a call takes of an agent's time: talk, hold and wrap-up, by hand and in random stories."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hotline import rows
from hotline.clock import CHINA
from hotline.people.reads.scope import Scope
from hotline.reports.reads import drill, figures
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.periods import Period
from hotline.store.database import database
from hotline.words import Dimension, Fact, Presence
from tests.builders import fact, new_call, new_line, new_person
from tests.effort import often

pytestmark = pytest.mark.unit
DAY = dt.date(2026, 11, 20)
MORNING = dt.datetime(2026, 11, 20, 9, tzinfo=CHINA)
LATE = dt.datetime(2026, 11, 20, 23, 59, tzinfo=CHINA)
ENDS = (Fact.RESUMED, Fact.RETURNED, Fact.CONSULTING, Fact.TALK_OVER, Fact.SCRIPT, Fact.TRANSFERRED, Fact.AGENT_LOST,
        Fact.ENDED)  # fmt: skip


def asked() -> FigureScope:
    return FigureScope(Period(DAY, DAY), Scope(), MORNING + dt.timedelta(days=2))


def value(name: str, **where: Any) -> float | None:
    return figures.one(FIGURES[name], asked(), where=where.get("where")).value


def turn(person: Any, at: dt.datetime, new: Presence, call: Any = None) -> None:
    rows.PresenceChange.create(
        uid=f"{person.id}-{at.isoformat()}", person=person, at=at, old="off", new=new.value, reason="by_hand", by="x",
        call=None if call is None else call.id,
    )  # fmt: skip


def talked(agent: Any, at: dt.datetime, *, talk: float | None, wrap_up: float | None, **more: Any) -> Any:
    """A call answered at once; `wrap_up` None: it is not over."""
    call = new_call(at=at, talking_at=at, talk_seconds=talk, agent=agent, **more)
    turn(agent, at, Presence.TALKING, call)
    over = at + dt.timedelta(seconds=talk or 0)
    turn(agent, over, Presence.WRAP_UP, call)
    if wrap_up is not None:
        turn(agent, over + dt.timedelta(seconds=wrap_up), Presence.READY)
    return call


def test_holds_and_wrap_ups_of_a_day(db: Any) -> None:
    line, agent, other, third = new_line(), new_person(), new_person(), new_person()
    held = talked(agent, MORNING, talk=100.0, wrap_up=30.0, line=line.code)
    for n, (after, kind) in enumerate([(20, Fact.HELD), (35, Fact.RESUMED), (60, Fact.HELD), (100, Fact.ENDED)], 1):
        fact(held, n, kind.value, after=after)
    talked(agent, LATE, talk=90.0, wrap_up=60.0)  # over midnight: all of it belongs to the call
    talked(third, MORNING, talk=50.0, wrap_up=None)
    asked_back = talked(other, MORNING + dt.timedelta(hours=1), talk=40.0, wrap_up=1.0)
    for n, (after, kind) in enumerate([(5, Fact.HELD), (15, Fact.CONSULTING), (30, Fact.RETURNED)], 1):
        fact(asked_back, n, kind.value, after=after)
    new_call(at=MORNING, talking_at=MORNING, agent=agent)  # talks still
    new_call(at=MORNING)  # talked to nobody
    new_call(at=MORNING, talking_at=MORNING, talk_seconds=9.0, agent=agent, direction="out")  # ours
    assert value("hold_time") == pytest.approx(15 + 40 + 10, abs=1e-3)
    assert value("average_handle") == pytest.approx((130 + 150 + 50 + 41) / 4, abs=1e-3)
    assert value("average_handle", where={Dimension.AGENT: str(agent.id)}) == pytest.approx((130 + 150) / 2, abs=1e-3)
    assert value("hold_time", where={Dimension.LINE: line.code}) == pytest.approx(55, abs=1e-3)
    figure = FIGURES["average_handle"]
    listed = drill.page(figure.rows, figure.counts, asked(), where={}).rows
    told = {row.id: row.cells["handle_seconds"] for row in listed}
    assert (len(told), told[held.id]) == (4, pytest.approx(130, abs=1e-3))


def test_nothing_on_hold_is_nothing_and_no_call_has_no_mean(db: Any) -> None:
    assert (value("hold_time"), value("average_handle")) == (0, None)


@settings(max_examples=often(60, 1500))
@given(
    story=some.lists(
        some.tuples(some.sampled_from([Fact.HELD, *ENDS, Fact.KEY, Fact.MUTED]), some.integers(0, 600)), max_size=14
    )
)
def test_a_hold_lasts_until_the_next_fact_that_ends_it(db: Any, story: list[tuple[Fact, int]]) -> None:
    """A walk through the facts, one by one, says the same as the statement. A second hold without an end of the first
    is no story of the controller's, so the walk leaves it out and so does the story."""
    with database.obj.atomic() as whole:
        call = new_call(at=MORNING, talking_at=MORNING, talk_seconds=600.0)
        since: int | None = None
        held, any_held, at, seq = 0, False, 0, 0
        for kind, later in story:
            if kind is Fact.HELD and since is not None:
                continue
            at, seq = at + later, seq + 1
            fact(call, seq, kind.value, after=float(at))
            if kind is Fact.HELD:
                since = at
            elif kind in ENDS and since is not None:
                held, any_held, since = held + at - since, True, None
        got = figures.one(FIGURES["hold_time"], asked())
        assert got.value == pytest.approx(held, abs=1e-3)
        assert got.tally.counted == int(any_held)
        whole.rollback()
