"""Windows of acts: opened by an address once, kept with their text over a reload; templates put where one writes."""

from typing import Any

import pytest
from playwright.sync_api import expect

from hotline import clock, rows
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.words import Profile, Role, TicketEvent, Way
from tests.builders import new_member, new_person, new_units

pytestmark = pytest.mark.web
E = TicketEvent


@pytest.fixture
def desk(head: Any) -> dict[str, Any]:
    """A ticket that its handler has taken, and a template of his site."""
    units = new_units(head)
    dispatcher = new_person(login="dispatcher", role=Role.DISPATCHER)
    handler = new_member(units["civil"], login="handler")
    matter = Matter("complaint", "电梯停运", "三天没有维修。", caller_number="13800001234", profile=Profile.COURT_12368)
    number = open_ticket(matter, person=dispatcher.id, token="t", draft=None, now=clock.now(), client_ip="")
    asked = TransitionRequest(E.DISPATCH, unit=units["civil"].id, way=Way.TRANSFER)
    act(number, asked, who=actor(dispatcher.id), now=clock.now())
    act(number, TransitionRequest(E.TAKE), who=actor(handler.id), now=clock.now())
    rows.ReplyTemplate.create(site=head, title="已修复", text="您反映的问题已修复。", by=handler.id, at=clock.now())
    return {"number": number, "handler": handler, "dispatcher": dispatcher}


@pytest.fixture
def ticket(desk: Any, browse: Any) -> Any:
    def begin(name: str = "handler", more: str = "") -> Any:
        page = browse(desk[name], language="en")
        page.goto(f"/tickets/{desk['number']}{more}")
        return page

    return begin


def test_an_address_opens_its_window_once(ticket: Any) -> None:
    page = ticket(more="#w-note")
    page.wait_for_selector("#w-note[open]")
    page.fill("#w-note textarea", "来电人补充。")
    with page.expect_navigation(wait_until="load"):
        page.click("#w-note .sendline button >> nth=0")
    expect(page.locator(".history")).to_contain_text("来电人补充。")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert "#" not in page.url
    page.evaluate("location.hash = 'w-note'")
    page.wait_for_selector("#w-note[open]")
    assert page.input_value("#w-note textarea") == ""


def test_an_open_window_is_there_with_its_text_after_a_reload(ticket: Any, desk: Any) -> None:
    page = ticket()
    page.click("[data-window=w-reply]")
    page.fill("#w-reply textarea", "写到一半的答复")
    page.reload()
    page.wait_for_selector("#w-reply[open]")
    assert page.input_value("#w-reply textarea") == "写到一半的答复"
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator("[data-window=w-reply] [data-begun]")).to_have_text("not sent yet")
    expect(page.locator("[data-window=w-note] [data-begun]")).to_be_hidden()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.click("[data-window=w-reply]")
    assert page.input_value("#w-reply textarea") == "写到一半的答复"
    page.fill("#w-reply textarea", "")
    page.keyboard.press("Escape")
    expect(page.locator("[data-window=w-reply] [data-begun]")).to_be_hidden()


def test_a_template_stands_on_lines_of_its_own_where_the_cursor_is_and_can_be_taken_back(ticket: Any) -> None:
    page = ticket()
    page.click("[data-window=w-reply]")
    text = page.locator("#w-reply textarea")
    page.keyboard.type("您好：祝好")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    page.locator("#w-reply select[data-into]").select_option(index=1)
    expect(text).to_have_value("您好：\n您反映的问题已修复。\n祝好")
    page.keyboard.press("Control+z")
    expect(text).to_have_value("您好：祝好")
    text.fill("")
    page.locator("#w-reply select[data-into]").select_option(index=1)
    expect(text).to_have_value("您反映的问题已修复。")
