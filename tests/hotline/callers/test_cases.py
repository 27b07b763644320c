"""The cases of a caller: asked once while fresh, shown as last told when the system is away, and never waited for."""

import datetime as dt
from typing import Any

import pytest
from structlog.testing import capture_logs

from hotline.callers.reads import cases as queries
from hotline.callers.verbs.cases import LEFT_ALONE, CaseLookup, CasesOfCallers, forget
from hotline.callers.verbs.sample_cases import SampleCases
from hotline.ports import Case, GatewayError, NoAnswer, PetitionState
from hotline.rows import CaseCache, CourtCase
from hotline.store.database import database
from tests.builders import NOW

pytestmark = pytest.mark.unit
HEARING = dt.datetime(2026, 12, 1, 1, 30, tzinfo=dt.UTC)
ONE = Case("民初1号", "借贷", "民事庭", "刘志明", "审理中", HEARING, "张三")
TWO = Case("民初2号", "", "", "", "", None)
NUMBER = "13800001234"
FRESH, KEPT = dt.timedelta(minutes=5), dt.timedelta(days=7)
SECOND = dt.timedelta(seconds=1)


class System:
    """Implements `ports.CaseSystem`: `answer` is given or raised."""

    def __init__(self, answer: Any = (ONE,)) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def cases_of(self, number: str) -> tuple[Case, ...]:
        assert database.is_closed()
        self.asked.append(number)
        if isinstance(self.answer, Exception):
            raise self.answer
        return tuple(self.answer)

    def case(self, code: str, how: str, secret: str) -> Case | None:
        raise AssertionError("nobody asks by secret here")

    def petition(self, code: str, secret: str) -> PetitionState | None:
        raise AssertionError("nobody asks by secret here")


def of(system: Any) -> CasesOfCallers:
    return CasesOfCallers(system, fresh=FRESH, kept=KEPT)


def test_nothing_is_known_until_it_was_asked_for(db: Any) -> None:
    system = System((ONE, TWO))
    callers = of(system)
    assert (callers.known(NUMBER, now=NOW), system.asked) == (CaseLookup(), [])
    assert callers.known(NUMBER, now=NOW).nothing_known
    told = CaseLookup((ONE, TWO), NOW, fresh=True)
    assert callers.ask(NUMBER, now=NOW) == told
    assert callers.known(NUMBER, now=NOW) == told
    assert of(System()).known(NUMBER, now=NOW) == told  # another process knows it too


def test_no_case_is_an_answer(db: Any) -> None:
    callers = of(System(()))
    assert callers.ask(NUMBER, now=NOW) == CaseLookup((), NOW, fresh=True)
    assert not callers.known(NUMBER, now=NOW).nothing_known


def test_while_it_is_fresh_nobody_asks_again(db: Any) -> None:
    system = System()
    callers = of(system)
    for at in (NOW, NOW + FRESH - SECOND, NOW + FRESH):
        callers.ask(NUMBER, now=at)
    assert (system.asked, CaseCache.get().fetched_at) == ([NUMBER, NUMBER], NOW + FRESH)
    assert callers.known(NUMBER, now=NOW + 3 * FRESH) == CaseLookup((ONE,), NOW + FRESH)


def test_a_system_that_is_away_leaves_what_it_last_said_and_its_age(db: Any) -> None:
    system = System()
    callers = of(system)
    callers.ask(NUMBER, now=NOW)
    system.answer, later = NoAnswer("no answer within 3 s"), NOW + dt.timedelta(hours=3)
    with capture_logs() as logs:
        assert callers.ask(NUMBER, now=later) == CaseLookup((ONE,), NOW, away=True)
    assert [(entry["event"], entry["why"]) for entry in logs] == [("case_system_away", "no answer within 3 s")]
    assert CaseCache.get().fetched_at == NOW


def test_it_is_left_alone_for_a_moment_and_then_asked_again(db: Any) -> None:
    system = System(GatewayError("down"))
    callers = of(system)
    told = [callers.ask(f"1380000{n:04d}", now=NOW + n * SECOND) for n in range(5)]
    assert (told, len(system.asked)) == ([CaseLookup(away=True)] * 5, 1)
    assert callers.known(NUMBER, now=NOW + LEFT_ALONE) == CaseLookup()
    system.answer = (ONE,)
    assert callers.ask(NUMBER, now=NOW + LEFT_ALONE).fresh
    assert callers.known("13900000000", now=NOW + LEFT_ALONE) == CaseLookup()


def test_what_is_fresh_is_shown_as_such_though_the_system_is_away(db: Any) -> None:
    system = System()
    callers = of(system)
    callers.ask(NUMBER, now=NOW)
    system.answer = GatewayError("down")
    callers.ask("13900000000", now=NOW)
    assert callers.known(NUMBER, now=NOW) == CaseLookup((ONE,), NOW, fresh=True)


def test_what_was_said_too_long_ago_is_not_shown_and_thrown_away(db: Any) -> None:
    callers = of(System())
    callers.ask(NUMBER, now=NOW)
    callers.ask("13900000000", now=NOW + SECOND)
    assert callers.known(NUMBER, now=NOW + KEPT) == CaseLookup((ONE,), NOW)
    assert callers.known(NUMBER, now=NOW + KEPT + SECOND) == CaseLookup()
    assert (forget(KEPT, NOW + KEPT), forget(KEPT, NOW + KEPT + SECOND)) == (0, 1)
    assert [row.number for row in CaseCache.select()] == ["13900000000"]


@pytest.mark.parametrize("number", ["", "anonymous", "1001", "12a45", "+"])
def test_a_number_that_is_nobodys_is_not_asked_for(db: Any, number: str) -> None:
    system = System()
    assert (of(system).ask(number, now=NOW), system.asked) == (CaseLookup(fresh=True), [])


def test_a_mobile_telephone_is_one_however_the_carrier_writes_it(db: Any) -> None:
    system = System()
    callers = of(system)
    callers.ask("+8613800001234", now=NOW)
    assert (system.asked, callers.known(NUMBER, now=NOW).cases) == ([NUMBER], (ONE,))


def test_the_sample_is_read_at_once_and_never_kept(db: Any) -> None:
    CourtCase.create(
        number="民初1号", cause="借贷", party="张三", party_number=NUMBER, judge="刘志明", division="民事庭",
        stage="审理中", next_hearing=HEARING,
    )  # fmt: skip
    callers = of(SampleCases())
    assert callers.known(NUMBER, now=NOW) == callers.ask(NUMBER, now=NOW) == CaseLookup((ONE,), fresh=True)
    assert (CaseCache.select().count(), queries.of_number(NUMBER)) == (0, (ONE,))


def test_whoever_asks_nobody_has_what_was_last_said(db: Any) -> None:
    assert (queries.of_number(NUMBER), queries.of_number("")) == ((), ())
    of(System((TWO,))).ask(NUMBER, now=NOW)
    assert queries.of_number(NUMBER) == (TWO,)
