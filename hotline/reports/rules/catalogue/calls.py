"""Figures of incoming calls. Columns: `hotline.reports.reads.row_sets`, set `calls`. Pure."""

from hotline.reports.rules.figures import Bilingual, Figure, LeftOut, Limit, Measure, RowSet, ValueUnit
from hotline.reports.rules.predicates import EVERY, Any_, AtMost, HasValue, NoValue, Predicate, both, one
from hotline.reports.rules.standard import BY_AGENT, BY_MACHINE, CONNECTED, GAVE_UP, MISSED
from hotline.words import Outcome

from .sources import GB, GUOBANFA, OWN, S4

NUISANCE = LeftOut("nuisance", Bilingual("骚扰号码拒接", "refused nuisance numbers"), one("outcome", Outcome.REFUSED))
UNKNOWN = LeftOut(
    "unknown_number",
    Bilingual("拨错号码（非本热线号码）", "numbers that are not ours"),
    one("outcome", Outcome.UNKNOWN_NUMBER),
)
RUNNING = LeftOut("running", Bilingual("尚未结束", "not ended yet"), NoValue("outcome"))
BROKEN = LeftOut("failure", Bilingual("系统故障", "system failure"), one("outcome", Outcome.FAILED))
NOT_OURS = (NUISANCE, UNKNOWN)
ENDED = (*NOT_OURS, RUNNING)

TALKED = HasValue("talking_at")
ASKED = HasValue("queued_at")
WAITED = both(ASKED, HasValue("wait_seconds"))
REACHED_LATER = both(one("outcome", *MISSED), one("called_back", 1))
CONNECTS: Predicate = Any_((one("outcome", *CONNECTED), REACHED_LATER))
_CONNECT_ZH = "（人工接通 + 应急接续 + 自助应答 + 漏话回拨接通）÷ 已结束的进入呼叫"
_CONNECT_EN = (
    "(talked to an agent or brought through by the switch + answered by the machine + missed and called back) "
    "÷ calls that entered and ended"
)


def _rate(
    figure: str,
    label: Bilingual,
    formula: Bilingual,
    counted: Predicate,
    *,
    among: Predicate = EVERY,
    source: Bilingual = OWN,
    limit: Limit | None = None,
    measure: Measure = Measure.RATE,
    left_out: tuple[LeftOut, ...] = ENDED,
) -> Figure:
    return Figure(
        figure,
        label,
        formula,
        source,
        RowSet.CALLS,
        measure,
        counted,
        among,
        unit=ValueUnit.SHARE,
        limit=limit,
        left_out=left_out,
    )


def _count(figure: str, label: Bilingual, formula: Bilingual, counted: Predicate = EVERY) -> Figure:
    return Figure(figure, label, formula, OWN, RowSet.CALLS, Measure.COUNT, counted, left_out=NOT_OURS)


def _mean(
    figure: str,
    label: Bilingual,
    formula: Bilingual,
    of: str,
    counted: Predicate,
    *,
    source: Bilingual = OWN,
    limit: Limit | None = None,
    unit: ValueUnit = ValueUnit.SECONDS,
) -> Figure:
    return Figure(
        figure,
        label,
        formula,
        source,
        RowSet.CALLS,
        Measure.MEAN,
        both(counted, HasValue(of)),
        of=of,
        unit=unit,
        limit=limit,
        left_out=NOT_OURS,
    )


def _within(seconds: int, *, source: Bilingual = OWN, limit: Limit | None = None) -> Figure:
    return _rate(
        f"within_{seconds}",
        Bilingual(f"{seconds} 秒服务水平", f"Service level {seconds} s"),
        Bilingual(
            f"要求人工后 {seconds} 秒内接通 ÷ 要求人工的呼叫",
            f"answered within {seconds} s of asking for a person ÷ calls that asked for one",
        ),
        both(TALKED, AtMost("wait_seconds", seconds)),
        among=ASKED,
        source=source,
        limit=limit,
    )


AVERAGE_ANSWER = _mean(
    "average_answer",
    Bilingual("平均应答时长", "Average answer time"),
    Bilingual(
        "要求人工到座席应答的秒数之和 ÷ 座席接听的呼叫；小于 15 秒",
        "seconds from asking for a person to the agent's voice, summed ÷ calls answered by agents; under 15 s",
    ),
    "wait_seconds",
    TALKED,
    source=S4,
    limit=Limit(most=15.0, below=True),
)
CONNECT_RATE = _rate(
    "connect_rate",
    Bilingual("总接通率（日均值）", "Total connect rate (mean of days)"),
    Bilingual(
        f"每日 {_CONNECT_ZH}，取各日的平均值；不低于 90%",
        f"each day's {_CONNECT_EN}; the mean of the days; at least 90 %",
    ),
    CONNECTS,
    source=S4,
    limit=Limit(least=0.90),
    measure=Measure.DAILY,
)
PLAIN_CONNECT_RATE = _rate(
    "plain_connect_rate",
    Bilingual("接通率（合计）", "Connect rate (of all calls)"),
    Bilingual(f"{_CONNECT_ZH}，整个期间合计", f"{_CONNECT_EN}, over the whole period"),
    CONNECTS,
    source=GUOBANFA,
    limit=Limit(least=0.95),
)
WAITED_40 = _rate(
    "waited_40",
    Bilingual("转人工等待不超过 40 秒", "Waited at most 40 s for a person"),
    Bilingual(
        "等待不超过 40 秒 ÷ 要求人工且不再等待的呼叫；应为全部",
        "waited at most 40 s ÷ callers who asked for a person and wait no more; all of them should",
    ),
    AtMost("wait_seconds", 40),
    among=WAITED,
    source=S4,
    limit=Limit(least=1.0),
    left_out=NOT_OURS,
)
WITHIN_15_DAY = _rate(
    "within_15_worst_day",
    Bilingual("15 秒接通率（最差 24 小时）", "Connected within 15 s (worst 24 hours)"),
    Bilingual(
        "任意 24 小时（自每个整刻钟起）内：15 秒内人工或自助接通 ÷ 已结束的进入呼叫；取最差的 24 小时，不低于 95%",
        "in any 24 hours (from each full quarter of an hour): answered by agent or machine within 15 s ÷ calls that "
        "entered and ended; the worst 24 hours, at least 95 %",
    ),
    Any_((both(TALKED, AtMost("wait_seconds", 15)), both(one("outcome", *BY_MACHINE), NoValue("queued_at")))),
    source=GB,
    limit=Limit(least=0.95),
    measure=Measure.WORST_DAY,
)
STANDARD = (AVERAGE_ANSWER, CONNECT_RATE, PLAIN_CONNECT_RATE, WAITED_40, WITHIN_15_DAY)

CALLS = (
    _count(
        "entered",
        Bilingual("进入呼叫", "Calls that entered"),
        Bilingual("拨入本热线号码的呼叫", "calls to the hotline's numbers"),
    ),
    _count(
        "answered",
        Bilingual("座席接听", "Answered by agents"),
        Bilingual("座席至少接听一次的呼叫", "calls that an agent talked to at least once"),
        TALKED,
    ),
    _count(
        "asked_person",
        Bilingual("要求人工", "Asked for a person"),
        Bilingual("要求人工服务的呼叫，不论是否接通", "calls that asked for a person, answered or not"),
        ASKED,
    ),
    _count(
        "by_machine",
        Bilingual("自助应答", "Answered by the machine"),
        Bilingual(
            "自助办理完成，或因听不到来电人声音而按规范用语结束",
            "served by the menu, or ended in the standard's words because nobody could be heard",
        ),
        one("outcome", *BY_MACHINE),
    ),
    _count(
        "fallback",
        Bilingual("应急接续", "Brought through by the switch"),
        Bilingual("控制程序不在时由交换机接续", "put through by the switch while the controller was away"),
        one("outcome", Outcome.FALLBACK),
    ),
    _count(
        "abandoned",
        Bilingual("来电放弃", "Abandoned"),
        Bilingual("在导航、排队或振铃中挂机", "hung up in the menu, in the queue or while ringing"),
        one("outcome", *GAVE_UP),
    ),
    _count(
        "abandoned_menu",
        Bilingual("导航中放弃", "Abandoned in the menu"),
        Bilingual("在语音导航中挂机", "hung up in the menu"),
        one("outcome", Outcome.ABANDONED_MENU),
    ),
    _count(
        "abandoned_queue",
        Bilingual("排队中放弃", "Abandoned in the queue"),
        Bilingual("在排队中挂机", "hung up in the queue"),
        one("outcome", Outcome.ABANDONED_QUEUE),
    ),
    _count(
        "abandoned_ringing",
        Bilingual("振铃中放弃", "Abandoned while ringing"),
        Bilingual("在座席振铃时挂机", "hung up while an agent's telephone rang"),
        one("outcome", Outcome.ABANDONED_RINGING),
    ),
    _count(
        "missed",
        Bilingual("漏话", "Missed"),
        Bilingual("放弃、无人接听、留言或约回拨", "abandoned, nobody there, left a message or asked for a call-back"),
        one("outcome", *MISSED),
    ),
    _count(
        "called_back",
        Bilingual("漏话回拨接通", "Missed and called back"),
        Bilingual("漏话中其后已回拨接通的", "missed calls whose callers were reached since"),
        REACHED_LATER,
    ),
    _count(
        "silent",
        Bilingual("无声来电", "Silent calls"),
        Bilingual("按无声电话规范处理的呼叫", "calls ended by the script for silent calls"),
        one("outcome", Outcome.SILENT),
    ),
    _count(
        "failed",
        Bilingual("系统故障", "System failure"),
        Bilingual("因系统故障结束的呼叫", "calls that ended by a failure of the system"),
        BROKEN.holds,
    ),
    _rate(
        "self_service",
        Bilingual("自助服务占比", "Share of self-service"),
        Bilingual("自助应答 ÷ 已结束的进入呼叫", "answered by the machine ÷ calls that entered and ended"),
        one("outcome", *BY_MACHINE),
    ),
    _rate(
        "agent_share",
        Bilingual("人工接通占比", "Share answered by agents"),
        Bilingual(
            "人工接通与应急接续 ÷ 已结束的进入呼叫",
            "talked to an agent or brought through ÷ calls that entered and ended",
        ),
        one("outcome", *BY_AGENT),
    ),
    _within(15),
    _within(20),
    _within(40),
    _mean(
        "average_wait_abandoned",
        Bilingual("放弃前平均等待", "Average wait before giving up"),
        Bilingual(
            "排队或振铃中放弃者的等待秒数 ÷ 其人数",
            "seconds waited by those who gave up in the queue or while ringing ÷ their number",
        ),
        "wait_seconds",
        one("outcome", Outcome.ABANDONED_QUEUE, Outcome.ABANDONED_RINGING),
    ),
    _mean(
        "average_talk",
        Bilingual("平均通话时长", "Average talk time"),
        Bilingual("通话秒数 ÷ 座席接听的呼叫", "seconds talked ÷ calls answered by agents"),
        "talk_seconds",
        TALKED,
    ),
    _mean(
        "call_satisfaction",
        Bilingual("来电人评价（1–5）", "Callers' rating (1–5)"),
        Bilingual("通话后按键评分之和 ÷ 评分人数", "scores keyed after the talk, summed ÷ callers who scored"),
        "satisfaction",
        HasValue("satisfaction"),
        unit=ValueUnit.POINTS,
    ),
    _rate(
        "call_satisfied",
        Bilingual("来电满意率", "Satisfied callers"),
        Bilingual("评分 4 或 5 ÷ 已评分", "scored 4 or 5 ÷ callers who scored"),
        one("satisfaction", 4, 5),
        among=HasValue("satisfaction"),
        left_out=NOT_OURS,
    ),
)
