"""The formula of each rule, and why each row has its points, as sentences in both languages. Pure."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from hotline.words import CREDITS, ClockKind, Grade, PointEvent, PointKind
from hotline.workdays.rules.deadlines import CHINA

from .kept import signed, written
from .points import WHOLE, PointRow, PointRule, RuleSet

P = PointEvent
Both = tuple[str, str]
_OF_WHAT: Mapping[PointEvent, Both] = {
    P.TAKEN_LATE: ("每张工单逾期{}个工作日签收", "each ticket taken late by{} workdays"),
    P.REPLY_LATE: ("每张工单逾期{}个工作日办结（协办回复同）", "each answer, a co-handler's too, late by{} workdays"),
    P.SUPERVISION_LATE: ("每件督办逾期{}个工作日回复", "each answer to a supervision late by{} workdays"),
    P.URGED: ("同一工单第{}次被催办", "urge no.{} of a ticket"),
    P.EXTENDED: ("同一工单第{}次延期", "extension no.{} of a ticket"),
    P.RETURN_REFUSED: ("每次申请退单未获同意", "each return that was asked for and refused"),
    P.SENT_BACK: ("每次答复被热线审核退改", "each answer that the hotline sent back"),
    P.NOT_SOLVED: ("来电人每次称未解决", "each time that the citizen said: not solved"),
    P.NOT_SATISFIED: (
        "来电人每次评为不满意（n = 1）、非常不满意（n = 2）",
        "each answer “dissatisfied” (n = 1) or “very dissatisfied” (n = 2)",
    ),
    P.CIRCULAR: (
        "每次未延期、催办未果而被通报",
        "each circular on a late ticket that was not extended and was urged without result",
    ),
    P.IN_TIME: ("每张按时答复并通过热线审核的工单", "each ticket answered in time and passed by the hotline"),
    P.PRAISE: ("来电人每次评为非常满意", "each answer “very satisfied”"),
}
_GROWS = frozenset({P.TAKEN_LATE, P.REPLY_LATE, P.SUPERVISION_LATE, P.URGED, P.EXTENDED, P.NOT_SATISFIED})


def formula(event: PointEvent, rule: PointRule) -> Both:
    """`每张工单逾期 n 个工作日办结：扣 1 + 0.5 ×（n − 1）分，每单最多 5 分；本期最多 20 分`."""
    if event is P.KNOWLEDGE:
        return "暂无数据来源，不计分", "has no source yet and gives no points"
    if not rule.points and not rule.more:
        return "不计分", "gives no points"
    zh_n, en_n = (f" n（n > {rule.free}）", f" n (n > {rule.free})") if rule.free else (" n ", " n")
    zh, en = (text.format(n) for text, n in zip(_OF_WHAT[event], (zh_n, en_n), strict=True))
    first, more, beyond = written(rule.points), written(rule.more), f"n − {rule.free + 1}"
    if event in _GROWS and rule.more:
        zh_sum, en_sum = f"{first} + {more} ×（{beyond}）", f"({first} + {more} × ({beyond}))"
    else:
        zh_sum, en_sum = f"{first} ", first
    zh, en = (
        f"{zh}：{'加' if event in CREDITS else '扣'} {zh_sum}分",
        f"{en}: {'+' if event in CREDITS else '−'}{en_sum}",
    )
    if rule.most:
        zh, en = f"{zh}，每单最多 {written(rule.most)} 分", f"{en}, at most {written(rule.most)} a ticket"
    if rule.cap:
        zh, en = f"{zh}；本期最多 {written(rule.cap)} 分", f"{en}; at most {written(rule.cap)} a period"
    return zh, en


def whole_formula(rules: RuleSet) -> Both:
    """How the score is made of a unit's rows."""
    base = written(rules.base)
    return (
        f"得分 = {base} 分 + 本期所有计分行之和（扣分为负）；每行 = 规则分值 × 单位类型权重 × 工单量权重",
        f"score = {base} + the sum of all rows of the period (what is taken off is negative); "
        "a row = the rule's points × weight of the kind of unit × weight of its number of tickets",
    )


def why(row: PointRow) -> Both:
    """Why a row has its points."""
    match row.kind:
        case PointKind.EXCLUDED:
            by, ground = str(row.facts.get("by", "")), row.facts
            return (
                f"已剔除 {written(abs(row.points))} 分：{ground.get('ground_zh', '')}（{by} 裁定）",
                f"excluded, {written(abs(row.points))} points: {ground.get('ground_en', '')} (decided by {by})",
            )
        case PointKind.CAP:
            cap, total = written(int(row.facts["cap"])), written(abs(int(row.facts["sum"])))
            return (
                f"“{row.event.zh}”本期合计 {total} 分，超过上限 {cap} 分，超出部分不计",
                f"“{row.event.en}” comes to {total} in this period; what passes the cap of {cap} does not count",
            )
        case PointKind.CORRECTION if row.facts.get("caps"):
            return (
                "公布后剔除有变动，封顶部分随之调整",
                "an exclusion changed after publication, and what passes the cap with it",
            )
        case PointKind.CORRECTION:
            text = str(row.facts.get("why", ""))
            return f"公布后更正：{text}", f"corrected after publication: {text}"
    zh, en = _OF_EVENT[row.event](row.facts)
    zh_weight, en_weight = _weights(row.facts)
    return f"{zh}{zh_weight}：{signed(row.points)} 分", f"{en}{en_weight}: {signed(row.points)}"


def _weights(facts: Mapping[str, Any]) -> Both:
    kind, size = int(facts.get("kind_weight", WHOLE)), int(facts.get("size_weight", WHOLE))
    zh = "".join(f"，{name}权重 {one}%" for name, one in (("单位类型", kind), ("工单量", size)) if one != WHOLE)
    en = "".join(f", weight of {name} {one} %" for name, one in (("kind", kind), ("size", size)) if one != WHOLE)
    return zh, en


def _late(what_zh: str, what_en: str) -> Callable[[Mapping[str, Any]], Both]:
    def told(facts: Mapping[str, Any]) -> Both:
        due, days, n = _moment(facts.get("due")), int(facts.get("days", 0)), int(facts["n"])
        clock = facts.get("clock")
        zh_what, en_what = ("协办回复", "co-handler's answer") if clock == ClockKind.SHARE else (what_zh, what_en)
        zh = f"{zh_what}时限 {due}，逾期至第 {n} 个工作日"
        en = f"{en_what} due {due}, late up to workday {n}"
        if days != n:
            zh, en = f"{zh}，其中本单位本期 {days} 个", f"{en}, of these {days} of this unit in this period"
        return zh, en

    return told


def _moment(text: Any) -> str:
    if not isinstance(text, str):
        return ""
    china = dt.datetime.fromisoformat(text).astimezone(CHINA)
    return f"{china:%Y-%m-%d %H:%M}"


def _graded(zh: str, en: str) -> Callable[[Mapping[str, Any]], Both]:
    def told(facts: Mapping[str, Any]) -> Both:
        grade = str(facts.get("grade", ""))
        word = Grade(grade) if grade in set(Grade) else None
        return (zh, en) if word is None else (f"来电人评为“{word.zh}”", f"the citizen said “{word.en}”")

    return told


def _plain(zh: str, en: str) -> Callable[[Mapping[str, Any]], Both]:
    return lambda _facts: (zh, en)


_OF_EVENT: Mapping[PointEvent, Callable[[Mapping[str, Any]], Both]] = {
    P.TAKEN_LATE: _late("签收", "taking"),
    P.REPLY_LATE: _late("办结", "answer"),
    P.SUPERVISION_LATE: _late("督办回复", "answer to a supervision"),
    P.URGED: lambda facts: (f"该工单第 {facts['n']} 次被催办", f"urge no. {facts['n']} of this ticket"),
    P.EXTENDED: lambda facts: (f"该工单第 {facts['n']} 次延期", f"extension no. {facts['n']} of this ticket"),
    P.RETURN_REFUSED: _plain("申请退单，未获同意", "a return was asked for and refused"),
    P.SENT_BACK: _plain("答复被热线审核退改", "the hotline sent the answer back"),
    P.NOT_SOLVED: _plain("来电人称问题未解决", "the citizen said that it is not solved"),
    P.NOT_SATISFIED: _graded("来电人不满意", "the citizen was not satisfied"),
    P.PRAISE: _graded("来电人非常满意", "the citizen was very satisfied"),
    P.CIRCULAR: lambda facts: (
        f"逾期未延期，催办 {facts.get('urges', 0)} 次未果，被通报",
        f"late and not extended, urges without result: {facts.get('urges', 0)}; a circular",
    ),
    P.IN_TIME: lambda facts: (
        f"在时限 {_moment(facts.get('due'))} 前答复，并通过热线审核",
        f"answered by {_moment(facts.get('due'))} and passed by the hotline",
    ),
    P.KNOWLEDGE: _plain("知识未及时更新", "knowledge was not kept up"),
}
