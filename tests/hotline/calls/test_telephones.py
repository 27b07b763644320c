"""A telephone's password ends when it changes hands or when somebody wants a new one; all others stay as they are."""

from pathlib import Path
from typing import Any

import pytest

from hotline.calls.jobs.telephones import changed_hands, refresh
from hotline.calls.reads import roster
from hotline.calls.verbs.telephones import new_password
from hotline.outside.switch_conf import telephone
from hotline.ports import Refused
from hotline.rows import Audit, Change, Person, TelephoneTurn
from tests.builders import NOW, new_person

pytestmark = pytest.mark.unit
BY: dict[str, Any] = {"by": "administrator", "now": NOW, "client_ip": "10.0.0.1"}


def told() -> list[tuple[str, str]]:
    return [(one.topic, one.ref) for one in Change.select().where(Change.topic == "telephone_password")]


def test_who_gets_somebody_elses_telephone_gets_a_new_password_for_it(head: Any) -> None:
    first, other = new_person(extension="1001", site=head), new_person(extension="1002", site=head)
    assert changed_hands(NOW) == changed_hands(NOW) == 0
    assert roster.turns() == {"1001": 0, "1002": 0}
    Person.update(active=False).where(Person.id == first.id).execute()
    assert (changed_hands(NOW), roster.turns()) == (0, {"1002": 0})
    Person.update(extension=None).where(Person.id == first.id).execute()
    second = new_person(extension="1001", site=head)
    assert changed_hands(NOW) == 1
    assert (changed_hands(NOW), roster.turns()) == (0, {"1001": 1, "1002": 0})
    assert told() == [("telephone_password", "1001")]
    Person.update(extension=None).where(Person.id == second.id).execute()
    assert changed_hands(NOW) == 0
    Person.update(extension="1001").where(Person.id == second.id).execute()  # he has it back: it was nobody's meanwhile
    assert (changed_hands(NOW), roster.turns()["1001"], other.extension) == (0, 1, "1002")


def test_on_demand(head: Any, administrator: Any, agent: Any) -> None:
    changed_hands(NOW)
    extension = new_password(agent.id, person=administrator.id, **BY)
    assert (extension, roster.turns()[extension]) == (agent.extension, 1)
    assert told() == [("telephone_password", extension)]
    assert [(a.act, a.object, a.who) for a in Audit.select()] == [
        ("new_telephone", f"person:{agent.id}", "administrator"),
    ]  # fmt: skip
    new_password(agent.id, person=administrator.id, **BY)
    assert TelephoneTurn.get_by_id(extension).turn == 2
    assert changed_hands(NOW) == 0


def test_who_may_not_and_who_has_none(head: Any, administrator: Any, agent: Any) -> None:
    for of, by, why in (
        (agent.id, agent.id, "You may not change telephones"),
        (administrator.id, administrator.id, "This person has no telephone"),
        (999, administrator.id, "There is no such person"),
    ):
        with pytest.raises(Refused) as refused:
            new_password(of, person=by, **BY)
        assert refused.value.code == why
    assert TelephoneTurn.select().count() == 0


def test_each_turn_has_a_password_of_its_own_and_the_first_is_that_of_old() -> None:
    made = [telephone("1001", "secret", turn).password for turn in range(4)] + [telephone("10011", "secret").password]
    assert len(set(made)) == 5
    assert made[0] == telephone("1001", "secret").password
    assert all(len(one) == 20 for one in made)


def test_the_switchs_file_is_written_with_the_turns(head: Any, administrator: Any, agent: Any, tmp_path: Path) -> None:
    file = tmp_path / "freeswitch.xml"
    assert not refresh(file, str, NOW)
    file.write_text("", encoding="utf-8")
    assert refresh(file, str, NOW)
    new_password(agent.id, person=administrator.id, **BY)
    assert refresh(file, str, NOW)
    assert file.read_text(encoding="utf-8") == str({agent.extension: 1})
    assert not refresh(file, str, NOW)
