"""The audit as a sheet."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import pgettext

from admin_web.downloads import in_china
from hotline.values.sheets import table

from .words import AuditLine

WIDTHS = (20, 20, 20, 28, 32, 18, 60)


def written(entries: Iterable[AuditLine], language: str) -> bytes:
    """The file's bytes: a heading, and a row for each entry."""
    rows = (
        (in_china(one.noted.at), one.who, one.act, one.outcome, one.thing, one.noted.client_ip, one.words)
        for one in entries
    )  # fmt: skip
    return table(str(_("Audit")), tuple(zip(_headings(), WIDTHS, strict=True)), rows, language)


def _headings() -> tuple[str, ...]:
    return (
        _("At"), _("Who"), _("Act"), pgettext("audit", "Outcome"), pgettext("audit", "What"),
        pgettext("network", "Address"), pgettext("audit", "Details"),
    )  # fmt: skip
