"""What pages say when they cannot."""

import logging
from typing import Any

import peewee
import pytest

from admin_web.access import needs
from admin_web.app import create_app
from hotline.store.database import database
from hotline.store.heartbeat import beat
from hotline.words import Part
from tests.builders import NOW
from tests.there import there

pytestmark = pytest.mark.unit


def test_a_page_that_is_not_there(agent, client, sign_in):
    assert client.get("/nowhere").status_code == 302
    answer = sign_in(agent, "zh_CN").get("/nowhere")
    assert (answer.status_code, "页面不存在" in answer.text) == (404, True)


def test_a_bug_is_written_down_and_not_shown(app, agent, sign_in, caplog):
    def broken():
        raise ValueError("secret detail")

    app.add_url_rule("/broken", "broken", needs()(broken))
    with caplog.at_level(logging.ERROR):
        answer = sign_in(agent).get("/broken")
    assert (answer.status_code, "Something went wrong here" in answer.text, "secret" in answer.text) == (
        500,
        True,
        False,
    )
    assert [r.message for r in caplog.records if r.name == "admin_web.errors"] == ["a request failed"]


def test_a_database_that_is_away_says_what_to_do(settings, tmp_path):
    database.initialize(peewee.SqliteDatabase(str(tmp_path / "no" / "folder" / "x.db")))
    browser = create_app(settings).test_client()
    for path in ("/login", "/desk"):
        answer = browser.get(path)
        assert (answer.status_code, "数据库暂时无法访问" in answer.text) == (503, True)
    health = browser.get("/healthz")
    assert (health.status_code, health.json) == (503, {"ok": False, "parts": {"database": "lost"}})
    told = browser.get("/desk", headers={"X-Requested-With": "fetch"})
    assert there(told.json)["error"].startswith("数据库暂时无法访问")


def test_health_names_each_part(client, db):
    for part in (Part.CONTROLLER, Part.JOBS, Part.WEB):
        beat(part, now=NOW)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (
        503,
        {"ok": False, "late": {},
         "parts": {"switch": "lost", "controller": "ok", "jobs": "ok", "web": "ok", "database": "ok"}},
    )  # fmt: skip
    beat(Part.SWITCH, now=NOW)
    assert (client.get("/healthz").status_code, client.get("/healthz").json["ok"]) == (200, True)
    beat(Part.CONTROLLER, now=NOW, state={"lag": 10.2})
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["parts"]["controller"], answer.json["late"]) == (
        503, "slow", {"controller": 10.2},
    )  # fmt: skip


@pytest.mark.parametrize(
    "back",
    ["/desk\r\nX-Evil: 1", "/desk\nx", "/\x00", "/a\tb", "/\\evil.example", "//evil.example", "/\t/e", "//[", "x"],
)
def test_a_way_back_that_is_no_address_of_ours_leads_home(administrator: Any, sign_in: Any, back: str) -> None:
    """After a refusal and after the language was chosen; a line break in it once ended in an error of ours."""
    browser = sign_in(administrator)
    for path, form in (("/telephones/999/let-in", {}), ("/language", {"language": "en"})):
        answer = browser.post(path, data={"back": back, **form})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
