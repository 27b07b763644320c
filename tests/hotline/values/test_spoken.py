"""How values are said: a table of what a person would say, and a listener who writes down the same value again."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.clock import CHINA
from hotline.values import spoken
from hotline.values.spoken import MOST, TEXT_MOST

pytestmark = pytest.mark.unit
DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "零"), (2, "二"), (10, "十"), (12, "十二"), (20, "二十"), (22, "二十二"), (100, "一百"),
        (102, "一百零二"),
        (105, "一百零五"), (110, "一百一十"), (112, "一百一十二"), (200, "两百"), (222, "两百二十二"),
        (1001, "一千零一"),
        (1010, "一千零一十"), (1200, "一千二百"), (2000, "两千"), (2200, "两千二百"), (10000, "一万"),
        (10010, "一万零一十"),
        (10020, "一万零二十"), (12000, "一万两千"), (20000, "两万"), (22222, "两万两千二百二十二"), (100000, "十万"),
        (101000, "十万一千"), (100010, "十万零一十"), (120000, "十二万"), (220000, "二十二万"), (2000000, "两百万"),
        (10010000, "一千零一万"), (20020000, "两千零二万"), (100000000, "一亿"), (100000001, "一亿零一"),
        (100010000, "一亿零一万"), (102000000, "一亿零二百万"), (110000000, "一亿一千万"), (200000000, "两亿"),
        (10**12, "一万亿"), (10**16, "一亿亿"),
        (1234567890123456, "一千二百三十四万五千六百七十八亿九千零一十二万三千四百五十六"),
        (-7, "负七"), (Decimal("3.14"), "三点一四"), (Decimal("0.50"), "零点五"), (Decimal("-2.05"), "负二点零五"),
        (Decimal("1E+3"), "一千"), (Decimal("-0.0"), "零"), ("12.50", "十二点五"), (" 88 ", "八十八"),
    ],
)  # fmt: skip
def test_numbers(value: spoken.Number, said: str) -> None:
    assert spoken.spoken("number", value) == said


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("money", 0, "零元"), ("money", 2, "两元"), ("money", 12, "十二元"), ("money", 12000, "一万两千元"),
        ("money", "3.05", "三元零五分"), ("money", "0.5", "五角"), ("money", "0.02", "两分"),
        ("money", "0.22", "两角二分"),
        ("money", "2.22", "两元二角二分"), ("money", "10.2", "十元二角"), ("money", "102.00", "一百零二元"),
        ("money", Decimal("-2000.01"), "负两千元零一分"), ("money", "10000000000000000", "一亿亿元"),
        ("percent", "2.5", "百分之二点五"), ("percent", -200, "负百分之两百"),
        ("date", dt.date(2026, 11, 22), "二零二六年十一月二十二日"), ("date", "2020-02-10", "二零二零年二月十日"),
        ("date", dt.datetime(2026, 1, 2, 3, 4, tzinfo=CHINA), "二零二六年一月二日"),
        ("time", dt.time(14, 5), "十四点零五分"), ("time", dt.time(2, 0), "两点整"), ("time", "00:00", "零点整"),
        ("time", "12:30", "十二点三十分"), ("time", dt.datetime(2026, 1, 1, 20, 10, 59, tzinfo=CHINA), "二十点十分"),
        ("duration", 0, "零秒"), ("duration", 2, "两秒"), ("duration", 60, "一分钟"), ("duration", 125, "两分五秒"),
        ("duration", 3600, "一小时"), ("duration", 3605, "一小时零五秒"), ("duration", 3900, "一小时五分钟"),
        ("duration", "7322", "两小时两分两秒"), ("duration", dt.timedelta(days=1), "二十四小时"),
        ("digits", "0571", "零五七一"), ("digits", " 12 345-6 ", "一二，三四五，六"),
        ("telephone", "12368", "幺二三六八"), ("telephone", "13800001234", "幺三八，零零零零，幺二三四"),
        ("telephone", "0571-88881234", "零五七幺，八八八八，幺二三四"), ("telephone", "2811234", "二八幺，幺二三四"),
        ("telephone", "+86 138 0000 1234", "八六，幺三八，零零零零，幺二三四"),
        ("case", "(2026)浙0599民初1024号", "二零二六，浙零五九九，民初一零二四号"),
        ("case", "（２０２６）浙0599执881号", "二零二六，浙零五九九，执八八一号"),
        ("case", "〔2020〕京01民终 123 号之一", "二零二零，京零一，民终一二三号之一"),
        ("case", "(2019)最高法民申12号", "二零一九，最高法民申一二号"),
        ("text", " 您好，\n\t张三\u202e\x07！ ", "您好， 张三！"), ("text", "", ""),
    ],
)  # fmt: skip
def test_values_of_a_kind(kind: str, value: object, said: str) -> None:
    assert spoken.spoken(kind, value) == said


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", "twelve"), ("number", "1e5"), ("number", "１２"), ("number", ""), ("number", 1.5),
        ("number", True),
        ("number", None), ("number", MOST + 1), ("number", -MOST - 1), ("number", Decimal("NaN")),
        ("number", Decimal("1E+999999")), ("number", Decimal("1E-999999")), ("number", "0.123456789"),
        ("money", "0.005"), ("money", "free"), ("percent", "2,5"), ("date", "2026-02-30"), ("date", 20261122),
        ("time", "25:00"), ("time", "noon"), ("time", 14), ("duration", -1), ("duration", "1.5"),
        ("duration", "long"),
        ("digits", "12a"), ("digits", ""), ("digits", "٣"), ("digits", 571), ("digits", "1" * 33), ("digits", "-1"),
        ("telephone", "1380000abcd"), ("telephone", "+"), ("case", "1024"), ("case", "(2026)0599民初1号"),
        ("case", "(26)浙0599民初1024号"), ("text", 12), ("song", "la"),
    ],
)  # fmt: skip
def test_what_is_not_of_the_kind_is_refused(kind: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        spoken.spoken(kind, value)


@pytest.mark.parametrize(
    ("n", "measure", "said"),
    [
        (0, "个", "零个"), (2, "个", "两个"), (2, "件", "两件"), (10, "件", "十件"), (12, "个", "十二个"),
        (22, "件", "二十二件"),
        (200, "件", "两百件"), (102, "位", "一百零二位"),
    ],
)  # fmt: skip
def test_counts(n: int, measure: str, said: str) -> None:
    assert spoken.count(n, measure) == said


def test_nothing_is_counted_below_zero() -> None:
    with pytest.raises(ValueError, match="below zero"):
        spoken.count(-1, "个")


# ---- a listener writes it down again


def heard_four(said: str) -> int:
    total, digit = 0, 1
    for sign in said:
        if sign in "十百千":
            total += digit * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
        else:
            digit = DIGITS.index(sign)
    return total + digit * (not said.endswith(("十", "百", "千")))


def heard_whole(said: str) -> int:
    """A whole number from its characters; 二 and 两 are the same to the ear."""
    said = said.replace("两", "二")
    for word, size in (("亿", 10**8), ("万", 10**4)):
        high, found, low = said.rpartition(word)
        if found:
            return heard_whole(high) * size + (heard_whole(low) if low else 0)
    return heard_four(said.removeprefix("零") or "零")


def heard(said: str) -> Decimal:
    whole, _, part = said.removeprefix("负").partition("点")
    value = Decimal(f"{heard_whole(whole)}.{''.join(str(DIGITS.index(d)) for d in part) or 0}")
    return -value if said.startswith("负") else value


def heard_money(said: str) -> Decimal:
    found = re.fullmatch(r"(负)?(?:(.+)元)?(?:零?(.)角)?(?:零?(.)分)?", said)
    assert found is not None
    whole, jiao, fen = (heard_whole(part) if part else 0 for part in found.groups()[1:])
    value = Decimal(whole) + Decimal(jiao) / 10 + Decimal(fen) / 100
    return -value if found[1] else value


SIZES = st.integers(0, 16).flatmap(lambda places: st.integers(0, 10**places))


@given(st.one_of(SIZES, SIZES.map(lambda n: -n)))
def test_a_whole_number_is_heard_as_it_was_said(n: int) -> None:
    assert heard(spoken.number(n)) == n


@given(st.decimals(-(10**15), 10**15, places=4))
def test_a_decimal_is_heard_as_it_was_said(d: Decimal) -> None:
    assert heard(spoken.number(d)) == d


@given(st.decimals(-(10**12), 10**12, places=2))
def test_money_is_heard_as_it_was_said(d: Decimal) -> None:
    assert heard_money(spoken.money(d)) == d


@given(st.integers(0, MOST))
def test_no_two_zeros_stand_together_and_none_at_the_end(n: int) -> None:
    said = spoken.number(n)
    assert ("零零" in said, n > 0 and said.endswith("零")) == (False, False)


@given(st.dates())
def test_a_date_is_heard_as_it_was_said(day: dt.date) -> None:
    year, month, rest = re.split("[年月]", spoken.date(day))
    read = int("".join(str(DIGITS.index(d)) for d in year)), heard_whole(month), heard_whole(rest.removesuffix("日"))
    assert dt.date(*read) == day


@given(st.times())
def test_a_time_is_heard_as_it_was_said(at: dt.time) -> None:
    hour, rest = spoken.clock_time(at).split("点")
    assert (heard_whole(hour), heard_whole(rest.removesuffix("分")) if rest != "整" else 0) == (at.hour, at.minute)


@given(st.integers(0, 10**6))
def test_a_duration_is_heard_as_it_was_said(seconds: int) -> None:
    found = re.fullmatch(r"(?:(.+)小时)?(?:(.+?)分钟?)?(?:(.+)秒)?", spoken.duration(seconds))
    assert found is not None
    hours, minutes, rest = (heard_whole(part) if part else 0 for part in found.groups())
    assert hours * 3600 + minutes * 60 + rest == seconds


@given(st.from_regex(r"[0-9]{1,32}", fullmatch=True))
def test_digits_are_heard_as_they_were_said(code: str) -> None:
    assert "".join(str(DIGITS.index(d)) for d in spoken.digits(code)) == code
    said = spoken.telephone(code).replace("，", "").replace("幺", "一")
    assert "".join(str(DIGITS.index(d)) for d in said) == code


CASES = st.tuples(
    st.integers(1949, 2099), st.sampled_from("京沪浙苏粤川"), st.from_regex(r"[0-9]{2,4}", fullmatch=True),
    st.sampled_from(["民初", "民终", "执", "商初", "立调", "行初", "刑初", "财保"]), st.integers(1, 99_999_999),
)  # fmt: skip


@given(CASES)
def test_a_case_number_is_heard_as_it_was_said(case: tuple[int, str, str, str, int]) -> None:
    year, province, court, kind, serial = case
    heard_back = spoken.case_number(f"（{year}）{province}{court}{kind}{serial}号").replace("，", "")
    for n, sign in enumerate(DIGITS):
        heard_back = heard_back.replace(sign, str(n))
    assert heard_back == f"{year}{province}{court}{kind}{serial}号"


@given(st.text())
def test_text_has_one_line_and_an_end(said: str) -> None:
    told = spoken.text(said)
    assert (len(told) <= TEXT_MOST, "\n" in told, any(ord(sign) < 32 for sign in told)) == (True, False, False)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("057128888888", "零五七幺，二八八八，八八八八"), ("0571-28888888", "零五七幺，二八八八，八八八八"),
        ("01088886666", "零幺零，八八八八，六六六六"), ("4008123123", "四零零，八幺二，三幺二三"),
        ("07911234567", "零七九幺，幺二三，四五六七"), ("12345", "幺二三四五"), ("95588", "九五五八八"),
        ("+85221234567", "八五二，二幺二三，四五六七"),
    ],
)  # fmt: skip
def test_a_number_is_said_in_groups_however_it_is_written(number: str, said: str) -> None:
    assert spoken.telephone(number) == said
