"""What a ticket is found by, and what somebody may mean who types; any text will do."""

import datetime as dt

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
from hotline.tickets.rules.tickets import as_number, number, whole_number
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
     "zs", "ZS", "张", "张三", "欠薪", "薪", "欠 薪 张", "拖欠工资", "abc", "ＡＢＣ", "李四", "ls"],
)  # fmt: skip
def test_what_finds_it(typed: str) -> None:
    people = (("张三", "+8613800001234"), ("李四", ""))
    tokens = kept(Signs("head-20261120-0007", ("拖欠工资，欠薪三个月 ABC",), people))
    assert found(asked(typed), tokens)


@pytest.mark.parametrize("typed", ["0008", "1235", "zl", "王", "薪欠", "21120-0007", "三张", "ab", "欠薪 王"])
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
    assert {as_number(typed) for typed in writings} == {whole_number(typed) for typed in writings} == {given_number}
    assert hide(f"工单{given_number}，") == f"工单{given_number}，"


def test_a_whole_number() -> None:
    assert whole_number(" head-20261120-0001 ") == "head-20261120-0001"
    refused = ("20261120-0001", "head-1", "head-20261120-0001 or 1", "13800001234", "20261320010001")
    assert [whole_number(typed) for typed in refused] == [""] * len(refused)


@pytest.mark.parametrize(("typed", "begins"), [("2026", "2026"), ("202611200", "20261120-0"), ("head-2", "head-2")])
def test_the_beginning_of_a_number(typed: str, begins: str) -> None:
    assert as_number(typed) == begins
