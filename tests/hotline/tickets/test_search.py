"""What a ticket is found by, and what somebody may mean who types; any text will do."""

import datetime as dt
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.tickets.rules.search import (
    COUNT,
    HIDDEN,
    INITIALS,
    NUMBER,
    TELEPHONE,
    TERMS_MOST,
    Asked,
    Signs,
    Term,
    asked,
    kept,
)
from hotline.tickets.rules.tickets import as_number, count_of_day, number, whole_number
from hotline.values.initials import initials
from hotline.values.privacy import hide

pytestmark = pytest.mark.unit
CHINESE = st.text("工资欠薪电梯维修法院张三单𠮷", min_size=1, max_size=12)


def found(terms: Asked, tokens: list[str], *, hidden: bool = True) -> bool:
    """What the databases answer, in the plainest words."""

    def holds(term: Term) -> bool:
        wanted = [term.token, HIDDEN + term.token] if hidden else [term.token]
        return any(one.startswith(w) if term.prefix else one == w for one in tokens for w in wanted)

    return bool(terms) and all(any(all(holds(term) for term in way) for way in ways) for ways in terms)


def test_a_text_is_kept_by_its_signs_and_pairs() -> None:
    assert kept(Signs("head-20261120-0007", ("欠薪 ABC１２３",))) == [
        "欠", "薪", "欠薪", "abc123", f"{COUNT}0007", f"{NUMBER}700002116202",
    ]  # fmt: skip


def test_a_person_is_kept_by_name_initials_and_telephone() -> None:
    tokens = kept(Signs("a-20261120-0001", (), (("单雄", "138 0000-1234"),)))
    assert tokens[2:] == ["单", "雄", "单雄", *(INITIALS + i for i in initials("单雄")), f"{TELEPHONE}43210000831"]
    assert set(initials("单雄")) == {"dx", "sx", "cx"}


def test_who_is_hidden_is_kept_behind_a_sign() -> None:
    tokens = kept(Signs("a-20261120-0001", ("漏水",), (("张三", "13800001234"),), hides=True))
    for typed in ("张三", "zs", "1234", "13800001234", "张"):
        assert (found(asked(typed), tokens), found(asked(typed), tokens, hidden=False)) == (True, False), typed
    assert found(asked("漏水"), tokens, hidden=False)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("张三", ("zs",)), ("曾国", ("zg", "cg")), ("解珍", ("jz", "xz")), ("区大", ("qd", "od"))],
)
def test_initials(name: str, letters: tuple[str, ...]) -> None:
    assert set(letters) <= set(initials(name))


@pytest.mark.parametrize(
    "typed",
    ["0007", "-0007", "20261120-0007", "1120-0007", "1234", "13800001234", "+86 138 0000 1234", "138-0000-1234",
     "zs", "ZS", "张", "张三", "欠薪", "薪", "欠 薪 张", "拖欠工资", "abc", "ＡＢＣ", "李四", "ls",
     "张三1234", "张三１２３４", "1234张三", "张三13800001234", "欠薪1234"],
)  # fmt: skip
def test_what_finds_it(typed: str) -> None:
    people = (("张三", "+8613800001234"), ("李四", ""))
    tokens = kept(Signs("head-20261120-0007", ("拖欠工资，欠薪三个月 ABC",), people))
    assert found(asked(typed), tokens)


@pytest.mark.parametrize(
    "typed",
    ["0008", "1235", "zl", "王", "薪欠", "21120-0007", "三张", "ab", "欠薪 王", "张三1235", "王1234", "1235张三"],
)
def test_what_does_not_find_it(typed: str) -> None:
    tokens = kept(Signs("head-20261120-0007", ("拖欠工资，欠薪三个月 ABC",), (("张三", "13800001234"),)))
    assert not found(asked(typed), tokens)


@given(CHINESE, CHINESE, CHINESE)
def test_any_part_of_a_text_finds_it(before: str, word: str, after: str) -> None:
    assert found(asked(word), kept(Signs("a-20261120-0001", (before + word + after,))))


@given(st.text(max_size=300))
def test_any_text_may_be_typed_and_its_tokens_are_letters(typed: str) -> None:
    terms = asked(typed)
    tokens = [term.token for ways in terms for way in ways for term in way]
    assert all(token.isalnum() for token in [*tokens, *kept(Signs("", (typed,), ((typed, typed),)))] if token)
    assert sum(max(len(way) for way in ways) for ways in terms) <= TERMS_MOST


@pytest.mark.parametrize("typed", ["", "   ", '"" AND * OR (', "😀😀", "\u202e\u200f", "'; --", "%_", "\x00"])
def test_nothing_to_look_for(typed: str) -> None:
    assert found(asked(typed), ["and", "or"]) is (typed == '"" AND * OR (')


def test_a_flood_is_cut() -> None:
    assert len(asked("法" * 10_000)) == 1
    assert len(asked("法 " * 10_000)) == 8


@pytest.mark.parametrize(
    "typed",
    ["0007", "-0007", "01-0007", "1120-01-0007", "20261120-0007", "20261120-01-0007", "20261120010007",
     "20261120 01 0007", "２０２６１１２０－０１－０００７"],
)  # fmt: skip
def test_what_finds_its_number(typed: str) -> None:
    number = whole_number(typed)
    assert number == "20261120-01-0007" if number else found(asked(typed), kept(Signs("20261120-01-0007", ())))


@pytest.mark.parametrize("typed", ["0008", "02-0007", "20261120-02-0007", "20261121-0007", "20261120010008"])
def test_what_does_not_find_its_number(typed: str) -> None:
    assert whole_number(typed) != "20261120-01-0007"
    assert not found(asked(typed), kept(Signs("20261120-01-0007", ())))


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.integers(1, 150), st.integers(1, 99_999_999))
def test_a_number_is_read_back_from_each_writing(day: dt.date, site: int, count: int) -> None:
    given_number = number(site, day, count)
    groups = given_number.split("-")
    writings = [given_number, " ".join(groups), f"  {given_number} ", given_number.replace("-", "－"), ".".join(groups)]
    if site < 100:
        writings.append("".join(groups))
    writings += [f"{day.isoformat()}-{'-'.join(groups[1:])}", f"{day:%Y.%m.%d}-{'-'.join(groups[1:])}"]
    assert {as_number(typed) for typed in writings} == {whole_number(typed) for typed in writings} == {given_number}
    assert hide(f"工单{given_number}，") == f"工单{given_number}，"


DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe58\ufe63\u30fc"
AROUND = ("{}", "第{}号", "《{}》", "“{}”", "‘{}’", '"{}"', "'{}'", "（{}）", "【{}】", " {} ", "{}。", "{}，")
BEFORE = ("", "工单", "工单 ", "工单号", "工单号：", "工单编号: ", "No.", "No. ", "NO：", "№", "ticket ", "#")


@given(st.data())
def test_one_reader_for_all_writings(data: st.DataObject) -> None:
    day = data.draw(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
    made = number(data.draw(st.integers(1, 150)), day, data.draw(st.integers(1, 99_999_999)))
    between = data.draw(st.text(st.sampled_from(DASHES), min_size=1, max_size=2) | st.sampled_from("/ ._／"))
    typed = made.replace("-", between)
    if data.draw(st.booleans()):
        typed = "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in typed)  # full width
    way = data.draw(st.sampled_from(["words", "address", "path"]))
    if way == "words":
        typed = data.draw(st.sampled_from(BEFORE)) + data.draw(st.sampled_from(AROUND)).format(typed)
    else:
        host = "https://12368.court.example:8443" if way == "address" else ""
        ends = data.draw(st.sampled_from(["", "/", "?panel=accept&light=red", "#w-note"]))
        typed = f"{host}/tickets/{quote(typed) if data.draw(st.booleans()) else typed}{ends}"
    assert (whole_number(typed), as_number(typed)) == (made, made), typed


@given(
    st.from_regex(
        r"(?:\+?86)?[ -]?1[3-9][0-9]{9}|0[0-9]{2,3}[-/ —]?[0-9]{7,8}|400[-—]?[0-9]{3}[-—]?[0-9]{4}", fullmatch=True
    )
)
def test_no_telephone_number_is_taken_for_a_tickets(typed: str) -> None:
    assert whole_number(typed) == whole_number(f"No. {typed}") == whole_number(f"工单：{typed}") == ""


@given(st.datetimes(), st.sampled_from([
    "%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d %H:%M", "%Y%m%d %H:%M:%S", "%Y-%m-%d %H-%M-%S",
    "%Y%m%d-%H-%M-%S", "%Y.%m.%d", "%Y—%m—%d",
]))  # fmt: skip
def test_no_day_is_taken_for_a_tickets_number(at: dt.datetime, shape: str) -> None:
    assert whole_number(at.strftime(shape)) == whole_number(f"《{at.strftime(shape)}》") == ""


@given(st.integers(2000, 2099), st.integers(1, 99_999), st.sampled_from(
    ["({y})浙0599民初{n}号", "（{y}）浙05执{n}号", "信{y}-{n}", "{y}浙0599民初{n}", "工单({y})浙0599民初{n}号"]
))  # fmt: skip
def test_no_case_number_is_taken_for_a_tickets(year: int, count: int, shape: str) -> None:
    assert whole_number(shape.format(y=year, n=count)) == ""


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.integers(1, 99), st.integers(1, 9999))
def test_a_number_without_its_noughts_is_the_same(day: dt.date, site: int, count: int) -> None:
    made = number(site, day, count)
    for shape in ("{}-{}-{}", "{} {} {}", "{}－{}－{}", "工单号：{}-{}-{}", "{}-{:02d}-{}"):
        assert whole_number(shape.format(f"{day:%Y%m%d}", site, count)) == made, shape


def test_the_count_of_a_day() -> None:
    given_words = ("0023", " 23", "-0023", "００２３", "12345", "1234567", "2026", "20261122", "a23", "")
    assert [count_of_day(typed) for typed in given_words] == ["0023"] * 4 + ["12345"] + [""] * 5


def test_a_whole_number() -> None:
    assert whole_number(" head-20261120-0001 ") == "head-20261120-0001"
    refused = ("20261120-0001", "head-1", "head-20261120-0001 or 1", "13800001234", "20261320010001")
    assert [whole_number(typed) for typed in refused] == [""] * len(refused)


@pytest.mark.parametrize(("typed", "begins"), [("2026", "2026"), ("202611200", "20261120-0"), ("head-2", "head-2")])
def test_the_beginning_of_a_number(typed: str, begins: str) -> None:
    assert as_number(typed) == begins


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("阿卜杜拉·买买提", "阿卜杜拉买买提"), ("阿卜杜拉 买买提", "阿卜杜拉•买买提"), ("阿卜杜拉买买提", "拉买"),
        ("O'Brien", "obrien"), ("John Smith", "JohnSmith"), ("Jean-Luc", "jeanluc"), ("欧阳·测试", "欧阳测试"),
    ],
)  # fmt: skip
def test_a_name_is_found_without_what_stands_between_its_parts(name: str, typed: str) -> None:
    assert found(asked(typed), kept(Signs("20261120-01-0007", (), ((name, ""),))))


@given(st.integers(1, 99_999), st.sampled_from(["20261120-01-{}", "20261120-{}", "01-{}", "-{}"]))
def test_zeros_before_a_tickets_count_may_be_left_out(count: int, form: str) -> None:
    tokens = kept(Signs(f"20261120-01-{count:04d}", ()))
    for written in (f"{count}", f"{count:04d}"):
        assert found(asked(form.format(written)), tokens), (form, written)
