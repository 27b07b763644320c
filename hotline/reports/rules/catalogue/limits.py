"""Figures of the other time limits and of what citizens said in follow-ups. Pure."""

from dataclasses import dataclass

from hotline.reports.rules.figures import Bilingual, Figure, Measure, RowSet
from hotline.reports.rules.predicates import AtMost, HasValue, one
from hotline.words import ClockKind, TakingClass

from .sources import CITY, GUOBANFA, OWN, TIANJIN
from .tickets import IN_TIME, clock_rate, rating


@dataclass(frozen=True, slots=True)
class Taking:
    """How soon a unit takes a ticket of a class: within so many minutes of day and night; None: by its own limit."""

    of: TakingClass
    minutes: int | None
    zh: str
    en: str


TAKING = (
    Taking(TakingClass.DANGER, 15, "15 分钟内", "within 15 minutes"),
    Taking(TakingClass.SUPPLY, 30, "30 分钟内（昼夜）", "within 30 minutes, day and night"),
    Taking(TakingClass.OTHER, None, "期限（一个工作日）内", "within the limit of one workday"),
)


def _taken(one_: Taking) -> Figure:
    label, name = one_.of, one_.of.en[0].lower() + one_.of.en[1:]
    return clock_rate(
        f"taken_{one_.of.value}",
        Bilingual(f"按时签收率：{label.zh}", f"Taken in time: {name}"),
        Bilingual(
            f"派单后{one_.zh}签收 ÷ 本期到期的签收时限（{label.zh}）",
            f"taken {one_.en} after the dispatch ÷ limits for taking that were due ({name})",
        ),
        ClockKind.TAKE,
        counted=IN_TIME if one_.minutes is None else AtMost("taken_seconds", one_.minutes * 60),
        among=one("urgency", one_.of),
        source=TIANJIN,
    )


CLOCKS = (
    clock_rate(
        "accepted_in_time",
        Bilingual("按时受理率", "Accepted in time"),
        Bilingual("期限内受理 ÷ 本期到期的受理时限", "accepted in time ÷ limits for accepting that were due"),
        ClockKind.ACCEPT,
    ),
    *(_taken(one) for one in TAKING),
    clock_rate(
        "shares_in_time",
        Bilingual("协办按时回复率", "Joint handling in time"),
        Bilingual(
            "协办单位期限内回复 ÷ 本期到期的协办时限", "co-handlers' answers in time ÷ limits for them that were due"
        ),
        ClockKind.SHARE,
    ),
    clock_rate(
        "reviewed_in_time",
        Bilingual("按时审核率", "Reviewed in time"),
        Bilingual("期限内审核 ÷ 本期到期的审核时限", "reviewed in time ÷ limits for reviewing that were due"),
        ClockKind.REVIEW,
    ),
    clock_rate(
        "supervisions_answered",
        Bilingual("督办按时回复率", "Supervisions answered in time"),
        Bilingual(
            "期限内回复督办 ÷ 本期到期的督办时限", "supervisions answered in time ÷ limits for them that were due"
        ),
        ClockKind.SUPERVISION,
        gone=False,
    ),
)

FOLLOW_UPS = (
    Figure(
        "follow_ups_done",
        Bilingual("完成回访", "Follow-ups done"),
        Bilingual("本期得到来电人答复的回访", "follow-ups on which the citizen answered"),
        OWN,
        RowSet.FOLLOW_UPS,
        Measure.COUNT,
        one("state", "done"),
    ),
    Figure(
        "follow_ups_given_up",
        Bilingual("未能回访", "Not reached"),
        Bilingual("多次联系未果的回访", "follow-ups given up after several tries"),
        OWN,
        RowSet.FOLLOW_UPS,
        Measure.COUNT,
        one("state", "given_up"),
    ),
    rating(
        "handled",
        Bilingual("办理率（诉求人反馈）", "Handled, says the citizen"),
        Bilingual("称已办理 ÷ 已答复是否办理的回访", "said to be handled ÷ follow-ups that answered this"),
        one("handled", 1),
        HasValue("handled"),
        source=GUOBANFA,
    ),
    rating(
        "solved",
        Bilingual("解决率（诉求人反馈）", "Solved, says the citizen"),
        Bilingual("称已解决 ÷ 已答复是否解决的回访", "said to be solved ÷ follow-ups that answered this"),
        one("solved", 1),
        HasValue("solved"),
        source=CITY,
    ),
    rating(
        "unsolved_again",
        Bilingual("不认可率", "Not accepted by the citizen"),
        Bilingual("称未解决 ÷ 已答复是否解决的回访", "said not to be solved ÷ follow-ups that answered this"),
        one("solved", 0),
        HasValue("solved"),
    ),
)
