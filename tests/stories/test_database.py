"""The database is away for five minutes in the middle of the day: calls go on, and nothing of it is lost."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hotline import rows
from hotline.store.database import database

from .house import House, hang_up, press

pytestmark = pytest.mark.story


@contextmanager
def away() -> Iterator[None]:
    """A database that cannot be opened."""
    made = database.obj
    file = made.database
    made.close()
    made.init("/nowhere/tingsu.db")
    try:
        yield
    finally:
        made.close()
        made.init(file)
        made.connect(reuse_if_open=True)


def test_away_for_five_minutes(house: House) -> None:
    if "sqlite" not in str(type(database.obj)).lower():
        pytest.skip("takes a SQLite file away")
    house.desk(5, ring_seconds=2, talk_seconds=20)
    before = house.rings()
    house.run(10)
    with away():
        house.run(30)
        during = house.rings("12368", press("0", "menu"), hang_up(60), number="13800005678")
        house.run(270)
        assert house.controller.state()["database"] is False
        assert house.recorder.backlog > 0
        assert dict(house.controller.lanes.lanes) == {}
    house.run(1)
    assert house.controller.state()["database"] is True
    assert house.said(before) == ("ended", "talked", "agent")
    assert house.said(during)[0] == "ended"
    assert (house.recorder.backlog, rows.Offer.select().count()) == (0, 2)
    house.settled()


def test_the_controller_is_killed_while_it_is_away(house: House) -> None:
    if "sqlite" not in str(type(database.obj)).lower():
        pytest.skip("takes a SQLite file away")
    house.desk(5, ring_seconds=2, talk_seconds=200)
    call = house.rings("12345", hang_up(120))
    with away():
        house.run(10)
        house.kill_controller()
    house.start_controller()
    house.run(10)
    assert house.kinds(call)[-1] == "adopted"
    house.run(200)
    assert house.said(call) == ("ended", "talked", "caller")
    house.settled()


def test_away_while_nothing_happens(house: House) -> None:
    """The look at the switch every half minute asks the records too; it is left out, and nothing breaks."""
    if "sqlite" not in str(type(database.obj)).lower():
        pytest.skip("takes a SQLite file away")
    house.run(1)
    with away():
        house.run(100)
    call = house.rings("12345", hang_up(5))
    house.run(40)
    assert house.said(call)[0] == "ended"
    house.settled()
