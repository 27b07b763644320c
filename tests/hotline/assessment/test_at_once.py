"""Of two who act on one period at once one is told, on both databases: each in a thread of its own."""

from typing import Any

import pytest

from hotline import rows
from hotline.assessment.verbs import counting, exclusions, periods
from hotline.assessment.verbs.exclusions import ExclusionAsked
from hotline.words import Role
from tests.builders import new_person
from tests.hotline.assessment import court
from tests.hotline.assessment.court import reply, ruled
from tests.hotline.tickets.at_once import overtaken, together
from tests.hotline.tickets.town import Town, china, handled

pytestmark = pytest.mark.unit
OVER = china("2027-01-04", "10:00")


@pytest.fixture
def late(town: Town) -> Any:
    ruled()
    reply(town, handled(town), china("2026-11-26", "10:00"))
    court.points(town)
    rows.Entry.create(kind="exclusion", code="unreasonable", zh="诉求不合理", en="Unreasonable demand")
    return rows.AssessmentPoint.get()


def test_a_period_is_published_once(town: Town, late: Any) -> None:
    other = new_person(role=Role.LEADER)

    def publish(person: Any) -> Any:
        return lambda: periods.publish(late.period_id, person=person.id, now=OVER, client_ip="")

    told = together(publish(town.who["leader"]), publish(other))
    assert told == ["This period is published already: load the page again", "done"]
    assert rows.Audit.select().where(rows.Audit.act == "publish_assessment").count() == 1


def test_the_job_that_counts_leaves_what_was_just_published(town: Town, late: Any) -> None:
    def publish() -> None:
        periods.publish(late.period_id, person=town.who["leader"].id, now=OVER, client_ip="")

    assert overtaken(publish, lambda: counting.count(late.period_id, OVER)) == ["done"]
    assert rows.AssessmentPeriod.get().state == "published"
    assert rows.AssessmentPoint.select().count() == 1


def test_one_row_is_asked_for_once_and_decided_once(town: Town, late: Any) -> None:
    asked = ExclusionAsked("unreasonable", "不合理。")

    def ask() -> None:
        exclusions.ask(late.id, asked, person=town.who["civil"].id, now=court.LATER, client_ip="")

    assert together(ask, ask) == ["For this row it was asked already: look at the list of requests", "done"]
    one = rows.AssessmentExclusion.get()

    def decide(granted: bool) -> Any:
        who = town.who["reviewer" if granted else "leader"].id
        return lambda: exclusions.decide(one.id, granted, "属实", person=who, now=court.LATER, client_ip="")

    assert together(decide(True), decide(False)) == ["This request is decided already: load the page again", "done"]
    state, kinds = rows.AssessmentExclusion.get().state, [row.kind for row in rows.AssessmentPoint.select()]
    assert (state, "excluded" in kinds) in (("granted", True), ("refused", False))
