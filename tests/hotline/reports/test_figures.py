"""Figures of a small world that was made by hand: each expected value is worked out beside it."""

import datetime as dt
from typing import Any

import pytest

from hotline import rows
from hotline.clock import CHINA
from hotline.people.reads.scope import Scope
from hotline.reports.reads import drill, figures
from hotline.reports.reads.row_sets import FigureScope
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.figures import Measure, Tally, value, worst_window
from hotline.reports.rules.periods import Period, a_year_ago, by_weekday, period_of
from hotline.reports.rules.predicates import holds
from hotline.tickets.rules.life import OPEN_STATES
from hotline.words import (
    CallBackState,
    CallState,
    ClockKind,
    Dimension,
    Outcome,
    PeriodKind,
    Presence,
    Role,
    TicketState,
)
from tests.builders import NOW, new_call, new_line, new_person, new_site, new_ticket, new_units

DAY, NEXT = dt.date(2026, 11, 20), dt.date(2026, 11, 21)
LATER = dt.datetime(2027, 3, 1, tzinfo=CHINA)


def at(hour: int, minute: int = 0, second: int = 0, *, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute, second), CHINA)


def asked(
    first: dt.date = DAY, last: dt.date | None = None, *, scope: Scope | None = None, now: Any = LATER
) -> FigureScope:
    return FigureScope(Period(first, last or first), scope or Scope(), now)


def part(figure: Any, name: str) -> Any:
    """The rows of a part; there is one."""
    found = drill.part_of(figure, name)
    assert found is not None
    return found


def told(asked: FigureScope, *names: str, **more: Any) -> list[tuple[str, list[float | None]]]:
    """Each line's key with the values of these figures."""
    lines = figures.read([FIGURES[name] for name in names], asked, **more)
    return [(line.key, [line.values[name].value if name in line.values else None for name in names]) for line in lines]


def of(asked: FigureScope, name: str, **more: Any) -> Any:
    return figures.one(FIGURES[name], asked, **more)


def ended(
    outcome: Outcome, moment: dt.datetime, *, wait: float | None = None, talk: float | None = None, **more: Any
) -> Any:
    asks = wait is not None
    return new_call(
        at=moment, outcome=outcome.value, state=CallState.ENDED, ended_at=moment + dt.timedelta(minutes=5),
        queued_at=moment + dt.timedelta(seconds=20) if asks else None, wait_seconds=wait, talk_seconds=talk,
        talking_at=moment + dt.timedelta(seconds=20 + (wait or 0)) if talk is not None else None, **more,
    )  # fmt: skip


@pytest.fixture
def day(db: Any) -> dict[str, Any]:
    """The 20th: ten calls between midnight and midnight; around it one on each side, which belong to other days."""
    line, agent = new_line(), new_person(role=Role.AGENT)
    with_agent = {"line": line.code, "agent": agent}
    ended(Outcome.TALKED, at(0), wait=10.0, talk=100.0, satisfaction=5, **with_agent)  # the first moment of the day
    ended(Outcome.TALKED, at(9), wait=20.0, talk=200.0, satisfaction=3, **with_agent)
    ended(Outcome.TALKED, at(23, 59, 59), wait=45.0, talk=60.0, **with_agent)  # the last
    ended(Outcome.SELF_SERVED, at(10))
    ended(Outcome.SILENT, at(10, 5))
    ended(Outcome.ABANDONED_QUEUE, at(11), wait=30.0, line=line.code)
    missed = ended(Outcome.ABANDONED_RINGING, at(11, 1), wait=50.0, line=line.code)
    ended(Outcome.REFUSED, at(12))
    ended(Outcome.UNKNOWN_NUMBER, at(12, 1))
    ended(Outcome.FAILED, at(13))
    new_call(at=at(14), state=CallState.IN_FLOW)  # still running
    new_call(at=at(15), direction="out", outcome=Outcome.REACHED.value)  # ours: in no figure
    back = rows.CallBack.create(
        number="13800001234", reason="queue", state=CallBackState.REACHED.value, profile="court_12368", call=missed.id,
        last_call=missed.id, created_at=NOW, missed_at=NOW, next_at=NOW,
    )  # fmt: skip
    rows.CallBackCall.create(call=missed.id, call_back=back)
    ended(Outcome.TALKED, at(23, 59, 59, day=DAY - dt.timedelta(days=1)), wait=1.0, talk=1.0, **with_agent)
    ended(Outcome.ABANDONED_MENU, at(0, day=NEXT))
    return {"line": line, "agent": agent, "missed": missed}


def test_calls_of_a_day(day: Any) -> None:
    names = (
        "entered",
        "answered",
        "by_machine",
        "abandoned",
        "abandoned_queue",
        "missed",
        "called_back",
        "silent",
        "failed",
    )
    # entered: 3 + 1 + 1 + 1 + 1 + 1 failed + 1 running; not the refused, the unknown number and ours
    assert told(asked(), *names) == [("", [9, 3, 2, 2, 1, 2, 1, 1, 1])]


def test_rates_and_means_of_a_day(day: Any) -> None:
    got = {name: of(asked(), name).value for name in (
        "average_answer", "plain_connect_rate", "waited_40", "within_15", "within_40", "average_talk",
        "call_satisfaction", "call_satisfied", "average_wait_abandoned", "self_service",
    )}  # fmt: skip
    assert got == {
        "average_answer": pytest.approx((10 + 20 + 45) / 3),
        "plain_connect_rate": (3 + 2 + 1) / 8,  # talked, machine, called back; 8 ended: 9 entered, one runs
        "waited_40": 3 / 5,  # 10, 20 and 30 s of five that asked
        "within_15": 1 / 5,
        "within_40": 2 / 5,  # only who was answered
        "average_talk": pytest.approx(120.0),
        "call_satisfaction": 4.0,
        "call_satisfied": 0.5,
        "average_wait_abandoned": 40.0,
        "self_service": 2 / 8,
    }


def test_what_is_left_out_is_counted_by_its_reason(day: Any) -> None:
    assert of(asked(), "plain_connect_rate").left_out == {"nuisance": 1, "unknown_number": 1, "running": 1}
    assert of(asked(), "entered").left_out == {"nuisance": 1, "unknown_number": 1}


def test_the_connect_rate_is_the_mean_of_days_and_days_without_calls_are_left_out(day: Any) -> None:
    # the 19th: 1 of 1; the 20th: 6 of 8; the 21st: 0 of 1; the 22nd: nothing
    value = of(asked(DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=2)), "connect_rate")
    assert value.value == pytest.approx((1 + 6 / 8 + 0) / 3)
    assert (value.tally.counted, value.tally.among, value.good) == (7, 10, False)


def test_nothing_is_a_dash_and_never_nought_per_cent(db: Any) -> None:
    for figure in FIGURES.values():
        got = figures.one(figure, asked())
        nothing = 0 if figure.measure in (Measure.COUNT, Measure.SUM) else None
        assert (figure.id, got.value, got.good if nothing is None else None) == (figure.id, nothing, None)


def test_one_row_is_one_row(db: Any) -> None:
    ended(Outcome.TALKED, at(9), wait=14.0, talk=5.0)
    assert [of(asked(), name).value for name in ("average_answer", "connect_rate", "within_15")] == [14.0, 1.0, 1.0]
    assert [of(asked(), name).good for name in ("average_answer", "connect_rate", "within_15")] == [True, True, None]


def test_the_limit_of_the_answer_time_itself_is_not_good(db: Any) -> None:
    ended(Outcome.TALKED, at(9), wait=15.0, talk=5.0)
    assert (of(asked(), "average_answer").value, of(asked(), "average_answer").good) == (15.0, False)


def test_parts_of_a_division_add_up_and_keep_their_keys(day: Any) -> None:
    assert told(asked(), "entered", "answered", by=Dimension.HOUR) == [
        ("00:00", [1, 1]), ("09:00", [1, 1]), ("10:00", [2, 0]), ("11:00", [2, 0]), ("12:00", [0, 0]),
        ("13:00", [1, 0]), ("14:00", [1, 0]), ("23:00", [1, 1]),
    ]  # fmt: skip
    assert told(asked(), "answered", by=Dimension.LINE) == [("filing", [3]), ("none", [0])]
    days = asked(DAY - dt.timedelta(days=1), NEXT)
    assert told(days, "entered", by=Dimension.DAY) == [("2026-11-19", [1]), ("2026-11-20", [9]), ("2026-11-21", [1])]
    assert told(days, "entered", by=Dimension.WEEKDAY) == [("4", [1]), ("5", [9]), ("6", [1])]
    for by, key in (("week", "2026-11-16"), ("month", "2026-11"), ("quarter", "2026-Q4"), ("year", "2026")):
        assert told(days, "entered", by=Dimension(by)) == [(key, [11])]
        assert of(days, "entered", where={Dimension(by): key}).value == 11
    assert of(days, "entered", where={Dimension.WEEKDAY: "5"}).value == 9
    assert of(days, "entered", where={Dimension.HALF_HOUR: "23:30"}).value == 2


def test_a_quarter_ends_at_its_last_midnight_and_a_leap_day_is_a_day(db: Any) -> None:
    for moment in (
        at(23, 59, 59, day=dt.date(2026, 12, 31)), at(0, day=dt.date(2027, 1, 1)), at(12, day=dt.date(2028, 2, 29)),
    ):  # fmt: skip
        ended(Outcome.TALKED, moment, wait=1.0, talk=1.0)
    whole = asked(dt.date(2026, 1, 1), dt.date(2028, 12, 31), now=dt.datetime(2029, 1, 1, tzinfo=CHINA))
    assert told(whole, "entered", by=Dimension.QUARTER) == [("2026-Q4", [1]), ("2027-Q1", [1]), ("2028-Q1", [1])]
    assert of(asked(dt.date(2028, 2, 29)), "entered").value == 1


def test_the_worst_day_is_any_twenty_four_hours(db: Any) -> None:
    """Ten answered at once on each of two mornings; between them a bad night across midnight: six of which one."""
    for day in (DAY, NEXT):
        for minute in range(10):
            ended(Outcome.TALKED, at(12 if day == DAY else 11, minute, day=day), wait=5.0, talk=1.0)
    for minute in range(6):
        night = at(23, minute) if minute < 3 else at(1, minute, day=NEXT)
        ended(Outcome.TALKED, night, wait=5.0 if minute == 0 else 60.0, talk=1.0)
    # the days: 11 of 13 and 10 of 13; the 24 hours from 12:15 on: 1 of 6 in the night and 10 of 10 in the morning
    assert of(asked(DAY, NEXT), "within_15_worst_day").value == 11 / 16
    assert [of(asked(day), "within_15_worst_day").value for day in (DAY, NEXT)] == [11 / 13, 10 / 13]


@pytest.mark.parametrize(
    ("counted", "among", "length", "worst"),
    [
        ([1, 0, 1], [1, 1, 1], 2, 0.5),
        ([1, 0, 0, 1], [1, 1, 1, 1], 2, 0.0),
        ([1, 1], [2, 1], 5, 2 / 3),  # a shorter time: all of it
        ([0, 0], [0, 0], 2, None),
        ([], [], 2, None),
        ([3, 0, 0, 0], [4, 0, 0, 0], 2, 0.75),  # windows without rows are none
    ],
)
def test_worst_windows(counted: list[int], among: list[int], length: int, worst: float | None) -> None:
    quarters = [Tally(a, b) for a, b in zip(counted, among, strict=True)]
    assert worst_window(quarters, length) == worst


# ---- tickets


@pytest.fixture
def office(db: Any) -> dict[str, Any]:
    units = new_units()
    return {"units": units, "who": new_person(role=Role.DISPATCHER)}


def clock(
    ticket: Any, kind: ClockKind, due: dt.datetime | None, stopped: dt.datetime | None = None, *, unit: Any = None
) -> Any:
    return rows.TicketClock.create(
        ticket=ticket, kind=kind.value, begun_at=NOW - dt.timedelta(days=5), half_days=2, due_at=due,
        stopped_at=stopped, unit=unit,
    )  # fmt: skip


def test_limits_on_both_sides_of_their_moment(office: Any) -> None:
    who = office["who"]
    states = (
        (TicketState.HANDLING, at(10), at(10)),  # taken at the very moment: in time
        (TicketState.HANDLING, at(10), at(10, 0, 1)),  # a second late
        (TicketState.DISPATCHED, at(11), None),  # not taken: late
        (TicketState.MERGED, at(12), None),  # gone: left out
        (TicketState.HANDLING, None, None),  # paused: not due at all
        (TicketState.DISPATCHED, at(23, day=DAY), None),  # due tonight: left out while it is noon
        (TicketState.HANDLING, at(10, day=NEXT), at(9)),  # due tomorrow
    )
    for state, due, stopped in states:
        clock(new_ticket(opened_by=who, state=state), ClockKind.TAKE, due, stopped)
    secret = new_ticket(opened_by=who, state=TicketState.DISPATCHED, confidential=True)
    clock(secret, ClockKind.TAKE, at(10))  # in no figure
    noon = of(asked(now=at(13)), "timely_response")
    assert (noon.value, noon.left_out) == (1 / 3, {"not_due": 1, "gone": 1})
    evening = of(asked(now=at(23, 30)), "timely_response")
    assert (evening.value, evening.left_out) == (1 / 4, {"not_due": 0, "gone": 1})


def test_completion_looks_at_the_first_limit_and_at_what_became_of_the_ticket(office: Any) -> None:
    who = office["who"]
    for state, round_, dues in (
        (TicketState.CLOSED, 0, [at(10)]),  # done
        (TicketState.CLOSED, 1, [at(10), at(15)]),  # handled again: its second limit is not counted
        (TicketState.HANDLING, 0, [at(10)]),
        (TicketState.FINAL, 0, [at(10)]),  # done
    ):
        ticket = new_ticket(opened_by=who, state=state, round=round_)
        for due in dues:
            clock(ticket, ClockKind.FINISH, due, at(9))
    assert of(asked(), "effective_completion").value == 2 / 4
    assert of(asked(), "timely_reply").value == 1.0  # five limits, each stopped before it was due


def test_tickets_by_unit_count_those_below_and_a_dissolved_one_keeps_its_own(office: Any) -> None:
    units, who = office["units"], office["who"]
    for code, n in (("civil", 2), ("enforcement", 1), ("court", 1), ("housing", 1)):
        for _ in range(n):
            new_ticket(opened_by=who, at=at(9), unit=units[code], state=TicketState.HANDLING)
    new_ticket(opened_by=who, at=at(9))
    new_ticket(opened_by=who, at=at(9), state=TicketState.MERGED, unit=units["civil"])
    units["housing"].active = False
    units["housing"].save()
    court, housing = str(units["court"].id), str(units["housing"].id)
    assert told(asked(), "opened", by=Dimension.UNIT) == sorted([(court, [4]), (housing, [1]), ("none", [1])])
    below = told(asked(), "opened", by=Dimension.UNIT, where={Dimension.UNIT: court})
    assert below == sorted([(f"={court}", [1]), (str(units["civil"].id), [2]), (str(units["enforcement"].id), [1])])
    assert of(asked(), "opened", where={Dimension.UNIT: f"={court}"}).value == 1  # its rows are as many
    assert of(asked(), "opened", where={Dimension.UNIT: court}).left_out == {"merged": 1}
    assert of(asked(), "opened", where={Dimension.UNIT: "none"}).value == 1


def test_what_is_urgent_is_told_apart(office: Any) -> None:
    """Taken in time: of two urgent tickets one, of three others all."""
    who = office["who"]
    for urgent, stops in ((True, (9, 12)), (False, (9, 9, 9))):
        for stop in stops:
            clock(new_ticket(opened_by=who, urgent=urgent), ClockKind.TAKE, at(10), at(stop))
    assert told(asked(), "timely_response", by=Dimension.URGENT) == [("0", [1.0]), ("1", [0.5])]
    assert of(asked(), "timely_response", where={Dimension.URGENT: "1"}).tally.among == 2
    assert told(asked(NOW.date()), "opened", by=Dimension.URGENT) == [("0", [3]), ("1", [2])]


def test_ratings_are_what_the_citizen_said(office: Any) -> None:
    who = office["who"]
    for n, (state, solved, satisfied) in enumerate(
        [("done", True, 5), ("done", True, None), ("done", False, 1), ("given_up", None, None), ("open", None, None)]
    ):
        ticket = new_ticket(opened_by=who)
        rows.FollowUp.create(
            ticket=ticket, round=0, token=f"t{n}", state=state, planned_at=NOW, next_at=NOW, solved=solved,
            satisfied=satisfied, done_at=None if state == "open" else at(10),
        )  # fmt: skip
    names = ("follow_ups_done", "follow_ups_given_up", "solved", "satisfaction", "handled")
    assert told(asked(), *names) == [("", [3, 1, 2 / 3, 1 / 2, None])]


def test_a_unit_takes_a_ticket_within_what_its_class_of_urgency_allows(office: Any) -> None:
    """Dispatched at nine: danger 15 minutes, supply 30, all others until the limit's own end at eighteen."""
    who, topics = office["who"], {}
    for code in ("20", "2001", "30"):
        topics[code] = rows.Entry.create(kind="topic", code=code, zh=code)
    rows.Parameter.create(name="report.supply_subjects", value="20", by="x", at=NOW)
    for urgent, topic, took in (
        (True, None, 15 * 60), (True, "2001", 15 * 60 + 1),  # danger: the first in time
        (False, "20", 30 * 60), (False, "2001", 1801), (False, "2001", None),  # supply: one of three
        (False, "30", 8 * 3600), (False, None, 10 * 3600),  # others: one of two
    ):  # fmt: skip
        ticket = new_ticket(opened_by=who, urgent=urgent, topic=topics.get(topic or ""), state=TicketState.HANDLING)
        rows.TicketClock.create(
            ticket=ticket,
            kind=ClockKind.TAKE.value,
            begun_at=at(9),
            half_days=2,
            due_at=at(18),
            stopped_at=None if took is None else at(9) + dt.timedelta(seconds=took),
        )
    names = ("taken_danger", "taken_supply", "taken_other")
    assert told(asked(), *names) == [("", [1 / 2, 1 / 3, 1 / 2])]
    assert [of(asked(now=at(17)), name).left_out["not_due"] for name in names] == [2, 3, 2]
    rows.Parameter.update(value="").execute()  # no subject is named: what was supply is another matter
    assert told(asked(), *names) == [("", [1 / 2, None, 3 / 5])]


def test_the_announcement_is_what_callers_heard_out(db: Any) -> None:
    for seconds in (12.5, 20.0, 21.5):  # 54 s ÷ 3; two of three within 20 s
        ended(Outcome.SELF_SERVED, at(9), announced_seconds=seconds)
    ended(Outcome.ABANDONED_MENU, at(9, 1))  # hung up meanwhile
    ended(Outcome.TALKED, at(9, 2), wait=5.0, talk=10.0)  # a line without an announcement
    ended(Outcome.REFUSED, at(9, 3))
    mean, share = of(asked(), "announcement"), of(asked(), "announced_20")
    assert (mean.value, mean.good) == (18.0, True)
    assert (share.value, share.good) == (2 / 3, False)
    # a refused call heard none either
    assert share.left_out == {"nuisance": 1, "unknown_number": 0, "no_announcement": 3}


# ---- agents


def turn(person: Any, moment: dt.datetime, new: Presence) -> None:
    rows.PresenceChange.create(
        uid=f"{person.id}-{moment.isoformat()}",
        person=person,
        at=moment,
        old="off",
        new=new.value,
        reason="by_hand",
        by="x",
    )


def test_voices_of_a_day(db: Any) -> None:
    """Four recordings of the 20th, and one of the next day.

    first word: 1, 3 and 5 s, the fourth never spoke: mean (1 + 3 + 5) ÷ 3 = 3; within 3 s: 2 of 4
    agent's share: 30 ÷ 60, 10 ÷ 40, 6 ÷ 60, 0 ÷ 20: mean (0.5 + 0.25 + 0.1 + 0) ÷ 4 = 0.2125
    silence: 0, 12, 30, 10: mean 13; longest of 10 s or more: 12 and 30 of 4; agent silent for 60 s: 1 of 4
    both at once for 10 %: 6 ÷ 60 and 4 ÷ 40, not 5 ÷ 60: 2 of 4
    """
    agent = new_person(role=Role.AGENT)
    heard = [  # talk, agent, first word, dead, longest, agent quiet, both; the last row: nobody talked to an agent
        (60.0, 30.0, 1.0, 0.0, 2.0, 10.0, 6.0), (40.0, 10.0, 3.0, 12.0, 12.0, 30.0, 4.0),
        (60.0, 6.0, 5.0, 30.0, 30.0, 60.0, 5.0), (20.0, 0.0, None, 10.0, 9.9, 20.0, 0.0),
        (0.0, 0.0, None, 0.0, 0.0, 0.0, 0.0),
    ]  # fmt: skip
    for n, (talk, spoke, first, dead, longest, quiet, both_) in enumerate([*heard, heard[0]]):
        moment = at(23, 59, 59) if n == 0 else at(0, day=NEXT) if n == len(heard) else at(9, n)
        call = new_call(at=moment, agent=agent, outcome=Outcome.TALKED.value)
        recording = rows.Recording.create(
            call=call.id, kind="call", path=f"{n}.wav", state="kept", begun_at=moment, seconds=60.0
        )
        rows.VoiceMeasure.create(
            recording=recording, call=call.id, at=NOW, talk=talk, agent=spoke, agent_first=first, dead=dead,
            dead_longest=longest, agent_quiet=quiet, both=both_,
        )  # fmt: skip
    names = ("voices_measured", "first_word", "first_word_soon", "agent_talks", "silence", "long_silence",
             "agent_long_silent", "talked_over")  # fmt: skip
    assert [of(asked(), name).value for name in names] == pytest.approx([4, 3.0, 0.5, 0.2125, 13.0, 0.5, 0.25, 0.5])


def test_a_day_of_an_agent_goes_on_across_midnight(db: Any) -> None:
    who = new_person(role=Role.AGENT)
    turn(who, at(23, day=DAY - dt.timedelta(days=1)), Presence.READY)  # ready from the day before
    turn(who, at(1), Presence.TALKING)  # 1 h ready today
    turn(who, at(2), Presence.WRAP_UP)  # 1 h talking
    turn(who, at(2, 30), Presence.AWAY)  # 30 min
    turn(who, at(3), Presence.OFF)  # 30 min away
    turn(who, at(23), Presence.READY)  # 1 h ready, and on into the next day
    names = ("time_ready", "time_talking", "time_wrap_up", "time_away", "time_signed_in", "occupancy")
    hours = [value and value / 3600 for value in told(asked(), *names)[0][1][:5]]
    assert hours == pytest.approx([2.0, 1.0, 0.5, 0.5, 4.0], abs=1e-4)
    assert of(asked(), "occupancy").value == pytest.approx(1.5 / 3.5, abs=1e-6)
    both = told(asked(DAY - dt.timedelta(days=1), NEXT), "time_ready", by=Dimension.DAY)
    assert [(key, round((value[0] or 0) / 3600, 3)) for key, value in both] == [
        ("2026-11-19", 1.0), ("2026-11-20", 2.0), ("2026-11-21", 24.0),
    ]  # fmt: skip
    assert of(asked(now=at(23, 30)), "time_ready").value == pytest.approx(5400, abs=0.1)  # up to now, not to midnight


# ---- for whom


def test_a_site_counts_its_lines_and_people_and_a_unit_its_tickets_alone(db: Any) -> None:
    here, there = new_site(), new_site(code="east", name="东区法院")
    line = new_line(site=here)
    agent = new_person(role=Role.AGENT, site=there)
    ended(Outcome.TALKED, at(9), wait=1.0, talk=1.0, line=line.code, agent=agent)  # lent: both sites see it
    ended(Outcome.ABANDONED_QUEUE, at(10), wait=1.0, line=line.code)
    units = new_units(there)
    new_ticket(opened_by=agent, at=at(9), unit=units["civil"])
    seen = {
        "all": Scope(), "here": Scope(site=here.id), "there": Scope(site=there.id), "own": Scope(person=agent.id),
        "unit": Scope(units=frozenset({units["civil"].id})), "other": Scope(units=frozenset({units["housing"].id})),
    }  # fmt: skip
    got = {name: told(asked(scope=scope), "entered", "opened")[0][1] for name, scope in seen.items()}
    assert got == {"all": [2, 1], "here": [2, 0], "there": [1, 1], "own": [1, 1], "unit": [None, 1], "other": [None, 0]}


# ---- down to the rows


def test_a_figures_rows_are_as_many_as_it_says_and_come_page_by_page(day: Any) -> None:
    figure = FIGURES["plain_connect_rate"]
    got = figures.one(figure, asked())
    for name, wanted in (("counted", 6), ("among", 8), ("nuisance", 1), ("running", 1)):
        assert drill.count(figure.rows, part(figure, name), asked(), where={}) == wanted
        pages, mark = [], ""
        while True:
            page = drill.page(figure.rows, part(figure, name), asked(), where={}, after=mark, size=3)
            pages += [row.id for row in page.rows]
            mark = page.next
            if not mark:
                break
        assert len(set(pages)) == len(pages) == wanted
    assert (got.tally.counted, got.tally.among) == (6, 8)
    assert drill.part_of(figure, "something") is None


def test_the_sheet_says_of_each_row_what_each_figure_makes_of_it(day: Any) -> None:
    figure = FIGURES["plain_connect_rate"]
    told = list(drill.verdicts(figure.rows, figure.among, asked(), where={}))
    assert len(told) == 11
    for name in ("plain_connect_rate", "entered", "within_15", "silent"):
        got = figures.one(FIGURES[name], asked())
        assert sum(verdict[name].counted for _row, verdict in told) == got.tally.counted
        assert sum(verdict[name].among for _row, verdict in told) == got.tally.among
    refused = [verdict["entered"] for row, verdict in told if row.cells["outcome"] == "refused"]
    assert [(one.counted, one.among, one.why) for one in refused] == [(False, False, "nuisance")]
    assert drill.page(figure.rows, figure.counts, asked(), where={}, after="nonsense").rows != ()


def test_values_of_tallies() -> None:
    figure = FIGURES["connect_rate"]
    assert value(figure, Tally(), []) is None
    assert value(figure, Tally(), [Tally(1, 2), Tally(0, 0), Tally(1, 1)]) == 0.75


def test_how_a_ticket_ended_is_one_of_four_ways_that_add_up() -> None:
    ways = ("went_closed", "went_not_accepted", "went_withdrawn", "went_merged")
    for state in TicketState:
        row = {"change": "ended", "state": state.value}
        counted = [name for name in ways if holds(FIGURES[name].counts, row)]
        assert (state in OPEN_STATES, len(counted)) in ((True, 0), (False, 1)), state
    assert not any(holds(FIGURES[name].counts, {"change": "reopened", "state": "closed"}) for name in ways)


def test_a_day_and_a_week_are_compared_with_the_same_weekday_and_say_so() -> None:
    for kind in PeriodKind:
        if kind is not PeriodKind.FREE:
            period = period_of(kind, dt.date(2026, 11, 20))
            then = a_year_ago(period)
            same = then.first.weekday() == period.first.weekday() and (period.first - then.first).days == 364
            assert by_weekday(period) is (kind in (PeriodKind.DAY, PeriodKind.WEEK)) is same, kind
