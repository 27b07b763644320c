"""Edit the data dictionary: entries, limits, dispatch rules and dispute keywords. Changes take effect at once."""

import datetime as dt
import re
from collections.abc import Sequence

from hotline.people.reads import remit
from hotline.people.rules.permissions import Permission
from hotline.people.verbs import audit
from hotline.ports import Refused
from hotline.store.changes import announce
from hotline.store.database import writing
from hotline.tickets.rows import DispatchRule, Entry, KeywordRule, LimitRow, Unit
from hotline.tickets.rules import limits
from hotline.values.privacy import clean
from hotline.words import AuditAction, ClockKind, DisputeLevel, EntryKind, Profile, TicketKind, UnitKind

_CODE = re.compile(r"[0-9A-Za-z]{1,32}")
HOTLINES = (Profile.COURT_12368, Profile.GOV_12345)
MOST_HALF_DAYS = 400
WORDS_MOST, GROUPS_MOST = 30, 5


def put_entry(
    kind: str, code: str, zh: str, en: str, parent: int | None, *, by: str, now: dt.datetime, client_ip: str,
    active: bool = True, new: bool = False, profile: str | None = None,
) -> int:  # fmt: skip
    """Create an entry, or rename the one with this code; return its id. With `new` a code that is taken is refused.
    `profile`: the hotline of a top subject, "" for every one, None to leave it. Raises Refused."""
    label = clean(zh, 100).strip()
    if kind not in set(EntryKind) or not _CODE.fullmatch(code):
        raise Refused("A code is letters and digits")
    if not label:
        raise Refused("Write the entry's name")
    with writing():
        remit.of_login(by, Permission.MANAGE_UNITS).whole_house()
        above = Entry.get_or_none(Entry.id == parent, Entry.kind == kind) if parent is not None else None
        if parent is not None and (above is None or above.code == code):
            raise Refused("Choose an entry of the list")
        if profile and (profile not in HOTLINES or kind != EntryKind.TOPIC or above is not None):
            raise Refused("Only a top subject belongs to a hotline: choose one of the list")
        values: dict[str, object] = {"zh": label, "en": clean(en, 100).strip(), "parent": above, "active": active}
        if profile is not None:
            values["profile"] = profile
        row = Entry.get_or_none(Entry.kind == kind, Entry.code == code)
        if new and row is not None:
            raise Refused(
                "The code %(number)s is taken by %(name)s: rename it in its own row", number=code, name=row.zh
            )
        if row is None:
            row = Entry.create(kind=kind, code=code, place=Entry.select().count(), **values)
        else:
            Entry.update(**values).where(Entry.id == row.id).execute()
        audit.note(
            AuditAction.EDIT_DICTIONARY,
            f"entry:{kind}:{code}",
            by=by,
            now=now,
            client_ip=client_ip,
            zh=label,
            active=active,
            **({} if profile is None else {"profile": profile}),
        )
        announce("dictionary", kind, at=now)
        return int(row.id)


def set_limit(
    profile: str, kind: str, clock: str, half_days: int, *, by: str, now: dt.datetime, client_ip: str
) -> None:  # fmt: skip
    """Set a limit in half workdays; it applies to clocks that begin from now on. Raises Refused."""
    if profile not in set(Profile) or (kind and kind not in set(TicketKind)) or clock not in set(ClockKind):
        raise Refused("There is no such limit")
    if not 1 <= half_days <= MOST_HALF_DAYS:
        raise Refused("A limit is half a workday to %(most)s workdays", most=MOST_HALF_DAYS // limits.DAY)
    with writing():
        remit.of_login(by, Permission.MANAGE_UNITS).whole_house()
        LimitRow.insert(profile=profile, kind=kind, clock=clock, half_days=half_days).on_conflict(
            conflict_target=[LimitRow.profile, LimitRow.kind, LimitRow.clock], update={LimitRow.half_days: half_days}
        ).execute()
        name = f"limit:{profile}:{kind or '*'}:{clock}"
        audit.note(AuditAction.EDIT_LIMITS, name, by=by, now=now, client_ip=client_ip, half_days=half_days)


def add_rule(
    site: int, topic: int | None, place: int | None, kind: str, unit: int, *, by: str, now: dt.datetime, client_ip: str
) -> int:
    """Set which unit a subject, place or kind goes to. A new rule replaces one for the same three. Raises Refused."""
    with writing():
        row = Unit.get_or_none(Unit.id == unit, Unit.active == True)  # noqa: E712
        if not remit.of_login(by, Permission.MANAGE_UNITS).has(site):
            raise Refused("Choose a site")
        if row is None or row.kind == UnitKind.DISCIPLINE:
            raise Refused("Choose a unit that works")
        if topic is None and place is None and not kind:
            raise Refused("Choose a subject, a place or a kind")
        for which, entry in ((EntryKind.TOPIC, topic), (EntryKind.PLACE, place)):
            if entry is not None and not Entry.select().where(Entry.id == entry, Entry.kind == which.value).exists():
                raise Refused("Choose an entry of the list")
        same = [DispatchRule.site == site, DispatchRule.kind == kind]
        same += [DispatchRule.topic.is_null() if topic is None else DispatchRule.topic == topic]
        same += [DispatchRule.place.is_null() if place is None else DispatchRule.place == place]
        DispatchRule.delete().where(*same).execute()
        made = DispatchRule.create(site=site, topic=topic, place=place, kind=kind, unit=unit, at=now)
        audit.note(AuditAction.EDIT_RULES, f"rule:{made.id}", by=by, now=now, client_ip=client_ip, unit=row.code)
        return int(made.id)


def drop_rule(rule: int, *, by: str, now: dt.datetime, client_ip: str) -> None:
    with writing():
        row = DispatchRule.get_or_none(DispatchRule.id == rule)
        mine = remit.of_login(by, Permission.MANAGE_UNITS)
        if row is not None and mine.has(row.site_id) and row.delete_instance():
            audit.note(AuditAction.EDIT_RULES, f"rule:{rule}", by=by, now=now, client_ip=client_ip, dropped=True)


def put_keywords(
    name: str, groups: Sequence[Sequence[str]], level: str, *, by: str, now: dt.datetime, client_ip: str,
    active: bool = True,
) -> None:  # fmt: skip
    """Set words that make a dispute suspected: the text must contain one word of each group. Raises Refused."""
    label = clean(name, 64).strip()
    words = [[clean(word, 20).strip() for word in group if word.strip()] for group in groups]
    words = [group for group in words if group]
    if not label or not words:
        raise Refused("Write a name, and at least one word")
    if len(words) > GROUPS_MOST or any(len(group) > WORDS_MOST for group in words):
        raise Refused("At most %(groups)s groups of %(words)s words", groups=GROUPS_MOST, words=WORDS_MOST)
    if level not in set(DisputeLevel):
        raise Refused("Choose how grave it is")
    with writing():
        remit.of_login(by, Permission.MANAGE_UNITS).whole_house()
        values = {"words": words, "level": level, "active": active}
        KeywordRule.insert(name=label, **values).on_conflict(
            conflict_target=[KeywordRule.name], update=values
        ).execute()
        audit.note(AuditAction.EDIT_RULES, f"keywords:{label}", by=by, now=now, client_ip=client_ip, active=active)
