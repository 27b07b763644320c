"""Strangers' tries keep nobody out: behind a named proxy each address counts for itself, and no login can be locked."""

import datetime as dt
import logging
from typing import Any

import pytest
from flask import Flask

from admin_web import known_browsers
from admin_web.app import create_app
from hotline.rows import Audit
from hotline.settings import Settings, SettingsError, load
from hotline.words import Role
from tests.builders import PASSWORD, new_person

pytestmark = pytest.mark.unit
STAFF = {
    "admin": Role.ADMINISTRATOR, "supervisor": Role.SUPERVISOR, "dispatcher": Role.DISPATCHER,
    "leader": Role.LEADER,
}  # fmt: skip
STRANGER = "203.0.113.9"


@pytest.fixture
def behind(settings: Settings, clock: Any, compiled: Any, db: Any) -> Flask:
    """The staff's web behind a proxy on this machine that is named."""
    web = settings.web.model_copy(update={"proxies": ["127.0.0.1/32"]})
    made = create_app(settings.model_copy(update={"web": web}), now=clock)
    made.jinja_env.bytecode_cache = compiled
    made.config["WTF_CSRF_ENABLED"] = False
    for login, role in STAFF.items():
        new_person(login=login, role=role)
    return made


def post(app: Flask, login: str, password: str, *, at: str, browser: Any = None) -> Any:
    """`POST /login`, by way of the proxy."""
    asks = browser or app.test_client()
    return asks.post("/login", data={"login": login, "password": password}, headers={"X-Forwarded-For": at})


def codes(app: Flask, at: str, *, browser: Any = None) -> dict[str, int]:
    return {login: post(app, login, PASSWORD, at=at, browser=browser).status_code for login in STAFF}


def test_forty_tries_for_ghosts_lock_out_nobody_but_their_own_address(behind: Flask) -> None:
    for n in range(60):
        post(behind, f"ghost{n}", "wrong", at=STRANGER)
    assert "登录已锁定至" in post(behind, "admin", PASSWORD, at=STRANGER).text
    assert codes(behind, "10.20.30.40") == dict.fromkeys(STAFF, 303)


def test_five_wrong_tries_lock_the_login_for_that_address_alone(behind: Flask) -> None:
    for _ in range(5):
        post(behind, "leader", "wrong", at=STRANGER)
    assert post(behind, "leader", PASSWORD, at=STRANGER).status_code == 422
    assert post(behind, "leader", PASSWORD, at="10.20.30.40").status_code == 303


def test_the_audit_has_the_address_of_the_browser(behind: Flask) -> None:
    post(behind, "leader", "wrong", at=f"198.51.100.1, {STRANGER}")
    post(behind, "leader", PASSWORD, at="2001:db8::17:1")
    assert [(row.act, row.client_ip) for row in Audit.select().order_by(Audit.id)] == [
        ("sign_in_failed", STRANGER), ("sign_in", "2001:db8::17:1"),
    ]  # fmt: skip


def test_tries_from_many_addresses_make_the_next_one_wait_a_minute_at_most(behind: Flask, clock: Any) -> None:
    waits = []
    for n in range(14):
        answer = post(behind, "leader", "wrong", at=f"198.51.100.{n}")
        while "请等待" in answer.text:
            waits.append(int(answer.text.split("请等待 ")[1].split(" 秒")[0]))
            clock.forward(seconds=waits[-1])
            answer = post(behind, "leader", "wrong", at=f"198.51.100.{n}")
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert post(behind, "leader", PASSWORD, at="10.20.30.40").status_code == 422
    clock.forward(seconds=59.9)
    assert post(behind, "leader", PASSWORD, at="10.20.30.40").status_code == 422  # what waits does not count
    clock.forward(seconds=0.1)
    assert post(behind, "leader", PASSWORD, at="10.20.30.40").status_code == 303


def test_a_known_browser_passes_the_wait_of_its_login_and_the_lock_of_its_address(behind: Flask) -> None:
    at_home, office = behind.test_client(), "10.20.30.40"
    assert post(behind, "leader", PASSWORD, at=office, browser=at_home).status_code == 303
    at_home.post("/logout")
    for n in range(12):
        post(behind, "leader", "wrong", at=f"198.51.100.{n}")
    for n in range(60):
        post(behind, f"ghost{n}", "wrong", at=office)
    for _ in range(5):
        post(behind, "leader", "wrong", at=office)
    assert post(behind, "leader", PASSWORD, at=office).status_code == 422
    assert post(behind, "leader", PASSWORD, at=office, browser=at_home).status_code == 303
    assert post(behind, "supervisor", PASSWORD, at=office, browser=at_home).status_code == 422  # for its people only


def test_a_known_browser_has_its_own_lock(behind: Flask, clock: Any) -> None:
    thief = behind.test_client()
    post(behind, "leader", PASSWORD, at=STRANGER, browser=thief)
    for n in range(5):
        post(behind, "leader", "wrong", at=f"198.51.100.{n}", browser=thief)
    assert "登录已锁定至" in post(behind, "leader", PASSWORD, at="198.51.100.77", browser=thief).text
    clock.forward(minutes=11)
    assert post(behind, "leader", PASSWORD, at="198.51.100.77", browser=thief).status_code == 303


def test_a_forged_or_old_cookie_makes_no_known_browser(behind: Flask, clock: Any) -> None:
    with behind.test_request_context(headers={"Cookie": "tingsu_known=eyJpZCI6IngifQ.forged"}):
        assert known_browsers.known(clock()) is None
    browser = behind.test_client()
    post(behind, "leader", PASSWORD, at=STRANGER, browser=browser)
    cookie = browser.get_cookie("tingsu_known")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    with behind.test_request_context(headers={"Cookie": f"tingsu_known={cookie.value}"}):
        fresh = known_browsers.known(clock())
        old = known_browsers.known(clock() + dt.timedelta(days=181))
    assert fresh is not None
    assert old is not None
    assert (len(fresh.people), len(old.people)) == (1, 0)


def test_a_typed_login_does_not_reach_the_count_of_another(behind: Flask) -> None:
    for typed in ("leader@10.20.30.40", "10.20.30.40|leader", "at:10.20.30.40|leader", "10.20.30.40"):
        for n in range(6):
            post(behind, typed, "wrong", at=f"198.51.100.{n}")
    assert post(behind, "leader", PASSWORD, at="10.20.30.40").status_code == 303


def test_an_ipv6_client_counts_as_its_network(behind: Flask) -> None:
    for n in range(5):
        post(behind, "leader", "wrong", at=f"2001:db8::{n:x}:1")
    assert post(behind, "leader", PASSWORD, at="2001:db8::ffff:7").status_code == 422
    assert post(behind, "leader", PASSWORD, at="2001:db8:0:1::7").status_code == 303


def test_a_proxy_that_nobody_has_named_is_told_once(app: Flask, agent: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "admin_web"):
        for _ in range(3):
            post(app, "agent", PASSWORD, at=STRANGER)
    assert [record.getMessage() for record in caplog.records] == [
        "X-Forwarded-For from 127.0.0.1 is not believed, because web.proxies does not name it: if it is your proxy, "
        "name it there, or all who come through it count as one address"
    ]
    assert {row.client_ip for row in Audit.select()} == {"127.0.0.1"}


def test_what_is_no_network_is_refused_with_its_place() -> None:
    with pytest.raises(SettingsError, match=r"web\.proxies: “proxy”不是网段"):
        load(web={"proxies": ["proxy"]})
