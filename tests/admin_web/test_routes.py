"""Every route has a rule; outsiders and those without the right are refused."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin_web.access import OPEN
from hotline.people.rules.permissions import Permission
from tests.builders import new_call, new_line, new_ticket

from . import declared

pytestmark = pytest.mark.house

ADMINISTRATORS = {
    "people", "people_file", "units", "dictionary", "lines", "skills", "hours", "flows", "recordings", "notices",
    "parameters", "audit", "subjects", "self_check", "wall_keys", "classes",
}  # fmt: skip
FILL = {
    "call": "c", "number": "n", "key": "k", "person": 1, "line": 1, "position": 1, "order": 1, "recording": 1,
    "task": 1, "notice": 1, "clock": 1, "follow_up": 1, "view": 1, "export": 1, "contact": 1, "judge": 1,
    "chamber": 1, "entry": 1, "dispute": 1, "unit": 1, "appointment": 1,
    "name": "f", "version": 1, "sign_in": 1, "consent": 1, "erasure": 1,
    "template": 1, "figure": "entered", "report": 1,
    "check": "calls", "token": "t", "file": 1, "paper": 1, "shape": "pdf",
    "day": "20261120", "site": "01", "count": "0001", "wall": 1, "pin": 1,
    "kind": "grave", "about": "redone_twice", "report_list": 1,
    "period": 1, "point": 1, "exclusion": 1, "letter": 1,
    "form": "own", "plan": 1, "inspection": 1, "remark": 1, "clip": 1, "example": 1,
}  # fmt: skip


SignIn = Callable[..., FlaskClient]


def _served(app: Flask) -> Iterator[tuple[declared.Route, set[str]]]:
    """Every route that the application answers, but its files, and the names that its address is filled with."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield declared.Route(rule.endpoint, method, rule.rule), rule.arguments


def _closed(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, path) of every route but the open ones."""
    adapter = app.url_map.bind("localhost")
    for route, names in _served(app):
        if route.endpoint not in OPEN:
            yield route.endpoint, route.method, adapter.build(route.endpoint, {name: FILL[name] for name in names})


def test_what_the_modules_declare_is_what_the_application_answers(app: Flask) -> None:
    """A page that is not registered any more is noticed, and so is a route that no module shows."""
    assert {route for route, _names in _served(app)} == declared.routes()


def test_open_routes_are_these_and_no_others() -> None:
    assert {
        "login.page",
        "login.code",
        "login.token",
        "sso.begin",
        "sso.back",
        "health.state",
        "static",
        "receipts.take",
        "wall.screen",
        "wall.pieces",
    } == OPEN


def test_every_view_names_its_act(app: Flask) -> None:
    views = {endpoint: view for endpoint, view in app.view_functions.items() if endpoint not in OPEN}
    acts: dict[str, Any] = {name: getattr(view, "acts", None) for name, view in views.items()}
    assert [name for name, named in acts.items() if named is None] == []
    assert all(isinstance(act, Permission) for named in acts.values() for act in named)


def test_an_outsider_is_sent_to_sign_in(app: Flask, client: FlaskClient) -> None:
    answers = {(e, m): client.open(path, method=m) for e, m, path in _closed(app)}
    assert set(answers) == {(e, m) for e, m, _rule in declared.routes() if e not in OPEN}
    for (endpoint, _method), answer in answers.items():
        if endpoint == "live.stream":
            assert answer.status_code == 401
        else:
            assert (endpoint, answer.status_code) == (endpoint, 302)
            assert answer.headers["Location"].startswith("/login")


def test_a_script_of_an_outsider_is_told_401(client: FlaskClient) -> None:
    answer = client.get("/desk/now", headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.json) == (401, {"error": "登录已失效"})


def test_agents_are_refused_what_is_the_administrators(app: Flask, agent: Any, sign_in: SignIn) -> None:
    browser, areas = sign_in(agent), set()
    for endpoint, method, path in _closed(app):
        area = endpoint.split(".")[0]
        if area in ADMINISTRATORS or endpoint == "board.force":
            areas.add(area)
            answer = browser.open(path, method=method)
            assert (endpoint, answer.status_code) == (endpoint, 403)
            assert "You may not see this" in answer.text
    assert areas == {*ADMINISTRATORS, "board"}


def test_administrators_have_no_desk(administrator: Any, sign_in: SignIn) -> None:
    browser = sign_in(administrator)
    assert browser.get("/desk").status_code == 403
    assert browser.get("/").headers["Location"] == "/board"


def test_a_view_without_an_act_is_closed(app: Flask, supervisor: Any, sign_in: SignIn) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert sign_in(supervisor).get("/forgotten").status_code == 403


def test_every_page_can_be_drawn_in_both_languages(
    agent: Any, supervisor: Any, administrator: Any, sign_in: SignIn
) -> None:
    line, call, ticket = new_line(), new_call(agent=agent), new_ticket(opened_by=agent)
    everybody = ("/calls", f"/calls/{call.id}", "/tickets", f"/tickets/{ticket.number}", "/board", "/password")
    for language, tag in (("zh_CN", 'lang="zh-CN"'), ("en", 'lang="en"')):
        for person, paths in (
            (agent, ("/desk", "/desk/form?call=")),
            (supervisor, ("/desk", *everybody)),
            (administrator, ("/people", "/people/new", "/people/import", f"/people/{agent.id}", "/lines", "/lines/new",
                             f"/lines/{line.id}", "/skills", "/hours", f"/hours/lines/{line.id}", "/flows",
                             "/recordings", "/notices", "/parameters", "/audit", "/self-check", *everybody)),
        ):  # fmt: skip
            browser = sign_in(person, language)
            for path in paths:
                answer = browser.get(path)
                assert (path, answer.status_code) == (path, 200)
                assert path.startswith("/desk/") or tag in answer.text


def test_no_page_asks_for_anything_from_outside(agent: Any, sign_in: SignIn, client: FlaskClient) -> None:
    for answer in (client.get("/login"), sign_in(agent).get("/desk")):
        assert "http://" not in answer.text
        assert "https://" not in answer.text
        assert "<style" not in answer.text
        assert " style=" not in answer.text
        assert " onclick" not in answer.text
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
