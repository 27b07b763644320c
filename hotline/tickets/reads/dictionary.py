"""The data dictionary: entries of a kind as a tree, the limits in effect, dispatch rules, dispute keywords."""

from dataclasses import dataclass

from hotline.tickets.rows import DispatchRule, Entry, KeywordRule, LimitRow, Unit
from hotline.tickets.rules import limits
from hotline.words import EntryKind


@dataclass(frozen=True, slots=True)
class EntryView:
    """`depth`: levels below the top; `path`: the labels from the top down to the entry itself; `profile`: the hotline
    of its top entry, "" for every one; `heading`: it has entries in use below it."""

    id: int
    code: str
    label: str
    zh: str
    en: str
    parent: int | None
    depth: int
    path: tuple[str, ...]
    active: bool
    profile: str
    heading: bool


@dataclass(frozen=True, slots=True)
class RuleView:
    id: int
    topic: str
    place: str
    kind: str
    unit: str
    unit_active: bool


@dataclass(frozen=True, slots=True)
class Keywords:
    id: int
    name: str
    words: tuple[tuple[str, ...], ...]
    level: str
    active: bool


def entries(kind: EntryKind, language: str = "zh", *, all_of_them: bool = False) -> list[EntryView]:
    """The entries as a tree, parents before children; an inactive entry is left out with everything below it."""
    rows = list(Entry.select().where(Entry.kind == kind.value).order_by(Entry.place, Entry.code))
    children: dict[int | None, list[Entry]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    found: list[EntryView] = []

    def walk(parent: int | None, path: tuple[str, ...], profile: str) -> None:
        for row in children.get(parent, []):
            if not (row.active or all_of_them):
                continue
            label = row.zh if language.startswith("zh") else row.en or row.zh
            here = (*path, label)
            own = profile or row.profile
            heading = any(child.active for child in children.get(row.id, []))
            found.append(
                EntryView(
                    row.id, row.code, label, row.zh, row.en, row.parent_id, len(path), here, row.active, own, heading
                )
            )  # fmt: skip
            walk(row.id, here, own)

    walk(None, (), "")
    return found


def limit_table() -> dict[limits.Key, int]:
    """Half days for each (profile, kind, clock): the defaults, overridden by the installation's own."""
    own = {(row.profile, row.kind, row.clock): row.half_days for row in list(LimitRow.select())}
    return {**limits.DEFAULTS, **own}


def rules(site: int, language: str = "zh") -> list[RuleView]:
    rows = list(
        DispatchRule.select(DispatchRule, Unit).join(Unit).where(DispatchRule.site == site).order_by(DispatchRule.id)
    )
    names = {row.id: row.zh if language.startswith("zh") else row.en or row.zh for row in list(Entry.select())}
    return [
        RuleView(
            row.id, names.get(row.topic_id, ""), names.get(row.place_id, ""), row.kind, row.unit.name, row.unit.active
        )
        for row in rows
    ]


def keywords(*, all_of_them: bool = False) -> list[Keywords]:
    rows = list(KeywordRule.select().order_by(KeywordRule.id))
    return [
        Keywords(row.id, row.name, tuple(tuple(group) for group in row.words), row.level, row.active)
        for row in rows
        if row.active or all_of_them
    ]
