"""Every page that takes a day reads each writing of it as the same day, and says nothing wrong for none."""

import re
from typing import Any

import pytest

from hotline.words import Role
from tests.builders import new_call, new_person, new_ticket

pytestmark = pytest.mark.unit
DAY = "2026-11-20"
WRITINGS = (
    "2026/11/20",
    "2026.11.20",
    "20261120",
    "2026年11月20日",
    "２０２６－１１－２０",
    " 2026-11-20 ",
    "2026年11月20",
)
NONE = ("", "2026-02-30", "20261320", "yesterday", "9999-12-31", "0001-01-01", "\x00", "²")
PAGES = ("/calls?since={day}&until={day}", "/tickets?opened_from={day}&opened_to={day}", "/appointments?from={day}")


@pytest.fixture
def browser(head: Any, sign_in: Any) -> Any:
    supervisor = new_person(login="supervisor", role=Role.SUPERVISOR)
    new_call()
    new_ticket(opened_by=supervisor)
    return sign_in(supervisor)


def shown(browser: Any, page: str, day: str) -> list[str]:
    """The rows and headings of the page."""
    answer = browser.get(page.format(day=day))
    assert answer.status_code == 200, (page, day)
    return re.findall(r"<(?:td|h2|h3|th)[ >].*", answer.text)


@pytest.mark.parametrize("page", PAGES)
def test_each_writing_is_the_same_day(browser: Any, page: str) -> None:
    wanted = shown(browser, page, DAY)
    assert wanted
    assert wanted != shown(browser, page, "2026-10-01")
    assert {writing: shown(browser, page, writing) == wanted for writing in WRITINGS} == dict.fromkeys(WRITINGS, True)


@pytest.mark.parametrize("page", PAGES)
def test_what_is_no_day_sets_no_limit(browser: Any, page: str) -> None:
    without = shown(browser, page, "")
    assert {typed: shown(browser, page, typed) == without for typed in NONE} == dict.fromkeys(NONE, True)
