"""Figures of the assessment: points taken off, added and excluded, by unit and by kind of event. Pure."""

from hotline.reports.rules.figures import Bilingual, Figure, Measure, RowSet, ValueUnit
from hotline.reports.rules.predicates import AtLeast, AtMost, Predicate, both, one
from hotline.words import PointKind

from .sources import OWN

LEAST = 0.01  # a hundredth of a point: nothing is smaller
LOST = both(one("point_kind", PointKind.EVENT), AtMost("points", -LEAST))
EXCLUDED = one("excluded", 1)


def _sum(id_: str, label: Bilingual, formula: Bilingual, counted: Predicate) -> Figure:
    return Figure(
        id_, label, formula, OWN, RowSet.POINTS, Measure.SUM, counted, of="points", unit=ValueUnit.POINTS
    )  # fmt: skip


POINTS = (
    _sum(
        "points_change",
        Bilingual("考核计分合计", "Points, sum of all rows"),
        Bilingual("考核计分行的分值之和（扣分为负，含剔除、封顶和更正）",
                  "points of all rows, summed (taken off is negative; exclusions, caps and corrections too)"),
        both(),
    ),
    _sum(
        "points_lost",
        Bilingual("考核扣分（剔除前）", "Points taken off, before exclusions"),
        Bilingual("工单事项的扣分之和，为负", "points that events of tickets took off, summed; negative"),
        LOST,
    ),
    _sum(
        "points_gained",
        Bilingual("考核加分", "Points added"),
        Bilingual("工单事项的加分之和", "points that events of tickets added, summed"),
        both(one("point_kind", PointKind.EVENT), AtLeast("points", LEAST)),
    ),
    Figure(
        "points_rows",
        Bilingual("考核扣分行", "Rows that took points off"),
        Bilingual("扣分的工单事项数", "events of tickets that took points off"),
        OWN,
        RowSet.POINTS,
        Measure.COUNT,
        LOST,
    ),
    Figure(
        "points_excluded_share",
        Bilingual("考核剔除率", "Share of exclusions"),
        Bilingual("已剔除的扣分行 ÷ 扣分行", "rows excluded ÷ rows that took points off"),
        OWN,
        RowSet.POINTS,
        Measure.RATE,
        EXCLUDED,
        LOST,
        unit=ValueUnit.SHARE,
    ),
)  # fmt: skip
