"""People, audit, the board's forced states."""

import re

import pytest

from hotline.calls.orders.claim import claim
from hotline.calls.rules.order_kinds import ForceState
from hotline.rows import Audit, Person
from hotline.words import Outcome, Presence, Reason
from tests.builders import NOW, new_call, stand
from tests.there import found

pytestmark = pytest.mark.unit


@pytest.fixture
def browser(administrator, sign_in):
    return sign_in(administrator)


def test_a_person_is_taken_on_and_the_password_is_shown_once(browser, head):
    form = {"login": "new", "name": "新人", "role": "agent", "site": head.id, "extension": "1005", "language": "zh_CN"}
    answer = browser.post("/people/new", data=form)
    password = found(r"<code>(\S+)</code>", answer.text)
    assert password not in browser.get("/people").text
    assert browser.post("/login", data={"login": "new", "password": password}).status_code == 303


def test_a_refused_person_comes_back_as_typed_with_the_reason(browser, agent, head):
    form = {"login": "new", "name": "新人", "role": "agent", "site": head.id, "extension": "1001", "language": "zh_CN"}
    answer = browser.post("/people/new", data=form)
    assert (answer.status_code, "The telephone 1001 belongs to 王小兰" in answer.text) == (422, True)
    assert 'value="新人"' in answer.text
    assert Person.get_or_none(Person.login == "new") is None


def test_a_person_is_changed_reset_let_go_and_taken_back(browser, agent, head):
    form = {"name": "王大兰", "role": "supervisor", "site": head.id, "extension": "1001", "language": "en"}
    assert browser.post(f"/people/{agent.id}", data=form).status_code == 303
    assert "<code>" in browser.post(f"/people/{agent.id}/password").text
    browser.post(f"/people/{agent.id}/deactivate")
    assert "王大兰 can no longer sign in" in browser.get("/people").text
    assert "not active" in browser.get(f"/people/{agent.id}").text
    browser.post(f"/people/{agent.id}/activate")
    row = Person.get_by_id(agent.id)
    assert (row.name, row.role, row.active, row.extension) == ("王大兰", "supervisor", True, None)
    assert browser.get("/people/999").status_code == 404


def test_a_verb_that_says_no_brings_the_reader_back_with_the_reason(browser, administrator):
    back = f"/people/{administrator.id}"
    answer = browser.post(f"{back}/deactivate", data={"back": back})
    assert answer.headers["Location"] == back
    assert "You cannot deactivate yourself" in browser.get(back).text


@pytest.mark.parametrize("count", [0, 1, 3, 60])
def test_the_audit_with_none_one_some_and_more_than_a_page(browser, count):
    for n in range(count):
        Audit.create(at=NOW, who="somebody", act="listen", object=f"recording:{n}", data={})
    html = browser.get("/audit?who=somebody").text
    assert (len(re.findall(r">Recording \d+<", html)), "Older" in html) == (min(count, 50), count > 50)
    assert ("Listened to a recording</td>" in html) == (count > 0)


def test_the_board_shows_who_waits_and_links_each_figure_to_its_rows(agent, supervisor, sign_in):
    new_call(state="queued", queued_at=NOW, number="13911112222")
    new_call(outcome=Outcome.TALKED, talking_at=NOW, wait_seconds=14.0)
    stand(agent, Presence.AWAY, reason=Reason.MEAL)
    html = sign_in(supervisor).get("/board/now").json["html"]["board"]
    for words in ("13911112222", "王小兰", "Meal", "100.0%", "14.0", "÷ calls ended; at least 90%<",
                  "/figures/answered/rows?span=day&amp;day=2026-11-20"):  # fmt: skip
        assert words in html


def test_a_board_of_an_agent_forces_nobody(agent, sign_in):
    assert "data-force" not in sign_in(agent).get("/board").text


def test_a_supervisor_forces_a_state_of_the_own_site_only(agent, supervisor, branch_supervisor, sign_in, now):
    form = {"person": agent.id, "state": "off", "note": "下班"}
    script = {"X-Requested-With": "fetch"}
    assert sign_in(branch_supervisor).post("/board/force", data=form, headers=script).json == {
        "error": "This agent belongs to another site"
    }
    assert sign_in(supervisor).post("/board/force", data=form, headers=script).status_code == 200
    assert [(c.person, c.by, c.command) for c in claim(claimant="x", now=now)] == [
        (agent.id, "supervisor", ForceState(Presence.OFF, Reason.BY_HAND, "下班"))
    ]
