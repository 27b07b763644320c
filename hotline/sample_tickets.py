"""Tickets to begin the demonstration with, in most steps of a ticket's life: made by the verbs, as people would.

The callers of the stand-in's day (freeswitch/simulator/demo_day.yml) are the people of these tickets and the parties of
the sample cases, so that the pop of the first call shows a case and a ticket in hand."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from hotline.clock import CHINA, UTC
from hotline.follow_ups.rules import Said
from hotline.follow_ups.verbs import follow_ups
from hotline.rows import Entry, FollowUp, Person, Ticket, Unit
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.words import FollowUpChannel, Profile, TicketEvent, Way
from hotline.workdays.rules.calendar import Calendar

E = TicketEvent
COURT, CITY = Profile.COURT_12368, Profile.GOV_12345
VISITED = "visited"  # the follow-up's own step, which is no event


@dataclass(frozen=True, slots=True)
class Step:
    """What `by` does: so many workdays ago, at a time of day in China."""

    event: str
    by: str
    days: int
    at: str
    text: str = ""
    unit: str = ""
    half_days: int = 0


@dataclass(frozen=True, slots=True)
class SampleTicket:
    """`of`: name and number of the citizen; `who` registers it."""

    of: tuple[str, str]
    kind: str
    topic: str
    subject: str
    text: str
    days: int
    at: str
    who: str = "agent1"
    profile: Profile = COURT
    case: str = ""
    quick: bool = False
    urgent: bool = False
    confidential: bool = False
    steps: tuple[Step, ...] = field(default=())


def _to(unit: str, days: int, at: str) -> Step:
    return Step(E.DISPATCH, "dispatcher", days, at, "请按规定办理。", unit)


ZHANG, LI, WANG = ("张三", "13800001234"), ("李四", "13800005678"), ("王五", "13900001111")
ZHAO, SUN = ("赵六", "13900002222"), ("孙七", "13700003333")
ZHOU, CHEN, HE = ("周九", "13900002003"), ("陈三", "13900002004"), ("何四", "13900002009")
TICKETS = (
    SampleTicket(
        ZHANG, "help", "0203", "请求联系承办法官", "来电人已补充证据，希望承办法官回电告知开庭安排。", 1, "09:20",
        case="(2026)浙0599民初1024号", steps=(_to("civil", 1, "10:05"),),
    ),
    SampleTicket(
        ZHANG, "consult", "0102", "立案后多久安排开庭", "来电人询问立案后何时开庭，已当场答复。", 4, "15:10",
        case="(2026)浙0599民初1024号", quick=True,
    ),
    SampleTicket(
        LI, "complaint", "0301", "执行案件三个月没有进展", "来电人反映申请执行三个月未收到反馈，要求说明财产查控情况。",
        5, "10:15", who="agent3", case="(2026)浙0599执881号", urgent=True,
        steps=(
            _to("enforcement", 5, "11:00"), Step(E.TAKE, "enforcement", 5, "14:30"),
            Step(E.URGE, "dispatcher", 1, "09:30", "来电人再次来电，请尽快回复。"),
            Step(E.SUPERVISE, "supervisor", 1, "10:00", "请说明办理进展和预计办结时间。"),
        ),
    ),
    SampleTicket(
        WANG, "help", "0201", "没有收到开庭传票", "来电人称开庭在即仍未收到传票，请核实送达地址。",
        1, "16:20", who="agent2",
        case="(2026)浙0599民初2077号",
    ),
    SampleTicket(
        ZHAO, "complaint", "0202", "超过审限未宣判", "来电人反映案件已超过审理期限，要求说明原因。", 3, "09:40",
        case="(2026)浙0599商初318号",
        steps=(
            _to("civil", 3, "10:10"), Step(E.TAKE, "civil", 3, "14:00"),
            Step(E.REPLY, "civil", 1, "11:20", "经查，案件因等待鉴定结论依法扣除审限，已电话告知当事人。"),
        ),
    ),
    SampleTicket(
        SUN, "complaint", "0401", "窗口工作人员态度冷漠", "来电人反映窗口人员不愿解释退件原因。",
        3, "14:20", who="agent2",
        case="(2026)浙0599立调66号",
        steps=(
            _to("civil", 3, "15:00"), Step(E.TAKE, "civil", 3, "15:40"),
            Step(E.REPLY, "civil", 2, "10:00", "经核实，工作人员解释不够耐心，已批评教育并向当事人致歉。"),
            Step(E.UNIT_APPROVE, "civilhead", 1, "16:00", "情况属实，同意。"),
        ),
    ),
    SampleTicket(
        SUN, "help", "0101", "请求告知补正材料清单", "来电人希望得到书面的补正材料清单。", 2, "11:00", steps=(
            Step(E.ACCEPT, "dispatcher", 2, "11:30"),
        ),
    ),
    SampleTicket(
        ZHOU, "complaint", "1401", "夜间施工噪声扰民", "和平路工地夜里十二点后仍在施工，影响休息。",
        1, "08:50", who="agent5",
        profile=CITY,
    ),
    SampleTicket(
        CHEN, "complaint", "1101", "电梯停运无人维修", "小区三幢电梯停运多日，老人出行困难，物业一直没有维修。",
        2, "09:10",
        who="agent5", profile=CITY,
        steps=(
            _to("housing", 2, "09:40"), Step(E.TAKE, "housing", 2, "10:30"),
            Step(E.ASK_EXTENSION, "housing", 1, "15:00", "维修配件须从厂家调货。", half_days=4),
        ),
    ),
    SampleTicket(
        CHEN, "help", "1202", "道路破损请求修复", "学校门口路面塌陷，夜间有安全隐患。",
        2, "10:40", who="agent6", profile=CITY,
        steps=(
            _to("housing", 2, "11:10"),
            Step(E.ASK_RETURN, "housing", 1, "09:00", "道路养护不属本单位职责。", unit="transport"),
        ),
    ),
    SampleTicket(
        HE, "complaint", "1102", "外墙渗水", "顶楼外墙渗水，墙面发霉，多次报修无果。",
        4, "09:30", who="agent6", profile=CITY,
        steps=(
            _to("housing", 4, "10:00"), Step(E.TAKE, "housing", 4, "11:00"),
            Step(E.REPLY, "housing", 3, "16:00", "已督促物业完成外墙防水修补，并现场复查。"),
            Step(E.UNIT_APPROVE, "housinghead", 2, "09:30", "同意。"),
            Step(E.APPROVE, "reviewer", 2, "15:00", "答复完整，转回访。"),
        ),
    ),
    SampleTicket(
        HE, "consult", "1201", "公交改道后如何乘车", "来电人询问改道期间的乘车办法。",
        5, "14:00", who="agent6", profile=CITY,
        steps=(
            _to("housing", 5, "14:30"), Step(E.TAKE, "housing", 5, "15:30"),
            Step(E.REPLY, "housing", 4, "10:30", "已将临时站点和班次告知来电人。"),
            Step(E.UNIT_APPROVE, "housinghead", 4, "14:00", "同意。"),
            Step(E.APPROVE, "reviewer", 4, "16:00", "同意。"),
            Step(VISITED, "visitor", 1, "14:10", "谢谢，已经清楚了。"),
        ),
    ),
    SampleTicket(
        ("", ""), "report", "0401", "反映办案人员违规会见", "举报人反映办案人员私下会见一方当事人。",
        1, "11:30", who="agent3",
        confidential=True,
    ),
)  # fmt: skip


def sow(now: dt.datetime) -> None:
    """Open the tickets and take their steps in the past, in the order of time; the sample court must stand already."""
    people = {row.login: row.id for row in Person.select()}
    topics = {row.code: row.id for row in Entry.select().where(Entry.kind == "topic")}
    units = {row.code: row.id for row in Unit.select()}
    numbers: dict[int, str] = {}
    for at, place, step in sorted(_due(now), key=lambda one: (one[0], one[1])):
        if step is None:
            numbers[place] = _open(TICKETS[place], place, people, topics, at)
        elif step.event == VISITED:
            _visited(numbers[place], people, step, at)
        else:
            _act(numbers[place], people, units, step, at)


def _due(now: dt.datetime) -> list[tuple[dt.datetime, int, Step | None]]:
    """When each ticket is opened (no step), and when each step is taken."""
    return [
        due
        for place, one in enumerate(TICKETS)
        for due in (
            (_moment(now, one.days, one.at), place, None),
            *((_moment(now, step.days, step.at), place, step) for step in one.steps),
        )
    ]


def _moment(now: dt.datetime, days: int, at: str) -> dt.datetime:
    """A time of day on the n-th workday before today."""
    calendar, day = Calendar(), now.astimezone(CHINA).date()
    while days:
        day -= dt.timedelta(days=1)
        days -= calendar.workday(day)
    return dt.datetime.combine(day, dt.time.fromisoformat(at), CHINA).astimezone(UTC)


def _open(one: SampleTicket, place: int, people: dict[str, int], topics: dict[str, int], at: dt.datetime) -> str:
    name, number = one.of
    matter = Matter(
        one.kind, one.subject, one.text, close_at_once=one.quick, caller_name=name, caller_number=number,
        profile=one.profile, topic=topics[one.topic], case_number=one.case, urgent=one.urgent,
        confidential=one.confidential,
    )  # fmt: skip
    return open_ticket(matter, person=people[one.who], token=f"sample-{place}", draft=None, now=at, client_ip="")


def _act(number: str, people: dict[str, int], units: dict[str, int], step: Step, at: dt.datetime) -> None:
    given: dict[str, Any] = {"unit": units[step.unit]} if step.unit else {}
    given |= {"way": Way.TRANSFER} if step.event == E.DISPATCH else {}
    asked = TransitionRequest(E(step.event), text=step.text, half_days=step.half_days, **given)
    act(number, asked, who=actor(people[step.by]), now=at)


def _visited(number: str, people: dict[str, int], step: Step, at: dt.datetime) -> None:
    ticket = Ticket.get(Ticket.number == number)
    visit = FollowUp.get(FollowUp.ticket == ticket.id)
    follow_ups.answered(
        visit.id, Said(True, True, 5), step.text, who=actor(people[step.by]), way=FollowUpChannel.CALL, now=at,
        wants_more=False,
    )  # fmt: skip
