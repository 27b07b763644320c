"""Lines, their ladders and who sits on A and B."""

import pytest

from hotline.desk.lines import Plan, create_line, edit_line, put_on, take_off
from hotline.ports import Refused
from hotline.records.queries.lines import Seat, all_lines, one_line
from hotline.records.rows import Change, Line, Position
from hotline.words import PositionKind
from tests.builders import new_line, new_person

pytestmark = pytest.mark.unit
PLAN = Plan("执行", (("A", 10), ("pool", 30)), 12, 20)


@pytest.fixture
def by(administrator, now):
    return {"by": administrator.login, "now": now, "address": ""}


def test_a_line_is_made_and_changed(head, by):
    line = create_line("enforcement", head.id, PLAN, **by)
    edit_line(line, Plan("执行局", (("B", 9),), 20, 0), **by)
    row = Line.get_by_id(line)
    assert (row.name, row.ladder, row.ring_seconds, row.wrap_up_seconds) == (
        "执行局", [{"whom": "B", "seconds": 9}], 20, 0,
    )  # fmt: skip
    assert [(c.topic, c.ref) for c in Change.select().order_by(Change.id)] == [("floor", "enforcement")] * 2


@pytest.mark.parametrize(
    "plan",
    [
        Plan(" ", PLAN.ladder, 12, 20),
        Plan("x", (), 12, 20),
        Plan("x", (("A", 10),) * 9, 12, 20),
        Plan("x", (("C", 10),), 12, 20),
        Plan("x", (("A", 4),), 12, 20),
        Plan("x", (("A", 601),), 12, 20),
        Plan("x", PLAN.ladder, 4, 20),
        Plan("x", PLAN.ladder, 12, -1),
    ],
)
def test_plans_that_cannot_be(db, by, plan):
    line = new_line()
    with pytest.raises(Refused):
        edit_line(line.id, plan, **by)
    assert Line.get_by_id(line.id).name == "立案咨询"


def test_a_line_says_which_position_is_empty(agent, by):
    line = new_line()
    assert one_line(line.id).uncovered == (PositionKind.A, PositionKind.B)
    put_on(line.id, "A", agent.id, **by)
    put_on(line.id, "A", agent.id, **by)
    view = one_line(line.id)
    assert view.uncovered == (PositionKind.B,)
    assert view.seats == (Seat(view.seats[0].id, PositionKind.A, agent.id, "王小兰", "1001"),)
    take_off(line.id, view.seats[0].id, **by)
    assert (one_line(line.id).seats, Position.select().count()) == ((), 0)


def test_who_cannot_sit_on_a_position(agent, administrator, by):
    line = new_line()
    put_on(line.id, "A", agent.id, **by)
    bare = new_person(name="无机")
    for kind, person, why in (
        ("B", agent.id, "王小兰 is on the other position of this line already"),
        ("A", bare.id, "无机 has no telephone"),
        ("A", administrator.id, "Choose an agent"),
        ("A", 999, "Choose an agent"),
        ("C", agent.id, "A position is A or B"),
    ):
        with pytest.raises(Refused) as refused:
            put_on(line.id, kind, person, **by)
        assert refused.value.sentence() == why


def test_a_position_of_another_line_is_not_touched(agent, by):
    one, two = new_line(), new_line(code="second")
    put_on(one.id, "A", agent.id, **by)
    with pytest.raises(Refused):
        take_off(two.id, Position.get().id, **by)
    assert Position.select().count() == 1


def test_lines_are_listed_by_code(db):
    new_line(code="b_line"), new_line(code="a_line")
    assert [view.code for view in all_lines()] == ["a_line", "b_line"]
