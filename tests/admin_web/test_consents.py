"""The page of consents: an administrator never gets an inspector's password on his page."""

import re
from typing import Any

import pytest

from hotline.people.verbs import passwords
from hotline.rows import Consent, Person
from hotline.words import Role
from tests.builders import PASSWORD, new_person

pytestmark = pytest.mark.unit


@pytest.fixture
def people(head: Any, administrator: Any) -> dict[str, Any]:
    made = {role.value: new_person(login=role.value, name=role.zh, role=role) for role in (Role.INSPECTOR, Role.LEADER)}
    return {**made, "administrator": administrator}


def test_the_administrator_asks_and_the_leader_gets_the_password(people: dict[str, Any], sign_in: Any) -> None:
    """`POST /people/12/password` gave the administrator the inspector's password."""
    admin, leader, inspector = (sign_in(people[one]) for one in ("administrator", "leader", "inspector"))
    page = f"/people/{people['inspector'].id}"
    answer = admin.post(f"{page}/password", follow_redirects=True)
    assert 'class="secret"' not in answer.text
    assert "Asked for: another inspector or a leader consents" in answer.text
    assert "Waits" in admin.get(page).text
    assert passwords.fits(PASSWORD, Person.get_by_id(people["inspector"].id).password_hash)
    assert admin.get("/consents").status_code == 403
    assert admin.post("/consents/1/grant").status_code == 403
    assert "Somebody else answers this." in inspector.get("/consents").text
    assert inspector.post("/consents/1/grant").status_code in (303, 422)
    assert Consent.get().state == "open"
    assert re.search(r'id="badge-consents"[^>]*>1<', leader.get("/consents").text)
    shown = leader.post("/consents/1/grant").text
    password = re.search(r'class="secret"><code>([^<]+)<', shown)
    assert password is not None
    assert passwords.fits(password[1], Person.get_by_id(people["inspector"].id).password_hash)
    assert password[1] not in admin.get(page).text
    assert inspector.get("/sealed").status_code == 302


def test_the_leader_does_not_consent(people: dict[str, Any], sign_in: Any) -> None:
    admin, leader = sign_in(people["administrator"]), sign_in(people["leader"], "zh_CN")
    assert "没有待同意的事项" in leader.get("/consents").text
    admin.post(f"/people/{people['inspector'].id}/password")
    text = leader.get("/consents").text
    assert ("重置密码" in text, "纪检监察员" in text) == (True, True)
    assert "未同意，未作任何改动" in leader.post("/consents/1/refuse", follow_redirects=True).text
    assert "未同意" in leader.get("/consents").text
    assert Consent.get().state == "refused"


def test_a_change_of_roles_waits(people: dict[str, Any], sign_in: Any) -> None:
    admin, leader = sign_in(people["administrator"]), sign_in(people["leader"])
    form = {"name": "纪检", "role": "agent", "site": str(people["inspector"].site_id), "language": "zh_CN"}
    admin.post(f"/people/{people['inspector'].id}", data=form)
    assert Person.get_by_id(people["inspector"].id).role == "inspector"
    assert "A change of roles" in leader.get("/consents").text
    leader.post("/consents/1/grant")
    assert Person.get_by_id(people["inspector"].id).role == "agent"


def test_who_is_no_consenter_does_not_see_them(agent: Any, supervisor: Any, sign_in: Any) -> None:
    for person in (agent, supervisor):
        browser = sign_in(person)
        assert [browser.get("/consents").status_code, browser.post("/consents/1/refuse").status_code] == [403, 403]
