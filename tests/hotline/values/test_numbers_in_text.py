"""Numbers in texts are found whatever touches them, and what is no number stays."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.values.numbers_in_text import numbers_in
from hotline.values.privacy import hide, mask, without_number

pytestmark = pytest.mark.unit
WRITINGS = (
    "13800001234", "138 0000 1234", "138-0000-1234", "138.0000.1234", "138—0000−1234", "138·0000·1234",
    "１３８００００１２３４", "+86 138 0000 1234", "0086-13800001234", "一三八零零零零一二三四",
    "138零零零零1234", "1 3 8 0 0 0 0 1 2 3 4", "013800001234",
)  # fmt: skip
BEFORE = (
    "", "张三", "电话：", "Tel", "Tel:", "vx", "手机", "他的号码是", "请拨打", "1.", "2、", "（",
    "2026年11月20日", "，", "13900005678/", "13900005678 ", "第", "No.", "\n", "😀",
)  # fmt: skip
AFTER = (
    "", "号", "号码", "元", "万", "千万别打", "百", "天天打", "人接听", "户主", "次日", "日", "月租", "年底",
    "岁", "%", "。", "一直打不通", "三次", "十次", "x", "，", "）", "\n", "转801", "(妻子)", "、13900005678",
    "的", "😀", "件",
)  # fmt: skip


@pytest.mark.parametrize("written", WRITINGS)
def test_a_number_is_found_whatever_touches_it(written: str) -> None:
    for before, after in itertools.product(BEFORE, AFTER):
        text = f"{before}{written}{after}"
        if "零" in written and (after[:1] in "一三" or before == "第"):
            continue  # said in characters the next word may begin with a digit; tried below
        assert [one.digits for one in numbers_in(text)].count("13800001234") == 1, text
        assert "＊" in without_number(text, "13800001234", cover="＊"), text
        assert "0000" not in hide(text).translate(str.maketrans("０零", "00")), text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("张三一三八零零零零一二三四", "张三138****1234"),
        ("一三八零零零零一二三四一直没人接", "138****1234一直没人接"), ("28888888", "2***8888"),
        ("打28888888没人接", "打2***8888没人接"), ("0571-28888888转801", "057*****8888转801"),
        ("（13800001234）", "（138****1234）"), ("(010)66551234", "010****1234"), ("+86 138 0000 1234", "138****1234"),
        ("QQ1234567", "QQ1234567"), ("京A12345", "京A12345"), ("3.1415926535", "3.1415926535"), ("18:30", "18:30"),
        ("欠12345678元", "欠12345678元"), ("共500000元", "共500000元"), ("1,234,567元", "1,234,567元"),
        ("3.5万元", "3.5万元"), ("(2026)浙0599民初1024号", "(2026)浙0599民初1024号"), ("20261120", "20261120"),
        ("第28888888号", "第28888888号"), ("文号20260012号", "文号20260012号"),
        ("20261201-01-0023", "20261201-01-0023"), ("2026-11-20", "2026-11-20"),
        ("J2026-01-771875634", "J2026-01-771875634"), ("第5单元302室", "第5单元302室"),
        ("120户、35人", "120户、35人"), ("110105 19491231 002X号", "110********002X号"),
        ("身份证11010519491231002X，", "身份证110********002X，"),
    ],
)  # fmt: skip
def test_what_is_hidden_and_what_stays(text: str, hidden: str) -> None:
    assert hide(text) == hidden


@given(st.text(alphabet="0123456789０１一二三零幺〇 -—.()（）+Xx号元天,第年月日转张aZ\n", max_size=60))
def test_what_is_found_stands_there_and_hiding_twice_changes_nothing_more(text: str) -> None:
    found = numbers_in(text)
    assert (
        all(
            one.begin < one.end <= other.begin
            for one, other in itertools.pairwise([*found, found[-1]])
            if one is not other
        )
        if found
        else True
    )
    once = hide(text)
    assert hide(once) == once


@given(st.text("0123456789", min_size=1, max_size=20))
def test_a_mask_keeps_the_length_and_at_most_seven_digits(number: str) -> None:
    masked = mask(number)
    kept = [sign for sign in masked if sign != "*"]
    assert (len(masked) <= len(number), len(kept) <= 7, masked.endswith(number[-1])) == (True, True, True)
    assert len(number) < 8 or masked.count("*") >= 3
