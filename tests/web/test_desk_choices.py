"""Choosing in the browser: a judge for a request, nobody for a caller who has gone, and a form that lets a call go."""

from typing import Any

import pytest
from playwright.sync_api import expect

from hotline import clock
from hotline.rows import Chamber, Contact, Judge, Offer, Order
from hotline.words import CallState, Outcome, Presence, Reason
from tests.builders import new_call, new_line, stand

pytestmark = pytest.mark.web


@pytest.fixture
def judges(head: Any) -> Any:
    chamber = Chamber.create(site=head, name="民事庭", telephone="6100")
    Judge.create(chamber=chamber, name="何静", title="庭长", telephone="6102", chief=True)
    return Judge.create(chamber=chamber, name="刘志明", title="审判员", telephone="6101")


@pytest.fixture
def talking(agent: Any) -> Any:
    at = clock.now()
    call = new_call(at=at, state=CallState.TALKING, agent=agent, talking_at=at, line="filing", queued_at=at)
    stand(agent, Presence.TALKING, at=at, reason=Reason.CALL_ANSWERED, call=call.id)
    new_line()
    return call


def test_a_request_without_a_choice_says_so_beside_the_list(agent: Any, browse: Any, judges: Any, talking: Any) -> None:
    page = browse(agent)
    page.goto(f"/contacts/new?call={talking.id}")
    assert page.locator(".judge").first.bounding_box()["width"] > 300  # no strip
    page.fill("#k-find", "刘")
    expect(page.locator(".judge:visible")).to_have_count(1)
    page.fill("#k-text", "请回电")
    page.keyboard.press("Alt+s")
    expect(page.locator("#k-wrong")).to_be_visible()
    expect(page.locator(".judge:visible")).to_have_count(2)  # what was hidden by the search is in sight again
    expect(page.locator("#k-find")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#k-picked")).to_contain_text("何静")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#k-picked")).to_contain_text("刘志明")
    page.fill("#k-find", "何")  # the chosen one is hidden now, and is chosen still
    page.keyboard.press("Alt+s")
    page.wait_for_selector(".notice.refused:has-text('未能告知法官')")
    assert [(row.judge_id, row.text) for row in Contact.select()] == [(judges.id, "请回电")]


def test_no_judge_is_rung_by_enter_alone(agent: Any, browse: Any, judges: Any, talking: Any) -> None:
    page = browse(agent)
    page.wait_for_selector("#c-consult:enabled")
    page.keyboard.press("Alt+c")
    page.wait_for_selector("#choose-list [role=option]")
    expect(page.locator("#choose-list [aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Enter")
    assert Order.select().count() == 0
    page.keyboard.press("ArrowDown")
    expect(page.locator("#choose-list [aria-selected=true]")).to_contain_text("何静")


def test_the_choice_closes_when_the_caller_has_gone(
    agent: Any, browse: Any, judges: Any, talking: Any, tell: Any
) -> None:
    page = browse(agent)
    page.wait_for_selector("#c-consult:enabled")
    page.wait_for_selector("#link.live")
    page.keyboard.press("Alt+c")
    page.wait_for_selector("#choose[open]")
    stand(agent, Presence.WRAP_UP, at=clock.now(), reason=Reason.CALL_ENDED, call=talking.id)
    type(talking).update(state=CallState.ENDED, ended_at=clock.now(), outcome=Outcome.TALKED).execute()
    tell(f"agent:{agent.id}", talking.id)
    page.wait_for_selector("#choose", state="hidden")
    page.wait_for_selector("#c-judge")  # wrap-up is when the judge is contacted


@pytest.mark.parametrize("typed", ["", "打到一半"])
def test_an_offer_that_was_missed_lets_the_form_go(agent: Any, browse: Any, tell: Any, typed: str) -> None:
    new_line()
    page = browse(agent)
    page.wait_for_selector("#link.live")
    at = clock.now()
    call = new_call(at=at, state=CallState.OFFERING, line="filing", queued_at=at)
    offer = Offer.create(call=call.id, number=1, person=agent, step="A", offered_at=at)
    stand(agent, Presence.OFFERED, at=at, reason=Reason.CALL_OFFERED, call=call.id)
    tell(f"agent:{agent.id}", call.id)
    page.wait_for_selector(f"#ticket [name=call][value='{call.id}']", state="attached")
    page.fill("#t-subject", typed)
    Offer.update(ended_at=clock.now(), result="no_answer").where(Offer.id == offer.id).execute()
    stand(agent, Presence.AWAY, at=clock.now(), reason=Reason.NO_ANSWER)
    tell(f"agent:{agent.id}", call.id)
    page.wait_for_selector("#ticket [name=call][value='']", state="attached")
    expect(page.locator("#t-subject")).to_have_value("")
    if typed:
        page.wait_for_selector(f"#drafts >> text={typed}")  # nothing is lost
