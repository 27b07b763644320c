"""What agents are good at."""

import pytest

from hotline.calls.reads import lines, roster
from hotline.calls.verbs.skills import set_skills
from hotline.ports import Refused
from hotline.rows import Audit
from tests.builders import new_line

pytestmark = pytest.mark.unit


@pytest.fixture
def by(now):
    return {"by": "administrator", "now": now, "client_ip": ""}


def test_skills_are_set_changed_and_taken_away(agent, by):
    assert set_skills(agent.id, {"方言": 2, "english": 5}, **by) is True
    assert roster.agents()[0].skills == (("english", 5), ("方言", 2))
    assert set_skills(agent.id, {"english": 5, "方言": 2}, **by) is False
    assert set_skills(agent.id, {"english": 1}, **by) is True
    assert (lines.skills_of(), Audit.select().count()) == ({agent.id: {"english": 1}}, 2)
    set_skills(agent.id, {}, **by)
    assert lines.skills_of() == {}


@pytest.mark.parametrize("skills", [{"a b": 1}, {"": 1}, {"x" * 33: 1}, {"a": 0}, {"a": 6}])
def test_skills_that_cannot_be(agent, by, skills):
    with pytest.raises(Refused):
        set_skills(agent.id, skills, **by)
    assert lines.skills_of() == {}


def test_nobody_has_no_skills(db, by):
    with pytest.raises(Refused):
        set_skills(7, {"a": 1}, **by)


def test_the_skills_to_choose_from_are_those_needed_or_had(agent, by):
    new_line(needs={"dialect": 2})
    set_skills(agent.id, {"english": 1}, **by)
    assert lines.skill_codes() == ["dialect", "english"]
