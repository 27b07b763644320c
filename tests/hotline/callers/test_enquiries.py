"""Code and secret: three tries for telephone, web and agent together; a system that is away costs no try."""

import datetime as dt
from typing import Any

import pytest

from hotline.callers.verbs.enquiries import Enquiry, ask_case, ask_petition
from hotline.people.rules.login import Lock
from hotline.ports import Case, GatewayError, PetitionState

pytestmark = pytest.mark.unit
NOW = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
FOUND = Case("(2026)浙0599民初1024号", "民间借贷纠纷", "民事庭", "刘志明", "审理中", None)
PETITION = PetitionState("信2026-17", "立案庭", "办理中", dt.date(2026, 11, 2))


class Cases:
    def __init__(self) -> None:
        self.away = False
        self.asked: list[tuple[str, str, str]] = []

    def case(self, code: str, how: str, secret: str) -> Case | None:
        self.asked.append((code, how, secret))
        if self.away:
            raise GatewayError("timeout")
        return FOUND if (code, secret) == ("10000001", "246810") else None

    def petition(self, code: str, secret: str) -> PetitionState | None:
        return PETITION if (code, secret) == ("77", "1") else None

    def cases_of(self, number: str) -> tuple[Case, ...]:
        raise AssertionError("enquiries ask by code and secret")


def ask(system: Cases, secret: str, *, who: str = "13800001234", after: int = 0, code: str = "10000001") -> Enquiry:
    return ask_case(system, code, secret, how="password", who=who, now=NOW + dt.timedelta(minutes=after))


def test_the_right_secret(db: Any) -> None:
    assert ask(Cases(), "246810") == Enquiry(FOUND)
    assert ask_petition(Cases(), "77", "1", who="138", now=NOW) == Enquiry(PETITION)


def test_three_wrong_ones_lock_the_code_for_everybody_for_half_an_hour(db: Any) -> None:
    system = Cases()
    said = [ask(system, "1"), ask(system, "2", who="web:10.0.0.1"), ask(system, "3", who="")]
    lock = Lock("case:10000001", NOW + dt.timedelta(minutes=30))
    assert said == [Enquiry(None, "refused", 2), Enquiry(None, "refused", 1), Enquiry(None, "locked", lock=lock)]
    assert ask(system, "246810", after=29) == Enquiry(None, "locked", lock=lock)
    assert len(system.asked) == 3
    assert ask(system, "246810", after=31) == Enquiry(FOUND)


def test_the_right_one_clears_the_count(db: Any) -> None:
    system = Cases()
    ask(system, "1"), ask(system, "2"), ask(system, "246810")
    assert ask(system, "3") == Enquiry(None, "refused", 2)


def test_one_telephone_may_not_try_many_codes(db: Any) -> None:
    system = Cases()
    said = [ask(system, "1", code=f"{n:08d}") for n in range(10)]
    locked = Enquiry(None, "locked", lock=Lock("caller:13800001234", NOW + dt.timedelta(minutes=30)))
    assert [said[-1], ask(system, "246810")] == [locked, locked]
    assert ask(system, "246810", who="13900009999") == Enquiry(FOUND)


def test_a_system_that_is_away_costs_no_try(db: Any) -> None:
    system = Cases()
    system.away = True
    for _ in range(5):
        with pytest.raises(GatewayError):
            ask(system, "1")
    system.away = False
    assert ask(system, "1") == Enquiry(None, "refused", 2)
