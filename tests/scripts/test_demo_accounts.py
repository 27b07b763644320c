"""The demo ends with its accounts: a real house does not start with them, and the demo does not leave this machine."""

import sys
from pathlib import Path
from typing import Any

import pytest

from hotline import rows, sample
from hotline.calls.verbs.leaving import deactivate_person
from hotline.people.verbs import passwords
from hotline.settings import load
from hotline.store import database
from hotline.words import Role
from scripts.py import demo_accounts, make_prompts, run
from tests.builders import NOW, PASSWORD, kept, new_person

pytestmark = pytest.mark.story
DEMO = demo_accounts.DEMO_PASSWORD


@pytest.fixture
def sown(db: Any) -> None:
    sample.sow(NOW, lambda _: kept(DEMO), dict.fromkeys(sample.logins(), "-"), must_change=False)


def test_a_real_start_on_the_demos_database_refuses_and_names_them(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(run, "hashed", kept)
    monkeypatch.setattr(make_prompts, "all_of", lambda _: None)
    run._prepare(load(data=tmp_path, demo=True))
    real = load(data=tmp_path, demo=False)
    with pytest.raises(run.CANNOT, match=r"演示密码.*agent1.*--close-demo-accounts") as refused:
        run._prepare(real)
    assert [login for login in sample.logins() if login not in str(refused.value)] == []
    run._prepare(real, close_demo=True)
    assert demo_accounts.find() == []
    run._prepare(real)
    assert [row.login for row in rows.Person.select().where(rows.Person.active)] == ["admin"]
    database.database.close()


def test_closing_leaves_one_administrator_with_a_new_password(sown: None) -> None:
    given = demo_accounts.close(demo_accounts.find(), NOW)
    admin = rows.Person.get(rows.Person.login == "admin")
    assert (list(given), admin.active, admin.must_change) == (["admin"], True, True)
    assert passwords.fits(given["admin"], admin.password_hash)
    others = list(rows.Person.select().where(rows.Person.login != "admin"))
    assert [row.login for row in others if row.active or passwords.fits(DEMO, row.password_hash)] == []


def test_who_has_changed_his_password_stays_and_then_no_administrator_is_spared(sown: None) -> None:
    own = new_person(login="chief", role=Role.ADMINISTRATOR)
    rows.Person.update(password_hash=kept(PASSWORD)).where(rows.Person.login == "agent1").execute()
    found = demo_accounts.find()
    assert {"agent1", "chief"} & {one.login for one in found} == set()
    assert demo_accounts.close(found, NOW) == {}
    active = {row.login for row in rows.Person.select().where(rows.Person.active)}
    assert active == {"agent1", own.login}


def test_who_was_deactivated_in_the_demo_is_not_let_in_again_with_its_password(sown: None) -> None:
    agent = rows.Person.get(rows.Person.login == "agent2")
    deactivate_person(agent.id, by="admin", now=NOW, client_ip="")
    found = demo_accounts.find()
    assert ("agent2", False) in {(one.login, one.active) for one in found}
    demo_accounts.close(found, NOW)
    assert not passwords.fits(DEMO, rows.Person.get_by_id(agent.id).password_hash)


def test_a_person_of_the_house_who_took_the_demos_password_is_found_too(sown: None) -> None:
    new_person(login="newcomer", password_hash=kept(DEMO))
    assert "newcomer" in {one.login for one in demo_accounts.find()}


def test_in_a_house_without_a_sample_only_its_logins_are_tried(db: Any, monkeypatch: Any) -> None:
    tried: list[str] = []
    for n in range(5):
        new_person(login=f"p{n}")
    new_person(login="admin", role=Role.ADMINISTRATOR)
    new_person(login="agent", password_hash=passwords.hashed_first("x"))
    monkeypatch.setattr(passwords, "fits", lambda _, hash_: tried.append(hash_))
    assert demo_accounts.find() == []
    assert tried == [kept(PASSWORD)]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"web": {"host": "0.0.0.0"}}, "web.host"), ({"web": {"host": ""}}, "web.host"),
        ({"web": {"host": "192.168.1.5"}}, "web.host"), ({"public": {"host": "::"}}, "public.host"),
        ({"sip": {"address": "10.0.0.7"}}, "sip.address"), ({"web": {"host": "hotline.example"}}, "web.host"),
    ],
)  # fmt: skip
def test_the_demo_listens_on_this_machine_alone(given: dict[str, Any], key: str) -> None:
    with pytest.raises(run.CANNOT, match=f"演示只能监听本机，但 {key}.*this machine alone, but {key}.*--no-demo"):
        demo_accounts.stays_here(load(**given))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.5"])
def test_this_machine_is_told_by_its_addresses(host: str) -> None:
    demo_accounts.stays_here(load(web={"host": host}, public={"host": host}))


def test_the_start_says_so_before_anything_is_written(tmp_path: Path, monkeypatch: Any) -> None:
    file = tmp_path / "own.yml"
    file.write_text("web: {host: 0.0.0.0}", encoding="utf-8")
    words = ["run", "--switch", "stand-in", "--data", str(tmp_path / "data"), "--settings", str(file)]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(run.CANNOT, match=r"web\.host"):
        run._settings(run._arguments())
    assert not (tmp_path / "data" / "settings.yml").exists()
