"""What self-service says."""

import datetime as dt
from decimal import Decimal

import pytest

from hotline.clock import CHINA
from hotline.knowledge.rules import answers
from hotline.knowledge.rules.fees import Fee

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("keyed", "yuan"),
    [("500000", "500000"), ("12*5", "12.5"), ("0", "0"), ("", None), ("*", None), ("1*2*3", None), ("9" * 13, None)],
)
def test_an_amount_as_keyed_in(keyed: str, yuan: str | None) -> None:
    assert answers.amount(keyed) == (None if yuan is None else Decimal(yuan))


def test_fees() -> None:
    one = Fee("property", Decimal(500000), Decimal(8800), Decimal(8800), False, (), "第十三条")
    assert answers.fee_said("财产案件", one) == "财产案件，金额五十万元，应交纳八千八百元。"
    two = Fee("divorce", None, Decimal(25), Decimal(150), True, (), "第十三条")
    assert answers.fee_said("离婚案件", two) == "离婚案件，应交纳二十五元至一百五十元，已减半。"


def test_a_case_and_a_petition() -> None:
    hearing = dt.datetime(2026, 12, 1, 9, 30, tzinfo=CHINA)
    said = answers.case_said("(2026)浙0599民初1024号", "民间借贷纠纷", "民事庭", "刘志明", "待开庭", hearing)
    assert said == (
        "案号二零二六，浙零五九九，民初一零二四号，案由民间借贷纠纷，由民事庭刘志明法官承办，目前待开庭，"
        "下次开庭二零二六年十二月一日九点三十分。"
    )
    assert answers.case_said("调解 7", "x", "", "", "结案", None) == "案号调解 7，案由x，目前结案。"
    assert (
        answers.petition_said("1", "立案庭", "办理中", dt.date(2026, 11, 2))
        == "您的信访件于二零二六年十一月二日登记，现由立案庭办理，目前办理中。"
    )


def test_when_a_line_opens() -> None:
    now = dt.datetime(2026, 11, 23, 18, 0, tzinfo=CHINA)
    assert answers.opens_said(now, None) == ""
    assert answers.opens_said(now, dt.datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)) == "人工服务将于明天九点整开始。"
    assert (
        answers.opens_said(now, dt.datetime(2026, 11, 30, 9, 0, tzinfo=CHINA))
        == "人工服务将于二零二六年十一月三十日九点整开始。"
    )
