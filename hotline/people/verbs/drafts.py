"""Drafts: text being typed, kept unchanged until sent or discarded; only its owner can read it."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from peewee import fn

from hotline.people.rows import Draft
from hotline.ports import Refused
from hotline.store.database import writing

MOST = 120_000  # signs of a draft
COUNT_MOST = 50  # drafts of a person
TOTAL_MOST = 1_000_000  # signs of all drafts of a person
_KEY = re.compile(r"[A-Za-z0-9:._@-]{1,100}")
_TYPED = ("subject", "text")


@dataclass(frozen=True, slots=True)
class KeptDraft:
    key: str
    fields: dict[str, str]
    saved_at: dt.datetime


def never(token: str) -> bool:
    """For forms that carry no token."""
    return False


def save_draft(
    person: int, key: str, fields: dict[str, str], *, now: dt.datetime, sent: Callable[[str], bool] = never
) -> bool:
    """Save what was typed. Nothing is saved (False) if all is blank, or if the form was sent already: `sent` is called
    with the form's token."""
    if not _KEY.fullmatch(key):
        raise Refused("There is no such form")
    if sum(len(name) + len(value) for name, value in fields.items()) > MOST:
        raise Refused("The text is too long to be kept")
    fields = {name: value.replace("\x00", "") for name, value in fields.items()}
    with writing():
        over = bool(fields.get("token")) and sent(fields["token"])
        if over or not any(fields.get(name, "").strip() for name in _TYPED):
            clear_draft(person, key)
            return False
        _must_have_room(person, key, sum(len(value) for value in fields.values()))
        given = {"fields": fields, "saved_at": now}
        Draft.insert(person=person, key=key, **given).on_conflict(
            conflict_target=[Draft.person, Draft.key], update=given
        ).execute()
    return True


def _must_have_room(person: int, key: str, size: int) -> None:
    """Raises Refused for one draft too many; what is there may always be written on."""
    others = Draft.person == person, Draft.key != key
    count = Draft.select().where(*others).count()
    signs = Draft.select(fn.SUM(fn.LENGTH(Draft.fields))).where(*others).scalar() or 0
    if count >= COUNT_MOST or signs + size > TOTAL_MOST:
        raise Refused(
            "You have %(count)s drafts, and no room for another: send or delete some, then go on here", count=count
        )  # fmt: skip


def load_draft(person: int, key: str) -> KeptDraft | None:
    row = Draft.get_or_none(Draft.person == person, Draft.key == key)
    return None if row is None else KeptDraft(row.key, dict(row.fields), row.saved_at)


def drafts_of(person: int) -> list[KeptDraft]:
    """All drafts of the person, newest first."""
    rows = Draft.select().where(Draft.person == person).order_by(Draft.saved_at.desc())
    return [KeptDraft(row.key, dict(row.fields), row.saved_at) for row in rows]


def clear_draft(person: int, key: str) -> None:
    with writing():
        Draft.delete().where(Draft.person == person, Draft.key == key).execute()
