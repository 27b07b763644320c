"""Figures of the inspection in a small world: each expected value is worked out beside it."""

import datetime as dt
from typing import Any

import pytest

from hotline import rows
from hotline.people.reads.scope import Scope
from hotline.quality.jobs import drawing as jobs
from hotline.quality.verbs import appeals
from hotline.quality.verbs import inspecting as verbs
from hotline.reports.reads import figures, keys
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.periods import Period
from hotline.words import Dimension, Role
from tests.builders import new_person, new_ticket

from .world import HERE, LATER, WEEK, World

pytestmark = pytest.mark.unit
MARKS = ({"a": 5, "b": 5, "f": 1}, {"a": 3, "b": -1, "f": 1}, {"a": 5, "b": 5, "f": 0})  # 100, 60, fatal: 0


@pytest.fixture
def world(db: Any) -> World:
    """Four calls of one agent of the head site: three are scored, one appeal is upheld; two of the branch's,
    none scored; blind second looks at all, which are in no figure."""
    made = World()
    new_person(login="third", role=Role.QUALITY_INSPECTOR)
    made.calls(made.agents[0], 4)
    made.calls(made.far, 2)
    made.plan(each=4, blind=100)
    jobs.draw_weeks(LATER)
    looks = rows.Inspection.select().where(rows.Inspection.agent == made.agents[0]).order_by(rows.Inspection.id)
    firsts = [row for row in looks if not row.blind][:3]
    for row, marks in zip(firsts, MARKS, strict=True):
        score(row, marks)
    for row in looks:
        if row.blind:
            score(row, MARKS[0])
    weak = rows.Inspection.get_by_id(firsts[1].id)
    appeals.appeal(weak.id, "x", version=weak.version, person=made.agents[0].id, now=LATER, **HERE)
    weak = rows.Inspection.get_by_id(weak.id)
    appeals.decide(weak.id, "x", {"a": 4}, version=weak.version, person=weak.decider_id, now=LATER, **HERE)
    return made


def score(row: Any, marks: dict[str, int]) -> None:
    saved = verbs.save(row.id, marks, None, version=row.version, person=row.inspector_id, now=LATER)
    verbs.finish(row.id, version=saved.version, person=row.inspector_id, now=LATER, **HERE)


def of(name: str, scope: Scope | None = None, *, first: dt.date = WEEK, **more: Any) -> float | None:
    asked = FigureScope(Period(first, WEEK + dt.timedelta(days=13)), scope or Scope(), LATER)
    return figures.one(FIGURES[name], asked, **more).value


def test_the_figures(world: World) -> None:
    assert of("inspected") == 3
    assert of("quality_score") == 60  # (100 + 80 + 0) / 3
    assert of("quality_fatal") == pytest.approx(1 / 3)
    assert of("quality_appealed") == pytest.approx(1 / 3)
    assert of("quality_upheld") == 1
    assert of("calls_inspected") == 0.5  # three of six
    assert of("quality_items") == pytest.approx((100 + 80 + 100 + 100 + 100 + 100 + 100 + 0) / 8)  # b once not


def test_by_item_with_its_name_and_by_site(world: World) -> None:
    asked = FigureScope(Period(WEEK, WEEK + dt.timedelta(days=13)), Scope(), LATER)
    lines = figures.read([FIGURES["quality_items"]], asked, by=Dimension.ITEM)
    values = {line.key: line.values["quality_items"].value for line in lines}
    assert values == {
        "own.a": pytest.approx(280 / 3), "own.b": 100, "own.f": pytest.approx(200 / 3),
    }  # fmt: skip
    assert keys.names(Dimension.ITEM, ["own.a", "own.x", "gone.a"]) == {"own.a": "自拟 · 问候"}
    assert of("calls_inspected", Scope(site=world.branch.id)) == 0
    assert of("inspected", Scope(site=world.branch.id)) == 0
    assert of("quality_score", Scope(site=world.branch.id)) is None
    assert of("inspected", Scope(site=world.head.id)) == 3


def test_what_becomes_confidential_leaves_every_figure(world: World) -> None:
    row = rows.Inspection.get(rows.Inspection.points == 10000, rows.Inspection.blind == False)  # noqa: E712
    new_ticket(opened_by=world.agents[0], call=row.call, confidential=True)
    assert (of("inspected"), of("quality_score")) == (2, 40)  # 80 and 0
    assert of("calls_inspected") == pytest.approx(2 / 6)
