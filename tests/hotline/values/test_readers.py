"""Names, identity numbers, case numbers, days and amounts: each has one reader and one form, however it is written."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.citizens.rules.public import code_of, person_key_of, tail_of
from hotline.ports import Refused
from hotline.values.case_numbers import case_number, case_numbers
from hotline.values.identity import identity_number
from hotline.values.names import Unaskable, name_key, unaskable, without_name
from hotline.values.plain import standard
from hotline.values.typed import amount, clock, day
from tests.effort import often

pytestmark = pytest.mark.unit
DOTS = "·•．・‧⋅∙﹒.･-"
NAMES = ("阿卜杜拉·买买提", "张三", "𠮷野家", "Anna Smith", "龍應台")


@pytest.mark.parametrize("dot", [*DOTS, " ", " · ", "\u200b·", "　"])
def test_a_dot_in_a_name_is_any_dot(dot: str) -> None:
    assert name_key(f"阿卜杜拉{dot}买买提") == "阿卜杜拉买买提"


def test_private_signs_of_gb_18030_are_replaced_and_nothing_else() -> None:
    assert standard("马\ue863·Ａ１\u200b\ue000😀") == "马\u4dae·Ａ１\u200b\ue000😀"


def test_width_case_compatibility_and_private_signs() -> None:
    pairs = (
        ("Ｊｏｈｎ", "john"),
        ("張 三", "張三"),
        ("\uf914", "樂"),
        ("⽟", "玉"),
        ("\ue863", "䶮"),
        ("⻢", "马"),
        ("É", "é"),
    )
    assert [name_key(one) == name_key(other) for one, other in pairs] == [True] * len(pairs)
    assert len({name_key(one) for one in NAMES}) == len(NAMES)
    assert name_key("樂") != name_key("乐")  # another sign is another name


def test_the_key_of_a_citizen_is_one_for_every_writing() -> None:
    keys = {
        person_key_of("k", identity_number(number), name)
        for number in (
            "11010519491231002X",
            "１１０１０５１９４９１２３１００２ｘ",
            "110105 19491231 002x",
            "110105-19491231-002X",
        )
        for name in ("阿卜杜拉·买买提", "阿卜杜拉•买买提", " 阿卜杜拉 买买提 ")
    }
    assert len(keys) == 1


@given(st.text(max_size=30))
@settings(max_examples=often(300, 5000))
def test_any_name_is_read_once_and_for_all(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


@pytest.mark.parametrize(
    ("noted", "key", "why"),
    [
        ("张三先生", "张三", None), ("张三（委托人）", "张三", None), ("张三 [本人]女士", "张三", None),
        ("阿卜杜拉ㆍ买买提（代理人）", "阿卜杜拉买买提", None), ("（张三）", "张三", None), ("李和平", "李和平", None),
        ("王先生", "王先生", Unaskable.TITLE), ("欧阳女士", "欧阳女士", Unaskable.TITLE),
        ("先生", "先生", Unaskable.TITLE),
        ("张三、李四", "张三李四", Unaskable.SEVERAL), ("张三/李四", "张三李四", Unaskable.SEVERAL),
        ("张三和李四", "张三和李四", Unaskable.SEVERAL), ("张三13800001251", "张三13800001251", Unaskable.DIGITS),
        ("王", "王", Unaskable.SHORT), ("", "", None), ("李经理", "李经理", Unaskable.TITLE),
        ("匿名", "匿名", Unaskable.TITLE), ("热心市民", "热心市民", Unaskable.TITLE), ("王某", "王某", Unaskable.TITLE),
        ("老王", "老王", Unaskable.TITLE), ("Mr Zhang", "mrzhang", Unaskable.TITLE),
        ("张三等三人", "张三等三人", Unaskable.TITLE), ("杭州和平公司", "杭州和平公司", None),
        ("湖州与民居委会", "湖州与民居委会", None), ("小区", "小区", None),
    ],
)  # fmt: skip
def test_titles_and_brackets_are_no_part_of_a_name_and_what_nobody_can_ask_by_is_told(
    noted: str, key: str, why: Unaskable | None
) -> None:
    assert (name_key(noted), unaskable(noted)) == (key, why)


def test_each_of_several_names_is_covered() -> None:
    assert without_name("我是张三，和李 四一起", "张三、李四（夫妻）", cover="＊") == "我是＊，和＊一起"


def test_a_name_is_covered_in_any_writing_and_nothing_else() -> None:
    text = "阿卜杜拉•买买提说，阿卜杜拉 买买提的邻居买买提在；张，三。"
    assert without_name(text, "阿卜杜拉·买买提", cover="＊") == "＊说，＊的邻居买买提在；张，三。"
    assert without_name("张 三、张三丰、张，三", "张三", cover="＊") == "＊、＊丰、张，三"
    assert without_name("张来了", "张", cover="＊") == "张来了"
    assert without_name("丽丽丽和丽·丽，Anna Anna anna", "丽丽", cover="＊") == "＊丽和＊，Anna Anna anna"
    assert without_name("aaaa aba", "aa", cover="＊") == "＊＊ aba"


@given(st.text("张三·a b，", max_size=30), st.text("张三a", min_size=2, max_size=4))
def test_a_covered_name_is_gone_in_every_text(text: str, name: str) -> None:
    assert name_key(name) not in name_key(without_name(text, name, cover="|x|")) or "，" in text or "|" in text
    assert without_name(without_name(text, name, cover="×"), name, cover="×") == without_name(text, name, cover="×")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("110105491231002", "15 digits"), ("1101051949123100", "has 18 digits"), ("11010519491331002X", "day of birth"),
        ("110105194912310021", "look at its digits"), ("00010519491231002X", "No province"),
        ("11010519491231OO2X", "digits only"), ("x" * 18, "digits only"), ("11010520990231002X", "day of birth"),
    ],
)  # fmt: skip
def test_a_wrong_identity_number_is_told_what_is_wrong(typed: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        identity_number(typed)


CASES = {
    "(2026)浙0599民初1024号": (
        "(2026)浙0599民初1024号", "（2026）浙0599民初1024号", "〔2026〕浙0599民初1024号", "【2026】浙0599民初1024号",
        "[2026] 浙 0599 民初 1024 号",
        "2026浙0599民初1024号", "2026年浙0599民初1024号", "（２０２６）浙０５９９民初１０２４号",
        "(2026)浙0599民初1024", "案号：(2026)浙0599民初1024号", "(2026)浙0599民初第1024号",
        "(2026)浙0599民初01024号", "二〇二六年浙0599民初1024号", "（二零二六）浙0599民初1024号",
        "(2026)浙0599民初1024号民事判决书", "(2026)浙0599民初1024号一案",
    ),
    "(2010)沪二中民一(民)终字第1234号": (
        "(2010)沪二中民一(民)终字第1234号",
        "（2010）沪二中民一（民）终字第1234号", "(2010)沪二中民一(民)终字1234号",
    ),
    "(2024)京01民终123号之一": ("(2024)京01民终123号之一", "(2024)京01民终123号之1", "(2024)京01民终123-1号"),
    "(2024)京01民终123号、(2024)京01民终124号": (
        "(2024)京01民终123、124号", "(2024)京01民终123号、124号", "(2024)京01民终123号、(2024)京01民终124号",
        "(2024)京01民终123至124号", "(2024)京01民终123—124号",
        "(2024)京01民终123-124号", "(2024)京01民终123号；(2024)京01民终124号",
    ),
    "(2024)京01民终123号之一、(2024)京01民终123号之二": (
        "(2024)京01民终123号之一、之二", "(2024)京01民终123号之1、之2",
    ),
    "(2019)最高法民申1号": ("（2019）最高法民申1号", "2019最高法民申1号"),
}  # fmt: skip


@pytest.mark.parametrize(("kept", "written"), [(kept, one) for kept, some in CASES.items() for one in some])
def test_every_writing_of_a_case_number(kept: str, written: str) -> None:
    assert case_number(written) == kept
    assert case_number(kept) == kept


@pytest.mark.parametrize(
    "written", ["", "abc", "12345678", "民初1024号", "(2026)", "head-20261120-0001", "13800001234"]
)
def test_what_is_no_case_number_stays_as_typed(written: str) -> None:
    assert (case_numbers(written), case_number(written)) == ((), written)


@pytest.mark.parametrize(
    ("typed", "read"),
    [(one, dt.date(2026, 11, 2)) for one in
     ("2026-11-02", "2026/11/2", "2026.11.02", "20261102", "2026年11月2日", "２０２６年１１月２日", " 2026 - 11 - 02 ")]
    + [(one, None) for one in ("", "2026-02-30", "11-02", "2026-13-01", "1899-01-01", "昨天", "2026-11-02x")],
)  # fmt: skip
def test_days(typed: str, read: dt.date | None) -> None:
    assert day(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1,234.50", "1234.50"), ("￥1234", "1234"), ("1234元", "1234"), ("１２３４", "1234"), ("12万",
         "120000"), ("1.2万元", "12000"),
     ("人民币1000元整", "1000"), ("0.01", "0.01"), ("0.001", None), ("1,23", None), ("-5", None), ("abc", None), ("",
     None),
     ("9999999999999", None)],
)  # fmt: skip
def test_amounts(typed: str, read: str | None) -> None:
    assert amount(typed) == (None if read is None else Decimal(read))


def test_code_and_last_digits_as_people_type_them() -> None:
    written = ("12345678", "1234 5678", "１２３４－５６７８", "查询码：12345678", "查询码 1234 5678", "12a", "查询码")
    assert [code_of(one) for one in written] == ["12345678"] * 5 + [None, None]
    assert [tail_of(one) for one in ("1237", "１２３７", "138 0000 1237", "+86 138-0000-1237", "12", "abcd",
    "*1237")] == [
        "1237", "1237", "1237", "1237", None, None, "1237",
    ]  # fmt: skip


TIMES = {
    "08:00": "08:00", "8:00": "08:00", " ８：３０ ": "08:30", "18：00": "18:00", "8.30": "08:30", "18点": "18:00",
    "8点半": "08:30", "17时5分": "17:05", "下午5点30分": "17:30", "下午 5:30": "17:30", "上午9点整": "09:00",
    "中午12点": "12:00", "中午1点": "13:00", "24:00": None, "8:60": None, "8:5": None, "800": None, "": None,
    "下午": None, "18:00:00": None, "-8:00": None,
}  # fmt: skip


@pytest.mark.parametrize(("written", "read"), TIMES.items())
def test_a_time_of_day_has_one_reader(written: str, read: str | None) -> None:
    assert clock(written) == read


@pytest.mark.parametrize("written", ["晚上12点", "晚上1点", "早上13点", "凌晨6点", "下午9点", "24:00", "上午13:00"])
def test_what_may_mean_two_hours_is_no_time(written: str) -> None:
    assert clock(written) is None


@given(at=st.times())
def test_every_writing_of_a_time_is_the_same_time(at: dt.time) -> None:
    minute = f"{at:%H:%M}"
    wide = minute.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789:"})
    writings = (
        minute,
        wide,
        f"{at.hour}:{at:%M}",
        f"{at.hour}点{at.minute}分",
        f"{at.hour}时{at:%M}",
        f"{at.hour}.{at:%M}",
    )
    assert {clock(one) for one in writings} == {minute}
    assert clock(minute) == minute
