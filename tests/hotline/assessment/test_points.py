"""Each rule in a small world, with its points worked out: a complaint is dispatched to the civil division on Friday
20 November at ten; it must be taken by Monday the 23rd and answered by Wednesday the 25th, each by half past five."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from hotline import rows
from hotline.assessment.rules.points import PointRule, SizeWeight
from hotline.assessment.verbs import counting
from hotline.follow_ups.rules import Said
from hotline.follow_ups.verbs import ratings
from hotline.tickets.jobs import urging
from hotline.tickets.verbs.life import repair
from hotline.tickets.verbs.units import dissolve_unit
from hotline.words import UnitKind, Way
from tests.hotline.assessment import court
from tests.hotline.assessment.court import E, P, events, reply, ruled, said
from tests.hotline.tickets.test_urging import QUIET
from tests.hotline.tickets.town import Town, china, handled, to_civil

pytestmark = pytest.mark.unit
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("after", "lost"),
    [(dt.timedelta(0), []),  # at the very end of the limit it is in time
     (SECOND, [("civil", "taken_late", -100)]),  # late by a second: the first day
     (dt.timedelta(days=1), [("civil", "taken_late", -100)]),  # Tuesday is the first workday that begins after it
     (dt.timedelta(days=2), [("civil", "taken_late", -150)])],  # Wednesday: 1 + 0.5
)  # fmt: skip
def test_taken_on_both_sides_of_the_limit(town: Town, after: dt.timedelta, lost: list[Any]) -> None:
    ruled()
    number = to_civil(town)
    town.now = china("2026-11-23") + after
    town.do(number, E.TAKE, "civil")
    assert events(town, town.now) == lost


@pytest.mark.parametrize(
    ("at", "lost"),
    [(china("2026-11-25"), []),
     (china("2026-11-25") + SECOND, [("civil", "reply_late", -200)]),
     (china("2026-11-30", "09:00"), [("civil", "reply_late", -400)]),  # Thursday, Friday, Monday: 2 + 2 × 1
     (china("2026-12-18", "09:00"), [("civil", "reply_late", -1000)])],  # 17 workdays, at most 10 a ticket
)  # fmt: skip
def test_answered_on_both_sides_of_the_limit(town: Town, at: dt.datetime, lost: list[Any]) -> None:
    ruled()
    number = handled(town)
    reply(town, number, at)
    assert events(town) == lost


def test_a_limit_that_runs_is_counted_day_by_day(town: Town) -> None:
    ruled()
    handled(town)
    found = [sum(n for _u, _e, n in events(town, china(f"2026-11-{day}", "09:00"))) for day in (25, 26, 27, 30)]
    assert found == [0, -200, -300, -400]


def test_days_late_in_two_quarters_are_counted_once(town: Town) -> None:
    """Due on Wednesday 30 December. Thursday the 31st is in the old quarter: 2 points. 1 to 3 January are a holiday of
    2027 (no table yet: the law's 1 January and the weekend); Monday the 4th is the second day: 1 point more."""
    ruled()
    town.now = china("2026-12-25", "10:00")
    number = handled(town)
    assert rows.TicketClock.get(rows.TicketClock.kind == "finish").due_at == china("2026-12-30")
    reply(town, number, china("2027-01-04", "09:00"))
    assert events(town, town.now, "2026-12-25") == [("civil", "reply_late", -200)]
    assert events(town, town.now, "2027-01-04") == [("civil", "reply_late", -100)]


def test_paused_days_do_not_count(town: Town) -> None:
    """Paused from Tuesday to Thursday: the limit moves to Monday the 30th; answered then, nobody is late."""
    ruled()
    number = handled(town)
    town.now = china("2026-11-24", "09:00")
    town.do(number, E.PAUSE, "reviewer")
    town.now = china("2026-11-26", "09:00")
    town.do(number, E.RESUME, "reviewer")
    due = rows.TicketClock.get(rows.TicketClock.kind == "finish").due_at
    reply(town, number, due)
    assert events(town) == []


def test_an_extension_moves_the_limit_and_costs_by_itself(town: Town) -> None:
    """Two half days more: due on Thursday the 26th. Answered on Thursday in time; the extension costs 0.7."""
    ruled()
    number = handled(town)
    town.do(number, E.ASK_EXTENSION, "civil", half_days=2)
    town.do(number, E.APPROVE_EXTENSION, "reviewer")
    reply(town, number, china("2026-11-26"))
    assert events(town) == [("civil", "extended", -70)]


def test_what_was_sent_wrongly_costs_only_its_late_taking(town: Town) -> None:
    """The return is asked for on Thursday the 26th, without a signature: late by 3 workdays for taking (24, 25, 26: 1 +
    0.5 × 2 = 2); the answer's limit was missed on Wednesday, but it was not its matter."""
    ruled()
    number = to_civil(town)
    town.now = china("2026-11-26", "09:00")
    town.do(number, E.URGE, "supervisor")
    town.do(number, E.ASK_RETURN, "civil")
    town.do(number, E.APPROVE_RETURN, "reviewer")
    assert events(town) == [("civil", "taken_late", -200)]


def test_a_refused_return_costs_and_the_days_at_the_desk_do_not(town: Town) -> None:
    """Asked on Wednesday; the desk refuses on Monday the 30th. The limit was missed on Wednesday at 17:30 at the desk:
    Thursday to Monday are the desk's. The unit answers on Tuesday, 1 December: one workday of its own (the fourth of
    the limit: 1 point). The refusal costs 0.3."""
    ruled()
    number = handled(town)
    town.now = china("2026-11-25", "10:00")
    town.do(number, E.ASK_RETURN, "civil")
    town.now = china("2026-11-30", "10:00")
    town.do(number, E.REFUSE_RETURN, "reviewer")
    reply(town, number, china("2026-12-01", "10:00"))
    assert events(town) == [("civil", "reply_late", -100), ("civil", "return_refused", -30)]


def test_sent_back_by_the_hotline(town: Town) -> None:
    """The review took until Friday: the days at the hotline are not the unit's. It gets the ticket back on Friday,
    late by two workdays, and answers on Friday: no day of its own; what is sent back costs 0.4."""
    ruled()
    number = handled(town)
    reply(town, number, china("2026-11-25", "10:00"))
    town.now = china("2026-11-27", "10:00")
    town.do(number, E.SEND_BACK, "reviewer")
    reply(town, number, china("2026-11-27", "16:00"))
    assert events(town) == [("civil", "sent_back", -40)]


def test_urges_count_from_the_second_on(town: Town) -> None:
    ruled()
    number = handled(town)
    for day in ("2026-11-20", "2026-11-23", "2026-11-24"):
        town.now = china(day, "11:00")
        town.do(number, E.URGE, "supervisor")
    assert events(town, town.now + SECOND) == [("civil", "urged", -60), ("civil", "urged", -60)]


def late_for_a_circular(town: Town) -> str:
    number = handled(town)
    for day in ("2026-11-25", "2026-11-26", "2026-11-30"):
        town.now = china(day, "18:00")
        urging.urge(town.now, QUIET)
    return number


def test_late_not_extended_and_urged_without_result(town: Town) -> None:
    """Until Monday the 30th: 3 workdays late (2 + 2), urged at the limit and after it (the second 0.6), a circular."""
    ruled()
    late_for_a_circular(town)
    assert events(town, town.now + SECOND) == [
        ("civil", "circular", -300), ("civil", "reply_late", -400), ("civil", "urged", -60),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("solved", "satisfied", "lost"),
    [(None, None, []), (True, 4, []), (True, 3, []), (None, 2, [("not_satisfied", -130)]),
     (True, 1, [("not_satisfied", -260)]), (False, None, [("not_solved", -110)]), (True, 5, [("praise", 20)]),
     (False, 2, [("not_satisfied", -130), ("not_solved", -110)])],
)  # fmt: skip
def test_what_the_citizen_said_counts_exactly(
    town: Town, solved: bool | None, satisfied: int | None, lost: list[Any]
) -> None:  # fmt: skip
    """Nothing is made of silence and nothing taken away: also the answer in time counts beside it."""
    ruled()
    number = handled(town)
    reply(town, number, china("2026-11-24"))
    town.do(number, E.APPROVE, "reviewer")
    said(town, number, solved, satisfied)
    assert events(town) == [("civil", "in_time", 10), *(("civil", event, n) for event, n in lost)]


def test_what_he_said_later_by_himself_counts_too(town: Town) -> None:
    ruled()
    number = handled(town)
    reply(town, number, china("2026-11-24"))
    town.do(number, E.APPROVE, "reviewer")
    town.do(number, E.FOLLOW_UP_GIVE_UP, "visitor")
    ratings.rate(number, Said(True, True, 5), "", now=town.now, wants_more=None, client_ip="")
    assert events(town) == [("civil", "in_time", 10), ("civil", "praise", 20)]


def test_a_reopened_ticket_counts_anew(town: Town) -> None:
    """Refused by the citizen (not solved, 1.1) and given to the unit again on Tuesday the 24th, to be answered by
    Friday the 27th; it is answered on Monday the 30th: one day late."""
    ruled()
    number = handled(town)
    reply(town, number, china("2026-11-24", "10:00"))
    town.do(number, E.APPROVE, "reviewer")
    said(town, number, False, None, E.FOLLOW_UP_REFUSE)
    town.do(number, E.TAKE, "civil")
    reply(town, number, china("2026-11-30", "10:00"))
    assert events(town) == [
        ("civil", "in_time", 10), ("civil", "not_solved", -110), ("civil", "reply_late", -200),
    ]  # fmt: skip


def test_merged_tickets_cost_nothing_beyond_their_parent(town: Town) -> None:
    """Both are late by a day (Thursday); the child follows the parent from then on, and only the parent counts."""
    ruled()
    parent, child = handled(town), handled(town)
    town.now = china("2026-11-26", "10:00")
    town.do(child, E.MERGE, "dispatcher", parent=parent)
    reply(town, parent, town.now)
    assert events(town) == [("civil", "reply_late", -200)]
    town.do(parent, E.APPROVE, "reviewer")
    town.do(parent, E.FOLLOW_UP_GIVE_UP, "visitor")
    assert (town.row(child).state, events(town)) == ("closed", [("civil", "reply_late", -200)])


def test_a_ticket_taken_out_of_a_merger_counts_again(town: Town) -> None:
    ruled()
    parent, child = handled(town), handled(town)
    town.now = china("2026-11-26", "10:00")
    town.do(child, E.MERGE, "dispatcher", parent=parent)
    town.do(child, E.UNMERGE, "dispatcher")
    reply(town, parent, town.now)
    assert events(town) == [("civil", "reply_late", -200), ("civil", "reply_late", -200)]


def test_handed_over_in_mid_clock_each_pays_its_days(town: Town) -> None:
    """Due on Wednesday. The civil division has it until it is dissolved on Friday: Thursday and Friday, 2 + 1. The
    housing bureau follows and answers on Tuesday, 1 December: Monday and Tuesday, 1 + 1."""
    ruled()
    number = handled(town)
    at = china("2026-11-27", "12:00")
    dissolve_unit(town.units["civil"].id, town.units["housing"].id, by="x", now=at, client_ip="")
    town.now = china("2026-12-01", "10:00")
    town.do(number, E.REPLY, "housing")
    rows.Person.update(role="unit_reviewer").where(rows.Person.login == "courthead").execute()
    rows.Member.create(unit=town.units["housing"], person=town.who["courthead"], post="reviewer")
    town.do(number, E.UNIT_APPROVE, "courthead")
    assert events(town) == [("civil", "reply_late", -300), ("housing", "reply_late", -200)]


def test_dissolved_without_a_follower_its_points_stay_with_it(town: Town) -> None:
    """A day late, then dissolved: the desk has the ticket, and nobody pays for the days after."""
    ruled()
    handled(town)
    dissolve_unit(town.units["civil"].id, None, by="x", now=china("2026-11-26", "12:00"), client_ip="")
    assert repair.adopt(town.now) == 0
    assert events(town) == [("civil", "reply_late", -200)]


def test_a_supervision_that_is_answered_late(town: Town) -> None:
    ruled()
    number = handled(town)
    town.do(number, E.SUPERVISE, "leader")
    due = rows.TicketClock.get(rows.TicketClock.kind == "supervision").due_at
    town.now = due + SECOND
    town.do(number, E.ANSWER_SUPERVISION, "civil")
    assert events(town, town.now) == [("civil", "supervision_late", -150)]


def test_a_co_handler_that_is_late(town: Town) -> None:
    ruled()
    civil, housing = town.units["civil"].id, town.units["housing"].id
    number = town.open()
    town.do(number, E.DISPATCH, "dispatcher", unit=civil, others=(housing,), way=Way.JOINT)
    town.do(number, E.TAKE, "civil")
    town.now = rows.TicketClock.get(rows.TicketClock.kind == "share").due_at + SECOND
    assert [one for one in events(town, town.now) if one[0] == "housing"] == [("housing", "reply_late", -200)]


def test_a_confidential_complaint_is_outside_the_assessment(town: Town) -> None:
    ruled()
    number = handled(town)
    reply(town, number, china("2026-11-30", "10:00"))
    assert len(events(town)) == 1
    rows.Ticket.update(confidential=True).execute()
    town.later(days=30)  # another day: it is counted again
    assert events(town, town.now) == []
    assert rows.AssessmentScore.select().count() == 0


def test_rules_that_change_in_mid_period_count_by_the_day(town: Town) -> None:
    """From 1 December on an answer late costs 5 and no more: what was late in November costs 2 as before."""
    first = ruled()
    reply(town, handled(town), china("2026-11-26", "10:00"))
    dear = replace(court.RULES, rules={**court.RULES.rules, P.REPLY_LATE: PointRule(points=500)})
    second = ruled(dear, effective="2026-12-01")
    town.now = china("2026-12-01", "10:00")
    number = handled(town)
    reply(town, number, china("2026-12-07", "10:00"))
    assert events(town) == [("civil", "reply_late", -500), ("civil", "reply_late", -200)]
    assert sorted(one.version for one in rows.AssessmentPoint.select()) == [first, second]


def test_a_cap_is_a_row_of_its_own(town: Town) -> None:
    """Three answers a day late are 6 points; the cap of a period is 5: a row gives 1 back, and the sum holds."""
    capped = replace(court.RULES, rules={P.REPLY_LATE: PointRule(points=200, cap=500)})
    ruled(capped)
    for _n in range(3):
        town.now = china("2026-11-20", "10:00")
        reply(town, handled(town), china("2026-11-26", "10:00"))
    found = court.points(town)
    assert found == [("civil", "cap", "reply_late", 100), *[("civil", "event", "reply_late", -200)] * 3]
    assert sum(n for *_rest, n in found) == -500


def test_weights_of_kind_and_size(town: Town) -> None:
    """A division counts by 80 %, and from two tickets on by 50 %: 2 × 0.8 × 0.5 = 0.8 for each of two late answers."""
    ruled(replace(court.RULES, kinds={UnitKind.DIVISION: 80}, sizes=(SizeWeight(0, 100), SizeWeight(2, 50))))
    for _n in range(2):
        town.now = china("2026-11-20", "10:00")
        reply(town, handled(town), china("2026-11-26", "10:00"))
    assert events(town) == [("civil", "reply_late", -80)] * 2


def test_a_score_may_be_negative_and_a_unit_without_tickets_has_none(town: Town) -> None:
    ruled(replace(court.RULES, base=100))
    reply(town, handled(town), china("2026-11-26", "10:00"))
    assert events(town) == [("civil", "reply_late", -200)]
    found = [(one.unit_id, one.base, one.tickets, one.clean) for one in rows.AssessmentScore.select()]
    assert found == [(town.units["civil"].id, 100, 1, 0)]  # 1 − 2 = −1 point; no other unit is judged


def test_counted_again_the_rows_and_their_ids_are_the_same(town: Town) -> None:
    ruled()
    late_for_a_circular(town)
    events(town, town.now)

    def kept() -> list[Any]:
        return list(rows.AssessmentPoint.select().order_by(rows.AssessmentPoint.id).dicts())

    before = kept()
    rows.AssessmentPeriod.update(mark="").execute()
    assert counting.count(court.period(town).id, town.now)
    assert kept() == before != []
    assert not counting.count(court.period(town).id, town.now)  # nothing has happened since
