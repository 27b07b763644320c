"""Who gives the roles gives none to himself; and the inspectors learn who is one (K8)."""

from typing import Any

import pytest

from hotline.calls.verbs.leaving import deactivate_person
from hotline.people.verbs.people import Details, activate_person, create_person, edit_person, reset_password
from hotline.ports import Refused
from hotline.rows import Audit, Change, Person
from hotline.tickets.reads import sealed
from hotline.tickets.reads.sealed import InspectorChanged
from hotline.words import InspectorChange, Role
from tests.builders import NOW, new_person
from tests.hotline.tickets.at_once import together

pytestmark = pytest.mark.unit
APART = "Nobody is administrator and discipline inspector at once: choose one of the two"
OWN = "Nobody changes his own roles: ask another administrator"
LAST = "There must be an administrator: give somebody else the role first"


@pytest.fixture
def by(administrator: Any) -> dict[str, Any]:
    return {"by": administrator.login, "now": NOW, "client_ip": "10.0.0.9"}


def refused(verb: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(Refused) as error:
        verb(*args, **given)
    return str(error.value.code)


def changes() -> list[tuple[str, str, str]]:
    return [(one.name, one.what.value, one.by) for one in sealed.changes({Role.INSPECTOR})]


@pytest.mark.parametrize(
    ("role", "duties"),
    [(Role.INSPECTOR, ()), (Role.ADMINISTRATOR, (Role.INSPECTOR,)), (Role.AGENT, (Role.ADMINISTRATOR,)),
     (Role.ADMINISTRATOR, (Role.DISPATCHER,)), (Role.SUPERVISOR, ())],
)  # fmt: skip
def test_nobody_changes_his_own_roles(administrator: Any, head: Any, by: Any, role: Role, duties: Any) -> None:
    before = list(Person.select().tuples())
    wanted = Details("孙管理", role, head.id, duties=duties)
    assert refused(edit_person, administrator.id, wanted, **by) == OWN
    assert (list(Person.select().tuples()), Audit.select().count()) == (before, 0)


def test_everything_else_of_his_own_he_changes(administrator: Any, head: Any, by: Any) -> None:
    edit_person(administrator.id, Details("孙晓", Role.ADMINISTRATOR, head.id, "1077"), **by)
    row = Person.get_by_id(administrator.id)
    assert (row.name, row.extension, row.role) == ("孙晓", "1077", "administrator")


@pytest.mark.parametrize(
    ("role", "duties"), [(Role.ADMINISTRATOR, (Role.INSPECTOR,)), (Role.INSPECTOR, (Role.AGENT, Role.ADMINISTRATOR))]
)
def test_the_two_are_never_one(agent: Any, head: Any, by: Any, role: Role, duties: Any) -> None:
    wanted = Details("王", role, head.id, duties=duties)
    assert refused(edit_person, agent.id, wanted, **by) == APART
    assert refused(create_person, "newcomer", wanted, **by) == APART
    assert (changes(), Person.get_or_none(Person.login == "newcomer")) == ([], None)


def test_one_who_was_both_keeps_neither_quietly(head: Any, by: Any) -> None:
    """Of an older version: he reads nothing, and the next who changes him has to choose."""
    both = new_person(login="both", role=Role.ADMINISTRATOR, duties=["inspector"])
    assert sealed.allowed(both.roles) is False
    assert refused(edit_person, both.id, Details("两者", both.role, head.id, duties=("inspector",)), **by) == APART
    edit_person(both.id, Details("两者", Role.INSPECTOR, head.id), **by)
    assert sealed.allowed(Person.get_by_id(both.id).roles) is True


def test_the_inspectors_learn_who_becomes_one_and_who_is_none_any_more(head: Any, by: Any) -> None:
    person, _ = create_person("shen", Details("沈纪检", Role.INSPECTOR, head.id), **by)
    edit_person(person, Details("沈纪检", Role.INSPECTOR, head.id, "1066"), **by)  # changes nothing of it
    edit_person(person, Details("沈纪检", Role.LEADER, head.id, "1066", duties=("inspector",)), **by)  # nor this
    edit_person(person, Details("沈纪检", Role.LEADER, head.id, "1066"), **by)
    edit_person(person, Details("沈纪检", Role.LEADER, head.id, "1066", duties=("inspector",)), **by)
    reset_password(person, **by)
    deactivate_person(person, **by)
    activate_person(person, **by)
    assert changes() == [
        ("沈纪检", what, "孙管理") for what in ("back", "let_go", "password", "given", "taken", "given")
    ]
    assert sealed.changes({Role.INSPECTOR}, most=1) == [InspectorChanged(NOW, "沈纪检", InspectorChange.BACK, "孙管理")]
    assert [sealed.changes({role}) for role in Role if role is not Role.INSPECTOR] == [[]] * (len(Role) - 1)
    assert {change.topic for change in Change.select()} == {"roster", "sealed", "sign_in"}


def test_what_is_done_to_others_is_not_told_there(agent: Any, head: Any, by: Any) -> None:
    edit_person(agent.id, Details("王小兰", Role.SUPERVISOR, head.id, duties=("dispatcher",)), **by)
    reset_password(agent.id, **by)
    deactivate_person(agent.id, **by)
    activate_person(agent.id, **by)
    assert changes() == []


def test_the_last_administrator_stays(administrator: Any, head: Any) -> None:
    """Whoever asks, by whatever way."""
    by: dict[str, Any] = {"by": "set-up", "now": NOW, "client_ip": ""}
    assert refused(edit_person, administrator.id, Details("孙", Role.AGENT, head.id), **by) == LAST
    assert refused(deactivate_person, administrator.id, **by) == LAST
    other = new_person(login="other", role=Role.DISPATCHER, duties=["administrator"])
    edit_person(administrator.id, Details("孙", Role.AGENT, head.id), **by)
    assert refused(edit_person, other.id, Details("另", Role.DISPATCHER, head.id), **by) == LAST
    assert refused(deactivate_person, other.id, **by) == LAST


def test_two_administrators_do_not_take_the_role_from_each_other(head: Any, database_url: str) -> None:
    for turn in range(4):
        Person.update(active=False).where(Person.role == Role.ADMINISTRATOR.value).execute()
        one, other = (new_person(login=f"{name}{turn}", role=Role.ADMINISTRATOR) for name in ("one", "other"))
        agent = Details("退", Role.AGENT, head.id)
        told = together(
            lambda one=one, other=other, agent=agent: edit_person(  # type: ignore[misc]
                other.id, agent, by=one.login, now=NOW, client_ip=""
            ),
            lambda one=one, other=other: deactivate_person(one.id, by=other.login, now=NOW, client_ip=""),  # type: ignore[misc]
        )
        left = [row.login for row in Person.select() if row.active and row.role == Role.ADMINISTRATOR]
        assert (sorted(told) in ([LAST, "done"], ["You may not do this", "done"]), len(left)) == (True, 1), told
