"""A number in the place of a name is no name: it would show what is masked beside it."""

import pytest

from hotline.values.privacy import name_or_nothing

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "kept"),
    [("张三", "张三"), ("13800001234", ""), ("+86 138-0000-1234", ""), ("1001", "1001"), ("", ""),
     ("anonymous", ""), ("０５７１－２８８８８８８８", ""),
     ("A13800001234", "A13800001234")],
)  # fmt: skip
def test_a_number_is_no_name(name: str, kept: str) -> None:
    assert name_or_nothing(name) == kept
