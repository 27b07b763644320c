"""What a report is called: the house or site, its kind and its days."""

from flask_babel import pgettext

from admin_web.access import settings
from hotline.people.reads import people
from hotline.reports.reads.reports import ReportView
from hotline.words import PeriodKind


def title_of(view: ReportView) -> str:
    place = view.site_name or next((site.name for site in people.sites()), settings().site)
    named = {
        PeriodKind.DAY: pgettext("report", "Daily report"),
        PeriodKind.WEEK: pgettext("report", "Weekly report"),
        PeriodKind.MONTH: pgettext("report", "Monthly report"),
        PeriodKind.QUARTER: pgettext("report", "Quarterly report"),
        PeriodKind.YEAR: pgettext("report", "Yearly report"),
    }[view.kind]
    period = view.period
    when = period.first.isoformat() if period.length == 1 else f"{period.first} – {period.last}"
    return f"{place} {named} {when}"
