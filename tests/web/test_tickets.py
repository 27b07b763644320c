"""Each desk's main line in a browser, in Chinese and in English: from registration to the citizen's word."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from hotline import clock, rows
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.payloads import Correction
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.words import Post, Profile, Role, TicketEvent, TicketState, Way
from tests.builders import NOW, new_member, new_person, new_units

pytestmark = pytest.mark.web
E = TicketEvent
LANGUAGES = pytest.mark.parametrize("language", ["zh_CN", "en"])


@pytest.fixture
def town(head: Any) -> dict[str, Any]:
    units = new_units(head)
    who = {
        role.value: new_person(login=role.value, role=role, extension=None)
        for role in (
            Role.DISPATCHER, Role.HOTLINE_REVIEWER, Role.FOLLOW_UP_CLERK, Role.LEADER, Role.INSPECTOR, Role.SUPERVISOR,
        )
    }  # fmt: skip
    who["handler"] = new_member(units["civil"], login="handler")
    who["unit_reviewer"] = new_member(units["civil"], login="head", role=Role.UNIT_REVIEWER, post=Post.REVIEWER)
    return {"units": units, **who}


def opened(town: dict[str, Any], *events: TicketEvent, **given: Any) -> str:
    """A ticket that has come so far."""
    now = clock.now()
    matter = Matter(
        "complaint", "电梯停运", "三天没有维修。", caller_number="13800001234", profile=Profile.COURT_12368, **given
    )
    token = f"t{rows.Ticket.select().count()}"
    number = open_ticket(matter, person=town["dispatcher"].id, token=token, draft=None, now=now, client_ip="")
    by = {
        E.DISPATCH: ("dispatcher", {"unit": town["units"]["civil"].id, "way": Way.TRANSFER}), E.TAKE: ("handler", {}),
        E.REPLY: ("handler", {}), E.UNIT_APPROVE: ("unit_reviewer", {}), E.APPROVE: ("hotline_reviewer", {}),
    }  # fmt: skip
    for event in events:
        who, more = by[event]
        act(number, TransitionRequest(event, text="已办理。", **more), who=actor(town[who].id), now=now)
    return number


def as_reader(browse: Any, person: Any, language: str) -> Any:
    return browse(person, language=language)


def state(number: str) -> str:
    return str(rows.Ticket.get(rows.Ticket.number == number).state)


def follow(page: Any, number: str) -> None:
    """Go to a ticket by its link in a list, and wait until the scripts of its page are at work."""
    with page.expect_navigation(wait_until="load"):
        page.click(f"text={number}")


def send(page: Any, event: TicketEvent, text: str = "") -> None:
    """Open an act's window, fill it in, send it, and be on the page again."""
    page.click(f"[data-window=w-{event}]")
    window = page.locator(f"#w-{event}")
    if text:
        window.locator("textarea").fill(text)
    with page.expect_navigation():
        window.locator(".sendline button").first.click()


@LANGUAGES
def test_the_dispatcher_registers_sees_the_twin_and_dispatches(town: Any, browse: Any, language: str) -> None:
    before = opened(town)
    page = as_reader(browse, town["dispatcher"], language)
    page.goto("/work")
    page.keyboard.press("Alt+N")
    page.wait_for_selector("#t-subject")
    page.select_option("#t-kind", "complaint")
    page.fill("#t-number", "13800001234")
    page.fill("#t-subject", "电梯停运")
    page.fill("#t-text", "电梯三天没有维修。")
    page.wait_for_selector(f"#twins a:has-text('{before}')")
    page.keyboard.press("Alt+S")
    page.wait_for_url("**/tickets/**")
    number = page.url.rsplit("/", 1)[1]
    page.keyboard.press("Alt+2")
    page.locator("#w-dispatch select[name=unit]").select_option(str(town["units"]["civil"].id))
    with page.expect_navigation():
        page.locator("#w-dispatch .sendline button").first.click()
    assert state(number) == "dispatched"
    word = TicketState.DISPATCHED.label(language)
    assert word in page.locator(".ticket-head").inner_text()


@LANGUAGES
def test_a_handler_takes_and_answers_what_burns(town: Any, browse: Any, language: str) -> None:
    number = opened(town, E.DISPATCH)
    page = as_reader(browse, town["handler"], language)
    page.goto("/work")
    follow(page, number)
    send(page, E.TAKE)
    send(page, E.REPLY, "已派人修复。")
    assert state(number) == "replied"
    expect(page).to_have_url(re.compile("/work[?]panel=take"))  # the list is done
    expect(page.locator("#notices")).to_contain_text(number)
    page.goto(f"/tickets/{number}")
    assert "已派人修复。" in page.locator(".reply").inner_text()


@LANGUAGES
def test_a_list_is_worked_off_by_keys(town: Any, browse: Any, language: str) -> None:
    one, two = opened(town), opened(town)
    page = as_reader(browse, town["dispatcher"], language)
    page.goto("/work")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Alt+O")
    assert one in page.url
    send(page, E.ANSWER, "已答复。")
    expect(page).to_have_url(re.compile(f"/tickets/{two}[?]panel=accept"))
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Alt+O")
    assert (state(one), state(two), "/work?panel=accept" in page.url) == ("closed", "registered", True)


def test_many_are_chosen_with_shift_and_get_one_text(town: Any, browse: Any) -> None:
    numbers = [opened(town) for _n in range(4)]
    page = as_reader(browse, town["dispatcher"], "en")
    page.goto("/work?panel=accept")
    expect(page.locator("button[name=event]").first).to_be_disabled()
    page.check(f"input[value='{numbers[0]}']")
    page.locator(f"input[value='{numbers[2]}']").click(modifiers=["Shift"])
    expect(page.locator("[data-count]")).to_contain_text("3")
    page.click(".for-many summary")
    page.fill("#m-answer", "材料清单已公布。")
    with page.expect_navigation():
        page.click(".for-many button")
    assert [state(number) for number in numbers] == ["closed"] * 3 + ["registered"]


@LANGUAGES
def test_reviewers_pass_it_and_the_visit_clerk_closes_it(town: Any, browse: Any, language: str) -> None:
    number = opened(town, E.DISPATCH, E.TAKE, E.REPLY)
    page = as_reader(browse, town["unit_reviewer"], language)
    page.goto(f"/tickets/{number}")
    send(page, E.UNIT_APPROVE)
    page = as_reader(browse, town["hotline_reviewer"], language)
    page.goto("/work?panel=review")
    page.check(f"input[value='{number}']")
    with page.expect_navigation():
        page.click("button[value=approve]")
    assert state(number) == "visiting"
    page = as_reader(browse, town["visit_clerk"], language)
    page.goto("/visits")
    page.click(f"#visit-{rows.FollowUp.get().id}")
    page.check("input[name=handled][value=yes]")
    page.check("input[name=solved][value=yes]")
    page.check("input[name=satisfied][value='5']")
    with page.expect_navigation():
        page.keyboard.press("Alt+S")
    row = rows.Ticket.get(rows.Ticket.number == number)
    assert (row.state, row.solved, row.satisfied) == ("closed", True, 5)


@LANGUAGES
def test_the_supervisor_and_the_leader_press_and_the_unit_answers(town: Any, browse: Any, language: str) -> None:
    number = opened(town, E.DISPATCH, E.TAKE)
    page = as_reader(browse, town["supervisor"], language)
    page.goto(f"/tickets/{number}")
    send(page, E.URGE, "请尽快。")
    page = as_reader(browse, town["leader"], language)
    page.goto(f"/tickets/{number}")
    send(page, E.INSTRUCT, "请三日内办结。")
    page = as_reader(browse, town["handler"], language)
    page.goto("/work?panel=supervised")
    follow(page, number)
    window = f"w-answer_supervision-{rows.Supervision.get().id}"
    page.click(f"[data-window={window}]")
    page.fill(f"#{window} textarea", "正在更换零件。")
    with page.expect_navigation():
        page.click(f"#{window} .sendline button >> nth=0")
    row = rows.Ticket.get(rows.Ticket.number == number)
    assert (row.urges, row.supervisions, row.urgent, rows.Supervision.get().answer) == (1, 1, True, "正在更换零件。")


@LANGUAGES
def test_the_discipline_inspector_handles_a_confidential_complaint(town: Any, browse: Any, language: str) -> None:
    number = opened(town, confidential=True)
    page = as_reader(browse, town["inspector"], language)
    page.goto("/")
    follow(page, number)
    send(page, E.ACCEPT)
    send(page, E.ANSWER, "已核查处理。")
    assert state(number) == "closed"


@LANGUAGES
def test_why_it_is_due_then_is_told_day_by_day(town: Any, browse: Any, language: str) -> None:
    number = opened(town, E.DISPATCH, E.TAKE)
    page = as_reader(browse, town["handler"], language)
    page.goto(f"/tickets/{number}")
    page.click(".clock a >> nth=0")
    expect(page.locator(".days-told tr.last")).to_have_count(1)
    assert page.locator(".days-told tbody tr").count() >= 4


def test_two_at_once_the_second_keeps_his_text(town: Any, browse: Any) -> None:
    number = opened(town, E.DISPATCH, E.TAKE)
    page = as_reader(browse, town["handler"], "en")
    page.goto(f"/tickets/{number}")
    page.click("[data-window=w-reply]")
    page.fill("#w-reply textarea", "写了很久的答复")
    correction = Correction((("address", "人民路88号"),))
    changed = TransitionRequest(E.CORRECT, text="地址有误", payload=correction)
    act(number, changed, who=actor(town["dispatcher"].id), now=NOW)
    expect(page.locator("#w-reply [data-stale]")).to_contain_text(
        "has just acted on this ticket: Registration corrected"
    )
    assert page.input_value("#w-reply textarea") == "写了很久的答复"
    page.click("#w-reply .sendline button >> nth=0")
    page.wait_for_selector("#w-reply [data-error]:not([hidden])")
    assert "Somebody else has just acted" in page.locator("#w-reply [data-error]").inner_text()
    page.reload()
    page.wait_for_selector("#w-reply[open]")
    assert page.input_value("#w-reply textarea") == "写了很久的答复"


def test_a_session_that_ends_in_mid_form_loses_nothing(town: Any, browse: Any) -> None:
    page = as_reader(browse, town["dispatcher"], "en")
    page.goto("/intake")
    page.fill("#t-subject", "写到一半的工单")
    page.wait_for_selector("#draft-state:has-text('Draft saved')")
    rows.SignIn.update(ended_at=NOW, ended_why="reset").where(rows.SignIn.person == town["dispatcher"].id).execute()
    page.fill("#t-text", "会话已经失效。")
    page.wait_for_selector("#again[open]")
    page.reload()
    page.goto("/login")
    page = as_reader(browse, town["dispatcher"], "en")
    page.goto("/intake")
    assert page.input_value("#t-subject") == "写到一半的工单"


@LANGUAGES
def test_the_administrator_makes_a_unit_and_a_limit(town: Any, administrator: Any, browse: Any, language: str) -> None:
    page = browse(administrator, language=language)
    page.click(".menu summary")
    page.click(".menu a[href='/units']")
    page.click("a[href='/units/new']")
    page.fill("#u-code", "water")
    page.fill("#u-name", "水务局")
    page.select_option("#u-kind", "department")
    with page.expect_navigation():
        page.click("button.main")
    unit = rows.Unit.get(rows.Unit.code == "water")
    page.select_option("select[name=person]", str(town["handler"].id))
    with page.expect_navigation():
        page.click("#put")
    assert rows.Member.select().where(rows.Member.unit == unit, rows.Member.person == town["handler"].id).exists()
    page.goto("/dictionary/limits")
    first = page.locator("form:has(input[name=clock][value=finish])").first
    first.locator("[name=workdays]").fill("2.5")
    with page.expect_navigation():
        first.locator("button").click()
    assert rows.LimitRow.get().half_days == 5
