"""What a reader is told of the citizen in the texts of a ticket."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.tickets.rules import papers
from hotline.tickets.rules.told import ToldText
from hotline.values.names import name_key

pytestmark = pytest.mark.unit
NUMBER, NAME, IDENTITY = "13800005151", "艾力·吐尔逊", "11010519491231002X"
NUMBERS = (
    "13800005151", "138 0000 5151", "138.0000.5151", "138-0000-5151", "+8613800005151", "1 3 8 0 0 0 0 5 1 5 1",
    "１３８００００５１５１", "013800005151", "一三八零零零零五一五一", "一三八〇〇〇〇五一五一", "(138)00005151",
)  # fmt: skip
OTHERS = ("(0571)8888-1234", "13900001234", "４００－８１２－３１２３", "一三九零零零零一二三四")
IDENTITIES = ("11010519491231002X", "110105 19491231 002x", "１１０１０５１９４９１２３１００２Ｘ")
NAMES = ("艾力·吐尔逊", "艾力•吐尔逊", "艾力．吐尔逊", "艾力 吐尔逊", "艾力吐尔逊")
AROUND = st.sampled_from(["", "电话", "我叫", "，请回复。", "（家里）", " ", "2026年11月20日", "标的1234567元", "\n"])


def digits(text: str) -> str:
    signs = str.maketrans("０１２３４５６７８９〇零一二三四五六七八九", "0123456789" + "00123456789", " .-()－（）\n")
    return text.translate(signs)


@given(st.lists(st.tuples(AROUND, st.sampled_from([*NUMBERS, *OTHERS, *IDENTITIES, *NAMES])), max_size=6))
def test_a_withheld_citizen_is_in_no_text_in_any_writing(pieces: list[tuple[str, str]]) -> None:
    told = ToldText(NUMBER, NAME, withheld=True)("；".join(f"{around}，{piece}" for around, piece in pieces))
    shown = digits(told)
    gone = ("13800005151", "057188881234", "13900001234", "4008123123", "110105194912310")
    assert [one for one in gone if one in shown] == []
    assert name_key(NAME) not in name_key(told)


@pytest.mark.parametrize(
    ("eyes", "text", "told"),
    [
        ({}, "电话13800005151，艾力·吐尔逊", "电话13800005151，艾力·吐尔逊"),
        ({"numbers": False}, "电话13800005151，艾力·吐尔逊", "电话138****5151，艾力·吐尔逊"),
        ({"numbers": False, "names": False}, "13900001234艾力·吐尔逊", "139****1234艾*****"),
        ({"withheld": True}, "电话13800005151，艾力·吐尔逊", "电话＊＊＊＊，＊＊＊＊"),
        ({"withheld": True}, "13900001234，（2026）浙0599民初1024号", "139****1234，（2026）浙0599民初1024号"),
        ({"withheld": True}, None, ""),
    ],
)  # fmt: skip
def test_what_each_reader_is_told(eyes: Any, text: str | None, told: str) -> None:
    assert ToldText(NUMBER, NAME, **eyes)(text) == told


@pytest.mark.parametrize(
    ("eyes", "told"),
    [
        ({}, "请致电0571-88881234，艾力·吐尔逊13800005151。"),
        ({"numbers": False}, "请致电0571-88881234，艾力·吐尔逊138****5151。"),
        ({"withheld": True}, "请致电0571-88881234，＊＊＊＊＊＊＊＊。"),
    ],
)
def test_the_offices_telephone_stays_in_an_answer(eyes: Any, told: str) -> None:
    assert ToldText(NUMBER, NAME, **eyes).answer("请致电0571-88881234，艾力·吐尔逊13800005151。") == told


def test_a_withheld_citizen_is_on_no_paper() -> None:
    """Whatever field says it; the office's own numbers stay where an office writes."""
    secret = f"艾力•吐尔逊，{NUMBERS[2]}，{OTHERS[0]}，{IDENTITIES[1]}"
    texts = dict.fromkeys(papers.TEXTS, secret) | {"caller": NAME, "caller_number": NUMBER}
    fields = papers.complete(texts, [dict.fromkeys(papers.ROW, secret)], hides=True, attachments=[secret])
    for name, value in fields.items():
        found = [
            one for one in ("13800005151", name_key(NAME)) if one in digits(str(value)) or one in name_key(str(value))
        ]
        if name in papers.OF_THE_CITIZEN or name in ("history", "attachments"):
            found += [one for one in ("057188881234", "110105194912310") if one in digits(str(value))]
        assert (name, found) == (name, [])
    whole = papers.complete(texts, [], hides=False)
    assert (whole["text"], whole["to"]) == (secret, NAME + "先生/女士")


def test_nobody_is_addressed_by_stars() -> None:
    texts = {"caller": "张三", "caller_number": NUMBER, "reply": "张三先生：您好，已修复。"}
    assert papers.complete(texts, [], hides=True)["reply"] == "来电人：您好，已修复。"


def test_stars_of_a_text_whose_citizen_is_no_secret_stay() -> None:
    assert papers.complete({"reply": "密码为＊＊＊＊。"}, [], hides=False)["reply"] == "密码为＊＊＊＊。"


def test_names_from_before_a_correction_are_covered_too() -> None:
    told = ToldText(NUMBER, "王小明", "王晓明\n王小名", withheld=True)
    assert told("王晓明（即王小名）反映，王小明本人") == "＊＊＊（即＊＊＊）反映，＊＊＊本人"
    assert told.answer("王晓明您好") == "＊＊＊您好"
    assert ToldText(NUMBER, "王小明", "王晓明", names=False)("王晓明") == "王**"
