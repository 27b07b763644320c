"""A small world of the inspection: a head site and a branch, agents with calls of one week, inspectors, a form."""

import datetime as dt
from typing import Any

from hotline import rows
from hotline.quality.rules.forms import InspectionForm, Item, Section
from hotline.quality.rules.plans import Choice
from hotline.quality.verbs import forms, plans
from hotline.quality.verbs.plans import PlanWanted
from hotline.words import Inspected, ItemKind, Role, SampleClass
from tests.builders import NOW, new_call, new_line, new_person, new_site

WEEK = dt.date(2026, 11, 16)  # the Monday of NOW's week
LATER = NOW + dt.timedelta(days=4)  # Tuesday of the week after
HERE: dict[str, Any] = {"client_ip": ""}
FORM = InspectionForm(
    code="own", inspected=Inspected.CALL, zh="自拟", sections=(
        Section(zh="一", items=(
            Item(code="a", zh="问候", weight=60, most=5), Item(code="b", zh="礼貌", weight=40, skips=True),
            Item(code="f", zh="禁语", weight=0, kind=ItemKind.YES_NO, fatal=True),
        )),
    ),
)  # fmt: skip


class World:
    """`boss` manages; `one`, `two` inspect at the head site, `north` at the branch; `sealed`: the discipline's."""

    def __init__(self) -> None:
        self.head, self.branch = new_site(), new_site(code="branch", name="分院")
        self.boss = new_person(login="boss", role=Role.SUPERVISOR)
        self.one, self.two = (new_person(login=login, role=Role.QUALITY_INSPECTOR) for login in ("one", "two"))
        self.north = new_person(login="north", role=Role.QUALITY_INSPECTOR, site=self.branch)
        self.sealed = new_person(login="sealed", role=Role.INSPECTOR)
        self.agents = [new_person(login=f"agent{n}") for n in range(3)]
        self.far = new_person(login="far", site=self.branch)
        new_line()
        forms.put(FORM, over=0, person=self.boss.id, now=NOW, **HERE)

    def calls(self, agent: Any, count: int, **given: Any) -> list[Any]:
        """So many calls of an agent, one each half hour from Monday nine o'clock in China on."""
        begin = dt.datetime.combine(WEEK, dt.time(1), dt.UTC)
        values: Any = {"talk_seconds": 120.0, "line": "filing", "outcome": "talked"} | given
        return [
            new_call(
                at=(at := begin + dt.timedelta(minutes=30 * n)), agent=agent, talking_at=at,
                ended_at=at + dt.timedelta(seconds=180), **values,
            )
            for n in range(count)
        ]  # fmt: skip

    def plan(self, *, by: Any = None, site: Any = None, **choice: Any) -> Any:
        made = PlanWanted("计划", Inspected.CALL, "own", site, Choice(**{"how": SampleClass.RANDOM} | choice))
        who = by or self.boss
        return rows.SamplingPlan.get_by_id(plans.make(made, person=who.id, now=NOW, **HERE))
