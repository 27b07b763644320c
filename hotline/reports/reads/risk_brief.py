"""The risk view of a month as a report keeps it: what it says, by which method, and what hangs on its findings.

The names are kept in both languages as they are now. A person is named by a masked number, and by nothing else.
"""

from typing import Any

from hotline.reports.rules.catalogue import FIGURES
from hotline.reports.rules.findings import GRAVE, FindingKey
from hotline.reports.rules.rising import USUAL_CHANCE, USUAL_LEAST
from hotline.values.privacy import mask
from hotline.words import Dimension, FindingKind

from . import figures, findings, keys, rising
from .rising import OPENED
from .row_sets import FigureScope

MONTHS = 13
SPREAD_MOST = 15  # parts of a distribution that are told; the others are counted together
SPREAD = (Dimension.TOPIC, Dimension.PLACE, Dimension.KIND, Dimension.UNIT)
HUNG_MOST = 100
Named = list[str]  # [key, Chinese name, English name]; the names are "" for what has none of its own


def computed(asked: FigureScope) -> dict[str, Any]:
    """All of the brief, as JSON."""
    found = rising.rising(asked, chance=float(USUAL_CHANCE) / 100, least=USUAL_LEAST)
    matters = rising.matters(asked, least=USUAL_LEAST)
    gaps = rising.gaps(asked)
    counted = figures.read([FIGURES[name] for name in GRAVE], asked)[0].values
    return {
        "chance": USUAL_CHANCE,
        "least": USUAL_LEAST,
        "compared": found.compared,
        "looked_at": found.looked_at,
        "trend": [list(line) for line in rising.trend(asked, MONTHS)],
        "spread": {by.value: _spread(by, asked) for by in SPREAD},
        "rising": [
            [hit.by.value, *_named(hit.by, hit.key), hit.alarm.seen, hit.alarm.expected, hit.alarm.limit,
             hit.alarm.chance]
            for hit in found.hits
        ],
        "past": [[period.first.isoformat(), period.last.isoformat(), len(hits)] for period, hits in found.past],
        "matters": [
            [_named(Dimension.TOPIC, one.topic), _named(Dimension.PLACE, one.place), one.persons, one.tickets]
            for one in matters
        ],
        "gaps": [gaps.topic, gaps.place, gaps.caller],
        "persons": [[mask(one.number), one.tickets] for one in rising.repeaters(asked, least=USUAL_LEAST)],
        "grave": [[name, counted[name].tally.counted] for name in GRAVE],
        "hung": _hung(asked),
    }  # fmt: skip


def _spread(by: Dimension, asked: FigureScope) -> dict[str, Any]:
    """The parts with the most tickets, and how many tickets all others have together: the sum is all tickets."""
    lines = figures.read([OPENED], asked, by=by)
    counts = [(line.key, line.values[OPENED.id].tally.counted) for line in lines if OPENED.id in line.values]
    ordered = sorted((one for one in counts if one[1]), key=lambda one: (-one[1], one[0]))
    return {
        "lines": [[*_named(by, key), count] for key, count in ordered[:SPREAD_MOST]],
        "others": sum(count for _key, count in ordered[SPREAD_MOST:]),
    }


def _named(by: Dimension, key: str) -> Named:
    return [key, keys.names(by, [key]).get(key, ""), keys.names(by, [key], english=True).get(key, "")]


def _hung(asked: FigureScope) -> list[dict[str, Any]]:
    """Findings on which something was written in the month or since, or with an open task."""
    known = findings.lately(asked.scope.site, asked.begin, most=HUNG_MOST)
    numbers = findings.numbers_of(known)
    told = findings.hung(known, asked.now)
    return [
        {
            "kind": key.kind.value, "about": key.about,
            "parts": [[by.value, *_named(by, part)] for by, part in key.parts],
            "number": _masked(key, numbers),
            "notes": [[note.text, note.by, note.at.isoformat()] for note in told[key].notes],
            "tasks": [
                [task.text, task.whom, task.due.isoformat(), task.state.value, task.overdue, task.told]
                for task in told[key].tasks
            ],
        }
        for key in known
    ]  # fmt: skip


def _masked(key: FindingKey, numbers: dict[str, str]) -> str:
    return mask(numbers.get(key.about, "")) if key.kind is FindingKind.PERSON else ""
