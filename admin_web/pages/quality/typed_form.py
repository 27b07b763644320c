"""A form of the inspection as it is typed on its page: one row for each item, blank rows left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hotline.ports import Refused
from hotline.quality.rules.forms import ITEMS_MOST, Band, InspectionForm, Item, Section
from hotline.words import Inspected, ItemKind

BETWEEN = " / "  # between the Chinese and the English name of a section
MORE = 5  # blank rows at the end
TAKEN = 255  # longest text that is looked at


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One row of the page, as typed; `section` of the row, "" for that of the row above."""

    code: str = ""
    section: str = ""
    zh: str = ""
    en: str = ""
    weight: str = ""
    kind: str = ItemKind.SCALE.value
    most: str = "5"
    skips: str = ""
    fatal: str = ""
    hint: str = ""
    clause: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.zh.strip() or self.weight.strip())


NAMES = ("code", "section", "zh", "en", "weight", "kind", "most", "skips", "fatal", "hint", "clause")


def rows_of(form: InspectionForm | None) -> list[ItemRow]:
    """The rows of a kept form."""
    return (
        []
        if form is None
        else [_row(section, n, item) for section in form.sections for n, item in enumerate(section.items)]
    )


def _row(section: Section, n: int, item: Item) -> ItemRow:
    named = f"{section.zh}{BETWEEN}{section.en}" if section.en else section.zh
    return ItemRow(
        item.code, named if n == 0 else "", item.zh, item.en, str(item.weight), item.kind.value, str(item.most),
        "1" if item.skips else "", "1" if item.fatal else "", item.hint, item.clause,
    )  # fmt: skip


def typed_rows(typed: Any) -> list[ItemRow]:
    """The rows as they were sent (`item_zh` and the like, each so many times)."""
    columns = {name: [text[: 2 * TAKEN] for text in typed.getlist(f"item_{name}")] for name in NAMES}
    count = min(max(map(len, columns.values()), default=0), ITEMS_MOST + MORE + 1)
    rows = [ItemRow(**{name: (got[n] if n < len(got) else "") for name, got in columns.items()}) for n in range(count)]
    return [row for row in rows if not row.is_blank]


def read(typed: Any, code: str, inspected: str) -> InspectionForm:
    """The form that was typed. Raises Refused for what is no form at all; `wrong` says the rest."""
    if inspected not in set(Inspected):
        raise Refused("Choose what the form inspects")
    return InspectionForm(
        code=code, inspected=Inspected(inspected), zh=typed.get("zh", "").strip()[:TAKEN],
        en=typed.get("en", "").strip()[:TAKEN], sections=tuple(_sections(typed_rows(typed))),
        bands=tuple(_bands(typed)),
    )  # fmt: skip


def _sections(rows: list[ItemRow]) -> Iterator[Section]:
    known = {row.code for row in rows if row.code}
    fresh = (f"item_{n}" for n in range(1, 10 * ITEMS_MOST))
    name, items = "", list[Item]()
    for row in rows:
        if row.section.strip() and row.section.strip() != name:
            if items:
                yield _section(name, items)
            name, items = row.section.strip(), []
        code = row.code or next(one for one in fresh if one not in known)
        items.append(_item(row, code))
    if items:
        yield _section(name, items)


def _section(name: str, items: list[Item]) -> Section:
    zh, _between, en = name.partition(BETWEEN)
    return Section(zh=zh.strip()[:TAKEN], en=en.strip()[:TAKEN], items=tuple(items))


def _item(row: ItemRow, code: str) -> Item:
    kind = ItemKind(row.kind) if row.kind in set(ItemKind) else ItemKind.SCALE
    return Item(
        code=code, zh=row.zh.strip(), en=row.en.strip(), weight=number(row.weight), kind=kind,
        most=number(row.most) if kind is ItemKind.SCALE else 1, skips=row.skips == "1", fatal=row.fatal == "1",
        hint=row.hint.strip(), clause=row.clause.strip(),
    )  # fmt: skip


def _bands(typed: Any) -> Iterator[Band]:
    for least, zh, en in zip(*(typed.getlist(f"band_{name}")[:20] for name in ("least", "zh", "en")), strict=False):
        if least.strip() or zh.strip():
            yield Band(least=number(least), zh=zh.strip()[:TAKEN], en=en.strip()[:TAKEN])


def number(text: str) -> int:
    """A whole number; -1 for what is none, which every rule refuses."""
    tidy = text.strip()
    return int(tidy) if tidy.isascii() and tidy.isdigit() and len(tidy) < 6 else -1


def bands_typed(typed: Mapping[str, Any] | Any, form: InspectionForm | None) -> list[tuple[str, str, str]]:
    """The rows of the bands: as typed, or those of the kept form."""
    if typed is not None and hasattr(typed, "getlist"):
        return list(zip(*(typed.getlist(f"band_{name}")[:20] for name in ("least", "zh", "en")), strict=False))
    return [] if form is None else [(str(band.least), band.zh, band.en) for band in form.bands]
