"""A return visit in the browser: "no" proposes another round, and the clerk may choose otherwise."""

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import expect

from hotline import clock, rows
from hotline.words import Role, TicketState
from tests.builders import new_person, new_ticket, new_units

pytestmark = pytest.mark.web


@pytest.fixture
def follow_up(db: Any) -> Any:
    clerk = new_person(login="visitor", role=Role.FOLLOW_UP_CLERK, extension="1010", sees_numbers=True)
    unit = new_units(clerk.site)["civil"]
    now = clock.now()
    tickets = [
        new_ticket(opened_by=clerk, state=TicketState.FOLLOWING_UP, unit=unit, reply="已派人维修。", at=now, steps=3)
        for _ in range(2)
    ]
    one, later = (
        rows.FollowUp.create(
            ticket=ticket, round=0, state="open", planned_at=now, next_at=now + dt.timedelta(days=n), token=f"w{n}"
        )
        for n, ticket in enumerate(tickets)
    )
    return one, later, clerk


@pytest.mark.parametrize("width", [390, 1366])
def test_no_proposes_another_round_with_a_way_back(browse: Any, follow_up: Any, width: int) -> None:
    one, later, clerk = follow_up
    page = browse(clerk, width=width)
    page.goto("/visits")
    expect(page.locator(f"#visit-{later.id}")).to_have_text("提前回访")
    page.click(f"#visit-{one.id}")
    choice = page.locator("[data-not-solved]")
    again, close = (page.locator(f"input[name=again][value={value}]") for value in ("yes", "no"))
    expect(choice).to_be_hidden()
    page.check("input[name=handled][value=yes]")
    page.check("input[name=solved][value=no]")
    expect(choice).to_be_visible()
    expect(again).to_be_checked()
    page.check("input[name=solved][value=yes]")
    expect(choice).to_be_hidden()
    assert page.locator("input[name=again]:checked").count() == 0
    page.check("input[name=solved][value=no]")
    page.check("input[name=again][value=no]")
    page.check("input[name=handled][value=no]")
    expect(close).to_be_checked()  # what he has chosen himself stays
    page.click("#visit-answer button.main")
    expect(page.locator("#e-text")).to_have_text("请写明虽未解决仍予办结的理由")
    expect(close).to_be_checked()
    page.fill("#v-text", "来电人不再追究")
    page.click("#visit-answer button.main")
    page.wait_for_url("**/visits")
    row = rows.Ticket.get_by_id(one.ticket_id)
    assert (row.state, row.solved, row.handled) == (TicketState.CLOSED, False, False)


def test_what_was_written_stays_where_the_attempt_is_refused(browse: Any, follow_up: Any) -> None:
    one, _later, clerk = follow_up
    page = browse(clerk)
    page.goto(f"/visits/{one.id}")
    page.fill("#v-text", "电话里说还没有解决")
    rows.Ticket.update(state=TicketState.UNDER_REVIEW.value).where(rows.Ticket.id == one.ticket_id).execute()
    page.click("button:has-text('稍后再拨')")
    expect(page.locator("#e-why")).to_be_visible()
    assert page.input_value("#v-text") == "电话里说还没有解决"
