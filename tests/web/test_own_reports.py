"""Choosing an own report in a browser: by the keyboard alone, without scripts, on a telephone's width; a reload in the
middle of it loses nothing."""

from typing import Any

import pytest
from playwright.sync_api import expect

from hotline import clock, rows
from hotline.words import Dimension, Outcome, Role
from tests.builders import new_call, new_line, new_person

from .conftest import sign_in

pytestmark = pytest.mark.web


@pytest.fixture
def leader(db: Any) -> Any:
    line = new_line()
    for _ in range(3):
        new_call(at=clock.now(), outcome=Outcome.SILENT.value, line=line.code)
    return new_person(login="leader", role=Role.LEADER, name="韩院长")


def test_a_report_is_put_together_with_the_keyboard_alone(browse: Any, leader: Any) -> None:
    page = browse(leader, language="en")
    page.goto("/own-reports/new")
    expect(page.locator("#preview svg")).to_be_visible()
    expect(page.locator("[data-preview]")).to_be_hidden()  # the preview comes by itself
    page.focus("#o-rows")
    page.keyboard.type("Lin")  # in a list, letters choose
    page.keyboard.press("Tab")
    page.keyboard.type("Unit")
    told = page.locator("#e-columns")
    expect(told).to_contain_text("choose other columns or another figure")
    expect(page.locator("#o-columns")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#preview")).to_contain_text("Change what is marked")
    page.keyboard.press("Home")  # the figures side by side
    expect(told).to_be_hidden()
    for _ in range(list(Dimension).index(Dimension.DAY) + 1):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#e-chart")).to_contain_text("Bars show one division")
    page.reload()  # in the middle of the work
    expect(page.locator("#o-rows")).to_have_value("line")
    expect(page.locator("#o-columns")).to_have_value("day")
    page.focus("#o-chart")
    page.keyboard.type("Stack")
    expect(page.locator("#preview tfoot")).to_contain_text("3")
    page.focus("#o-name")
    page.keyboard.type("By line")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("By line")
    page.locator("tfoot a").last.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".total")).to_have_text("Rows: 3")


def test_the_first_and_the_last_day_are_asked_for_where_days_are_fixed(browse: Any, leader: Any) -> None:
    page = browse(leader, width=390, height=844)
    page.goto("/own-reports/new")
    expect(page.locator("#o-first")).to_be_hidden()
    page.select_option("#o-period", "fixed")
    expect(page.locator("#o-first")).to_be_visible()
    expect(page.locator("#e-first")).to_contain_text("请填写日期")
    page.fill("#o-first", "2026-01-01")
    page.fill("#o-last", "2025-01-01")
    expect(page.locator("#e-last")).to_contain_text("结束日期早于开始日期")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_scripts_the_button_makes_the_preview_and_the_report_is_kept(
    server: str, window: Any, leader: Any
) -> None:
    page = window(server, java_script_enabled=False)
    page.goto("/login?language=en")
    sign_in(page, "leader", "a-good-password-1")
    page.goto("/own-reports/new")
    page.select_option("#o-rows", "line")
    page.select_option("#o-chart", "none")
    page.fill("#o-name", "plain")
    page.click("[data-preview]")
    assert page.url.endswith("/own-reports/new")  # neither the name nor the form's token stands in the address
    expect(page.locator("#preview tfoot")).to_contain_text("3")
    expect(page.locator("#o-name")).to_have_value("plain")
    page.click("button.main")
    expect(page.locator("h1")).to_have_text("plain")
    assert [row.name for row in rows.OwnReport.select()] == ["plain"]


def test_a_report_is_deleted_only_after_a_question(browse: Any, leader: Any) -> None:
    page = browse(leader, language="en")
    made = rows.OwnReport.create(
        person=leader, name="to go", chosen={"rows": "day", "figures": ["entered"], "period": "today", "chart": "none"},
        made_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    page.goto(f"/own-reports/{made.id}")
    page.once("dialog", lambda question: question.dismiss())
    page.click("text=Delete")
    assert rows.OwnReport.select().count() == 1
    page.once("dialog", lambda question: question.accept())
    with page.expect_navigation():
        page.click("text=Delete")
    assert rows.OwnReport.select().count() == 0
