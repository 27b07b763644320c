"""A supervisor at the board, an administrator at the ladder and at the text of a flow."""

import pytest

from hotline import clock
from hotline.calls.rows import flow_store
from hotline.calls.rows.flow_store import Published
from hotline.rows import CallLeg, Draft, Line, Order
from hotline.words import CallState, Presence
from tests.builders import new_call, new_line, stand

from .programs import until_true

pytestmark = pytest.mark.web
TEXT = "flow: court\ntitle: 法院\nstart: one\nnodes:\n" + "".join(f"  n{n}: {{kind: hang_up}}\n" for n in range(200))


def test_a_supervisor_listens_and_whispers_with_keys(agent, supervisor, browse, tell):
    call = new_call(at=clock.now(), state=CallState.TALKING, agent=agent, talking_at=clock.now())
    stand(agent, Presence.TALKING, at=clock.now(), call=call.id)
    page = browse(supervisor)
    page.goto("/board")
    page.wait_for_selector("#link.live")
    page.click(f"#w-{agent.id}")
    page.wait_for_selector(f"#w-{agent.id}:not([disabled])")
    CallLeg.create(
        call=call.id, leg="w", kind="supervisor", person=supervisor, dialled="1009", begun_at=clock.now(),
        answered_at=clock.now(),
    )  # fmt: skip
    tell("calls", call.id)
    page.wait_for_selector(".watchbar")
    page.keyboard.press("Alt+W")
    until_true(lambda: Order.select().count() == 2, 5, "both orders stand there")
    assert [(o.kind, o.data) for o in Order.select().order_by(Order.id)] == [
        ("watch", {"agent": agent.id}), ("watch_mode", {"agent": agent.id, "mode": "whisper"}),
    ]  # fmt: skip


@pytest.mark.parametrize(("sure", "orders"), [(True, ["take_over"]), (False, [])])
def test_taking_over_asks_first(agent, supervisor, browse, sure, orders):
    call = new_call(at=clock.now(), state=CallState.TALKING, agent=agent, talking_at=clock.now())
    stand(agent, Presence.TALKING, at=clock.now(), call=call.id)
    page = browse(supervisor)
    page.on("dialog", lambda dialog: dialog.accept() if sure else dialog.dismiss())
    page.goto("/board")
    with page.expect_event("dialog"):
        page.click(f"#t-{agent.id}")
    page.evaluate("1")  # what follows the dialog in the page's script has run
    until_true(lambda: [o.kind for o in Order.select()] == orders, 5, f"orders: {orders}")


def test_each_step_of_the_ladder_shows_what_it_can_have(administrator, branch, head, browse):
    line = new_line()
    page = browse(administrator)
    page.goto(f"/lines/{line.id}")
    last = page.locator(".rung").nth(3)
    assert not last.locator(".f-seconds").is_visible()
    last.locator("select").select_option("branch")
    for part in (".f-seconds", ".f-skip", ".f-load", ".f-sites"):
        assert last.locator(part).is_visible()
    last.locator("[name=seconds]").fill("30")
    last.locator("[value=east]").check()
    page.click("button.main >> nth=0")
    page.wait_for_selector(".notice.done")
    assert Line.get().ladder[3] == {"whom": "branch", "seconds": 30, "skip": True, "sites": ["east"], "load": 0}


def test_the_text_of_a_flow_has_numbers_and_is_kept_while_it_is_typed(administrator, browse):
    flow_store.publish(Published("court", "v", TEXT), title="法院", by="file", why="", now=clock.now())
    page = browse(administrator)
    page.goto("/flows/court/edit")
    assert page.locator("#lines").inner_text().split()[-1] == "205"
    page.locator("#text").press("End")
    page.wait_for_selector("#place:has-text('1:12')")
    page.keyboard.type("\n# neu")
    page.wait_for_selector("#draft-state:not(:empty)")
    assert page.locator("#lines").inner_text().split()[-1] == "206"
    assert Draft.get().fields["text"].startswith("flow: court\n# neu\n")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("width", [390, 1600])
def test_no_page_of_the_administrator_scrolls_sideways(administrator, agent, head, browse, width, language):
    line = new_line()
    flow_store.publish(Published("court", "v", TEXT), title="法院", by="file", why="", now=clock.now())
    flow_store.looked_at(
        "court.yml", "x", ["court.yml:12:5 menu.prompt: there is no prompt `gov.new_menu`"] * 3, now=clock.now()
    )
    page = browse(administrator, width=width, language=language)
    for path in (
        "/board", "/lines", f"/lines/{line.id}", "/lines/new", "/skills", "/hours", f"/hours/lines/{line.id}", "/flows",
        "/flows/court", "/flows/court/edit", "/recordings", "/notices", "/parameters",
    ):  # fmt: skip
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert (path, wide <= 0) == (path, True)


def test_the_menu_stands_in_one_line_in_both_languages(supervisor, browse):
    for language in ("en", "zh_CN"):
        page = browse(supervisor, language=language)
        page.goto("/board")
        page.locator("#link.live").wait_for()  # beside the menu, it leaves least room
        tops = page.evaluate(
            "() => [...document.querySelectorAll('.top nav > *')].map((one) => one.getBoundingClientRect().top)"
        )
        assert (len(tops) > 8, len(set(tops))) == (True, 1), language
