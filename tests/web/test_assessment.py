"""The assessment in the browser: a unit asks for an exclusion, the reviewer decides in English, the leader sees it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from hotline import clock, rows
from hotline.assessment.rules.kept import as_kept
from hotline.words import Role, TicketState
from tests.builders import new_member, new_person, new_ticket, new_units
from tests.hotline.assessment.court import RULES

pytestmark = pytest.mark.web


@pytest.fixture
def people(db: Any) -> dict[str, Any]:
    """A unit with a row of two points for an answer that came late."""
    leader = new_person(login="leader", role=Role.LEADER)
    unit, now = new_units(leader.site)["civil"], clock.now()
    ticket = new_ticket(opened_by=leader, state=TicketState.CLOSED, unit=unit, at=now)
    day = now.date().isoformat()
    rows.Entry.create(kind="exclusion", code="disaster", zh="自然灾害", en="Disaster")
    rows.AssessmentVersion.create(number=1, effective=day, rules=as_kept(RULES), why="试验", at=now)
    period = rows.AssessmentPeriod.create(
        slot="p", kind="month", site=leader.site, first=day, last=day, state="provisional", counted_at=now
    )
    rows.AssessmentScore.create(period=period, unit=unit, base=10_000, tickets=1, clean=0)
    rows.AssessmentPoint.create(
        period=period, unit=unit, ticket=ticket, kind="event", event="reply_late", key="reply_late:clock:1:1", at=now,
        points=-200, version=1, facts={"n": 1, "was": 0, "days": 1, "due": now.isoformat(), "clock": "finish"},
    )  # fmt: skip
    reviewer = new_person(login="reviewer", role=Role.HOTLINE_REVIEWER)
    return {"leader": leader, "reviewer": reviewer, "handler": new_member(unit, login="handler")}


def test_a_unit_asks_the_reviewer_decides_and_the_leader_sees(browse: Any, people: dict[str, Any]) -> None:
    page = browse(people["handler"], width=390)
    page.goto("/assessment")
    page.click("text=民事庭")
    page.click("text=申请剔除")
    page.select_option("#x-ground", "disaster")
    page.fill("#x-text", "当天台风，单位停电。")
    page.focus("main button.main")
    page.keyboard.press("Enter")  # by the keyboard alone
    expect(page.locator("h1")).to_contain_text("民事庭")
    expect(page.locator("#notices")).to_contain_text("申请已提交")
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    page = browse(people["reviewer"], language="en")
    page.goto("/for-me")
    page.click("text=1 requests for exclusions to decide")
    page.click("table.list tbody a")
    page.check("text=exclude the points")
    page.fill("#d-text", "属实")
    page.click("main button.main")
    expect(page.locator("main")).to_contain_text("excluded, 2 points, by")

    page = browse(people["leader"])
    page.goto("/assessment")
    row = page.locator("table.list tbody tr", has_text="民事庭")
    expect(row).to_contain_text("100")
    expect(row).to_contain_text("1 行中 1 行")
    row.locator("a").click()
    expect(page.locator("#rows")).to_contain_text("已剔除 2 分：自然灾害")
