"""Samples: reproducible, fair, without doubles; who inspects whom; what no plan may draw; weeks that are over."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hotline import rows
from hotline.ports import Refused
from hotline.quality.jobs import drawing as jobs
from hotline.quality.reads import drawing, plans
from hotline.quality.rules.assigning import Inspector, shared
from hotline.quality.rules.plans import Choice, due_day, week_of, weeks_due, wrong
from hotline.quality.rules.sampling import Candidate, random_of_each, systematic
from hotline.quality.verbs import plans as verbs
from hotline.quality.verbs.plans import PlanWanted
from hotline.words import Inspected, Role, SampleClass
from hotline.workdays.rules.calendar import Calendar
from tests.builders import NOW, fact, new_call, new_person, new_ticket
from tests.effort import often

from .world import HERE, LATER, WEEK, World

pytestmark = pytest.mark.unit
MANY = some.lists(
    some.tuples(some.integers(1, 3), some.sampled_from(["a", "b"]), some.integers(0, 23), some.integers(0, 900)),
    max_size=40,
)


@pytest.fixture
def world(db: Any) -> World:
    return World()


def candidates(drawn: list[tuple[int, str, int, int]]) -> list[Candidate]:
    return [Candidate(f"c{n}", who, NOW, 1, line, hour, float(secs)) for n, (who, line, hour, secs) in enumerate(drawn)]


@settings(max_examples=often(60, 1000))
@given(MANY, some.integers(0, 6), some.randoms(use_true_random=False))
def test_the_same_seed_draws_the_same_in_any_order_and_so_many_of_each(
    drawn: list[tuple[int, str, int, int]], each: int, chance: Any
) -> None:
    given_ones = candidates(drawn)
    mixed = list(given_ones)
    chance.shuffle(mixed)
    found = random_of_each(given_ones, each, "seed")
    assert found == random_of_each(mixed, each, "seed")
    assert len({one.ref for one in found}) == len(found)
    there = Counter(one.agent for one in given_ones)
    assert Counter(one.agent for one in found) == {a: min(n, each) for a, n in there.items() if min(n, each)}


def test_every_call_has_the_same_chance_and_strata_come_by_their_share() -> None:
    """Of 12 calls 3 are drawn by each of 400 seeds: each of them about 100 times; each sample has one of each third."""
    given_ones = [Candidate(f"c{n:02}", 1, NOW, 1, "abc"[n // 4], 9, 100.0) for n in range(12)]
    counted: Counter[str] = Counter()
    for seed in range(400):
        found = systematic(given_ones, 3, str(seed))
        assert {one.line for one in found} == {"a", "b", "c"}
        counted.update(one.ref for one in found)
    assert min(counted.values()) > 60
    assert max(counted.values()) < 140


def test_nobody_inspects_himself_nor_what_he_had_a_part_in_and_the_work_is_even() -> None:
    things = [Candidate(f"t{n}", 1, NOW, 1, involved=frozenset({2})) for n in range(6)]
    people = [Inspector(1, 1, True), Inspector(2, 1, True), Inspector(3, 1, False), Inspector(4, 1, False, open=2)]
    found = shared(things, people)
    assert Counter(found.values()) == {3: 4, 4: 2}
    assert set(shared(things, people, but=found).values()) == {3, 4}
    assert all(shared(things, people, but=found)[ref] != who for ref, who in found.items())
    assert shared(things, people[:2]) == {}
    far = [Candidate("x", 9, NOW, 2)]
    assert shared(far, people) == {"x": 1}  # the head site's, where the branch has nobody
    assert shared(far, [*people, Inspector(5, 2, False, open=50)]) == {"x": 5}
    assert shared([Candidate("x", 9, NOW, 3)], [Inspector(3, 1, False)]) == {}


@pytest.mark.parametrize("choice", [
    Choice(each=0), Choice(each=201), Choice(how=SampleClass.LONG, seconds=0), Choice(blind=101), Choice(workdays=0),
    Choice(how=SampleClass.REPEATED, times=1), Choice(most=-1), Choice(shortest=-1),
])  # fmt: skip
def test_a_plan_of_nothing_is_no_plan(choice: Choice) -> None:
    assert wrong(Inspected.CALL, choice) is not None


def test_weeks_and_due_days() -> None:
    assert week_of(NOW.date()) == WEEK
    assert weeks_due(NOW.date(), NOW.date()) == []
    assert weeks_due(NOW.date(), WEEK + dt.timedelta(days=7)) == [WEEK]
    assert len(weeks_due(dt.date(2026, 1, 1), NOW.date())) == 4
    friday = dt.date(2026, 11, 20)
    assert [due_day(Calendar(), friday, n) for n in (1, 5, 6)] == [
        dt.date(2026, 11, 23), dt.date(2026, 11, 27), dt.date(2026, 11, 30),
    ]  # fmt: skip


def drawn() -> list[tuple[str, str, str | None, bool]]:
    query = rows.Inspection.select().order_by(rows.Inspection.id)
    return [(row.ref, row.agent.login, row.inspector.login if row.inspector else None, row.blind) for row in query]


def test_a_week_is_drawn_when_it_is_over_and_once(world: World) -> None:
    for agent in world.agents[:2]:
        world.calls(agent, 5)
    world.calls(world.far, 2)
    plan = world.plan(each=3)
    assert jobs.draw_weeks(NOW) == 0
    assert jobs.draw_weeks(LATER) == 8
    assert jobs.draw_weeks(LATER) == 0
    assert jobs.draw_week(plan, WEEK, LATER) == 0
    assert Counter((agent, who) for _ref, agent, who, _ in drawn()) == {
        ("agent0", "one"): 2, ("agent0", "two"): 1, ("agent1", "one"): 1, ("agent1", "two"): 2, ("far", "north"): 2,
    }  # fmt: skip
    (week,) = plans.weeks(plan.id, {"filing": "立案"})
    assert [(one.there, one.drawn) for one in week.agents] == [(5, 3), (5, 3), (2, 2)]
    assert [(one.name, one.there, one.drawn) for one in week.lines] == [("立案", 12, 8)]
    assert {row.due for row in rows.Inspection.select()} == {"2026-12-01"}


def test_a_kept_seed_draws_the_same_again_and_another_seed_another_sample(world: World) -> None:
    world.calls(world.agents[0], 30)
    samples = {
        seed: [one.ref for one in drawing.draw(Inspected.CALL, Choice(each=3), seed, WEEK, None).drawn]
        for seed in ("x", "y", "z")
    }
    assert samples["x"] == [one.ref for one in drawing.draw(Inspected.CALL, Choice(each=3), "x", WEEK, None).drawn]
    assert len({tuple(refs) for refs in samples.values()}) == 3


def test_two_plans_draw_no_call_twice_and_an_agent_without_calls_has_none(world: World) -> None:
    world.calls(world.agents[0], 4)
    world.plan(each=4)
    world.plan(how=SampleClass.LONG, seconds=60)
    assert jobs.draw_weeks(LATER) == 4
    assert {agent for _ref, agent, *_ in drawn()} == {"agent0"}


def test_what_no_plan_may_draw(world: World) -> None:
    """Confidential calls, those held back by lot, those that are too short, of others' lines, of whom is left out."""
    usual, sealed, held, short = world.calls(world.agents[0], 4)
    new_ticket(opened_by=world.agents[0], call=sealed.id, confidential=True)
    rows.Recording.create(call=held.id, kind="call", path="h", state="kept", begun_at=NOW, held_back=True)
    rows.Call.update(talk_seconds=5.0).where(rows.Call.id == short.id).execute()
    world.calls(world.agents[1], 2)
    world.calls(world.agents[2], 2, line="other")
    world.plan(each=9, but=(world.agents[1].id,), lines=("filing",))
    assert jobs.draw_weeks(LATER) == 1
    assert [ref for ref, *_ in drawn()] == [usual.id]


def test_confidential_calls_are_the_discipline_inspectors_alone(world: World) -> None:
    usual, sealed = world.calls(world.agents[0], 2)
    new_ticket(opened_by=world.agents[0], call=sealed.id, confidential=True)
    with pytest.raises(Refused, match="You may not do this"):
        world.plan(how=SampleClass.CONFIDENTIAL)
    plan = world.plan(how=SampleClass.CONFIDENTIAL, by=world.sealed, blind=100)
    assert jobs.draw_weeks(LATER) == 1
    assert drawn() == [(sealed.id, "agent0", "sealed", False)]
    for who, seen in ((world.sealed, True), (world.boss, False), (world.one, False)):
        assert bool(plans.of_reader(who.roles, None)) is seen
        assert (plans.one(plan.id, who.roles, None) is not None) is seen
    with pytest.raises(Refused, match="There is no such plan"):
        verbs.switch(plan.id, active=False, person=world.boss.id, now=NOW, **HERE)
    assert usual.id not in {ref for ref, *_ in drawn()}


def of_class(how: SampleClass, **more: Any) -> set[str]:
    return {one.ref for one in drawing.draw(Inspected.CALL, Choice(how=how, **more), "s", WEEK, None).drawn}


def test_all_of_a_class(world: World) -> None:
    calls = world.calls(world.agents[0], 6)
    low, long, held, moved, silent, plain = calls
    rows.Call.update(satisfaction=2).where(rows.Call.id == low.id).execute()
    rows.Call.update(talk_seconds=601.0).where(rows.Call.id == long.id).execute()
    for seq, (kind, after) in enumerate((("talking", 0.0), ("held", 10.0), ("resumed", 100.5)), 1):
        fact(held, seq, kind, after=after)
    fact(moved, 1, "transferred", after=5.0)
    fact(moved, 2, "transferred", after=9.0)
    fact(plain, 1, "transferred", after=9.0)
    rows.Call.update(outcome="silent").where(rows.Call.id == silent.id).execute()
    for call in calls:
        number = "13800001234" if call.id in (low.id, long.id, held.id) else f"1390000{int(call.id[-4:]):04}"
        rows.Call.update(number=number).where(rows.Call.id == call.id).execute()
    new_call(at=NOW, number="13800005678")
    assert of_class(SampleClass.UNSATISFIED) == {low.id}
    assert of_class(SampleClass.LONG, seconds=600) == {long.id}
    assert of_class(SampleClass.HELD_LONG, seconds=90) == {held.id}
    assert of_class(SampleClass.HELD_LONG, seconds=91) == set()
    assert of_class(SampleClass.TRANSFERRED_TWICE) == {moved.id}
    assert of_class(SampleClass.SILENT_BY_HAND) == {silent.id}
    assert of_class(SampleClass.REPEATED, times=3) == {low.id, long.id, held.id}
    assert of_class(SampleClass.REPEATED, times=4) == set()
    assert len(of_class(SampleClass.REPEATED, times=3, most=2)) == 2


def test_third_complaints_replies_and_follow_ups(world: World) -> None:
    agent, unit = world.agents[0], new_person(role=Role.HANDLER)
    tickets = [new_ticket(opened_by=agent, kind="complaint", caller_number="13800001234") for _ in range(4)]
    rows.Ticket.update(confidential=True).where(rows.Ticket.id == tickets[0].id).execute()
    rows.Ticket.update(reply="答复", replied_at=NOW, handler=unit, satisfied=1).where(
        rows.Ticket.id == tickets[1].id
    ).execute()
    visit = rows.FollowUp.create(
        ticket=tickets[1], round=0, token="v", state="done", way="call", planned_at=NOW, next_at=NOW, done_at=NOW,
        person=world.boss, solved=False,
    )  # fmt: skip

    def refs(inspected: Inspected, how: SampleClass) -> list[tuple[str, int]]:
        found = drawing.draw(inspected, Choice(how=how), "s", WEEK, None)
        return [(one.ref, one.agent) for one in found.drawn]

    assert refs(Inspected.TICKET, SampleClass.THIRD) == [(tickets[3].number, agent.id)]
    assert refs(Inspected.REPLY, SampleClass.UNSATISFIED) == [(tickets[1].number, unit.id)]
    assert refs(Inspected.FOLLOW_UP, SampleClass.REFUSED) == [(str(visit.id), world.boss.id)]


def test_an_inspector_who_is_an_agent_does_not_inspect_himself_and_late_ones_are_given_out(world: World) -> None:
    rows.Person.update(active=False).where(rows.Person.login.in_(["one", "two"])).execute()
    both = new_person(login="both", duties=[Role.QUALITY_INSPECTOR.value])
    world.calls(both, 1)
    world.calls(world.agents[0], 1)
    world.plan()
    jobs.draw_weeks(LATER)
    assert [(agent, who) for _ref, agent, who, _ in drawn()] == [("agent0", "both"), ("both", None)]
    assert jobs.share_out(LATER) == 0
    rows.Person.update(active=True).where(rows.Person.login == "two").execute()
    assert jobs.share_out(LATER) == 1
    assert [(agent, who) for _ref, agent, who, _ in drawn()] == [("agent0", "both"), ("both", "two")]
    own = rows.Inspection.get(rows.Inspection.agent == both)
    with pytest.raises(Refused, match="Nobody inspects his own work"):
        verbs.assign(own.id, both.id, person=world.boss.id, now=LATER, **HERE)


def test_a_second_look_is_somebody_elses(world: World) -> None:
    world.calls(world.agents[0], 4)
    world.plan(each=4, blind=100)
    assert jobs.draw_weeks(LATER) == 8
    looks: dict[str, set[str | None]] = {}
    for ref, _agent, who, _blind in drawn():
        looks.setdefault(ref, set()).add(who)
    assert list(looks.values()) == [{"one", "two"}] * 4


def test_plans_are_changed_by_who_read_them_last_and_of_ones_own_site(world: World) -> None:
    plan, north = world.plan(), new_person(role=Role.SUPERVISOR, site=world.branch)
    wanted = PlanWanted("改名", Inspected.CALL, "own", None, Choice())
    verbs.change(plan.id, wanted, version=1, person=world.boss.id, now=NOW, **HERE)
    with pytest.raises(Refused, match="Somebody else has changed this plan"):
        verbs.change(plan.id, wanted, version=1, person=world.boss.id, now=NOW, **HERE)
    with pytest.raises(Refused, match="There is no such plan"):
        verbs.change(plan.id, wanted, version=2, person=north.id, now=NOW, **HERE)
    with pytest.raises(Refused, match="the same for all sites"):
        verbs.make(wanted, person=north.id, now=NOW, **HERE)
    with pytest.raises(Refused, match="You may not do this"):
        verbs.make(wanted, person=world.one.id, now=NOW, **HERE)
    own = PlanWanted("分院", Inspected.CALL, "own", world.branch.id, Choice())
    verbs.make(own, person=north.id, now=NOW, **HERE)
    assert [one.name for one in plans.of_reader(north.roles, world.branch.id)] == ["分院"]
