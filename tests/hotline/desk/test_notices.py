"""Messages are written once for a matter, with nothing in them that a telephone could not show."""

import pytest

from hotline.desk.notices import put
from hotline.records.rows import Change, Notice
from tests.builders import NOW

pytestmark = pytest.mark.unit
FIELDS = {"judge": "刘志明", "caller": "张三", "until": "11-23 17:30"}


def test_the_same_matter_is_written_once(db):
    first = put("13700001111", "contact_judge", FIELDS, ref="contact:1", now=NOW)
    again = put("13700001111", "contact_judge", FIELDS, ref="contact:1", now=NOW)
    other = put("13700001111", "contact_judge", FIELDS, ref="contact:2", now=NOW)
    assert (first == again, first == other, Notice.select().count()) == (True, False, 2)
    assert {c.topic for c in Change.select()} == {"notices"}


def test_signs_that_do_harm_are_taken_out(db):
    put("13700001111", "contact_judge", FIELDS | {"caller": "张\x00三\u202e\n%(until)s" + "长" * 900}, ref="", now=NOW)
    text = Notice.get().text
    assert ("张三%(until)s长" in text, "\n" in text, len(text) <= 500) == (True, False, True)
