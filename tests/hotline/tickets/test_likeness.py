"""How like two matters are: what makes a duplicate, and what alone never does."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.tickets.rules.likeness import ENOUGH, About, likeness

pytestmark = pytest.mark.unit
LIFT = About(
    "13800001234", "", 7, "和平路 12 号", 3, "电梯停运", "小区三号楼的电梯停运三天了，老人上不去楼，请尽快派人维修。"
)
WORDS = st.text("电梯停运水管漏噪音扰民请尽快修", max_size=30)
MATTERS = st.builds(
    About, number=st.sampled_from(["", "13800001234", "13900005555"]), identity=st.sampled_from(["", "a", "b"]),
    place=st.sampled_from([None, 1, 2]), address=st.sampled_from(["", "和平路1号", "和平路 1 号。", "人民路"]),
    topic=st.sampled_from([None, 1, 2]), subject=WORDS, text=WORDS,
)  # fmt: skip


def test_the_same_matter_is_the_same() -> None:
    like = likeness(LIFT, LIFT)
    assert (like.points, like.why) == (100, ("text", "person", "place", "topic"))


def test_near_text_of_another_caller_at_the_same_place_is_a_duplicate() -> None:
    other = replace(
        LIFT, number="13900005555", subject="电梯坏了", text="三号楼电梯停运三天，老人上不去楼，请尽快维修电梯。"
    )
    like = likeness(LIFT, other)
    assert like.points >= ENOUGH
    assert like.why == ("text", "place", "topic")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (About("13800001234", "", None, "", None, "办理护照", "询问护照到期换发需要哪些材料"), ("person",)),
        (About("", "", 7, "和平路12号", None, "办理护照", "询问护照到期换发需要哪些材料"), ("place",)),
        (About("", "", None, "", 3, "办理护照", "询问护照到期换发需要哪些材料"), ("topic",)),
        (About("13800001234", "", 7, "和平路12号", 3, "", ""), ("person", "place", "topic")),
    ],
)
def test_neither_person_nor_place_nor_subject_alone_makes_one(other: About, why: tuple[str, ...]) -> None:
    like = likeness(LIFT, other)
    assert (like.points < ENOUGH, like.why) == (True, why)


def test_an_address_is_the_same_however_it_is_spaced() -> None:
    spaced = replace(LIFT, number="", place=None, topic=None, address="和平路12号，")
    elsewhere = replace(spaced, address="人民路")
    assert likeness(LIFT, spaced).why == ("text", "place")
    assert likeness(LIFT, spaced).points == likeness(LIFT, elsewhere).points + 15


def test_unknown_is_not_the_same_as_unknown() -> None:
    empty = About("", "", None, "", None, "", "")
    assert likeness(empty, empty).why == ()


@given(MATTERS, MATTERS)
def test_it_does_not_matter_who_came_first(one: About, other: About) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other).points <= 100


@given(MATTERS, MATTERS)
def test_without_a_like_text_nothing_is_shown(one: About, other: About) -> None:
    bare = replace(other, subject="", text="")
    assert likeness(one, bare).points < ENOUGH


@given(MATTERS, MATTERS)
def test_the_same_person_makes_it_no_less_like(one: About, other: About) -> None:
    same = replace(other, number=one.number, identity=one.identity)
    assert likeness(one, same).points >= likeness(one, replace(other, number="", identity="")).points


@pytest.mark.parametrize("text", ["", "𠮷", "龘", "😀😀", "\u202e文", "<b>", "   ", "字" * 100_000])
def test_any_text_is_compared(text: str) -> None:
    like = likeness(replace(LIFT, text=text), replace(LIFT, text=text))
    assert 0 <= like.points <= 100
