"""The text of a flow with what is wrong in it: every fault is told, and leads to its line."""

from typing import Any

import pytest

from controller.ivr.check import check
from hotline import clock
from hotline.calls.orders.claim import finish
from hotline.calls.rows import flow_store
from hotline.calls.rows.flow_store import Published
from hotline.rows import Draft, Order

pytestmark = pytest.mark.web
GOOD = "flow: court\ntitle: 法院\nstart: one\nnodes:\n" + "".join(f"  n{n}: {{kind: hang_up}}\n" for n in range(60))
WRONG = GOOD.replace("  n40: {kind: hang_up}\n", "  n40:\n    kind：play\n    prompt: court.wellcome\n    next: mian\n")


def answer(text: str) -> None:
    """What the controller does with the order."""
    _, problems = check(text, "flow", seconds=lambda _: None)
    order = Order.select().order_by(Order.id.desc()).get()
    flow_store.refused(order.id, [one.as_data() for one in problems])
    finish(order.id, now=clock.now(), refused="There are mistakes in the flow" if problems else None)


def chosen(page: Any) -> str:
    return str(page.evaluate("(t => t.value.slice(t.selectionStart, t.selectionEnd))(document.getElementById('text'))"))


@pytest.mark.parametrize(("language", "width"), [("zh_CN", 1366), ("en", 390)])
def test_every_fault_leads_to_its_line_and_the_draft_stays(
    administrator: Any, browse: Any, language: str, width: int
) -> None:
    flow_store.publish(Published("court", "v", GOOD), title="法院", by="file", why="", now=clock.now())
    page = browse(administrator, width=width, language=language)
    page.goto("/flows/court/edit")
    page.fill("#text", WRONG)
    page.click("button[value=check]")
    page.wait_for_url("**/orders/*")
    answer(WRONG)
    faults = page.locator(".faults li a")
    faults.first.wait_for()
    places = [(a.get_attribute("data-line"), a.get_attribute("data-column")) for a in faults.all()]
    assert places == [("3", "1"), ("46", "9"), ("47", "5"), ("48", "5")]
    assert chosen(page) == "start: one"  # the first fault is selected
    faults.nth(1).click()
    assert chosen(page) == "：play"
    assert page.locator("#place").inner_text() == "46:9"
    assert page.locator(".faults a[aria-current]").count() == 1
    assert page.input_value("#text") == WRONG
    assert Draft.get().fields["text"] == WRONG
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.fill("#text", GOOD.replace("start: one", "start: n1").replace("  n40: {kind: hang_up}\n", ""))
    page.click("button[value=check]")
    page.wait_for_url("**/orders/*")
    finish(Order.select().order_by(Order.id.desc()).get().id, now=clock.now())
    page.wait_for_selector(".notice.done")
    assert page.locator(".faults").count() == 0
