"""Marks are kept as they are given; a stale page loses nothing; what ends a look, and who may look."""

from typing import Any

import pytest

from hotline import rows
from hotline.ports import Refused
from hotline.quality.jobs import drawing as jobs
from hotline.quality.reads import inspecting, sight, work
from hotline.quality.rules.scoring import SKIPPED
from hotline.quality.verbs import inspecting as verbs
from hotline.words import InspectionClosed, InspectionState, Role
from tests.builders import NOW, new_person, new_ticket

from .world import HERE, LATER, World

pytestmark = pytest.mark.unit
ALL = {"a": 5, "b": 5, "f": 1}


@pytest.fixture
def world(db: Any) -> World:
    made = World()
    made.calls(made.agents[0], 4)
    made.plan(each=4, blind=100)
    assert jobs.draw_weeks(LATER) == 8
    return made


def of(person: Any, *, blind: bool = False) -> list[int]:
    query = rows.Inspection.select().where(rows.Inspection.inspector == person, rows.Inspection.blind == blind)
    return [row.id for row in query.order_by(rows.Inspection.id)]


def save(look: int, marks: dict[str, int], person: Any, version: int = 1, text: str | None = None) -> Any:
    return verbs.save(look, marks, text, version=version, person=person.id, now=LATER)


def finish(look: int, person: Any, version: int) -> None:
    verbs.finish(look, version=version, person=person.id, now=LATER, **HERE)


def test_marks_stay_over_a_reload_and_the_total_runs(world: World) -> None:
    (look, _other) = of(world.one)
    first = save(look, {"a": 4}, world.one)
    assert (first.score.points, first.score.marked, first.version) == (8000, 1, 2)
    second = save(look, {"b": SKIPPED}, world.one, 2, "总评")
    assert (second.score.points, second.score.marked, second.version) == (8000, 2, 3)
    again = inspecting.one(look, world.one.id)
    assert again is not None
    assert (again.marks, again.text, again.version) == ({"a": 4, "b": SKIPPED}, "总评", 3)
    with pytest.raises(Refused) as early:
        finish(look, world.one, 3)
    assert early.value.sentence() == "Mark every item first: 1 are left"
    last = save(look, {"f": 1}, world.one, 3)
    finish(look, world.one, last.version)
    row = rows.Inspection.get_by_id(look)
    assert (row.state, row.points, row.fatal, row.answer_due) == ("scored", 8000, False, "2026-11-27")
    with pytest.raises(Refused, match="over already"):
        save(look, {"a": 1}, world.one, row.version)
    assert inspecting.one(look, world.one.id).marks == {"a": 4, "b": SKIPPED, "f": 1}  # type: ignore[union-attr]


def test_of_two_tabs_the_later_one_is_told_and_nothing_is_lost(world: World) -> None:
    look = of(world.one)[0]
    save(look, {"a": 4}, world.one, 1)
    for act in (lambda: save(look, {"a": 1}, world.one, 1), lambda: finish(look, world.one, 1)):
        with pytest.raises(Refused, match="changed in another window"):
            act()
    assert inspecting.one(look, world.one.id).marks == {"a": 4}  # type: ignore[union-attr]


@pytest.mark.parametrize("marks", [{"a": 6}, {"a": -1}, {"a": -2}, {"x": 1}, {"f": 2}, {"b": -2}])
def test_a_mark_that_does_not_fit_is_refused(world: World, marks: dict[str, int]) -> None:
    look = of(world.one)[0]
    with pytest.raises(Refused, match="does not fit the item"):
        save(look, marks, world.one)
    assert rows.InspectionMark.select().count() == 0


def test_a_failed_fatal_item_makes_it_nothing(world: World) -> None:
    look = of(world.one)[0]
    finish(look, world.one, save(look, ALL | {"f": 0}, world.one).version)
    row = rows.Inspection.get_by_id(look)
    assert (row.points, row.fatal) == (0, True)


def test_nobody_marks_anothers_look_nor_sees_the_other_of_two(world: World) -> None:
    first, blind = of(world.one)[0], of(world.two, blind=True)
    ref = rows.Inspection.get_by_id(first).ref
    second = rows.Inspection.get(rows.Inspection.ref == ref, rows.Inspection.blind == True).id  # noqa: E712
    assert second in blind
    for person, look in ((world.two, first), (world.one, second), (world.north, first), (world.agents[0], first)):
        assert inspecting.one(look, person.id) is None
        with pytest.raises(Refused, match="There is no such inspection"):
            save(look, {"a": 1}, person)
    assert inspecting.one(first, world.boss.id) is not None
    with pytest.raises(Refused, match="somebody else's"):
        save(first, {"a": 1}, world.boss)


def test_who_manages_and_looks_blind_does_not_see_the_first_look(world: World) -> None:
    look = of(world.two, blind=True)[0]
    rows.Inspection.update(inspector=world.boss).where(rows.Inspection.id == look).execute()
    rows.Person.update(duties=[Role.QUALITY_INSPECTOR.value]).where(rows.Person.id == world.boss.id).execute()
    ref = rows.Inspection.get_by_id(look).ref
    first = rows.Inspection.get(rows.Inspection.ref == ref, rows.Inspection.blind == False).id  # noqa: E712
    assert inspecting.one(first, world.boss.id) is None
    listed = {line.id for line in work.of_site(None, work.WorkFilter(), LATER, but=world.boss.id).rows}
    assert first not in listed
    assert look in listed
    finish(look, world.boss, save(look, ALL, world.boss).version)
    assert inspecting.one(first, world.boss.id) is not None


def test_the_agent_reads_his_own_result_when_it_stands_and_no_blind_one(world: World) -> None:
    look, blind, agent = of(world.one)[0], of(world.one, blind=True)[0], world.agents[0]
    for each in (look, blind):
        finish(each, world.one, save(each, ALL, world.one).version)
    assert rows.Inspection.get_by_id(blind).state == InspectionState.COMPARED.value
    assert [line.id for line in work.own_results(agent.id, LATER).rows] == [look]
    assert inspecting.one(look, agent.id).own  # type: ignore[union-attr]
    assert inspecting.one(blind, agent.id) is None
    assert inspecting.one(look, world.agents[1].id) is None
    assert work.own_results(world.agents[1].id, LATER).rows == ()
    assert (work.to_answer(agent.id), work.to_answer(world.agents[1].id)) == (1, 0)


def test_the_list_leads_on_and_counts(world: World) -> None:
    mine = [row.id for row in rows.Inspection.select().where(rows.Inspection.inspector == world.one)]
    assert [line.id for line in work.waiting(world.one.id, LATER)] == mine
    assert [work.next_of(world.one.id, look) for look in mine] == [*mine[1:], mine[0]]
    finish(mine[1], world.one, save(mine[1], ALL, world.one).version)
    assert work.next_of(world.one.id, mine[0]) == mine[2]
    assert work.progress(world.one.id, LATER) == work.WorkProgress(len(mine) - 1, 0, 0, 1)
    rows.Inspection.update(due="2026-11-01").where(rows.Inspection.id == mine[0]).execute()
    assert work.progress(world.one.id, LATER).overdue == 1
    assert work.next_of(world.north.id, 0) is None


def test_remarks_and_what_is_refused_of_them(world: World) -> None:
    look = of(world.one)[0]
    late = verbs.remark(look, 61_500, "没有问候", person=world.one.id, now=LATER)
    verbs.remark(look, None, " 整体 ", person=world.one.id, now=LATER)
    for at, text, why in ((0, "  ", "Write the remark"), (-1, "x", "not in the recording"), (9**9, "x", "not in")):
        with pytest.raises(Refused, match=why):
            verbs.remark(look, at, text, person=world.one.id, now=LATER)
    found = inspecting.one(look, world.one.id)
    assert found is not None
    assert [(one.at_ms, one.text) for one in found.remarks] == [(None, "整体"), (61_500, "没有问候")]
    other = of(world.one)[1]
    with pytest.raises(Refused, match="There is no such remark"):
        verbs.drop_remark(other, late, person=world.one.id)
    verbs.drop_remark(look, late, person=world.one.id)
    assert rows.InspectionRemark.select().count() == 1


def test_closed_without_a_score_says_why(world: World) -> None:
    look = of(world.one)[0]
    verbs.close(
        look, InspectionClosed.NO_SOUND, "已清理", version=1, person=world.one.id, now=LATER, **HERE
    )  # fmt: skip
    row = rows.Inspection.get_by_id(look)
    assert (row.state, row.closed_why, row.points) == ("closed", "no_sound", None)
    assert inspecting.one(look, world.agents[0].id) is None


def test_what_has_become_confidential_is_in_no_list_count_or_page(world: World) -> None:
    look = of(world.one)[0]
    row = rows.Inspection.get_by_id(look)
    before = work.progress(world.one.id, LATER).open
    new_ticket(opened_by=world.agents[0], call=row.call, confidential=True)
    for person in (world.one, world.two, world.boss, world.agents[0], world.sealed):
        assert inspecting.one(look, person.id) is None
    assert sight.was_his(look, world.one.id)
    assert not sight.was_his(look, world.two.id)
    assert look not in {line.id for line in work.waiting(world.one.id, LATER)}
    assert look not in {line.id for line in work.of_site(None, work.WorkFilter(), LATER, but=0).rows}
    assert work.progress(world.one.id, LATER).open < before
    with pytest.raises(Refused, match="There is no such inspection"):
        save(look, {"a": 1}, world.one)


def test_a_confidential_look_is_the_discipline_inspectors_alone(world: World) -> None:
    call = world.calls(world.agents[1], 1)[0]
    new_ticket(opened_by=world.agents[1], call=call.id, confidential=True)
    row = rows.Inspection.create(
        slot=f"call:{call.id}:1", form=1, inspected="call", ref=call.id, call=call.id, at=NOW, week="2026-11-16",
        site=world.head, agent=world.agents[1], inspector=world.sealed, why="confidential", confidential=True,
        state="open", drawn_at=NOW, due="2026-12-01",
    )  # fmt: skip
    assert [line.id for line in work.waiting(world.sealed.id, LATER)] == [row.id]
    finish(row.id, world.sealed, save(row.id, ALL, world.sealed).version)
    assert rows.Inspection.get_by_id(row.id).state == InspectionState.COMPARED.value
    colleague = new_person(role=Role.INSPECTOR)
    for person in (world.one, world.boss, world.agents[1], colleague):
        assert inspecting.one(row.id, person.id) is None
    assert work.own_results(world.agents[1].id, LATER).rows == ()
    assert row.id not in {line.id for line in work.of_site(None, work.WorkFilter(), LATER, but=0).rows}
