"""The demonstration's week: no desk, figure or report is empty at a first look, and nothing of it in a real house."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hotline import clock, rows, sample
from hotline.clock import local_day
from hotline.people.reads.scope import Scope
from hotline.reports.reads import balance, figures
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.periods import Period
from hotline.settings import load
from hotline.store import database
from hotline.words import CallState, Presence
from hotline.workdays.rules.calendar import Calendar
from scripts.py import demo_accounts, demo_week, make_prompts, run
from tests.builders import PASSWORD, kept

pytestmark = pytest.mark.story
SAID: list[str] = []


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """One day of few calls: what is asked here is the same of a week."""
    monkeypatch.setattr(run, "hashed", lambda _: kept(PASSWORD))
    monkeypatch.setattr(make_prompts, "all_of", lambda _: None)
    monkeypatch.setattr(demo_week, "WORKDAYS", 1)
    monkeypatch.setattr(demo_week, "CALLS", 12)


def counted() -> tuple[int, int]:
    return rows.Call.select().count(), rows.Ticket.select().count()


def test_a_first_look_at_the_demonstration_is_full(tmp_path: Path, quick: None) -> None:
    run._prepare(load(data=tmp_path, demo=True), week=True)
    now = clock.now()
    calls, tickets = counted()
    assert (calls >= 12, tickets > 20, demo_week.is_in()) == (True, True, True)
    assert {call.state for call in rows.Call.select()} == {CallState.ENDED}
    assert {state.state for state in rows.AgentState.select()} <= {Presence.OFF.value}
    moments = [call.arrived_at for call in rows.Call.select()] + [step.at for step in rows.TicketStep.select()]
    assert max(moments) < now
    samples = rows.Ticket.select().where(rows.Ticket.token.startswith("sample-"))
    assert Counter(row.state for row in samples)["registered"] == 3  # these stand as they were meant to
    today = local_day(now)
    asked = FigureScope(Period(today - dt.timedelta(days=20), today), Scope(), now)
    values = figures.read(list(FIGURES.values()), asked)[0].values
    for name in ("entered", "answered", "average_answer", "opened", "time_signed_in", "offers"):
        assert values[name].value, name
    assert [one.id for one in balance.checked(asked) if not one.good] == []
    run._prepare(load(data=tmp_path, demo=True), week=True)  # a second start adds nothing
    assert counted() == (calls, tickets)
    left = {folder.name for folder in tmp_path.iterdir()} - {"recordings", "sounds"}
    assert {name.split(".")[0] for name in left} == {"tingsu"}
    database.database.close()


def test_a_real_house_gets_no_week_and_is_not_made_of_one(tmp_path: Path, quick: None) -> None:
    real = load(data=tmp_path / "real", demo=False)
    (tmp_path / "real").mkdir()
    run._prepare(real, week=True)
    assert counted() == (0, 0)
    run._prepare(load(data=tmp_path / "real", demo=True), week=True)  # a database that somebody has begun to use
    assert counted() == (0, 0)
    database.database.close()
    (tmp_path / "demo").mkdir()
    run._prepare(load(data=tmp_path / "demo", demo=True), week=True)
    with pytest.raises(ValueError, match="not for real use"):
        run._prepare(load(data=tmp_path / "demo", demo=False), close_demo=True)
    database.database.close()


def test_one_command_begins_the_demonstration_anew_without_it(tmp_path: Path, quick: None) -> None:
    chosen = load(data=tmp_path, demo=True)
    run._prepare(chosen, week=True)
    database.database.close()
    demo_accounts.set_aside(chosen, clock.now(), lambda _zh, english: SAID.append(english))
    assert "delete it at will" in SAID[-1]
    run._prepare(chosen)
    assert (counted(), demo_week.is_in(), sample.is_sample()) == ((0, 13), False, True)
    database.database.close()
    assert len(list(tmp_path.glob("tingsu.db.*.aside"))) == 1


@pytest.fixture
def own_database(pg_url: str) -> Iterator[str]:
    """An empty PostgreSQL database of this test alone: its schema is renamed."""
    if not pg_url:
        pytest.skip("asks PostgreSQL: python -m pytest --pg URL")
    url = f"{pg_url}_demo"
    with psycopg.connect(pg_url, autocommit=True) as link:
        name = psycopg.sql.Identifier(url.rpartition("/")[2])
        link.execute(psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        link.execute(psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    yield url
    database.database.initialize(None)


def test_on_postgresql_too_the_week_is_lived_through_and_the_demonstration_begun_anew(
    db: Any, own_database: str, tmp_path: Path, quick: None
) -> None:
    chosen = load(data=tmp_path, demo=True).model_copy(update={"database": own_database})
    run._prepare(chosen, week=True)
    calls, tickets = counted()
    assert (calls >= 12, tickets > 20, demo_week.is_in()) == (True, True, True)
    today, now = local_day(clock.now()), clock.now()
    asked = FigureScope(Period(today - dt.timedelta(days=20), today), Scope(), now)
    values = figures.read(list(FIGURES.values()), asked)[0].values
    for name in ("entered", "answered", "opened", "time_signed_in", "offers"):
        assert values[name].value, name
    assert [one.id for one in balance.checked(asked) if not one.good] == []
    database.database.close_all()
    demo_accounts.set_aside(chosen, clock.now(), lambda _zh, english: SAID.append(english))
    assert re.search(r"moved to public_[0-9]{14}_aside; delete it at will", SAID[-1])
    run._prepare(chosen)
    assert (counted(), demo_week.is_in(), sample.is_sample()) == ((0, 13), False, True)
    database.database.close_all()
    demo_accounts.set_aside(chosen, clock.now() + dt.timedelta(seconds=5), lambda _zh, english: SAID.append(english))
    run._prepare(load(data=tmp_path, demo=False).model_copy(update={"database": own_database}))
    database.database.close_all()
    with pytest.raises(ValueError, match="leaves it alone"):
        demo_accounts.set_aside(chosen, clock.now(), lambda _zh, _en: None)
    database.database.close_all()


def test_what_is_no_demonstration_is_not_set_aside(tmp_path: Path, quick: None) -> None:
    real = load(data=tmp_path, demo=False)
    with pytest.raises(ValueError, match="is for the demonstration"):
        demo_accounts.set_aside(real, clock.now(), lambda _zh, _en: None)
    run._prepare(real)
    database.database.close()
    with pytest.raises(ValueError, match="leaves it alone"):
        demo_accounts.set_aside(load(data=tmp_path, demo=True), clock.now(), lambda _zh, _en: None)
    assert (tmp_path / "tingsu.db").exists()


@pytest.mark.parametrize(("day", "first"), [("2026-10-09", "2026-09-24"), ("2026-11-30", "2026-11-23")])
def test_the_week_is_five_workdays_whatever_holiday_lies_between(day: str, first: str) -> None:
    days = demo_week._days(dt.date.fromisoformat(day), Calendar())
    assert (days[0].isoformat(), days[-1]) == (first, dt.date.fromisoformat(day) - dt.timedelta(days=1))


def test_every_page_of_the_demonstration_says_so(db: Any, tmp_path: Path) -> None:
    from admin_web.app import create_app

    for demo in (True, False):
        app = create_app(load(data=tmp_path, demo=demo, stand_in=True), now=clock.now)
        assert ("This is the demonstration" in app.test_client().get("/login?language=en").text) is demo
