"""Periods: begun by the clock, published once, corrected by rows; exclusions and their sum."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hotline import rows
from hotline.assessment import jobs
from hotline.assessment.reads import listed, scores
from hotline.assessment.rules.points import PointRule, RuleSet
from hotline.assessment.verbs import counting, exclusions, periods
from hotline.assessment.verbs import rules as rule_verbs
from hotline.assessment.verbs.exclusions import ExclusionAsked
from hotline.knowledge.assessment_file import AssessmentFile
from hotline.knowledge.content import load
from hotline.people.reads.scope import Scope
from hotline.ports import Refused
from hotline.reports.reads import figures
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.periods import Period
from hotline.words import Dimension, ExclusionState, Post, Role
from tests.builders import new_member, new_person, new_site
from tests.hotline.assessment import court
from tests.hotline.assessment.court import P, reply, ruled
from tests.hotline.tickets.town import Town, china, handled

pytestmark = pytest.mark.unit
OVER = china("2027-01-04", "10:00")  # a Monday; the quarter is over
REASON = "诉求人要求拆除他人合法房屋，无法律依据。"


def sum_of(town: Town, code: str = "civil") -> int | None:
    """The unit's score as its card shows it; a second plain count of the rows must agree."""
    view = scores.period(court.period(town).id)
    assert view is not None
    shown = next(one for one in scores.scores(view) if one.unit == town.units[code].id)
    if shown.score is not None:
        start = rows.AssessmentScore.get(rows.AssessmentScore.unit == town.units[code].id)
        mine = [one for one in rows.AssessmentPoint.select() if one.unit_id == town.units[code].id]
        assert shown.score == start.base + sum(one.points for one in mine)
        assert len(listed.points(view.id, town.units[code].id).rows) == len(mine) == shown.rows
    return shown.score


def late(town: Town, days: int = 1) -> Any:
    """An answer that came so many workdays late, counted; its row."""
    town.now = china("2026-11-20", "10:00")
    reply(town, handled(town), china(f"2026-11-{25 + days}", "10:00"))
    court.points(town)
    return rows.AssessmentPoint.select().order_by(rows.AssessmentPoint.id.desc()).get()


def ask(town: Town, row: Any, at: dt.datetime = court.LATER, **given: Any) -> int:
    asked = ExclusionAsked(**({"ground": "unreasonable", "text": REASON} | given))
    return exclusions.ask(row.id, asked, person=town.who["civil"].id, now=at, client_ip="")


def decide(town: Town, one: int, granted: bool = True, by: str = "reviewer", at: dt.datetime = court.LATER) -> None:
    exclusions.decide(one, granted, "经查属实。", person=town.who[by].id, now=at, client_ip="")


def publish(town: Town, by: str = "leader", at: dt.datetime = OVER) -> None:
    periods.publish(court.period(town).id, person=town.who[by].id, now=at, client_ip="")


@pytest.fixture
def grounds(head: Any) -> None:
    rows.Entry.create(kind="exclusion", code="unreasonable", zh="诉求不合理", en="Unreasonable demand")


def test_the_clock_takes_the_file_over_begins_and_counts(town: Town) -> None:
    file = load(Path("content")).assessment
    handled(town)
    assert jobs.one_round(file, court.LATER) == 1
    assert jobs.one_round(AssessmentFile(), court.LATER) == 0  # the rules are there, and nothing has happened
    version = rows.AssessmentVersion.get()
    assert (version.number, version.effective, version.person) == (1, "2026-10-01", None)
    assert rows.Entry.select().where(rows.Entry.kind == "exclusion").count() == 6
    period = rows.AssessmentPeriod.get()
    assert (period.kind, period.first, period.last, period.state) == (
        "quarter", "2026-10-01", "2026-12-31", "provisional",
    )  # fmt: skip
    # 18 workdays late by noon of Sunday 20 December: 1 + 17 × 0.5, at most 5 a ticket
    assert sum_of(town) == 10_000 - 500


def test_months_begin_after_the_running_quarter(town: Town) -> None:
    ruled()
    court.period(town)
    rows.Parameter.create(name="assessment.quarterly", value=False, by="x", at=town.now)
    assert counting.begin(china("2026-12-20")) == 0
    assert counting.begin(OVER) == 1
    found = [
        (one.kind, one.first, one.last) for one in rows.AssessmentPeriod.select().order_by(rows.AssessmentPeriod.id)
    ]
    assert found == [("quarter", "2026-10-01", "2026-12-31"), ("month", "2027-01-01", "2027-01-31")]


def test_what_is_published_stays(town: Town) -> None:
    ruled()
    row = late(town)
    with pytest.raises(Refused, match="not over yet"):
        publish(town, at=court.LATER)
    publish(town)
    before = [one.__data__ for one in rows.AssessmentPoint.select()]
    ticket = rows.Ticket.get(rows.Ticket.id == row.ticket_id)
    town.now = OVER
    town.do(ticket.number, court.E.SEND_BACK, "reviewer")
    assert counting.count_all(OVER) == 0
    assert [one.__data__ for one in rows.AssessmentPoint.select()] == before
    with pytest.raises(Refused, match="published already"):
        publish(town)
    court.period(town, "2027-01-04")
    assert court.events(town, OVER + dt.timedelta(seconds=1), "2027-01-04") == [("civil", "sent_back", -40)]


def test_a_correction_says_why(town: Town) -> None:
    ruled()
    row = late(town)

    def correct(why: str, points: int | None = 50, by: str = "leader", about: str = "") -> int:
        return periods.correct(
            court.period(town).id, town.units["civil"].id, "reply_late", points, why, about=about,
            person=town.who[by].id, now=OVER, client_ip="",
        )  # fmt: skip

    with pytest.raises(Refused, match="counted anew"):
        correct("算错")
    publish(town)
    for why, points in (("", 50), ("算错", 0), ("算错", None), ("算错", 10**9)):
        with pytest.raises(Refused):
            correct(why, points)
    with pytest.raises(Refused, match="You may not do this"):
        correct("算错", by="civilhead")
    correct("法定假日算错一天", about=row.key)
    assert sum_of(town) == 10_000 - 200 + 50
    last = rows.AssessmentPoint.select().order_by(rows.AssessmentPoint.id.desc()).get()
    assert (last.kind, last.about, last.facts, last.ticket_id) == (
        "correction", row.key, {"why": "法定假日算错一天"}, row.ticket_id,
    )  # fmt: skip


def test_excluded_then_overturned_in_a_provisional_period(town: Town, grounds: None) -> None:
    """2 points off; excluded: 100 again; overturned: 98."""
    ruled()
    row = late(town)
    one = ask(town, row)
    assert sum_of(town) == 9_800
    decide(town, one)
    assert sum_of(town) == 10_000
    assert court.points(town) == [("civil", "event", "reply_late", -200), ("civil", "excluded", "reply_late", 200)]
    told = next(o for o in listed.points(court.period(town).id).rows if o.row.kind == "excluded")
    assert (told.row.about, told.by) == (row.key, town.who["reviewer"].name)
    exclusions.overturn(one, "证据不实。", person=town.who["leader"].id, now=court.LATER, client_ip="")
    assert sum_of(town) == 9_800
    assert court.points(town) == [("civil", "event", "reply_late", -200)]
    assert rows.AssessmentExclusion.get().state == "overturned"


def test_excluded_then_overturned_after_publication(town: Town, grounds: None) -> None:
    """Nothing is changed: rows are added. Three late answers are 6, the cap is 5 and gave 1 back. One excluded gives 2
    back and takes the cap's 1 again: 4 off. Overturned: 2 off and 1 back: 5 off."""
    ruled(replace(court.RULES, rules={P.REPLY_LATE: PointRule(points=200, cap=500)}))
    for _n in range(3):
        late(town)
    row = (
        rows.AssessmentPoint.select()
        .where(rows.AssessmentPoint.kind == "event")
        .order_by(rows.AssessmentPoint.id)
        .get()
    )
    publish(town)
    frozen = [one.__data__ for one in rows.AssessmentPoint.select().order_by(rows.AssessmentPoint.id)]
    assert sum_of(town) == 10_000 - 500
    one = ask(town, row, OVER)
    decide(town, one, at=OVER)
    assert sum_of(town) == 10_000 - 400
    exclusions.overturn(one, "证据不实。", person=town.who["leader"].id, now=OVER + dt.timedelta(days=1), client_ip="")
    assert sum_of(town) == 10_000 - 500
    after = [one.__data__ for one in rows.AssessmentPoint.select().order_by(rows.AssessmentPoint.id)]
    assert after[: len(frozen)] == frozen
    added = [(o["kind"], o["points"]) for o in after[len(frozen) :]]
    assert added == [("excluded", 200), ("correction", -100), ("correction", -200), ("correction", 100)]


def test_who_may_ask_and_who_decides(town: Town, grounds: None) -> None:
    ruled()
    row = late(town)
    for who in ("housing", "reviewer", "leader"):
        with pytest.raises(Refused, match="no such row"):
            exclusions.ask(
                row.id, ExclusionAsked("unreasonable", REASON), person=town.who[who].id, now=town.now, client_ip=""
            )
    for given in ({"ground": "99"}, {"text": " "}, {"file": 99}):
        with pytest.raises(Refused):
            ask(town, row, **given)
    one = ask(town, row)
    with pytest.raises(Refused, match="asked already"):
        ask(town, row)
    with pytest.raises(Refused, match="You may not do this"):
        decide(town, one, by="civilhead")
    rows.Member.create(unit=town.units["court"], person=town.who["reviewer"], post=Post.HEAD)
    with pytest.raises(Refused, match="another unit"):
        decide(town, one)  # a member of the court, which stands above the division
    rows.Member.delete().where(rows.Member.person == town.who["reviewer"]).execute()
    branch = new_person(role=Role.HOTLINE_REVIEWER, site=new_site(code="branch", name="分院"))
    with pytest.raises(Refused, match="no such request"):
        exclusions.decide(one, True, "", person=branch.id, now=town.now, client_ip="")
    with pytest.raises(Refused, match="Say why"):
        exclusions.decide(one, False, " ", person=town.who["reviewer"].id, now=town.now, client_ip="")
    decide(town, one, granted=False)
    with pytest.raises(Refused, match="decided already"):
        decide(town, one)
    with pytest.raises(Refused, match="stands"):
        exclusions.overturn(one, "x", person=town.who["leader"].id, now=town.now, client_ip="")
    assert sum_of(town) == 9_800


def test_nobody_decides_what_he_asked(town: Town, grounds: None) -> None:
    ruled()
    row = late(town)
    both = new_member(town.units["civil"], role=Role.HOTLINE_REVIEWER, duties=["handler"])
    one = exclusions.ask(row.id, ExclusionAsked("unreasonable", REASON), person=both.id, now=town.now, client_ip="")
    rows.Member.delete().where(rows.Member.person == both.id).execute()
    with pytest.raises(Refused, match="another unit"):
        exclusions.decide(one, True, "", person=both.id, now=town.now, client_ip="")


def test_after_some_workdays_nobody_asks_any_more_and_decisions_are_late(town: Town, grounds: None) -> None:
    """Published on Monday, 4 January: asked until the tenth workday after it, the 18th, at 17:30. Asked then, it is
    to be decided by the fifth workday, Monday the 25th."""
    ruled()
    row = late(town)
    other = late(town)
    row = rows.AssessmentPoint.get_by_id(row.id)
    publish(town)
    with pytest.raises(Refused, match="time for asking is over"):
        ask(town, other, china("2027-01-18") + dt.timedelta(seconds=1))
    one = ask(town, other, china("2027-01-18"))
    assert rows.AssessmentExclusion.get().due_at == china("2027-01-25")
    for at, late_ones in ((china("2027-01-25"), 0), (china("2027-01-25") + dt.timedelta(seconds=1), 1)):
        assert listed.waiting(None, at) == (1, late_ones)
        view = listed.exclusion(one, at)
        assert view is not None
        assert (view.late, view.state) == (bool(late_ones), ExclusionState.ASKED)


def test_the_share_of_exclusions_is_shown(town: Town, grounds: None) -> None:
    ruled()
    row = late(town)
    late(town)
    decide(town, ask(town, rows.AssessmentPoint.get_by_id(row.id)))
    view = scores.period(court.period(town).id)
    assert view is not None
    found = {one.name: (one.excluded, one.taken_off, one.excluded_share, one.score) for one in scores.scores(view)}
    assert found == {
        "法院": (0, 0, None, None), "民事庭": (1, 2, 0.5, 9_800), "执行局": (0, 0, None, None),
        "住建局": (0, 0, None, None),
    }  # fmt: skip


def test_the_figures_of_the_reports_are_the_same_rows(town: Town, grounds: None) -> None:
    """Two late answers, one excluded: −4 and +2 come to −2; half of what took points off is excluded. A unit sees its
    own, an agent none."""
    ruled()
    row = late(town)
    late(town)
    decide(town, ask(town, rows.AssessmentPoint.get_by_id(row.id)))
    period = Period(dt.date(2026, 10, 1), dt.date(2026, 12, 31))
    names = ("points_change", "points_lost", "points_rows", "points_excluded_share")

    def read(scope: Scope) -> list[float | None]:
        line = figures.read([FIGURES[name] for name in names], FigureScope(period, scope, court.LATER))[0]
        return [line.values[name].value if name in line.values else None for name in names]

    assert read(Scope()) == read(Scope(units=frozenset({town.units["civil"].id}))) == [-2.0, -4.0, 2, 0.5]
    assert read(Scope(units=frozenset({town.units["housing"].id}))) == [0, 0, 0, None]
    assert read(Scope(person=town.who["supervisor"].id)) == [0, 0, 0, None]
    by_event = figures.read(
        [FIGURES["points_change"]], FigureScope(period, Scope(), court.LATER), by=Dimension.POINT_EVENT
    )  # fmt: skip
    assert [(line.key, line.values["points_change"].value) for line in by_event] == [("reply_late", -2.0)]


def test_rules_change_by_a_new_version_with_a_reason(town: Town) -> None:
    ruled()
    keeper = new_person(role=Role.ADMINISTRATOR)
    dear = RuleSet(base=12_000, rules={P.REPLY_LATE: PointRule(points=500)})
    tomorrow = dt.date(2026, 11, 21)

    def change(rules: RuleSet, day: dt.date | None, why: str = "会议决定", seen: int = 1, who: Any = keeper) -> int:
        return rule_verbs.change(rules, day, why, seen=seen, person=who.id, now=town.now, client_ip="")

    for given in ((dear, None), (dear, dt.date(2026, 11, 20)), (dear, tomorrow, " "), (dear, tomorrow, "x", 0),
                  (court.RULES, tomorrow), (dear, dt.date(2030, 1, 1))):  # fmt: skip
        with pytest.raises(Refused):
            change(*given)
    for role in (Role.LEADER, Role.UNIT_REVIEWER, Role.SECURITY_ADMINISTRATOR):
        with pytest.raises(Refused):
            change(dear, tomorrow, who=new_person(role=role))
    with pytest.raises(Refused, match="all sites"):
        change(dear, tomorrow, who=new_person(role=Role.ADMINISTRATOR, site=new_site(code="b", name="分院")))
    assert change(dear, tomorrow) == 2
    assert [(one.number, one.effective, one.why) for one in rows.AssessmentVersion.select()] == [
        (1, "2026-10-01", "试验"), (2, "2026-11-21", "会议决定"),
    ]  # fmt: skip
