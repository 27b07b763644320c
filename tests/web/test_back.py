"""The back button after an answer to a form: nothing is sent again, and the page before is there."""

from typing import Any

import pytest

from hotline.words import Role
from tests.builders import new_person

pytestmark = pytest.mark.web


def test_back_and_reload_after_a_refusal_and_after_what_is_shown_once(browse: Any, head: Any) -> None:
    person = new_person(login="lost", name="王忘")
    page = browse(new_person(login="chief", role=Role.ADMINISTRATOR), language="en")
    page.goto("/people/import")
    page.eval_on_selector("main form[enctype]", "form => form.submit()")
    page.wait_for_selector("text=Choose the sheet first")
    page.wait_for_load_state()  # the page's script has put its address in place of the form's
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto("/people")
    page.go_back()
    page.reload()
    assert (page.url.endswith("/people/import"), "POST" in sent) == (True, False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/people/{person.id}")
    page.eval_on_selector(f"form[action='/people/{person.id}/password']", "form => form.submit()")
    page.wait_for_selector("text=shown only now")
    page.wait_for_load_state()
    sent.clear()
    shown = page.inner_text("main")
    page.goto("/people")
    page.go_back()
    page.wait_for_load_state()
    assert (page.url.endswith(f"/people/{person.id}"), "POST" in sent, page.inner_text("main") == shown) == (
        True, False, False,
    )  # fmt: skip
