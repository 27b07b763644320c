"""Figures of the announcement before a caller can choose: S4 allows 20 s. Pure."""

from hotline.reports.rules.figures import Bilingual, Figure, LeftOut, Limit, Measure, RowSet, ValueUnit
from hotline.reports.rules.predicates import AtMost, NoValue
from hotline.reports.rules.standard import ANNOUNCEMENT_LIMIT

from .calls import NOT_OURS
from .sources import S4

NONE_HEARD = LeftOut(
    "no_announcement",
    Bilingual("没有播报，或未听完即挂机", "no announcement, or hung up before its end"),
    NoValue("announced_seconds"),
)
ANNOUNCEMENT = Figure(
    "announcement",
    Bilingual("自动应答前播报时长（平均）", "Announcement before the automatic answer (mean)"),
    Bilingual(
        "应答到播报结束的秒数之和 ÷ 听完播报的呼叫；不超过 20 秒",
        "seconds from the answer to the end of the announcement, summed ÷ calls that heard it out; at most 20 s",
    ),
    S4,
    RowSet.CALLS,
    Measure.MEAN,
    of="announced_seconds",
    unit=ValueUnit.SECONDS,
    limit=Limit(most=ANNOUNCEMENT_LIMIT),
    left_out=(*NOT_OURS, NONE_HEARD),
)
ANNOUNCED_20 = Figure(
    "announced_20",
    Bilingual("播报不超过 20 秒", "Announcement of at most 20 s"),
    Bilingual(
        "播报不超过 20 秒 ÷ 听完播报的呼叫；应为全部",
        "announcement of at most 20 s ÷ calls that heard it out; all of them should",
    ),
    S4,
    RowSet.CALLS,
    Measure.RATE,
    AtMost("announced_seconds", ANNOUNCEMENT_LIMIT),
    unit=ValueUnit.SHARE,
    limit=Limit(least=1.0),
    left_out=(*NOT_OURS, NONE_HEARD),
)
STANDARD = (ANNOUNCEMENT, ANNOUNCED_20)
