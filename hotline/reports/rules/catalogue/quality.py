"""Figures of the quality inspection: scores, what was looked at, appeals. Pure."""

from hotline.reports.rules.figures import Bilingual, Figure, LeftOut, Measure, RowSet, ValueUnit
from hotline.reports.rules.predicates import HasValue, NoValue, one

from .sources import OWN

_WITHOUT = LeftOut("no_score", Bilingual("各项均不适用", "nothing applied"), NoValue("points"))
_SKIPPED = LeftOut("skipped", Bilingual("不适用", "does not apply"), NoValue("percent"))
QUALITY = (
    Figure(
        "inspected",
        Bilingual("质检件数", "Inspections"),
        Bilingual("期内完成的质检件数（复检、未评分关闭的不计）", "first looks that were done"),
        OWN, RowSet.INSPECTIONS, Measure.COUNT,
    ),
    Figure(
        "quality_score",
        Bilingual("质检平均得分", "Average score"),
        Bilingual("得分合计 ÷ 有得分的质检件数（申诉改分的按改后）", "scores ÷ inspections with a score"),
        OWN, RowSet.INSPECTIONS, Measure.MEAN, HasValue("points"), of="points", unit=ValueUnit.POINTS,
        left_out=(_WITHOUT,),
    ),
    Figure(
        "quality_fatal",
        Bilingual("致命项占比", "Share with a fatal item"),
        Bilingual("有致命项不合格的 ÷ 质检件数", "inspections with a failed fatal item ÷ inspections"),
        OWN, RowSet.INSPECTIONS, Measure.RATE, one("fatal", 1), unit=ValueUnit.SHARE,
    ),
    Figure(
        "quality_appealed",
        Bilingual("申诉率", "Share appealed against"),
        Bilingual("本人提出申诉的 ÷ 质检件数", "inspections whose agent appealed ÷ inspections"),
        OWN, RowSet.INSPECTIONS, Measure.RATE, one("appealed", 1), unit=ValueUnit.SHARE,
    ),
    Figure(
        "quality_upheld",
        Bilingual("申诉成立率", "Appeals upheld"),
        Bilingual("申诉成立的 ÷ 已处理的申诉", "appeals upheld ÷ appeals decided"),
        OWN, RowSet.INSPECTIONS, Measure.RATE, one("upheld", 1), one("appealed", 1), unit=ValueUnit.SHARE,
        left_out=(LeftOut("waiting", Bilingual("尚未处理", "not decided yet"), one("state", "appealed")),),
    ),
    Figure(
        "quality_items",
        Bilingual("单项得分率", "Reached of an item"),
        Bilingual("各项得分率（%）的平均；可按质检项目分列", "mean of what was reached of each item in percent"),
        OWN, RowSet.MARKS, Measure.MEAN, HasValue("percent"), of="percent", unit=ValueUnit.POINTS, left_out=(_SKIPPED,),
    ),
    Figure(
        "calls_inspected",
        Bilingual("通话质检覆盖率", "Share of calls inspected"),
        Bilingual("已质检的人工通话 ÷ 座席接听的呼入通话", "answered calls that were inspected ÷ answered calls"),
        OWN, RowSet.INSPECTABLE, Measure.RATE, one("looked_at", 1), unit=ValueUnit.SHARE,
    ),
)  # fmt: skip
