"""Units, subjects and areas with those below: which ids a key stands for, and under which key an id is counted."""

from collections.abc import Callable, Mapping
from typing import Any

from hotline.reports.rules.classes import class_of
from hotline.reports.rules.dimensions import ITSELF, NONE
from hotline.store.conditions import below_in, fetched
from hotline.words import Dimension

_TABLES = {Dimension.UNIT: "unit", Dimension.TOPIC: "entry", Dimension.PLACE: "entry"}


def below(dimension: Dimension, key: int) -> frozenset[int]:
    """The ids of the key and of all below it."""
    return below_in(_TABLES[dimension], [key])


def lines(by: Dimension) -> Callable[[int], list[int]]:
    """An id with all above it, up to the top."""
    parents: dict[int, int | None] = dict(fetched(f"SELECT id, parent_id FROM {_TABLES[by]}"))  # noqa: S608 - a table of ours

    def line(found: int) -> list[int]:
        told: list[int] = []
        now: int | None = found
        while now is not None and now not in told:
            told.append(now)
            now = parents.get(now)
        return told

    return line


def class_by_topic() -> dict[int, str]:
    """The official class of each subject that has one, of its own or from above."""
    parents: dict[int, int | None] = dict(fetched("SELECT id, parent_id FROM entry"))
    own: dict[int, str] = dict(fetched("SELECT topic_id, code FROM topic_class"))
    found = {topic: class_of(topic, own, parents) for topic in parents}
    return {topic: code for topic, code in found.items() if code}


def folding(by: Dimension, where: Mapping[Dimension, str]) -> Callable[[Any], str]:
    """Under which key a value is counted. Of a tree: the one at the top, or the one right below that which `where`
    names; what stands there itself is told apart from what is below it."""
    if by is Dimension.OFFICIAL:
        classes = class_by_topic()
        return lambda found: NONE if found is None else classes.get(int(found), NONE)
    table = _TABLES.get(by)
    if table is None:
        return lambda found: NONE if found is None else str(found)
    parents: dict[int, int | None] = dict(fetched(f"SELECT id, parent_id FROM {table}"))  # noqa: S608 - a table of ours
    chosen = where.get(by, NONE)
    top = int(chosen) if chosen.isdigit() else None

    def key(found: Any) -> str:
        if found is None:
            return NONE
        now = int(found)
        if now == top or chosen.startswith(ITSELF):
            return f"{ITSELF}{now}"
        while now != top and parents.get(now) is not None and parents[now] != top:
            now = parents[now] or now
        return str(now)

    return key
