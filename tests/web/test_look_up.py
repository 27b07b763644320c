"""An agent on the telephone says in three keys where a caller's matter stands; and the page of a ticket is live."""

import os
from typing import Any

import pytest
from playwright.sync_api import expect

from hotline import clock, rows
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.words import CallState, Presence, Profile, Reason, Role, TicketEvent, Way
from tests.builders import new_call, new_member, new_person, new_units, stand

pytestmark = pytest.mark.web
E = TicketEvent


@pytest.fixture
def town(head: Any, agent: Any) -> dict[str, Any]:
    units = new_units(head)
    return {
        "units": units, "agent": agent, "dispatcher": new_person(login="dispatcher", role=Role.DISPATCHER),
        "supervisor": new_person(login="supervisor", role=Role.SUPERVISOR),
        "handler": new_member(units["civil"], login="handler"),
    }  # fmt: skip


def opened(town: dict[str, Any], subject: str, *, dispatched: bool = True) -> str:
    now = clock.now()
    matter = Matter("complaint", subject, "三天没有维修。", caller_number="13800001234", caller_name="张三",
                    profile=Profile.COURT_12368)  # fmt: skip
    token = f"t{rows.Ticket.select().count()}"
    number = open_ticket(matter, person=town["dispatcher"].id, token=token, draft=None, now=now, client_ip="")
    if dispatched:
        asked = TransitionRequest(E.DISPATCH, unit=town["units"]["civil"].id, way=Way.TRANSFER)
        act(number, asked, who=actor(town["dispatcher"].id), now=now)
    return number


def talking(agent: Any) -> Any:
    now = clock.now()
    call = new_call(state=CallState.TALKING, number="13800001234", at=now, talking_at=now)
    rows.Offer.create(call=call.id, number=1, person=agent, step="A", offered_at=now, answered_at=now)
    stand(agent, Presence.TALKING, at=now, call=call.id, reason=Reason.CALL_OFFERED)
    return call


def shot(page: Any, name: str) -> None:
    """A picture for whoever looks at the page, where he wants it."""
    if os.environ.get("TINGSU_SHOTS"):
        page.screenshot(path=f"{os.environ['TINGSU_SHOTS']}/{name}.png")


@pytest.mark.parametrize(("language", "width"), [("zh_CN", 1366), ("en", 390)])
def test_three_keys_from_the_call_to_the_sentence(town: Any, browse: Any, language: str, width: int) -> None:
    opened(town, "路灯不亮", dispatched=False)
    number = opened(town, "电梯停运")
    talking(town["agent"])
    page = browse(town["agent"], language=language, width=width)
    page.goto("/desk")
    page.wait_for_selector("#pop-where")
    page.keyboard.press("Alt+k")
    expect(page.locator("#where-1 .say")).to_contain_text("已转交承办单位，承办单位是民事庭")
    page.keyboard.press("2")
    expect(page.locator("#where-2 .say")).to_contain_text("已登记")
    expect(page.locator("#where-1 .say")).to_be_hidden()
    page.keyboard.press("1")
    shot(page, f"desk-{language}-{width}")
    with page.context.expect_page() as opening:
        page.click("#where-1 a[href$=w-urge]")
    ticket = opening.value
    ticket.wait_for_selector("#w-urge[open]")
    ticket.fill("#w-urge textarea", "来电人再次询问。")
    shot(ticket, f"urge-{language}-{width}")
    with ticket.expect_navigation():
        ticket.click("#w-urge .sendline button >> nth=0")
    ticket.wait_for_selector("#why-urge")
    shot(ticket, f"ticket-{language}-{width}")
    assert rows.Urge.get().step == "for_citizen"
    assert rows.Ticket.get(rows.Ticket.number == number).urges == 1


@pytest.mark.parametrize(("language", "width"), [("zh_CN", 1366), ("en", 390)])
def test_an_enquiry_is_for_the_call_in_progress(town: Any, browse: Any, language: str, width: int) -> None:
    number = opened(town, "电梯停运")
    call = talking(town["agent"])
    page = browse(town["agent"], language=language, width=width)
    page.goto("/enquiries")
    shot(page, f"enquiry-empty-{language}-{width}")
    page.fill("#t-code", number)
    page.press("#t-code", "Enter")
    expect(page.locator(".found .say")).to_contain_text("民事庭")
    shot(page, f"enquiry-{language}-{width}")
    page.click("#open-ticket")
    page.wait_for_url("**/desk?**")
    assert (page.input_value("#t-subject"), number in page.input_value("#t-text")) == ("电梯停运", True)
    assert page.input_value("#ticket [name=call]") == call.id


def test_the_page_follows_what_another_does(town: Any, browse: Any) -> None:
    number = opened(town, "电梯停运")
    page = browse(town["supervisor"], language="zh_CN")
    page.goto(f"/tickets/{number}")
    page.wait_for_selector("#link.live")
    page.click("#files-add summary")
    act(number, TransitionRequest(E.TAKE), who=actor(town["handler"].id), now=clock.now())
    expect(page.locator(".ticket-head .mark")).to_have_text("办理中")
    assert page.locator("#files-add").get_attribute("open") is not None
    page.click("[data-window=w-note]")
    page.fill("#w-note textarea", "写到一半")
    act(number, TransitionRequest(E.PAUSE, text="等待鉴定。"), who=actor(town["supervisor"].id), now=clock.now())
    expect(page.locator("#w-note [data-stale]")).to_contain_text("中止计时")
    shot(page, "stale")
    assert page.input_value("#w-note textarea") == "写到一半"
    page.keyboard.press("Escape")
    page.wait_for_selector("#why-pause")
    shot(page, "live")
    page.click("[data-window=w-note]")
    assert page.input_value("#w-note textarea") == "写到一半"
