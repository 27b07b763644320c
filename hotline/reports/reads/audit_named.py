"""What is said of a thing that an audit entry is about, and how rows with a name are read."""

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """A thing's name, and what its page is asked by: `ref`; `site` and `opened_by` of a ticket decide who opens it.
    `en`: the name in English, if it has one; `number`: a whole telephone number, to be shown as its reader may see it;
    `code`: a word of what it is about (`AlarmKind`, `NoticeKind`)."""

    name: str
    ref: str
    at: dt.datetime | None = None
    site: int = 0
    opened_by: int = 0
    en: str = ""
    number: str = ""
    code: str = ""


def ids(refs: list[str]) -> list[int]:
    return [int(ref) for ref in refs if ref.isascii() and ref.isdigit() and len(ref) < 18]


def plain(table: Any, refs: list[str]) -> dict[str, Named]:
    return {str(r.id): Named(r.name, str(r.id)) for r in list(table.select().where(table.id.in_(ids(refs))))}
