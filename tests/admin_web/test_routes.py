"""Every route has a rule; outsiders and those without the right are refused."""

import pytest

from admin_web.access import OPEN
from hotline.rules.permissions import Act
from tests.builders import new_call, new_line, new_ticket

pytestmark = pytest.mark.house

ADMINISTRATORS = {
    "people", "units", "dictionary", "lines", "skills", "hours", "flows", "recordings", "notices", "parameters",
    "audit",
}  # fmt: skip
FILL = {
    "call": "c", "number": "n", "key": "k", "person": 1, "line": 1, "position": 1, "order": 1, "recording": 1,
    "task": 1, "notice": 1, "clock": 1, "visit": 1, "view": 1, "export": 1, "contact": 1, "judge": 1,
    "chamber": 1, "entry": 1, "dispute": 1, "unit": 1, "appointment": 1,
    "name": "f", "version": 1, "token": "t", "file": 1, "paper": 1, "shape": "pdf",
}  # fmt: skip


def _routes(app):
    """(endpoint, method, path) of every route but the open ones."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN:
            continue
        path = adapter.build(rule.endpoint, {name: FILL[name] for name in rule.arguments})
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, path


def test_open_routes_are_these_and_no_others():
    assert {"login.page", "login.token", "health.state", "static", "receipts.take"} == OPEN


def test_every_view_names_its_act(app):
    views = {endpoint: view for endpoint, view in app.view_functions.items() if endpoint not in OPEN}
    assert [name for name, view in views.items() if not hasattr(view, "acts")] == []
    assert all(isinstance(act, Act) for view in views.values() for act in view.acts)


def test_an_outsider_is_sent_to_sign_in(app, client):
    answers = {(e, m): client.open(path, method=m) for e, m, path in _routes(app)}
    assert len(answers) > 30
    for (endpoint, _method), answer in answers.items():
        if endpoint == "live.stream":
            assert answer.status_code == 401
        else:
            assert (endpoint, answer.status_code) == (endpoint, 302)
            assert answer.headers["Location"].startswith("/login")


def test_a_script_of_an_outsider_is_told_401(client):
    answer = client.get("/desk/now", headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.json) == (401, {"error": "登录已失效"})


def test_agents_are_refused_what_is_the_administrators(app, agent, sign_in):
    browser = sign_in(agent)
    for endpoint, method, path in _routes(app):
        if endpoint.split(".")[0] in ADMINISTRATORS or endpoint == "board.force":
            answer = browser.open(path, method=method)
            assert (endpoint, answer.status_code) == (endpoint, 403)
            assert "You may not see this" in answer.text


def test_administrators_have_no_desk(administrator, sign_in):
    browser = sign_in(administrator)
    assert browser.get("/desk").status_code == 403
    assert browser.get("/").headers["Location"] == "/board"


def test_a_view_without_an_act_is_closed(app, supervisor, sign_in):
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert sign_in(supervisor).get("/forgotten").status_code == 403


def test_every_page_can_be_drawn_in_both_languages(agent, supervisor, administrator, sign_in):
    line, call, ticket = new_line(), new_call(agent=agent), new_ticket(opened_by=agent)
    everybody = ("/calls", f"/calls/{call.id}", "/tickets", f"/tickets/{ticket.number}", "/board", "/password")
    for language, tag in (("zh_CN", 'lang="zh-CN"'), ("en", 'lang="en"')):
        for person, paths in (
            (agent, ("/desk", "/desk/form?call=")),
            (supervisor, ("/desk", *everybody)),
            (administrator, ("/people", "/people/new", f"/people/{agent.id}", "/lines", "/lines/new",
                             f"/lines/{line.id}", "/skills", "/hours", f"/hours/lines/{line.id}", "/flows",
                             "/recordings", "/notices", "/parameters", "/audit", *everybody)),
        ):  # fmt: skip
            browser = sign_in(person, language)
            for path in paths:
                answer = browser.get(path)
                assert (path, answer.status_code) == (path, 200)
                assert path.startswith("/desk/") or tag in answer.text


def test_no_page_asks_for_anything_from_outside(agent, sign_in, client):
    for answer in (client.get("/login"), sign_in(agent).get("/desk")):
        assert "http://" not in answer.text
        assert "https://" not in answer.text
        assert "<style" not in answer.text
        assert " style=" not in answer.text
        assert " onclick" not in answer.text
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
