"""Everything a reader can meet stands in both languages."""

import re

import pytest
from babel.messages import pofile

from tests.admin_web import message_ids

pytestmark = pytest.mark.house
PO = message_ids.ROOT / "admin_web" / "translations" / "zh" / "LC_MESSAGES" / "messages.po"
_FIELD = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def chinese():
    with PO.open("rb") as file:
        return {m.id: m.string for m in pofile.read_po(file) if m.id}


def test_every_sentence_has_its_chinese(chinese):
    ids = message_ids.of_pages() | message_ids.of_refusals()
    assert len(ids) > 200
    assert sorted(i for i in ids if not chinese.get(i)) == []


def test_no_translation_is_left_over(chinese):
    assert sorted(set(chinese) - message_ids.of_pages() - message_ids.of_refusals()) == []


def test_a_translation_fills_in_the_same_fields(chinese):
    wrong = [i for i, zh in chinese.items() if set(_FIELD.findall(i)) != set(_FIELD.findall(zh))]
    assert wrong == []
