"""One number however it is written: by people, by carriers, with an extension, beside another; withheld is nobody."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.ports import Refused
from hotline.values.telephone import canonical, checked, ending, mobile, telephone
from hotline.words import NumberKind
from tests.effort import often

pytestmark = pytest.mark.unit

WRITINGS = {
    "13800001234": (
        "13800001234", "138 0000 1234", "138-0000-1234", "138.0000.1234", "138—0000—1234", "+8613800001234",
        "+86 138 0000 1234", "+86-138-0000-1234", "008613800001234", "0086-138-0000-1234", "8613800001234",
        "86 13800001234", "013800001234", "0 138 0000 1234", "086 13800001234", "１３８００００１２３４",
        "１３８－００００－１２３４",
        "(138)0000-1234", "（138）00001234", "+86(138)00001234", "+86(0)13800001234", "(+86)13800001234",
        "tel:+8613800001234", "sip:+8613800001234@10.0.0.1;user=phone", "<sip:13800001234@x>", "电话：13800001234",
        "手机13800001234", "联系电话: 138 0000 1234", "13800001234(本人)", "138 0000 1234（妻子）", "13800001234转801",
        "13800001234/13900001234", "13800001234、13900001234", "13800001234 13900001234", "13800001234或13900001234",
        "13800001234,13900001234", "13800001234；13900001234", "13800001234\n13900001234", "138\u200b00001234",
        "1795113800001234", "١٣٨٠٠٠٠١٢٣٤", "Tel. 13800001234", " 13800001234\t", "13800001234。",
    ),
    "057128888888": (
        "057128888888", "0571-28888888", "(0571)28888888", "（0571）28888888", "0571 2888 8888", "+86 571 28888888",
        "+8657128888888", "0086 571-28888888", "8657128888888", "+86 (0)571 28888888", "+86 0571 28888888",
        "57128888888", "０５７１－２８８８８８８８", "0571-28888888转801", "0571-28888888-801", "0571-28888888 ext.801",
        "0571-28888888#801", "0571-28888888分机801", "0571-28888888转分机801", "0571-28888888,801", "0571-28888888x801",
        "0571-28888888/13800001234", "0571-28888888/9", "0571-28888888（转801）", "家0571-28888888；手机13800001234",
        "公司：0571-28888888",
    ),
    "01012345678": ("010-12345678", "(010)12345678", "（010）12345678", "010-12345678转801", "+86 10 12345678"),
    "28888888": ("28888888", "2888-8888", "2888 8888", "28888888转12"),
    "86123456": ("86123456", "8612-3456"),  # a local number, not a country's prefix
    "4008123123": ("4008123123", "400-812-3123", "400 8123 123", "４００－８１２－３１２３", "4008-123-123",
    "+86 4008123123"),
    "12345": ("12345", "+8612345", "１２３４５"),
    "95588": ("95588", "+8695588"),
    "057112345": ("0571-12345", "0571 12345", "+86 571 12345"),
    "+85221234567": ("+852 2123 4567", "00852 21234567", "0085221234567", "+852-21234567", "(+852)21234567"),
    "+442079460958": ("+44 (0)20 7946 0958", "+44 20 7946 0958", "0044 20 7946 0958"),
}  # fmt: skip
WITHHELD = (
    "", " ", "anonymous", "Anonymous", "ANONYMOUS", "unknown", "Unavailable", "private", "restricted", "withheld",
    "0000000000", "00000000", "0", "000-0000-0000", "００００", "+", "-", "未知", "匿名",
    "sip:anonymous@anonymous.invalid",
    "anonymous@anonymous.invalid",
)  # fmt: skip
UNREAD = ("abc不是号码", "无人接听后再打", "张三", "abc", "1", "12", "转801", "/")


@pytest.mark.parametrize(("kept", "written"), [(kept, one) for kept, some in WRITINGS.items() for one in some])
def test_every_writing_is_the_one_number(kept: str, written: str) -> None:
    assert canonical(written) == kept
    assert canonical(kept) == kept


def test_a_short_end_makes_another_landline_and_never_another_mobile() -> None:
    assert telephone("28888888/9").others == ("28888889",)
    assert (telephone("13800001234 / 5678").canonical, telephone("13800001234 / 5678").others) == ("13800001234", ())
    assert telephone("手机13800001234；家0571-28888888").others == ("057128888888",)


def test_digits_that_are_said_one_by_one() -> None:
    said = [canonical(one) for one in ("一三八零零零零一二三四", "幺三八〇〇〇〇一二三四", "十三")]
    assert said == ["13800001234", "13800001234", ""]


@pytest.mark.parametrize("written", WITHHELD)
def test_a_withheld_number_is_nobody(written: str) -> None:
    read = telephone(written)
    assert (read.kind, read.canonical, read.identifies, read.dials) == (NumberKind.WITHHELD, "", False, False)
    assert checked(written) == read  # nothing need be typed


@pytest.mark.parametrize("written", UNREAD)
def test_what_is_no_number_is_refused_at_the_door(written: str) -> None:
    assert telephone(written).kind is NumberKind.UNKNOWN
    with pytest.raises(Refused):
        checked(written)


def test_extension_and_second_number_are_kept() -> None:
    read = telephone("０１０－１２３４５６７８转801")
    assert (read.written, read.canonical, read.extension, read.kind) == (
        "010-12345678转801", "01012345678", "801", NumberKind.LANDLINE,
    )  # fmt: skip
    assert telephone("13800001234/13900001234").others == ("13900001234",)
    assert telephone("28888888/8889").others == ("28888889",)


def test_only_a_mobile_gets_messages() -> None:
    told = [mobile(one) for one in ("+86 138 0000 1234", "0571-28888888", "12345", "+85291234567", "anonymous")]
    assert told == ["13800001234", "", "", "", ""]


def test_digits_that_fit_no_plan_are_kept_but_not_dialled() -> None:
    read = telephone("138000012345")
    assert (read.kind, read.canonical, read.dials) == (NumberKind.UNKNOWN, "138000012345", False)


def test_a_search_takes_whole_numbers_and_endings() -> None:
    assert [ending(one) for one in ("+8613800001234", "(010)12345678", "1234", "0000", "", "尾号1234")] == [
        "13800001234", "01012345678", "1234", "0000", "", "1234",
    ]  # fmt: skip


MOBILES = st.builds(lambda head, rest: f"1{head}{rest:09d}", st.integers(3, 9), st.integers(0, 10**9 - 1))
LANDLINES = st.builds(
    lambda area, rest: f"0{area}{rest}", st.sampled_from(["10", "21", "571", "755", "991"]),
    st.integers(20_000_000, 89_999_999),
)  # fmt: skip
NUMBERS = MOBILES | LANDLINES
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@st.composite
def writings(draw: st.DrawFn, number: str) -> str:
    home = number if number.startswith("1") else number[1:]
    country = draw(st.sampled_from(["", "+86", "+86 ", "0086", "86", "+86-", "(+86)"]))
    zero = "" if country else draw(st.sampled_from(["0"] if number.startswith("0") else ["", "0"]))
    digits = zero + home
    cuts = draw(st.lists(st.integers(3, max(3, len(digits) - 4)), max_size=2, unique=True))
    if cuts and min(abs(a - b) for a in cuts for b in [*cuts, 99] if a != b) > 2:
        joint = draw(st.sampled_from([" ", "-", ".", "－", "—", "\u00a0"]))
        digits = "".join(joint + sign if place in cuts else sign for place, sign in enumerate(digits))
    text = country + digits
    if draw(st.booleans()):
        text = text.translate(WIDE)
    tail = draw(st.sampled_from(["", "", "转801", "（本人）", " "]))
    return draw(st.sampled_from(["", "", "电话：", " "])) + text + tail


@given(st.data(), NUMBERS)
@settings(max_examples=often(1000, 10_000))
def test_random_writings_of_a_number_are_one(data: st.DataObject, number: str) -> None:
    written = data.draw(writings(number))
    assert canonical(written) == number, written
    assert canonical(canonical(written)) == number


@given(NUMBERS, NUMBERS)
@settings(max_examples=often(300, 5000))
def test_two_numbers_never_become_one(one: str, other: str) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)


@given(st.text(max_size=80) | st.text("0123456789+-() 转/", max_size=40))
@settings(max_examples=often(1000, 20_000))
def test_any_text_is_read_once_and_for_all(text: str) -> None:
    kept = canonical(text)
    assert canonical(kept) == kept
    assert len(kept) <= 20


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("张三13800001251", "13800001251"), ("张三：13800001251", "13800001251"), ("李四(13900001234)", "13900001234"),
        ("阿卜杜拉·买买提13800001234", "13800001234"), ("欧阳测试0571-88881234", "057188881234"),
    ],
)  # fmt: skip
def test_a_name_before_a_number_is_no_part_of_it(written: str, number: str) -> None:
    assert (checked(written).canonical, telephone(written).kind) in (
        (number, NumberKind.UNKNOWN), (number, NumberKind.MOBILE), (number, NumberKind.LANDLINE),
    )  # fmt: skip


@pytest.mark.parametrize("written", ["12368-2", "123-45", "95-588", "110.2"])
def test_a_short_number_is_written_in_one(written: str) -> None:
    with pytest.raises(Refused):
        checked(written)
