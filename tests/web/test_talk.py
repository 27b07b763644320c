"""A talk of more than two, and a call back, in browsers on the real programs with the stand-in; by keyboard alone."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import sign_in
from .programs import Hotline

pytestmark = pytest.mark.web

# The first caller gives up in the menu, after more than three seconds; the second waits for a person and stays.
DAY = """
numbers:
  "12368": {ts_profile: court_12368}
telephones:
  "1001": {kind: human}
  "1002": {kind: human}
length: 600
calls:
  - {at: 1, from: "13900005678", name: "李四", to: "12368", does: [{hang_up: {during: menu, wait: 4}}]}
  - {at: 2, from: "13800001234", name: "张三", to: "12368", does: [{press: "0", during: menu, wait: 0.2}, {speak: true}, {hang_up: {talking: 120}}]}
"""  # noqa: E501 - a day as its file has it


@pytest.fixture
def hotline(tmp_path: Path) -> Iterator[Hotline]:
    made = Hotline(tmp_path)
    (tmp_path / "day.yml").write_text(DAY, encoding="utf-8")
    yield made
    made.close()


@pytest.fixture
def desk(window: Any, hotline: Hotline) -> Any:
    """`desk(login)` opens somebody's desk, live."""
    password = hotline.prepare()
    _never_quiet(hotline)
    hotline.start("--day", str(hotline.folder / "day.yml"))
    hotline.hears("Ctrl-C")

    def begin(login: str) -> Any:
        page = window(hotline.address)
        page.goto("/login?language=zh_CN")
        sign_in(page, login, password)
        page.wait_for_selector("#link.live")
        return page

    return begin


def _stands(page: Any, state: str) -> None:
    page.wait_for_selector(f"#stand-state:has-text('{state}')")


def test_a_colleague_is_asked_in_heard_by_all_and_given_the_caller(desk: Any) -> None:
    agent, colleague = desk("agent1"), desk("agent2")
    agent.keyboard.press("Alt+1")
    _stands(agent, "振铃")  # somebody waits
    agent.wait_for_selector("#c-answer:enabled")
    agent.keyboard.press("Alt+a")
    _stands(agent, "通话")
    colleague.keyboard.press("Alt+1")
    _stands(colleague, "空闲")
    expect(agent.locator("#c-consult")).to_be_enabled()
    expect(agent.locator("#say-greeting")).to_have_attribute("aria-selected", "true")

    agent.keyboard.press("Alt+c")
    agent.wait_for_selector("#choose-list [aria-selected=true]:has-text('王磊')")
    agent.keyboard.press("ArrowDown")
    expect(agent.locator("#choose-list [aria-selected=true]")).not_to_contain_text("王磊")
    agent.keyboard.press("ArrowUp")
    agent.keyboard.press("Enter")
    agent.wait_for_selector("#third-state:has-text('振铃中')")
    expect(agent.locator("#say-transfer")).to_have_attribute("aria-selected", "true")
    expect(agent.locator("#c-three-way")).to_be_disabled()

    colleague.wait_for_selector("#pop-asked:has-text('李敏 向您咨询')")
    expect(colleague.locator("#pop-number")).to_have_text("138****1234")
    colleague.wait_for_selector("#c-answer:enabled")
    colleague.keyboard.press("Alt+a")
    _stands(colleague, "通话")

    agent.wait_for_selector("#third-state:has-text('与您通话中')")
    agent.wait_for_selector("#c-three-way:enabled")
    agent.keyboard.press("Alt+b")
    agent.wait_for_selector("#third-state:has-text('三方通话中')")
    agent.keyboard.press("Alt+g")
    _stands(agent, "话后整理")
    expect(agent.locator("#third-name")).to_have_count(0)

    colleague.wait_for_selector("#c-mute:enabled")
    expect(colleague.locator("#pop-asked")).to_have_count(0)
    colleague.keyboard.press("Alt+m")
    colleague.wait_for_selector("#c-mute[value=unmute]")
    colleague.keyboard.press("Alt+r")
    colleague.wait_for_selector("#pop >> text=录音已遮蔽")
    colleague.keyboard.press("Alt+h")
    _stands(colleague, "话后整理")
    colleague.goto("/calls")
    colleague.click("tbody tr:has-text('立案咨询') a")
    told = colleague.inner_text("main")
    for word in ("咨询第三方", "第三方接听", "三方通话", "转接", "静音", "录音遮蔽"):
        assert word in told, (word, told)


def test_who_gave_up_is_called_back_from_the_list(desk: Any) -> None:
    agent = desk("agent2")
    agent.keyboard.press("Alt+2")
    _stands(agent, "示忙")
    agent.goto("/call-backs")
    agent.wait_for_selector("tr:has-text('139****5678') >> text=导航中放弃")
    expect(agent.locator("#badge-call-backs")).to_have_text("1")
    agent.locator("tr:has-text('139****5678') button:has-text('回拨')").press("Enter")
    agent.wait_for_selector("#pop-out:has-text('正在呼叫您的话机')")
    agent.wait_for_selector("#c-answer:enabled")
    agent.keyboard.press("Alt+a")
    agent.wait_for_selector("#pop-out:has-text('正在呼叫来电人')")
    agent.wait_for_selector("#c-mute:enabled")
    agent.wait_for_selector("#pop-out:has-text('您的呼出')")
    agent.keyboard.press("Alt+h")
    _stands(agent, "示忙")  # as before he called
    agent.goto("/call-backs?state=done")
    agent.wait_for_selector("tr:has-text('139****5678') >> text=已联系上")
    agent.wait_for_selector("tr:has-text('139****5678') >> text=王磊 呼出接通")


def _never_quiet(hotline: Hotline) -> None:
    """Whatever the hour of the test, somebody may be called."""
    with sqlite3.connect(hotline.data / "tingsu.db") as rows:
        for name in ("quiet.begins", "quiet.ends"):
            rows.execute(
                "INSERT INTO parameter VALUES (?, '\"00:00\"', '2026-01-01 00:00:00.000000+00:00', 'x')", (name,)
            )
    rows.close()
