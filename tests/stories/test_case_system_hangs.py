"""A case system that hears and never answers: callers are told so in time, the desk shows what it last said."""

import datetime as dt
import time
from collections.abc import Iterator

import pytest

from hotline import clock, rows
from hotline.callers.reads import cases as queries
from hotline.callers.verbs.cases import CaseLookup, CasesOfCallers
from hotline.outside.case_http import HttpCases
from hotline.ports import Case
from hotline.settings.gateways import CaseSettings
from tests.hotline.outside import service

from .house import House, hang_up
from .test_bad_ground import CASE, asked

pytestmark = pytest.mark.story
WAITS = 0.3  # real seconds; the settings' own are three
NUMBER = "13800001234"
ONE = Case("民初1号", "借贷", "民事庭", "刘志明", "审理中", None, "张三")


@pytest.fixture
def hangs() -> Iterator[service.Machine]:
    with service.machine() as made:
        made.answers["*"] = service.silent
        yield made


def system(hangs: service.Machine) -> HttpCases:
    return HttpCases(CaseSettings(system="http", url=hangs.url, seconds=WAITS), "")


def test_the_caller_hears_that_it_is_away_and_has_a_way_on_and_no_try_less(
    house: House, hangs: service.Machine
) -> None:
    house.controller.enquiries._cases = system(hangs)
    begun = time.monotonic()
    call = house.rings("12368", *CASE)
    house.run(200)
    took = time.monotonic() - begun
    path = house.row(call).path
    assert path[path.index("case_lookup") + 1 :][:2] == ["unavailable", "stuck"]
    assert (asked(house, "common.lookup_away"), len(hangs.asked)) == (True, 1)
    assert rows.SignInTry.select().where(rows.SignInTry.tries > 0).count() == 0
    assert took < 20 + WAITS
    house.settled()


def test_others_are_answered_by_our_own_records_meanwhile(house: House) -> None:
    """All that waits for the case system waits apart: a refused number is still let go at once."""
    house.controller.enquiries._elsewhere = lambda work, done: None
    rows.Nuisance.create(
        number="13700000000", reason="abuse", refused=True, at=clock.utc(house.now), by=house.person(1),
        until=clock.utc(house.now) + dt.timedelta(days=1),
    )  # fmt: skip
    waiting = house.rings("12368", *CASE)
    house.run(45)
    refused = house.rings("12368", hang_up(60), number="13700000000")
    house.run(1)
    assert house.said(refused) == ("ended", "refused", "system")
    house.run(200)
    assert "unavailable" in house.row(waiting).path
    house.settled()


def test_the_desk_shows_what_it_last_said_and_how_old_that_is(house: House, hangs: service.Machine) -> None:
    then = clock.utc(house.now)
    rows.CaseCache.create(number=NUMBER, kind=queries.KIND, data=queries.as_data((ONE,)), fetched_at=then)
    callers = CasesOfCallers(system(hangs), fresh=dt.timedelta(minutes=5), kept=dt.timedelta(days=7))
    later = then + dt.timedelta(hours=3)
    begun = time.monotonic()
    assert callers.known(NUMBER, now=later) == CaseLookup((ONE,), then)
    assert callers.ask(NUMBER, now=later) == CaseLookup((ONE,), then, away=True)
    assert callers.ask("13900000000", now=later) == CaseLookup(away=True)
    assert (len(hangs.asked), time.monotonic() - begun < 10 * WAITS) == (1, True)
