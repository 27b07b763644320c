"""What hangs on the findings that the risk view shows, for who sees it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import pgettext

from admin_web import filters
from admin_web.access import Reader
from hotline.reports.reads import findings
from hotline.reports.reads.findings import Hung
from hotline.reports.reads.rising import Repeater, Rising, SharedMatter
from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.findings import GRAVE, FindingKey
from hotline.words import Dimension, FindingKind

from . import said

K = FindingKind


@dataclass(frozen=True, slots=True)
class Hanging:
    """`anchors`: by a ticket that the page shows for a person, the ticket by which that person's finding is kept."""

    found: Mapping[tuple[FindingKind, str], Hung] = field(hash=False)
    anchors: Mapping[str, str] = field(hash=False)

    def about(self, kind: str, about: str) -> str:
        return self.anchors.get(about, about) if kind == K.PERSON else about

    def of(self, kind: str, about: str) -> Hung:
        return self.found.get((K(kind), self.about(kind, about)), Hung())


def sees_hung(who: Reader) -> bool:
    """Units see their tasks, and nothing else that hangs on a finding of the house."""
    return who.tickets.units is None


def hanging(
    who: Reader, now: dt.datetime, rising: Rising, matters: Sequence[SharedMatter], callers: Sequence[Repeater] | None
) -> Hanging | None:
    """None for who does not see it."""
    if not sees_hung(who):
        return None
    kept = findings.anchors(who.site, [one.number for one in callers or ()])
    anchors = {one.ticket: kept.get(one.number, one.ticket) for one in callers or ()}
    about = [
        *((K.RISE, f"{hit.by.value}:{hit.key}") for hit in rising.hits),
        *((K.MATTER, f"{one.topic}:{one.place}") for one in matters),
        *((K.PERSON, ticket) for ticket in anchors.values()),
        *((K.GRAVE, name) for name in GRAVE),
    ]
    found = findings.hung([FindingKey(kind, what, who.site) for kind, what in about], now)
    return Hanging({(key.kind, key.about): one for key, one in found.items()}, anchors)


def names_of(keys: Iterable[FindingKey], *, callers: bool) -> dict[FindingKey, str]:
    """What each finding is called; `callers`: a person by his number, masked for who may not see it."""
    keys = list(keys)
    wanted: dict[Dimension, set[str]] = {}
    for key in keys:
        for by, part in key.parts:
            wanted.setdefault(by, set()).add(part)
    names = {by: said.names(by, sorted(parts)) for by, parts in wanted.items()}
    numbers = findings.numbers_of(keys) if callers else {}
    return {key: _name(key, names, numbers) for key in keys}


def _name(key: FindingKey, names: Mapping[Dimension, Mapping[str, str]], numbers: Mapping[str, str]) -> str:
    kind = filters.label(key.kind)
    if key.kind is K.GRAVE:
        return _of(kind, said.text(FIGURES[key.about].label)) if key.about in FIGURES else kind
    if key.kind is K.PERSON:
        number = numbers.get(key.about, "")
        return _of(kind, filters.number(number)) if number else kind
    parts = [f"{filters.label(by)} {names[by].get(part, part)}" for by, part in key.parts]
    return _of(kind, " · ".join(parts))


def _of(kind: str, what: str) -> str:
    return str(pgettext("risk", "%(kind)s: %(what)s", kind=kind, what=what))
