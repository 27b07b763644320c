"""The law on appeals by kind of case; an administrator edits it (`content/appeals.yml`)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Law:
    """For a kind of case: days to appeal by kind of document, and later remedies (`months` 0: no limit)."""

    zh: str
    en: str
    appeal: Mapping[str, int]
    clause: str
    appeal_to: str
    after: str
    after_en: str
    after_months: int
    after_clause: str
    after_to: str
    papers: str
    further: str
