"""A report's fields for its template `report.docx`, which a clerk edits."""

from typing import Any

from admin_web import filters
from hotline.reports.reads.reports import ReportView

from . import showing

LINES_MOST = 200  # of a division; a paper is read, a sheet is searched


def fields(view: ReportView, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "number": view.number,
        "version": view.version,
        "why": view.why,
        "state": filters.label(view.state),
        "period": f"{view.period.first} – {view.period.last}",
        "made": filters.local(view.made_at, "%Y-%m-%d %H:%M"),
        "published": filters.local(view.published_at, "%Y-%m-%d %H:%M"),
        "published_by": view.published_by,
        "groups": [
            {"title": label, "figures": [
                {"name": one.label, "value": one.value, "limit": one.limit or "–", "before": one.before[0],
                 "year_ago": one.year_ago[0], "formula": one.formula}
                for one in figures
            ]}
            for label, figures in showing.groups(view) if figures
        ],
        "figures": [
            {"group": label, "name": one.label, "value": one.value, "limit": one.limit or "–",
             "before": one.before[0], "year_ago": one.year_ago[0], "formula": one.formula}
            for label, figures in showing.groups(view) for one in figures
        ],
        "lines": [
            {"title": table.title, "name": line[0], "text": "；".join(
                f"{heading} {cell}" for heading, cell in zip(table.headings[1:], line[1:], strict=True) if cell != "–")}
            for table in showing.tables(view) for line in table.lines[:LINES_MOST]
        ],
        "balances": [
            {"text": text, "left": left, "right": right, "rows": rows}
            for _name, text, left, right, rows in showing.balances(view)
        ],
        "changes": [{"name": name, "then": then, "now": now} for name, then, now in showing.changed(view)],
    }  # fmt: skip
