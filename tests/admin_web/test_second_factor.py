"""The pages of the second factor: set up when the house asks it, asked for at sign-in, on paper once, taken away."""

import re
from typing import Any

import pyotp
import pytest
from flask import Flask

from hotline.people.verbs.parameters import set_parameters
from hotline.rows import SecondFactor, SignIn
from tests.builders import PASSWORD
from tests.there import found, there

pytestmark = pytest.mark.unit
SCRIPT = {"X-Requested-With": "fetch"}


def demand(clock: Any, *roles: str) -> None:
    set_parameters({"second_factor.roles": list(roles)}, by="administrator", now=clock(), client_ip="")


def app_of(browser: Any) -> pyotp.TOTP:
    """The app that reads the secret on the page."""
    browser.post("/second-factor/begin")
    return pyotp.TOTP(found(r"<code>([A-Z2-7 ]+)</code>", browser.get("/second-factor").text).replace(" ", ""))


def set_up(browser: Any, clock: Any) -> tuple[pyotp.TOTP, list[str]]:
    totp = app_of(browser)
    page = browser.post("/second-factor/confirm", data={"code": totp.at(clock())}).text
    clock.forward(seconds=60)
    return totp, re.findall(r"<li><code>([a-z2-9-]{11})</code>", page)


def enter(app: Flask, login: str, **more: str) -> tuple[Any, Any]:
    browser = app.test_client()
    return browser, browser.post("/login", data={"login": login, "password": PASSWORD, **more})


def test_whose_role_needs_it_sets_it_up_before_anything_else(agent: Any, sign_in: Any, clock: Any, app: Flask) -> None:
    demand(clock, "agent")
    browser = sign_in(agent)
    assert browser.get("/desk").headers["Location"] == "/second-factor"
    assert browser.get("/live", headers=SCRIPT).status_code == 403
    assert browser.get("/sign-ins").headers["Location"] == "/second-factor"
    assert "Your role needs a second factor" in browser.get("/second-factor").text
    totp, codes = set_up(browser, clock)
    assert len(codes) == 10
    assert browser.get("/desk").status_code == 200
    again, answer = enter(app, "agent", next="/calls")
    assert answer.headers["Location"] == "/login/code?next=/calls"
    assert again.get("/desk").status_code == 302
    answer = again.post("/login/code", data={"code": totp.at(clock()), "next": "/calls"})
    assert answer.headers["Location"] == "/calls"
    assert again.get("/desk").status_code == 200


def test_the_picture_is_drawn_here_and_says_the_secret(agent: Any, sign_in: Any) -> None:
    browser = sign_in(agent)
    app_of(browser)
    text = browser.get("/second-factor").text
    assert "<svg" in text
    assert " style=" not in text
    assert SecondFactor.get().nonce not in text


def test_a_wrong_first_code_sets_nothing_up(agent: Any, sign_in: Any) -> None:
    browser = sign_in(agent)
    app_of(browser)
    answer = browser.post("/second-factor/confirm", data={"code": "000000"})
    assert (answer.status_code, "This code does not fit: type the six digits" in answer.text) == (422, True)
    assert SecondFactor.get().confirmed_at is None


def test_half_a_sign_in_opens_nothing_and_waits_ten_minutes(agent: Any, sign_in: Any, clock: Any, app: Flask) -> None:
    totp, _codes = set_up(sign_in(agent), clock)
    browser, _answer = enter(app, "agent")
    assert [browser.get(path).status_code for path in ("/desk", "/live", "/second-factor", "/sign-ins")] == [
        302, 401, 302, 302,
    ]  # fmt: skip
    assert browser.get("/login/code").status_code == 200
    assert browser.post("/login/code", data={"code": "123"}).status_code == 422
    clock.forward(minutes=11)
    assert browser.post("/login/code", data={"code": totp.at(clock())}).headers["Location"] == "/login"
    assert app.test_client().get("/login/code").headers["Location"] == "/login"


def test_a_code_that_was_used_is_refused_on_another_browser(agent: Any, sign_in: Any, clock: Any, app: Flask) -> None:
    totp, codes = set_up(sign_in(agent), clock)
    first, _answer = enter(app, "agent")
    second, _answer = enter(app, "agent")
    shown = totp.at(clock())
    assert first.post("/login/code", data={"code": shown}).status_code == 303
    assert second.post("/login/code", data={"code": shown}).status_code == 422
    assert second.post("/login/code", data={"code": codes[0]}).status_code == 303


def test_the_small_window_asks_for_the_code_too(agent: Any, sign_in: Any, clock: Any, app: Flask) -> None:
    totp, _codes = set_up(sign_in(agent), clock)
    browser = app.test_client()
    given = {"login": "agent", "password": PASSWORD}
    assert browser.post("/login", data=given, headers=SCRIPT).json == {"second": True}
    wrong = browser.post("/login", data=given | {"code": "111111"}, headers=SCRIPT)
    assert (wrong.status_code, "验证码不正确" in there(wrong.json)["error"]) == (422, True)
    answer = browser.post("/login", data=given | {"code": totp.at(clock())}, headers=SCRIPT)
    assert (answer.status_code, there(answer.json)["person"]) == (200, agent.id)


def test_new_recovery_codes_void_the_old_ones(agent: Any, sign_in: Any, clock: Any, app: Flask) -> None:
    browser = sign_in(agent)
    totp, codes = set_up(browser, clock)
    assert browser.post("/second-factor/codes", data={"code": "1"}).status_code == 422
    fresh = browser.post("/second-factor/codes", data={"code": totp.at(clock())}).text
    assert [code for code in codes if code in fresh] == []
    other, _answer = enter(app, "agent")
    assert other.post("/login/code", data={"code": codes[0]}).status_code == 422


def test_one_ends_ones_own_with_a_code(agent: Any, sign_in: Any, clock: Any) -> None:
    browser = sign_in(agent)
    totp, _codes = set_up(browser, clock)
    assert browser.post("/second-factor/end", data={"code": ""}).status_code == 422
    assert browser.post("/second-factor/end", data={"code": totp.at(clock())}).status_code == 303
    assert SecondFactor.select().count() == 0


def test_who_must_have_one_sets_another_up_at_once(agent: Any, sign_in: Any, clock: Any) -> None:
    demand(clock, "agent")
    browser = sign_in(agent)
    totp, _codes = set_up(browser, clock)
    browser.post("/second-factor/end", data={"code": totp.at(clock())})
    assert browser.get("/desk").headers["Location"] == "/second-factor"


def test_an_administrator_takes_it_away_and_others_may_not(
    agent: Any, supervisor: Any, administrator: Any, sign_in: Any, clock: Any
) -> None:
    his = sign_in(agent)
    set_up(his, clock)
    assert sign_in(supervisor).post(f"/people/{agent.id}/second-factor/reset").status_code == 403
    boss = sign_in(administrator)
    assert "Take the second factor away" in boss.get(f"/people/{agent.id}").text
    answer = boss.post(f"/people/{agent.id}/second-factor/reset", follow_redirects=True)
    assert "No second factor." in answer.text
    assert his.get("/desk").status_code == 302
    assert SignIn.select().where(SignIn.person == agent.id, SignIn.ended_at.is_null()).count() == 0


def test_an_administrator_names_the_roles(administrator: Any, sign_in: Any) -> None:
    browser = sign_in(administrator)
    given = {"name": "second_factor.roles", "second_factor.roles": ["inspector", "administrator"]}
    assert browser.post("/parameters", data=given).status_code == 303
    text = browser.get("/parameters").text
    assert len(re.findall(r'name="second_factor.roles" value="\w+" checked', text)) == 2
    browser.post("/parameters", data={"name": "second_factor.roles"})
    assert "checked> Administrator" not in browser.get("/parameters").text
    assert browser.post("/parameters", data=given | {"second_factor.roles": "king"}).status_code == 422
