"""Which passwords are refused and why: the commonest, names, runs; and what good ones are like."""

import datetime as dt
import string
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.people.rules.login import PasswordOf, complaint
from hotline.people.rules.weak_passwords import LEAST, WORD_LEAST, WORD_MOST, worth
from hotline.people.verbs.passwords import common, random_password
from hotline.people.verbs.sign_in import change_password
from hotline.ports import Refused
from hotline.rows import Person
from hotline.values.initials import places, spellings
from scripts.py.demo_accounts import DEMO_PASSWORD
from tests.builders import PASSWORD
from tests.hotline.people.test_sign_in import LIMITS

pytestmark = pytest.mark.unit
ABOUT = PasswordOf("agent1", "李敏", "南川区人民法院")
COMMON = "This password is too common: take several words that do not belong together, or add signs at random"
RUNS = "Signs that repeat or follow each other, such as aaaa, 1234 or qwerty, make no password: mix in others"
NAME = "A password must not contain your name, also not in pinyin: choose something that nobody knows of you"
HOUSE = "A password must not contain the name or number of the hotline or of your court: choose something else"
FEW = "A password has at least four different characters"
DIGITS = "A password must not be of digits alone: add letters"
SIGNS = string.ascii_letters + string.digits + "-_.!#"


def _refused(password: str) -> str | None:
    return complaint(password, about=ABOUT, common=common())


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("1234567890", DIGITS), ("password12", COMMON), ("ｐａｓｓｗｏｒｄ１２", COMMON),
        ("aaaaaaabcd", RUNS), (DEMO_PASSWORD, COMMON),
        ("aaaaaaaaaaaa", FEW), ("13800001234", DIGITS), ("qwertyuiop[", RUNS), ("1qaz2wsx3edc", COMMON),
        ("abcdefghijkl", RUNS), ("zyxwvutsrq98", RUNS), ("P@ssw0rd2026", COMMON), ("Summer2026!", COMMON),
        ("woaini1314520", COMMON), ("qmqmqmqmqmqm", FEW), ("xk7qxk7qxk7q", RUNS), ("ADMINISTRATOR1", COMMON),
        ("limin-83x7qv", NAME), ("Li.Min-8x2kq9", NAME), ("minli#8x2kq9", NAME), ("李敏的密码很长很长的", NAME),
        ("tingsu-93mvqx2w", HOUSE), ("Nanchuan-9x7kq2", HOUSE), ("xw-12368-qmzv8", HOUSE),
        ("南川区的密码就是这个吧", HOUSE),
        ("x" * 201, "A password has at most 200 characters"), ("short", "A password has at least 10 characters"),
        ("my-agent1-2026", "A password must not contain the login"),
    ],
)  # fmt: skip
def test_what_is_refused_and_why(password: str, why: str) -> None:
    assert _refused(password) == why


@pytest.mark.parametrize(
    "password",
    [
        "四个不同的汉字也可以的",
        "correct horse battery staple",
        "another-good-one-2",
        PASSWORD,
        "dragon8372951",
        "purple-monkey-dish",
    ],
)
def test_what_is_good(password: str) -> None:
    assert _refused(password) is None


@pytest.mark.parametrize("n", range(20))
def test_a_given_password_is_good_enough_to_stay(n: int) -> None:
    assert worth(random_password(), common())[0] >= LEAST


@given(st.sampled_from(sorted(common())), st.integers(0, 99), st.sampled_from(["", "!", "@", "-"]))
def test_a_common_word_with_a_few_digits_is_refused(word: str, digits: int, sign: str) -> None:
    for password in (f"{word}{sign}{digits}", f"{digits}{sign}{word.upper()}"):
        assert len(password) < 10 or _refused(password) is not None


@given(st.text(SIGNS, min_size=1, max_size=6), st.integers(4, 30))
def test_saying_a_part_again_and_again_adds_at_most_one(part: str, times: int) -> None:
    assert worth(part * times, frozenset())[0] <= len(part) + 1


@given(st.text(SIGNS, max_size=40), st.sampled_from(SIGNS))
def test_one_sign_more_adds_one_at_most_and_nothing_is_worth_more_than_its_signs(password: str, more: str) -> None:
    before, after = worth(password, common())[0], worth(password + more, common())[0]
    assert 0 <= before <= len(password)
    assert after <= before + 1


def test_signs_without_order_are_worth_what_they_are() -> None:
    assert worth("axkqzmwu", frozenset()) == (8, False)


def test_the_longest_password_is_looked_at_without_delay() -> None:
    """Every part of it once: what is counted is how often the list is asked, not the seconds."""
    asked = []

    class Counted(frozenset[str]):
        def __contains__(self, word: object) -> bool:
            asked.append(word)
            return super().__contains__(word)

    worth("aB3$xQ" * 33, Counted())
    assert len(asked) <= 200 * 3 * (WORD_MOST - WORD_LEAST + 1)


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("李敏", {"李敏", "limin", "minli"}),
        ("王小兰", {"王小兰", "wangxiaolan", "xiaolanwang", "xiaolan", "yuxiaolan", "xiaolanyu"}),
        ("John Smith", {"john smith", "john", "smith"}), ("", set()), ("王", set()),
    ],
)  # fmt: skip
def test_how_a_name_is_spelled(name: str, spelled: set[str]) -> None:
    assert spellings(name) == spelled


def test_where_a_court_is() -> None:
    assert places("南川区人民法院") == {"南川", "nanchuan"}
    assert places("") == set()


def test_the_list_is_in_small_letters_and_has_no_doubles() -> None:
    words = common()
    assert len(words) > 10_000
    assert [word for word in words if word != word.lower() or len(word) < 5 or not word.isascii()] == []


def test_the_verb_asks_the_name_and_the_court_too(agent: Any, now: dt.datetime) -> None:
    Person.update(name="王小兰").execute()
    for new, why in (("xiaolan-8x2kq9", NAME), ("tingsu-93mvqx2w", HOUSE), ("password12", COMMON)):
        with pytest.raises(Refused) as refused:
            change_password(agent.id, PASSWORD, new, now=now, client_ip="", limits=replace(LIMITS, tries=9))
        assert refused.value.sentence() == why
    assert Person.get_by_id(agent.id).password_hash == agent.password_hash
