"""A form of the inspection: sections with items, their weights, and bands of the score. Pure.

The weights of a form are whole numbers that add to 100. A fatal item may weigh nothing; every other weighs something.
"""

import re
from collections.abc import Iterator
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from hotline.ports import Refused
from hotline.words import Inspected, ItemKind
from hotline.yaml_source.readers import Flag, Whole

CODE = re.compile(r"[a-z][a-z0-9_]{0,31}")
ITEMS_MOST, BANDS_MOST, SCALE_MOST = 100, 8, 10
NAME_MOST, TEXT_MOST, HINT_MOST = 80, 200, 500
ALL = 100


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Named(_Shape):
    zh: str
    en: str = ""

    def label(self, language: str = "zh") -> str:
        return self.zh if language.startswith("zh") or not self.en else self.en


class Item(_Named):
    """`most`: the best mark of a scale; `skips`: it may not apply; `fatal`: failed, the whole form is 0; `hint`: what
    to listen for; `clause`: the paragraph of the standard."""

    code: str
    weight: Whole
    kind: ItemKind = ItemKind.SCALE
    most: Whole = 5
    skips: Flag = False
    fatal: Flag = False
    hint: str = ""
    clause: str = ""

    @property
    def best(self) -> int:
        return self.most if self.kind is ItemKind.SCALE else 1


class Section(_Named):
    items: tuple[Item, ...] = ()


class Band(_Named):
    """`least`: the lowest score in it, 0 to 100."""

    least: Whole


class InspectionForm(_Named):
    """`code` stays from version to version. `bands` are kept with the highest first."""

    code: str
    inspected: Inspected
    sections: tuple[Section, ...] = ()
    bands: tuple[Band, ...] = Field(default=())

    def items(self) -> Iterator[Item]:
        for section in self.sections:
            yield from section.items

    def item(self, code: str) -> Item | None:
        return next((one for one in self.items() if one.code == code), None)

    def in_order(self) -> Self:
        bands = tuple(sorted(self.bands, key=lambda band: -band.least))
        return self.model_copy(update={"bands": bands})


def band_of(form: InspectionForm, points: int | None) -> Band | None:
    """The band of a score in hundredths; None without a score or a band."""
    if points is None:
        return None
    return next((band for band in form.in_order().bands if points >= band.least * 100), None)


def wrong(form: InspectionForm) -> Refused | None:
    """Why a form cannot be used, or None."""
    items = list(form.items())
    if not CODE.fullmatch(form.code):
        return Refused("A form's code has 1 to 32 small letters, digits or underscores and begins with a letter")
    if not form.zh or len(form.zh) > NAME_MOST or len(form.en) > NAME_MOST:
        return Refused("Give the form a name of at most %(most)s characters", most=NAME_MOST)
    if not items:
        return Refused("A form needs at least one item")
    if len(items) > ITEMS_MOST:
        return Refused("A form has at most %(most)s items", most=ITEMS_MOST)
    codes = [item.code for item in items]
    if len(set(codes)) != len(codes):
        return Refused("Two items have the same code: give each its own")
    found = next((fault for fault in map(_item_wrong, items) if fault is not None), None)
    if found is not None:
        return found
    total = sum(item.weight for item in items)
    if total != ALL:
        return Refused("The weights must add to 100; they add to %(sum)s", sum=total)
    return _bands_wrong(form)


def _item_wrong(item: Item) -> Refused | None:
    if not CODE.fullmatch(item.code):
        return Refused("An item's code has 1 to 32 small letters, digits or underscores and begins with a letter")
    if not item.zh or len(item.zh) > TEXT_MOST or len(item.en) > TEXT_MOST:
        return Refused("Each item needs a text of at most %(most)s characters", most=TEXT_MOST)
    if len(item.hint) > HINT_MOST or len(item.clause) > TEXT_MOST:
        return Refused("The hint of “%(item)s” is too long", item=item.zh)
    if not 0 <= item.weight <= ALL or (item.weight == 0 and not item.fatal):
        return Refused("The weight of “%(item)s” is not between 1 and 100", item=item.zh)
    if item.kind is ItemKind.SCALE and not 1 <= item.most <= SCALE_MOST:
        return Refused("The best mark of “%(item)s” is not between 1 and %(most)s", item=item.zh, most=SCALE_MOST)
    return None


def _bands_wrong(form: InspectionForm) -> Refused | None:
    least = [band.least for band in form.bands]
    if len(least) > BANDS_MOST or any(not 0 <= one <= ALL for one in least) or any(not b.zh for b in form.bands):
        return Refused("A band has a name and begins between 0 and 100; a form has at most %(most)s", most=BANDS_MOST)
    if len(set(least)) != len(least):
        return Refused("Two bands begin at the same score")
    return None
