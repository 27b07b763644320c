"""Names of downloaded files in ASCII: readable, and of nothing but safe signs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.values.file_names import STEM_MOST, ascii_name

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("判决 书.pdf", "PJ-S.pdf"), ("工单-20261130-0416.xlsx", "GD-20261130-0416.xlsx"), ("图a图.pdf", "TaT.pdf"),
        ("市中级法院热转〔2026〕1", "SZJFYRZ-2026-1"), ("😀.png", "file.png"), ("a.tar.gz", "a.tar.gz"),
        ('a"b\\c%.pdf', "a-b-c.pdf"), ("x.", "x"), ("", "file"), ("-2026.pdf", "2026.pdf"), ("_nul", "_nul"),
    ],
)  # fmt: skip
def test_names(name: str, plain: str) -> None:
    assert ascii_name(name) == plain


@given(st.text())
def test_any_name_is_made_of_safe_signs(name: str) -> None:
    made = ascii_name(name)
    assert re.fullmatch(r"[A-Za-z0-9._-]+", made)
    assert not made.startswith("-")


def test_a_long_name_is_cut() -> None:
    assert ascii_name("法" * 500 + ".pdf") == "F" * STEM_MOST + ".pdf"
