"""A list says how many rows it has in all, also on its last page, and stops counting where nobody reads on."""

from typing import Any

import pytest

from hotline import rows
from hotline.messages import reads as messages
from hotline.store.paging import TOTAL_MOST, total
from tests.builders import NOW

pytestmark = pytest.mark.unit


def notices(count: int) -> None:
    made = [
        {"number": "13800001234", "ref": f"r{n}", "template": "x", "state": "sent", "at": NOW, "next_at": NOW}
        for n in range(count)
    ]
    rows.Notice.insert_many(made).execute()


def test_the_total_is_the_same_on_each_page_and_follows_the_filter(head: Any) -> None:
    notices(7)
    first = messages.page(size=3)
    last = messages.page(size=3, after=messages.page(size=3, after=first.next).next)
    assert [(len(page.rows), page.total) for page in (first, last)] == [(3, 7), (1, 7)]
    assert messages.page(state="failed").total == 0


def test_counting_ends(head: Any) -> None:
    notices(TOTAL_MOST + 5)
    assert total(rows.Notice.select()) == TOTAL_MOST + 1
