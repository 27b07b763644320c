"""How a citizen is addressed, which files an answer encloses, and how they are listed."""

import datetime as dt

import pytest

from hotline.tickets.rules.paper_texts import TicketFile, addressed, attached, enclosed
from tests.builders import NOW

pytestmark = pytest.mark.unit
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("张三丰", "张三丰先生/女士"), ("阿卜杜拉·买买提", "阿卜杜拉·买买提先生/女士"), ("李女士", "李女士"),
        ("王老师", "王老师"),
        ("南川区某某物业公司", "南川区某某物业公司"), ("阳光小区业主", "阳光小区业主"), ("刘小店", "刘小店先生/女士"),
        ("", "来电人"), (" 匿名 ", "来电人"),
    ],
)  # fmt: skip
def test_how_a_citizen_is_addressed(name: str, said: str) -> None:
    assert addressed(name) == said


def files(*given: tuple[str, int, bool, int]) -> list[TicketFile]:
    return [TicketFile(name, NOW + hours * HOUR, form, person) for name, hours, form, person in given]


GIVEN = files(("来信.jpg", 0, True, 1), ("早.jpg", -1, False, 7), ("现场.jpg", 0, False, 7), ("别人.jpg", 1, False, 8))


@pytest.mark.parametrize(
    ("reply", "answerers", "names"),
    [
        ("已修复。", {7}, []), ("已修复，照片见附件。", {7}, ["现场.jpg"]), ("附件。", None, ["现场.jpg", "别人.jpg"]),
        ("见附件。", set(), []), ("见“早”。", {7}, []),
        ("见早.jpg。", {7}, ["早.jpg"]), ("见《别人》", {7}, ["别人.jpg"]),
        ("您的来信.jpg收到。", {7}, []),
    ],
)  # fmt: skip
def test_which_files_an_answer_encloses(reply: str, answerers: set[int] | None, names: list[str]) -> None:
    assert enclosed(GIVEN, reply, since=NOW, answerers=answerers) == names


def test_how_they_are_listed() -> None:
    assert [attached(names) for names in ([], ["甲.jpg"], ["甲.jpg", "乙.pdf"])] == [
        [], ["附件：甲.jpg"], ["附件：1. 甲.jpg", "　　　2. 乙.pdf"],
    ]  # fmt: skip
