"""How the offices work off their lists: who is quick, who is slow, who sends back what is not theirs."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from hotline import rows
from hotline.follow_ups.rules import Said
from hotline.follow_ups.verbs import follow_ups
from hotline.ports import Refused
from hotline.tickets.rules.payloads import Grounded, PartMeant
from hotline.words import FollowUpChannel, Post, ShareState, TicketEvent, TicketState, Way
from scripts.py import demo_town
from scripts.py.demo_town import Town

E, S = TicketEvent, TicketState
WAYS = ((Way.TRANSFER, 0.52), (Way.ASSIGN, 0.3), (Way.JOINT, 0.12), (Way.OWN, 0.06))
SLOW = {"housing": 0.12, "labour": 0.16, "enforcement": 0.14, "lianshi": 0.2}  # of a unit's answers, a slot
QUICK = 0.34


def work(town: Town) -> None:
    """One look of everybody at what waits."""
    demo_town.look(town)
    for row in demo_town.open_tickets():
        if row.confidential:
            _inspector(town, row)
        else:
            _BY_STATE[S(row.state)](town, row)
    _after_the_end(town)


def _inspector(town: Town, row: Any) -> None:
    if row.state == S.REGISTERED and town.happens(0.6):
        town.do(row.number, E.ACCEPT, "inspector")
    elif row.state == S.ACCEPTED and town.happens(0.15):
        town.do(row.number, E.ANSWER, "inspector", "经核查，已依规处理并告知举报人。")


def _desk(town: Town, row: Any) -> None:
    if not town.happens(0.85):
        return
    draw = town.chance.random()
    other = demo_town.twin(town, row) if draw < 0.5 else None
    if other is not None and town.do(row.number, E.MERGE, "dispatcher", parent=other):
        return
    if draw < 0.04:
        town.do(row.number, E.REFUSE, "dispatcher", "经核实，不属受理范围。", payload=Grounded("02"))
    elif draw < 0.1:
        town.do(row.number, E.ANSWER, "dispatcher", "已电话答复来电人。")
    elif draw < 0.12:
        town.do(row.number, E.WITHDRAW, "dispatcher", "来电人称问题已解决。")
    elif draw < 0.2 and row.state == S.REGISTERED:
        town.do(row.number, E.ACCEPT, "dispatcher")
    else:
        _dispatch(town, row)


def _dispatch(town: Town, row: Any) -> None:
    way = town.chance.choices([way for way, _ in WAYS], [share for _, share in WAYS])[0]
    active = [unit.id for unit in rows.Unit.select().where(rows.Unit.active == True, rows.Unit.parent.is_null(False))]  # noqa: E712
    unit = town.units["hotline"].id if way is Way.OWN else demo_town.suggested(town, row)
    if unit is None or (way is not Way.OWN and town.happens(0.06)):
        unit = town.chance.choice(active)
    others = tuple(one for one in town.chance.sample(active, 2) if one != unit)[:1] if way is Way.JOINT else ()
    town.do(row.number, E.DISPATCH, "dispatcher", unit=unit, others=others, way=way)


def _at_the_unit(town: Town, row: Any) -> None:
    handler = town.members(row.unit_id, Post.HANDLER)
    right = demo_town.suggested(town, row)
    wrong = right is not None and right != row.unit_id and row.way != Way.OWN
    if (wrong and row.returns == 0 and town.happens(0.6)) or town.happens(0.004):
        town.do(row.number, E.ASK_RETURN, handler, "不属本单位职责。", unit=right if wrong else None)
    elif town.happens(0.7 if town.known.unit(row.unit_id).code not in SLOW else 0.35):
        town.do(row.number, E.TAKE, handler)


def _dispute_desk(town: Town, row: Any) -> None:
    request = (
        rows.TicketRequest.select()
        .where(rows.TicketRequest.ticket == row.id)
        .order_by(rows.TicketRequest.id.desc())
        .get()
    )
    if request.suggested_id is not None:
        town.do(row.number, E.APPROVE_RETURN, "reviewer", "同意改派。")
    elif town.happens(0.7):
        town.do(row.number, E.REFUSE_RETURN, "reviewer", "属本单位职责，请办理。")


def _handling(town: Town, row: Any) -> None:
    handler = town.members(row.unit_id, Post.HANDLER)
    if row.paused_at is not None:
        if row.paused_at < town.now - dt.timedelta(days=4):
            town.do(row.number, E.RESUME, "reviewer", "鉴定已完成。")
        return
    _shares(town, row)
    _meanwhile(town, row, handler)
    if town.happens(SLOW.get(town.known.unit(row.unit_id).code, QUICK)):
        town.do(row.number, E.REPLY, handler, "经现场核实，已督促整改并回复来电人。")


def _shares(town: Town, row: Any) -> None:
    if row.way != Way.JOINT:
        return
    for share in rows.TicketShare.select().where(rows.TicketShare.ticket == row.id):
        handler = town.members(share.unit_id, Post.HANDLER)
        if share.state == ShareState.OPEN and town.happens(0.6):
            town.do(row.number, E.TAKE_SHARE, handler, payload=PartMeant(share.id))
        elif share.state == ShareState.TAKEN and town.happens(0.4):
            town.do(row.number, E.REPLY_SHARE, handler, "已配合处理。", payload=PartMeant(share.id))
        elif share.state != ShareState.REPLIED and town.happens(0.01):
            town.do(
                row.number,
                E.DROP_SHARE,
                town.members(row.unit_id, Post.HANDLER),
                "无需配合。",
                payload=PartMeant(share.id),
            )


def _meanwhile(town: Town, row: Any, handler: str) -> None:
    """Extensions, pauses, urging, supervision, instructions, notes."""
    if row.id in town.asked:
        granted = town.happens(0.75)
        town.do(row.number, E.APPROVE_EXTENSION if granted else E.REFUSE_EXTENSION, "reviewer", "已审核。")
    elif row.extensions == 0 and town.happens(0.03):
        town.do(row.number, E.ASK_EXTENSION, handler, "需现场勘查。", half_days=town.chance.choice((4, 6, 10)))
    late = row.burns_at is not None and row.burns_at < town.now
    for event, by, share in (
        (E.URGE, "dispatcher", 0.2 if late else 0.01), (E.SUPERVISE, "supervisor", 0.12 if late else 0.001),
        (E.INSTRUCT, "leader", 0.01 if late else 0.0005), (E.NOTE, handler, 0.02), (E.ASSIGN, handler, 0.01),
        (E.ADD_SHARE, handler, 0.003), (E.PAUSE, "reviewer", 0.005),
    ):  # fmt: skip
        if town.happens(share):
            given = {"person": town.people[handler].person} if event is E.ASSIGN else {}
            given |= {"unit": town.units["law"].id} if event is E.ADD_SHARE else {}
            town.do(row.number, event, by, "请抓紧办理。", **given)
    _supervised(town, row, handler)


def _supervised(town: Town, row: Any, handler: str) -> None:
    for one in town.waiting.get(row.id, []):
        if one.answered_at is None and town.happens(0.4):
            town.do(row.number, E.ANSWER_SUPERVISION, handler, "已加快办理。", payload=PartMeant(one.id))
        elif one.answered_at is not None and town.happens(0.6):
            rating = town.chance.randint(2, 5)
            town.do(row.number, E.RATE_SUPERVISION, "supervisor", "已落实。", payload=PartMeant(one.id), rating=rating)


def _replied(town: Town, row: Any) -> None:
    if row.way == Way.OWN:
        town.do(row.number, E.APPROVE, "reviewer", "同意。")
    elif town.happens(0.75):
        back = town.happens(0.07)
        text = "请补充处理依据。" if back else "同意。"
        town.do(
            row.number, E.UNIT_SEND_BACK if back else E.UNIT_APPROVE, town.members(row.unit_id, Post.REVIEWER), text
        )


def _reviewing(town: Town, row: Any) -> None:
    if town.happens(0.85):
        back = town.happens(0.07)
        town.do(row.number, E.SEND_BACK if back else E.APPROVE, "reviewer", "答复不完整。" if back else "同意。")


def _following_up(town: Town, row: Any) -> None:
    follow_up = rows.FollowUp.get(rows.FollowUp.ticket == row.id, rows.FollowUp.round == row.round)
    draw = town.chance.random()
    solved = town.happens(0.82)
    said = Said(True, solved, town.chance.randint(4, 5) if solved else town.chance.randint(1, 3))
    again = not solved and town.happens(0.6)
    try:
        if draw < 0.15 and row.caller_number:
            follow_ups.by_token(
                follow_up.token, said, "还没有解决。" if again else "", way=FollowUpChannel.SMS, now=town.now,
                wants_more=again, client_ip="",
            )  # fmt: skip
        elif draw < 0.45 and row.caller_number and follow_up.next_at <= town.now:
            follow_ups.answered(follow_up.id, said, "还没有解决。" if again else "", who=town.people["visitor"],
                            way=FollowUpChannel.CALL, now=town.now, wants_more=again)  # fmt: skip
        elif draw < 0.7 and row.caller_number and follow_up.next_at <= town.now:
            person = town.people["visitor"].person
            assert person is not None
            follow_ups.not_reached(follow_up.id, "no_answer", person=person, now=town.now)
    except Refused as error:
        town.refused[error.code] = town.refused.get(error.code, 0) + 1


def _rechecked(town: Town, row: Any) -> None:
    if town.happens(0.2):
        by = "reviewer" if row.holder_id == town.units["hotline"].id else town.members(row.holder_id, Post.REVIEWER)
        town.do(row.number, E.UPHOLD if town.happens(0.8) else E.OVERTURN, by, "经复查，意见如下。")


def _after_the_end(town: Town) -> None:
    """Some are not content with the end."""
    since = town.now - dt.timedelta(days=10)
    ended = rows.Ticket.select().where(
        rows.Ticket.state.in_([S.CLOSED.value, S.CLOSED_AT_ONCE.value, S.MERGED.value]),
        rows.Ticket.confidential == False, rows.Ticket.opened_at >= since - dt.timedelta(days=40),  # noqa: E712
    )  # fmt: skip
    for row in list(ended):
        if row.state == S.MERGED:
            if town.happens(0.002):
                town.do(row.number, E.UNMERGE, "dispatcher", "不是同一事项。")
        elif row.state == S.CLOSED and row.unit_id and row.reviews == 0 and town.happens(0.0012):
            town.do(row.number, E.ASK_REVIEW, "dispatcher", "来电人不服办理结果。")
        elif row.state == S.CLOSED and row.unit_id and row.reviews == 1 and town.happens(0.05):
            town.do(row.number, E.ASK_REREVIEW, "dispatcher", "来电人仍不服。")
        elif town.happens(0.0004):
            town.do(row.number, E.REOPEN, "reviewer", "来电人再次反映。")


_BY_STATE: dict[TicketState, Callable[[Town, Any], None]] = {
    S.REGISTERED: _desk, S.ACCEPTED: _desk, S.DISPATCHED: _at_the_unit, S.RETURN_ASKED: _dispute_desk,
    S.HANDLING: _handling, S.REPLIED: _replied, S.REVIEWING: _reviewing, S.FOLLOWING_UP: _following_up,
    S.UNDER_REVIEW: _rechecked, S.UNDER_REREVIEW: _rechecked,
}  # fmt: skip
