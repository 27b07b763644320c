"""What follows a result: accepted, appealed, decided by another; two looks compared; coaching and examples."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hotline import rows
from hotline.ports import Refused
from hotline.quality.jobs import answers
from hotline.quality.jobs import drawing as jobs
from hotline.quality.reads import inspecting, learning, work
from hotline.quality.rules.agreement import Agreement, agreement
from hotline.quality.verbs import appeals, coaching
from hotline.quality.verbs import inspecting as verbs
from hotline.words import Role
from tests.builders import new_person, new_ticket
from tests.effort import often

from .world import HERE, LATER, World

pytestmark = pytest.mark.unit
GOOD = {"a": 5, "b": 5, "f": 1}
WEAK = {"a": 3, "b": 5, "f": 1}  # 60 × 3/5 + 40 = 76


@pytest.fixture
def world(db: Any) -> World:
    made = World()
    made.calls(made.agents[0], 2)
    made.plan(each=2, blind=100)
    jobs.draw_weeks(LATER)
    return made


def scored(row: Any, marks: dict[str, int]) -> Any:
    who = row.inspector_id
    saved = verbs.save(row.id, marks, None, version=row.version, person=who, now=LATER)
    verbs.finish(row.id, version=saved.version, person=who, now=LATER, **HERE)
    return rows.Inspection.get_by_id(row.id)


def first_of(person: Any) -> Any:
    return rows.Inspection.get(rows.Inspection.inspector == person, rows.Inspection.blind == False)  # noqa: E712


def appealed(world: World) -> Any:
    """A weak result that its agent appeals against; a third inspector decides."""
    new_person(login="third", role=Role.QUALITY_INSPECTOR)
    row = scored(first_of(world.one), WEAK)
    appeals.appeal(row.id, "有问候", version=row.version, person=world.agents[0].id, now=LATER, **HERE)
    return rows.Inspection.get_by_id(row.id)


def history(row: Any) -> list[tuple[str, int | None]]:
    query = rows.InspectionStep.select().where(rows.InspectionStep.inspection == row.id)
    return [(one.event, one.points) for one in query.order_by(rows.InspectionStep.number)]


def test_the_agent_accepts_once(world: World) -> None:
    row, agent = scored(first_of(world.one), WEAK), world.agents[0]
    assert row.points == 7600
    for stranger in (world.agents[1], world.one, world.boss):
        with pytest.raises(Refused, match="There is no such inspection"):
            appeals.accept(row.id, version=row.version, person=stranger.id, now=LATER, **HERE)
    appeals.accept(row.id, version=row.version, person=agent.id, now=LATER, **HERE)
    with pytest.raises(Refused, match="answered this result already"):
        appeals.appeal(row.id, "x", version=row.version + 1, person=agent.id, now=LATER, **HERE)
    assert history(row) == [("drawn", None), ("scored", 7600), ("accepted", None)]


def test_an_appeal_is_decided_by_a_third_and_the_history_stays(world: World) -> None:
    row = appealed(world)
    assert row.decider.login == "third"  # not the first, not who has the blind look, not the agent
    act: dict[str, Any] = {"version": row.version, "now": LATER, **HERE}
    for who in (world.one, world.boss, world.two):
        with pytest.raises(Refused):
            appeals.decide(row.id, "为什么", {"a": 5}, person=who.id, **act)
    for text, marks, why in (
        ("  ", {"a": 5}, "Say why"), ("因为", {"a": 3}, "changes a mark"), ("因为", {"a": 6}, "does not fit"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            appeals.decide(row.id, text, marks, person=row.decider_id, **act)
    appeals.decide(row.id, "录音里有问候", {"a": 5}, person=row.decider_id, **act)
    after = rows.Inspection.get_by_id(row.id)
    assert (after.state, after.points) == ("settled", 10000)
    assert history(row) == [("drawn", None), ("scored", 7600), ("appealed", None), ("upheld", 10000)]
    kept = [
        one.marks for one in rows.InspectionStep.select().where(rows.InspectionStep.event.in_(["scored", "upheld"]))
    ]
    assert kept == [WEAK, GOOD]
    with pytest.raises(Refused, match="decided already"):
        appeals.decide(row.id, "再", None, person=row.decider_id, **(act | {"version": after.version}))


def test_an_appeal_that_is_dismissed_changes_nothing(world: World) -> None:
    row = appealed(world)
    appeals.decide(row.id, "没有问候", None, version=row.version, person=row.decider_id, now=LATER, **HERE)
    after = rows.Inspection.get_by_id(row.id)
    assert (after.state, after.points) == ("settled", 7600)
    assert history(row)[-1] == ("dismissed", 7600)


def test_an_appeal_comes_in_time_and_with_words(world: World) -> None:
    row, agent = scored(first_of(world.one), WEAK), world.agents[0]
    act: dict[str, Any] = {"version": row.version, "person": agent.id, **HERE}
    with pytest.raises(Refused, match="Write what is wrong"):
        appeals.appeal(row.id, " ", now=LATER, **act)
    with pytest.raises(Refused, match="another window"):
        appeals.appeal(row.id, "x", now=LATER, **(act | {"version": 1}))
    assert answers.let_stand(LATER + dt.timedelta(days=3)) == 0  # its last day, Friday the 27th
    with pytest.raises(Refused, match="was over"):
        appeals.appeal(row.id, "x", now=LATER + dt.timedelta(days=4), **act)
    assert answers.let_stand(LATER + dt.timedelta(days=4)) == 1
    assert rows.Inspection.get_by_id(row.id).state == "accepted"
    assert history(row)[-1] == ("left", None)


def test_an_appeal_without_a_decider_waits_for_one(world: World) -> None:
    row = scored(first_of(world.one), WEAK)
    appeals.appeal(row.id, "x", version=row.version, person=world.agents[0].id, now=LATER, **HERE)
    assert rows.Inspection.get_by_id(row.id).decider is None
    assert answers.find_deciders(LATER) == 0
    third = new_person(role=Role.QUALITY_INSPECTOR)
    assert answers.find_deciders(LATER) == 1
    assert [line.id for line in work.waiting(third.id, LATER)] == [row.id]
    assert inspecting.one(row.id, third.id).decides  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([], Agreement(0, 0, None)),
        ([(1, 1)] * 5, Agreement(5, 5, None)),  # chance alone would agree: not defined
        ([(1, 1), (0, 0)], Agreement(2, 2, Fraction(1))),
        ([(1, 0), (0, 1)], Agreement(2, 0, Fraction(-1))),
        # Cohen's own kind of table: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: p_o 0.7, p_e 0.5, kappa 0.4
        ([(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15, Agreement(50, 35, Fraction(2, 5))),
    ],
)
def test_kappa(pairs: list[tuple[int, int]], found: Agreement) -> None:
    assert agreement(pairs) == found


@settings(max_examples=often(60, 1000))
@given(some.lists(some.tuples(some.integers(-1, 3), some.integers(-1, 3)), max_size=30))
def test_kappa_is_bounded_and_the_same_the_other_way_round(pairs: list[tuple[int, int]]) -> None:
    found = agreement(pairs)
    assert found == agreement([(other, one) for one, other in pairs])
    assert found.kappa is None or -1 <= found.kappa <= 1
    assert (found.kappa == 1) == (found.kappa is not None and found.same == found.pairs)


def test_two_looks_are_compared_by_what_was_marked_first(world: World) -> None:
    ref = first_of(world.one).ref
    one, other = list(rows.Inspection.select().where(rows.Inspection.ref == ref).order_by(rows.Inspection.blind))
    scored(one, WEAK)
    assert learning.calibration(None, LATER, but=0).pairs == 0
    scored(other, GOOD)
    found = learning.calibration(None, LATER, but=0)
    assert [(one.item.code, one.found.pairs, one.found.same) for one in found.items] == [
        ("a", 1, 0), ("b", 1, 1), ("f", 1, 1),
    ]  # fmt: skip
    assert [(pair.inspection, pair.points, pair.again, pair.apart) for pair in found.apart] == [
        (one.id, 7600, 10000, 2400)
    ]  # fmt: skip
    assert learning.calibration(world.branch.id, LATER, but=0).pairs == 0
    assert learning.calibration(None, LATER, but=world.agents[0].id).pairs == 0
    new_ticket(opened_by=world.agents[0], call=one.call, confidential=True)
    assert learning.calibration(None, LATER, but=0).pairs == 0


def test_coaching_is_given_by_who_inspected_and_done_by_whom_it_is_for(world: World) -> None:
    row, agent = first_of(world.one), world.agents[0]
    day = "2026-12-04"
    with pytest.raises(Refused, match="Finish the inspection first"):
        coaching.give(row.id, "练习问候", day, person=world.one.id, now=LATER, **HERE)
    scored(row, WEAK)
    for text, due, why in (
        (" ", day, "Write what"),
        ("x", "x", "Choose the day"),
        ("x", "2026-11-01", "from today on"),
    ):
        with pytest.raises(Refused, match=why):
            coaching.give(row.id, text, due, person=world.one.id, now=LATER, **HERE)
    for stranger in (world.two, world.agents[1], agent):
        with pytest.raises(Refused, match="There is no such inspection"):
            coaching.give(row.id, "x", day, person=stranger.id, now=LATER, **HERE)
    task = coaching.give(row.id, "练习问候", day, person=world.one.id, now=LATER, **HERE)
    assert [one.text for one in inspecting.coaching_of(agent.id)] == ["练习问候"]
    with pytest.raises(Refused, match="There is no such task"):
        coaching.finish(task, "已练习", person=world.agents[1].id, now=LATER, **HERE)
    coaching.finish(task, "已练习", person=agent.id, now=LATER, **HERE)
    with pytest.raises(Refused, match="over already"):
        coaching.finish(task, "再", person=agent.id, now=LATER, **HERE)


def test_an_example_covers_what_is_personal(world: World) -> None:
    row = scored(first_of(world.one), GOOD)
    said = "张三（13800001234）来电，座席耐心解答。"
    act: dict[str, Any] = {"person": world.one.id, "now": LATER, **HERE}
    with pytest.raises(Refused, match="five stars, or two"):
        coaching.put_example(row.id, 3, "耐心", said, None, **act)
    with pytest.raises(Refused, match="There is no such clip"):
        coaching.put_example(row.id, 5, "耐心", said, 9, **act)
    coaching.put_example(row.id, 5, "张三耐心", said, None, **act)
    coaching.put_example(row.id, 5, "张三耐心", said, None, **act)
    (shown,) = learning.examples(None).rows
    assert (shown.title, shown.text) == ("＊＊耐心", "＊＊（138****1234）来电，座席耐心解答。")
    assert learning.examples(world.branch.id).rows == ()
    assert learning.examples(None, stars=2).rows == ()
    coaching.drop_example(row.id, **act)
    assert learning.examples(None).rows == ()


def test_what_may_be_looked_at_no_more_is_closed(world: World) -> None:
    row = first_of(world.one)
    new_ticket(opened_by=world.agents[0], call=row.call, confidential=True)
    assert answers.close_hidden(LATER) == 2  # the first and the blind look
    assert rows.Inspection.get_by_id(row.id).closed_why == "not_released"
    assert answers.close_hidden(LATER) == 0
