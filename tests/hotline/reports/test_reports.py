"""Reports: made once, frozen, published when their sums agree, corrected by a new version that says what changed."""

import datetime as dt
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from hotline import rows
from hotline.clock import CHINA
from hotline.people.reads.scope import Scope
from hotline.ports import Refused
from hotline.reports.jobs import making
from hotline.reports.reads import balance, drill, reports
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rows import Report
from hotline.reports.rules.balance import BY_ID
from hotline.reports.rules.periods import Period, a_year_ago, before, compared, days_begun, period_of
from hotline.reports.verbs import reports as verbs
from hotline.tickets.verbs.life import Matter, open_ticket
from hotline.words import Outcome, PeriodKind, Profile, ReportState, Role
from tests.builders import new_call, new_person, new_site, new_ticket

NOV = dt.date(2026, 11, 20)
DEC = dt.datetime(2026, 12, 2, 9, tzinfo=CHINA)
IN_NOV = dt.datetime(2026, 11, 10, 9, tzinfo=CHINA)


@pytest.fixture
def leader(head: Any) -> Any:
    return new_person(login="leader", role=Role.LEADER, site=head)


def by(person: Any, now: dt.datetime = DEC) -> dict[str, Any]:
    return {"person": person.id, "now": now, "client_ip": "10.0.0.1"}


def talk(**more: Any) -> Any:
    agent = rows.Person.get_or_none(login="a") or new_person(login="a", role=Role.AGENT)
    at = more.pop("at", IN_NOV)
    return new_call(
        at=at, outcome=more.pop("outcome", Outcome.TALKED.value), talking_at=at, queued_at=at, wait_seconds=5.0,
        talk_seconds=60.0, agent=agent, **more,
    )  # fmt: skip


def made(leader: Any, folder: Path, *, now: dt.datetime = DEC) -> reports.ReportView:
    report = verbs.ask(PeriodKind.MONTH, NOV, site=None, **by(leader, now))
    assert making.make_next(folder, now) is True
    view = reports.one(report, None)
    assert view is not None
    return view


def test_a_report_keeps_its_figures_and_its_rows(leader: Any, tmp_path: Path) -> None:
    call = talk()
    view = made(leader, tmp_path)
    assert (view.state, view.number, view.version, view.balanced) == (ReportState.DRAFT, "MONTH-20261101-all", 1, True)
    assert view.content["figures"]["entered"][:3] == [1, 1, 1]
    assert view.content["by"]["agent"]["lines"][0][1] == call.agent.name
    file = tmp_path / Report.get_by_id(view.id).file
    assert hashlib.sha256(file.read_bytes()).hexdigest() == view.sha256
    lines = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    kept = [line for line in lines if line["set"] == "calls"]
    assert (len(lines), [line["id"] for line in kept], "entered" in kept[0]["counted"]) == (view.rows, [call.id], True)


def test_asked_for_twice_it_is_made_once(leader: Any, tmp_path: Path) -> None:
    one = verbs.ask(PeriodKind.MONTH, NOV, site=None, **by(leader))
    assert verbs.ask(PeriodKind.MONTH, dt.date(2026, 11, 1), site=None, **by(leader)) == one
    assert (making.make_next(tmp_path, DEC), making.make_next(tmp_path, DEC)) == (True, False)
    assert Report.select().count() == 1


def test_a_draft_is_made_anew_and_a_published_one_never(leader: Any, tmp_path: Path) -> None:
    talk()
    view = made(leader, tmp_path)
    talk()
    again = made(leader, tmp_path)
    assert (again.id, again.content["figures"]["entered"][0]) == (view.id, 2)
    verbs.publish(view.id, **by(leader))
    talk()
    assert verbs.ask(PeriodKind.MONTH, NOV, site=None, **by(leader)) == view.id
    assert making.make_next(tmp_path, DEC) is False
    kept = reports.one(view.id, None)
    assert kept is not None
    told = (kept.state, kept.content["figures"]["entered"][0], kept.published_by)
    assert told == (ReportState.PUBLISHED, 2, leader.name)


def test_a_correction_is_a_new_version_that_says_what_changed(leader: Any, tmp_path: Path) -> None:
    talk()
    first = made(leader, tmp_path)
    with pytest.raises(Refused, match="Only a published report is corrected"):
        verbs.correct(first.id, "x", **by(leader))
    verbs.publish(first.id, **by(leader))
    talk(outcome=Outcome.ABANDONED_QUEUE.value)  # a late fact
    with pytest.raises(Refused, match="Say why"):
        verbs.correct(first.id, "  ", **by(leader))
    second = verbs.correct(first.id, "补录一个来电", **by(leader))
    assert verbs.correct(first.id, "again", **by(leader)) == second
    making.make_next(tmp_path, DEC)
    view = reports.one(second, None)
    assert view is not None
    assert (view.version, view.why, view.number) == (2, "补录一个来电", "MONTH-20261101-all-2")
    changed = {name: (then, now) for name, then, now in view.content["changes"]}
    assert (changed["entered"], changed["plain_connect_rate"]) == ((1, 2), (1.0, 0.5))
    assert "silent" not in changed
    verbs.publish(second, **by(leader))
    states = [one.state for one in reports.versions(view, None)]
    assert states == [ReportState.REPLACED, ReportState.PUBLISHED]
    before_it = reports.one(first.id, None)
    assert before_it is not None
    assert before_it.content["figures"]["entered"][0] == 1


def test_a_published_quarter_tells_the_public_five_figures(leader: Any, tmp_path: Path) -> None:
    talk()
    report = verbs.ask(PeriodKind.QUARTER, NOV, site=None, **by(leader, dt.datetime(2027, 1, 2, tzinfo=CHINA)))
    making.make_next(tmp_path, dt.datetime(2027, 1, 2, tzinfo=CHINA))
    verbs.publish(report, **by(leader, dt.datetime(2027, 1, 2, tzinfo=CHINA)))
    told = Report.get_by_id(report).told
    assert [(one["zh"], one["value"]) for one in told] == [
        ("总接通率（日均值）", "100.00%"), ("及时响应率", "–"), ("及时回复率", "–"), ("有效办结率", "–"),
        ("群众满意率", "–"),
    ]  # fmt: skip


def test_what_is_not_published(leader: Any, tmp_path: Path) -> None:
    """A period that runs, a draft of before its end, and sums that do not agree."""
    in_it = dt.datetime(2026, 11, 20, 9, tzinfo=CHINA)
    early = made(leader, tmp_path, now=in_it)
    with pytest.raises(Refused, match="not over yet"):
        verbs.publish(early.id, **by(leader, in_it))
    with pytest.raises(Refused, match="made before its period was over"):
        verbs.publish(early.id, **by(leader))
    talk(outcome=Outcome.REACHED.value)  # an incoming call cannot end so
    view = made(leader, tmp_path)
    assert view.balanced is False
    with pytest.raises(Refused, match="sums do not agree"):
        verbs.publish(view.id, **by(leader))
    with pytest.raises(Refused, match="has begun"):
        verbs.ask(PeriodKind.MONTH, dt.date(2027, 1, 1), site=None, **by(leader))
    with pytest.raises(Refused, match="has begun"):
        verbs.ask(PeriodKind.FREE, NOV, site=None, **by(leader))


def test_a_branch_has_its_own_reports_and_agents_none(leader: Any, tmp_path: Path) -> None:
    branch = new_site(code="east", name="东区法院")
    theirs = new_person(login="eleader", role=Role.LEADER, site=branch)
    agent = new_person(login="agent", role=Role.AGENT)
    whole = made(leader, tmp_path)
    with pytest.raises(Refused, match="its own reports alone"):
        verbs.ask(PeriodKind.MONTH, NOV, site=None, **by(theirs))
    with pytest.raises(Refused, match="may not"):
        verbs.ask(PeriodKind.MONTH, NOV, site=None, **by(agent))
    for act in (lambda: verbs.publish(whole.id, **by(theirs)), lambda: verbs.correct(whole.id, "x", **by(theirs)),
                lambda: verbs.note_file(whole.id, "pdf", **by(theirs))):  # fmt: skip
        with pytest.raises(Refused, match="no such report"):
            act()
    unit_reviewer = new_person(login="reviewer", role=Role.UNIT_REVIEWER)
    with pytest.raises(Refused, match="no such report"):
        verbs.note_file(whole.id, "pdf", **by(unit_reviewer))
    own = verbs.ask(PeriodKind.MONTH, NOV, site=branch.id, **by(theirs))
    assert reports.one(whole.id, branch.id) is None
    assert [view.id for view in reports.listed(branch.id).rows] == [own]
    assert [view.id for view in reports.listed(None).rows] == [own, whole.id]


def test_what_a_killed_program_left_is_made_again(leader: Any, tmp_path: Path) -> None:
    report = verbs.ask(PeriodKind.MONTH, NOV, site=None, **by(leader))
    Report.update(state="running", claimed_at=DEC).where(Report.id == report).execute()
    assert making.make_next(tmp_path, DEC + making.LEASE) is False
    assert making.make_next(tmp_path, DEC + making.LEASE + dt.timedelta(seconds=1)) is True
    view = reports.one(report, None)
    assert view is not None
    assert view.state is ReportState.DRAFT


def test_one_that_fails_says_so_and_can_be_asked_for_again(leader: Any, tmp_path: Path) -> None:
    report = verbs.ask(PeriodKind.MONTH, NOV, site=None, **by(leader))
    (tmp_path / "reports").write_text("no folder", encoding="utf-8")
    assert making.make_next(tmp_path / "reports", DEC) is True
    view = reports.one(report, None)
    assert view is not None
    assert (view.state, view.error) == (ReportState.FAILED, "FileExistsError")
    assert made(leader, tmp_path).state is ReportState.DRAFT


def test_the_clock_asks_for_what_has_just_ended(head: Any) -> None:
    """The month ended two days ago; the quarter and the year ended long before: they are not made up for."""
    assert (making.by_the_clock(DEC), making.by_the_clock(DEC)) == (1, 0)
    assert making.by_the_clock(dt.datetime(2027, 1, 1, 1, tzinfo=CHINA)) == 3
    assert sorted((row.kind, row.first, row.asked_by_id) for row in Report.select()) == [
        ("month", "2026-11-01", None), ("month", "2026-12-01", None), ("quarter", "2026-10-01", None),
        ("year", "2026-01-01", None),
    ]  # fmt: skip


def test_periods_before_and_a_year_ago() -> None:
    month = period_of(PeriodKind.MONTH, dt.date(2028, 2, 29))
    assert (month.first, month.last) == (dt.date(2028, 2, 1), dt.date(2028, 2, 29))
    assert a_year_ago(month) == period_of(PeriodKind.MONTH, dt.date(2027, 2, 1))
    assert before(period_of(PeriodKind.QUARTER, dt.date(2026, 2, 1))) == period_of(
        PeriodKind.QUARTER, dt.date(2025, 12, 1)
    )
    week = period_of(PeriodKind.WEEK, dt.date(2027, 1, 1))
    assert (week.first, a_year_ago(week).first) == (dt.date(2026, 12, 28), dt.date(2025, 12, 29))
    free = Period(dt.date(2026, 3, 1), dt.date(2026, 3, 10))
    assert before(free) == Period(dt.date(2026, 2, 19), dt.date(2026, 2, 28))


@pytest.mark.parametrize(
    ("kind", "today", "days", "earlier", "year_ago"),
    [
        # the first day of a month beside one day of the months before
        (PeriodKind.MONTH, dt.date(2026, 12, 1), 1, ("11-01", "11-01"), ("12-01", "12-01")),
        # the 30th of March: February has only 28 days
        (PeriodKind.MONTH, dt.date(2026, 3, 30), 30, ("02-01", "02-28"), ("03-01", "03-30")),
        # Wednesday of a week: three days of the week before and of the one 52 weeks ago
        (PeriodKind.WEEK, dt.date(2026, 11, 25), 3, ("11-16", "11-18"), ("11-24", "11-26")),
        # the last day: whole periods
        (PeriodKind.MONTH, dt.date(2026, 11, 30), 30, ("10-01", "10-31"), ("11-01", "11-30")),
    ],
)
def test_a_period_that_runs_is_compared_with_as_many_days(
    kind: PeriodKind, today: dt.date, days: int, earlier: tuple[str, str], year_ago: tuple[str, str]
) -> None:
    period = period_of(kind, today)
    assert days_begun(period, today) == days
    assert [(f"{one.first:%m-%d}", f"{one.last:%m-%d}") for one in compared(period, today)] == [earlier, year_ago]
    after = period.last + dt.timedelta(days=1)  # and over: whole
    assert compared(period, after) == (before(period), a_year_ago(period))
    assert compared(period, period.first - dt.timedelta(days=1)) == (before(period), a_year_ago(period))


# ---- balance


def asked(scope: Scope | None = None) -> FigureScope:
    return FigureScope(period_of(PeriodKind.MONTH, NOV), scope or Scope(), DEC)


def test_a_difference_is_shown_with_the_rows_that_cause_it(db: Any) -> None:
    talk()
    wrong = talk(outcome=Outcome.NOT_REACHED.value)
    nobody = new_call(at=IN_NOV, outcome=Outcome.TALKED.value)  # talked, and no agent
    found = {one.id: one for one in balance.checked(asked())}
    assert (found["calls"].left, found["calls"].right, found["calls"].rows, found["calls"].good) == (3, 2, 1, False)
    assert [row.id for row in drill.page(BY_ID["calls"].rows, BY_ID["calls"].breaks, asked(), where={}).rows] == [
        wrong.id
    ]
    check = BY_ID["talked_has_agent"]
    assert [row.id for row in drill.page(check.rows, check.breaks, asked(), where={}).rows] == [nobody.id]
    assert found["offers"].good is True


def test_the_stock_of_tickets_follows_their_histories(db: Any) -> None:
    """Two opened before the month, of which one ends in it; one opened in it; a step that is missing is found."""
    who = new_person(role=Role.DISPATCHER)
    matter = Matter("complaint", "电梯停运", "三天。", caller_number="13800001234", profile=Profile.COURT_12368)
    for token, moment in (("a", IN_NOV - dt.timedelta(days=20)), ("b", IN_NOV - dt.timedelta(days=15)), ("c", IN_NOV)):
        open_ticket(matter, person=who.id, token=token, draft=None, now=moment, client_ip="")
    one = rows.Ticket.get()
    rows.TicketStep.create(ticket=one, number=2, at=IN_NOV, event="withdraw", old="registered", new="withdrawn", by="x")
    found = {check.id: check for check in balance.checked(asked())}
    assert (found["stock"].left, found["stock"].right) == (2, 2)  # 2 at the start, 1 in, 1 out
    rows.TicketStep.update(old="withdrawn").where(rows.TicketStep.number == 2).execute()
    found = {check.id: check for check in balance.checked(asked())}
    assert (found["stock"].left, found["stock"].right, found["stock"].good) == (3, 2, False)


def test_divisions_add_up_on_a_confused_house(db: Any) -> None:
    who = new_person(role=Role.DISPATCHER)
    new_ticket(opened_by=who, at=IN_NOV, confidential=True)
    new_ticket(opened_by=who, at=IN_NOV)
    found = [one for one in balance.checked(asked()) if one.id.startswith("divided")]
    assert [(one.id, one.good, one.left > 20) for one in found] == [("divided", True, True)]
