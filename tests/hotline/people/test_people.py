"""Taking people on, changing them, letting them go."""

import pytest

from hotline.calls.verbs.leaving import deactivate_person
from hotline.people.verbs import passwords
from hotline.people.verbs.people import (
    Details,
    activate_person,
    create_person,
    edit_person,
    reset_password,
    set_language,
)
from hotline.people.verbs.sign_ins import made
from hotline.ports import Refused
from hotline.rows import Audit, Change, Person, Position, SignIn
from hotline.words import Role, SignInEnd
from tests.builders import PASSWORD, new_line

pytestmark = pytest.mark.unit


@pytest.fixture
def by(administrator, now):
    return {"by": administrator.login, "now": now, "client_ip": "10.0.0.9"}


def test_a_new_person_gets_a_password_that_must_be_changed(head, by):
    person, password = create_person("New.Agent", Details("新人", Role.AGENT, head.id, "1005"), **by)
    row = Person.get_by_id(person)
    assert (row.login, row.name, row.extension, row.must_change, row.active) == (
        "new.agent",
        "新人",
        "1005",
        True,
        True,
    )
    assert passwords.fits(password, row.password_hash)
    assert password not in str(Audit.get(Audit.act == "create_person").data)
    assert [(c.topic, c.ref) for c in Change.select()] == [("roster", str(person))]


def test_two_agents_with_one_telephone_are_refused_by_name(agent, head, by):
    with pytest.raises(Refused) as refused:
        create_person("second", Details("第二", Role.AGENT, head.id, "1001"), **by)
    assert refused.value.sentence() == "The telephone 1001 belongs to 王小兰"
    assert Person.get_or_none(Person.login == "second") is None


def test_the_telephone_of_one_who_left_is_free_again(agent, head, by):
    deactivate_person(agent.id, **by)
    person, _password = create_person("second", Details("第二", Role.AGENT, head.id, "1001"), **by)
    assert Person.get_by_id(person).extension == "1001"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": " \u200b "}, "Write the person's name"),
        ({"role": "king"}, "Choose a role"),
        ({"site": 999}, "Choose a site"),
        ({"extension": "12a"}, "A telephone is 2 to 16 digits"),
        ({"language": "fr"}, "There is no such language"),
    ],
)
def test_details_that_cannot_be(agent, head, by, given, why):
    with pytest.raises(Refused) as refused:
        edit_person(agent.id, Details(**{"name": "王", "role": Role.AGENT, "site": head.id} | given), **by)
    assert refused.value.code == why


@pytest.mark.parametrize("login", ["", "a", "有名", "x" * 65, "a b"])
def test_logins_that_cannot_be(head, by, login):
    with pytest.raises(Refused):
        create_person(login, Details("王", Role.AGENT, head.id), **by)


def test_a_login_is_taken_once(agent, head, by):
    with pytest.raises(Refused) as refused:
        create_person("AGENT", Details("王", Role.AGENT, head.id), **by)
    assert refused.value.sentence() == "The login agent is taken"


def test_an_edit_is_written_down_with_what_changed(agent, head, by):
    edit_person(agent.id, Details("王小兰", Role.AGENT, head.id, "1002", sees_numbers=True), **by)
    note = Audit.get(Audit.act == "edit_person")
    assert (note.who, note.data) == ("administrator", {"extension": "1002", "sees_numbers": True})


def test_letting_go_ends_sign_ins_and_frees_positions(agent, by):
    line = new_line()
    Position.create(line=line, kind="A", person=agent)
    made(agent.id, now=by["now"], client_ip="", browser="")
    deactivate_person(agent.id, **by)
    row = Person.get_by_id(agent.id)
    assert (row.active, row.extension, Position.select().count()) == (False, None, 0)
    assert [(one.ended_at, one.ended_why) for one in SignIn.select()] == [(by["now"], SignInEnd.DEACTIVATED)]
    activate_person(agent.id, **by)
    assert Person.get_by_id(agent.id).active is True


def test_nobody_locks_the_house_from_inside(administrator, head, by):
    with pytest.raises(Refused):
        deactivate_person(administrator.id, **by)
    with pytest.raises(Refused):
        edit_person(administrator.id, Details("孙", Role.AGENT, head.id), **by)
    assert Person.get_by_id(administrator.id).role == Role.ADMINISTRATOR


def test_a_reset_password_replaces_the_old_one(agent, by):
    made(agent.id, now=by["now"], client_ip="", browser="")
    password = reset_password(agent.id, **by)
    row = Person.get_by_id(agent.id)
    assert (passwords.fits(password, row.password_hash), passwords.fits(PASSWORD, row.password_hash)) == (True, False)
    assert row.must_change is True
    assert [(one.ended_at, one.ended_why) for one in SignIn.select()] == [(by["now"], SignInEnd.RESET)]


def test_a_language_is_remembered(agent, now):
    set_language(agent.id, "en", by="agent", now=now)
    assert Person.get_by_id(agent.id).language == "en"
    with pytest.raises(Refused):
        set_language(agent.id, "fr", by="agent", now=now)
