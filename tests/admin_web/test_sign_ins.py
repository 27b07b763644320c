"""Where one is signed in: one's own page, ending the others, and what an administrator may end."""

from typing import Any

import pytest

from hotline.rows import Audit, SignIn
from hotline.words import SignInEnd

pytestmark = pytest.mark.unit


def ends() -> list[tuple[int, str]]:
    return [(one.person_id, one.ended_why) for one in SignIn.select().order_by(SignIn.id)]


def test_the_page_says_where_and_since_when(agent: Any, app: Any, clock: Any) -> None:
    windows = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36"
    )
    browser = app.test_client()
    given = {"login": agent.login, "password": "a-good-password-1"}
    browser.post("/login", data=given, headers={"User-Agent": windows}, environ_base={"REMOTE_ADDR": "10.1.2.3"})
    clock.forward(minutes=5)
    text = browser.get("/sign-ins").text
    assert [
        part in text for part in ("Chrome 128 · Windows", "10.1.2.3", "11-20 10:00", "11-20 10:05", "本浏览器")
    ] == [True] * 5
    assert "没有在其他浏览器上登录" in text


def test_a_browser_that_names_itself_with_markup_is_shown_as_text(agent: Any, app: Any) -> None:
    browser = app.test_client()
    given = {"login": agent.login, "password": "a-good-password-1"}
    browser.post("/login", data=given, headers={"User-Agent": "<script>alert(1)</script>" + "长" * 900})
    assert "<script>alert" not in browser.get("/sign-ins").text


def test_one_ends_one_of_ones_own_and_all_the_others(agent: Any, sign_in: Any) -> None:
    here, second, third = sign_in(agent), sign_in(agent), sign_in(agent)
    rows = [one.id for one in SignIn.select().order_by(SignIn.id)]
    assert "The sign-in is ended" in here.post(f"/sign-ins/{rows[1]}/end", follow_redirects=True).text
    assert (second.get("/desk").status_code, third.get("/desk").status_code) == (302, 200)
    here.post("/sign-ins/end-others")
    assert (here.get("/desk").status_code, third.get("/desk").status_code) == (200, 302)
    assert ends() == [(agent.id, ""), (agent.id, SignInEnd.BY_PERSON), (agent.id, SignInEnd.BY_PERSON)]
    noted = [(one.act, one.object, one.data) for one in Audit.select().where(Audit.act == "end_sign_ins")]
    assert noted == [("end_sign_ins", f"person:{agent.id}", {"count": 1})] * 2
    over = here.get("/sign-ins").text
    assert over.count("Ended from another browser") == 2


def test_the_present_one_is_not_ended_by_its_own_button(agent: Any, sign_in: Any) -> None:
    here = sign_in(agent)
    here.post(f"/sign-ins/{SignIn.get().id}/end")
    assert here.get("/desk").status_code == 200


def test_nobody_ends_anothers(agent: Any, supervisor: Any, sign_in: Any) -> None:
    his, hers = sign_in(agent), sign_in(supervisor)
    one = SignIn.get(SignIn.person == agent.id).id
    answer = hers.post(f"/sign-ins/{one}/end")
    assert answer.status_code in (303, 422)
    hers.post("/sign-ins/end-others")
    assert his.get("/desk").status_code == 200
    assert hers.post(f"/people/{agent.id}/sign-ins/end").status_code == 403
    assert ends() == [(agent.id, ""), (supervisor.id, "")]


def test_an_administrator_ends_all_of_a_person(agent: Any, administrator: Any, sign_in: Any) -> None:
    his, other, boss = sign_in(agent), sign_in(agent), sign_in(administrator)
    page = boss.get(f"/people/{agent.id}").text
    assert page.count("last seen") == 2
    answer = boss.post(f"/people/{agent.id}/sign-ins/end", follow_redirects=True)
    assert "All sign-ins of this person are ended" in answer.text
    assert "Not signed in anywhere." in answer.text
    assert (his.get("/desk").status_code, other.get("/desk").status_code) == (302, 302)
    assert ends()[:2] == [(agent.id, SignInEnd.BY_ADMINISTRATOR)] * 2
    assert boss.post("/people/999/sign-ins/end").status_code in (303, 422)
