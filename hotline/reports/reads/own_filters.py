"""The parts among which the filters of an own report are chosen, as a reader sees them."""

from collections.abc import Mapping

from hotline.calls.reads import lines
from hotline.people.reads import people
from hotline.people.rules.permissions import Permission, may
from hotline.reports.rules.dimensions import NONE
from hotline.reports.rules.own_reports import FILTERS
from hotline.tickets.reads import dictionary, units
from hotline.words import Channel, Dimension, EntryKind, Profile, TicketKind, UnitKind, Urgency, WorkingTime

D = Dimension
Offered = Mapping[Dimension, tuple[tuple[str, str], ...]]  # keys with their names, in order; a tree's are indented
INDENT = "\u3000"


def offered(site: int | None, of_units: frozenset[int] | None, language: str) -> Offered:
    """What can be chosen. `site`: of people of a branch; `of_units`: of a unit's people, who see neither lines nor
    agents nor other units."""
    found: dict[Dimension, list[tuple[str, str]]] = {
        D.KIND: [(word.value, word.label(language)) for word in TicketKind],
        D.CHANNEL: [(word.value, word.label(language)) for word in Channel],
        D.PROFILE: [(word.value, word.label(language)) for word in (Profile.COURT_12368, Profile.GOV_12345)],
        D.URGENT: [(word.value, word.label(language)) for word in Urgency],
        D.UNIT: [
            (str(one.id), INDENT * one.depth + one.name)
            for one in units.tree(site, all_of_them=True)
            if one.kind is not UnitKind.DISCIPLINE and (of_units is None or one.id in of_units)
        ],
        D.TOPIC: _entries(EntryKind.TOPIC, language),
        D.PLACE: _entries(EntryKind.PLACE, language),
    }
    if of_units is None:
        agents = [one for one in people.everybody() if site in (None, one.site)]
        found |= {
            D.SITE: [(str(one.id), one.name) for one in people.sites(site)],
            D.LINE: [(one.code, one.name) for one in lines.all_lines(site)],
            D.WORKING: [(word.value, word.label(language)) for word in WorkingTime],
            D.AGENT: [(str(one.id), one.name) for one in agents if may(one.roles, Permission.USE_DESK)],
        }
    return {by: tuple(found[by]) for by in FILTERS if by in found}


def is_offered(by: Dimension, key: str, among: Offered) -> bool:
    """Whether a key stands in the list; what has no value there can always be asked for."""
    return key == NONE or any(key == one for one, _name in among.get(by, ()))


def _entries(kind: EntryKind, language: str) -> list[tuple[str, str]]:
    return [(str(one.id), INDENT * one.depth + one.label) for one in dictionary.entries(kind, language)]
