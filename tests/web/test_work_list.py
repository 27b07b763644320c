"""The list of what waits is drawn anew while somebody works on it: nothing is taken from under his hand."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from hotline import clock, rows
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.words import Profile, Role, TicketEvent
from tests.builders import new_person, new_units

pytestmark = pytest.mark.web


@pytest.fixture
def town(head: Any) -> dict[str, Any]:
    units = new_units(head)
    return {"civil": units["civil"].id, "dispatcher": new_person(login="dispatcher", role=Role.DISPATCHER)}


def opened(town: dict[str, Any]) -> str:
    matter = Matter("complaint", "电梯停运", "三天没有维修。", caller_number="13800001234", profile=Profile.COURT_12368)
    token = f"t{rows.Ticket.select().count()}"
    person = town["dispatcher"].id
    return open_ticket(matter, person=person, token=token, draft=None, now=clock.now(), client_ip="")


def answered(town: dict[str, Any], number: str) -> None:
    asked = TransitionRequest(TicketEvent.ANSWER, text="已答复。")
    act(number, asked, who=actor(town["dispatcher"].id), now=clock.now())


def accepted(town: dict[str, Any], number: str) -> None:
    act(number, TransitionRequest(TicketEvent.ACCEPT), who=actor(town["dispatcher"].id), now=clock.now())


@pytest.fixture
def listing(town: dict[str, Any], browse: Any) -> Any:
    """`listing()` opens the dispatcher's list, its news at work."""

    def begin(**more: Any) -> Any:
        page = browse(town["dispatcher"], language="en", **more)
        page.goto("/work?panel=accept")
        page.wait_for_selector("#link.live")
        return page

    return begin


def comes(page: Any, number: str) -> None:
    """Wait until the page has been drawn with this ticket."""
    page.wait_for_selector(f"#row-{number}")


def test_what_is_typed_chosen_and_open_survives_what_others_do(town: Any, listing: Any) -> None:
    opened(town)
    page = listing()
    page.click("#many-answer summary")
    page.fill("#m-answer", "写到一半的答复")
    page.select_option("select[name=unit]", str(town["civil"]))
    page.click("#m-answer")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    comes(page, opened(town))
    page.keyboard.type("了")
    assert page.input_value("#m-answer") == "写了到一半的答复"
    assert page.input_value("select[name=unit]") == str(town["civil"])
    assert page.locator("#many-answer").get_attribute("open") is not None
    assert page.evaluate("document.activeElement.id") == "m-answer"


def test_a_list_that_is_loaded_again_keeps_ticks_text_and_window(town: Any, listing: Any) -> None:
    numbers = [opened(town), opened(town), opened(town)]
    page = listing()
    for number in numbers[:2]:
        page.check(f"#pick-{number}")
    page.click("#many-answer summary")
    page.fill("#m-answer", "写到一半的答复")
    page.reload()
    page.wait_for_selector("#link.live")
    assert [page.is_checked(f"#pick-{number}") for number in numbers] == [True, True, False]
    assert page.input_value("#m-answer") == "写到一半的答复"
    assert page.locator("#many-answer").get_attribute("open") is not None
    expect(page.locator("[data-count]")).to_contain_text("2")
    page.goto("/tickets")
    page.goto("/work?panel=accept")
    page.wait_for_selector("#link.live")
    assert page.is_checked(f"#pick-{numbers[0]}") is False  # who goes away and comes back begins anew


def test_a_field_in_which_a_word_is_being_composed_stays_the_same_element(town: Any, listing: Any) -> None:
    opened(town)
    page = listing()
    page.click("#many-answer summary")
    page.evaluate("window.field = document.getElementById('m-answer')")
    comes(page, opened(town))
    assert page.evaluate("window.field === document.getElementById('m-answer')")


def test_after_a_redraw_nothing_can_be_sent_with_nothing_chosen_and_the_focus_stays(town: Any, listing: Any) -> None:
    first, second = opened(town), opened(town)
    page = listing()
    page.focus(f"#pick-{second}")
    answered(town, first)
    page.wait_for_selector(f"#row-{first}", state="detached")
    assert page.evaluate("document.activeElement.id") == f"pick-{second}"
    for button in page.locator("button[name=event]").all():
        expect(button).to_be_disabled()


def test_a_ticked_list_says_that_it_has_changed_and_keeps_the_ticks_of_rows_that_are_there(
    town: Any, listing: Any
) -> None:
    stays, goes = opened(town), opened(town)
    page = listing()
    page.check(f"#pick-{stays}")
    page.check(f"#pick-{goes}")
    answered(town, goes)
    expect(page.locator("[data-changed]")).to_contain_text("The list has changed.")
    expect(page.locator(f"#row-{goes}")).to_have_count(1)
    page.click("[data-show]")
    page.wait_for_selector(f"#row-{goes}", state="detached")
    expect(page.locator("input[name=numbers]:checked")).to_have_count(1)
    expect(page.locator(f"#pick-{stays}")).to_be_checked()
    expect(page.locator("[data-changed]")).to_be_hidden()
    expect(page.locator("[data-count]")).to_have_text(re.compile("^1 "))


def refused(town: dict[str, Any], page: Any) -> str:
    """A refused act on two tickets: one is ticked still, with the text."""
    gone, stays = opened(town), opened(town)
    page.reload()
    page.wait_for_selector("#link.live")
    page.click("#many-answer summary")
    page.fill("#m-answer", "材料清单已公布。")
    page.check(f"#pick-{gone}")
    rows.Ticket.update(parent=rows.Ticket.get(rows.Ticket.number == stays), state="merged").where(
        rows.Ticket.number == gone
    ).execute()
    with page.expect_navigation(wait_until="load"):
        page.click("#many-answer button")
    return stays


def test_a_refusal_stands_until_it_is_read(town: Any, listing: Any) -> None:
    page = listing()
    refused(town, page)
    told = page.locator("main .notice.refused")
    expect(told).to_have_count(1)
    page.wait_for_selector("#link.live")
    comes(page, opened(town))
    expect(told).to_have_count(1)
    assert page.input_value("#m-answer") == "材料清单已公布。"


def test_a_refused_act_loaded_again_leads_to_the_list_and_another_language_keeps_what_was_chosen(
    town: Any, listing: Any
) -> None:
    page = listing()
    stays = refused(town, page)
    page.check(f"#pick-{stays}")
    page.select_option("select[name=unit]", str(town["civil"]))
    with page.expect_navigation(wait_until="load"):
        page.click("button[name=language]")
    expect(page).to_have_url(re.compile(r"/work\?panel=accept"))
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator(f"#pick-{stays}")).to_be_checked()
    assert page.input_value("#m-answer") == "材料清单已公布。"
    assert page.input_value("select[name=unit]") == str(town["civil"])
    expect(page.locator("#many-answer button")).to_be_enabled()
    page.reload()
    expect(page.locator(f"#pick-{stays}")).to_be_checked()
    page.goto("/work/many")
    expect(page).to_have_url(re.compile("/work$"))


HEIGHT = """all => all.map(one => {
  const range = document.createRange();
  range.selectNodeContents(one);
  const tops = [...range.getClientRects()].map(rect => rect.top);
  return Math.max(...tops) - Math.min(...tops);
})"""  # how far apart the lines of a text stand


@pytest.mark.parametrize("subject", ["x" * 170, "电梯" * 85])
@pytest.mark.parametrize("width", [1366, 1024, 390])
def test_a_long_subject_breaks_no_number(town: Any, browse: Any, subject: str, width: int) -> None:
    opened(town)
    rows.Ticket.update(subject=subject, caller_name="欧阳" * 8).execute()
    page = browse(town["dispatcher"], language="en", width=width)
    for path in ("/work", "/tickets"):
        page.goto(path)
        apart = page.locator("tbody .num").evaluate_all(HEIGHT)
        assert (len(apart) >= 2, [one for one in apart if one > 6]) == (True, [])
        told = page.locator(".subject").first
        assert told.locator("a").get_attribute("title") == subject
        assert told.bounding_box()["height"] <= 3 * 22
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


LOOKS = """all => all.map(one => {
  const link = one.querySelector("a");
  return [getComputedStyle(link || one).cursor === "pointer", Boolean(one.querySelector("[aria-hidden]"))];
})"""  # of each heading: does its cursor say that it can be pressed, and has it an arrow


def test_only_headings_that_sort_look_so(town: Any, browse: Any) -> None:
    opened(town)
    page = browse(town["dispatcher"], language="en")
    page.goto("/work")
    assert [True in looks for looks in page.locator("thead th").evaluate_all(LOOKS)].count(True) == 0
    page.goto("/tickets")
    looks = page.locator("thead th").evaluate_all(LOOKS)
    assert (sorted(map(tuple, looks))[-1], {one == two for one, two in looks}) == ((True, True), {True})
    page.goto("/tickets?sort=burns")
    now = page.locator("thead th[aria-sort]")
    expect(now).to_have_count(1)
    assert now.evaluate_all(LOOKS) == [[True, True]]  # it can be turned round


def test_a_click_anywhere_in_a_row_opens_it_and_its_controls_keep_theirs(town: Any, listing: Any) -> None:
    number = opened(town)
    page = listing()
    comes(page, number)
    row = page.locator(f"#row-{number}")
    row.locator("input[name=numbers]").check()
    assert page.url.endswith("panel=accept")
    row.locator("td[data-label=State]").click()
    page.wait_for_url(re.compile(f"/tickets/{number}"))


def test_a_long_subject_takes_two_lines_at_most_and_its_row_opens(town: Any, browse: Any) -> None:
    matter = Matter("complaint", "电梯停运" * 44, "x", caller_number="13800001234", profile=Profile.COURT_12368)
    number = open_ticket(matter, person=town["dispatcher"].id, token="t", draft=None, now=clock.now(), client_ip="")
    for width in (1366, 390):
        page = browse(town["dispatcher"], width=width)
        page.goto("/tickets")
        row = page.locator("tr[data-opens]").first
        line, tall = page.evaluate(
            "() => { const s = document.querySelector('.subject');"
            " return [parseFloat(getComputedStyle(s).lineHeight), s.getBoundingClientRect().height]; }"
        )
        assert tall < 2.6 * line, width
        row.locator("td").nth(2).click(position={"x": 3, "y": 3})
        page.wait_for_url(re.compile(f"/tickets/{number}"))
