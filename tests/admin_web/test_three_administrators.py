"""Three administrators instead of one: what is open to each, and what each may not do although its page is open."""

from typing import Any

import pytest
from flask import Flask

from admin_web.access import OPEN
from hotline import rows
from hotline.people.verbs import people
from hotline.people.verbs.parameters import restore_default, set_parameters
from hotline.people.verbs.people import Details
from hotline.ports import Refused
from hotline.words import Role
from tests.builders import NOW, new_person

from .test_foreign import FORMS, UNPROVED, filled, kept, paths, town  # noqa: F401 - the things of a house
from .test_forms import everybody  # noqa: F401

pytestmark = pytest.mark.unit
OWN = {  # about oneself: open to everybody
    "login.home", "login.leave", "login.password", "login.speak", "live.here", "live.seen", "live.stream",
    "second_factor.begin", "second_factor.confirm", "second_factor.end", "second_factor.page", "second_factor.renew",
    "sign_ins.end", "sign_ins.end_others", "sign_ins.page", "login.alive",
}  # fmt: skip
RIGHTS = {
    "people.activate", "people.reset", "second_factor.reset", "sign_ins.end_of_person",
}  # fmt: skip
DATA = {"subjects.page", "subjects.report", "subjects.find", "subjects.export", "subjects.erase"}  # a person's data
BOTH = {"people.page", "people.one", "people.deactivate", "parameters.page", "parameters.save", "parameters.restore"}
AREAS = {  # whole folders of pages that are the system administrator's
    "people", "people_file", "lines", "skills", "directory", "units", "dictionary", "hours", "flows", "notices",
    "parameters", "wall_keys", "telephones", "classes", "assessment_rules",
}  # fmt: skip
SYSTEM, SECURITY, AUDIT = Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR


def expected(role: Role, endpoint: str) -> bool:
    area = endpoint.split(".")[0]
    if endpoint in OWN or endpoint == "self_check.page":
        return True
    return {
        SYSTEM: (area in AREAS and endpoint not in RIGHTS) or endpoint in ("board.page", "board.pieces"),
        SECURITY: endpoint in RIGHTS | BOTH | DATA,
        AUDIT: area == "audit",
    }[role]


@pytest.mark.parametrize("role", [SYSTEM, SECURITY, AUDIT])
def test_every_route_is_open_to_those_of_the_three_whose_work_it_is(
    app: Flask, town: dict[str, Any], sign_in: Any, role: Role  # noqa: F811
) -> None:  # fmt: skip
    browser, wrong = sign_in(town["people"][role]), []
    for method in ("GET", "POST"):
        for endpoint, path, _named in paths(app, method, town):
            if endpoint in OPEN or endpoint in ("live.stream", "login.leave", "login.password"):
                continue
            answer = browser.open(path, method=method)
            if (answer.status_code != 403) != expected(role, endpoint):
                wrong.append((endpoint, method, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("role", [AUDIT, SECURITY])
def test_what_neither_of_them_may_do_changes_nothing(
    app: Flask, town: dict[str, Any], sign_in: Any, role: Role  # noqa: F811
) -> None:  # fmt: skip
    """With the valid forms of the house: the audit administrator changes nothing at all."""
    browser, before, wrong = sign_in(town["people"][role]), kept(), []
    for endpoint, path, _named in paths(app, "POST", town):
        if endpoint in OWN or endpoint == "audit.export" or (role is SECURITY and endpoint in RIGHTS | BOTH | DATA):
            continue
        form = FORMS[endpoint].form if endpoint in FORMS else UNPROVED.get(endpoint, {})
        browser.post(path, data=filled(form, town))
        after = kept()
        if after != before:
            wrong.append(endpoint)
        before = after
    assert not wrong


@pytest.fixture
def three(head: Any) -> dict[Role, Any]:
    return {
        role: new_person(login=role.value.replace("_", "-"), role=role, site=head) for role in (SYSTEM, SECURITY, AUDIT)
    }


def by(person: Any) -> dict[str, Any]:
    return {"by": person.login, "now": NOW, "client_ip": "10.0.0.1"}


def test_an_account_and_its_rights_are_given_by_two_people(
    three: dict[Role, Any], head: Any, sign_in: Any, client: Any
) -> None:  # fmt: skip
    system, security = sign_in(three[SYSTEM]), sign_in(three[SECURITY])
    form = {"login": "fresh", "name": "新人", "site": str(head.id), "extension": "1777", "language": "zh_CN"}
    refused = system.post("/people/new", data=form | {"role": "supervisor"})
    assert (refused.status_code, "The security administrator gives roles" in refused.text) == (422, True)
    refused = system.post("/people/new", data=form | {"role": "no_rights", "sees_numbers": "1"})
    assert (refused.status_code, rows.Person.get_or_none(login="fresh")) == (422, None)
    made = system.post("/people/new", data=form | {"role": "no_rights"})
    person = rows.Person.get(rows.Person.login == "fresh")
    assert (made.headers["Location"], person.role, person.extension) == (f"/people/{person.id}", "no_rights", "1777")
    assert "secret" not in made.text
    assert system.post(f"/people/{person.id}/password").status_code == 403
    assert security.post("/people/new", data=form | {"login": "other", "role": "agent"}).status_code == 403
    given = security.post(f"/people/{person.id}", data={"role": "agent", "site": str(head.id), "name": "别名"})
    assert given.status_code == 303
    person = rows.Person.get_by_id(person.id)
    assert (person.role, person.name, person.extension) == ("agent", "新人", "1777")
    password = security.post(f"/people/{person.id}/password").text.split("<code>")[1].split("</code>")[0]
    assert client.post("/login", data={"login": "fresh", "password": password}).status_code == 303


def test_the_system_administrator_changes_an_account_and_leaves_the_rights(
    three: dict[Role, Any], head: Any, agent: Any, sign_in: Any
) -> None:
    typed = {"name": "改名", "role": "supervisor", "sees_numbers": "1", "language": "en", "extension": "1778"}
    assert sign_in(three[SYSTEM]).post(f"/people/{agent.id}", data=typed).status_code == 303
    row = rows.Person.get_by_id(agent.id)
    assert (row.name, row.extension, row.role, row.sees_numbers) == ("改名", "1778", "agent", False)


@pytest.mark.parametrize(
    ("role", "details", "why"),
    [
        (SYSTEM, {"role": "supervisor"}, "The security administrator gives roles"),
        (SYSTEM, {"duties": ("dispatcher",)}, "The security administrator gives roles"),
        (SYSTEM, {"sees_numbers": True}, "The security administrator gives roles"),
        (SECURITY, {"name": "别名"}, "The system administrator keeps names"),
        (SECURITY, {"extension": "1779"}, "The system administrator keeps names"),
        (AUDIT, {}, "You may not do this"),
    ],
)
def test_the_verb_refuses_the_others_part(
    three: dict[Role, Any], head: Any, agent: Any, role: Role, details: dict[str, Any], why: str
) -> None:
    given = {"name": agent.name, "role": "agent", "site": head.id, "extension": agent.extension or ""} | details
    with pytest.raises(Refused, match=why):
        people.edit_person(agent.id, Details(**given), **by(three[role]))


@pytest.mark.parametrize(
    ("role", "name", "value", "good"),
    [
        (SYSTEM, "quiet.begins", "21:30", True), (SYSTEM, "people.separate_administrators", "1", False),
        (SYSTEM, "second_factor.roles", ["agent"], False), (SECURITY, "quiet.begins", "21:30", False),
        (SECURITY, "people.separate_administrators", "1", True), (SECURITY, "second_factor.roles", ["agent"], True),
        (AUDIT, "quiet.begins", "21:30", False),
    ],
)  # fmt: skip
def test_each_sets_the_parameters_of_his_work(
    three: dict[Role, Any], role: Role, name: str, value: Any, good: bool
) -> None:  # fmt: skip
    if good:
        assert set_parameters({name: value}, **by(three[role])) == [name]
        assert restore_default(name, **by(three[role]))
        return
    with pytest.raises(Refused):
        set_parameters({name: value}, **by(three[role]))
    with pytest.raises(Refused):
        restore_default(name, **by(three[role]))
    assert rows.Parameter.select().count() == 0


def test_somebody_must_stay_who_gives_rights_and_somebody_who_keeps_accounts(
    three: dict[Role, Any], head: Any, administrator: Any
) -> None:  # fmt: skip
    people.let_go(administrator.id, **by(three[SYSTEM]))
    for role, other in ((SYSTEM, SECURITY), (SECURITY, SYSTEM)):
        with pytest.raises(Refused, match="There must be an administrator"):
            people.let_go(three[role].id, **by(three[other]))
    people.let_go(three[AUDIT].id, **by(three[SYSTEM]))


def test_the_self_check_measures_it_from_the_people(three: dict[Role, Any], administrator: Any, sign_in: Any) -> None:
    browser = sign_in(three[AUDIT])
    assert f"the old role still has: {administrator.name} · the parameter is off" in browser.get("/self-check").text
    set_parameters({"people.separate_administrators": "1"}, **by(three[SECURITY]))
    page = browser.get("/self-check").text
    assert (f"the old role still has: {administrator.name}" in page, "the parameter is off" in page) == (True, False)
    people.let_go(administrator.id, **by(three[SYSTEM]))
    assert "three administrators" in browser.get("/self-check").text
    people.let_go(three[AUDIT].id, **by(three[SYSTEM]))
    page = sign_in(three[SECURITY]).get("/self-check").text
    assert "nobody is: Audit administrator" in page


def test_a_page_begins_where_the_work_is(three: dict[Role, Any], sign_in: Any) -> None:
    homes = {role: sign_in(who).get("/").headers["Location"] for role, who in three.items()}
    assert homes == {SYSTEM: "/board", SECURITY: "/people", AUDIT: "/audit"}
