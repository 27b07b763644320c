"""Figures of tickets, of their time limits and of follow-ups; confidential tickets are in none of these sets. Pure."""

from collections.abc import Collection

from hotline.reports.rules.figures import Bilingual, Figure, LeftOut, Limit, Measure, RowSet, ValueUnit
from hotline.reports.rules.predicates import EVERY, AtLeast, HasValue, NotAfter, Predicate, both, one
from hotline.tickets.rules.life import CLOSED, OPEN_STATES
from hotline.words import ClockKind, DisputeLevel, TicketState

from .sources import OWN, S4

NOT_DUE = LeftOut("not_due", Bilingual("尚未到期", "not due yet"), one("due", 0))
GONE = LeftOut(
    "gone",
    Bilingual("已并单、撤回或不予受理", "merged, withdrawn or not accepted"),
    one("state", TicketState.MERGED, TicketState.WITHDRAWN, TicketState.NOT_ACCEPTED),
)
MERGED = LeftOut("merged", Bilingual("已并入其他工单", "merged into another"), one("state", TicketState.MERGED))
IN_TIME = NotAfter("stopped_at", "due_at")
SATISFIED = one("satisfied", 4, 5)


def clock_rate(
    figure: str,
    label: Bilingual,
    formula: Bilingual,
    kind: ClockKind,
    *,
    counted: Predicate = IN_TIME,
    among: Predicate = EVERY,
    source: Bilingual = OWN,
    limit: Limit | None = None,
    gone: bool = True,
) -> Figure:
    return Figure(
        figure,
        label,
        formula,
        source,
        RowSet.CLOCKS,
        Measure.RATE,
        counted,
        both(one("kind", kind), among),
        unit=ValueUnit.SHARE,
        limit=limit,
        left_out=(NOT_DUE, GONE) if gone else (NOT_DUE,),
    )


def _tickets(figure: str, label: Bilingual, formula: Bilingual, counted: Predicate = EVERY) -> Figure:
    return Figure(figure, label, formula, OWN, RowSet.TICKETS, Measure.COUNT, counted, left_out=(MERGED,))


def _share(figure: str, label: Bilingual, formula: Bilingual, counted: Predicate) -> Figure:
    return Figure(
        figure, label, formula, OWN, RowSet.TICKETS, Measure.RATE, counted, unit=ValueUnit.SHARE, left_out=(MERGED,)
    )


def rating(
    figure: str, label: Bilingual, formula: Bilingual, counted: Predicate, among: Predicate, *, source: Bilingual = OWN
) -> Figure:
    return Figure(figure, label, formula, source, RowSet.FOLLOW_UPS, Measure.RATE, counted, among, unit=ValueUnit.SHARE)


RESPONSE = clock_rate(
    "timely_response",
    Bilingual("及时响应率", "Timely response"),
    Bilingual(
        "期限内由承办单位签收 ÷ 本期到期的签收时限；不低于 99%",
        "taken by the unit in time ÷ limits for taking that were due in the period; at least 99 %",
    ),
    ClockKind.TAKE,
    source=S4,
    limit=Limit(least=0.99),
)
REPLY = clock_rate(
    "timely_reply",
    Bilingual("及时回复率", "Timely reply"),
    Bilingual(
        "期限内办结回复 ÷ 本期到期的办结时限；不低于 95%",
        "answered in time ÷ limits for answering that were due in the period; at least 95 %",
    ),
    ClockKind.FINISH,
    source=S4,
    limit=Limit(least=0.95),
)
COMPLETION = clock_rate(
    "effective_completion",
    Bilingual("有效办结率", "Effective completion"),
    Bilingual(
        "已办结且未因回访不认可而重办 ÷ 本期首次办结时限到期的工单；不低于 99%",
        "closed and not handled again after a follow-up ÷ tickets whose first limit for answer was due; at least 99 %",
    ),
    ClockKind.FINISH,
    counted=both(one("state", *sorted(CLOSED)), one("round", 0)),
    among=one("first", 1),
    source=S4,
    limit=Limit(least=0.99),
)
SATISFACTION = rating(
    "satisfaction",
    Bilingual("群众满意率", "Satisfaction of citizens"),
    Bilingual(
        "回访评价满意（4、5 分）÷ 已作评价的回访", "satisfied (4 or 5) ÷ follow-ups in which the citizen gave a rating"
    ),
    SATISFIED,
    HasValue("satisfied"),
    source=S4,
)
STANDARD = (RESPONSE, REPLY, COMPLETION, SATISFACTION)

TICKETS = (
    _tickets(
        "opened", Bilingual("登记工单", "Tickets opened"), Bilingual("本期登记的工单", "tickets opened in the period")
    ),
    _tickets(
        "closed_at_once",
        Bilingual("即时办结", "Closed in the call"),
        Bilingual("登记时当场答复办结", "answered and closed when they were opened"),
        one("state", TicketState.CLOSED_AT_ONCE),
    ),
    _tickets(
        "dispatched",
        Bilingual("派单", "Dispatched"),
        Bilingual("已派至承办单位", "given to a unit"),
        HasValue("dispatched_at"),
    ),
    _tickets(
        "still_open",
        Bilingual("在办", "Still open"),
        Bilingual("本期登记、至今未办结", "opened in the period and not ended by now"),
        one("state", *sorted(OPEN_STATES)),
    ),
    _tickets(
        "ended",
        Bilingual("已办结", "Closed"),
        Bilingual("本期登记、已办结", "opened in the period and closed"),
        one("state", *sorted(CLOSED)),
    ),
    _tickets(
        "not_accepted",
        Bilingual("不予受理", "Not accepted"),
        Bilingual("依规不予受理", "not accepted, with a reason"),
        one("state", TicketState.NOT_ACCEPTED),
    ),
    _tickets(
        "withdrawn",
        Bilingual("撤回", "Withdrawn"),
        Bilingual("来电人撤回", "withdrawn by the citizen"),
        one("state", TicketState.WITHDRAWN),
    ),
    _share(
        "urged",
        Bilingual("催办率", "Urged"),
        Bilingual("被催办至少一次 ÷ 登记工单", "urged at least once ÷ tickets opened"),
        AtLeast("urges", 1),
    ),
    _share(
        "supervised",
        Bilingual("督办率", "Supervised"),
        Bilingual("被督办至少一次 ÷ 登记工单", "supervised at least once ÷ tickets opened"),
        AtLeast("supervisions", 1),
    ),
    _share(
        "extended",
        Bilingual("延期率", "Extended"),
        Bilingual("获准延期至少一次 ÷ 登记工单", "given an extension at least once ÷ tickets opened"),
        AtLeast("extensions", 1),
    ),
    _share(
        "returned",
        Bilingual("退单率", "Returned"),
        Bilingual("被承办单位退回至少一次 ÷ 登记工单", "sent back by a unit at least once ÷ tickets opened"),
        AtLeast("returns", 1),
    ),
    _share(
        "redone",
        Bilingual("重办率", "Handled again"),
        Bilingual("重新办理至少一轮 ÷ 登记工单", "handled again at least once ÷ tickets opened"),
        AtLeast("round", 1),
    ),
    _tickets(
        "dispute_high",
        Bilingual("重大矛盾纠纷", "With a grave dispute"),
        Bilingual("未排除的矛盾纠纷中最高为重大", "the gravest dispute in it that nobody dismissed is grave"),
        one("dispute", DisputeLevel.HIGH),
    ),
    _tickets(
        "dispute_medium",
        Bilingual("较大矛盾纠纷", "With a medium dispute"),
        Bilingual("未排除的矛盾纠纷中最高为较大", "the gravest dispute in it that nobody dismissed is medium"),
        one("dispute", DisputeLevel.MEDIUM),
    ),
    _tickets(
        "dispute_low",
        Bilingual("一般矛盾纠纷", "With a light dispute"),
        Bilingual("未排除的矛盾纠纷中最高为一般", "the gravest dispute in it that nobody dismissed is light"),
        one("dispute", DisputeLevel.LOW),
    ),
    _tickets(
        "redone_twice",
        Bilingual("重办两次以上", "Handled again twice or more"),
        Bilingual("重新办理至少两轮", "handled again at least twice"),
        AtLeast("round", 2),
    ),
    _tickets(
        "refused_twice",
        Bilingual("两次以上不认可", "Refused twice or more"),
        Bilingual("回访中来电人至少两次不认可", "the citizen refused the outcome in at least two follow-ups"),
        AtLeast("refusals", 2),
    ),
    Figure(
        "handling_days",
        Bilingual("平均办理天数", "Average handling days"),
        Bilingual(
            "登记到办结的自然日之和 ÷ 已办结工单（不含即时办结）",
            "calendar days from opening to closing, summed ÷ tickets closed, but for those closed at once",
        ),
        OWN,
        RowSet.TICKETS,
        Measure.MEAN,
        both(one("state", TicketState.CLOSED, TicketState.FINAL), HasValue("days")),
        of="days",
        unit=ValueUnit.DAYS,
        left_out=(MERGED,),
    ),
)


def _moved(
    figure: str, label: Bilingual, formula: Bilingual, change: str, states: Collection[TicketState] = ()
) -> Figure:  # fmt: skip
    counted: Predicate = one("change", change)
    if states:
        counted = both(counted, one("state", *sorted(states)))
    return Figure(figure, label, formula, OWN, RowSet.STEPS, Measure.COUNT, counted)


MOVES = (
    _moved(
        "moved_in",
        Bilingual("本期转入在办", "Came in"),
        Bilingual("本期登记并进入办理的工单", "tickets that were opened in the period and had to be handled"),
        "opened",
    ),
    _moved(
        "moved_out",
        Bilingual("本期结束（含往期）", "Went out"),
        Bilingual(
            "本期结束办理的次数，不论何时登记：办结、不予受理、撤回、并单",
            "times that a ticket ended in the period, whenever opened: closed, not accepted, withdrawn or merged",
        ),
        "ended",
    ),
    *(
        _moved(
            figure,
            Bilingual(f"本期结束：{zh}", f"Went out: {en}"),
            Bilingual(f"本期结束的次数中，以{zh}结束的", f"of the times that a ticket ended in the period, those {en}"),
            "ended",
            states,
        )
        for figure, zh, en, states in (
            ("went_closed", "办结", "closed", CLOSED),
            ("went_not_accepted", "不予受理", "not accepted", {TicketState.NOT_ACCEPTED}),
            ("went_withdrawn", "撤回", "withdrawn", {TicketState.WITHDRAWN}),
            ("went_merged", "并单", "merged", {TicketState.MERGED}),
        )
    ),
    _moved(
        "moved_again",
        Bilingual("本期重新进入办理", "Opened again"),
        Bilingual(
            "本期已结束（含并单）又回到办理的次数；回访不满意退回重办的未曾结束，不在其中",
            "times that an ended or merged ticket came back in the period; what a follow-up sends back has not ended",
        ),
        "reopened",
    ),
)
