"""Pages of lists: keep one, send a report, find it under For you, see that it was read."""

from typing import Any

import pytest

from hotline import rows
from hotline.words import Role
from tests.builders import new_person
from tests.hotline.reports.test_sending import report

pytestmark = pytest.mark.unit


def test_a_report_reaches_the_people_of_a_list(head: Any, sign_in: Any) -> None:
    leader, chief = new_person(login="leader", role=Role.LEADER), new_person(login="chief", role=Role.SUPERVISOR)
    browser, one = sign_in(leader), report()
    assert "No list yet" in browser.get("/reports/lists").text
    form = {"name": "<b>院领导</b>", "site": "", "person": [str(chief.id)], "kind": ["month"]}
    assert browser.post("/reports/lists", data=form).status_code == 303
    page = browser.get("/reports/lists").text
    assert ("&lt;b&gt;院领导&lt;/b&gt;" in page, "reaches 1 people now" in page) == (True, True)
    to = rows.ReportList.get().id
    assert browser.post(f"/reports/{one.id}/send", data={"list": str(to)}).status_code == 303
    assert "Sent to 1 people, read by 0" in browser.get(f"/reports/{one.id}").text
    reader = sign_in(chief)
    page = reader.get("/for-me").text
    assert (f'href="/reports/{one.id}"' in page, ">new</span>" in page) == (True, True)
    assert 'id="badge-for-me" aria-label="waiting">1<' in page
    reader.get(f"/reports/{one.id}")
    after = reader.get("/for-me").text
    assert (f'href="/reports/{one.id}"' in after, ">new</span>" in after) == (True, False)
    assert "read by 1" in browser.get(f"/reports/{one.id}").text
    assert browser.post(f"/reports/lists/{to}/drop").status_code == 303
    assert "read by 1" in browser.get(f"/reports/{one.id}").text  # what was sent stays sent


def test_what_was_typed_stays_when_it_is_refused(head: Any, sign_in: Any) -> None:
    leader = new_person(login="leader", role=Role.LEADER)
    browser, one = sign_in(leader), report()
    answer = browser.post("/reports/lists", data={"name": "周会", "site": "", "kind": ["week"]})
    assert (answer.status_code, 'value="周会"' in answer.text) == (422, True)
    assert "Choose at least one person or role" in answer.text
    for wrong in ("", "x", "9"):
        assert browser.post(f"/reports/{one.id}/send", data={"list": wrong}).status_code == 422
    agent = sign_in(new_person(role=Role.AGENT))
    assert (agent.get("/reports/lists").status_code, 'id="reports"' in agent.get("/for-me").text) == (403, False)
