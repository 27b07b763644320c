"""Appeals, disputes and appointments: what the rules say, and what the verbs keep or refuse."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline import rows
from hotline.knowledge.content import load
from hotline.people.reads.scope import Scope
from hotline.ports import Refused
from hotline.settings import Settings
from hotline.tickets.reads import disputes as dispute_reads
from hotline.tickets.rules.appeals import AppealQuestion, advice, plus_months
from hotline.tickets.rules.appointments import free
from hotline.tickets.rules.disputes import Hit, Rule, hits, marked
from hotline.tickets.verbs import appeals, appointments, disputes
from hotline.tickets.verbs.life import Matter, actor, open_ticket
from hotline.words import AppointmentKind, DisputeState, Role
from hotline.workdays.rules.calendar import Calendar
from tests.builders import NOW, new_person, new_units

pytestmark = pytest.mark.unit
LAWS = load(Settings().content).appeals.laws()
TABLE = Calendar()
DAY = dt.date
OPEN_TO_16 = (False, "appeal", DAY(2026, 11, 16), False)


@pytest.mark.parametrize(
    ("asked", "today", "told"),
    [
        # fifteen days from Friday 30 October are Saturday 14 November: moved to Monday the 16th
        (AppealQuestion("civil", "judgment", 1, DAY(2026, 10, 30)), DAY(2026, 11, 16), OPEN_TO_16),
        (
            AppealQuestion("civil", "judgment", 1, DAY(2026, 10, 30)),
            DAY(2026, 11, 17),
            (True, "after", DAY(2027, 5, 17), False),
        ),
        (
            AppealQuestion("civil", "ruling", 1, DAY(2026, 11, 10)),
            DAY(2026, 11, 20),
            (False, "appeal", DAY(2026, 11, 20), False),
        ),
        (
            AppealQuestion("civil", "judgment", 1, DAY(2026, 10, 30), True),
            DAY(2026, 12, 1),
            (False, "wait", None, False),
        ),
        (
            AppealQuestion("civil", "judgment", 2, DAY(2026, 5, 6)),
            DAY(2026, 11, 20),
            (True, "after", DAY(2026, 11, 6), True),
        ),
        (
            AppealQuestion("criminal", "judgment", 1, DAY(2026, 11, 2)),
            DAY(2026, 11, 12),
            (False, "appeal", DAY(2026, 11, 12), False),
        ),
        (AppealQuestion("criminal", "judgment", 2, DAY(2020, 1, 2)), DAY(2026, 11, 12), (True, "after", None, False)),
        (
            AppealQuestion("administrative", "mediation", 1, DAY(2026, 11, 2)),
            DAY(2026, 11, 12),
            (True, "after", DAY(2027, 5, 3), False),
        ),
    ],
)
def test_whether_it_is_in_force_and_until_when(asked: AppealQuestion, today: dt.date, told: tuple[Any, ...]) -> None:
    given = advice(asked, LAWS[asked.kind], TABLE, today)
    assert (given.in_force, given.route, given.until, given.late) == told


@given(day=st.dates(DAY(2004, 1, 1), DAY(2026, 6, 1)), ahead=st.integers(0, 400))
def test_an_appeal_period_ends_on_a_workday_and_never_shortens(day: dt.date, ahead: int) -> None:
    told = advice(AppealQuestion("civil", "judgment", 1, day), LAWS["civil"], TABLE, day + dt.timedelta(days=ahead))
    if told.route == "appeal":
        assert told.until is not None
        assert (TABLE.workday(told.until), (told.until - day).days >= 15) == (True, True)
    else:
        assert told.since is not None
        assert (told.since - day).days >= 16


@pytest.mark.parametrize(("day", "end"), [(DAY(2026, 8, 31), DAY(2027, 2, 28)), (DAY(2026, 12, 5), DAY(2027, 6, 5))])
def test_six_months_end_with_the_month(day: dt.date, end: dt.date) -> None:
    assert plus_months(day, 6) == end


def test_what_was_told_stays_with_the_ticket(agent: Any) -> None:
    matter = Matter("appeal", "不服判决", "", caller_number="13800001234")
    number = open_ticket(matter, person=agent.id, token="t", draft=None, now=NOW, client_ip="")
    asked = AppealQuestion("civil", "judgment", 1, DAY(2026, 11, 16))
    given = advice(asked, LAWS["civil"], TABLE, DAY(2026, 11, 20))
    appeals.judge(number, asked, given, "可在12月1日前上诉。", who=actor(agent.id), now=NOW, client_ip="")
    row = rows.Ticket.get()
    assert (row.extra["appeal"]["route"], row.extra["appeal"]["until"]) == ("appeal", "2026-12-01")
    assert rows.TicketStep.select().order_by(rows.TicketStep.number.desc()).get().text == "可在12月1日前上诉。"


RULES = (
    Rule("讨薪", (("拖欠", "欠薪"), ("工资", "薪"), ("工人", "集体")), "high"),
    Rule("邻里", (("邻居", "楼上"), ("漏水", "吵")), "medium"),
)


def test_every_group_must_hit() -> None:
    assert hits(RULES, "工地拖欠工人工资") == (Hit("讨薪", "high", (("拖欠", 2), ("工人", 4), ("工资", 6))),)
    assert hits(RULES, "拖欠工资") == ()
    assert [hit.rule for hit in hits(RULES, "楼上漏水，集体拖欠工资")] == ["讨薪", "邻里"]


@given(text=st.text(max_size=200))
def test_any_text_can_be_looked_at_and_shown(text: str) -> None:
    for hit in hits(RULES, text + "楼上吵"):
        shown = "".join(piece for piece, _ in marked(text + "楼上吵", hit.words))
        assert "楼上" in shown


@pytest.fixture
def clerk(head: Any) -> Any:
    new_units(head)
    rows.KeywordRule.create(name="讨薪", words=[["拖欠"], ["工资"]], level="high")
    return new_person(login="clerk", role=Role.DISPATCHER)


def opened(who: Any, text: str, **given: Any) -> str:
    token = f"t{rows.Ticket.select().count()}"
    matter = Matter("complaint", "反映问题", text, caller_number="13800001234", **given)
    return open_ticket(matter, person=who.id, token=token, draft=None, now=NOW, client_ip="")


def test_each_ticket_is_screened_once_and_a_person_decides(clerk: Any) -> None:
    opened(clerk, "工地拖欠工资两个月。")
    opened(clerk, "路灯不亮。")
    opened(clerk, "法官拖欠工资。", confidential=True)
    assert (disputes.screen(NOW), disputes.screen(NOW)) == (1, 0)
    assert dispute_reads.waiting(Scope()) == (1, 1)
    one = dispute_reads.page(Scope(), DisputeState.FOUND).rows[0]
    assert [piece for piece, hit in one.pieces if hit] == ["拖欠", "工资"]
    with pytest.raises(Refused, match="how many people"):
        disputes.confirm(one.id, "high", "很多", "", person=clerk.id, now=NOW)
    disputes.confirm(one.id, "high", "30", "项目部已到场", person=clerk.id, now=NOW)
    with pytest.raises(Refused, match="decided this already"):
        disputes.dismiss(one.id, "不是", person=clerk.id, now=NOW)
    row = rows.Dispute.get()
    assert (row.state, row.people, row.person_id) == ("confirmed", 30, clerk.id)


def test_agents_do_not_screen(agent: Any, clerk: Any) -> None:
    number = opened(clerk, "x")
    with pytest.raises(Refused):
        disputes.write_down(number, "high", "3", "有冲突", person=agent.id, now=NOW)


def test_holiday_filing_is_for_days_off_and_home_filing_for_workdays() -> None:
    """Friday 20 November: the next free day off is Saturday, the next workday Monday."""
    holiday = free(AppointmentKind.HOLIDAY, today=DAY(2026, 11, 20), ahead=30, calendar=TABLE, taken={}, most=2)
    home = free(AppointmentKind.HOME, today=DAY(2026, 11, 20), ahead=30, calendar=TABLE, taken={}, most=2)
    assert (holiday[0].day, home[0].day) == (DAY(2026, 11, 21), DAY(2026, 11, 23))


def test_a_full_hour_names_the_next_one(clerk: Any) -> None:
    numbers = [opened(clerk, f"预约{n}") for n in range(3)]

    def book(number: str) -> int:
        return appointments.book(
            number, "holiday", "2026-11-21", "09:00-10:00", "立案大厅", "", person=clerk.id, now=NOW
        )

    first = book(numbers[0])
    book(numbers[1])
    with pytest.raises(Refused) as refused:
        book(numbers[2])
    assert refused.value.sentence() == "This hour is taken; the next free one is 2026-11-21 10:00-11:00"
    appointments.move(first, "confirmed", person=clerk.id, now=NOW)
    assert [n.fields["when"] for n in rows.Notice.select().where(rows.Notice.template == "appointment")] == [
        "2026-11-21 09:00-10:00"
    ]
    appointments.move(first, "cancelled", person=clerk.id, now=NOW)
    book(numbers[2])
    with pytest.raises(Refused, match="This appointment is"):
        appointments.move(first, "done", person=clerk.id, now=NOW)


@pytest.mark.parametrize(
    ("day", "slot", "why"),
    [
        ("2026-11-23", "09:00-10:00", "not possible"), ("2026-11-20", "09:00-10:00", "after today"),
        ("2027-05-01", "09:00-10:00", "next weeks"), ("2026-11-21", "03:00-04:00", "hour of the list"),
        ("morgen", "09:00-10:00", "Choose a day"),
    ],
)  # fmt: skip
def test_an_hour_that_cannot_be(clerk: Any, day: str, slot: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        appointments.book(opened(clerk, "x"), "holiday", day, slot, "立案大厅", "", person=clerk.id, now=NOW)
