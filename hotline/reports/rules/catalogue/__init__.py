"""All figures by their id, in the order in which they are shown, and the groups that pages show them in. Pure."""

from hotline.reports.rules.figures import Bilingual, Figure, RowSet

from . import agents, announcements, assessment, calls, limits, quality, tickets, voices

GROUPS: tuple[tuple[str, Bilingual, tuple[Figure, ...]], ...] = (
    (
        "standard",
        Bilingual("服务标准指标", "Figures of the service standards"),
        (*announcements.STANDARD, *calls.STANDARD, *tickets.STANDARD),
    ),
    ("calls", Bilingual("话务", "Calls"), calls.CALLS),
    ("agents", Bilingual("座席", "Agents"), agents.AGENTS),
    ("tickets", Bilingual("工单", "Tickets"), (*tickets.TICKETS, *tickets.MOVES)),
    ("clocks", Bilingual("时限", "Time limits"), limits.CLOCKS),
    ("follow_ups", Bilingual("回访与评价", "Follow-ups and ratings"), limits.FOLLOW_UPS),
    ("voices", Bilingual("双方声音", "Voices"), voices.VOICES),
    ("assessment", Bilingual("考核", "Assessment"), assessment.POINTS),
    ("quality", Bilingual("质检", "Quality inspection"), quality.QUALITY),
)
FIGURES: dict[str, Figure] = {figure.id: figure for _, _, figures in GROUPS for figure in figures}


def of_rows(rows: RowSet) -> tuple[Figure, ...]:
    """The figures that count these rows."""
    return tuple(figure for figure in FIGURES.values() if figure.rows is rows)
