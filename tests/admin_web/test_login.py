"""Signing in on the web: sessions, languages, passwords, forms from elsewhere."""

import pytest

from hotline.calls.verbs.leaving import deactivate_person
from hotline.people.verbs.parameters import set_parameters
from hotline.people.verbs.people import reset_password
from hotline.rows import Audit, Person, SignIn
from hotline.words import SignInEnd
from tests.builders import PASSWORD

pytestmark = pytest.mark.unit


def test_signing_in_leads_to_the_page_that_was_asked_for(agent, client):
    asked = client.get("/calls?tail=12")
    assert asked.headers["Location"] == "/login?next=/calls?tail%3D12"
    answer = client.post("/login", data={"login": "agent", "password": PASSWORD, "next": "/calls?tail=12"})
    assert answer.headers["Location"] == "/calls?tail=12"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil", "javascript:1"]
)
def test_nobody_is_sent_to_another_site(agent, client, target):
    answer = client.post("/login", data={"login": "agent", "password": PASSWORD, "next": target})
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_says_so_in_the_readers_language(agent, client):
    answer = client.post("/login", data={"login": "agent", "password": "x"})
    assert (answer.status_code, "登录名或密码不正确" in answer.text, 'value="agent"' in answer.text) == (
        422,
        True,
        True,
    )
    client.get("/login?language=en")
    answer = client.post("/login", data={"login": "agent", "password": "x"})
    assert "This login and this password do not fit" in answer.text


def test_after_five_tries_it_is_locked(agent, client, clock):
    for _ in range(5):
        client.post("/login", data={"login": "agent", "password": "x"})
    answer = client.post("/login", data={"login": "agent", "password": PASSWORD})
    assert "尝试次数过多，登录已锁定至 10:10:00" in answer.text
    clock.forward(minutes=11)
    assert client.post("/login", data={"login": "agent", "password": PASSWORD}).status_code == 303


def test_a_session_ends_after_idle_minutes_but_not_while_it_is_used(agent, sign_in, clock, settings):
    browser = sign_in(agent)
    for _ in range(3):
        clock.forward(minutes=settings.web.session_minutes - 1)
        assert browser.get("/desk").status_code == 200
    clock.forward(minutes=settings.web.session_minutes + 1)
    assert browser.get("/desk").headers["Location"] == "/login?next=/desk"


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(agent, sign_in, clock, settings):
    browser = sign_in(agent)
    by_itself = {"X-Background": "1", "X-Requested-With": "fetch"}
    clock.forward(minutes=settings.web.session_minutes - 1)
    assert browser.get("/desk/now", headers=by_itself).status_code == 200
    clock.forward(minutes=2)
    assert browser.get("/desk/now", headers=by_itself).status_code == 401


@pytest.mark.parametrize("act", [deactivate_person, reset_password])
def test_a_sign_in_ends_when_the_administrator_says_so(agent, sign_in, now, act):
    browser = sign_in(agent)
    act(agent.id, by="administrator", now=now, client_ip="")
    assert browser.get("/desk").status_code == 302


def test_a_borrowed_password_must_be_changed_first(agent, sign_in):
    Person.update(must_change=True).execute()
    browser = sign_in(agent)
    assert browser.get("/desk").headers["Location"] == "/password"
    wrong = browser.post("/password", data={"old": PASSWORD, "new": "another-good-one-2", "again": "different"})
    assert (wrong.status_code, "The two new passwords differ" in wrong.text) == (422, True)
    new = {"old": PASSWORD, "new": "another-good-one-2", "again": "another-good-one-2"}
    assert browser.post("/password", data=new).status_code == 303
    assert "Your password is changed" in browser.get("/desk").text


def test_changing_the_password_ends_the_sign_in_elsewhere(agent, sign_in):
    here, elsewhere = sign_in(agent), sign_in(agent)
    here.post("/password", data={"old": PASSWORD, "new": "another-good-one-2", "again": "another-good-one-2"})
    assert (here.get("/desk").status_code, elsewhere.get("/desk").status_code) == (200, 302)


def test_a_language_is_remembered_with_the_person(agent, sign_in, client):
    browser = sign_in(agent, "zh_CN")
    assert "座席工作台" in browser.get("/desk").text
    answer = browser.post("/language", data={"language": "en", "back": "/desk"})
    assert (answer.headers["Location"], Person.get_by_id(agent.id).language) == ("/desk", "en")
    assert "Agent's desk" in browser.get("/desk").text
    assert 'lang="zh-CN"' in client.get("/login").text


def test_signing_out_ends_the_sign_in_and_is_written_down(agent, sign_in, now):
    browser = sign_in(agent)
    browser.post("/logout")
    assert browser.get("/desk").status_code == 302
    assert [(one.ended_at, one.ended_why) for one in SignIn.select()] == [(now, SignInEnd.SIGNED_OUT)]
    assert [a.act for a in Audit.select().order_by(Audit.id)] == ["sign_in", "sign_out"]


def test_a_cookie_that_was_copied_before_signing_out_is_refused(app, agent, sign_in):
    browser = sign_in(agent)
    cookie = browser.get_cookie("tingsu").value
    browser.post("/logout")
    thief = app.test_client()
    thief.set_cookie("tingsu", cookie)
    assert [thief.get(path).headers.get("Location") for path in ("/desk", "/tickets")] == [
        "/login?next=/desk", "/login?next=/tickets",
    ]  # fmt: skip
    again = app.test_client()
    again.set_cookie("tingsu", cookie)
    assert again.get("/live").status_code == 401


def test_an_id_that_was_never_given_signs_nobody_in(app, agent, sign_in):
    browser = sign_in(agent)
    with browser.session_transaction() as kept:
        kept["sign_in"] = "x" * 32
    assert browser.get("/desk").status_code == 302


def test_a_session_ends_after_the_longest_time_however_it_is_used(agent, sign_in, clock, administrator):
    set_parameters({"sign_in.longest_hours": "2"}, by="administrator", now=clock(), client_ip="")
    browser = sign_in(agent)
    clock.forward(hours=1, minutes=59)
    assert browser.get("/desk").status_code == 200
    clock.forward(minutes=2)
    assert browser.get("/desk").status_code == 302


def test_last_seen_is_written_when_it_is_old_and_not_for_what_a_page_asks_by_itself(agent, sign_in, clock, now):
    browser = sign_in(agent)
    by_itself = {"X-Background": "1", "X-Requested-With": "fetch"}
    seen = []
    for seconds, headers in ((20, {}), (1, by_itself), (0, {}), (20, {}), (1, {})):
        clock.forward(seconds=seconds)
        assert browser.get("/desk/now", headers=headers).status_code == 200
        seen.append((SignIn.get().seen_at - now).total_seconds())
    assert seen == [0, 0, 21, 21, 42]


def test_a_form_from_elsewhere_is_refused(app, agent, client):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/login", data={"login": "agent", "password": PASSWORD})
    assert (answer.status_code, "表单已过期或不是来自本站" in answer.text) == (400, True)
    token = client.get("/login/token").json["csrf"]
    answer = client.post("/login", data={"login": "agent", "password": PASSWORD, "csrf_token": token})
    assert answer.status_code == 303


def test_the_small_window_signs_in_and_brings_a_fresh_word(app, agent, client):
    app.config["WTF_CSRF_ENABLED"] = True
    script = {"X-Requested-With": "fetch"}
    old = client.get("/login/token").json["csrf"]
    given = {"login": "agent", "password": PASSWORD, "csrf_token": old}
    answer = client.post("/login", data=given, headers=script)
    assert (answer.json["person"], answer.json["must_change"]) == (agent.id, False)
    fresh = {**script, "X-CSRFToken": answer.json["csrf"]}
    saved = client.put("/desk/draft/ticket:", json={"subject": "半句", "text": ""}, headers=fresh)
    assert saved.json["kept"] is True


def test_the_small_window_says_why_not(agent, client):
    answer = client.post("/login", data={"login": "agent", "password": "x"}, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.json) == (422, {"error": "登录名或密码不正确"})
