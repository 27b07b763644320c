"""Papers are issued once, numbered without gaps, and kept as their fields."""

import datetime as dt
from typing import Any

import pytest

from hotline.ports import Refused
from hotline.rows import Attachment, Audit, Paper, Ticket
from hotline.store.database import database
from hotline.tickets.reads import papers as queries
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.papers import Numbers
from hotline.tickets.verbs import papers
from hotline.tickets.verbs.life import Matter, act, actor, open_ticket
from hotline.words import PaperKind, Profile, Role, TicketEvent, Way
from tests.builders import NOW, new_member, new_person, new_units

pytestmark = pytest.mark.unit
E = TicketEvent
NUMBERS = Numbers({"head": "南法"})


def fine(kind: PaperKind, site: str, fields: dict[str, object]) -> None:
    """A maker that can make everything."""


@pytest.fixture
def hall(head: Any) -> Any:
    """The people of a hotline and of a unit."""

    class Hall:
        units = new_units(head)
        dispatcher = new_person(role=Role.DISPATCHER, site=head)
        reviewer = new_person(role=Role.HOTLINE_REVIEWER, site=head)
        handler = new_member(units["housing"])
        inspector = new_person(role=Role.INSPECTOR, site=head)
        agent = new_person(site=head)

    return Hall


_made = iter(range(1000))


def ticket(hall: Any, **given: Any) -> str:
    matter = Matter("complaint", "电梯停运", "张三丰说停了三天\n请回电13800001234", **{
        "profile": Profile.GOV_12345, "caller_number": "13800001234", "caller_name": "张三丰", **given})  # fmt: skip
    return open_ticket(matter, person=hall.agent.id, token=f"t{next(_made)}", draft=None, now=NOW, client_ip="")


def do(number: str, event: TicketEvent, who: Any, **given: Any) -> None:
    act(number, TransitionRequest(event, text="请尽快办理。", **given), who=actor(who.id), now=NOW)


def dispatched(hall: Any, way: Way = Way.ASSIGN, **given: Any) -> str:
    number = ticket(hall, **given)
    do(number, E.DISPATCH, hall.dispatcher, unit=hall.units["housing"].id, way=way)
    return number


def issue(kind: PaperKind, number: str, who: Any, *, make: Any = fine, now: dt.datetime = NOW) -> Any:
    return queries.one(papers.issue(kind, number, actor(who.id), numbers=NUMBERS, make=make, now=now, client_ip="a"))


def test_a_slip_holds_what_the_ticket_says(hall):
    number = dispatched(hall)
    paper = issue(PaperKind.SLIP, number, hall.dispatcher)
    assert (paper.number, paper.kind, paper.ticket) == ("南法热转〔2026〕1号", PaperKind.SLIP, number)
    wanted = {
        "kind": "办理转送单", "number": "南法热转〔2026〕1号", "date": "2026年11月20日", "issuer": "市中级法院",
        "unit": "住建局", "ticket": number, "channel": "电话", "matter": "投诉", "opened": "2026-11-20 10:00",
        "caller": "张三丰", "caller_number": "13800001234", "way": "交办", "opinion": "请尽快办理。", "reply": "",
    }  # fmt: skip
    assert {key: paper.fields[key] for key in wanted} == wanted
    assert [(row["event"], row["who"]) for row in paper.fields["history"]] == [("登记", "热线"), ("派单", "住建局")]
    audit = Audit.select().where(Audit.act == "issue_paper").get()
    assert (audit.object, audit.data) == (f"ticket:{number}", {"kind": "slip", "number": paper.number})


def test_the_same_paper_is_issued_once_and_another_one_when_something_has_happened(hall):
    number = dispatched(hall)
    first = issue(PaperKind.SLIP, number, hall.dispatcher)
    again = issue(PaperKind.SLIP, number, hall.reviewer, now=NOW + dt.timedelta(days=1))
    do(number, E.TAKE, hall.handler)
    third = issue(PaperKind.SLIP, number, hall.dispatcher)
    assert [one.number for one in (first, again, third)] == [
        "南法热转〔2026〕1号", "南法热转〔2026〕1号", "南法热转〔2026〕2号",
    ]  # fmt: skip


def test_a_paper_that_cannot_be_made_takes_no_number(hall):
    def broken(*_):
        raise Refused("broken")

    number = dispatched(hall)
    with pytest.raises(Refused, match="broken"):
        issue(PaperKind.SLIP, number, hall.dispatcher, make=broken)
    assert Paper.select().count() == 0
    assert issue(PaperKind.SLIP, number, hall.dispatcher).number == "南法热转〔2026〕1号"


def test_a_paper_is_tried_while_nobody_waits_for_the_database_and_again_only_when_the_ticket_has_changed(hall):
    number, tried = dispatched(hall), []

    def make(kind, site, fields):
        tried.append((database.in_transaction(), fields["number"]))

    issue(PaperKind.SLIP, number, hall.dispatcher, make=make)
    assert tried == [(False, papers.NO_NUMBER)]
    issue(PaperKind.SLIP, number, hall.dispatcher, make=make)
    assert len(tried) == 1

    def changing(kind, site, fields):
        make(kind, site, fields)
        if len(tried) == 2:
            Ticket.update(subject="改了").where(Ticket.number == number).execute()

    Ticket.update(subject="又改").where(Ticket.number == number).execute()
    made = issue(PaperKind.SLIP, number, hall.dispatcher, make=changing)
    assert (made.fields["subject"], tried[1:]) == ("改了", [(False, papers.NO_NUMBER), (True, made.number)])


def test_each_kind_and_year_has_its_own_series(hall):
    one, two = dispatched(hall), dispatched(hall)
    later = NOW + dt.timedelta(days=60)
    made = [
        issue(PaperKind.SLIP, one, hall.dispatcher), issue(PaperKind.LETTER, one, hall.dispatcher),
        issue(PaperKind.SLIP, two, hall.dispatcher), issue(PaperKind.CIRCULAR, two, hall.dispatcher, now=later),
        issue(PaperKind.LETTER, two, hall.dispatcher, now=later),
    ]  # fmt: skip
    assert [paper.number for paper in made] == [
        "南法热转〔2026〕1号", "南法热交〔2026〕1号", "南法热转〔2026〕2号", "南法热通〔2027〕1号",
        "南法热交〔2027〕1号",
    ]  # fmt: skip


def test_what_is_offered_follows_the_ticket(hall):
    def offered(number, who, now=NOW):
        return [kind.value for kind in papers.offered(Ticket.get(Ticket.number == number), actor(who.id), now)]

    number = ticket(hall)
    assert offered(number, hall.dispatcher) == []
    do(number, E.DISPATCH, hall.dispatcher, unit=hall.units["housing"].id, way=Way.TRANSFER)
    assert [offered(number, who) for who in (hall.dispatcher, hall.handler, hall.agent)] == [["slip"], [], []]
    assert offered(number, hall.dispatcher, NOW + dt.timedelta(days=90)) == ["slip", "circular"]
    do(number, E.TAKE, hall.handler)
    do(number, E.ASK_EXTENSION, hall.handler, half_days=5)
    do(number, E.APPROVE_EXTENSION, hall.reviewer)
    assert offered(number, hall.dispatcher) == ["slip", "extension"]
    paper = issue(PaperKind.EXTENSION, number, hall.dispatcher)
    told = [paper.fields[name] for name in ("days", "reason", "to")]
    assert told == ["2.5", "请尽快办理。", "张三丰先生/女士"]


def test_a_reply_is_the_units_after_the_hotline_has_passed_it(hall):
    number = dispatched(hall)
    do(number, E.TAKE, hall.handler)
    do(number, E.REPLY, hall.handler)
    head = new_member(hall.units["housing"], role=Role.UNIT_REVIEWER)
    do(number, E.UNIT_APPROVE, head)
    with pytest.raises(Refused, match="There is no answer yet that the hotline has passed"):
        issue(PaperKind.REPLY, number, hall.handler)
    do(number, E.APPROVE, hall.reviewer)
    paper = issue(PaperKind.REPLY, number, hall.handler)
    assert [paper.fields[key] for key in ("issuer", "reply", "to", "history")] == [
        "住建局",
        "请尽快办理。",
        "张三丰先生/女士",
        [],
    ]
    assert paper.number == "住建局热复〔2026〕1号"
    stranger = new_member(hall.units["civil"])
    with pytest.raises(Refused, match="You may not issue"):
        issue(PaperKind.REPLY, number, stranger)


def answered(hall: Any, reply: str = "已修复。") -> str:
    """A ticket whose answer waits for the hotline."""
    number = dispatched(hall)
    do(number, E.TAKE, hall.handler)
    act(number, TransitionRequest(E.REPLY, text=reply), who=actor(hall.handler.id), now=NOW)
    do(number, E.UNIT_APPROVE, new_member(hall.units["housing"], role=Role.UNIT_REVIEWER))
    return number


def test_head_number_and_signature_of_a_reply_are_one_organs(hall):
    short = Numbers({"head": "南法"}, units={"housing": "南建"})
    numbers = []
    for _ in range(2):
        number = answered(hall)
        do(number, E.APPROVE, hall.reviewer)
        for kind, who in ((PaperKind.REPLY, hall.reviewer), (PaperKind.SLIP, hall.dispatcher)):
            made = papers.issue(kind, number, actor(who.id), numbers=short, make=fine, now=NOW, client_ip="")
            paper: Any = queries.one(made)
            numbers.append((paper.number, paper.fields["issuer"]))
    assert hall.units["housing"].code == "housing"
    assert numbers == [
        ("南建热复〔2026〕1号", "住建局"), ("南法热转〔2026〕1号", "市中级法院"),
        ("南建热复〔2026〕2号", "住建局"), ("南法热转〔2026〕2号", "市中级法院"),
    ]  # fmt: skip


def test_the_slip_has_the_answer_once_the_hotline_has_passed_it(hall):
    number = answered(hall)
    before = issue(PaperKind.SLIP, number, hall.dispatcher)
    do(number, E.APPROVE, hall.reviewer)
    after = issue(PaperKind.SLIP, number, hall.dispatcher)
    assert [before.fields["reply"], after.fields["reply"]] == ["", "已修复。"]


def test_a_reply_encloses_the_files_of_who_answered(hall):
    number = answered(hall, "已修复，照片见附件。")
    row = Ticket.get(Ticket.number == number)
    for name, person, token, hours in (
        ("来信.jpg", hall.agent, "form", 0), ("旧照.jpg", hall.handler, "", -1), ("现场.jpg", hall.handler, "", 1),
        ("内部核查.docx", hall.reviewer, "", 1), ("张三丰家.jpg", hall.handler, "", 1),
    ):  # fmt: skip
        Attachment.create(
            ticket=row, token=token, name=name, type="image/jpeg", size=1, sha256="", path=name, person=person,
            at=NOW + dt.timedelta(hours=hours),
        )  # fmt: skip
    do(number, E.APPROVE, hall.reviewer)
    assert issue(PaperKind.REPLY, number, hall.handler).fields["attachments"] == ["现场.jpg", "张三丰家.jpg"]
    Ticket.update(hides_name=True).where(Ticket.id == row.id).execute()
    assert issue(PaperKind.REPLY, number, hall.handler).fields["attachments"] == ["现场.jpg", "＊＊＊家.jpg"]
    assert issue(PaperKind.SLIP, number, hall.dispatcher).fields["attachments"] == []


def test_a_withheld_name_stands_on_no_paper(hall):
    paper = issue(PaperKind.SLIP, dispatched(hall, hides_name=True), hall.dispatcher)
    assert [secret for secret in ("张三丰", "13800001234") if secret in str(paper.fields)] == []
    assert (paper.fields["caller"], paper.fields["caller_number"]) == ("（保密）", "（保密）")


def test_a_confidential_one_is_answered_by_the_inspection_without_a_number_of_the_series(hall):
    number = ticket(hall, confidential=True)
    do(number, E.ANSWER, hall.inspector)
    for who in (hall.dispatcher, hall.reviewer, hall.handler):
        with pytest.raises(Refused, match="You may not issue"):
            issue(PaperKind.REPLY, number, who)
    paper = issue(PaperKind.REPLY, number, hall.inspector)
    assert paper.number == f"南法热复密〔2026〕{number[-8:]}-1号"
    papers.read(paper.id, person=hall.inspector.id, now=NOW, client_ip="")
    audit = [(row.act, row.object, row.data) for row in Audit.select() if row.act in ("issue_paper", "read_file")]
    assert audit == [("issue_paper", "ticket:*", {"kind": "reply"}), ("read_file", "ticket:*", {})]


def test_there_must_be_a_ticket(hall):
    with pytest.raises(Refused, match="There is no such ticket"):
        issue(PaperKind.SLIP, "no-such", hall.dispatcher)
