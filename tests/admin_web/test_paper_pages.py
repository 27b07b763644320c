"""Papers on the pages: what a PDF would lack is told before it is given, and a missing letter of assignment is told."""

from typing import Any

import pytest

from hotline.rows import Audit, Paper
from hotline.words import Role
from tests.builders import new_member, new_person, new_ticket, new_units

pytestmark = pytest.mark.unit


@pytest.fixture
def dispatcher(head: Any) -> Any:
    return new_person(role=Role.DISPATCHER, site=head, name="冯派单")


def test_signs_that_the_pdf_would_lack_are_told_before_it_is_given(
    agent: Any, dispatcher: Any, head: Any, sign_in: Any
) -> None:
    unit = new_units(head)["housing"]
    ticket = new_ticket(
        opened_by=agent, unit=unit, holder=unit, state="dispatched", way="transfer", subject="修\U0001f600",
        text="\ue000",
    )  # fmt: skip
    browser = sign_in(dispatcher, "zh_CN")
    browser.post(f"/tickets/{ticket.number}/papers", data={"kind": "slip"})
    href = f"/papers/{Paper.get().id}"
    told = browser.get(f"{href}/pdf?inline=1")
    assert told.headers["Content-Type"].startswith("text/html")
    links = (f"{href}/docx", f"{href}/pdf?anyway=1&amp;inline=1")
    parts = ("诉求标题", "\U0001f600 U+1F600", "诉求内容", "\ue000 U+E000", *links)
    assert [part for part in parts if part not in told.text] == []
    assert Audit.select().where(Audit.act == "read_file").count() == 0
    assert browser.get(f"{href}/docx").data[:2] == b"PK"
    assert browser.get(f"{href}/pdf?anyway=1").data[:5] == b"%PDF-"
    assert Audit.select().where(Audit.act == "read_file").count() == 2


def test_a_missing_letter_is_told_to_who_may_issue_it(agent: Any, dispatcher: Any, head: Any, sign_in: Any) -> None:
    unit = new_units(head)["housing"]
    ticket = new_ticket(opened_by=agent, unit=unit, holder=unit, state="dispatched", way="assign")
    sentence, href = "本工单为交办，尚未制发交办函", f"/tickets/{ticket.number}"
    browser = sign_in(dispatcher, "zh_CN")
    page = browser.get(href).text
    places = [page.index(part) for part in (sentence, '<button name="kind" value="letter">制发交办函', 'id="papers"')]
    assert places == sorted(places)
    assert sentence not in sign_in(new_member(unit), "zh_CN").get(href).text
    browser.post(f"{href}/papers", data={"kind": "letter"})
    assert sentence not in browser.get(href).text
