"""The desk in a browser: the pop, the ticket, drafts that survive, a sign-in that ends, the keyboard alone."""

import datetime as dt
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hotline import clock
from hotline.calls.orders.claim import finish
from hotline.rows import CourtCase, Draft, Offer, Order, Ticket
from hotline.words import CallState, Outcome, Presence, Reason
from tests.builders import PASSWORD, new_call, new_line, new_ticket, stand

pytestmark = pytest.mark.web
TYPED = "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); }"
SHOTS = Path(__file__).parents[2] / "docs" / "img"


@pytest.fixture
def ring(agent, tell):
    """`ring()` offers a call to the agent, as controller and recorder would."""

    def begin(number="13812345678", name="陈建华"):
        at = clock.now()
        call = new_call(at=at, number=number, name=name, line="filing", state=CallState.OFFERING, queued_at=at)
        Offer.create(call=call.id, number=1, person=agent, step="A", offered_at=at)
        stand(agent, Presence.OFFERED, at=at, reason=Reason.CALL_OFFERED, call=call.id)
        tell(f"agent:{agent.id}", call.id)
        return call

    new_line()
    return begin


def _talk(agent, call, tell):
    stand(agent, Presence.TALKING, at=clock.now(), reason=Reason.CALL_ANSWERED, call=call.id)
    type(call).update(state=CallState.TALKING, agent=agent, talking_at=clock.now()).where(
        type(call).id == call.id
    ).execute()
    tell(f"agent:{agent.id}", call.id)


def _no_sideways(page):
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_signing_in_in_both_languages(agent, browse):
    page = browse()
    page.fill("#login", "agent")
    page.fill("#password", "wrong")
    page.press("#password", "Enter")
    page.wait_for_selector("text=登录名或密码不正确")
    page.click("text=English")
    page.wait_for_selector("button:has-text('Sign in')")
    page.fill("#login", "agent")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_selector("#stand-state:has-text('未签入')")  # the person's own language wins
    page.click("button[name=language]")
    page.wait_for_selector("#stand-state:has-text('Off')")


def test_the_pop_comes_by_itself_and_is_announced(agent, browse, ring):
    page = browse(agent)
    page.wait_for_selector("#link.live")
    page.wait_for_selector("text=当前没有来电")
    call = ring()
    page.wait_for_selector("#pop-number:has-text('138****5678')")
    page.wait_for_selector("#stand-state:has-text('振铃')")
    expect(page).to_have_title(re.compile("^☎ 振铃"))
    assert page.get_attribute("#pop", "aria-live") == "polite"
    expect(page.locator("#ticket [name=call]")).to_have_value(call.id)
    expect(page.locator("#p-answer")).to_be_enabled()


def test_answering_orders_and_a_refusal_is_read_aloud(agent, browse, ring, tell):
    page = browse(agent)
    page.wait_for_selector("#link.live")
    ring()
    page.wait_for_selector("#c-answer:enabled")
    with page.expect_response("**/desk/control"):
        page.keyboard.press("Alt+a")
    order = Order.get()
    assert (order.kind, order.person_id) == ("answer", agent.id)
    finish(order.id, now=clock.now(), refused="The order came too late")
    page.wait_for_selector("#notices[role=alert] >> text=操作已过时")


def test_a_telephone_side_that_does_not_answer_is_told(agent, browse, tell):
    page = browse(agent)
    page.wait_for_selector("#link.live")
    page.click("#b-ready")
    page.wait_for_selector("#notices >> text=电话控制程序没有响应")


def test_a_ticket_in_three_fields(agent, browse, ring, tell):
    page = browse(agent)
    page.wait_for_selector("#link.live")
    call = ring()
    page.wait_for_selector(f"#ticket [name=call][value='{call.id}']", state="attached")
    page.select_option("#t-kind", "contact_judge")
    page.fill("#t-subject", "联系承办法官")
    page.fill("#t-text", "请回电")
    page.dblclick("#t-send")
    page.wait_for_selector("#notices >> text=请告知来电人查询码")
    page.wait_for_selector("#pop >> text=本次来电工单")
    rows = [(t.call, t.kind, t.subject, t.text, t.caller_number) for t in Ticket.select()]
    assert rows == [(call.id, "contact_judge", "联系承办法官", "请回电", "13812345678")]
    expect(page.locator("#t-subject")).to_have_value("")
    assert Draft.select().count() == 0


def test_a_draft_survives_a_reload_in_mid_call(agent, browse, ring, tell):
    page = browse(agent)
    page.wait_for_selector("#link.live")
    call = ring()
    page.wait_for_selector(f"#ticket [name=call][value='{call.id}']", state="attached")
    _talk(agent, call, tell)
    page.fill("#t-subject", "写到一半")
    page.fill("#t-text", "来电人说……")
    page.wait_for_selector("#draft-state:has-text('草稿已保存')")
    page.reload()
    page.wait_for_selector("#stand-state:has-text('通话')")
    expect(page.locator("#t-subject")).to_have_value("写到一半")
    expect(page.locator("#t-text")).to_have_value("来电人说……")
    expect(page.locator("#c-hang-up")).to_be_enabled()


def test_a_new_call_does_not_take_away_what_is_being_typed(agent, browse, ring, tell):
    page = browse(agent)
    page.wait_for_selector("#link.live")
    page.fill("#t-subject", "上一通还没写完")
    call = ring()
    page.wait_for_selector("#pop-number")
    expect(page.locator("#t-subject")).to_have_value("上一通还没写完")
    _talk(agent, call, tell)
    page.wait_for_selector(f"#ticket [name=call][value='{call.id}']", state="attached")
    page.wait_for_selector("#drafts >> text=上一通还没写完")
    page.click("#drafts a")
    expect(page.locator("#t-subject")).to_have_value("上一通还没写完")


def test_an_ended_sign_in_keeps_the_text_and_goes_on(agent, browse):
    page = browse(agent)
    page.wait_for_selector("#link.live")
    page.context.clear_cookies()
    # at once: keys would go to the sign-in window if it opens meanwhile
    page.locator("#t-subject").evaluate(TYPED, "会话已过期")
    page.wait_for_selector("#again[open]")
    expect(page.locator("#t-subject")).to_have_value("会话已过期")
    page.fill("#again-password", "wrong")
    page.press("#again-password", "Enter")
    page.wait_for_selector("#again-error:visible")
    page.fill("#again-password", PASSWORD)
    page.press("#again-password", "Enter")
    page.wait_for_selector("#again", state="hidden")
    page.wait_for_selector("#draft-state:has-text('草稿已保存')")
    page.click("#t-send")
    page.wait_for_selector("#notices >> text=来电人今后无法查询")
    assert [t.subject for t in Ticket.select()] == ["会话已过期"]


def test_text_that_the_server_never_got_is_kept_on_this_computer(agent, browse):
    page = browse(agent)
    page.wait_for_selector("#link.live")
    page.context.set_offline(True)
    page.fill("#t-subject", "断网时写的")
    page.wait_for_selector("#draft-state:has-text('尚未保存')")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#t-subject")).to_have_value("断网时写的")
    page.wait_for_selector("#draft-state:has-text('草稿已保存')")


def test_a_lost_stream_is_marked_and_comes_back(agent, browse, ring, tell):
    page = browse(agent)
    page.add_init_script("delete window.SharedWorker;")  # what a worker asks for is not seen by `route`
    page.reload()
    page.wait_for_selector("#link.live")
    page.route("**/live", lambda route: route.abort())
    page.route("**/login/alive", lambda route: route.abort())
    tell("roster", str(agent.id))  # the server ends the stream of a person who has changed
    page.wait_for_selector("#link.lost:has-text('正在重新连接')")
    ring()
    page.unroute("**/live")
    page.unroute("**/login/alive")
    page.wait_for_selector("#link.live")
    page.wait_for_selector("#pop-number")


def test_the_keyboard_alone_opens_a_ticket(agent, browse):
    page = browse(agent)
    page.wait_for_selector("#link.live")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Alt+t")
    page.keyboard.type("键盘登记")
    page.keyboard.press("Tab")
    page.keyboard.type("只用键盘")
    page.keyboard.press("Alt+s")
    page.wait_for_selector("#notices >> text=来电人今后无法查询")
    assert [(t.subject, t.text) for t in Ticket.select()] == [("键盘登记", "只用键盘")]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_desk_fits_a_small_screen(agent, other_agent, browse, ring, language):
    at = clock.now()
    number = "13812345678"
    for days in (3, 6, 9):
        before = at - dt.timedelta(days=days)
        new_call(at=before, number=number, line="filing", agent=other_agent, outcome=Outcome.TALKED, talk_seconds=183.0)
    new_ticket(
        opened_by=other_agent, caller_number=number, kind="contact_judge", subject="请求联系承办法官，询问开庭时间"
    )
    CourtCase.create(
        number="（2026）浙0503民初1234号", cause="民间借贷纠纷", party="陈建华", party_number=number, judge="沈文",
        division="民事庭", stage="审理中", next_hearing=at + dt.timedelta(days=5),
    )  # fmt: skip
    ring()
    page = browse(agent, language=language)
    page.wait_for_selector("#link.live")
    page.wait_for_selector("#pop-number")
    _no_sideways(page)
    # measured in the page in one go: a live refresh may put new elements in place of those found before
    page.wait_for_function("() => document.querySelector('#t-send').getBoundingClientRect().bottom <= 768")
    page.wait_for_function(
        "() => { const [form, button] = ['#phone form', '#p-hang-up'].map((s) => document.querySelector(s));"
        " return form && button && button.getBoundingClientRect().right <= form.getBoundingClientRect().right; }"
    )
    if os.environ.get("TINGSU_SHOTS"):
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.fill("#t-subject", "询问（2026）浙0503民初1234号开庭安排")
        page.screenshot(path=SHOTS / f"desk.{language[:2]}.png")


def test_the_desk_on_a_telephone_does_not_scroll_sideways(agent, browse, ring):
    ring()
    page = browse(agent, width=390, height=844)
    page.wait_for_selector("#pop-number")
    _no_sideways(page)
    top = "document.querySelector('{}').getBoundingClientRect().top"
    page.wait_for_function(f"() => {top.format('#pop')} < {top.format('#stand')}")  # the caller on top


def test_all_situations_unfold_and_fold_back_once_one_is_chosen(agent, browse):
    page = browse(agent)
    page.goto("/desk")
    page.wait_for_selector("#link.live")
    button, last = page.locator("[data-all-tabs]"), page.locator("#say-never")
    box = page.locator("#script .tabs").bounding_box()
    assert last.bounding_box()["x"] > box["x"] + box["width"]  # out of sight, and the button says that there are more
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    assert last.bounding_box()["x"] < box["x"] + box["width"]
    last.click()
    page.wait_for_selector("#words-never:not([hidden])")
    assert button.get_attribute("aria-expanded") == "false"
