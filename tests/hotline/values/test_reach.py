"""Where numbers lead, in every writing; what nobody has thought of leads nowhere."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.values.reach import LISTABLE, Reach, dialled_without_area, reach
from hotline.values.telephone import telephone
from tests.effort import often

pytestmark = pytest.mark.unit

LEADS: dict[Reach, tuple[str, ...]] = {
    Reach.HOME: ("13800001234", "057128888888", "28888888", "4008123123", "8008123123", "01066668888", "17012345678"),
    Reach.SHORT: ("1002", "610001", "12345", "12368", "057112345", "12315", "10000"),
    Reach.SERVICE: ("95588", "96110", "057196345", "10106666", "106980000000"),
    Reach.EMERGENCY: ("110", "112", "114", "119", "120", "122", "999", "12110", "12395", "010110", "0571114", "116114"),
    Reach.PREMIUM: ("16899999999", "01016899999", "057116012345", "96812345", "0571968123", "12590"),
    Reach.SATELLITE: (
        "0088213000000",
        "+870776000000",
        "008817799999999",
        "13490000000",
        "17401234567",
        "+97912345678",
    ),
    Reach.ABROAD: ("+85221234567", "0019005551234", "+442079460000", "0085366668888"),
    Reach.NONE: ("", "16812345", "anonymous", "12", "85221234567", "179510085221234567", "1" * 21, "not a number"),
}
FOLDED = str.maketrans("0123456789+()", "０１２３４５６７８９＋（）")


def writings(number: str) -> tuple[str, ...]:
    """The same number as people, carriers and forgers write it."""
    plus = number if number.startswith("+") else "+" + number[2:] if number.startswith("00") else f"+86{number}"
    made = [number, number.translate(FOLDED), f" {number} ", f"tel:{number}", f"电话：{number}", f"{number}（本人）"]
    if number.startswith(("+", "00")) or len(number) == 11:
        made += [plus, plus.replace("+", "00"), f"({plus}", f"{plus[:4]} {plus[4:]}", f"{plus[:5]}-{plus[5:]}"]
        made.append(f"{number}转8001")
    return tuple(made)


@pytest.mark.parametrize("leads", Reach)
def test_a_number_leads_there_however_it_is_written(leads: Reach) -> None:
    told = {written: reach(telephone(written)) for one in LEADS[leads] for written in (one, *_same(leads, one))}
    assert told == dict.fromkeys(told, leads)


def _same(leads: Reach, one: str) -> tuple[str, ...]:
    return () if leads is Reach.NONE else writings(one)


@given(st.text("0123456789+ -()转", max_size=24) | st.from_regex(r"(00|\+)[1-9][0-9]{6,14}", fullmatch=True))
@settings(max_examples=often(300, 5000))
def test_only_mainland_numbers_are_at_home(text: str) -> None:
    """Whatever is written: what leads home has a mainland's form, and no sign is left that a switch could read."""
    read = telephone(text)
    if reach(read) is Reach.HOME:
        assert re.fullmatch(r"1[3-9][0-9]{9}|0[1-9][0-9]{8,11}|[2-8][0-9]{6,7}|[48]00[0-9]{7}", read.canonical)
        assert dialled_without_area(read.canonical)[0] in "12345678"
    if read.canonical.startswith("+"):
        assert reach(read) in (Reach.ABROAD, Reach.SATELLITE)


def test_nothing_that_leads_abroad_can_be_listed() -> None:
    assert {Reach.SHORT, Reach.SERVICE, Reach.EMERGENCY} == LISTABLE
