"""Who does what a thief of an open browser would do types his password again; what he typed stays."""

import html
import re
from typing import Any

import pytest
from flask import Flask

from admin_web.proof import ALWAYS, BUT_FOR_A_LOOK, FIELD, WITH_NUMBERS
from hotline.rows import Audit, Consent, Person
from hotline.words import Role
from tests.builders import NOW, PASSWORD

from .test_foreign import FORMS, filled, kept, paths, town  # noqa: F401 - the things that the forms are about
from .test_forms import everybody  # noqa: F401

pytestmark = pytest.mark.unit
ASKING = ALWAYS | WITH_NUMBERS | BUT_FOR_A_LOOK
FURTHER = {  # forms that `test_foreign` does not send
    "audit.export": {"who": "", "act": "", "since": "2026-11-01", "until": "", "about": "王<小>兰"},
    "calls.export": {"since": "2026-11-01"}, "ticket_list.ask_export": {"number": "n"},
    "subjects.grant": {}, "second_factor.begin": {},
    "consents.grant": {}, "people_file.confirm": {"token": "t"}, "flows.go_back": {"version": "1", "why": "退回"},
    "flows.edit": {"text": "flow: f\r\n  a: \"<b>\"\r\n", "why": "新"},
}  # fmt: skip
OF_OTHERS = {
    "consents.grant": Role.LEADER,
    "subjects.grant": Role.LEADER,
    "calls.export": Role.SUPERVISOR,
    "ticket_list.ask_export": Role.SUPERVISOR,
}


@pytest.fixture
def late(administrator: Any, sign_in: Any, clock: Any) -> Any:
    """An administrator's browser on which the password was typed eleven minutes ago."""
    browser = sign_in(administrator)
    clock.forward(minutes=11)
    return browser


def test_the_views_that_ask_exist_and_answer_forms(app: Flask) -> None:
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert ASKING - posts == set()


def test_every_view_that_asks_asks_and_keeps_what_was_typed(
    app: Flask, town: dict[str, Any], sign_in: Any, clock: Any  # noqa: F811
) -> None:  # fmt: skip
    Consent.create(kind="password", person=town["target"], asked_by="x", asked_at=NOW, state="open")
    roles = {Role.ADMINISTRATOR, *OF_OTHERS.values()}
    browsers = {role: sign_in(town["people"][role]) for role in roles}
    clock.forward(minutes=11)
    walked, before = set(), kept()
    for endpoint, path, _named in paths(app, "POST", town):
        if endpoint not in ASKING:
            continue
        given = filled(FORMS[endpoint].form if endpoint in FORMS else FURTHER[endpoint], town)
        browser = browsers[OF_OTHERS.get(endpoint, Role.ADMINISTRATOR)]
        answer = browser.post(path, data=given)
        assert (endpoint, answer.status_code, "Is it you?" in answer.text) == (endpoint, 403, True)
        assert (endpoint, f'action="{path}?"' in answer.text or f'action="{path}"' in answer.text) == (endpoint, True)
        held = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', answer.text)
        said = {name: html.unescape(value) for name, value in held if name != "csrf_token"}
        assert (endpoint, {name: said.get(name) for name in given}) == (endpoint, given)
        wrong = browser.post(path, data=given | {FIELD: ""})
        assert (endpoint, wrong.status_code, "Is it you?" in wrong.text) == (endpoint, 422, True)
        walked.add(endpoint)
        after = kept()
        assert (endpoint, [name for name in after if after[name] != before[name] and name != "audit"]) == (endpoint, [])
        done = browser.post(path, data=given | {FIELD: PASSWORD})
        assert (endpoint, b"Is it you?" in done.data) == (endpoint, False)
        before = kept()
        clock.forward(minutes=11)
    assert walked == ASKING


def test_a_flow_is_checked_without_the_password(late: Any) -> None:
    answer = late.post("/flows/court/edit", data={"text": "x", "why": "", "do": "check"})
    assert answer.status_code == 404  # no such flow, and nobody asks who he is


def test_within_ten_minutes_after_signing_in_nothing_is_asked(agent: Any, administrator: Any, sign_in: Any) -> None:
    assert sign_in(administrator).post(f"/people/{agent.id}/password").status_code == 200


def test_later_the_password_is_asked_and_then_the_act_is_done(agent: Any, late: Any, clock: Any) -> None:
    asked = late.post(f"/people/{agent.id}/password")
    assert (asked.status_code, "Is it you?" in asked.text) == (403, True)
    assert Person.get_by_id(agent.id).must_change is False
    wrong = late.post(f"/people/{agent.id}/password", data={FIELD: "wrong"})
    assert (wrong.status_code, "The password does not fit" in wrong.text) == (422, True)
    assert Person.get_by_id(agent.id).must_change is False
    assert late.post(f"/people/{agent.id}/password", data={FIELD: PASSWORD}).status_code == 200
    assert Person.get_by_id(agent.id).must_change is True
    clock.forward(minutes=10)
    assert late.post(f"/people/{agent.id}/password").status_code == 200
    clock.forward(minutes=1)
    assert late.post(f"/people/{agent.id}/password").status_code == 403


def test_what_was_typed_stays_and_is_sent_again(agent: Any, late: Any) -> None:
    given = {
        "name": "王<小>兰", "role": "supervisor", "duties": ["dispatcher", "leader"], "site": str(agent.site_id),
        "language": "zh_CN",
    }  # fmt: skip
    asked = late.post(f"/people/{agent.id}", data=given)
    assert asked.status_code == 403
    assert "王<小>兰" not in asked.text
    kept = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text)
    assert [value for name, value in kept if name == "duties"] == ["dispatcher", "leader"]
    assert late.post(f"/people/{agent.id}", data=given | {FIELD: PASSWORD}).status_code == 303
    assert (Person.get_by_id(agent.id).name, Person.get_by_id(agent.id).role) == ("王<小>兰", "supervisor")


def test_a_page_that_is_only_looked_at_asks_nothing(agent: Any, late: Any) -> None:
    assert late.get(f"/people/{agent.id}").status_code == 200


def test_an_export_asks_only_who_sees_whole_numbers(agent: Any, supervisor: Any, sign_in: Any, clock: Any) -> None:
    browsers = {who.login: sign_in(who) for who in (agent, supervisor)}
    clock.forward(minutes=11)
    assert "Is it you?" in browsers["supervisor"].post("/calls/export").text
    assert "Is it you?" not in browsers["agent"].post("/calls/export").text
    assert "Is it you?" in browsers["supervisor"].post("/tickets/exports").text


def test_wrong_ones_lock_and_stand_in_the_audit(agent: Any, late: Any, settings: Any) -> None:
    for _ in range(settings.web.login_tries):
        late.post(f"/people/{agent.id}/password", data={FIELD: "wrong"})
    answer = late.post(f"/people/{agent.id}/password", data={FIELD: PASSWORD})
    assert "Too many tries: signing in is locked until" in answer.text
    assert Audit.select().where(Audit.act == "sign_in_failed").count() == settings.web.login_tries


def test_a_script_is_told_so(agent: Any, late: Any) -> None:
    answer = late.post(f"/people/{agent.id}/password", headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, "Type your password again first" in answer.json["error"]) == (403, True)


def test_who_may_not_do_it_is_not_asked_for_a_password(agent: Any, sign_in: Any, clock: Any) -> None:
    browser = sign_in(agent)
    clock.forward(minutes=11)
    answer = browser.post(f"/people/{agent.id}/password")
    assert (answer.status_code, "Is it you?" in answer.text) == (403, False)
