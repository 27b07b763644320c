"""What an agent reads to the citizen about an appeal: the last day is included, and each word is said once."""

import datetime as dt
from pathlib import Path
from typing import Literal

import pytest

from admin_web.pages.appeals.views import told
from hotline.knowledge.content import load
from hotline.tickets.rules.appeals import Advice

pytestmark = pytest.mark.unit
LAWS = load(Path("content")).appeals.laws()
OPEN = Advice(in_force=False, since=None, route="appeal", until=dt.date(2026, 12, 7), late=False)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("civil", "裁判尚未生效，可向上一级人民法院（上诉状通过原审人民法院提出）上诉，截至2026-12-07（含当日）。"
                  "依据：《民事诉讼法》第一百七十一条。"),
        ("criminal", "裁判尚未生效，可向上一级人民法院（可以通过原审人民法院提出）上诉，截至2026-12-07（含当日）。"
                     "依据：《刑事诉讼法》第二百三十条。"),
        ("administrative", "裁判尚未生效，可向上一级人民法院上诉，截至2026-12-07（含当日）。"
                           "依据：《行政诉讼法》第八十五条。"),
    ],
)  # fmt: skip
def test_what_is_read_to_the_citizen(kind: str, text: str) -> None:
    assert told(LAWS[kind], OPEN) == text


@pytest.mark.parametrize(
    ("late", "end"), [(False, "截至2027-05-01（含当日）"), (True, "截至2027-05-01（含当日，已过）")]
)
def test_the_last_day_of_a_later_remedy_is_included(late: bool, end: str) -> None:
    until, since = dt.date(2027, 5, 1), dt.date(2026, 11, 1)
    given = Advice(in_force=True, since=since, route="after", until=until, late=late)
    law = LAWS["administrative"]
    assert told(law, given) == (
        f"裁判自2026-11-01起生效。法定途径：{law.after}，向{law.after_to}提出，{end}（{law.after_clause}）。"
        f"材料：{law.papers}。{law.further}。"
    )


@pytest.mark.parametrize("kind", list(LAWS))
@pytest.mark.parametrize("route", ["appeal", "wait", "after"])
def test_no_word_of_asking_is_said_twice(kind: str, route: Literal["appeal", "wait", "after"]) -> None:
    given = Advice(
        in_force=route == "after", since=dt.date(2026, 11, 1), route=route, until=dt.date(2027, 5, 1), late=False
    )
    said = told(LAWS[kind], given)
    twice = ("申请提出", "上诉提出", "提出上诉", "提出提出", "申诉提出", "，，", "。。", "；，", "None")
    assert [word for word in twice if word in said] == []
