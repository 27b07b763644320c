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


DATED = re.compile(r'<input(?=[^>]*(?:type="date"|placeholder="20..-..-..))[^>]*name="([a-z_]+)"')
BY_ADDRESS = {
    "/appointments": ("from",),
    "/hours": ("year",),
    "/figures/entered/rows": ("day",),
}  # no field shows these
SPAN = {"day": "day"}  # the others are read where days are free
UNREADABLE = ("2026-13-01", "2026-02-30", "gestern", "99999")
SPANS = (("since", "until"), ("opened_from", "opened_to"), ("due_from", "due_to"), ("closed_from", "closed_to"))


@pytest.fixture
def dated(app: Any, head: Any, sign_in: Any) -> dict[str, tuple[Any, tuple[str, ...]]]:
    """Every list and figures page that takes days by its address: its browser, and the names of its days."""
    people = [new_person(login=role.value, role=role) for role in (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.INSPECTOR)]
    browsers, found = [sign_in(person) for person in people], dict[str, tuple[Any, tuple[str, ...]]]()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.arguments or rule.endpoint == "static":
            continue
        for browser in browsers:
            answer = browser.get(rule.rule + ("?span=free" if "figures" in rule.rule else ""))
            forms = (
                re.findall(r'<form method="get".*?</form>', answer.text, re.S) if answer.mimetype == "text/html" else []
            )
            names = tuple(dict.fromkeys(name for form in forms for name in DATED.findall(form)))
            if names:
                found[rule.rule] = browser, names
    for page, names in BY_ADDRESS.items():
        found[page] = next((one, names) for one in browsers if one.get(page).status_code == 200)
    return found


def test_every_page_with_days_tells_which_it_cannot_read(dated: Any) -> None:
    assert {"/calls", "/tickets", "/recordings", "/audit", "/figures", "/figures/risk", "/figures/agent-day"} <= set(
        dated
    )
    silent = [
        f"{page}?{name}={typed}"
        for page, (browser, names) in dated.items()
        for name in names
        for typed in UNREADABLE
        if 'role="alert"' not in browser.get(page, query_string={name: typed, "span": SPAN.get(name, "free")}).text
    ]
    assert silent == []


def test_every_page_with_two_days_tells_that_they_stand_the_wrong_way_round(dated: Any) -> None:
    turned = [
        (page, first, browser.get(page, query_string={"span": "free", first: "2026-11-20", last: "2026-11-10"}).text)
        for page, (browser, names) in dated.items()
        for first, last in SPANS
        if first in names and last in names
    ]
    assert len(turned) >= 6
    assert [(page, name) for page, name, text in turned if 'role="alert"' not in text] == []
