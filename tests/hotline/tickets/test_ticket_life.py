"""Tickets walked through the departments: states, owners, clocks and history, row by row."""

import re

import pytest

from hotline import rows
from hotline.ports import Refused
from hotline.tickets.rules.guards import TransitionRequest
from hotline.tickets.rules.payloads import CitizenAnswer, Grounded, PartMeant
from hotline.tickets.verbs.life import act, actor
from hotline.words import Post, Profile, Role, TicketEvent, Way
from tests.builders import NOW
from tests.hotline.tickets.town import Town, answered, china, handled, history, to_civil

pytestmark = pytest.mark.unit
E = TicketEvent


def test_from_registration_to_the_citizens_word(town: Town) -> None:
    number = answered(town)
    town.do(number, E.FOLLOW_UP_CLOSE, "visitor", payload=CitizenAnswer((True, True, 5)))
    assert history(number) == [
        ("open", "", "registered", "dispatcher"),
        ("dispatch", "registered", "dispatched", "dispatcher"),
        ("take", "dispatched", "handling", "civil"),
        ("reply", "handling", "replied", "civil"),
        ("unit_approve", "replied", "reviewing", "civilhead"),
        ("approve", "reviewing", "visiting", "reviewer"),
        ("visit_close", "visiting", "closed", "visitor"),
    ]
    row = town.row(number)
    assert (row.handled, row.solved, row.satisfied, row.holder_id, row.burns_at) == (True, True, 5, None, None)
    assert rows.TicketClock.select().where(rows.TicketClock.stopped_at.is_null()).count() == 0
    follow_up = rows.FollowUp.get(rows.FollowUp.ticket == row)
    assert (follow_up.state, follow_up.solved, follow_up.person_id) == ("done", True, town.who["visitor"].id)


def test_each_state_has_an_owner_and_the_clock_that_burns_first(town: Town) -> None:
    """A Friday: one workday is Monday evening, three are Wednesday evening."""
    number = town.open()
    hotline, civil = town.units["hotline"].id, town.units["civil"].id
    seen = []

    def look() -> None:
        row = town.row(number)
        seen.append((row.state, row.holder_id, row.burns_at))

    look()
    for event, by, given in (
        (E.ACCEPT, "dispatcher", {}),
        (E.DISPATCH, "dispatcher", {"unit": civil}),
        (E.TAKE, "civil", {}),
        (E.REPLY, "civil", {}),
        (E.UNIT_APPROVE, "civilhead", {}),
        (E.APPROVE, "reviewer", {}),
    ):
        town.do(number, event, by, **given)
        look()
    monday, wednesday = china("2026-11-23"), china("2026-11-25")
    assert seen == [
        ("registered", hotline, monday), ("accepted", hotline, wednesday), ("dispatched", civil, monday),
        ("handling", civil, wednesday), ("replied", civil, wednesday), ("reviewing", hotline, monday),
        ("visiting", hotline, wednesday),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "day"), [("consult", "2026-11-27"), ("complaint", "2026-12-11"), ("report", "2027-01-04")]
)
def test_limits_of_a_city_hang_on_the_kind(town: Town, kind: str, day: str) -> None:
    number = to_civil(town, kind=kind, profile=Profile.GOV_12345)
    row = town.row(number)
    assert (row.due_at, row.provisional) == (china(day), day > "2027")


def test_a_refused_visit_goes_back_with_history_and_a_new_clock(town: Town) -> None:
    number = answered(town)
    town.later(days=7)
    town.do(number, E.FOLLOW_UP_REFUSE, "citizen", "还是没有修好。", payload=CitizenAnswer((True, False, 1)))
    row = town.row(number)
    assert (row.state, row.round, row.holder_id, row.unit_id) == (
        "dispatched", 1, town.units["civil"].id, town.units["civil"].id,
    )  # fmt: skip
    assert row.due_at == china("2026-12-02")  # three workdays after Friday the 27th
    town.do(number, E.TAKE, "civil")
    town.do(number, E.REPLY, "civil", "已更换配件。")
    town.do(number, E.UNIT_APPROVE, "civilhead")
    town.do(number, E.APPROVE, "reviewer")
    follow_ups = [(v.round, v.state) for v in rows.FollowUp.select().order_by(rows.FollowUp.id)]
    assert follow_ups == [(0, "done"), (1, "open")]


def test_nobody_passes_what_he_wrote(town: Town) -> None:
    rows.Person.update(role=Role.UNIT_REVIEWER.value).where(rows.Person.login == "civil").execute()
    number = handled(town)
    town.do(number, E.REPLY, "civil")
    with pytest.raises(Refused, match="Somebody else must pass"):
        town.do(number, E.UNIT_APPROVE, "civil")
    town.do(number, E.UNIT_APPROVE, "civilhead")


def test_another_units_people_do_not_touch_it(town: Town) -> None:
    number = to_civil(town)
    before = history(number)
    with pytest.raises(Refused, match="You may not do this"):
        town.do(number, E.TAKE, "housing")
    assert history(number) == before


def test_two_people_at_once_the_second_is_asked_to_look_again(town: Town) -> None:
    number = to_civil(town)
    seen = town.row(number).steps
    act(number, TransitionRequest(E.TAKE), who=actor(town.who["civil"].id), now=NOW, seen=seen)
    with pytest.raises(Refused, match="Somebody else has just acted"):
        act(
            number,
            TransitionRequest(E.ASK_RETURN, text="不属我庭"),
            who=actor(town.who["civilhead"].id),
            now=NOW,
            seen=seen,
        )


def test_a_return_is_decided_by_the_dispute_desk(town: Town) -> None:
    number = to_civil(town)
    town.do(number, E.ASK_RETURN, "civil", "属于物业管理。", unit=town.units["housing"].id)
    assert (town.row(number).holder_id, town.row(number).burns_at) == (town.units["hotline"].id, china("2026-11-23"))
    town.do(number, E.APPROVE_RETURN, "reviewer")
    row = town.row(number)
    assert (row.state, row.unit_id, row.returns, row.due_at) == ("accepted", None, 1, china("2026-11-25"))
    request = rows.TicketRequest.get()
    assert (request.kind, request.granted, request.suggested_id) == ("return", True, town.units["housing"].id)


def test_what_comes_back_burns_until_it_is_dispatched_again(town: Town) -> None:
    """It was accepted long ago: its clock is not that of accepting, which nobody could stop."""

    def running(number: str) -> list[str]:
        clocks = rows.TicketClock.select().where(rows.TicketClock.stopped_at.is_null())
        ticket = town.row(number)
        return sorted(clock.kind for clock in clocks.where(rows.TicketClock.ticket == ticket.id))

    returned, parent, child = to_civil(town), handled(town), town.open()
    town.do(returned, E.ASK_RETURN, "civil", "不属我庭。")
    town.do(returned, E.APPROVE_RETURN, "reviewer")
    town.do(child, E.MERGE, "dispatcher", parent=parent)
    town.do(child, E.UNMERGE, "dispatcher")
    for number in (returned, child):
        assert (number, town.row(number).burns_kind, running(number)) == (number, "dispatch", ["dispatch", "finish"])
        town.do(number, E.DISPATCH, "dispatcher", unit=town.units["housing"].id, way=Way.TRANSFER)
        assert (number, town.row(number).burns_kind, running(number)) == (number, "take", ["finish", "take"])


def test_a_refused_return_stays_and_counts_as_taken(town: Town) -> None:
    number = to_civil(town)
    town.do(number, E.ASK_RETURN, "civil", "不属我庭。")
    town.do(number, E.REFUSE_RETURN, "reviewer", "职责清单第三条。")
    row = town.row(number)
    assert (row.state, row.holder_id, row.taken_at) == ("handling", town.units["civil"].id, NOW)


def test_an_extension_moves_the_date_once(town: Town) -> None:
    number = handled(town)
    town.do(number, E.ASK_EXTENSION, "civil", "需要现场勘查。", half_days=4)
    town.do(number, E.APPROVE_EXTENSION, "reviewer")
    assert (town.row(number).due_at, town.row(number).extensions) == (china("2026-11-27"), 1)
    with pytest.raises(Refused, match="as often as may be"):
        town.do(number, E.ASK_EXTENSION, "civil", "还要两天。", half_days=4)


def test_a_paused_clock_stands_and_goes_on(town: Town) -> None:
    number = handled(town)
    town.do(number, E.PAUSE, "reviewer", "等待鉴定。")
    assert (town.row(number).burns_at, town.row(number).paused_at) == (None, NOW)
    with pytest.raises(Refused, match="let it go on first"):
        town.do(number, E.REPLY, "civil")
    town.later(days=5)  # Wednesday
    town.do(number, E.RESUME, "reviewer")
    assert town.row(number).due_at == china("2026-11-27")  # Wednesday counts: it, Thursday, Friday


def test_extended_while_it_stands_the_day_is_told_when_it_goes_on(town: Town) -> None:
    number = handled(town)
    town.do(number, E.ASK_EXTENSION, "civil", "等待鉴定。", half_days=4)
    town.do(number, E.PAUSE, "reviewer", "等待鉴定。")
    town.do(number, E.APPROVE_EXTENSION, "reviewer")
    assert (told(), town.row(number).due_at) == ([("extended_paused", {"number": number})], None)
    town.later(days=5)  # Wednesday
    town.do(number, E.RESUME, "reviewer")
    assert told()[1:] == [("clock_resumed", {"number": number, "until": "2026-12-01"})]
    assert town.row(number).due_at == china("2026-12-01")  # from Wednesday on three workdays, and two more


def test_of_a_pause_alone_nobody_is_told(town: Town) -> None:
    """An extension before it has been told with its day."""
    number = handled(town)
    town.do(number, E.ASK_EXTENSION, "civil", "等待鉴定。", half_days=4)
    town.do(number, E.APPROVE_EXTENSION, "reviewer")
    town.later(hours=1)
    town.do(number, E.PAUSE, "reviewer", "等待鉴定。")
    town.later(days=5)
    town.do(number, E.RESUME, "reviewer")
    assert told() == [("ticket_extended", {"number": number, "until": "2026-11-27"})]


def told() -> list[tuple[str, dict[str, str]]]:
    """What the citizen was told of the time limit, in order."""
    kinds = ["ticket_extended", "extended_paused", "clock_resumed"]
    notices = rows.Notice.select().where(rows.Notice.template.in_(kinds)).order_by(rows.Notice.id)
    return [(notice.template, notice.fields) for notice in notices]


def test_joint_handling_waits_for_the_co_handler(town: Town) -> None:
    number = town.open()
    town.do(
        number, E.DISPATCH, "dispatcher", unit=town.units["civil"].id, others=(town.units["housing"].id,), way=Way.JOINT
    )
    town.do(number, E.TAKE, "civil")
    with pytest.raises(Refused, match="Wait for the answer of"):
        town.do(number, E.REPLY, "civil")
    share = rows.TicketShare.get()
    town.do(number, E.TAKE_SHARE, "housing", payload=PartMeant(share.id))
    town.do(number, E.REPLY_SHARE, "housing", "我局已督促物业。", payload=PartMeant(share.id))
    town.do(number, E.REPLY, "civil", "会同住建局处理完毕。")
    assert rows.TicketShare.get().state == "replied"
    clocks = {(c.kind, c.unit_id, c.due_at) for c in rows.TicketClock.select().where(rows.TicketClock.kind == "share")}
    assert clocks == {("share", town.units["housing"].id, china("2026-11-24"))}


def test_children_follow_their_parent(town: Town) -> None:
    parent, child = handled(town), town.open(caller_number="13900005555")
    town.do(child, E.MERGE, "dispatcher", parent=parent)
    assert (town.row(child).state, town.row(child).parent) == ("merged", town.row(parent).id)
    town.do(parent, E.REPLY, "civil", "已修复。")
    town.do(parent, E.UNIT_APPROVE, "civilhead")
    town.do(parent, E.APPROVE, "reviewer")
    town.do(parent, E.FOLLOW_UP_CLOSE, "visitor", payload=CitizenAnswer((True, True, 4)))
    assert (town.row(child).state, town.row(child).reply) == ("closed", "已修复。")
    told = {(n.number, n.template) for n in rows.Notice.select()}
    assert {("13900005555", "ticket_merged"), ("13900005555", "ticket_closed")} <= told


def test_a_closed_child_is_reviewed_by_itself(town: Town) -> None:
    parent, child = handled(town), town.open(caller_number="13900005555")
    town.do(child, E.DISPATCH, "dispatcher", unit=town.units["enforcement"].id, way=Way.TRANSFER)
    town.do(child, E.MERGE, "dispatcher", parent=parent)
    for event, who in ((E.REPLY, "civil"), (E.UNIT_APPROVE, "civilhead"), (E.APPROVE, "reviewer")):
        town.do(parent, event, who, "已修复。")
    town.do(parent, E.FOLLOW_UP_CLOSE, "visitor", payload=CitizenAnswer((True, True, 4)))
    town.do(child, E.ASK_REVIEW, "dispatcher", "当事人不服。")
    row = town.row(child)
    assert (row.state, row.parent, row.unit_id) == ("under_review", None, town.row(parent).unit_id)
    assert (town.row(parent).state, row.holder_id) == ("closed", town.units["court"].id)


def test_of_a_withdrawn_parent_the_children_are_taken_up_again(town: Town) -> None:
    parent, child = town.open(), town.open(caller_number="13900005555")
    town.do(child, E.MERGE, "dispatcher", parent=parent)
    town.do(parent, E.WITHDRAW, "dispatcher", "来电人称已解决。")
    row = town.row(child)
    assert (row.state, row.parent, row.holder_id) == ("accepted", None, town.units["hotline"].id)


def test_supervision_is_answered_and_rated(town: Town) -> None:
    number = handled(town)
    town.do(number, E.INSTRUCT, "leader", "请速办。")
    with pytest.raises(Refused, match="no answer to rate"):
        town.do(number, E.RATE_SUPERVISION, "leader", rating=4)
    town.do(number, E.ANSWER_SUPERVISION, "civil", "已办。")
    town.do(number, E.RATE_SUPERVISION, "leader", rating=4)
    one = rows.Supervision.get()
    assert (one.opinion, one.answer, one.rating, town.row(number).urgent) == ("请速办。", "已办。", 4, True)


def test_urged_once_a_day_and_both_sides_are_told(town: Town) -> None:
    number = handled(town)
    town.do(number, E.URGE, "dispatcher", "来电人再次询问。")
    with pytest.raises(Refused, match="urged today already"):
        town.do(number, E.URGE, "reviewer")
    told = {(n.number, n.template) for n in rows.Notice.select()}
    assert {(town.units["civil"].telephone, "urged_unit"), ("13800001234", "urged_citizen")} <= told
    assert town.row(number).urges == 1


def test_review_and_second_review_end_it_for_good(town: Town) -> None:
    number = answered(town)
    town.do(number, E.FOLLOW_UP_GIVE_UP, "visitor")
    town.do(number, E.ASK_REVIEW, "dispatcher", "不服。")
    assert (town.row(number).state, town.row(number).holder_id) == ("under_review", town.units["court"].id)
    town.do(number, E.UPHOLD, "courthead", "维持。")
    town.do(number, E.ASK_REREVIEW, "dispatcher", "仍不服。")
    assert town.row(number).holder_id == town.units["hotline"].id
    rows.Member.create(unit=town.units["hotline"], person=town.who["supervisor"], post=Post.HEAD)
    town.do(number, E.UPHOLD, "supervisor", "维持。")
    assert (town.row(number).state, town.row(number).reviews) == ("final", 2)


def test_a_confidential_complaint_goes_through_the_inspectors_hands_alone(town: Town) -> None:
    number = town.open(confidential=True)
    assert re.fullmatch(r"J2026-[0-9]{2,}-[0-9]{9}", number)
    for who in set(town.who) - {"inspector"}:
        for event in E:
            ground = Grounded("01") if event is E.REFUSE else None
            with pytest.raises(Refused):
                town.do(number, event, who, unit=town.units["civil"].id, payload=ground, rating=3)
    town.do(number, E.ACCEPT, "inspector")
    town.do(number, E.ANSWER, "inspector", "已调查处理。")
    assert town.row(number).state == "closed"
    assert {change.topic for change in rows.Change.select()} == {"sealed"}


@pytest.mark.parametrize("follower", ["housing", None])
def test_a_dissolved_unit_leaves_nothing_behind(town: Town, follower: str | None) -> None:
    number = handled(town)
    unit = town.units[follower].id if follower else None
    town.do(number, E.REMOVE_UNIT, "clock", "机构改革", unit=unit)
    row = town.row(number)
    if follower:
        assert (row.state, row.unit_id, row.holder_id, row.due_at) == ("handling", unit, unit, china("2026-11-25"))
    else:
        assert (row.state, row.unit_id, row.holder_id) == ("accepted", None, town.units["hotline"].id)


def test_texts_that_are_too_long_say_how_much(town: Town) -> None:
    number = handled(town)
    with pytest.raises(Refused) as refused:
        town.do(number, E.REPLY, "civil", "长" * 20_001)
    assert refused.value.sentence() == "The text is too long: leave out 1 characters"


def test_a_unit_is_never_urged_to_answer_by_a_day_that_is_over(town: Town) -> None:
    early, late = handled(town), handled(town)
    town.do(early, E.URGE, "supervisor")
    town.later(days=40)
    town.do(late, E.URGE, "supervisor")
    told = {row.template: row.fields for row in rows.Notice.select() if row.template in ("urged_unit", "overdue_unit")}
    assert set(told) == {"urged_unit", "overdue_unit"}
    assert (told["urged_unit"]["number"], told["overdue_unit"]["number"]) == (early, late)
    assert int(told["overdue_unit"]["days"]) >= 20
