"""The case system that an installation has chosen."""

from hotline.ports import CaseSystem
from hotline.settings import Settings, given_secret

from .case_http import HttpCases
from .case_sql import SqlCases


def choose(settings: Settings) -> CaseSystem | None:
    """The adapter; None for the embedded sample in our own tables (`hotline.callers.verbs.sample_cases`)."""
    chosen = settings.cases
    if chosen.system == "http":
        return HttpCases(chosen, chosen.secret or given_secret(settings.data, "cases"))
    return SqlCases(chosen) if chosen.system == "view" else None
