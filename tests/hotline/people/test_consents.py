"""An administrator alone does not get at an inspector's account: what waits, who answers, what then happens."""

import datetime as dt
from typing import Any

import pytest

from hotline.people.reads.consents import newest, waiting
from hotline.people.reads.second_factors import has_one
from hotline.people.rules.consents import CONSENTERS, concerns_inspection, concerns_the_three, consents
from hotline.people.rules.permissions import Permission, may
from hotline.people.verbs import consents as verbs
from hotline.people.verbs import passwords, second_factors
from hotline.people.verbs.people import Details, create_person, edit_person, reset_password
from hotline.people.verbs.sign_ins import made
from hotline.ports import Refused
from hotline.rows import Audit, Consent, Person, SignIn
from hotline.words import ConsentKind, ConsentState, Role
from tests.builders import NOW, PASSWORD, new_person
from tests.hotline.people.test_second_factor import set_up

pytestmark = pytest.mark.unit
DAY = dt.timedelta(days=1)
ALONE = "A second person consents to this: ask for it on the person's page"


@pytest.fixture
def by(administrator: Any) -> dict[str, Any]:
    return {"by": administrator.login, "now": NOW, "client_ip": "10.0.0.9"}


@pytest.fixture
def inspector(head: Any) -> Any:
    return new_person(login="shen", name="沈纪检", role=Role.INSPECTOR)


@pytest.fixture
def leader(head: Any) -> Any:
    return new_person(login="leader", name="领导", role=Role.LEADER)


def refusal(verb: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(Refused) as error:
        verb(*args, **given)
    return error.value.sentence()


def asked(inspector: Any, by: Any, kind: ConsentKind = ConsentKind.PASSWORD, **more: Any) -> int:
    verbs.ask(kind, inspector.id, **by, **more)
    return int(Consent.select().order_by(Consent.id.desc()).get().id)


def answer(verb: Any, consent: int, who: Any, at: dt.datetime = NOW) -> Any:
    return verb(consent, who.id, now=at, client_ip="10.0.0.7")


def acts() -> list[tuple[str, str, str]]:
    noted = Audit.select().where(Audit.act.contains("consent")).order_by(Audit.id)
    return [(row.act, row.who, row.data["what"]) for row in noted]


def test_an_administrator_alone_does_nothing_to_an_inspector(inspector: Any, leader: Any, by: Any, head: Any) -> None:
    set_up(inspector)
    before = (Person.get_by_id(inspector.id).password_hash, Person.get_by_id(inspector.id).role)
    assert refusal(reset_password, inspector.id, **by) == ALONE
    assert refusal(second_factors.reset, inspector.id, **by) == ALONE
    assert refusal(edit_person, inspector.id, Details("沈", Role.AGENT, head.id), **by) == ALONE
    assert (Person.get_by_id(inspector.id).password_hash, Person.get_by_id(inspector.id).role) == before


def test_nor_does_he_make_one_alone(inspector: Any, agent: Any, by: Any, head: Any) -> None:
    given = Details("新", Role.INSPECTOR, head.id)
    assert refusal(create_person, "newcomer", given, **by).startswith("A second person consents to an inspector")
    assert refusal(edit_person, agent.id, given, **by) == ALONE
    assert refusal(edit_person, agent.id, Details("王", Role.AGENT, head.id, duties=("inspector",)), **by) == ALONE


def test_what_is_no_change_of_roles_he_does(inspector: Any, leader: Any, by: Any, head: Any) -> None:
    edit_person(inspector.id, Details("沈纪", Role.INSPECTOR, head.id, "1066"), **by)
    assert Person.get_by_id(inspector.id).extension == "1066"
    assert verbs.must_ask(inspector.id, "administrator", Details("沈", Role.INSPECTOR, head.id)) is False


def test_with_consent_the_second_person_gets_the_new_password(inspector: Any, leader: Any, by: Any) -> None:
    password = answer(verbs.grant, asked(inspector, by), leader)
    row = Person.get_by_id(inspector.id)
    assert (passwords.fits(password, row.password_hash), row.must_change) == (True, True)
    assert acts() == [("ask_consent", "administrator", "password"), ("give_consent", "leader", "password")]
    assert Audit.get(Audit.act == "reset_password").who == "leader"
    assert password not in str(list(Audit.select().dicts()))


def test_until_then_nothing_has_happened_and_a_refusal_changes_nothing(inspector: Any, leader: Any, by: Any) -> None:
    one = asked(inspector, by)
    assert passwords.fits(PASSWORD, Person.get_by_id(inspector.id).password_hash)
    answer(verbs.refuse, one, leader)
    assert passwords.fits(PASSWORD, Person.get_by_id(inspector.id).password_hash)
    assert "answered or too old" in refusal(answer, verbs.grant, one, leader)
    assert [found.state for found in newest(now=NOW)] == [ConsentState.REFUSED]


def test_a_request_is_answered_once(inspector: Any, leader: Any, by: Any) -> None:
    one = asked(inspector, by)
    answer(verbs.grant, one, leader)
    kept = Person.get_by_id(inspector.id).password_hash
    assert "answered or too old" in refusal(answer, verbs.grant, one, leader)
    assert Person.get_by_id(inspector.id).password_hash == kept


def test_a_change_of_roles_and_a_second_factor_wait_too(inspector: Any, leader: Any, by: Any, head: Any) -> None:
    set_up(inspector)
    answer(verbs.grant, asked(inspector, by, ConsentKind.SECOND_FACTOR), leader)
    assert has_one(inspector.id) is False
    details = Details("沈", Role.HANDLER, head.id, duties=(Role.FOLLOW_UP_CLERK.value,))
    one = asked(inspector, by, ConsentKind.ROLES, details=details)
    assert newest(now=NOW)[0].roles == (Role.HANDLER, Role.FOLLOW_UP_CLERK)
    answer(verbs.grant, one, leader)
    row = Person.get_by_id(inspector.id)
    assert (row.role, row.duties) == (Role.HANDLER, [Role.FOLLOW_UP_CLERK])


def test_what_could_never_be_done_is_not_asked(inspector: Any, leader: Any, by: Any, head: Any) -> None:
    for details in (
        Details("沈", "king", head.id), Details("", Role.AGENT, head.id), Details("沈", Role.AGENT, 999),
        Details("沈", Role.ADMINISTRATOR, head.id, duties=("inspector",)),
    ):  # fmt: skip
        assert refusal(verbs.ask, ConsentKind.ROLES, inspector.id, details=details, **by) != ""
    assert Consent.select().count() == 0


def test_who_may_not_answer(inspector: Any, leader: Any, by: Any, administrator: Any, agent: Any) -> None:
    one = asked(inspector, by)
    assert refusal(answer, verbs.grant, one, administrator) == "There is no such request"
    assert refusal(answer, verbs.grant, one, agent) == "There is no such request"
    assert "it concerns you" in refusal(answer, verbs.grant, one, inspector)
    Person.update(active=False).where(Person.id == leader.id).execute()
    assert refusal(answer, verbs.grant, one, leader) == "There is no such request"
    assert "no such request" in refusal(verbs.grant, 999, inspector.id, now=NOW, client_ip="")


def test_whose_account_the_asker_has_just_changed_cannot_consent_for_him(inspector: Any, by: Any, head: Any) -> None:
    """Or he would make himself a leader and consent as that one."""
    puppet, _password = create_person("puppet", Details("傀儡", Role.LEADER, head.id), **by)
    one = asked(inspector, by)
    assert "within seven days" in refusal(answer, verbs.grant, one, Person.get_by_id(puppet))
    later = NOW + 8 * DAY
    verbs.ask(ConsentKind.PASSWORD, inspector.id, by=by["by"], now=later, client_ip="")
    again = int(Consent.select().order_by(Consent.id.desc()).get().id)
    assert answer(verbs.grant, again, Person.get_by_id(puppet), later)


def test_a_request_ends_after_a_week_and_when_it_is_asked_again(inspector: Any, leader: Any, by: Any) -> None:
    first = asked(inspector, by)
    second = asked(inspector, by)
    assert "answered or too old" in refusal(answer, verbs.grant, first, leader)
    assert waiting(leader.id, now=NOW) == 1
    assert "answered or too old" in refusal(answer, verbs.grant, second, leader, NOW + 8 * DAY)
    assert (waiting(leader.id, now=NOW + 8 * DAY), waiting(inspector.id, now=NOW)) == (0, 0)
    assert [one.state for one in newest(now=NOW + 8 * DAY)] == [ConsentState.VOID] * 2


def test_where_nobody_else_could_consent_the_act_is_only_told(inspector: Any, by: Any) -> None:
    assert verbs.must_ask(inspector.id, "administrator") is False
    reset_password(inspector.id, **by)
    assert Audit.get(Audit.act == "edit_inspectors").data == {"what": "password"}


def test_a_houses_first_inspector_needs_no_consent(leader: Any, by: Any, head: Any) -> None:
    create_person("first", Details("首任", Role.INSPECTOR, head.id), **by)
    second = Details("次任", Role.INSPECTOR, head.id)
    assert refusal(create_person, "second", second, **by).startswith("A second person consents to an inspector")


def test_the_sign_ins_end_with_the_old_password(inspector: Any, leader: Any, by: Any) -> None:
    made(inspector.id, now=NOW, client_ip="", browser="")
    answer(verbs.grant, asked(inspector, by), leader)
    assert [row.ended_why for row in SignIn.select()] == ["reset"]


@pytest.mark.parametrize("role", list(Role))
def test_who_consents_reads_the_page_of_it(role: Role) -> None:
    assert may(role, Permission.CONSENT) is (role in CONSENTERS)
    assert consents({role}) is (role in CONSENTERS)
    assert consents({role, Role.ADMINISTRATOR}) is False


@pytest.mark.parametrize(
    ("before", "after", "concerns"),
    [
        ({Role.AGENT}, {Role.INSPECTOR}, True), ({Role.INSPECTOR}, {Role.INSPECTOR}, False),
        ({Role.INSPECTOR}, {Role.INSPECTOR, Role.LEADER}, True), ({Role.AGENT}, {Role.LEADER}, False),
    ],
)  # fmt: skip
def test_which_changes_concern_the_inspection(before: Any, after: Any, concerns: bool) -> None:
    assert concerns_inspection(before, after) is concerns


@pytest.mark.parametrize(
    ("before", "after", "concerns"),
    [
        ({Role.SYSTEM_ADMINISTRATOR}, None, True), ({Role.AUDIT_ADMINISTRATOR}, None, True),
        ({Role.SECURITY_ADMINISTRATOR}, None, False), ({Role.ADMINISTRATOR}, None, False), ({Role.AGENT}, None, False),
        ({Role.AUDIT_ADMINISTRATOR}, {Role.AUDIT_ADMINISTRATOR}, False),
        ({Role.SYSTEM_ADMINISTRATOR}, {Role.AGENT}, True),
        ({Role.AGENT}, {Role.AUDIT_ADMINISTRATOR}, False),
    ],
)  # fmt: skip
def test_which_acts_concern_the_other_two_administrators(before: Any, after: Any, concerns: bool) -> None:
    assert concerns_the_three(before, after) is concerns


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR])
def test_the_security_administrator_does_not_sign_in_as_the_other_two(
    role: Role, head: Any, agent: Any, leader: Any
) -> None:
    """No password, second factor or other roles without a leader or inspector; where there is none, he does it."""
    security = new_person(login="security", role=Role.SECURITY_ADMINISTRATOR)
    other = new_person(login="other", role=role)
    new_person(login="third", role=Role.SYSTEM_ADMINISTRATOR)
    by = {"by": security.login, "now": NOW, "client_ip": "10.0.0.9"}
    set_up(other)
    before = Person.get_by_id(other.id).password_hash
    assert verbs.must_ask(other.id, security.login)
    assert refusal(reset_password, other.id, **by) == ALONE
    assert refusal(second_factors.reset, other.id, **by) == ALONE
    assert refusal(edit_person, other.id, Details(other.name, Role.AGENT, head.id), **by) == ALONE
    assert Person.get_by_id(other.id).password_hash == before
    password = answer(verbs.grant, asked(other, by), leader)
    assert passwords.fits(password, Person.get_by_id(other.id).password_hash)
    assert acts() == [("ask_consent", "security", "password"), ("give_consent", "leader", "password")]
    Person.update(active=False).where(Person.id == leader.id).execute()
    assert len(reset_password(other.id, **by)) > 10
