"""How a ticket stands, said on the telephone: a sentence for each state, days in words, nothing of what was brought."""

import datetime as dt
from typing import Any

import pytest

from hotline.citizens.rules.progress_said import STANDS, progress_said, ticket_number
from hotline.words import TicketState

pytestmark = pytest.mark.unit
OPENED, DUE = dt.date(2026, 11, 20), dt.date(2026, 11, 25)


def said(state: TicketState = TicketState.HANDLING, unit: str = "执行局", **given: Any) -> list[str]:
    days: dict[str, Any] = {"opened": OPENED, "due": DUE, "today": OPENED, "provisional": False, "paused": False}
    return progress_said("head-20261120-0012", state, unit, **days | given).split("\n")


def test_number_state_unit_limit_and_what_can_be_done() -> None:
    assert said() == [
        "您的事项，工单号二零二六一一二零，零零一二，于二零二六年十一月二十日登记。",
        "目前承办单位正在办理，承办单位是执行局。预计最迟于二零二六年十一月二十五日办结。",
        "如需补充情况或者催办，请转人工服务。",
    ]


@pytest.mark.parametrize(
    ("given", "until"),
    [
        ({"provisional": True}, "预计最迟于二零二六年十一月二十五日办结，节假日安排公布后可能调整。"),
        ({"paused": True}, "办理期限依法中止计算。"),
        ({"due": None}, ""),
        ({"today": DUE}, "预计最迟于二零二六年十一月二十五日办结。"),
        ({"today": dt.date(2026, 11, 26)}, "办理期限是二零二六年十一月二十五日，已经超过。"),
    ],
)
def test_until_when(given: dict[str, Any], until: str) -> None:
    assert said(**given)[1] == f"目前承办单位正在办理，承办单位是执行局。{until}"


def test_once_it_is_answered_no_limit_is_told() -> None:
    assert said(TicketState.CLOSED)[1:] == [
        "目前已办结，承办单位是执行局。", "如需听取答复内容或者提出意见，请转人工服务。"
    ]  # fmt: skip
    assert said(TicketState.NOT_ACCEPTED)[1:] == ["目前不予受理。", "如需了解原因和其他途径，请转人工服务。"]


def test_every_state_has_its_words() -> None:
    assert set(STANDS) == set(TicketState)


@pytest.mark.parametrize(
    ("number", "words"),
    [("20261122-01-0001", "二零二六一一二二，零一，零零零一"),
     ("head-20261122-0001", "二零二六一一二二，零零零一"), ("x9-20261122-12345", "二零二六一一二二，一二三四五"),
     ("X-1", "X-1"), ("", "")],
)  # fmt: skip
def test_numbers_are_said_without_the_sites_letters(number: str, words: str) -> None:
    assert ticket_number(number) == words
